package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// historyOf is the address of what happened to a reseller.
func (w *world) historyOf(name string) string {
	return fmt.Sprintf("/resellers/%d/history", w.viewers[name].Account.ID)
}

// runOf runs the fees of somebody's own resellers, and returns the run's page.
func (w *world) runOf(name, amount string) string {
	w.t.Helper()
	w.setOwnFee(name, amount)
	return w.post(name, dialogPath, w.open(name, domain.UpdateFees)).want(http.StatusSeeOther).location
}

// lines are the rows of a page: who, what, and where that leads to.
func (a *answer) lines() []string {
	return a.Find("tbody tr").Map(func(_ int, row *goquery.Selection) string {
		cells := row.Find("td")
		line := spaced(cells.Eq(1)) + ": " + spaced(row.Find("th"))
		row.Find("th a").Each(func(_ int, link *goquery.Selection) { line += " " + link.AttrOr("href", "") })
		return line
	})
}

// What happened to a reseller is told to everybody above them: what their own account did with its page, what others did as that it
// was, and nothing of it to anybody else.
func TestHistoryOfAResellerTellsWhatHappenedToThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	run := w.feeRun("12")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	w.post("P", w.subscriptionPath("R1")+"/status/hold", nil).want(http.StatusSeeOther)
	w.post("R1", w.subscriptionPath("R11")+"/status/hold", nil).want(http.StatusSeeOther)
	own := w.runOf("R1", "15")
	w.setOwnFee("R11", "17")
	subscription := strings.TrimPrefix(w.subscriptionPath("R11"), "/products/plans/1")
	id := subscription[strings.LastIndex(subscription, "/")+1:]
	tests := map[string]struct {
		name, of string
		want     []string
	}{
		"of a child's child": {"P", "R11", []string{
			"R1: Synchronized",
			"R1: Changed subscription status Subscription of R11 /subscriptions/" + id,
			"P: Undid a synchronization " + w.resultPath(undo, "R11"),
			"P: Synchronized taken back by undo " + strings.TrimPrefix(undo, "/synchronizations/") + " " + w.resultPath(run, "R11") + " " + undo,
		}},
		"of a child, whom the provider's runs reached": {"R1", "R11", []string{
			"R1: Synchronized " + w.resultPath(own, "R11"),
			"R1: Changed subscription status Subscription of R11",
			"Your provider: Undid a synchronization",
			"Your provider: Synchronized",
		}},
	}
	for name, tt := range tests {
		page := w.get(tt.name, w.historyOf(tt.of)).want(http.StatusOK).hides("Set own values", "17.00")
		lines := page.lines()
		for i, want := range tt.want {
			if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
				t.Errorf("%s: %q, want %q", name, lines, tt.want)
				break
			}
		}
		page.Find("tbody a").Each(func(_ int, link *goquery.Selection) {
			if status := w.get(tt.name, link.AttrOr("href", "")).status; status != http.StatusOK && status != http.StatusSeeOther {
				t.Errorf("%s leads to %d", link.AttrOr("href", ""), status)
			}
		})
	}
	w.get("P", w.historyOf("R11")).shows("Reseller program: 1 change", "before: Active", "after: On hold")
	page := w.get("R1", w.historyOf("R11"))
	if rows := page.Find("tbody tr:contains('Your provider')"); rows.Find("a").Length() != 0 || strings.Contains(rows.Text(), "change") ||
		strings.Contains(rows.Text(), "program") {
		t.Errorf("of runs of the provider's R1 reads %q", rows.Text())
	}
	if told := w.get("P", w.historyOf("R1")).text("tbody"); strings.Contains(told, "Subscription of R11") || !strings.Contains(told, "Subscription of R1") {
		t.Errorf("of R1 the provider reads %q", told)
	}
	for _, other := range []string{"R11", "R111", "R2", "P2"} {
		w.get(other, w.historyOf("R11")).want(http.StatusNotFound)
	}
}

// An activation is one line, with the run that it made. What was deleted since is told with its name.
func TestHistoryOfAResellersSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, id := w.newcomer()
	w.get("P", page+"/history").want(http.StatusOK).shows("Created account")
	path := page + "/subscriptions/new"
	form := w.get("P", path+"?period=1-22").want(http.StatusOK).form(path)
	w.post("P", path, form).want(http.StatusSeeOther)
	lines := w.get("P", page+"/history").want(http.StatusOK).lines()
	if len(lines) != 3 || !strings.Contains(lines[0], "Changed subscription status Run ") || !strings.Contains(lines[0], fmt.Sprintf("/resellers/%d", id)) ||
		!strings.Contains(lines[1], "Created subscription") || !strings.Contains(lines[2], "Created account") {
		t.Errorf("the history of a newcomer: %q", lines)
	}
	w.exec(`UPDATE subscription SET status = 'Canceled' WHERE account_id = $1`, id)
	w.post("P", fmt.Sprintf("/products/plans/1/subscriptions/%d/delete", w.subscriptionsOf(id)[0].ID), nil).want(http.StatusSeeOther)
	after := w.get("P", page+"/history").want(http.StatusOK).shows("Deleted subscription", "(not there or not below you any more)").lines()
	if len(after) != 4 || !strings.Contains(after[1], "Changed subscription status") {
		t.Errorf("after its deletion: %q", after)
	}
}

func TestHistoryOfAResellerIsPaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	path := w.historyOf("R2")
	hold, release := w.subscriptionPath("R2")+"/status/hold", w.subscriptionPath("R2")+"/status/release"
	for range 13 {
		w.post("P", hold, nil).want(http.StatusSeeOther)
		w.post("P", release, nil).want(http.StatusSeeOther)
	}
	w.feeRun("12")
	first := w.get("P", path).want(http.StatusOK)
	next := first.Find("a[rel=next]").AttrOr("href", "")
	older := w.get("P", next).want(http.StatusOK)
	if a, b := first.lines(), older.lines(); len(a) != 25 || len(b) != 3 || !strings.HasPrefix(a[0], "P: Synchronized") || !strings.HasPrefix(b[2], "P: Synchronized") {
		t.Errorf("two pages: %q\n%q", a, b)
	}
	if older.Find("a[rel=next]").Length() != 0 || older.Find("a:contains('Newest')").AttrOr("href", "") != path {
		t.Error("the last page leads on, or not back")
	}
	w.get("P", path+"?before=x").want(http.StatusOK)
	w.get("P", path+"?before=1").want(http.StatusOK).shows("Nothing yet")
}
