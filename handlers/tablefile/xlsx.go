package tablefile

import (
	"archive/zip"
	"io"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// MaxRows is how many rows a sheet has room for, below its headings.
const MaxRows = excelize.TotalRows - 1

// errFull is an error of the table itself: a second sheet would be read by nothing that reads the first.
var errFull = domain.Invalid("An Excel sheet has room for 1,048,575 lines, and these are more. Export them as CSV, or choose some of them.")

func writeXLSX(w io.Writer, t Table) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil { // removes what was kept on disk
			err = closed
		}
	}()
	if err := book.SetSheetName("Sheet1", t.Name); err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := writeSheet(book, sheet, t); err != nil {
		return err
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	// The library would gather the packed file in memory first.
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	return book.Write(io.Discard)
}

// writeSheet writes the headings, which stay in sight, and the rows.
func writeSheet(book *excelize.File, sheet *excelize.StreamWriter, t Table) error {
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	dates, err := dateStyles(book)
	if err != nil {
		return err
	}
	values := make([]any, 0, len(t.Columns))
	for _, name := range t.Columns {
		values = append(values, excelize.Cell{StyleID: bold, Value: name})
	}
	if err := sheet.SetRow("A1", values); err != nil {
		return err
	}
	line := 1
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		if line++; line > MaxRows+1 {
			return errFull
		}
		values = values[:0]
		for _, cell := range row {
			values = append(values, cell.value(dates))
		}
		if err := sheet.SetRow("A"+strconv.Itoa(line), values); err != nil {
			return err
		}
	}
	return nil
}

// dateStyles are the styles that show days and moments as CSV writes them, by their layout.
func dateStyles(book *excelize.File) (map[string]int, error) {
	styles := map[string]int{}
	for layout, format := range map[string]string{time.DateOnly: `yyyy\-mm\-dd`, time.RFC3339: `yyyy\-mm\-dd"T"hh:mm:ss"Z"`} {
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, err
		}
		styles[layout] = style
	}
	return styles, nil
}

// value is what a sheet has in place of the cell: a number where it keeps all its digits, a date in its style, else a text, nil for nothing.
func (c Cell) value(dates map[string]int) any {
	if f, exact := c.exact(); exact {
		return f
	}
	if t, is := c.date(); is {
		return excelize.Cell{StyleID: dates[c.layout], Value: t}
	}
	switch {
	case c.text == "":
		return nil
	case c.text[0] == '\'': // which would be taken off when it is read again
		return fitting(pricesheet.Defused(c.text))
	}
	return fitting(c.text)
}

// goesOn ends a text that is longer than a cell may be.
const goesOn = "… (goes on: the CSV has all of it)"

// fitting is a text as a cell can hold it, which counts letters as UTF-16 does.
func fitting(text string) string {
	const most = excelize.TotalCellChars
	if len(text) <= most || len(utf16.Encode([]rune(text))) <= most {
		return text
	}
	room := most - utf8.RuneCountInString(goesOn)
	for i, r := range text {
		if room -= utf16.RuneLen(r); room < 0 {
			return text[:i] + goesOn
		}
	}
	return text
}
