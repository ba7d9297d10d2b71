package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestADayThatIsNoneIsSaidBesideItsFilter keeps what was typed, and lists nothing.
func TestADayThatIsNoneIsSaidBesideItsFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/audit", "/changes", "/security-events"} {
		page := w.get("P", path+"?from=31.12.2026&to=2026-01-31").want(http.StatusUnprocessableEntity)
		if got := page.problem("from"); got != "Enter a date like 2026-01-31" || page.Find("[name=from]").AttrOr("value", "") != "31.12.2026" {
			t.Errorf("%s: beside the first day stands %q", path, got)
		}
		page = w.get("P", path+"?from=2026-02-01&to=2026-01-31").want(http.StatusUnprocessableEntity)
		if got := page.problem("to"); got != "This day is before the first one" || page.Find("[name=to]").AttrOr("value", "") != "2026-01-31" {
			t.Errorf("%s: beside the last day stands %q", path, got)
		}
		if page.Find("main tbody tr").Length() > 0 || page.Find(".error-summary").Length() != 1 {
			t.Errorf("%s lists something, or has no summary", path)
		}
		w.get("P", path+"?from=2026-02-01&to=2026-02-01").want(http.StatusOK)
	}
	w.get("P", "/audit.csv?from=yesterday").want(http.StatusUnprocessableEntity)
}

// TestANumberFindsWhatHasIt searches the audit for the number of a change, a run and a reseller.
func TestANumberFindsWhatHasIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	number := change[strings.LastIndex(change, "/")+1:]
	if page := w.get("P", "/audit?q="+number).want(http.StatusOK); page.Find("main tbody a[href='"+change+"']").Length() == 0 {
		t.Errorf("change %s is not found: %s", number, page.text("main"))
	}
	run := w.get("P", "/synchronizations").Find("main tbody a[href^='/synchronizations/']").First().AttrOr("href", "")
	number = run[strings.LastIndex(run, "/")+1:]
	if page := w.get("P", "/audit?q="+number).want(http.StatusOK); page.Find("main tbody a[href='"+run+"']").Length() == 0 {
		t.Errorf("run %s is not found: %s", number, page.text("main"))
	}
	if page := w.get("P", "/audit?q="+idOf(w.viewers["R1"].Account.ID)).want(http.StatusOK); page.Find("main tbody a[href='"+run+"']").Length() == 0 {
		t.Errorf("what happened to a reseller is not found by their number: %s", page.text("main"))
	}
	w.get("R1", "/audit?q="+number).want(http.StatusOK).shows("Synchronized")
}
