package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// titles are what the rows of a page were, the newest first.
func (a *answer) titles() []string {
	return a.Find("tbody tr th").Map(func(_ int, cell *goquery.Selection) string {
		if link := cell.Find("a").First(); link.Length() > 0 {
			return strings.TrimSpace(link.Text())
		}
		return spaced(cell)
	})
}

// lists fails the test unless the rows of the page contain all of the one texts, and none of the others.
func (a *answer) lists(texts, others []string) *answer {
	a.t.Helper()
	rows := spaced(a.Find("tbody"))
	for _, text := range texts {
		if !strings.Contains(rows, text) {
			a.t.Errorf("%s does not list %q: %s", a.what, text, rows)
		}
	}
	for _, text := range others {
		if strings.Contains(rows, text) {
			a.t.Errorf("%s lists %q: %s", a.what, text, rows)
		}
	}
	return a
}

func TestAuditByTheSystemAndByTheProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	w.synchronize(domain.UpdateFees)
	_, err := w.db.CreateAccount(t.Context(), domain.Account{Parent: w.viewers["P"].Account.ID, Name: "By command", Currency: "USD"})
	w.check(err)
	w.do("R1", mailFee(domain.OwnValuesSet, recurring("15")))
	system := w.get("P", "/audit?who=system").want(http.StatusOK).lists([]string{"By command"}, []string{"Changed plan fees", "Synchronized"})
	if got := system.Find("select[name=who] option[selected]").Text(); got != "The system" {
		t.Errorf("the person that was chosen is %q", got)
	}
	for _, line := range system.lines() {
		if !strings.HasPrefix(line, "The system: ") {
			t.Errorf("by the system: %q", line)
		}
	}
	above := w.get("R1", "/audit?who=provider").want(http.StatusOK).lists([]string{"Synchronized"}, []string{"Set own values"})
	for _, line := range above.lines() {
		if !strings.HasPrefix(line, "Your provider: ") {
			t.Errorf("by the provider: %q", line)
		}
	}
	w.get("R1", "/audit?who=system").want(http.StatusOK).lists(nil, []string{"Set own values", "Synchronized"})
	if w.get("P", "/audit?who=provider").want(http.StatusOK).lists([]string{"Changed plan fees"}, nil).Find("option[value=provider]").Length() != 0 {
		t.Error("a provider is offered what their provider did")
	}
	own := w.get("P", "/changes?who=system").want(http.StatusOK).lists([]string{"Changed plan fees"}, []string{"By command"})
	if own.Find("select[name=who]").Length() != 0 {
		t.Error("another person can be chosen for one's own changes")
	}
}

func TestAuditOfUndos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	undo := w.takenBack("P", w.do("P", mailFee(domain.FeesChanged, recurring("12"))))
	w.takenBack("P", undo)
	run := w.feeRun("13")
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	want := []string{"Undid a synchronization", "Brought back: changed plan fees", "Took back: changed plan fees"}
	for path, want := range map[string][]string{"/audit?kind=undo": want, "/audit?q=brought+back": want[1:2], "/audit?q=took+back:+changed": want[2:],
		"/audit?kind=undo&q=plan+fees": want[1:]} {
		if got := w.get("P", path).want(http.StatusOK).titles(); strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := w.get("R2", "/audit?kind=undo").want(http.StatusOK).titles(); len(got) != 1 || got[0] != want[0] {
		t.Errorf("undos that a reseller reads of: %q", got)
	}
	file := w.serve("P", http.MethodGet, "/audit.csv?kind=undo", "").Body.String()
	if lines := strings.Count(file, "\n"); lines != 4 || !strings.Contains(file, "Brought back: changed plan fees") {
		t.Errorf("the file has %d lines: %s", lines, file)
	}
}

