package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
)

const (
	plansPage = "/products/plans"
	manyPage  = plansPage + "/many"
)

// many opens the page that does something to plans, as the list's form leads there.
func (w *world) many(as string, query string) (page *answer, path string) {
	w.t.Helper()
	path = manyPage + "?" + query
	return w.get(as, path).want(http.StatusOK), path
}

// saveMany opens the page and saves what it shows.
func (w *world) saveMany(as string, query string) *answer {
	w.t.Helper()
	page, path := w.many(as, query)
	return w.post(as, path, page.form(path)).want(http.StatusSeeOther)
}

// published are the plans of an account that are published.
func (w *world) published(as string) (plans []domain.PlanID) {
	for _, p := range w.state(as).Effective().Plans {
		if p.Published {
			plans = append(plans, p.ID)
		}
	}
	return plans
}

// Ticked plans are unpublished, and all that match published, each as one change that is shown before and can be taken back.
func TestManyPlansArePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list := w.get("P", plansPage).want(http.StatusOK).shows("Delegated in", "Last change", "Ticked Plans…", "All 4 That Match…")
	if n := list.Find("main tbody input[name=plan]").Length(); n != 4 {
		t.Fatalf("%d plans can be ticked", n)
	}
	before := w.entries()
	page, _ := w.many("P", "do=unpublish&plan=2&plan=3")
	page.shows("2 ticked plans", "2 plans change.", "Hosted Mail", "Published: Yes → No", "Resellers go on selling what was delivered to them", "then").
		hides("Not Delegated")
	if withdraw := page.Find("main a:contains('withdraw from')").AttrOr("href", ""); withdraw != manyPage+"?do=withdraw&plan=2&plan=3" {
		t.Errorf("withdraw leads to %s", withdraw)
	}
	if w.entries() != before {
		t.Error("a preview saved something")
	}
	if to := w.saveMany("P", "do=unpublish&plan=2&plan=3").location; to != plansPage {
		t.Errorf("the change leads to %s", to)
	}
	done := w.get("P", plansPage).shows("2 plans are changed.", "Hosted Mail · Published: Yes → No")
	if got := w.published("P"); !slices.Equal(got, []domain.PlanID{1, 4}) || w.entries() != before+1 {
		t.Errorf("published are %v, in %d changes", got, w.entries()-before)
	}
	change := done.Find("a[href^='/changes/']").First().AttrOr("href", "")
	w.get("P", change).shows("Changed service plans", "Hosted Mail", "Office Suite")
	w.get("P", plansPage+"/2/history").shows("Changed service plans", "Published")
	page, _ = w.many("P", "do=publish&all=yes&status=Unpublished")
	page.shows("2 plans match", "2 plans change.")
	page, path := w.many("P", "do=publish&all=yes&q=office")
	page.shows("1 plan matches", "1 plan changes.")
	w.post("P", path, page.form(path)).want(http.StatusSeeOther)
	w.get("P", change+"/undo").want(http.StatusOK).hides("leave sale")
	w.post("P", change+"/undo", nil).want(http.StatusSeeOther)
	if got := w.published("P"); len(got) != 4 {
		t.Errorf("after the undo %v are published", got)
	}
	page, _ = w.many("P", "do=publish&all=yes")
	page.shows("No plan changes, 4 are so already.").hides("Save")
}

