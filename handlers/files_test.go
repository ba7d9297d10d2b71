package handlers_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tiersync/handlers/pricesheet"
)

// file is what an export holds: its headings, and each line by them.
type file struct {
	name    string // as a browser stores it
	columns []string
	lines   []map[string]string
}

// file asks for a file as somebody, and reads it as machines do.
func (w *world) file(as, path string) file {
	w.t.Helper()
	recorder := w.serve(as, http.MethodGet, path, "")
	if recorder.Code != http.StatusOK {
		w.t.Fatalf("%s GET %s: status %d", as, path, recorder.Code)
	}
	_, name, _ := strings.Cut(recorder.Header().Get("Content-Disposition"), "filename=")
	address, _, _ := strings.Cut(path, "?")
	var rows [][]string
	if kind := recorder.Header().Get("Content-Type"); strings.HasSuffix(address, ".xlsx") {
		if kind != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
			w.t.Errorf("%s is of type %q", path, kind)
		}
		rows = w.sheet(recorder.Body.Bytes())
	} else {
		if kind != "text/csv; charset=utf-8" {
			w.t.Errorf("%s is of type %q", path, kind)
		}
		rows = w.csv(recorder.Body.String())
	}
	f := file{strings.Trim(name, `"`), rows[0], nil}
	for _, row := range rows[1:] {
		line := map[string]string{}
		for i, cell := range row {
			line[rows[0][i]] = cell
		}
		f.lines = append(f.lines, line)
	}
	return f
}

// csv are the rows of a text, which must be what RFC 4180 says, with a mark before it.
func (w *world) csv(text string) [][]string {
	w.t.Helper()
	text, marked := strings.CutPrefix(text, "\ufeff")
	if !marked || !strings.HasSuffix(text, "\r\n") {
		w.t.Errorf("the text begins with %q and ends with %q", text[:min(20, len(text))], text[max(0, len(text)-20):])
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // all of which have as many cells
	w.check(err)
	return rows
}

// isDate finds what a sheet shows of a day or a moment.
var isDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T.*Z)?$`)

// sheet are the rows of a workbook, with as many cells as the first: numbers in full, days as they are shown.
func (w *world) sheet(book []byte) [][]string {
	w.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	w.check(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	w.check(err)
	shown, err := f.GetRows(f.GetSheetName(0))
	w.check(err)
	for i := range rows {
		for j, raw := range rows[i] {
			if _, number := strconv.ParseFloat(raw, 64); number == nil && isDate.MatchString(shown[i][j]) {
				rows[i][j] = shown[i][j] // kept as the number of a day
			}
		}
		rows[i] = append(rows[i], make([]string, len(rows[0])-len(rows[i]))...)
	}
	for j, column := range rows[0] {
		if strings.HasSuffix(column, " ID") && column != pricesheet.HeadProductID && column != pricesheet.HeadSKUID {
			w.numbers(f, rows, j)
		}
	}
	return rows
}

// numbers checks that the ids of a column are numbers to a spreadsheet, by which it sorts and looks up.
func (w *world) numbers(f *excelize.File, rows [][]string, column int) {
	w.t.Helper()
	for i := 1; i < len(rows); i++ {
		if _, err := strconv.ParseInt(rows[i][column], 10, 64); err != nil {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(column+1, i+1)
		w.check(err)
		if kind, err := f.GetCellType(f.GetSheetName(0), cell); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
			w.t.Errorf("%s %s in %s is a text: %v", rows[0][column], rows[i][column], cell, err)
			return
		}
	}
}

// where are the lines that have these values, written "Column: value; Column: value".
func (f file) where(values string) (found []map[string]string) {
	for _, line := range f.lines {
		fits := true
		for _, one := range strings.Split(values, "; ") {
			column, value, _ := strings.Cut(one, ": ")
			cell, there := line[column]
			fits = fits && there && cell == value
		}
		if fits {
			found = append(found, line)
		}
	}
	return found
}

// one is the line that has these values.
func (f file) one(t testing.TB, values string) map[string]string {
	t.Helper()
	found := f.where(values)
	if len(found) != 1 {
		t.Fatalf("%d lines of %s with %s: %v", len(found), f.name, values, f.lines)
	}
	return found[0]
}

// tell writes some cells of a line as one text.
func tell(line map[string]string, columns ...string) string {
	var cells []string
	for _, column := range columns {
		cell, there := line[column]
		if !there {
			cell = "NO COLUMN " + column
		}
		cells = append(cells, cell)
	}
	return strings.Join(cells, "; ")
}
