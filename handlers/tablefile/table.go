package tablefile

import (
	"fmt"
	"io"
	"iter"
)

// Format is what kind of file a table is written as. It is how the file's name ends, too.
type Format string

// The formats.
const (
	CSV  Format = "csv"  // UTF-8 with a mark, RFC 4180, texts that are formulas defused
	XLSX Format = "xlsx" // one sheet of an Excel workbook
)

// Formats are all of them, in the order of pages.
func Formats() []Format { return []Format{CSV, XLSX} }

// MediaType is what a file of the format is called in an answer.
func (f Format) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Table is what a file holds.
type Table struct {
	Name    string                   // of the sheet, at most 31 letters
	Columns []string                 // the line of headings
	Rows    iter.Seq2[[]Cell, error] // as many cells as columns; a row may be one piece of memory for all; it ends with the first error
}

// Cut is what the last line of a text says where not all rows could be had and some are on their way already.
const Cut = "This file is incomplete: not everything could be read. Export it again."

// Write writes a table. It returns the error that the rows ended with, or that of the writer. Before the first byte is written nothing of
// the file is known to whoever reads it: an error then is all that there is to say. A workbook is written when its last row is known.
func Write(w io.Writer, f Format, t Table) error {
	switch f {
	case CSV:
		return writeCSV(w, t)
	case XLSX:
		return writeXLSX(w, t)
	}
	return fmt.Errorf("there is no format %q", f)
}
