package handlers_test

import (
	"net/http"
	"testing"
)

// A list with one column per term is suggested as its headings say, chosen, and kept with the terms: each cell is the price of its period.
func TestImportOfTerms(t *testing.T) {
	t.Parallel()
	w := sold(t)
	columns := w.sends("P", "preise.csv", "SKU ID;Product ID;Monthly;1 Jahr;Angebot;3 Jahre\n1;MAIL;11,50;110,00;auf Anfrage;270,00\n")
	page := w.get("P", columns).want(http.StatusOK).shows("For a Term of")
	form := page.form(columns)
	for field, want := range map[string]string{"column-2": "price recurring_fee", "term-2": "1 month", "column-3": "price recurring_fee",
		"term-3": "1 year", "term-5": "3 years"} {
		if got := form.Get(field); got != want {
			t.Errorf("%s is suggested as %q, not %q", field, got, want)
		}
	}
	form.Set("term-4", "1 year")
	w.post("P", columns, form).want(http.StatusUnprocessableEntity).shows("Only a column of prices is for a term")
	form.Set("term-4", "")
	form.Set("term-3", "soon")
	w.post("P", columns, form).want(http.StatusUnprocessableEntity).shows("“soon” is no length of time")
	form.Set("term-3", "12 months")
	form.Set("name", "By term")
	shown := w.post("P", columns, form).want(http.StatusSeeOther).location
	w.get("P", shown).shows("Changed 2", "Errors 1", "11.50", "110.00", "“1 Jahr” is Recurring fee for 12 months")
	w.get("P", shown+"?state=errors").shows("Hosted Mail has no period of 3 years")
	again := w.sends("P", "preise-2.csv", "SKU ID;Product ID;Monthly;1 Jahr;Angebot;3 Jahre\n1;MAIL;11,75;110,00;;\n")
	w.get("P", again).shows("By term", "11.75", "Changed 2").hides("Errors 1")
}
