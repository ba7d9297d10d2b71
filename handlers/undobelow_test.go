package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

const belowFromNowOn = "Below cost from now on"

// TestUndoSaysWhatGoesBelowCost: a price goes back below a cost that stays. The page that asks lists it, and the undo keeps it.
func TestUndoSaysWhatGoesBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	ask := w.get("P", run+"/undo").want(http.StatusOK)
	w.wentBelowByUndo(ask)
	undo := w.post("P", run+"/undo", ask.form(run+"/undo")).want(http.StatusSeeOther).location
	w.wentBelowByUndo(w.get("P", undo).want(http.StatusOK))
	again := w.get("P", undo+"/undo").want(http.StatusOK).shows("Nothing goes below cost.")
	if again.Find("section.looks li").Length() != 0 {
		t.Error("the undo of the undo lists something")
	}
}

// wentBelowByUndo checks that a page lists one price of R1 and one of R2, who take part.
func (w *world) wentBelowByUndo(page *answer) {
	w.t.Helper()
	if got := page.look(belowFromNowOn); got != "2 prices at 2 resellers" {
		w.t.Errorf("%s: below cost are %q", page.what, got)
	}
	if got := page.look(doNotTakePart); got != "" {
		w.t.Errorf("%s: of those who do not take part %q", page.what, got)
	}
	link := strings.TrimSuffix(page.Find("section.looks li a").First().AttrOr("href", ""), "#resellers")
	if rows := w.get("P", link).want(http.StatusOK).shows("Only: " + belowFromNowOn).rows(); len(rows) != 2 || rows["R1"] == "" || rows["R2"] == "" {
		w.t.Errorf("%s lists %v", link, rows)
	}
}

// TestUndoSaysWhoIsLeftBelowCost: taken back for one reseller alone, a run leaves those who buy from them at their prices, below what they cost then.
func TestUndoSaysWhoIsLeftBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("5")
	part := fmt.Sprintf("%s/undo?part=reseller+%d", run, w.viewers["R1"].Account.ID)
	w.leftBelowByUndo(w.get("P", part).want(http.StatusOK))
	w.get("P", run+"/undo").want(http.StatusOK).shows("Nothing goes below cost.")
	undo := w.post("P", part, nil).want(http.StatusSeeOther).location
	w.leftBelowByUndo(w.get("P", undo).want(http.StatusOK))
}

// leftBelowByUndo checks that a page lists R11 alone, who is not reached, and lists them nowhere else.
func (w *world) leftBelowByUndo(page *answer) {
	w.t.Helper()
	if got := page.look(doNotTakePart); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: of those who do not take part %q", page.what, got)
	}
	if rows := page.rows(); len(rows) != 1 || rows["R1"] == "" {
		w.t.Errorf("%s lists %v", page.what, rows)
	}
	link := strings.TrimSuffix(page.Find("section.looks li a[href*='look="+string(domain.LookLeftBelow)+"']").AttrOr("href", ""), "#resellers")
	list := w.get("P", link).want(http.StatusOK).shows("Only: " + doNotTakePart)
	rows := list.Find("tbody tr")
	if rows.Length() != 1 || rows.Find("th bdi").Text() != "R11" || !strings.Contains(rows.Text(), "Out of reach") {
		w.t.Errorf("%s lists %s", link, rows.Text())
	}
	w.get("P", rows.Find("th a").AttrOr("href", "")).want(http.StatusOK).shows("Out of reach", "1 month · Recurring fee", "Cost after")
}
