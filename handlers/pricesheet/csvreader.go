package pricesheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"tiersync/domain"
)

// csvReader takes lines of text apart, as RFC 4180 says: a cell in quotes may have the separator and line ends in it, and
// quotes written twice. Excel writes quotes inside a cell that is not in quotes where people paste or export otherwise; there a
// quote is a character as any, which encoding/csv takes only together with quotes that are never closed.
type csvReader struct {
	in        *bufio.Reader
	separator byte
	line      int    // the last that was read
	text      []byte // of the record, cell behind cell
	ends      []int  // where in text each cell ends
	rest      []byte // of the line, valid until the next is read
	long      []byte // a line that does not fit into the buffer of in
	used      int    // bytes of the record
}

func newCSVReader(r io.Reader, separator byte) *csvReader {
	return &csvReader{in: bufio.NewReaderSize(r, scanSize), separator: separator}
}

// read takes the next record apart that is not an empty line, and returns the line in which it begins; io.EOF behind the last.
func (c *csvReader) read() (line int, err error) {
	c.text, c.ends, c.used, c.rest = c.text[:0], c.ends[:0], 0, nil
	for len(c.rest) == 0 {
		if err := c.nextLine(); err != nil {
			return 0, err
		}
		c.used = 0
	}
	line = c.line
	for {
		more, err := c.cell(line)
		if err != nil {
			return line, err
		}
		c.ends = append(c.ends, len(c.text))
		switch {
		case !more:
			return line, nil
		case len(c.ends) == MaxColumns:
			return line, tooWide(line)
		}
	}
}

// errTooWide is why a line with more columns than there may be is refused: with its separator the file would be read, if it
// could be.
var errTooWide = errors.New("too many columns")

func tooWide(line int) error {
	message := fmt.Sprintf("Line %d has more than %d columns, which a price list may have.", line, MaxColumns)
	return &domain.Error{Kind: domain.KindInvalid, Message: message, Err: errTooWide}
}

// nextLine reads a line without its end.
func (c *csvReader) nextLine() error {
	c.long = c.long[:0]
	for {
		piece, err := c.in.ReadSlice('\n')
		c.used += len(piece)
		switch {
		case c.used > maxLine:
			return refuse(c.line+1, fmt.Sprintf("and what belongs to it is longer than %d MB: perhaps a quote was opened there and not closed", maxLine>>20))
		case errors.Is(err, bufio.ErrBufferFull):
			c.long = append(c.long, piece...)
			continue
		case err != nil && err != io.EOF:
			return fmt.Errorf("read line %d: %w", c.line+1, err)
		case len(c.long) > 0:
			c.long = append(c.long, piece...)
			piece = c.long
		}
		if err == io.EOF && len(piece) == 0 {
			return io.EOF
		}
		c.line++
		c.rest = bytes.TrimSuffix(bytes.TrimSuffix(piece, []byte{'\n'}), []byte{'\r'})
		return nil
	}
}

// cell reads a cell and the separator behind it; more says that there was one.
func (c *csvReader) cell(line int) (more bool, err error) {
	start := len(c.text)
	if len(c.rest) > 0 && c.rest[0] == '"' {
		c.rest = c.rest[1:]
		if err := c.quotedCell(line); err != nil {
			return false, err
		}
		more = len(c.rest) > 0
		if more && c.rest[0] != c.separator {
			return false, refuse(c.line, "has text behind the quote that closes a cell: write a quote inside it twice")
		}
		c.rest = c.rest[min(1, len(c.rest)):]
	} else {
		var cell []byte
		cell, c.rest, more = bytes.Cut(c.rest, []byte{c.separator})
		c.text = append(c.text, cell...)
	}
	if n := len(c.text) - start; n > maxCell {
		return false, refuse(line, fmt.Sprintf("has a cell of %d KB; one may have %d", n>>10, maxCell>>10))
	}
	return more, nil
}

// quotedCell reads up to the quote that closes a cell.
func (c *csvReader) quotedCell(line int) error {
	for {
		i := bytes.IndexByte(c.rest, '"')
		switch {
		case i < 0:
			c.text = append(append(c.text, c.rest...), '\n')
			if err := c.nextLine(); err == io.EOF {
				return refuse(line, "opens a quote that is not closed")
			} else if err != nil {
				return err
			}
		case i+1 < len(c.rest) && c.rest[i+1] == '"':
			c.text = append(c.text, c.rest[:i+1]...)
			c.rest = c.rest[i+2:]
		default:
			c.text = append(c.text, c.rest[:i]...)
			c.rest = c.rest[i+1:]
			return nil
		}
	}
}

// cells appends the cells of the record. Their texts are one string together.
func (c *csvReader) cells(to []Cell) []Cell {
	text, start := string(c.text), 0
	for _, end := range c.ends {
		to = append(to, Cell{Text: shownText(text[start:end])})
		start = end
	}
	return to
}

// shownText is what a spreadsheet shows of a cell that keeps a text from being taken for a number: ="00123" is 00123.
func shownText(text string) string {
	if inner, found := strings.CutPrefix(text, `="`); found {
		if inner, found = strings.CutSuffix(inner, `"`); found && !strings.Contains(inner, `"`) {
			return inner
		}
	}
	return text
}