// Plans are delegated to several templates and withdrawn from them, all or none.
func TestManyPlansAreDelegated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gold := w.save("P", domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: "Gold"}, domain.TemplateRow{Name: "Gold", Active: true})
	standard := idOf(w.planted.Template)
	page, _ := w.many("P", "do=delegate&plan=2&plan=4")
	page.shows("Service templates", "Gold", "Show What Changes").hides("Save")
	query := "do=delegate&plan=2&plan=4&to=" + standard + "&to=" + idOf(gold)
	page, path := w.many("P", query)
	page.shows("2 plans change.", "Delegated in Gold")
	form := page.form(path)
	w.post("P", path, form).want(http.StatusSeeOther)
	told := w.get("P", plansPage).shows("2 plans are changed. 2 plans more are delegated")
	for _, name := range []string{"Standard", "Gold"} {
		change := told.Find("main a[href^='/changes/']:contains('Changed delegated plans: "+name+"')").AttrOr("href", "nowhere")
		w.get("P", change).want(http.StatusOK).shows("Changed delegated plans", name)
	}
	for _, row := range []string{standard, idOf(gold)} {
		w.get("P", "/products/templates/"+row+"/history").shows("Changed delegated plans")
	}
	w.get("P", plansPage+"?delegated="+idOf(gold)).shows("Hosted Mail", "Not Delegated").hides("Office Suite")
	w.get("P", plansPage+"?delegated=none").shows("No plan of this kind matches the search")
	page, path = w.many("P", "do=withdraw&all=yes&delegated="+idOf(gold)+"&to="+idOf(gold))
	form = page.shows("Withdrawn from Gold", "2 plans change.").form(path)
	w.get("P", plansPage+"?delegated="+standard).shows("Hosted Mail")
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", plansPage+"?delegated="+idOf(gold)).shows("No plan of this kind matches")
	withdraw := manyPage + "?do=withdraw&plan=2&chosen=yes"
	page = w.get("P", withdraw).want(http.StatusUnprocessableEntity).hides("Save")
	if n := page.problem("to"); n != "Tick at least one" || page.Find("main input[checked]").Length() > 0 {
		t.Errorf("where none is ticked the message is %q, and %d are ticked again", n, page.Find("main input[checked]").Length())
	}
	page, _ = w.many("P", "do=withdraw&plan=2")
	if page.Find("main form[action='"+manyPage+"'] input[name=chosen][value=yes]").Length() != 1 {
		t.Error("the choice does not say that somebody made it")
	}
	if n := w.get("P", manyPage+"?do=delegate&plan=2&to=999999").want(http.StatusUnprocessableEntity).problem("to"); n != "Choose from the list" {
		t.Errorf("the message is %q", n)
	}
}

// Where there is nothing to choose, the page says what is missing and leads to it.
func TestManyPlansWithoutAChoice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, _ := w.many("R1", "do=delegate&plan=2")
	page.shows("You have no service template yet", "Service Templates").hides("Show What Changes")
}

// What somebody else did meanwhile to other values is kept, to the same value asks; when other plans match than were shown, nothing is saved.
func TestManyPlansMeetOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, path := w.many("P", "do=schedule&plan=2&plan=3&to=51")
	form := page.shows("Notification schedule: none → Reminders").form(path)
	other := w.get("P", "/products/plans/2/edit").form("/products/plans/2/edit")
	other.Set("short_description", "Other words")
	w.post("P", "/products/plans/2/edit", other).want(http.StatusSeeOther)
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", plansPage).shows("2 plans are changed.", "Meanwhile somebody else changed")
	if p := w.state("P").Effective().Plan(mailPlan); p.Schedule != 51 || p.Short != "Other words" {
		t.Errorf("the schedule is %d, the description %q", p.Schedule, p.Short)
	}
	page, path = w.many("P", "do=unpublish&all=yes&status=Published")
	form = page.shows("4 plans change.").form(path)
	w.post("P", "/products/plans/4/unpublish", nil).want(http.StatusSeeOther)
	before := w.entries()
	w.post("P", path, form).want(http.StatusUnprocessableEntity).shows("These are other plans than were shown", "3 plans change.")
	if w.entries() != before {
		t.Error("something was saved")
	}
}

