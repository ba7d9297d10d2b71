package pricesheet

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tiersync/domain"
)

var canonicalNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,12})(\.[0-9]*[1-9])?$`)

// FuzzNumbers: what is read is a canonical number, is that number where the text is a plain one, and reads as itself.
func FuzzNumbers(f *testing.F) {
	for _, text := range []string{"1,204.56", "1.234,56", "7.5E-08", "1e400", "1.599,00 €", "US$ 12", "(5,00)", "-1.00", "12,34,567", "5,-", "1'234",
		"1\u202f234", "n/a", "٣", "1.2.3", "1,234", "0E9", "Fr. 12.–"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := readNumber(text)
		if n.isNumber() == (n.problem != "") {
			t.Fatalf("%q: %+v", text, n)
		}
		for _, one := range []struct {
			of        reading
			canonical string
		}{{pointReading, n.point}, {commaReading, n.comma}} {
			if n.fits&one.of == 0 {
				continue
			}
			if !canonicalNumber.MatchString(one.canonical) {
				t.Fatalf("%q is %q", text, one.canonical)
			}
			if again := readNumber(one.canonical); again.point != one.canonical {
				t.Fatalf("%q is %q, and that is %q", text, one.canonical, again.point)
			}
		}
		if plain, err := decimal.NewFromString(text); err == nil && n.fits&pointReading != 0 && !plain.Equal(decimal.RequireFromString(n.point)) {
			t.Fatalf("%q is %q", text, n.point)
		}
	})
}

// FuzzDates: what is read is a day of the calendar, and reads as itself.
func FuzzDates(f *testing.F) {
	for _, text := range []string{"2026-12-03T06:57:30.0682597Z", "3/1/2018 12:00:00 AM", "1.3.26", "1. März 2026", "20260301", "31/12/9999 23:59",
		"0001-01-01T00:00:00+14:00", "01-Mar-26", "29.02.2026"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := readDate(text)
		for _, on := range []time.Time{d.dayFirst, d.monthFirst} {
			if on.IsZero() {
				continue
			}
			if on.Year() < 1 || on.Year() > lastYear || d.clock < -15*time.Hour || d.clock > 39*time.Hour {
				t.Fatalf("%q is %v and %v", text, on, d.clock)
			}
			if again := readDate(on.Format(time.DateOnly)); !again.marked || !again.dayFirst.Equal(on) {
				t.Fatalf("%q is %v, and that is %v", text, on, again.dayFirst)
			}
		}
	})
}

// FuzzText reads any text as a list.
func FuzzText(f *testing.F) {
	lists, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(lists) == 0 {
		f.Fatal(lists, err)
	}
	for _, path := range lists {
		list, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(list)
	}
	for _, list := range []string{"", "sep=;\ntld;register\ncom;1,5\n", "\ufefftld\tregister\ncom\t\"1\n\"\n", "\xff\xfet\x00;\x00", "sku,price\r\na,\"1,5\"\r\n"} {
		f.Add([]byte(list))
	}
	f.Fuzz(checkList)
}

// FuzzSheet reads any XML as the sheet of a workbook, and FuzzWorkbook any bytes.
func FuzzSheet(f *testing.F) {
	for _, sheet := range []string{
		`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>tld</t></is></c><c t="str"><v>register</v></c></row><row><c t="s"><v>0</v></c><c s="1"><v>1</v></c></row></sheetData></worksheet>`,
		`<x:worksheet xmlns:x="a"><x:sheetData><x:row r="3"><x:c r="B3"/><x:c r="AA3" t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		`<!DOCTYPE a><sheetData><row r="0"><c r="A"><f>1</f></c>`,
	} {
		f.Add([]byte(sheet))
	}
	f.Fuzz(func(t *testing.T, sheet []byte) { checkList(t, packed(t, sheet)) })
}

func FuzzWorkbook(f *testing.F) {
	f.Add(packed(f, []byte(`<worksheet><sheetData/></worksheet>`)))
	book := excelize.NewFile()
	for i, row := range [][]any{{"tld", "register", "valid from"}, {"com", 10.95, 46023}, {"de", "5,60", "1.3.26"}} {
		if err := book.SetSheetRow("Sheet1", string(rune('A'))+string(rune('1'+i)), &row); err != nil {
			f.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(checkList)
}

// packed is a workbook with a sheet.
func packed(t testing.TB, sheet []byte) []byte {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst><si><t>com</t></si></sst>`},
		{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.00 &quot;€&quot;"/></numFmts><cellXfs><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`},
		{"xl/sheet.xml", string(sheet)},
	} {
		w, err := out.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// checkList reads what is said to be a list: it is refused for a reason that people can read, or every line has its state.
func checkList(t *testing.T, list []byte) {
	f, err := Open(bytes.NewReader(list), int64(len(list)))
	var suggested Mapping
	if err == nil {
		suggested, _, err = f.Suggest()
	}
	if err != nil {
		if domain.KindOf(err) != domain.KindInvalid {
			t.Fatal(err)
		}
		return
	}
	layouts := []Layout{LayoutOf(Suggest(f.Header())), LayoutOf(suggested)}
	if layout, known := f.Layout(); known {
		layouts = append(layouts, layout)
	}
	for _, layout := range layouts {
		sheet, err := Read(f, layout, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			if domain.KindOf(err) != domain.KindInvalid {
				t.Fatal(err)
			}
			continue
		}
		counting := map[string]int{}
		last := 0
		for _, l := range sheet.Lines {
			if l.Number <= last || (l.State == Wrong) != (l.Problem != "") || l.State == Counts && len(l.Prices) == 0 {
				t.Fatalf("line after %d: %+v", last, l)
			}
			last = l.Number
			if l.State != Counts {
				continue
			}
			key := keyOf(&l, layout.Mapping.Columns[HeadPrice].Role == RoleField, true)
			if counting[key] > 0 {
				t.Fatalf("lines %d and %d count for the same", counting[key], l.Number)
			}
			counting[key] = l.Number
		}
	}
}