// A thing's History leads to all that the audit tells of it. The filter is shown, stays on every page and in the file, and can be removed.
func TestAuditAboutAThing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	w.do("P", domain.Change{Kind: domain.ExchangeRateSaved, About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"},
		Typed: domain.ExchangeRate{Currency: "EUR", Rate: "0.9"}.Values()})
	w.post("P", w.subscriptionPath("R2")+"/status/hold", nil).want(http.StatusSeeOther)
	w.synchronize(domain.UpdateFees)
	tests := []struct {
		name, history, about string
		lists, not           []string
	}{
		{"P", "/products/plans/2/history", "service plan Hosted Mail", []string{"Changed plan fees", "Changed catalog"}, []string{"Saved exchange rate", "Synchronized"}},
		{"P", "/products/plans/1/history", "service plan Reseller program", []string{"Synchronized"}, []string{"Changed plan fees"}},
		{"P", "/exchange-rates/EUR/history", "exchange rate EUR", []string{"after: 0.9"}, []string{"Changed plan fees", "Synchronized"}},
		{"P", w.historyOf("R2"), "account R2", []string{"Changed subscription status", "Synchronized", "Created account"}, []string{"Changed plan fees", "Saved exchange rate"}},
		{"R1", "/products/plans/1/history", "service plan Reseller program", []string{"Synchronized"}, nil},
		{"R1", "/products/plans/2/history", "service plan Hosted Mail", nil, []string{"Synchronized", "Set own values"}},
	}
	for _, tt := range tests {
		link := w.get(tt.name, tt.history).want(http.StatusOK).Find("a:contains('All in the audit')").AttrOr("href", "")
		page := w.get(tt.name, link).want(http.StatusOK).shows("Only what is about "+tt.about).lists(tt.lists, tt.not)
		if got := page.Find("a:contains('Show all objects')").AttrOr("href", ""); got != "/audit" {
			t.Errorf("%s: the filter is removed by %q", link, got)
		}
		about := strings.TrimPrefix(link, "/audit?about=")
		if got := page.Find("form[role=search] input[name=about]").AttrOr("value", ""); got != about {
			t.Errorf("%s: the search keeps %q", link, got)
		}
		if export := page.Find("a:contains('Export CSV')").AttrOr("href", "/audit.csv?about="+about); export != "/audit.csv?about="+about {
			t.Errorf("%s: the file is %q", link, export)
		}
		file := w.serve(tt.name, http.MethodGet, "/audit.csv?about="+about, "").Body.String()
		for _, hidden := range tt.not {
			if strings.Contains(file, hidden) {
				t.Errorf("%s: the file tells of %q", link, hidden)
			}
		}
	}
	w.get("P", "/audit?about=plan-2&kind=exchange_rate_saved").want(http.StatusOK).shows("Nothing found", "Only what is about")
	w.get("P", "/audit?q=2").want(http.StatusOK).lists([]string{"Changed plan fees"}, nil)
}

func TestAuditAboutWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r1 := w.viewers["R1"].Account.ID
	for name, abouts := range map[string][]string{
		"P":   {"plan-5", "plan-999", "exchange_rate-CHF", fmt.Sprintf("reseller-%d", w.viewers["P2"].Account.ID)},
		"P2":  {"plan-2", fmt.Sprintf("reseller-%d", r1), fmt.Sprintf("template-%d", w.template())},
		"R11": {fmt.Sprintf("reseller-%d", r1), "exchange_rate-EUR", fmt.Sprintf("template-%d", w.template())},
	} {
		for _, about := range abouts {
			w.get(name, "/audit?about="+about).want(http.StatusNotFound)
			if got := w.serve(name, http.MethodGet, "/audit.csv?about="+about, "").Code; got != http.StatusNotFound {
				t.Errorf("%s gets a file about %s: %d", name, about, got)
			}
		}
	}
	for _, none := range []string{"", "plan", "plan-", "plan-x", "plan--1", "plan-02", "unknown-1", "exchange_rate-eur", "run-1"} {
		w.get("P", "/audit?about="+none).want(http.StatusOK).hides("Only what is about")
	}
	reader := w.get("P-viewer", "/products/plans/2/history").want(http.StatusOK)
	if link := reader.Find("a:contains('All in the audit')").AttrOr("href", ""); link != "" {
		w.get("P-viewer", link).want(http.StatusOK)
	}
}