// Categories and usage statistics of a provider's plans; what cannot be is said, and changes nothing of any plan.
func TestManyPlansAreMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	top := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Office"}, "category_position": {"0"}, "display_category": {"yes"}})
	id := top[strings.LastIndex(top, "/")+1:]
	w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Back office"}, "category_position": {"1"}})
	choice := w.get("P", manyPage+"?do=sales-category&plan=2").want(http.StatusOK).shows("Sales category")
	if shown, hidden := choice.text("optgroup[label='Displayed to customers']"), choice.text("optgroup[label='Not displayed to customers']"); shown != "Office" || hidden != "Back office" {
		t.Errorf("displayed are %q, not displayed %q", shown, hidden)
	}
	w.saveMany("P", "do=sales-category&plan=2&plan=3&to="+id)
	w.get("P", plansPage+"?category="+id).shows("Hosted Mail", "Office Suite").hides("Not Delegated")
	w.saveMany("P", "do=usage&all=yes&category="+id)
	if p := w.state("P").Effective(); !p.Plan(mailPlan).UsageStatistics || p.Plan(newPlan).UsageStatistics {
		t.Error("usage statistics are attached to other plans than were meant")
	}
	w.get("P", plansPage).shows("Not passed on")
	w.get("P", plansPage+"?only=not_passed_on").shows("Hosted Mail", "Office Suite").hides("Not Delegated")
	other := w.create("P", "/products/plan-categories/new", url.Values{"plan_category_name": {"Hardware"}})
	_ = other
	page := w.get("P", manyPage+"?do=plan-category&plan=2").want(http.StatusOK).shows("Plan category", "Hardware")
	hardware := page.Find("select[name=to] option:contains('Hardware')").AttrOr("value", "")
	w.saveMany("P", "do=plan-category&plan=2&plan=4&to="+hardware)
	w.get("P", plansPage+"?category="+hardware).shows("Hosted Mail", "Not Delegated").hides("Office Suite")
	w.get("P", manyPage+"?do=publish").want(http.StatusOK).shows("Tick plans in the list first")
	w.get("P", manyPage+"?do=publish&plan=999").want(http.StatusOK).shows("Tick plans in the list first")
	w.get("P", manyPage+"?do=anything&plan=2").want(http.StatusNotFound)
}

