package pricesheet

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// File is a price list that was opened: what it is, and its header. Its lines are read as often as somebody asks.
type File struct {
	source    source
	header    header
	spare     []string // what is said of how it was opened
	epoch1904 bool     // days of an Excel workbook count from 1904
	layout    Layout
	known     bool
}

// source hands out the lines of a file, all of them at each call. Row and its cells are valid until use returns.
type source interface {
	rows(use func(Row) error) error
}

// Row is a line of a file.
type Row struct {
	Line   int // the first is 1
	Cells  []Cell
	Merged []Merged // known once all lines were handed out
	Hidden bool     // by a filter of the workbook, or by hand
}

// Cell is what stands in one place of a line.
type Cell struct {
	Text string // as a person sees it, but for a number or a date of Excel
	Kind CellKind
	Sign string // the currency that a number of Excel is shown with

	Shown string // how a number of Excel is shown that looks otherwise, "" where it does not
}

// CellKind says what is known about a cell beside its text.
type CellKind int

// The kinds of cells. All of a text file are TextCell.
const (
	TextCell   CellKind = iota
	NumberCell          // a number of Excel: Text has it with a point and no thousands
	DateCell            // a number of Excel that is shown as a date: Text has it as ISO 8601
	ErrorCell           // what Excel could not calculate: Text says so
)

// Open recognises by its content what a file is: an Excel workbook, or text with commas, semicolons, tabs or bars, which is
// what is pasted, too. It reads the file once in full and refuses, with an error of kind invalid that says line and reason,
// what cannot be read as a whole.
func Open(r io.ReaderAt, size int64) (*File, error) {
	switch {
	case size <= 0:
		return nil, refuse(0, "is empty")
	case size > MaxBytes:
		return nil, refuse(0, fmt.Sprintf("has %d MB; a price list may have %d", size>>20, MaxBytes>>20))
	}
	var f *File
	var err error
	if f, err = openByContent(r, size); err != nil {
		return nil, err
	}
	if f.header, err = findHeader(f.source); err != nil {
		return nil, err
	}
	switch {
	case f.header.refused != nil:
		return nil, f.header.refused
	case f.header.line == 0:
		return nil, refuse(0, "has no line with headings of columns")
	}
	if f.header.above {
		f.spare = append(f.spare, fmt.Sprintf("The headings of columns are in line %d; what stands above them is not read", f.header.line))
	}
	if f.layout, f.known = recogniseLayout(f.header.names); !f.known {
		f.header = f.header.numbered()
	}
	return f, nil
}

func openByContent(r io.ReaderAt, size int64) (*File, error) {
	head := make([]byte, min(size, 8))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the head of a file: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openWorkbook(r, size)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, refuse(0, "is an Excel file of the old kind (.xls) or one with a password: save it as .xlsx without one")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, refuse(0, "is a PDF: ask for the price list as CSV or Excel file")
	case isPage(r, size):
		return nil, refuse(0, "is a web page, which some programs call an Excel file: open it in a spreadsheet and save it as .xlsx or CSV")
	}
	encoding, err := recogniseEncoding(r, size)
	if err != nil {
		return nil, err
	}
	text := &textSource{r: r, size: size, encoding: encoding, carriages: endsInCarriages(r, size, encoding)}
	if err := text.recogniseSeparator(); err != nil {
		return nil, err
	}
	said := fmt.Sprintf("Text in %s, columns separated by %s", encoding, separatorName(text.separator))
	return &File{source: text, spare: []string{said}}, nil
}

// isPage reports whether a file begins as a web page does.
func isPage(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 256))
	n, _ := r.ReadAt(head, 0)
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\ufeff")), " \t\r\n"))
	return slices.ContainsFunc([]string{"<!doctype html", "<html", "<table"}, func(tag string) bool { return bytes.HasPrefix(text, []byte(tag)) })
}

// Header returns the headings of the columns as they stand in the file, those that are the same with a number. Some may be empty.
func (f *File) Header() []string { return f.header.names }

// Layout returns the layout that the header is known to be, false where somebody must choose which column is what.
func (f *File) Layout() (Layout, bool) { return f.layout, f.known }

// Check goes through all lines, and fails with an error of kind invalid where one cannot be read whatever the columns are.
func (f *File) Check() error { return f.source.rows(func(Row) error { return nil }) }

// Sample hands out up to n lines below the header that are not blank, as texts, for somebody who chooses which column is what.
func (f *File) Sample(n int) ([][]string, error) {
	var sample [][]string
	err := f.body(func(row Row) error {
		if blank(row) {
			return nil
		}
		if len(sample) == n {
			return errEnough
		}
		texts := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			texts[i] = c.Text
		}
		sample = append(sample, texts)
		return nil
	})
	return sample, err
}
