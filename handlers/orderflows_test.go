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
	w.post("P", w.user("P-operator"), url.Values{"user_role": {"operator"}, "user_right": {string(domain.ManageOrderFlow)}}).want(http.StatusSeeOther)
	flow := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}})
	steps, rename := flow+"/transitions", flow+"/edit"

	first, second := w.get("P", flow).form(steps), w.fill("P", rename, map[string]string{"order_flow": "Renamed"})
	for name, value := range map[string]string{"do": "add", "order_type": "Sales", "from": "New", "to": "Paid"} {
		first.Set(name, value)
	}
	w.post("P", steps, first).want(http.StatusSeeOther)
	third := w.fill("P", rename, map[string]string{"order_flow": "Fast"})
	w.post("P", rename, second).want(http.StatusSeeOther) // the transition and the name are both kept
	w.get("P", flow).want(http.StatusOK).shows("Order flow: Standard → Renamed", "Meanwhile somebody else changed: Sales: New → Paid: Automatic.", "Paid")
	page := w.post("P", rename, third).want(http.StatusConflict).shows("Renamed", "Fast", "When you opened the form: Standard", "by P")
	w.post("P", rename, page.decided(rename)).want(http.StatusSeeOther)
	w.get("P", flow).shows("Fast", "Paid")

	add := url.Values{"do": {"add"}, "order_type": {"Sales"}, "from": {"New"}, "to": {"Paid"}}
	if got := w.post("P", steps, add).want(http.StatusUnprocessableEntity).problem("to"); got != "There is a transition between these statuses already" {
		t.Errorf("a transition twice: message %q", got)
	}
	w.post("P", rename, w.fill("P", rename, map[string]string{"order_flow": " "})).want(http.StatusUnprocessableEntity)
	w.post("P2", rename, second).want(http.StatusNotFound)
}

// Two people at one transition: who removes what another has just changed is asked.
func TestTransitionChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}})
	steps := flow + "/transitions"
	step := url.Values{"order_type": {"Sales"}, "from": {"New"}, "to": {"Paid"}, "do": {"add"}}
	w.post("P", steps, step).want(http.StatusSeeOther)
	seen := w.get("P", flow).Find("input[name='seen']").AttrOr("value", "")
	step["do"], step["seen"] = []string{"manual"}, []string{seen}
	w.post("P", steps, step).want(http.StatusSeeOther)
	w.get("P", flow).shows("Sales: New → Paid: Automatic → Manual approval", "Manual approval")
	step.Set("do", "remove")
	page := w.post("P", steps, step).want(http.StatusConflict).shows("Sales: New → Paid", "When you opened the form: Automatic",
		"As it is now: Manual approval", "As you typed it: not there")
	w.post("P", steps, page.form(steps)).want(http.StatusUnprocessableEntity).shows("There is a problem", "Choose one of the two")
	w.post("P", steps, typed(page.form(steps), url.Values{"decide": {"theirs"}})).want(http.StatusSeeOther)
	w.get("P", flow).shows("Nothing was changed", "Paid")
	step["seen"] = []string{w.get("P", flow).Find("input[name='seen']").AttrOr("value", "")}
	w.post("P", steps, step).want(http.StatusSeeOther)
	w.get("P", flow).shows("The transition is removed.", "No transitions")
	step.Set("do", "burn")
	w.post("P", steps, step).want(http.StatusUnprocessableEntity)
}
