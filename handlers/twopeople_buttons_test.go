package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"tiersync/domain"
)

// pressed is the form of one of a page's buttons, as a browser sends it.
func (a *answer) pressed(action, name, value string) url.Values {
	a.t.Helper()
	button := a.Find("form[action='" + action + "'] button[name='" + name + "'][value='" + value + "']")
	if button.Length() == 0 {
		a.t.Fatalf("%s has no button %s=%s for %s: %s", a.what, name, value, action, a.text("main"))
	}
	form := url.Values{name: {value}}
	fields := button.First().Closest("form").Find("input[name]")
	for i := range fields.Length() {
		form.Add(fields.Eq(i).AttrOr("name", ""), fields.Eq(i).AttrOr("value", ""))
	}
	return form
}

// TestTheButtonsOfAnOrderFlow presses each button beside a step of a provider's order flow.
func TestTheButtonsOfAnOrderFlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}})
	path := flow + "/transitions"
	w.post("P", path, url.Values{"do": {"add"}, "order_type": {"Sales"}, "from": {"New"}, "to": {"Paid"}}).want(http.StatusSeeOther)
	for _, button := range []struct{ do, says string }{
		{"manual", "Sales: New → Paid: Automatic → Manual approval"},
		{"automatic", "Sales: New → Paid: Manual approval → Automatic"},
		{"remove", "No transitions"},
	} {
		w.post("P", path, w.get("P", flow).pressed(path, "do", button.do)).want(http.StatusSeeOther)
		w.get("P", flow).shows(button.says)
	}
}

// TestTwoPeopleAtTheStepsOfAnOrderFlow lets one person decide about a step while another has the page open: another step is decided
// beside it, the same one is shown as what it was, is, and was pressed.
func TestTwoPeopleAtTheStepsOfAnOrderFlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("template order flow Standard: Sales New > Paid, Sales Paid > Done")
	w.synchronize(domain.UpdateOrderFlow)
	const path = "/order-flow"
	flow := w.state("R1").Effective().OrderFlow
	own := func(i int) string {
		v, _ := w.state("R1").Own.Value(domain.TransitionKey(flow.ID, flow.Transitions[i]))
		return v.Value
	}
	w.post("R1", path, w.get("R1", path).pressed(path, "do", "manual")).want(http.StatusSeeOther)
	opened := w.get("R1", path)
	w.post("R1", path, opened.pressed(path, "do", "automatic")).want(http.StatusSeeOther)
	page := w.post("R1", path, opened.pressed(path, "do", "reset")).want(http.StatusConflict).
		shows("When you opened the form: Manual approval", "As it is now: Automatic", "Changed by R1")
	if own(0) != domain.No {
		t.Errorf("the first decision is %q", own(0))
	}
	w.post("R1", path, opened.pressed(path, "do", "manual")).want(http.StatusSeeOther) // the other step
	if own(0) != domain.No || own(1) != domain.Yes {
		t.Errorf("the decisions are %q and %q", own(0), own(1))
	}
	again := w.post("R1", path, typed(page.form(path), url.Values{"decide": {"mine"}})).want(http.StatusConflict) // changed once more: it is shown again
	w.post("R1", path, typed(again.form(path), url.Values{"decide": {"mine"}})).want(http.StatusSeeOther)
	if own(0) != "" || own(1) != domain.Yes {
		t.Errorf("decided for what was pressed, the decisions are %q and %q", own(0), own(1))
	}
}

// TestTwoPeopleAtAButton lets somebody press a button of a page that another made old.
func TestTwoPeopleAtAButton(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}})
	opened := w.get("P", category)
	w.post("P", category+"/edit", w.fill("P", category+"/edit", map[string]string{"category_name": "Sky"})).want(http.StatusSeeOther)
	w.post("P", category+"/delete", opened.form(category+"/delete")).want(http.StatusConflict).shows("As you asked: removed", "Category name", "Sky", "Changed by P").hides("typed")
	w.get("P", category).want(http.StatusOK).shows("Sky")
	w.post("P", category+"/display", opened.pressed(category+"/display", "show", domain.Yes)).want(http.StatusSeeOther)
	if got := w.state("P").Effective().Categories.Sales; got[len(got)-1].Name != "Sky" || !got[len(got)-1].Display {
		t.Errorf("the category is %+v", got[len(got)-1])
	}
}

// TestWhatAColleagueDidAlready tells who unticks what somebody else has just unticked that it was so already, by whom, and where it stands.
func TestWhatAColleagueDidAlready(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/products/templates/" + idOf(w.template()) + "/delegated-plans"
	form := w.get("P", path).form(path)
	form["delegated_plan"] = slices.DeleteFunc(form["delegated_plan"], func(id string) bool { return id == "3" })
	w.post("P", path, form).want(http.StatusSeeOther)
	page := w.message("P", path, form).shows("Nothing was changed: it was so already, changed by P, ", "1 plan is delegated no more")
	if page.Find("[role=status] a[href^='/changes/']").Length() != 1 {
		t.Errorf("no link to the change: %s", page.text("[role=status]"))
	}
}
