package pricesheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// encoding is how the characters of a text file are written.
type encoding int

// The encodings that are read. What has no mark at its beginning is UTF-8 where all of it is, else Windows-1252.
const (
	utf8Plain encoding = iota
	utf8Marked
	utf16Marked
	windows1252
)

func (e encoding) String() string {
	return [...]string{"UTF-8", "UTF-8 with a byte order mark", "UTF-16", "Windows-1252"}[e]
}

// scanSize is how much of a file is looked at in one piece.
const scanSize = 1 << 16

// recogniseEncoding reads the whole file once. One that is part UTF-8 and part Windows-1252 is refused: no way of reading fits all
// of it.
func recogniseEncoding(r io.ReaderAt, size int64) (encoding, error) {
	var head [3]byte
	n, err := r.ReadAt(head[:min(size, 3)], 0)
	if err != nil && err != io.EOF {
		return 0, err
	}
	switch mark := head[:n]; {
	case bytes.HasPrefix(mark, []byte{0xFF, 0xFE}), bytes.HasPrefix(mark, []byte{0xFE, 0xFF}):
		return utf16Marked, nil
	case bytes.Equal(mark, []byte{0xEF, 0xBB, 0xBF}):
		return utf8Marked, scan(io.NewSectionReader(r, 3, size-3), func(s *scanned) error {
			if s.other.line > 0 {
				return refuse(s.other.line, "is not written in UTF-8, as the mark at the beginning of the file says it is")
			}
			return nil
		})
	}
	found := utf8Plain
	err = scan(io.NewSectionReader(r, 0, size), func(s *scanned) error {
		switch {
		case s.other.line == 0:
			return nil
		case s.wide.line == s.other.line:
			return refuse(s.other.line, "is partly written in UTF-8 and partly not: this is no text, or of two files")
		case s.wide.line > 0:
			return refuse(s.other.line, fmt.Sprintf("is not written in UTF-8, but line %d is: save the file in one encoding", s.wide.line))
		case s.undefined.line > 0:
			return refuse(s.undefined.line, "has a character that is neither UTF-8 nor Windows-1252")
		}
		found = windows1252
		return nil
	})
	return found, err
}

// scanned is what the bytes of a file are: where the first character beyond ASCII is that is UTF-8, where the first that is
// not, and where the first that is not in Windows-1252, either.
type scanned struct{ wide, other, undefined place }

// carriageReader reads lines that end with a carriage return alone, as Excel saves them for old Macintoshes, as if they ended
// as others do.
type carriageReader struct{ r io.Reader }

func (c carriageReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// endsInCarriages reports whether the head of a file has such lines only.
func endsInCarriages(r io.ReaderAt, size int64, e encoding) bool {
	head := make([]byte, scanSize)
	n, _ := io.ReadFull(decoded(r, size, e), head)
	return bytes.IndexByte(head[:n], '\n') < 0 && bytes.IndexByte(head[:n], '\r') >= 0
}

// scan looks at every byte and refuses NUL, which no text has.
func scan(r io.Reader, verdict func(*scanned) error) error {
	var s scanned
	buffer := make([]byte, scanSize)
	line, kept := 1, 0
	for {
		n, err := io.ReadFull(r, buffer[kept:])
		ended := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !ended {
			return err
		}
		text := buffer[:kept+n]
		if i := bytes.IndexByte(text, 0); i >= 0 {
			return refuse(line+bytes.Count(text[:i], []byte{'\n'}), "has a character NUL: this is no text, or one in UTF-16 without its mark")
		}
		var rest []byte
		line, rest = s.look(text, line, ended)
		if ended {
			return verdict(&s)
		}
		kept = copy(buffer, rest)
	}
}

// look takes the characters of a piece of text that begins in the line, and returns the line in which it ends and what may be
// the beginning of a character that goes on in the next piece.
func (s *scanned) look(text []byte, line int, last bool) (int, []byte) {
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf {
			if text[0] == '\n' {
				line++
			}
			text = text[1:]
			continue
		}
		if !last && !utf8.FullRune(text) {
			return line, text
		}
		r, width := utf8.DecodeRune(text)
		if r == utf8.RuneError && width == 1 {
			s.other.seen(line)
			if charmap.Windows1252.DecodeByte(text[0]) == utf8.RuneError {
				s.undefined.seen(line)
			}
		} else {
			s.wide.seen(line)
		}
		text = text[width:]
	}
	return line, nil
}

// decoded is the file as UTF-8 without a mark.
func decoded(r io.ReaderAt, size int64, e encoding) io.Reader {
	whole := io.NewSectionReader(r, 0, size)
	switch e {
	case utf8Marked:
		return io.NewSectionReader(r, 3, size-3)
	case utf16Marked:
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(whole)
	case windows1252:
		return charmap.Windows1252.NewDecoder().Reader(whole)
	default:
		return whole
	}
}
