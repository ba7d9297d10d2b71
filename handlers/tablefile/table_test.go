package tablefile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views/pages"
)

func price(text string) domain.Price { return domain.Amount(decimal.RequireFromString(text)) }

// rows hands rows out, and then an error if there is one.
func rows(failed error, all ...[]tablefile.Cell) iter.Seq2[[]tablefile.Cell, error] {
	return func(yield func([]tablefile.Cell, error) bool) {
		for _, row := range all {
			if !yield(row, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// sample has a cell of each kind.
func sample() tablefile.Table {
	at := time.Date(2026, 1, 31, 15, 4, 5, 0, time.FixedZone("CET", 3600))
	return tablefile.Table{Name: "Sample", Columns: []string{"ID", "Text", "Amount", "Moment"}, Rows: rows(nil,
		[]tablefile.Cell{tablefile.ID(domain.PlanID(7)), tablefile.Text("Plan, \"A\"\nÄ"), tablefile.Amount(price("1234.5")), tablefile.Moment(at)},
		[]tablefile.Cell{tablefile.ID(domain.PlanID(0)), tablefile.Text("=1+1"), tablefile.Amount(domain.Price{}), tablefile.Day(at)},
		[]tablefile.Cell{tablefile.Count(-1), tablefile.Text("'=1"), tablefile.Amount(price("1.234")), tablefile.Day(time.Time{})},
		[]tablefile.Cell{tablefile.Count(0), tablefile.Text("007"), tablefile.Amount(price("0.000000000125")), tablefile.YesNo(true)},
		[]tablefile.Cell{tablefile.Count(1000), tablefile.Text(" -2"), tablefile.Amount(price("1234567890123.125678")), tablefile.AmountOrNone(domain.Price{})},
	)}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := tablefile.Write(&b, pages.CSV, sample()); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffID,Text,Amount,Moment\r\n" +
		"7,\"Plan, \"\"A\"\"\r\nÄ\",1234.5,2026-01-31T14:04:05Z\r\n" +
		",'=1+1,not set,2026-01-31\r\n" +
		"-1,''=1,1.2340,\r\n" +
		"0,007,0.000000000125,yes\r\n" +
		"1000,' -2,1234567890123.125678,\r\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A number is one in a sheet where spreadsheets keep all its digits, and a day or a moment is a date that is shown as CSV writes it; a text
// stays a text, whatever it looks like.
func TestXLSX(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := tablefile.Write(&b, pages.XLSX, sample()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var got []string
	for line := 1; line <= 6; line++ {
		for _, column := range "ABCD" {
			at := fmt.Sprintf("%c%d", column, line)
			value, err := book.GetCellValue("Sample", at, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if style, err := book.GetCellStyle("Sample", at); err != nil {
				t.Fatal(err)
			} else if style > 1 { // 1 is that of headings
				value, err = book.GetCellValue("Sample", at)
				if err != nil {
					t.Fatal(err)
				}
			}
			kind, err := book.GetCellType("Sample", at)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case kind == excelize.CellTypeUnset && value != "", kind == excelize.CellTypeNumber:
				value = "#" + value
			case kind == excelize.CellTypeFormula:
				value = "formula " + value
			}
			got = append(got, value)
		}
	}
	want := []string{"ID", "Text", "Amount", "Moment",
		"#7", "Plan, \"A\"\nÄ", "#1234.5", "#2026-01-31T14:04:05Z",
		"", "=1+1", "not set", "#2026-01-31",
		"#-1", "''=1", "#1.234", "",
		"#0", "007", "#0.000000000125", "yes",
		"#1000", " -2", "1234567890123.125678", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if sheets := book.GetSheetList(); len(sheets) != 1 {
		t.Errorf("the book has the sheets %v", sheets)
	}
}

// Where nothing is on its way yet an error is all there is; a text that has begun says in its last line that it is cut off.
func TestTablesThatFail(t *testing.T) {
	t.Parallel()
	failed := errors.New("the server is gone")
	few := [][]tablefile.Cell{{tablefile.Text("a"), tablefile.Text("b")}}
	var many [][]tablefile.Cell
	for range 5000 {
		many = append(many, few[0])
	}
	for _, tt := range []struct {
		name   string
		format pages.FileFormat
		rows   [][]tablefile.Cell
		cut    bool
	}{{"a short text", pages.CSV, few, false}, {"a long text", pages.CSV, many, true}, {"a workbook", pages.XLSX, many, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			err := tablefile.Write(&b, tt.format, tablefile.Table{Name: "x", Columns: []string{"A", "B"}, Rows: rows(failed, tt.rows...)})
			if !errors.Is(err, failed) {
				t.Errorf("the error is %v", err)
			}
			if !tt.cut && b.Len() > 0 || tt.cut && !strings.HasSuffix(b.String(), "\r\n"+tablefile.Cut+",\r\n") {
				t.Errorf("%d bytes were written, the last are %q", b.Len(), b.String()[max(0, b.Len()-100):])
			}
			if lines, err := csv.NewReader(&b).ReadAll(); tt.cut && (err != nil || len(lines) != 5002) {
				t.Errorf("%d lines, %v", len(lines), err)
			}
		})
	}
	broken := tablefile.Write(failing{}, pages.CSV, tablefile.Table{Name: "x", Columns: []string{"A", "B"}, Rows: rows(nil, many...)})
	if !errors.Is(broken, io.ErrClosedPipe) {
		t.Errorf("a writer that fails: %v", broken)
	}
	if err := tablefile.Write(io.Discard, "pdf", sample()); err == nil {
		t.Error("a format that there is not")
	}
}

// failing takes nothing.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A sheet has so many lines and a cell so many letters, and no more: the one is refused, the other says so.
func TestLimitsOfSheets(t *testing.T) {
	t.Parallel()
	row := []tablefile.Cell{tablefile.Count(1)}
	endless := func(yield func([]tablefile.Cell, error) bool) {
		for yield(row, nil) {
		}
	}
	var b bytes.Buffer
	err := tablefile.Write(&b, pages.XLSX, tablefile.Table{Name: "x", Columns: []string{"A"}, Rows: endless})
	if domain.KindOf(err) != domain.KindInvalid || b.Len() > 0 || !strings.Contains(err.Error(), "1,048,575") {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
	long := strings.Repeat("Ä𝄞", 20_000)
	table := tablefile.Table{Name: "x", Columns: []string{"A"}, Rows: rows(nil, []tablefile.Cell{tablefile.Text(long)})}
	if err := tablefile.Write(&b, pages.XLSX, table); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	value, err := book.GetCellValue("x", "A2")
	if err != nil || !strings.HasPrefix(value, "Ä𝄞Ä𝄞") || !strings.HasSuffix(value, "the CSV has all of it)") {
		t.Errorf("%v, the cell ends with %q", err, value[max(0, len(value)-100):])
	}
}
