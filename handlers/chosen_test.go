package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestWhatWasChosenIsDeletedMeanwhile sends forms in which something was chosen that somebody else has deleted: the message says what it
// was called, who deleted it, and leads to that change.
func TestWhatWasChosenIsDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	made := func(path string, form url.Values) string { return world.create("P", path, form) }
	idIn := func(path string) string { return path[strings.LastIndex(path, "/")+1:] }
	message := idIn(made("/notifications/templates/new", url.Values{"notification_name": {"Expiring"}, "notification_subject": {"Soon"}}))
	schedule := made("/notifications/schedules/new", url.Values{"schedule_name": {"Nudge"}, "lines": {"0"}})
	kept := made("/notifications/schedules/new", url.Values{"schedule_name": {"Kept"}, "lines": {"0"}}) + "/edit"
	sales := made("/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}})
	made("/products/sales-categories/new", url.Values{"category_name": {"Sky"}, "category_position": {"2"}})
	made("/products/plan-categories/new", url.Values{"plan_category_name": {"Services"}})
	services := world.state("P").Effective().Categories.Plan
	tax := "/products/plan-categories/" + idOf(services[len(services)-1].ID)
	template := strings.TrimSuffix(made("/products/templates/new", url.Values{"template_name": {"Bronze"}, "template_active": {"yes"}}), "/delegated-plans")
	plan := made("/products/plans/new", url.Values{"name": {"Backup"}, "plan_type": {"Generic"}, "plan_category": {"41"}, "period_length": {"1"},
		"period_unit": {"months"}, "recurring_fee": {"1"}})
	path := "/products/plans/4/periods/new"
	made(path, typed(world.get("P", path).form(path), url.Values{"period_length": {"7"}, "period_unit": {"months"}}))
	periods := world.state("P").Effective().Plan(newPlan).Periods
	period := "/products/plans/4/periods/" + idOf(periods[len(periods)-1].ID)
	tests := []struct {
		of, removed, path string
		chosen            url.Values
		field             string
	}{
		{"Nudge", schedule, mailPeriod, url.Values{"notification_schedule": {idIn(schedule)}}, "notification_schedule"},
		{"Cloud", sales, "/products/sales-categories/plans/2", url.Values{"sales_categories": {idIn(sales)}}, "sales_categories"},
		{"Cloud", "", "/products/sales-categories/new", url.Values{"category_name": {"Sub"}, "parent_category": {idIn(sales)}}, "parent_category"},
		{"Services", tax, "/products/plans/2/edit", url.Values{"plan_category": {idIn(tax)}}, "plan_category"},
		{"Bronze", template, "/products/plans/new", url.Values{"name": {"Copper"}, "plan_type": {"Reseller"}, "service_template": {idIn(template)}},
			"service_template"},
		{"Backup", plan, "/products/plans/2/upgrades", url.Values{"upgrade_path": {idIn(plan)}, "upgrade_fee": {"1"}}, "upgrade_path"},
		{"7 months", period, "/products/plans/4/edit", url.Values{"renew_period": {idIn(period)}}, "renew_period"},
		{"Expiring", "undo", kept, url.Values{"days-0": {"7"}, "template-0": {message}}, "template-0"},
	}
	forms := make([]url.Values, len(tests))
	for i, tt := range tests {
		forms[i] = typed(world.get("P", tt.path).want(http.StatusOK).form(tt.path), tt.chosen)
	}
	for i, tt := range tests {
		w := world.in(t)
		switch tt.removed {
		case "":
		case "undo":
			log := w.get("P", "/audit?about=notification_template-"+message)
			change := log.Find("main tbody a[href^='/changes/']").First().AttrOr("href", "")
			w.post("P", change+"/undo", w.get("P", change+"/undo").want(http.StatusOK).form(change+"/undo")).want(http.StatusSeeOther)
		default:
			w.post("P", tt.removed+"/delete", nil).want(http.StatusSeeOther)
		}
		page := w.post("P", tt.path, forms[i]).want(http.StatusUnprocessableEntity)
		if got := page.problem(tt.field); !strings.HasPrefix(got, tt.of+" was deleted by P, ") || !strings.HasSuffix(got, "Choose something else") {
			t.Errorf("%s: %s says %q", tt.path, tt.field, got)
		}
		if choice := page.Find("main select[name='" + tt.field + "'] option[selected]"); tt.field != "sales_categories" {
			if choice.Text() != "Choose…" {
				t.Errorf("%s: %s shows %q as chosen", tt.path, tt.field, choice.Text())
			}
			w.post("P", tt.path, page.form(tt.path)).want(http.StatusUnprocessableEntity)
		}
		if page.Find(".error-summary a[href^='/changes/']").Length() != 1 {
			t.Errorf("%s: the summary does not lead to the change: %s", tt.path, page.text(".error-summary"))
		}
	}
}

// TestRestoringWhatNamesSomethingDeleted: the page that cannot bring a version back, and that which cannot take a change back, say of each value
// what it was that is gone, and who deleted it.
func TestRestoringWhatNamesSomethingDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	idIn := func(path string) string { return path[strings.LastIndex(path, "/")+1:] }
	schedule := w.create("P", "/notifications/schedules/new", url.Values{"schedule_name": {"Nudge"}, "lines": {"0"}})
	sales := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}})
	edit := func(path, field string, values ...string) {
		page := w.get("P", path).want(http.StatusOK)
		w.post("P", path, typed(page.form(path), url.Values{field: values})).want(http.StatusSeeOther)
	}
	const plan, place = "/products/plans/2/edit", "/products/sales-categories/plans/2"
	scheduled, placed := w.get("P", plan).form(plan).Get("notification_schedule"), w.get("P", place).form(place)["sales_categories"]
	edit(plan, "notification_schedule", idIn(schedule))
	edit(place, "sales_categories", idIn(sales))
	restore := w.get("P", "/products/plans/2/history").want(http.StatusOK).Find("a[href*='?with=']").First().AttrOr("href", "")
	edit(plan, "notification_schedule", scheduled)
	edit(place, "sales_categories", placed...)
	back := w.get("P", "/products/plans/2/history").want(http.StatusOK).Find("main tbody a[href^='/changes/']").First().AttrOr("href", "")
	w.post("P", schedule+"/delete", nil).want(http.StatusSeeOther)
	w.post("P", sales+"/delete", nil).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/history/"+restore[strings.LastIndex(restore, "=")+1:]+"/restore").want(http.StatusOK).hides("from the list").
		shows("Notification schedule: Nudge was deleted by P").shows("Sales categories: Cloud was deleted by P")
	w.get("P", back+"/undo").want(http.StatusOK).hides("from the list").shows("Sales categories: Cloud was deleted by P")
}
