package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestTwoPeopleAtAForm lets somebody save a form while another one has it open, who then changes something else, and then the same.
func TestTwoPeopleAtAForm(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	sales := world.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}}) + "/edit"
	message := strings.TrimPrefix(world.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Expiring"}, "notification_subject": {"Soon"}}), "/notifications/templates/")
	schedule := world.create("P", "/notifications/schedules/new", url.Values{"schedule_name": {"Reminder"}, "lines": {"1"}, "days-0": {"9"}, "when-0": {"before"},
		"template-0": {message}, "condition-0": {"Always"}, "applies-0": {"all"}}) + "/edit"
	document := world.create("R1", "/terms/new", url.Values{"document_name": {"House"}, "document_version": {"1"}, "document_effective": {"2026-02-28"}, "document_text": {"Be kind."}}) + "/edit"
	world.create("P", "/products/resource-categories/new", url.Values{"resource_category_name": {"Mail"}, "resource_category_position": {"1"}})
	group := "/products/resource-categories/" + idOf(world.state("P").Effective().Categories.Resource[0].ID) + "/edit"
	place := strings.TrimSuffix(strings.TrimPrefix(sales, "/products/sales-categories/"), "/edit")
	tests := []struct {
		who, path             string
		theirs, others, typed url.Values // what somebody else saves, and what is typed then: something else, and the same
		shows                 []string   // of what collides
	}{
		{"P", sales, url.Values{"category_name": {"Sky"}}, url.Values{"category_description": {"Ours"}}, url.Values{"category_name": {"Heaven"}},
			[]string{"Category name", "When you opened the form: Cloud", "As it is now: Sky", "Changed by P", "As you typed it: Heaven"}},
		{"P", "/products/sales-categories/plans/2", url.Values{"sales_categories": {place}}, nil, nil, nil},
		{"P", "/products/plan-categories/41/edit", url.Values{"tax_category": {"reduced"}}, url.Values{"plan_category_description": {"Ours"}},
			url.Values{"tax_category": {"none"}}, []string{"Tax category", "form: standard", "now: reduced", "Changed by P", "typed it: none"}},
		{"P", group, url.Values{"resource_category_position": {"2"}}, url.Values{"resource_grouping": {"31"}}, url.Values{"resource_category_position": {"3"}},
			[]string{"Resource category position", "form: 1", "now: 2", "Changed by P", "typed it: 3"}},
		{"P", "/products/resources/33/edit", url.Values{"resource_unit": {"piece"}}, url.Values{"resource_grouping": {strings.Split(group, "/")[3]}},
			url.Values{"resource_unit": {"item"}}, []string{"Unit", "now: piece", "Changed by P", "typed it: item"}},
		{"P", schedule, url.Values{"days-0": {"7"}, "template-0": {message}}, url.Values{"schedule_name": {"Nudges"}},
			url.Values{"days-0": {"5"}, "template-0": {message}}, []string{"form: 9 days before expiration, Expiring, Always, all", "now: 7 days before expiration, Expiring",
				"Changed by P", "typed it: 5 days before expiration, Expiring"}},
		{"R1", document, url.Values{"document_text": {"Be brave."}}, url.Values{"document_version": {"2"}}, url.Values{"document_text": {"Be quick."}},
			[]string{"Document text", "form: Be kind.", "now: Be brave.", "Changed by R1", "typed it: Be quick."}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			w := world.in(t)
			opened := w.get(tt.who, tt.path).want(http.StatusOK).form(tt.path)
			w.post(tt.who, tt.path, typed(opened, tt.theirs)).want(http.StatusSeeOther)
			if tt.typed == nil { // nobody typed anything: what the other one did stays
				w.post(tt.who, tt.path, opened).want(http.StatusSeeOther)
				if got := w.get(tt.who, tt.path).form(tt.path); !holds(got, tt.theirs) {
					t.Errorf("the form has %v", got)
				}
				return
			}
			next := w.post(tt.who, tt.path, typed(opened, tt.others)).want(http.StatusSeeOther).location
			if text := w.get(tt.who, next).text("[role=status], [role=alert], .flash"); !strings.Contains(text, "Meanwhile somebody else changed") {
				t.Errorf("the message does not tell what the other one did: %q", text)
			}
			if got := w.get(tt.who, tt.path).form(tt.path); !holds(got, tt.theirs) || !holds(got, tt.others) {
				t.Errorf("the form has %v", got)
			}
			before := w.entries()
			page := w.post(tt.who, tt.path, typed(opened, tt.typed)).want(http.StatusConflict).shows(tt.shows...)
			if w.entries() != before {
				t.Error("something was stored")
			}
			w.post(tt.who, tt.path, page.decided(tt.path)).want(http.StatusSeeOther)
			got := w.get(tt.who, tt.path).form(tt.path)
			if !holds(got, tt.typed) || !holds(got, tt.others) {
				t.Errorf("decided for what was typed, the form has %v", got)
			}
			w.get(tt.who, w.post(tt.who, tt.path, got).want(http.StatusSeeOther).location)
			if entries := w.entries(); entries != before+1 && tt.path != "/products/resources/33/edit" {
				t.Errorf("%d entries of the log for one change and one form as it was", entries-before)
			}
		})
	}
}

