package tablefile

import (
	"encoding/csv"
	"errors"
	"io"

	"tiersync/handlers/pricesheet"
)

// mark says to spreadsheets that a text is UTF-8.
const mark = "\ufeff"

func writeCSV(w io.Writer, t Table) error {
	begun := &begun{Writer: w}
	out := csv.NewWriter(begun)
	out.UseCRLF = true
	texts := append([]string{mark + t.Columns[0]}, t.Columns[1:]...)
	err := out.Write(texts)
	for row, failed := range t.Rows {
		if err = errors.Join(err, failed); err != nil {
			break
		}
		texts = texts[:0]
		for _, cell := range row {
			texts = append(texts, cell.defused())
		}
		err = out.Write(texts)
	}
	switch {
	case err != nil && !begun.is:
		return err
	case err != nil:
		cut := make([]string, len(t.Columns))
		cut[0] = Cut
		err = errors.Join(err, out.Write(cut))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

// defused is what a text has in place of the cell: a number stays bare, and a text is none that a spreadsheet runs as a formula.
func (c Cell) defused() string {
	if c.number != "" {
		return c.text
	}
	return pricesheet.Defused(c.text)
}

// begun knows whether anything was written.
type begun struct {
	io.Writer
	is bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.is = true
	return b.Writer.Write(p)
}
