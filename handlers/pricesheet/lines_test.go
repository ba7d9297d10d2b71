package pricesheet_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// TestLines reads lists in the words of testdata/lines: a list, and what its lines are.
func TestLines(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, story := range strings.Split(string(text), "\n== ")[1:] {
		name, rest, _ := strings.Cut(story, "\n")
		list, want, found := strings.Cut(rest, "\n--\n")
		if !found {
			t.Fatalf("%s: no -- between list and lines", name)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sheet := mustRead(t, []byte(list))
			sheet.Readings = nil
			_, got, _ := strings.Cut(tell(sheet), "\n")
			if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestSuggestions proposes columns by words of their headings, English and German.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	recurring := domain.RecurringFee.Field()
	tests := []struct {
		header string
		want   map[string]pricesheet.Use
	}{
		{"Artikelnummer;Bezeichnung;Einheit;Staffel ab;EK netto;UVP;Währung;gültig ab;gültig bis;;", map[string]pricesheet.Use{
			"Artikelnummer": {Role: pricesheet.RoleSKU}, "Bezeichnung": {Role: pricesheet.RoleTitle}, "Staffel ab": {Role: pricesheet.RoleFrom}, "Einheit": {Role: pricesheet.RoleUnit},
			"EK netto": {Role: pricesheet.RolePrice, Field: recurring}, "UVP": {Role: pricesheet.RoleMSRP, Field: recurring},
			"Währung": {Role: pricesheet.RoleCurrency}, "gültig ab": {Role: pricesheet.RoleStarts}, "gültig bis": {Role: pricesheet.RoleEnds}}},
		{"Part Number;Product Name;Term;Billing Frequency;Net Price;Setup Fee;RRP;Currency;Valid From;Valid To", map[string]pricesheet.Use{
			"Part Number": {Role: pricesheet.RoleSKU}, "Product Name": {Role: pricesheet.RoleTitle}, "Term": {Role: pricesheet.RoleTerm},
			"Billing Frequency": {Role: pricesheet.RoleBilling}, "Net Price": {Role: pricesheet.RolePrice, Field: recurring},
			"Setup Fee": {Role: pricesheet.RolePrice, Field: domain.SetupFee.Field()}, "RRP": {Role: pricesheet.RoleMSRP, Field: recurring},
			"Currency": {Role: pricesheet.RoleCurrency}, "Valid From": {Role: pricesheet.RoleStarts}, "Valid To": {Role: pricesheet.RoleEnds}}},
		{"SKU;Overuse Price;MSRP of overuse price;Setup price;Cancellation fee", map[string]pricesheet.Use{
			"SKU": {Role: pricesheet.RoleSKU}, "Overuse Price": {Role: pricesheet.RolePrice, Field: domain.OverusePrice.Field()},
			"MSRP of overuse price": {Role: pricesheet.RoleMSRP, Field: domain.OverusePrice.Field()},
			"Setup price":           {Role: pricesheet.RolePrice, Field: domain.SetupPrice.Field()},
			"Cancellation fee":      {Role: pricesheet.RolePrice, Field: domain.CancellationFee.Field()}}},
		{"Price List Month;Offer ID;Level;Prod Duration;From Qty;Partner Price;Estimated Street Price", map[string]pricesheet.Use{
			"Offer ID": {Role: pricesheet.RoleSKU}, "Prod Duration": {Role: pricesheet.RoleTerm}, "From Qty": {Role: pricesheet.RoleFrom},
			"Partner Price": {Role: pricesheet.RolePrice, Field: recurring}, "Estimated Street Price": {Role: pricesheet.RoleMSRP, Field: recurring}}},
		{"Domain Extension;License Period;List Price;Price", map[string]pricesheet.Use{
			"Domain Extension": {Role: pricesheet.RoleProduct}, "License Period": {Role: pricesheet.RoleTerm},
			"List Price": {Role: pricesheet.RoleMSRP, Field: recurring}, "Price": {Role: pricesheet.RolePrice, Field: recurring}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, pricesheet.Suggest(strings.Split(tt.header, ";")).Columns); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.header, diff)
		}
	}
}

// TestSuggestionsFitWhatIsBelow: a heading suggests nothing that its column is not, and the next one is asked then. An empty column is whatever
// it is called.
func TestSuggestionsFitWhatIsBelow(t *testing.T) {
	t.Parallel()
	fee := pricesheet.Use{Role: pricesheet.RolePrice, Field: domain.RecurringFee.Field()}
	starts, ends := pricesheet.Use{Role: pricesheet.RoleStarts}, pricesheet.Use{Role: pricesheet.RoleEnds}
	tests := []struct {
		list         string
		want, unlike map[string]pricesheet.Use // but for the column SKU
	}{
		{"SKU;ab\nA1;12,00\nA2;1.204,00 €\n", nil, map[string]pricesheet.Use{"ab": starts}},
		{"SKU;ab;bis\nA1;1.3.26;\nA2;;\n", map[string]pricesheet.Use{"ab": starts, "bis": ends}, nil},
		{"SKU;ab;gültig ab\nA1;12,00;1.3.2026\n", map[string]pricesheet.Use{"gültig ab": starts}, map[string]pricesheet.Use{"ab": starts}},
		{"SKU;Price note;Price\nA1;net of tax;5\nA2;;on request\n", map[string]pricesheet.Use{"Price": fee}, map[string]pricesheet.Use{"Price note": fee}},
		{"SKU;Price date;Unit price\nA1;2026-11-01;5.00\n", map[string]pricesheet.Use{"Unit price": fee}, map[string]pricesheet.Use{"Price date": fee}},
		{"SKU;Currency;Price\nA1;1.08;5.00\n", map[string]pricesheet.Use{"Price": fee}, map[string]pricesheet.Use{"Currency": {Role: pricesheet.RoleCurrency}}},
		{"SKU;Commitment;Price\nA1;1.10.2026;5\n", map[string]pricesheet.Use{"Price": fee}, map[string]pricesheet.Use{"Commitment": {Role: pricesheet.RoleTerm}}},
		{"SKU;Setup;Price\nA1;-1.00;(5)\n", map[string]pricesheet.Use{"Price": fee, "Setup": {Role: pricesheet.RolePrice, Field: domain.SetupFee.Field()}}, nil},
		{"SKU;Laufzeit (Monate);Price\nA1;12;5\n", map[string]pricesheet.Use{"Price": fee, "Laufzeit (Monate)": {Role: pricesheet.RoleTerm}}, nil},
	}
	for _, tt := range tests {
		f, err := pricesheet.Open(strings.NewReader(tt.list), int64(len(tt.list)))
		if err != nil {
			t.Fatal(err)
		}
		m, unlike, err := f.Suggest()
		if err != nil {
			t.Fatal(err)
		}
		delete(m.Columns, "SKU")
		if diff := cmp.Diff(tt.want, m.Columns, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.list, diff)
		}
		if diff := cmp.Diff(tt.unlike, unlike, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s is unlike (-want +got)\n%s", tt.list, diff)
		}
	}
}

