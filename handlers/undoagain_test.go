package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// takenBack takes a change back as somebody, by its page, and returns the page of the undo.
func (w *world) takenBack(name, change string) string {
	w.t.Helper()
	form := w.get(name, change+"/undo").want(http.StatusOK).form(change + "/undo")
	return w.post(name, change+"/undo", form).want(http.StatusSeeOther).location
}

// The undo of an undo says everywhere that it brought the change back, and the undo of that that it took it back.
func TestUndoOfAnUndoIsToldAsSuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	first := w.takenBack("P", change)
	second := w.takenBack("P", first)
	w.get("P", second).want(http.StatusOK).shows("The change is brought back.", "(itself an undo)")
	w.get("P", change+"/undo").shows("Undo change ")
	w.get("P", second+"/undo").shows("Undo the undo " + second[len("/changes/"):] + "?")
	third := w.takenBack("P", second)
	titles := map[string]string{change: "Changed plan fees", first: "Took back: changed plan fees", second: "Brought back: changed plan fees",
		third: "Took back: changed plan fees"}
	for path, want := range titles {
		if got := w.get("P", path).want(http.StatusOK).text("h1"); got != want {
			t.Errorf("%s is titled %q, want %q", path, got, want)
		}
	}
	file := w.serve("P", http.MethodGet, "/audit.csv?kind=fees_changed", "").Body.String()
	for where, text := range map[string]string{"history": w.get("P", "/products/plans/2/history").text("tbody th"), "audit": w.get("P", "/audit").text("tbody th"), "file": file} {
		if took, brought := strings.Count(text, "Took back: changed"), strings.Count(text, "Brought back: changed"); took != 2 || brought != 1 {
			t.Errorf("%s says %d times that it was taken back, %d times that it was brought back: %s", where, took, brought, text)
		}
	}
	if got := w.lastDeed("P"); got != "took back: changed plan fees" {
		t.Errorf("the log says %q", got)
	}
}

// The page of an undo calls what it took back as that page does: a synchronization, or an undo.
func TestWhatAnUndoOfARunTookBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("12")
	first := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	second := w.post("P", first+"/undo", nil).want(http.StatusSeeOther).location
	for undo, back := range map[string]string{first: run, second: first} {
		title := w.get("P", back).want(http.StatusOK).text("h1")
		if got := w.get("P", undo).want(http.StatusOK).Find("dd a[href='" + back + "']").Text(); got != title {
			t.Errorf("%s says that it took back %q, want %q", undo, got, title)
		}
	}
}
