package pricesheet

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
)

// textSource is a file of text: lines of cells with a separator between them.
type textSource struct {
	r         io.ReaderAt
	size      int64
	encoding  encoding
	carriages bool // lines end with a carriage return alone
	separator byte
	skip      int // lines at the beginning that say nothing but the separator
}

// separators are tried in this order; no two of them may fit equally well.
const separators = ",;\t|"

// separatorName is what people call it.
func separatorName(separator byte) string {
	return map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs", '|': "bars"}[separator]
}

// text is the file in UTF-8 with line feeds.
func (s *textSource) text() io.Reader {
	text := decoded(s.r, s.size, s.encoding)
	if s.carriages {
		return carriageReader{text}
	}
	return text
}

// rows hands out the lines in their order, but for empty ones, until use returns an error. The cells are valid until the next line.
func (s *textSource) rows(use func(Row) error) error {
	reader := newCSVReader(s.text(), s.separator)
	var cells []Cell
	for used := 0; ; {
		line, err := reader.read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case line <= s.skip:
			continue
		}
		if used++; used > MaxLines {
			return refuse(line, fmt.Sprintf("is more than the %d lines that one file may have", MaxLines))
		}
		if s.encoding == utf16Marked && bytes.IndexByte(reader.text, 0) >= 0 {
			return refuse(line, "has a character NUL: this is no text")
		}
		cells = reader.cells(cells[:0])
		if err := use(Row{Line: line, Cells: cells}); err != nil {
			return err
		}
	}
}

// recogniseSeparator tries the separators on the head of the file: the one with which a known layout's header is there, else
// the one that makes the most columns of the header line.
func (s *textSource) recogniseSeparator() error {
	if hint := s.hint(); hint != 0 {
		s.separator, s.skip = hint, 1
		return nil
	}
	best, ties := 0, 0
	var chosen byte
	var first error
	for _, separator := range []byte(separators) {
		s.separator = separator
		columns, err := s.columns()
		if err != nil && first == nil {
			first = err
		}
		switch {
		case columns > best:
			best, chosen, ties = columns, separator, 0
		case columns == best && columns > 1:
			ties++
		}
	}
	switch {
	case best < 2 && first != nil:
		return first
	case best < 2:
		return refuse(0, "has no line with headings of columns, which are words: they are told apart by commas, semicolons or tabs")
	case ties > 0:
		return refuse(0, "can be read with more than one separator: its line of headings has as many columns with each")
	}
	s.separator = chosen
	return s.splitsAll()
}

// splitsAll refuses a file in which another separator makes more columns of what was taken for headings: they are lines of prices.
func (s *textSource) splitsAll() error {
	header, err := findHeader(s)
	if _, known := recogniseLayout(header.names); err != nil || known {
		return nil // which is said where the lines are read
	}
	line := strings.Join(header.names, "")
	for _, separator := range separators {
		if strings.Count(line, string(separator)) >= len(header.names) {
			return refuse(0, "has no line with headings of columns: they are told apart by "+separatorName(byte(separator)))
		}
	}
	return nil
}

// columns says how many columns the header line has with the separator, more than any file's where it is a known layout's; 0
// where there is none.
func (s *textSource) columns() (int, error) {
	header, err := findHeader(s)
	if errors.Is(err, errTooWide) {
		return MaxColumns, err
	}
	err = cmp.Or(err, header.refused)
	if _, known := recogniseLayout(header.names); known {
		return MaxColumns + len(header.names), err
	}
	return filled(header.names), err
}

// hint is the separator that the first line says ("sep=;"), as Excel writes and reads it; 0: none.
func (s *textSource) hint() byte {
	head := make([]byte, 16)
	n, _ := io.ReadFull(s.text(), head)
	line, _, _ := strings.Cut(string(head[:n]), "\n")
	said, found := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep=")
	if found && len(said) == 1 && strings.Contains(separators, said) {
		return said[0]
	}
	return 0
}
