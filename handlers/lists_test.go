package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// outcomesIn returns the lines of a run's file about an account: what, outcome, before, after, reason.
func (w *world) outcomesIn(run, account string) []string {
	w.t.Helper()
	var lines []string
	for _, line := range w.file("P", run+".csv").where("Reseller: " + account) {
		lines = append(lines, tell(line, "Value", "Outcome", "Before", "After", "Reason"))
	}
	return lines
}

// TestFault117AnUndoLeavesWhatALaterRunChanged: an own fee that the first of two runs dropped does not come back by the undo of the first.
// Its preview, its page and its file say so.
func TestFault117AnUndoLeavesWhatALaterRunChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "15.55")
	run := w.feeRun("12")
	w.feeRun("13")
	preview := w.get("P", w.resultPath(run+"/undo", "R2")).want(http.StatusOK)
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	page := w.get("P", w.resultPath(undo, "R2")).want(http.StatusOK)
	want := map[string]string{"1 month · Recurring fee": "1 month · Recurring fee stays USD 13.00 Skipped Changed since the run Update Plan Fees"}
	for name, got := range map[string]*answer{"preview": preview, "page": page} {
		rows := got.rows()
		delete(rows, "") // the heading of the plan
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	line := []string{"1 month · Recurring fee; Skipped; 13; 13; Changed since the run"}
	if diff := cmp.Diff(line, w.outcomesIn(undo, "R2")); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "13" {
		t.Errorf("R2 sells at %s, want 13", got)
	}
	w.get("P", undo).shows("Values changed since4 left alone at 4 resellers", "With values changed since 4")
	w.get("P", w.resultPath(undo, "R2")).shows("Values changed since1 left alone")
	w.get("P", "/synchronizations").shows("4 values changed since")
	if got := strings.Count(w.serve("P", http.MethodGet, undo+".csv", "").Body.String(), "Changed since the run"); got != 4 {
		t.Errorf("the file tells of %d values that were changed since, want 4", got)
	}
}

// TestAnUndoOfAnUndoLeavesNothingAlone: an own fee that the first undo brought back goes again, which is a change of the second undo.
func TestAnUndoOfAnUndoLeavesNothingAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "15.55")
	run := w.feeRun("12")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	w.get("P", undo+"/undo").want(http.StatusOK).shows("Values changed since0 Subscriptions", "With values changed since 0", "Nothing of it was changed since.")
	again := w.post("P", undo+"/undo", nil).want(http.StatusSeeOther).location
	w.get("P", again).want(http.StatusOK).shows("Values changed since0 Subscriptions", "With values changed since 0")
	w.get("P", again+"?only=own").want(http.StatusOK).shows("No resellers here")
	w.get("P", "/synchronizations").hides("changed since")
}

// TestAResellerIsToldOfUndos: their pages say of an undo what they say of a run.
func TestAResellerIsToldOfUndos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("12")
	for _, path := range []string{"/products/plans", "/last-synchronization"} {
		w.get("R1", path).want(http.StatusOK).shows("Your provider's synchronization made 1 change")
	}
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	for _, path := range []string{"/products/plans", "/last-synchronization"} {
		w.get("R1", path).want(http.StatusOK).shows("Your provider's undo of a synchronization made 1 change")
	}
	w.get("R1", "/last-synchronization").shows("EUR 9.60", "EUR 8.00", "Updated")
}

// TestWhatCameAndWentShowsItsPrices: a resource that came or went is one change, and lists each of its prices.
func TestWhatCameAndWentShowsItsPrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := w.state("P").Own.MadeCatalog().Plan(mailPlan).WithRate(domain.Rate{Resource: spare, Maximum: domain.Unlimited,
		Prices: []domain.PriceRow{{Prices: domain.RatePrices{money("1"), money("2"), domain.Price{}, money("4")}}}})
	w.change("P", domain.Change{Kind: domain.ResourceAdded, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan)}, Typed: plan.Values()})
	run := w.post("P", dialogPath, w.open("P", domain.CreateResources)).want(http.StatusSeeOther).location
	page := w.get("P", w.resultPath(run, "R2")+"?show=changes").want(http.StatusOK).shows("Changes only 1", "1–1 of 1", "not counted by itself")
	if got, want := page.rows()["Spare part · Recurring price"], "Spare part · Recurring price USD 2.00 Came with it Create new Resources"; got != want {
		t.Errorf("the recurring price is %q, want %q", got, want)
	}
	came := []string{"Spare part · Resource rate; Created; ; ; ", "Spare part · Setup price; Came with it; ; 1; ",
		"Spare part · Recurring price; Came with it; ; 2; ", "Spare part · Overuse price; Came with it; ; not set; ",
		"Spare part · Cancellation price; Came with it; ; 4; "}
	if diff := cmp.Diff(came, w.outcomesIn(run, "R2")[:5]); diff != "" {
		t.Errorf("file of the run (-want +got):\n%s", diff)
	}
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	went := []string{"Spare part · Resource rate; Removed; ; ; ", "Spare part · Setup price; Went with it; 1; ; "}
	if got := w.outcomesIn(undo, "R2"); !slices.Equal(got[:2], went) {
		t.Errorf("file of the undo: %q, want %q first", got, went)
	}
}