// typed is a form with other values in some of its fields.
func typed(form, values url.Values) url.Values {
	next := url.Values{}
	for name, texts := range form {
		next[name] = texts
	}
	for name, texts := range values {
		next[name] = texts
	}
	return next
}

// holds reports whether a form has these values.
func holds(form, values url.Values) bool {
	for name := range values {
		if form.Get(name) != values.Get(name) && !strings.HasPrefix(name, "days-") && !strings.HasPrefix(name, "template-") {
			return false
		}
	}
	return true
}

// TestWhatIsRemovedMeanwhileIsShown says that nothing is left to be saved, and shows what was typed.
func TestWhatIsRemovedMeanwhileIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}})
	opened := w.get("P", category+"/edit").form(category + "/edit")
	w.post("P", category+"/delete", nil).want(http.StatusSeeOther)
	page := w.post("P", category+"/edit", typed(opened, url.Values{"category_description": {"A long text"}})).want(http.StatusConflict)
	page.shows("Removed meanwhile", "Somebody else removed what you were editing", "Cloud", "Category description", "A long text", "Removed by P")
	if page.Find("main form button").Length() > 0 {
		t.Error("it can be saved")
	}
	w.get("P", category).want(http.StatusNotFound)
}

// TestACustomizationIsForgottenFromABrowser sends the name of a step as browsers do, with other ends of lines.
func TestACustomizationIsForgottenFromABrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := domain.OrderFlow{Name: "Standard"}
	about := domain.Ref{Of: domain.ObjectFlow, ID: domain.NewID}
	about.ID = w.change("P", domain.Change{Kind: domain.FlowSaved, About: about, Typed: flow.Values()}).Change.About.ID
	flow.ID = domain.FlowID(about.ID)
	flow.Transitions = []domain.Transition{{OrderType: "Sales", From: "New", To: "Paid"}}
	w.change("P", domain.Change{Kind: domain.FlowSaved, About: about, Typed: flow.Values()})
	row := w.templateRow()
	row.OrderFlow = flow.ID
	w.change("P", domain.Change{Kind: domain.TemplateChanged, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID)}, Typed: row.Values()})
	w.synchronize(domain.UpdateOrderFlow)
	w.set("R1", domain.FlowCustomized, domain.TransitionKey(flow.ID, flow.Transitions[0]), domain.Yes)
	flow.Transitions = nil
	w.change("P", domain.Change{Kind: domain.FlowSaved, About: about, Typed: flow.Values()})
	w.synchronize(domain.UpdateOrderFlow)
	form := w.get("R1", "/order-flow").want(http.StatusOK).shows("Customizations that are ignored", "New", "Paid").form("/order-flow")
	form.Set("do", "forget")
	form.Set("step", strings.ReplaceAll(form.Get("step"), "\n", "\r\n"))
	w.post("R1", "/order-flow", form).want(http.StatusSeeOther)
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values are left", n)
	}
	w.get("R1", "/order-flow").hides("Customizations that are ignored")
}

// TestANotificationStandsInAScheduleOnce puts the message beside the second of the two lines.
func TestANotificationStandsInAScheduleOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	message := strings.TrimPrefix(w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Expiring"}, "notification_subject": {"Soon"}}), "/notifications/templates/")
	form := url.Values{"notification_name": {"Standard"}, "lines": {"2"}}
	for _, line := range []string{"0", "1"} {
		for name, text := range map[string]string{"days": "7", "when": "before", "template": message, "condition": "Always", "applies": "all"} {
			form.Set(name+"-"+line, text)
		}
	}
	page := w.post("P", "/notifications/schedules/new", form).want(http.StatusUnprocessableEntity)
	if first, second := page.problem("days-0"), page.problem("days-1"); first != "" || second != "This is there already: remove one of the two" {
		t.Errorf("messages %q and %q", first, second)
	}
}
