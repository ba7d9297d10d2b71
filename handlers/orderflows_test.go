package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiersync/domain"
)

// A page of an order flow that was opened before somebody else's change does not undo that change unseen.
func TestOrderFlowChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", w.user("P-operator"), url.Values{"role": {"operator"}, "rights": {string(domain.ManageOrderFlow)}}).want(http.StatusSeeOther)
	flow := w.create("P", "/order-flows/new", url.Values{"name": {"Standard"}})
	steps, rename := flow+"/transitions", flow+"/edit"

	first, second := w.get("P", flow).form(steps), w.fill("P", rename, map[string]string{"name": "Renamed"})
	for name, value := range map[string]string{"do": "add", "order_type": "Sales", "from": "New", "to": "Paid"} {
		first.Set(name, value)
	}
	w.post("P", steps, first).want(http.StatusSeeOther)
	page := w.post("P", rename, second).want(http.StatusConflict).shows("The order flow was changed while you were editing it")
	if page.Find("main a[href='"+flow+"']").Length() != 1 {
		t.Errorf("no link to the order flow: %s", page.text("main"))
	}
	first.Set("to", "Cancelled")
	w.post("P-operator", steps, first).want(http.StatusConflict)
	w.get("P", flow).want(http.StatusOK).shows("Standard", "Paid").hides("Renamed", "Cancelled")

	w.post("P", rename, w.fill("P", rename, map[string]string{"name": " "})).want(http.StatusUnprocessableEntity)
	w.post("P", rename, w.fill("P", rename, map[string]string{"name": "Renamed"})).want(http.StatusSeeOther)
	w.post("P2", rename, second).want(http.StatusNotFound)
	w.get("P", flow).shows("Renamed", "Paid")
}
