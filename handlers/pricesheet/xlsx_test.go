package pricesheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// workbookOf writes rows with excelize into the sheet "Prices".
func workbookOf(t testing.TB, shape func(f *excelize.File), rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Prices"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Prices", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if shape != nil {
		shape(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFault118Workbooks: values are read as shown, numbers exactly, dates as dates, formulas as what they gave.
func TestFault118Workbooks(t *testing.T) {
	t.Parallel()
	style := func(f *excelize.File, s excelize.Style, cells ...string) {
		id, err := f.NewStyle(&s)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range cells {
			if err := f.SetCellStyle("Prices", cell, cell, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	custom := func(code string) excelize.Style { return excelize.Style{CustomNumFmt: &code} }
	list := workbookOf(t, func(f *excelize.File) {
		style(f, custom("0000"), "A3")
		style(f, excelize.Style{NumFmt: 14}, "F3")
		style(f, custom(`dd/mm/yyyy`), "F4", "C9")
		style(f, custom(`#,##0.00\ "€"`), "C4")
		style(f, custom(`[$$-409]#,##0.00`), "C5")
		style(f, excelize.Style{NumFmt: 10}, "C6")
		if err := f.SetCellFormula("Prices", "C7", "1+2"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellDefault("Prices", "C12", "57.600000000000001"); err != nil {
			t.Fatal(err)
		}
	},
		[]any{"Preisliste 2026"},
		[]any{"Artikelnummer", "Bezeichnung", "EK netto", "UVP", "Währung", "gültig ab"},
		[]any{815, "an SKU that is shown with a zero", 1.599, "", "EUR", 46082},
		[]any{"A2", "a date in a format of its own", 1204.56, 1500, "EUR", 46082},
		[]any{"A3", "shown in dollars", 12, "", "EUR", ""},
		[]any{"A4", "a percentage", 0.2, "", "EUR", ""},
		[]any{"A5", "a formula without a result", nil, nil, "EUR"},
		[]any{"A6", "a text that can be read in two ways", "1.599", "", "EUR", ""},
		[]any{"A7", "a price that was taken for a date", 46023, "", "EUR", ""},
		[]any{"A8", "12 decimals", 0.000000000001, "", "EUR", 46023.5},
		[]any{"A9", "thirteen", 0.1234567890123, "", "EUR", "1.3.26"},
		[]any{"A10", "seventeen digits", "", "", "EUR", ""},
		[]any{},
		[]any{"", "Summe", 5000},
		[]any{"A11", "a year", 5, "", "EUR", 2026},
		[]any{"A12", "a day in digits", 5, "", "EUR", 20260301},
		[]any{"A13", "digits of no day", 5, "", "EUR", 20261301},
	)
	want := `chosen columns
  Excel file, sheet “Prices”
  The headings of columns are in line 2; what stands above them is not read
  Nothing says how amounts are written: “1.599” in line 8 can be read in two ways
  Years of two digits stand last and are of this century: “1.3.26” in line 11 is of 2026
3 counts: SKU 0815, "an SKU that is shown with a zero", recurring_fee 1.599 EUR, since 2026-03-01 00:00:00
4 counts: SKU A2, "a date in a format of its own", recurring_fee 1204.56 EUR, recurring_fee MSRP 1500 EUR, since 2026-03-01 00:00:00
5 wrong: SKU A3, "shown in dollars"
    problem: EK netto: “12” is not in EUR, the currency of the line
6 wrong: SKU A4, "a percentage"
    problem: EK netto: “20%” is no amount
7 wrong: SKU A5, "a formula without a result"
    problem: EK netto: “a formula without a result” is what the spreadsheet could not calculate
8 wrong: SKU A6, "a text that can be read in two ways"
    problem: EK netto: “1.599” can be read in two ways, as 1.599 or as 1599, and no other amount of the file says which
9 wrong: SKU A7, "a price that was taken for a date"
    problem: EK netto: “2026-01-01” is a date in the sheet: a spreadsheet took a number for one
10 counts: SKU A8, "12 decimals", recurring_fee 0.000000000001 EUR, since 2026-01-01 12:00:00
    note: gültig ab: “46023.5” is 2026-01-01, as Excel counts days
11 wrong: SKU A9, "thirteen", since 2026-03-01 00:00:00
    problem: EK netto: “0.1234567890123” has more than 12 decimals
12 counts: SKU A10, "seventeen digits", recurring_fee 57.6 EUR
14 wrong: "Summe"
    problem: A total: no product
15 wrong: SKU A11, "a year", recurring_fee 5 EUR
    problem: gültig ab: “2026” is a number, which the sheet does not show as a date
16 counts: SKU A12, "a day in digits", recurring_fee 5 EUR, since 2026-03-01 00:00:00
17 wrong: SKU A13, "digits of no day", recurring_fee 5 EUR
    problem: gültig ab: “20261301” is a number, which the sheet does not show as a date
`
	if diff := cmp.Diff(want, tell(mustRead(t, list))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestHiddenLines: lines that a workbook hides are read, and it is said.
func TestHiddenLines(t *testing.T) {
	t.Parallel()
	list := workbookOf(t, func(f *excelize.File) {
		for _, line := range []int{3, 4, 5} {
			if err := f.SetRowVisible("Prices", line, false); err != nil {
				t.Fatal(err)
			}
		}
	}, []any{"tld", "currency", "register"}, []any{"com", "USD", 10.95}, []any{"net", "USD", 11.95}, []any{"", "", ""}, []any{"org", "USD", 12.95})
	want := `a registrar's price list per top-level domain
  Excel file, sheet “Prices”
  2 lines, which the sheet hides, are read as all others: the first is line 3
2 counts: product com, recurring_fee 10.95 USD
3 counts: product net, recurring_fee 11.95 USD
    note: The sheet hides this line
5 counts: product org, recurring_fee 12.95 USD
    note: The sheet hides this line
`
	if diff := cmp.Diff(want, tell(mustRead(t, list))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSheetsOfAWorkbook: a known layout's sheet is read, also behind others, and the others are named.
func TestSheetsOfAWorkbook(t *testing.T) {
	t.Parallel()
	date1904 := true
	list := workbookOf(t, func(f *excelize.File) {
		for _, name := range []string{"TLDs", "Old"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			for i, row := range [][]any{{"tld", "currency", "register", "valid from"}, {"com", "USD", 10.95, 44561}} {
				if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.SetSheetVisible("Old", false); err != nil {
			t.Fatal(err)
		}
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}); err != nil {
			t.Fatal(err)
		}
	}, []any{"Read me", "Prices of December"}, []any{"Contact", "sales"})
	want := `a registrar's price list per top-level domain
  Excel file, sheet “TLDs”
  Not read: sheet “Prices”, sheet “Old”
2 counts: product com, recurring_fee 10.95 USD, since 2026-01-01 00:00:00
    note: valid from: “44561” is 2026-01-01, as Excel counts days
`
	if diff := cmp.Diff(want, tell(mustRead(t, list))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const (
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
	headings  = `<row r="1"><c r="A1" t="inlineStr"><is><t>tld</t></is></c><c r="B1" t="inlineStr"><is><t>register</t></is></c></row>`
)

// workbookWith replaces the sheet of a workbook by what write writes, packed as well as can be.
func workbookWith(t testing.TB, part string, write func(io.Writer)) []byte {
	t.Helper()
	whole := workbookOf(t, nil, []any{"tld", "register"}, []any{"com", 10.95})
	archive, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, file := range archive.File {
		w, err := out.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name == part {
			write(w)
			continue
		}
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, in); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFault118HostileWorkbooks: what no spreadsheet writes is refused, or read, in little time and memory.
func TestFault118HostileWorkbooks(t *testing.T) {
	t.Parallel()
	const sheet = "xl/worksheets/sheet1.xml"
	text := func(texts ...string) func(io.Writer) {
		return func(w io.Writer) { io.WriteString(w, strings.Join(texts, "")) }
	}
	many := func(n int, head, piece, tail string) func(io.Writer) {
		return func(w io.Writer) {
			io.WriteString(w, head)
			block := strings.Repeat(piece, 1000)
			for range n / 1000 {
				io.WriteString(w, block)
			}
			io.WriteString(w, tail)
		}
	}
	tests := []struct {
		name, part string
		write      func(io.Writer)
		want       string // of the message; "" it is read
	}{
		{"a bomb", sheet, many(400_000_000/40, sheetHead+headings, strings.Repeat(" ", 40), sheetTail), "grows to more than 150 times"},
		{"a bomb of texts", "xl/sharedStrings.xml", many(200_000_000/40, "<sst>", "<si><t>                         </t></si>", "</sst>"), "grows to more than 150 times"},
		{"a million columns", sheet, func(w io.Writer) {
			io.WriteString(w, sheetHead+`<row r="1">`)
			for i := range 1_000_000 {
				fmt.Fprintf(w, `<c t="inlineStr"><is><t>%d</t></is></c>`, i*7919)
			}
			io.WriteString(w, "</row>"+sheetTail)
		}, "more than 1000 columns"},
		{"a million empty columns", sheet, func(w io.Writer) {
			io.WriteString(w, sheetHead+`<row r="1">`)
			for range 1_000_000 {
				io.WriteString(w, `<c/>`)
			}
			io.WriteString(w, "</row>"+sheetTail)
		}, "more than the 16384 columns"},
		{"a cell far to the right", sheet, text(sheetHead, `<row r="1"><c r="XFD1"><v>1</v></c></row>`, sheetTail), "more than 1000 columns"},
		{"a cell beyond the sheet", sheet, text(sheetHead, `<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>`, sheetTail), "not in its place"},
		{"a million empty rows", sheet, func(w io.Writer) {
			io.WriteString(w, sheetHead+headings)
			for i := 2; i <= 1_048_575; i++ {
				fmt.Fprintf(w, `<row r="%d"/>`, i)
			}
			io.WriteString(w, `<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>com</t></is></c><c r="B1048576"><v>10.95</v></c></row>`+sheetTail)
		}, ""},
		{"a row beyond the sheet", sheet, text(sheetHead, headings, `<row r="1048577"/>`, sheetTail), "beyond the 1048576"},
		{"rows out of order", sheet, text(sheetHead, headings, `<row r="1"/>`, sheetTail), "not in its place"},
		{"entities", sheet, text(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, sheetHead, `<row><c t="inlineStr"><is><t>&a;</t></is></c></row>`, sheetTail), "declares types or entities"},
		{"entities of texts", "xl/sharedStrings.xml", text(`<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>`), "declares types or entities"},
		{"an entity that nobody declares", sheet, text(sheetHead, `<row><c><v>&a;</v></c></row>`, sheetTail), "is it damaged"},
		{"tags in tags", sheet, many(1_000_000, sheetHead, "<a>", ""), "tags inside tags"},
		{"a tag without end", sheet, func(w io.Writer) {
			io.WriteString(w, sheetHead+"<c ")
			for i := range 400_000 {
				fmt.Fprintf(w, `a%d="%d" `, i, i*7919)
			}
		}, "a tag or a text of more than"},
		{"it breaks off", sheet, text(sheetHead, headings, `<row r="2"><c r="A2" t="inl`), "is it damaged"},
		{"it ends too early", sheet, text(`<worksheet></worksheet>`), "breaks off"},
		{"another encoding", sheet, text(`<?xml version="1.0" encoding="UTF-7"?>`, sheetHead, sheetTail), "is it damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list := workbookWith(t, tt.part, tt.write)
			begin := cpuTime(t)
			sheet, err := readList(list)
			if used := cpuTime(t) - begin; used > 20*time.Second {
				t.Errorf("took %v of the processor", used)
			}
			if tt.want == "" {
				if err != nil || len(sheet.Lines) != 1 || sheet.Lines[0].State != pricesheet.Counts {
					t.Errorf("%+v, %v", sheet, err)
				}
				return
			}
			if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}

// TestFault118NoWorkbooks: other files of the same look are refused with what to do.
func TestFault118NoWorkbooks(t *testing.T) {
	t.Parallel()
	zipOf := func(names ...string) []byte {
		var b bytes.Buffer
		out := zip.NewWriter(&b)
		for _, name := range names {
			if _, err := out.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	parts := make([]string, 70_000)
	for i := range parts {
		parts[i] = fmt.Sprintf("part%d", i)
	}
	whole := workbookOf(t, nil, []any{"tld", "register"})
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"another zip file", zipOf("readme.txt"), "no Excel file"},
		{"an empty one", zipOf(), "no Excel file"},
		{"70,000 parts", zipOf(parts...), "more than the 4096 parts"},
		{"a part twice", zipOf("xl/workbook.xml", "XL\\Workbook.xml"), "a part twice"},
		{"cut off", whole[:len(whole)/2], "its end is missing"},
		{"the old kind", append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 512)...), "of the old kind"},
		{"no headings", workbookOf(t, nil, []any{1, 2}, []any{"a", 3}), "no visible sheet with headings"},
		{"nothing in it", workbookOf(t, nil), "no visible sheet with headings"},
	} {
		_, err := readList(tt.file)
		if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestMergedCells: what stands in one cell over several lines is not taken for nothing in those below the first.
func TestMergedCells(t *testing.T) {
	t.Parallel()
	list := workbookOf(t, func(f *excelize.File) {
		for _, cells := range [][2]string{{"A2", "A3"}, {"E4", "E6"}, {"F2", "F6"}, {"A8", "D9"}} {
			if err := f.MergeCell("Prices", cells[0], cells[1]); err != nil {
				t.Fatal(err)
			}
		}
	},
		[]any{"SKU", "Name", "Price", "Currency", "Valid from", "Note"},
		[]any{"A1", "first", 5, "EUR", "2026-01-01", "a note for all"},
		[]any{nil, "second", 6, "EUR", "2026-01-01"},
		[]any{"A3", "third", 7, "EUR", "2027-01-01"},
		[]any{"A4", "fourth", 8, "EUR"},
		[]any{"A5", "fifth", 9, "EUR"},
		[]any{"A6", "sixth", 10, "EUR"},
		[]any{"The end"},
	)
	want := `chosen columns
  Excel file, sheet “Prices”
  Not read: column “Note”
2 counts: SKU A1, "first", recurring_fee 5 EUR, since 2026-01-01 00:00:00
3 wrong: "second"
    problem: SKU: the cell is one with that of line 2, and a line has to say it itself
4 still to come: SKU A3, "third", recurring_fee 7 EUR, since 2027-01-01 00:00:00
5 wrong: SKU A4, "fourth"
    problem: Valid from: the cell is one with that of line 4, and a line has to say it itself
6 wrong: SKU A5, "fifth"
    problem: Valid from: the cell is one with that of line 4, and a line has to say it itself
7 counts: SKU A6, "sixth", recurring_fee 10 EUR
8 wrong: SKU The end
    problem: A text and nothing else: no product
`
	if diff := cmp.Diff(want, tell(mustRead(t, list))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTiersThatBecameDates: Excel keeps the heading "1-10" as a day; the file is refused with that day as people see it.
func TestTiersThatBecameDates(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	book := workbookOf(t, nil, []any{"SKU", "Product ID", day, "51+"}, []any{"A", "B", 11.5, 10})
	_, err := readList(book)
	want := "Line 1 has the date “2026-10-01” among the headings of columns"
	if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(fmt.Sprint(err), want) {
		t.Errorf("%v, want %q", err, want)
	}
}
