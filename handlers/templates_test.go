package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/domain"
)

// template is the id of the provider's template.
func (w *world) template() domain.TemplateID {
	w.t.Helper()
	list, err := w.db.Templates(w.t.Context(), w.viewers["P"])
	w.check(err)
	return list[0].ID
}

func (w *world) templateRow() domain.TemplateRow {
	w.t.Helper()
	row, err := w.db.Template(w.t.Context(), w.viewers["P"], w.template())
	w.check(err)
	return row
}

// delegate makes plans the delegated ones of the provider's template.
func (w *world) delegate(plans ...domain.PlanID) {
	w.t.Helper()
	row := w.templateRow()
	row.Delegated = plans
	w.save("P", domain.DelegationChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}, row)
}

// save makes a change of a whole thing as somebody and returns its id.
func (w *world) save(as string, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) int64 {
	w.t.Helper()
	id, err := save(w.t.Context(), w.db, w.viewers[as], kind, about, thing)
	w.check(err)
	return id
}

func save(ctx context.Context, d *db.DB, v domain.Viewer, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) (int64, error) {
	done, err := d.Planting().Do(ctx, v, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	return done.Change.About.ID, err
}

func TestDelegateAndUndelegate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := fmt.Sprintf("/products/templates/%d/delegated-plans", w.template())
	form := w.get("P", path).want(http.StatusOK).shows("Hosted Mail", "Not Delegated").form(path)
	if diff := cmp.Diff([]string{"1", "2", "3"}, form["delegated_plan"]); diff != "" {
		t.Errorf("ticked (-want +got):\n%s", diff)
	}
	form["delegated_plan"] = []string{"1", "2", "4"}
	w.post("P", path, form).want(http.StatusSeeOther)
	if diff := cmp.Diff([]domain.PlanID{resellerPlan, mailPlan, newPlan}, w.templateRow().Delegated); diff != "" {
		t.Errorf("delegated (-want +got):\n%s", diff)
	}
	w.get("P", path).shows("1 plan more is delegated; 1 plan is delegated no more.")
	// Sent twice, it changes nothing; and of a form that was made before, only what was ticked otherwise counts.
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", path).shows("Nothing was changed")
	stale := w.get("P", path).form(path)
	form = w.get("P", path).form(path)
	form["delegated_plan"] = []string{"1", "2", "3", "4"}
	w.post("P", path, form).want(http.StatusSeeOther)
	stale["delegated_plan"] = []string{"1", "4"}
	w.post("P", path, stale).want(http.StatusSeeOther)
	w.get("P", path).shows("1 plan is delegated no more.", "Meanwhile somebody else changed: 1 plan more is delegated.")
	if diff := cmp.Diff([]domain.PlanID{resellerPlan, officePlan, newPlan}, w.templateRow().Delegated); diff != "" {
		t.Errorf("delegated by both (-want +got):\n%s", diff)
	}
	w.delegate(resellerPlan, mailPlan, newPlan)
	// Plans that a search does not show stay as they are.
	form = w.get("P", path+"?q=office").form(path + "?q=office")
	form["delegated_plan"] = []string{"3"}
	if saved := w.post("P", path+"?q=office", form).want(http.StatusSeeOther); saved.location != path+"?q=office" {
		t.Errorf("after saving the found plans: %s", saved.location)
	}
	if got := w.templateRow().Delegated; len(got) != 4 {
		t.Errorf("delegated %v, want all four", got)
	}
	form = w.get("P", path).form(path)
	form["delegated_plan"] = []string{"5"}
	w.post("P", path, form).want(http.StatusUnprocessableEntity)
	w.get("P-viewer", path).want(http.StatusOK)
	w.post("P-viewer", path, form).want(http.StatusForbidden)
}