// TestLinesForOnePrice: capitals and blanks make no other product of one, so that lines which differ in those alone are for the same.
func TestLinesForOnePrice(t *testing.T) {
	t.Parallel()
	m := pricesheet.Mapping{Columns: map[string]pricesheet.Use{"SKU": {Role: pricesheet.RoleSKU}, "Segment": {Role: pricesheet.RoleSegment},
		"From": {Role: pricesheet.RoleStarts}, "Price": {Role: pricesheet.RolePrice, Field: domain.RecurringFee.Field()}}}
	sheet := mustReadAs(t, "SKU,Segment,From,Price\nA 1,EDU,,5.00\na 1,Edu,,5.00\nA  1,edu,2026-11-01,6.00\n", m)
	want := `chosen columns
  Text in UTF-8, columns separated by commas
  Amounts have a decimal point, as “5.00” in line 2
2 replaced (line 4): SKU A 1, segment EDU, recurring_fee 5
    note: Line 4 holds, too, and began later: that one counts
3 twice (line 2): SKU a 1, segment Edu, recurring_fee 5
    note: The same as line 2: counted once
4 counts: SKU A  1, segment edu, recurring_fee 6, since 2026-11-01 00:00:00
    note: Line 2 holds, too, but began earlier: this one counts
`
	if diff := cmp.Diff(want, tell(sheet)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestColumnsOfTerms: which column is for which term is chosen once and kept, and a line of another term than its column is wrong.
func TestColumnsOfTerms(t *testing.T) {
	t.Parallel()
	recurring, year := domain.RecurringFee.Field(), domain.Term{Length: 1, Unit: "years"}
	m := pricesheet.Mapping{Columns: map[string]pricesheet.Use{"Code": {Role: pricesheet.RoleSKU}, "Laufzeit": {Role: pricesheet.RoleTerm},
		"Preis": {Role: pricesheet.RolePrice, Field: recurring}, "im Jahr": {Role: pricesheet.RolePrice, Field: recurring, Term: year}}}
	kept, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var read pricesheet.Mapping
	if err := json.Unmarshal(kept, &read); err != nil {
		t.Fatal(err)
	}
	const list = "Code;Laufzeit;Preis;im Jahr\na;12 Monate;;50,00\nb;3 Jahre;9,00;50,00\nc;payG-1;;50,00\nd;;5,00;50,00\n"
	sheet := mustReadAs(t, list, read)
	want := `chosen columns
  Text in UTF-8, columns separated by semicolons
  Amounts have a decimal comma, as “50,00” in line 2
  Columns of a term: “im Jahr” is Recurring fee for 1 year
2 counts: SKU a, for 12 months, recurring_fee 50
3 counts: SKU b, for 3 years, recurring_fee 9
3 wrong: SKU b, for 1 years
    problem: “im Jahr” is a price for 1 year, and the line is for “3 Jahre”
4 wrong: SKU c, for 1 years, metered
    problem: “im Jahr” is a price for 1 year, and the line is for “payG-1”
5 counts: SKU d, recurring_fee 5
5 counts: SKU d, for 1 years, recurring_fee 50
`
	if diff := cmp.Diff(want, tell(sheet)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTermsUnderTwoHeadings: a registrar's list that says its terms twice, below lines that tell them apart, is known to nobody but who sends it.
func TestTermsUnderTwoHeadings(t *testing.T) {
	t.Parallel()
	const list = ",,Registration,,Renewal,\nTLD,Currency,1 yr,2 yr,1 yr,2 yr\ncom,USD,10.95,21.90,11.95,23.90\n"
	f, err := pricesheet.Open(strings.NewReader(list), int64(len(list)))
	if err != nil {
		t.Fatal(err)
	}
	if layout, known := f.Layout(); known {
		t.Errorf("it is known as %s", layout.Name)
	}
	if diff := cmp.Diff([]string{"TLD", "Currency", "1 yr (1)", "2 yr (1)", "1 yr (2)", "2 yr (2)"}, f.Header()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestChosenColumns: what somebody chose once is read again the next month, and what is not there any more is said.
func TestChosenColumns(t *testing.T) {
	t.Parallel()
	overuse := domain.OverusePrice.Field()
	m := pricesheet.Mapping{Currency: "EUR", Columns: map[string]pricesheet.Use{"Code": {Role: pricesheet.RoleSKU},
		"je GB": {Role: pricesheet.RolePrice, Field: overuse}, "UVP": {Role: pricesheet.RoleMSRP, Field: overuse}}}
	const list = "CODE;Note;JE  GB\na;x;0,0125\nb;y;0,02 $\n"
	f, err := pricesheet.Open(strings.NewReader(list), int64(len(list)))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := pricesheet.Read(f, pricesheet.LayoutOf(m), december)
	if err != nil {
		t.Fatal(err)
	}
	want := `chosen columns
  Text in UTF-8, columns separated by semicolons
  Amounts have a decimal comma, as “0,0125” in line 2
  Not read: column “Note”
  There is no column “UVP”, which was chosen
2 counts: SKU a, overuse_price 0.0125 EUR
3 wrong: SKU b
    problem: JE  GB: “0,02 $” is not in EUR, the currency of the line
`
	if diff := cmp.Diff(want, tell(sheet)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, field := range []domain.Field{"", "name", "msrp_recurring_fee"} {
		m.Columns["je GB"] = pricesheet.Use{Role: pricesheet.RolePrice, Field: field}
		if _, err := pricesheet.Read(f, pricesheet.LayoutOf(m), december); domain.KindOf(err) != domain.KindInvalid {
			t.Errorf("a price of the field %q: %v", field, err)
		}
	}
}

// TestHeadingsThatAreTheSame are told apart by a number, so that somebody can say which is what.
func TestHeadingsThatAreTheSame(t *testing.T) {
	t.Parallel()
	const list = "SKU;Price;Price;;Currency\nA1;12.50;120.00;;USD\nSKU;Price;Price;;Currency\n"
	f, err := pricesheet.Open(strings.NewReader(list), int64(len(list)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"SKU", "Price (1)", "Price (2)", "", "Currency"}, f.Header()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	m := pricesheet.Mapping{Columns: map[string]pricesheet.Use{"SKU": {Role: pricesheet.RoleSKU}, "Currency": {Role: pricesheet.RoleCurrency},
		"Price (2)": {Role: pricesheet.RolePrice, Field: domain.RecurringFee.Field()}}}
	sheet, err := pricesheet.Read(f, pricesheet.LayoutOf(m), december)
	if err != nil {
		t.Fatal(err)
	}
	sheet.Readings = nil
	_, lines, _ := strings.Cut(tell(sheet), "\n")
	if diff := cmp.Diff("2 counts: SKU A1, recurring_fee 120 USD\n3 aside: \n    note: The headings again\n", lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestHeadingsSayTheCurrency: what the heading of a column of prices says is never read in another currency.
func TestHeadingsSayTheCurrency(t *testing.T) {
	t.Parallel()
	read := func(list string, chosen domain.Currency) string {
		f, err := pricesheet.Open(strings.NewReader(list), int64(len(list)))
		if err != nil {
			t.Fatal(err)
		}
		m := pricesheet.Suggest(f.Header())
		if chosen != "" {
			m.Currency = chosen
		}
		sheet, err := pricesheet.Read(f, pricesheet.LayoutOf(m), december)
		if err != nil {
			t.Fatal(err)
		}
		sheet.Readings = nil
		_, lines, _ := strings.Cut(tell(sheet), "\n")
		return strings.TrimSpace(lines)
	}
	const eur, usd = "2 counts: SKU A1, recurring_fee 12.5 EUR", "2 counts: SKU A1, recurring_fee 12.5 USD"
	tests := []struct {
		heading, cell string
		chosen        domain.Currency
		want          string
	}{
		{"Preis EUR", "12.50", "", eur},
		{"EK (€)", "12.50", "", eur},
		{"Price in USD", "$12.50", "", usd},
		{"PRICE USD", "12.50", "", usd},
		{"TOP PRICE", "12.50", "USD", usd},
		{"Price for all", "12.50", "USD", usd},
		{"Price $", "12.50", "USD", usd},
		{"Preis EUR", "12.50", "USD", "2 wrong: SKU A1\n    problem: Preis EUR: “12.50” is in EUR, as its heading says, and not in USD, the currency of the line"},
		{"Preis EUR", "12.50 $", "", "2 wrong: SKU A1\n    problem: Preis EUR: “12.50 $” is not in EUR, the currency of the line"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, read("SKU;"+tt.heading+"\nA1;"+tt.cell+"\n", tt.chosen)); diff != "" {
			t.Errorf("%s, chosen %q (-want +got)\n%s", tt.heading, tt.chosen, diff)
		}
	}
}

// TestWrittenAmountsAreReadAgain: what is written for a file can be read in one way, whatever else stands in it.
func TestWrittenAmountsAreReadAgain(t *testing.T) {
	t.Parallel()
	for amount, want := range map[string]string{"1.234": "1.2340", "0.125": "0.125", "12.5": "12.5", "1234": "1234", "1234.567": "1234.567"} {
		if got := pricesheet.WriteAmount(domain.Amount(decimal.RequireFromString(amount))); got != want {
			t.Errorf("%s is written %s, want %s", amount, got, want)
		}
	}
	if got := pricesheet.WriteAmount(domain.Price{}); got != "not set" {
		t.Errorf("a price that is not set is written %q", got)
	}
}
