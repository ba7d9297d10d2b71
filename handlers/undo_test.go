package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestThePreviewOfAnUndoShowsEachReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	w.setOwnFee("R2", "21")
	before := w.entries()
	undo := w.get("P", run+"/undo").want(http.StatusOK)
	for name, want := range map[string]string{"R1": "before: EUR 16.00 → after: EUR 8.00", "R2": "before: USD 20.00 → after: USD 10.00"} {
		link := undo.Find("main tbody th a:contains('"+name+"')").First().AttrOr("href", "")
		if link != w.resultPath(run+"/undo", name) {
			t.Errorf("the link of %s leads to %q", name, link)
		}
		page := w.get("P", link).want(http.StatusOK).shows("Would change", "Preview of the undo of "+strings.TrimPrefix(run, "/synchronizations/"))
		if got := spaced(page.Find("tbody")); !strings.Contains(got, want) {
			t.Errorf("the outcomes of %s are %q, want %q", name, got, want)
		}
	}
	if w.entries() != before {
		t.Error("the preview wrote something")
	}
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	w.get("P", w.resultPath(run+"/undo", "R1")).want(http.StatusConflict)
}

func TestASubscriptionSaysThatItsLastSynchronizationWasUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	id, page := strings.TrimPrefix(run, "/synchronizations/"), w.subscriptionPath("R1")
	w.get("P", page).want(http.StatusOK).shows("Last synchronization: " + id).hides("undone")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	link := w.get("P", page).want(http.StatusOK).shows("Last synchronization: " + id + " (undone) on").Find("main a:contains('undone')")
	if got := link.AttrOr("href", ""); got != undo {
		t.Errorf("the link leads to %q, want %q", got, undo)
	}
	w.get("P", undo+"/undo").want(http.StatusOK).shows("Undo the undo "+strings.TrimPrefix(undo, "/synchronizations/")+"?", "is brought back")
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	w.get("P", page).hides("undone")
	tab := w.get("P", "/products/plans/1").Find("main nav a:contains('Subscriptions')")
	if got := spaced(tab); got != "Subscriptions 4" {
		t.Errorf("the tab is %q", got)
	}
}
