package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestSiblingsHaveNamesOfTheirOwn refuses a name that another thing of the same list has, beside the name, with the way to the other one.
// What is delivered may be called so, and what was called so before stays.
func TestSiblingsHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	tests := []struct {
		path, field string
		form        url.Values
		noun        string
		page        func(made string) string // of what was made
	}{
		{"/products/sales-categories", "category_name", nil, "category", func(made string) string { return made }},
		{"/products/plan-categories", "plan_category_name", nil, "plan category", nil},
		{"/products/resource-categories", "resource_category_name", nil, "resource category", nil},
		{"/notifications/schedules", "schedule_name", nil, "schedule", func(made string) string { return made }},
		{"/products/templates", "template_name", nil, "template", nil},
		{"/products/resources", "resource_name", nil, "resource", nil},
		{"/order-flows", "order_flow", nil, "order flow", func(made string) string { return made }},
		{"/notifications/templates", "notification_name", url.Values{"notification_subject": {"Soon"}}, "notification template", func(made string) string { return made }},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			w := world.in(t)
			form := typed(typed(url.Values{"lines": {"0"}, "category_position": {"1"}, "resource_category_position": {"1"}}, tt.form), url.Values{tt.field: {"Nimbus"}})
			made := w.post("P", tt.path+"/new", form).want(http.StatusSeeOther).location
			form.Set(tt.field, "  NIMBUS ")
			page := w.post("P", tt.path+"/new", form).want(http.StatusUnprocessableEntity)
			link := page.Find(".error-summary a:not([href^='#'])")
			if got := page.problem(tt.field); !strings.HasPrefix(got, "Another "+tt.noun+" has this name: ID ") {
				t.Errorf("the message is %q", got)
			}
			if link.Text() != "See Nimbus" || tt.page != nil && link.AttrOr("href", "") != tt.page(made) {
				t.Errorf("the link is %q to %q, made was %s", link.Text(), link.AttrOr("href", ""), made)
			}
			w.get("P", link.AttrOr("href", "")).want(http.StatusOK)
		})
	}
	w := world
	cloud := w.state("P").Effective().Categories.Sales
	below := url.Values{"category_name": {"Nimbus"}, "category_position": {"1"}, "parent_category": {idOf(cloud[len(cloud)-1].ID)}}
	sub := w.post("P", "/products/sales-categories/new", below).want(http.StatusSeeOther).location // below another one it may be called so
	moved := w.fill("P", sub+"/edit", map[string]string{"parent_category": "0"})
	if got := w.post("P", sub+"/edit", moved).want(http.StatusUnprocessableEntity).problem("category_name"); got == "" {
		t.Error("moved beside one of its name, it is taken")
	}
}

// TestWhatHasTheSameNameStays lets a run deliver a category that is called as an own one, which can be saved as it is.
func TestWhatHasTheSameNameStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.create("R1", "/products/sales-categories/new", url.Values{"category_name": {"Cirrus"}, "category_position": {"1"}})
	made := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cirrus"}, "category_position": {"1"}})
	w.post("P", "/products/sales-categories/plans/2", typed(w.get("P", "/products/sales-categories/plans/2").form("/products/sales-categories/plans/2"),
		url.Values{"sales_categories": {made[len("/products/sales-categories/"):]}})).want(http.StatusSeeOther)
	w.synchronize()
	w.get("R1", made).want(http.StatusOK).shows("Cirrus")
	w.post("R1", own+"/edit", w.fill("R1", own+"/edit", map[string]string{"category_description": "Ours"})).want(http.StatusSeeOther)
	w.get("R1", own).shows("Cirrus", "Ours")
	other := w.create("R1", "/products/sales-categories/new", url.Values{"category_name": {"Sky"}, "category_position": {"1"}, "display_category": {domain.Yes}})
	w.post("R1", other+"/edit", w.fill("R1", other+"/edit", map[string]string{"category_name": "Cirrus"})).want(http.StatusUnprocessableEntity)
}

// TestNamesakesArePointedOut takes a second plan or reseller of one name, and says so.
func TestNamesakesArePointedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := func(name string) *answer {
		t.Helper()
		form := w.fill("P", "/products/plans/new", map[string]string{"name": name, "period_length": "1", "period_unit": "months", "recurring_fee": "5"})
		return w.get("P", w.post("P", "/products/plans/new", form).want(http.StatusSeeOther).location)
	}
	const words = "has this name, too: ID "
	plan("Nimbus").hides(words)
	second := plan(" nimbus").shows("Another plan " + words)
	if second.Find("[role=status]").Length() != 1 {
		t.Error("it is no message")
	}
	plan("Cumulus").hides(words)
	w.post("P", "/products/plans/2/edit", w.fill("P", "/products/plans/2/edit", map[string]string{"name": "CUMULUS"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2").shows("Another plan " + words)
	w.post("P", "/products/plans/2/edit", w.fill("P", "/products/plans/2/edit", map[string]string{"recurring_fee": "7"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2").hides(words) // its name stays
	reseller := func(name, email string) *answer {
		t.Helper()
		form := url.Values{"account_name": {name}, "account_currency": {"USD"}, "user_name": {"Ann"}, "user_email": {email}, "password": {"walk-the-manual"}}
		return w.get("P", w.post("P", "/resellers/new", form).want(http.StatusSeeOther).location)
	}
	reseller("Seaside", "ann@seaside.example").hides(words)
	reseller("SEASIDE", "bob@seaside.example").shows("Another of your resellers " + words)
	if w.get("P", "/resellers").Find("td a bdi, th a bdi").Length() == 0 {
		t.Error("names in a list do not stand by themselves")
	}
}

// TestPeriodsAlikeArePointedOut adds a period that a plan has already, changes one to be so, and then something else of it.
func TestPeriodsAlikeArePointedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const periods, words = "/products/plans/4/periods", "Another period of this plan is "
	add := func(length, trial string) *answer {
		t.Helper()
		change := url.Values{"period_length": {length}, "period_unit": {"months"}}
		if trial != "" {
			change.Set("trial", trial)
		}
		return w.get("P", w.post("P", periods+"/new", typed(w.get("P", periods+"/new").form(periods+"/new"), change)).want(http.StatusSeeOther).location)
	}
	add("7", "").hides(words)
	first := w.state("P").Effective().Plan(newPlan).Periods
	add("7", "yes").hides(words) // a trial is told apart
	add("7", "").shows(words + "7 months, too: ID " + idOf(first[len(first)-1].ID))
	add("8", "").hides(words)
	all := w.state("P").Effective().Plan(newPlan).Periods
	edit := periods + "/" + idOf(all[len(all)-1].ID) + "/edit"
	change := func(field, text string) *answer {
		t.Helper()
		return w.get("P", w.post("P", edit, w.fill("P", edit, map[string]string{field: text})).want(http.StatusSeeOther).location)
	}
	change("period_length", "7").shows(words + "7 months, too")
	change("recurring_fee", "3").hides(words)
}
