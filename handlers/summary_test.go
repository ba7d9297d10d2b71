package handlers_test

import (
	"net/http"
	"net/url"
	"testing"
)

// TestSummaryNamesFieldAndRow says what the summary of errors adds to the messages beside the fields, where row and column tell
// the same to whoever sees them.
func TestSummaryNamesFieldAndRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	const newSchedule = "/notifications/schedules/new"
	for _, tt := range []struct {
		as, path, field, text string
		beside, summary       string
	}{
		{"P", monthFees, monthFee, "1.005", "Use at most 2 decimals", "Hosted Mail, 1 month, Recurring fee, Price: Use at most 2 decimals"},
		{"P", monthFees, "msrp_" + monthFee, "x", "Enter a price like 12.50", "Hosted Mail, 1 month, Recurring fee, MSRP: Enter a price like 12.50"},
		{"R1", monthFees, "setup_fee@2-22-0-0", "x", "Enter a price like 12.50", "Hosted Mail, 1 month, Setup fee, Price: Enter a price like 12.50"},
		{"P", mailboxPrices, mailboxPrice, "x", "Enter a price like 12.50", "Hosted Mail, Mailbox, Recurring price, Price: Enter a price like 12.50"},
		{"P", mailboxPrices, "recurring_price@2-22-31-100", "x", "Enter a price like 12.50", "Hosted Mail, Mailbox · 1 month · from 100, Recurring price, Price: Enter a price like 12.50"},
		{"P", mailboxForm, "included", "x", "Enter a whole number, or unlimited", "Mailbox, Included: Enter a whole number, or unlimited"},
		{"P", mailboxForm, "included", "-1", "Enter a whole number, or unlimited", "Mailbox, Included: Enter a whole number, or unlimited"},
		{"P", mailboxForm, "maximum", "-1", "Enter a whole number, or unlimited", "Mailbox, Maximum: Enter a whole number, or unlimited"},
		{"R1", mailboxForm, "included", "-1", "Enter a whole number, or unlimited", "Mailbox, Included: Enter a whole number, or unlimited"},
		{"R1", mailboxForm, "included", "5.000", "Enter a whole number, or unlimited", "Mailbox, Included: Enter a whole number, or unlimited"},
		{"R1", mailboxForm, "included", "x", "Enter a whole number, or unlimited", "Mailbox, Included: Enter a whole number, or unlimited"},
		{"P", newSchedule, "days-2", "x", "Enter a number of days from 0 to 3650", "1st notification, Days: Enter a number of days from 0 to 3650"},
		{"P", "/exchange-rates/EUR", "exchange_rate", "x", "Enter a rate like 0.92", "1 USD is: Enter a rate like 0.92"},
	} {
		page := w.post(tt.as, tt.path, w.fill(tt.as, tt.path, map[string]string{tt.field: tt.text})).want(http.StatusUnprocessableEntity)
		field := tt.field
		if tt.path == newSchedule {
			field = "days-0" // empty lines are left out
		}
		if got := page.problem(field); got != tt.beside {
			t.Errorf("%s %s: beside it stands %q", tt.path, tt.field, got)
		}
		if got := page.text(".error-summary a[href='#" + field + "']"); got != tt.summary {
			t.Errorf("%s %s: the summary says %q, want %q", tt.path, tt.field, got, tt.summary)
		}
	}
}

// TestSummaryOfAScheduleCountsItsNotifications is about the row that was typed third.
func TestSummaryOfAScheduleCountsItsNotifications(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"name": {"Renewal"}, "lines": {"3"}}
	for i, days := range []string{"7", "3", "5000"} {
		at := "-" + string(rune('0'+i))
		form.Set("days"+at, days)
		form.Set("template"+at, "1")
		form.Set("condition"+at, "Always")
		form.Set("applies"+at, "all")
	}
	page := w.post("P", "/notifications/schedules/new", form).want(http.StatusUnprocessableEntity)
	if got, want := page.text(".error-summary a[href='#days-2']"), "3rd notification, Days: Enter a number of days from 0 to 3650"; got != want {
		t.Errorf("the summary says %q, want %q", got, want)
	}
	if got := page.text("label[for='days-2']"); got != "3rd notification, Days" {
		t.Errorf("the field is heard as %q", got)
	}
}
