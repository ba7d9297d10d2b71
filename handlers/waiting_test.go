package handlers_test

import (
	"strings"
	"testing"

	"tiersync/views"
)

// TestWhatWaits walks a provider's start page: nothing waits, a price is changed, and the cell leads to the dialog with its box ticked.
func TestWhatWaits(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	if to := w.get("P", "/").want(303).location; to != views.WaitingURL {
		t.Errorf("the provider's first page is %s", to)
	}
	page := w.get("P", views.WaitingURL).want(200).shows("Never synchronized", "2 plans are held at 2 resellers", "No exchange rate for JPY", "Last synchronizations")
	if page.Find("table:contains('Plans changed and not passed on')").Length() > 0 {
		t.Error("a plan waits that nobody changed")
	}
	w.tell("P changes Mail month: recurring fee 12")
	page = w.get("P", views.WaitingURL).want(200).shows("USD 10.00 → USD 12.00", "1 month", "2 direct resellers of Program")
	matrix := page.Find("table:contains('Resellers who are behind')")
	if heads := matrix.Find("thead").Text(); !strings.Contains(heads, "fees") || strings.Contains(heads, "order flow") {
		t.Errorf("the matrix has the columns %s", heads)
	}
	link := matrix.Find("tbody tr").First().Find("a[href*='opt=update_fees']")
	if !strings.HasPrefix(strings.TrimSpace(link.Text()), "2") {
		t.Errorf("at level 1 %q are behind in fees, want 2", link.Text())
	}
	dialog := w.get("P", link.AttrOr("href", "")).want(200)
	if ticked := dialog.Find("input[name=opt][checked]"); ticked.Length() != 1 || ticked.AttrOr("value", "") != "update_fees" {
		t.Errorf("ticked are %d boxes", ticked.Length())
	}
	if reach := dialog.Find("input[name=reach][checked]").AttrOr("value", ""); reach != "direct" {
		t.Errorf("the reach is %q", reach)
	}
	w.get("In", views.WaitingURL).want(200).shows("Nothing waits")
	w.tell("everything is delivered")
	w.get("P", views.WaitingURL).want(200).hides("Resellers who are behind", "Plans changed and not passed on")
}

// TestWhatWaitsAtAVendorWhoIsAReseller shows what waits below them, and nothing of anybody else.
func TestWhatWaitsAtAVendorWhoIsAReseller(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(statesStory, "template delegates Mail", "template delegates Mail Program", 1))
	w.get("Rhein", views.WaitingURL).want(200).shows("Nothing waits")
	w.tell("Rhein changes Mail month: recurring fee 15")
	w.get("Rhein", views.WaitingURL).want(200).shows("Resellers who are behind", "USD 10.00 → USD 15.00").hides("JPY")
	w.get("Low", views.WaitingURL).want(200).shows("Nothing waits").hides("15.00")
}
