package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

const chainFee = "price=recurring_fee@2-22-0-0"

// chained is the table of a chain: each row as its cells' texts.
func (a *answer) chained(want ...string) *answer {
	a.t.Helper()
	rows := a.rowsOf("Chain of the price")
	if len(rows) != len(want) {
		a.t.Fatalf("%s: %d rows, want %d:\n%s", a.what, len(rows), len(want), strings.Join(rows, "\n"))
	}
	for i, words := range want {
		if rows[i] != words {
			a.t.Errorf("%s: row %d is\n%q, want\n%q", a.what, i, rows[i], words)
		}
	}
	return a
}

// TestTheChainOfAPriceInARun follows a fee down the tree in a preview, in the run, in its undo and as it is then, as the provider and as a
// reseller who is a vendor.
func TestTheChainOfAPriceInARun(t *testing.T) {
	t.Parallel()
	w := told(t, worldStory+"user Blind at R1: operator, Edit prices\n")
	w.tell("P changes Mail month: recurring fee 12.34")
	w.tell("R1 changes Mail month: recurring fee 9.5")
	preview := w.get("P", "/products/plans/1/synchronize/preview/chain?"+pricesTicked+"&"+chainFee).want(http.StatusOK)
	t.Log(strings.Join(preview.rowsOf("Chain of the price"), "\n"))
	request := domain.RunRequest{Plan: resellerPlan, Options: domain.OptionSet{domain.UpdateFees: true, domain.UpdatePrices: true}, Policy: domain.Keep}
	run, err := w.db.Synchronize(t.Context(), w.viewers["P"], request)
	w.check(err)
	for _, path := range []string{"/synchronizations/" + idOf(run) + "/chain?", "/synchronizations/" + idOf(run) + "/undo/chain?", "/products/plans/2/chain?"} {
		page := w.get("P", path+chainFee).want(http.StatusOK)
		t.Log(path, "\n", strings.Join(page.rowsOf("Chain of the price"), "\n"))
	}
	t.Log(strings.Join(w.get("R1", "/products/plans/2/chain?"+chainFee).want(http.StatusOK).rowsOf("Chain of the price"), "\n"))
	t.Log(strings.Join(w.get("Blind", "/products/plans/2/chain?"+chainFee).want(http.StatusOK).rowsOf("Chain of the price"), "\n"))
}
