package pricesheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// TestSuggestedTiers: headings that say how many the price of each is for are suggested as tiers where they can be read in one way.
func TestSuggestedTiers(t *testing.T) {
	t.Parallel()
	fee, price := domain.RecurringFee.Field(), domain.RecurringPrice.Field()
	tier := func(from int64) pricesheet.Use {
		return pricesheet.Use{Role: pricesheet.RolePrice, Field: price, From: from}
	}
	retail := func(from int64) pricesheet.Use {
		return pricesheet.Use{Role: pricesheet.RoleMSRP, Field: price, From: from}
	}
	year := domain.Term{Length: 1, Unit: "years"}
	of := func(use pricesheet.Use, term domain.Term) pricesheet.Use {
		use.Term = term
		return use
	}
	tests := []struct {
		header string
		want   map[string]pricesheet.Use
	}{
		{"1-10;11-50;51+", map[string]pricesheet.Use{"1-10": tier(1), "11-50": tier(11), "51+": tier(51)}},
		{"1 – 9 users;10 – 49 users;50 and more users", map[string]pricesheet.Use{"1 – 9 users": tier(1), "10 – 49 users": tier(10), "50 and more users": tier(50)}},
		{"Up to 10 seats;11 to 50 seats;More than 50 seats", map[string]pricesheet.Use{"Up to 10 seats": tier(0), "11 to 50 seats": tier(11), "More than 50 seats": tier(51)}},
		{"bis 10;bis 50;über 50", map[string]pricesheet.Use{"bis 10": tier(0), "bis 50": tier(11), "über 50": tier(51)}},
		{"EK netto;ab 10 Stück;ab 1.000 Stück", map[string]pricesheet.Use{"EK netto": tier(0), "ab 10 Stück": tier(10), "ab 1.000 Stück": tier(1000)}},
		{"Preis 1 bis 9 (EUR);Preis 10 bis 999 (EUR);Preis ab 1000 (EUR)", map[string]pricesheet.Use{"Preis 1 bis 9 (EUR)": tier(1),
			"Preis 10 bis 999 (EUR)": tier(10), "Preis ab 1000 (EUR)": tier(1000)}},
		{"EK 1-10;EK 11+;UVP 1-10;UVP 11+", map[string]pricesheet.Use{"EK 1-10": tier(1), "EK 11+": tier(11), "UVP 1-10": retail(1), "UVP 11+": retail(11)}},
		{"von 1 bis 10 Lizenzen;von 11 bis 50 Lizenzen;mind. 51 Lizenzen", map[string]pricesheet.Use{"von 1 bis 10 Lizenzen": tier(1),
			"von 11 bis 50 Lizenzen": tier(11), "mind. 51 Lizenzen": tier(51)}},
		{"<= 10;> 10", map[string]pricesheet.Use{"<= 10": tier(0), "> 10": tier(11)}},
		{"< 10;≥ 10", map[string]pricesheet.Use{"< 10": tier(0), "≥ 10": tier(10)}},
		{"1-10, 1 Jahr;11+, 1 Jahr;1-10 monatlich", map[string]pricesheet.Use{"1-10, 1 Jahr": of(tier(1), year), "11+, 1 Jahr": of(tier(11), year),
			"1-10 monatlich": of(tier(1), domain.Term{Length: 1, Unit: "months"})}},
		{"1-10;11+;MSRP 1-10;Einrichtung 5+", map[string]pricesheet.Use{"1-10": tier(1), "11+": tier(11), "MSRP 1-10": retail(1)}},
		// What can be read otherwise is left to somebody.
		{"1-10;10-50;50+", nil},          // which price have 10?
		{"1-10;21-50", nil},              // and which 15?
		{"11-50;51+", nil},               // and which 5?
		{"12-24 Monate;25+ Monate", nil}, // a time
		{"Rabatt 1-10;Rabatt 11+", nil},  // no price
		{"Rabatt % 1-10;Rabatt % 11+", nil},
		{"gültig ab 01.03.2026;gültig ab 01.04.2026", map[string]pricesheet.Use{"gültig ab 01.03.2026": {Role: pricesheet.RoleStarts}}},
		{"Preis 2025-2026", map[string]pricesheet.Use{"Preis 2025-2026": {Role: pricesheet.RolePrice, Field: fee}}},
		{"Preis ab 2026", map[string]pricesheet.Use{"Preis ab 2026": {Role: pricesheet.RolePrice, Field: fee}}},
		// A spreadsheet program makes 10-Jan of "1-10" and Nov-50 of "11-50".
		{"10-Jan;Nov-50;51+", nil},
		{"Price;10-Jan;Nov-50;51-100;101+", nil},
		{"EK;01. Okt;Nov. 50;UVP", nil},
		{"Menge ab;1-10;11+", map[string]pricesheet.Use{"Menge ab": {Role: pricesheet.RoleFrom}}}, // the line says it
	}
	for _, tt := range tests {
		if tt.want == nil {
			tt.want = map[string]pricesheet.Use{}
		}
		if diff := cmp.Diff(tt.want, pricesheet.Suggest(strings.Split(tt.header, ";")).Columns); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.header, diff)
		}
	}
}

// TestColumnsOfTiers: each cell is the price of the tier of its column, also where the line has a term; a line that says another tier is wrong.
func TestColumnsOfTiers(t *testing.T) {
	t.Parallel()
	price, year := domain.RecurringPrice.Field(), domain.Term{Length: 1, Unit: "years"}
	m := pricesheet.Mapping{Currency: "EUR", Columns: map[string]pricesheet.Use{"Code": {Role: pricesheet.RoleSKU}, "ab": {Role: pricesheet.RoleFrom},
		"1-10": {Role: pricesheet.RolePrice, Field: price, From: 1}, "11+": {Role: pricesheet.RolePrice, Field: price, From: 11},
		"11+ im Jahr": {Role: pricesheet.RolePrice, Field: price, From: 11, Term: year}}}
	const list = "Code;ab;1-10;11+;11+ im Jahr\na;;5,00;4,50;\nb;11;;4,50;45,00\nc;5;;4,50;\nd;;;;\n"
	sheet := mustReadAs(t, list, m)
	want := `chosen columns
  Text in UTF-8, columns separated by semicolons
  Amounts have a decimal comma, as “5,00” in line 2
  Columns of a tier or a term: “1-10” is Recurring price from 1, “11+” is Recurring price from 11, “11+ im Jahr” is Recurring price from 11 for 1 year
2 counts: SKU a, recurring_price 5 EUR
2 counts: SKU a, from 11, recurring_price 4.5 EUR
3 counts: SKU b, from 11, recurring_price 4.5 EUR
3 counts: SKU b, for 1 years, from 11, recurring_price 45 EUR
4 wrong: SKU c, from 11
    problem: “11+” is a price from 11, and the line is from “5”
5 wrong: SKU d
    problem: A text and nothing else: no product
`
	if diff := cmp.Diff(want, tell(sheet)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