// More plans than a page shows: the page says what Save is for, and leads on by saving.
func TestDelegatedPlansOnPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := w.state("P")
	made := now.Own.MadeCatalog()
	for id := domain.PlanID(2001); id <= 2060; id++ {
		plan := made.Plan(newPlan).Clone()
		plan.ID = id
		made = made.WithPlan(plan)
	}
	w.change("P", domain.ChangeBetween(now, domain.State{Own: now.Own.WithMade(made)}))
	path := fmt.Sprintf("/products/templates/%d/delegated-plans", w.template())
	second := path + "?page=2&sort=name"
	first := w.get("P", path+"?sort=name").want(http.StatusOK).shows("This page has the plans 1–50 of 64. Save is for these", "Save and Go to Page 2")
	if first.Find("nav[aria-label='Pages'] a").Length() > 0 {
		t.Error("a link leaves the page without saving its ticks")
	}
	form := first.form(path + "?sort=name")
	form["delegated_plan"], form["go"] = append(form["delegated_plan"], "2001"), []string{"2"}
	if saved := w.post("P", path+"?sort=name", form).want(http.StatusSeeOther); saved.location != second {
		t.Errorf("saving goes on to %s, want %s", saved.location, second)
	}
	form = w.get("P", second).shows("51–64 of 64", "Save and Go to Page 1").form(second)
	form["delegated_plan"] = []string{form["shown"][0]}
	w.post("P", second, form).want(http.StatusSeeOther)
	if got := w.templateRow().Delegated; len(got) < 2 || !slices.Contains(got, 2001) {
		t.Errorf("delegated %v, want the ticks of both pages", got)
	}
	w.get("P-viewer", path).shows("1–50 of 64", "Next").hides("Save")
	w.get("P", path+"?q=office").hides("Save is for")
}

func TestTemplateTabs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	base := fmt.Sprintf("/products/templates/%d", w.template())
	w.get("P", "/products/templates").want(http.StatusOK).shows("Standard", "Active")

	form := w.get("P", base).want(http.StatusOK).shows("Reseller program").form(base)
	form.Set("template_name", " ")
	if got := w.post("P", base, form).want(http.StatusUnprocessableEntity).problem("template_name"); got != "Enter a name" {
		t.Errorf("message %q", got)
	}
	form.Set("template_name", "Renamed")
	form.Del("template_active")
	w.post("P", base, form).want(http.StatusSeeOther)
	if row := w.templateRow(); row.Name != "Renamed" || row.Active || len(row.Delegated) != 3 {
		t.Errorf("saved %+v", row)
	}

	form = w.get("P", base+"/privileges").form(base + "/privileges")
	form["template_privilege"] = []string{"View reports"}
	w.post("P", base+"/privileges", form).want(http.StatusSeeOther)
	if got := w.templateRow().Privileges; !slices.Equal(got, []domain.Privilege{domain.ViewReports}) {
		t.Errorf("privileges %v", got)
	}
	form["template_privilege"] = []string{"Everything"}
	w.post("P", base+"/privileges", form).want(http.StatusUnprocessableEntity)

	form = w.get("P", base+"/terms").form(base + "/terms")
	form.Set("document_name-0", "Terms of sale")
	w.post("P", base+"/terms", form).want(http.StatusUnprocessableEntity).shows("Enter the text")
	form.Set("document_text-0", "Pay in 30 days.")
	form.Set("document_version-0", "1.0")
	form.Set("document_effective-0", "2026-01-31")
	w.post("P", base+"/terms", form).want(http.StatusSeeOther)
	if terms := w.templateRow().Terms; len(terms.Documents) != 1 || terms.Documents[0].ID == 0 || terms.Documents[0].Name != "Terms of sale" {
		t.Errorf("terms %+v", terms)
	}
	w.get("P", base+"/order-flow").want(http.StatusOK).shows("No order flow")
	w.post("P", base+"/order-flow", url.Values{"template_order_flow": {"77"}}).want(http.StatusUnprocessableEntity)
}

func TestNewTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/templates/new", url.Values{"template_name": {"Standard"}}).want(http.StatusUnprocessableEntity).shows("Another template has this name")
	created := w.post("P", "/products/templates/new", url.Values{"template_name": {"Partner"}}).want(http.StatusSeeOther)
	w.get("P", created.location).want(http.StatusOK).shows("Partner")
	// A reseller who sells on has templates of their own.
	w.post("R1", "/products/templates/new", url.Values{"template_name": {"Mine"}}).want(http.StatusSeeOther)
	w.get("R1", "/products/templates").shows("Mine").hides("Standard")
	w.get("P", "/products/templates").hides("Mine")
}
