package pricesheet_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestNumberFormats: what the format of a number shows beside it, or in its place, is read as who looks at the sheet reads it.
func TestNumberFormats(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"SKU", "Name", "Price", "Term"}}
	formats := map[string]string{}
	for _, tt := range []struct {
		code  string
		value any
	}{
		{`0.00 "per 100"`, 15}, {`"ab "#,##0.00`, 1234.5}, {`General\ \p\e\r\ \1\0`, 15}, {`[$per 100]0.00`, 15}, {`0.00 "€/Stk."`, 15},
		{`#,##0,`, 15000}, {`0.0,,`, 15000000}, {`0.00;-0.00;"on request"`, 0}, {`0.00;-0.00;"on request"`, 15}, {`"on request"`, 15},
		{`_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* "-"?? €_-;_-@_-`, 0}, {`0.00;-0.00;`, 0}, {`;;;`, 15},
		{`[>=100]0.00 "per 100";0.00`, 15}, {`[>=100]0.00 "per 100";0.00`, 150}, {`0.00`, 15.456}, {`0.##`, 15.4}, {`#,##0.00\ "EUR"`, 15},
		{`0.00E+00`, 15.456}, {`# ?/?`, 15.5}, {`[Red]0.00" "`, 15}, {`#,##0",-"`, 15},
	} {
		rows = append(rows, []any{fmt.Sprint("A", len(rows)+1), tt.code, tt.value, ""})
		formats[fmt.Sprint("C", len(rows))] = tt.code
	}
	rows = append(rows, []any{12, "an article number with a letter", 15, 12})
	formats[fmt.Sprint("A", len(rows))], formats[fmt.Sprint("D", len(rows))] = `"A"0000`, `0 "months"`
	list := workbookOf(t, func(f *excelize.File) {
		for cell, code := range formats {
			id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Prices", cell, cell, id); err != nil {
				t.Fatal(err)
			}
		}
	}, rows...)
	want := `chosen columns
  Excel file, sheet “Prices”
  Amounts have a decimal comma, as “15,-” in line 23
2 wrong: SKU A2, "0.00 \"per 100\""
    problem: Price: “15.00 per 100” is no amount
3 wrong: SKU A3, "\"ab \"#,##0.00"
    problem: Price: “ab 1234.50” is no amount
4 wrong: SKU A4, "General\\ \\p\\e\\r\\ \\1\\0"
    problem: Price: “15 per 10” is no amount
5 wrong: SKU A5, "[$per 100]0.00"
    problem: Price: “per 10015.00” is no amount
6 wrong: SKU A6, "0.00 \"€/Stk.\""
    problem: Price: “15.00 €/Stk.” is no amount
7 wrong: SKU A7, "#,##0,"
    problem: Price: “15000, shown in thousands,” is no amount
8 wrong: SKU A8, "0.0,,"
    problem: Price: “15000000, shown in thousands,” is no amount
9 wrong: SKU A9, "0.00;-0.00;\"on request\""
    problem: Price: “on request” is no amount
10 counts: SKU A10, "0.00;-0.00;\"on request\"", recurring_fee 15
11 wrong: SKU A11, "\"on request\""
    problem: Price: “on request” is no amount
12 counts: SKU A12, "_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* \"-\"?? €_-;_-@_-", recurring_fee 0 EUR
    note: Price: “0”, which the sheet shows as “-”
13 counts: SKU A13, "0.00;-0.00;", recurring_fee 0
    note: Price: “0”, which the sheet does not show
14 counts: SKU A14, ";;;", recurring_fee 15
    note: Price: “15”, which the sheet does not show
15 counts: SKU A15, "[>=100]0.00 \"per 100\";0.00", recurring_fee 15
16 wrong: SKU A16, "[>=100]0.00 \"per 100\";0.00"
    problem: Price: “150.00 per 100” is no amount
17 counts: SKU A17, "0.00", recurring_fee 15.456
    note: Price: “15.456”, which the sheet shows as “15.46”
18 counts: SKU A18, "0.##", recurring_fee 15.4
19 counts: SKU A19, "#,##0.00\\ \"EUR\"", recurring_fee 15 EUR
20 counts: SKU A20, "0.00E+00", recurring_fee 15.456
21 counts: SKU A21, "# ?/?", recurring_fee 15.5
22 counts: SKU A22, "[Red]0.00\" \"", recurring_fee 15
23 counts: SKU A23, "#,##0\",-\"", recurring_fee 15
24 counts: SKU A0012, "an article number with a letter", for 12 months, recurring_fee 15
`
	if diff := cmp.Diff(want, tell(mustRead(t, list))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
