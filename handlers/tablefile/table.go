package tablefile

import (
	"fmt"
	"io"
	"iter"

	"tiersync/views/pages"
)

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
func Write(w io.Writer, f pages.FileFormat, t Table) error {
	switch f {
	case pages.CSV:
		return writeCSV(w, t)
	case pages.XLSX:
		return writeXLSX(w, t)
	}
	return fmt.Errorf("there is no format %q", f)
}
