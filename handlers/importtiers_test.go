package handlers_test

import (
	"net/http"
	"testing"
)

// A list with one column per tier is suggested as its headings say, chosen, and kept with the tiers: each cell is a price of the main resource.
func TestImportOfTiers(t *testing.T) {
	t.Parallel()
	w := sold(t)
	const header = "SKU ID;Product ID;1-10;11-50;51+;Rabatt\n"
	columns := w.sends("P", "staffel.csv", header+"1;MAIL;11,50;11,00;10,00;5,5\n")
	page := w.get("P", columns).want(http.StatusOK).shows("From How Many")
	form := page.form(columns)
	for field, want := range map[string]string{"column-2": "price recurring_price", "from-2": "1", "from-3": "11", "column-4": "price recurring_price",
		"from-4": "51", "column-5": "", "from-5": ""} {
		if got := form.Get(field); got != want {
			t.Errorf("%s is suggested as %q, not %q", field, got, want)
		}
	}
	form.Set("from-5", "5")
	w.post("P", columns, form).want(http.StatusUnprocessableEntity).shows("Only a column of prices is for a tier")
	form.Set("from-5", "")
	form.Set("from-4", "many")
	w.post("P", columns, form).want(http.StatusUnprocessableEntity).shows("“many” is no whole number")
	form.Set("from-4", "51")
	form.Set("name", "By tier")
	shown := w.post("P", columns, form).want(http.StatusSeeOther).location
	w.get("P", shown).shows("Changed 3", "from 11", "from 51", "“51+” is Recurring price from 51", "a new tier")
	again := w.sends("P", "staffel-2.csv", header+"1;MAIL;11,75;11,00;;\n")
	w.get("P", again).shows("By tier", "11.75")
}

// Headings that a spreadsheet program made days or months of are said to be such, and no price is suggested beside them.
func TestImportOfTiersThatBecameDates(t *testing.T) {
	t.Parallel()
	w := sold(t)
	columns := w.sends("P", "staffel.csv", "SKU ID;Product ID;Price;10-Jan;Nov-50;51-100;101+\n1;MAIL;12,00;11,50;11,00;10,00;9,00\n")
	page := w.get("P", columns).want(http.StatusOK).shows("A date, as spreadsheet programs make of “1-10”")
	form := page.form(columns)
	for _, field := range []string{"column-2", "column-3", "column-4", "column-5", "column-6"} {
		if got := form.Get(field); got != "" {
			t.Errorf("%s is suggested as %q", field, got)
		}
	}
}