// A reseller publishes, moves, and goes back to what was delivered; what is the provider's stays as it is, and says so.
func TestManyPlansOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		R1 adds plan Mine: plan category Cloud
		R1 adds period Mine month: recurring fee 10`)
	form := w.get("R1", recurrings).form(recurrings)
	form.Set(feeName(mailPlan), "9")
	w.post("R1", recurrings, form).want(http.StatusSeeOther)
	w.saveMany("R1", "do=unpublish&plan=2&plan=3")
	if n := w.state("R1").Own.Count(); n != 3 {
		t.Fatalf("%d own values", n)
	}
	w.get("R1", plansPage+"?only=own").shows("Hosted Mail", "Office Suite").hides("Reseller program")
	w.saveMany("R1", "do=publish&plan=3")
	if n := w.state("R1").Own.Count(); n != 2 {
		t.Errorf("published as delivered there are %d own values", n)
	}
	page, path := w.many("R1", "do=delivered&all=yes&to=all")
	page.shows("1 plan changes", "Published: No → Yes", "Recurring fee: EUR 9.00 → EUR 8.00", "Stays as it is: you made it")
	w.post("R1", path, page.form(path)).want(http.StatusSeeOther)
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values are left", n)
	}
	for _, deed := range []string{"usage", "plan-category"} {
		w.get("R1", manyPage+"?plan=2&do="+deed).want(http.StatusNotFound)
	}
	w.exec(`DELETE FROM template_plan WHERE plan_id = 3`)
	w.synchronize(domain.EnablePlans)
	page, _ = w.many("R1", "do=unpublish&all=yes")
	page.shows("Stays as it is: Disabled by Provider")
}

// A reseller moves plans into a category of their own and back; to the delivered one is no own value.
func TestManyPlansOfAResellerAreMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.create("R1", "/products/sales-categories/new", url.Values{"category_name": {"Mine"}, "category_position": {"0"}, "display_category": {"yes"}})
	mine := made[strings.LastIndex(made, "/")+1:]
	w.saveMany("R1", "do=sales-category&plan=2&plan=3&to="+mine)
	w.get("R1", plansPage+"?category="+mine).shows("Hosted Mail", "Office Suite").hides("Reseller program")
	w.post("R1", "/products/plans/2/unpublish", nil).want(http.StatusSeeOther)
	page, path := w.many("R1", "do=delivered&all=yes&only=own&to=categories")
	if text := page.shows("2 plans match", "2 plans change.").text("main tbody"); strings.Contains(text, "Published:") {
		t.Errorf("more is given back than categories: %s", text)
	}
	w.post("R1", path, page.form(path)).want(http.StatusSeeOther)
	if n := w.state("R1").Own.Count(); n != 1 {
		t.Errorf("%d own values are left, want that one plan is unpublished", n)
	}
	w.get("R1", plansPage+"?category="+mine).shows("No plan of this kind matches")
	w.operator("R1", "Pam", domain.PublishPlans)
	page, path = w.many("Pam", "do=delivered&all=yes&to=all")
	w.post("Pam", path, page.shows("1 plan changes").form(path)).want(http.StatusSeeOther)
	w.get("Pam", manyPage+"?do=sales-category&plan=2&to="+mine).want(http.StatusNotFound)
}

// Prices that were set where none were delivered leave the plan without any: it would wait, and that is said before.
func TestManyPlansBackToNoPrice(t *testing.T) {
	t.Parallel()
	w := holding(t)
	form := w.get("R2", heldPage).form(heldPage)
	form.Set("go", "free")
	w.means("R2", heldPage, w.post("R2", heldPage, form).form(heldPage)).want(http.StatusSeeOther)
	page, path := w.many("R2", "do=delivered&plan=4&to=prices")
	form = page.shows("1 plan changes.", "Delegated confirmation needed", "more values").form(path)
	w.post("R2", path, form).want(http.StatusSeeOther)
	w.get("R2", heldPage).shows("1 plan waits", "Confirm Not Delegated")
}

// Who may nothing of it ticks nothing; who may some of it is offered that.
func TestManyPlansForWhom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if n := w.get("P-viewer", plansPage).want(http.StatusOK).Find("main form[action='" + manyPage + "'], main tbody input").Length(); n != 0 {
		t.Errorf("a read-only user sees %d fields", n)
	}
	w.get("P-viewer", manyPage+"?do=publish&plan=2").want(http.StatusForbidden)
	options := w.get("P-operator", plansPage).text("select[name=do]")
	if !strings.Contains(options, "Publish") || strings.Contains(options, "category") || strings.Contains(options, "templates") {
		t.Errorf("who may publish is offered %q", options)
	}
	w.get("P-operator", manyPage+"?do=schedule&plan=2&to=51").want(http.StatusNotFound)
	page, path := w.many("P-operator", "do=unpublish&plan=2")
	page.hides("withdraw from")
	w.post("P-operator", path, page.form(path)).want(http.StatusSeeOther)
	page, path = w.many("P", "do=unpublish&plan=3")
	form := page.form(path)
	w.exec(`UPDATE app_user SET role = 'read-only' WHERE id = $1`, w.viewers["P"].User.ID)
	w.post("P", path, form).want(http.StatusForbidden)
}

// A thousand plans are changed in one save, and the page shows them fifty by fifty.
func TestAThousandPlansInOneSave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		P adds plan Bulk{1..1000}: plan category Cloud
		P adds period Bulk{1..1000} month: recurring fee 7`)
	before := w.entries()
	page, path := w.many("P", "do=unpublish&all=yes&q=Bulk")
	page.shows("1,000 plans match", "1,000 plans change.", "1–50 of 1,000")
	w.post("P", path, page.form(path)).want(http.StatusSeeOther)
	w.get("P", plansPage+"?q=Bulk").shows("1,000 plans are changed.", "All 1,000 That Match…")
	if got := w.published("P"); len(got) != 4 || w.entries() != before+1 {
		t.Errorf("%d plans are published, in %d changes", len(got), w.entries()-before)
	}
	w.saveMany("P", "do=delegate&all=yes&q=Bulk&to="+idOf(w.planted.Template))
	if n := len(w.templateRow().Delegated); n != 1003 {
		t.Errorf("%d plans are delegated", n)
	}
}
