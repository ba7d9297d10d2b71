package pricesheet

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of a sheet, which are Excel's.
const (
	sheetRows    = 1_048_576
	sheetColumns = 16_384
)

// sheetSource is a sheet of a workbook.
type sheetSource struct {
	book   *workbook
	part   *zip.File
	merged []mergedCells // once all rows were handed out
}

// rows hands out the rows of a sheet that have something in them.
func (s *sheetSource) rows(use func(Row) error) error {
	x, err := openXML(s.part)
	if err != nil {
		return err
	}
	defer x.close()
	r := &sheetReader{book: s.book, merged: newMergedAt(s.merged)}
	s.merged = nil
	for ended := false; ; {
		token, err := x.next()
		if err == io.EOF && ended {
			return nil
		}
		if err == io.EOF {
			return refuse(r.row, "is the last that can be read: the sheet breaks off")
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if ended {
				err = s.readMerged(e)
			} else {
				err = r.start(e)
			}
		case xml.EndElement:
			if ended = ended || e.Name.Local == "sheetData"; !ended {
				err = r.end(e, use)
			}
		}
		if err == nil && r.inCell {
			err = r.take(token)
		}
		if err != nil {
			return err
		}
	}
}

// sheetReader gathers the cells of a row.
type sheetReader struct {
	book   *workbook
	row    int
	column int // of the last cell, the first is 1
	cells  []Cell
	used   int // rows with something in them
	hidden bool
	merged mergedAt

	inCell  bool
	kind    string // of the cell: s, str, inlineStr, b, e, d or n
	style   int
	formula bool
	empty   bool // has no value, not even an empty one
	value   []byte
	inValue bool
	text    cellText
}

func (r *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		r.hidden = isTrue(attribute(e, "hidden"))
		return r.startRow(attribute(e, "r"))
	case "c":
		r.inCell, r.kind, r.formula, r.empty, r.inValue = true, attribute(e, "t"), false, true, false
		r.style, _ = strconv.Atoi(attribute(e, "s"))
		r.value = r.value[:0]
		r.text.reset()
		return r.startCell(attribute(e, "r"))
	case "v":
		r.inValue, r.empty = true, false
	case "f":
		r.formula = true
	}
	return nil
}

func (r *sheetReader) startRow(number string) error {
	next := r.row + 1
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < next {
			return refuse(next, "is not in its place: the sheet is damaged")
		}
		next = n
	}
	if next > sheetRows {
		return refuse(next, fmt.Sprintf("is beyond the %d that a sheet can have", sheetRows))
	}
	r.row, r.column, r.cells = next, 0, r.cells[:0]
	return nil
}

func (r *sheetReader) startCell(place string) error {
	next := r.column + 1
	if place != "" {
		n := columnNumber(place)
		if n < next {
			return refuse(r.row, "has a cell that is not in its place: the sheet is damaged")
		}
		next = n
	}
	if next > sheetColumns {
		return refuse(r.row, fmt.Sprintf("has more than the %d columns that a sheet can have", sheetColumns))
	}
	r.column = next
	return nil
}

// columnNumber is the column of a cell's place: 28 of AB7; 0 where it is none.
func columnNumber(place string) int {
	n := 0
	for i := 0; i < len(place) && (place[i] < '0' || place[i] > '9'); i++ {
		c := place[i] &^ 0x20 // in capitals
		if c < 'A' || c > 'Z' || n > sheetColumns {
			return 0
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// take gathers what stands in a cell.
func (r *sheetReader) take(token xml.Token) error {
	if r.inValue {
		if text, is := token.(xml.CharData); is {
			r.value = append(r.value, text...)
		}
		if len(r.value) > maxCell {
			return refuse(r.row, fmt.Sprintf("has a cell of more than %d KB", maxCell>>10))
		}
		return nil
	}
	return r.text.take(token)
}

func (r *sheetReader) end(e xml.EndElement, use func(Row) error) error {
	switch e.Name.Local {
	case "v":
		r.inValue = false
	case "c":
		r.inCell = false
		return r.put(r.cell())
	case "row":
		if len(r.cells) == 0 {
			return nil
		}
		if r.used++; r.used > MaxLines {
			return refuse(r.row, fmt.Sprintf("is more than the %d lines that one file may have", MaxLines))
		}
		return use(Row{Line: r.row, Cells: r.cells, Merged: r.merged.line(r.row), Hidden: r.hidden})
	}
	return nil
}

// put sets a cell behind the others, with nothing in the places between them.
func (r *sheetReader) put(c Cell) error {
	if strings.TrimSpace(c.Text) == "" {
		return nil
	}
	if r.column > MaxColumns {
		return tooWide(r.row)
	}
	for len(r.cells) < r.column-1 {
		r.cells = append(r.cells, Cell{})
	}
	r.cells = append(r.cells, c)
	return nil
}

// cell is what the cell shows, and for a number what it is.
func (r *sheetReader) cell() Cell {
	value := string(r.value)
	if r.formula && r.empty {
		return Cell{Text: "a formula without a result", Kind: ErrorCell}
	}
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.book.strings) {
			return Cell{Text: "a text that is missing", Kind: ErrorCell}
		}
		return Cell{Text: r.book.strings[i]}
	case "inlineStr":
		return Cell{Text: r.text.string()}
	case "str", "d":
		return Cell{Text: value}
	case "e":
		return Cell{Text: value, Kind: ErrorCell}
	case "b":
		return Cell{Text: map[string]string{"1": "TRUE", "0": "FALSE"}[value]}
	}
	if value = strings.TrimSpace(value); value == "" {
		return Cell{}
	}
	return r.number(value)
}

// number is a number as its format shows it, to the 15 digits that Excel knows.
func (r *sheetReader) number(value string) Cell {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return Cell{Text: value, Kind: ErrorCell}
	}
	if len(value) > 15 {
		value = strconv.FormatFloat(f, 'g', 15, 64)
	}
	shown := style(nil).of(f)
	if 0 <= r.style && r.style < len(r.book.styles) {
		shown = r.book.styles[r.style].of(f)
	}
	switch {
	case shown.date:
		if on, ok := serialDay(value, r.book.epoch1904); ok {
			return Cell{Text: strings.TrimSuffix(on.Format("2006-01-02T15:04:05"), "T00:00:00"), Kind: DateCell}
		}
		return Cell{Text: value, Kind: DateCell}
	case shown.percent:
		return Cell{Text: strconv.FormatFloat(f*100, 'g', 12, 64) + "%"}
	}
	if words := shown.words(f, value); words != "" {
		return Cell{Text: words}
	}
	return Cell{Text: shown.filled(value), Kind: NumberCell, Sign: shown.sign, Shown: shown.differs(f)}
}
