package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// An own value that equals what is delivered in its place goes and is told; no number, guard or filter says that it was overwritten, because the
// reseller sells the same as before.
func TestTheSameValueIsNotOverwritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "20")
	w.setOwnFee("R2", "13")
	w.setFee("20")
	w.guards("own_values warn 0")
	w.get("P", dialogPath+"?opt=update_fees").want(http.StatusOK).shows("would overwrite 1 own value", "1 own value is overwritten, and at most 0 may be.")

	form := w.open("P", domain.UpdateFees)
	form.Set("action", "preview")
	preview := w.post("P", dialogPath, form).location
	w.get("P", preview).want(http.StatusOK).shows("1 own value overwritten, 0 kept", "Own values overwritten1")
	if rows := w.get("P", preview+"&only=own").want(http.StatusOK).Find("table tbody th bdi").Text(); rows != "R2" {
		t.Errorf("the filter Own values lists %q", rows)
	}
	form.Set("action", "synchronize")
	form.Set("anyway", "own_values:1")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.get("P", run).want(http.StatusOK).shows("Own values overwritten1", "1 own value overwritten, 0 kept")
	link := w.get("P", run).Find("table tbody tr:has(bdi:contains('R11')) th a").First().AttrOr("href", "")
	page := w.get("P", link).want(http.StatusOK).shows("Their own values overwritten0", "Changes0", "Own value dropped", "The delivered value is the same")
	if strings.Contains(page.Text(), "was overwritten") {
		t.Error("what is beneath it is said to be beneath an own value that was overwritten")
	}
	w.get("R11", "/inbox").want(http.StatusOK).hides("overwritten")
}

// Beside a box that changes nothing of what is sold stands what it does all the same.
func TestABoxThatOnlyTouchesOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R1", "16")
	w.setOwnFee("R2", "20")
	w.setFee("20")
	const direct = dialogPath + "?reach=direct"
	for query, want := range map[string]string{"": "would drop 2 own values that are the same at 2 resellers", "&policy=keep": "would move what is beneath own values at 2 resellers"} {
		if got := w.get("P", direct+query).want(http.StatusOK).text("#opt-update_fees-count"); got != want+" by Update Plan Fees" {
			t.Errorf("%q: the box says %q, want %q", query, got, want)
		}
	}
}
