package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// The tabs of Hosted Mail, and fields on them: of the month, and of the mailbox for every period.
const (
	monthFees     = "/products/plans/2/periods"
	monthFee      = "recurring_fee@2-22-0-0"
	mailboxPrices = "/products/plans/2/rates"
	mailboxPrice  = "recurring_price@2-0-31-0"
)

// fill returns the form of a page with these fields changed.
func (w *world) fill(as, path string, fields map[string]string) url.Values {
	w.t.Helper()
	form := w.get(as, path).want(http.StatusOK).form(path)
	for name, value := range fields {
		form.Set(name, value)
	}
	return form
}

func TestFault082NotAPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	for _, text := range []string{"1e400", "1e10000", "Infinity", "NaN", "0x10", "1_000", "+5", "٣", "１２", "1.2.3", "", "  "} {
		for _, path := range []string{monthFees, mailboxPrices} {
			field := monthFee
			if path == mailboxPrices {
				field = mailboxPrice
			}
			page := w.post("P", path, w.fill("P", path, map[string]string{field: text})).want(http.StatusUnprocessableEntity)
			want := "Enter a price like 12.50"
			if strings.TrimSpace(text) == "" {
				want += ", or not set"
			}
			if got := page.problem(field); got != want {
				t.Errorf("%q: message %q", text, got)
			}
			if got := page.Find("[name='"+field+"']").AttrOr("value", "?"); got != strings.TrimSpace(text) {
				t.Errorf("%q: the field shows %q", text, got)
			}
			if link := page.Find(".error-summary a[href='#" + field + "']"); link.Length() != 1 {
				t.Errorf("%q: the summary has %d links to the field", text, link.Length())
			}
		}
	}
	if w.entries() != before {
		t.Error("something was stored")
	}
}

func TestFault116PricesAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	for text, want := range map[string]string{
		"1,234": "Type 1234, without a thousands separator", "1.234,56": "Type 1234.56, without a thousands separator",
		"99999999999999": "Use at most 13 digits before the decimal point", "0.0000000000001": "Use at most 2 decimals",
		"-0": "A price cannot be below zero", "12.50 €": "Type 12.50, without the currency",
	} {
		page := w.post("P", monthFees, w.fill("P", monthFees, map[string]string{monthFee: text})).want(http.StatusUnprocessableEntity)
		if got := page.problem(monthFee); got != want {
			t.Errorf("%q: message %q, want %q", text, got, want)
		}
		if got := page.Find("[name='"+monthFee+"']").AttrOr("value", "?"); got != text {
			t.Errorf("%q: the field shows %q", text, got)
		}
	}
	if w.entries() != before {
		t.Error("something was stored")
	}
	w.post("P", monthFees, w.fill("P", monthFees, map[string]string{monthFee: "8,40"})).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "8.4" {
		t.Errorf("8,40 became %s", got)
	}
	w.post("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: "9,5"})).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "9.5" {
		t.Errorf("9,5 became %s", got)
	}
}

func TestFault083TooManyDecimals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		currency, text, want string
	}{{"EUR", "1.005", "Use at most 2 decimals"}, {"JPY", "1.5", "Use no decimals"}, {"KWD", "1.2345", "Use at most 3 decimals"}} {
		w.exec(`UPDATE account SET currency = $1 WHERE id = $2`, tt.currency, w.viewers["R1"].Account.ID)
		page := w.post("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: tt.text})).want(http.StatusUnprocessableEntity)
		if page.problem(monthFee) != tt.want {
			t.Errorf("%s %s: message %q, want %q", tt.currency, tt.text, page.problem(monthFee), tt.want)
		}
	}
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "8" {
		t.Errorf("the fee became %s", got)
	}
}

func TestFault084RatePriceHasSixDecimals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.means("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{mailboxPrice: "0.000001"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/rates").shows("0.000001")
	w.means("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{mailboxPrice: "0.000000075"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/rates").shows("0.000000075")
	page := w.post("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{mailboxPrice: "0.1234567"})).want(http.StatusUnprocessableEntity)
	if got := page.problem(mailboxPrice); got != "Use at most 6 decimals" {
		t.Errorf("message %q", got)
	}
}

// TestSeatsArePricedInTheMinorUnit (rule G14): of a resource that is not measurable new prices have the decimals of the currency, at every
// level; what was stored before stays, is shown as it is, and is saved with the rest of its form.
func TestSeatsArePricedInTheMinorUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const price = mailboxPrice
	w.means("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{price: "0.125"})).want(http.StatusSeeOther)
	const resource = "/products/resources/31/edit"
	unticked := w.fill("P", resource, nil)
	unticked.Del("resource_measurable")
	said := w.message("P", resource, unticked).shows("No price that is stored changes", "the decimals of their currency")
	w.get("P", said.Find("[role=status] a[href^='/changes/']").AttrOr("href", "")).shows("Measurable", "No price that is stored changes")
	w.post("P", mailboxForm, w.fill("P", mailboxForm, map[string]string{"minimum": "2"})).want(http.StatusSeeOther)
	if got := w.state("P").Effective().Plan(mailPlan).Rate(31); got.Minimum != 2 || got.Prices[0].Prices[domain.RecurringPrice].String() != "0.125" {
		t.Errorf("saved with an old price: %+v", got)
	}
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	w.get("P", mailboxForm).shows("from 100")
	for as, of := range map[string]string{"P": "0.126", "R1": "0.401"} {
		page := w.post(as, mailboxPrices, w.fill(as, mailboxPrices, map[string]string{price: of})).want(http.StatusUnprocessableEntity)
		if got := page.problem(price); got != "Use at most 2 decimals" {
			t.Errorf("%s: message %q", as, got)
		}
	}
	w.post("R1", mailboxPrices, w.fill("R1", mailboxPrices, map[string]string{price: "0.41"})).want(http.StatusSeeOther)
	w.get("R1", mailboxPrices).shows("0.10") // what 0.125 USD cost
}
