package db_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// remove deletes something as the viewer.
func (w *world) remove(v domain.Viewer, r domain.DeletionRequest) {
	w.t.Helper()
	_, err := w.db.Delete(w.t.Context(), v, r)
	w.check(err)
}

// deleteSubscription ends R1's subscription and deletes it.
func (w *world) deleteSubscription() {
	w.t.Helper()
	_, err := w.db.ChangeStatus(w.t.Context(), w.provider, w.subs["R1"], domain.Terminate)
	w.check(err)
	w.remove(w.provider, domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R1"]})
}

// deletePlan deletes the reseller plan, which nobody has a copy of, after everything that uses it.
func (w *world) deletePlan() {
	w.t.Helper()
	w.exec(`DELETE FROM subscription WHERE id <> $1`, w.subs["R1"])
	w.deleteSubscription()
	w.delegate(mailPlan, officePlan)
	w.remove(w.provider, domain.DeletionRequest{Plan: resellerPlan})
}

// deleteTemplate bases the reseller plan on another template and deletes the one that it was based on.
func (w *world) deleteTemplate() {
	w.t.Helper()
	other := w.saveTemplate(w.provider, domain.TemplateRow{Name: "Other", Active: true})
	c := w.catalog("10")
	c.Plans[0].Template = other
	w.edit("P", c)
	w.remove(w.provider, domain.DeletionRequest{Template: w.template})
}

// refused wants a deletion by the provider refused, with these words.
func (w *world) refused(r domain.DeletionRequest, want string) {
	w.t.Helper()
	err := w.nothing(domain.KindInvalid, func() error {
		_, err := w.db.Delete(w.t.Context(), w.provider, r)
		return err
	})
	if !strings.Contains(err.Error(), want) {
		w.t.Errorf("refusal: %v, want %q in it", err, want)
	}
	if d, err := w.db.Deletion(w.t.Context(), w.provider, r); err != nil || !strings.Contains(d.Refusal, want) {
		w.t.Errorf("asked first: %q, %v; want %q in it", d.Refusal, err, want)
	}
}

func TestDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.deletePlan()
	w.remove(w.provider, domain.DeletionRequest{Template: w.template})
	effective, _, err := w.db.Catalog(t.Context(), w.provider, w.accounts["P"])
	if err != nil || effective.Plan(resellerPlan) != nil || effective.Plan(mailPlan) == nil {
		t.Errorf("the catalog afterwards: %+v, %v", effective, err)
	}
	log := w.audit(w.provider, "deleted")
	var got []string
	for _, e := range log {
		got = append(got, strings.TrimPrefix(e.UserName, w.provider.User.Name)+" "+e.Action+": "+e.About.Name)
	}
	want := []string{" deleted service template: Standard", " deleted service plan: Reseller program",
		" deleted subscription: Subscription of R1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
	for _, again := range []domain.DeletionRequest{{Plan: resellerPlan}, {Template: w.template},
		{Plan: resellerPlan, Subscription: w.subs["R1"]}} {
		_, err := w.db.Delete(t.Context(), w.provider, again)
		wantKind(t, err, domain.KindNotFound)
	}
}

func TestWhatIsInUseCannotBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refused(domain.DeletionRequest{Plan: mailPlan}, "service plan cannot be deleted while it is used by service template Standard.")
	w.refused(domain.DeletionRequest{Template: w.template}, "service plan Reseller program")
	w.refused(domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R1"]}, "while it is active")
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE id = $1`, w.subs["R1"])
	w.refused(domain.DeletionRequest{Plan: resellerPlan}, "subscription Subscription of R1")
	w.sync()
	w.delegate()
	w.refused(domain.DeletionRequest{Plan: mailPlan}, "the copy of R2")
	c := w.catalog("10")
	c.Plans = append(c.Plans, &domain.Plan{ID: 77, Name: "New", Type: domain.GenericPlan, PlanCategory: 8})
	c.Plans[1].Upgrades = []domain.Upgrade{{To: 77, Downgrade: true}}
	w.edit("P", c)
	w.refused(domain.DeletionRequest{Plan: 77}, "the downgrade path of Mail.")
	c = w.catalog("10")
	c.Plans = c.Plans[1:]
	w.edit("P", c) // as no screen does it: the copies below are still based on the template
	w.refused(domain.DeletionRequest{Template: w.template}, "service plan Reseller program of R2")
}

// The undo of an undo brings back a copy of a plan that nobody has at this moment, and that copy is based on a template.
func TestWhatAnUndoCouldBringBackCannotBeDeleted(t *testing.T) {
	t.Parallel()
	const nested = domain.PlanID(77)
	w := newWorld(t)
	w.sync()
	template := w.saveTemplate(w.provider, domain.TemplateRow{Name: "Other", Active: true})
	c := w.catalog("10")
	plan := &domain.Plan{ID: nested, Name: "Nested", Type: domain.ResellerPlan, Template: template, PlanCategory: 8}
	c.Plans = append(c.Plans, plan)
	w.edit("P", c)
	w.delegate(mailPlan, officePlan, resellerPlan, nested)
	undo := w.undo(w.sync().Run.ID)
	w.delegate(mailPlan, officePlan, resellerPlan)
	w.refused(domain.DeletionRequest{Plan: nested}, "service plan cannot be deleted: it was delivered before to R1, R2, R11, R21, R111, and an undo")
	moved := *plan
	moved.Template = w.template
	c.Plans[3] = &moved
	w.edit("P", c)
	w.refused(domain.DeletionRequest{Template: template}, "service template cannot be deleted: a plan based on it was delivered before to R1,")
	w.undo(undo.Run.ID)
	copied, _, err := w.db.Catalog(t.Context(), w.provider, w.accounts["R1"])
	w.check(err)
	if p := copied.Plan(nested); p == nil || p.Template != template {
		t.Errorf("R1 has %+v, want the plan based on the other template", p)
	}
}

func TestOnlyTheOwnerDeletes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	reseller, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
	w.check(err)
	reader := viewer(t, w.db, w.accounts["P"], domain.ReadOnly)
	tests := []struct {
		name    string
		viewer  domain.Viewer
		request domain.DeletionRequest
		want    domain.Kind
	}{
		{"a delivered plan", reseller, domain.DeletionRequest{Plan: mailPlan}, domain.KindForbidden},
		{"the provider's template", reseller, domain.DeletionRequest{Template: w.template}, domain.KindNotFound},
		{"their own subscription", reseller, domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R1"]}, domain.KindNotFound},
		{"another reseller's subscription", w.provider, domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R11"]}, domain.KindNotFound},
		{"a subscription to another plan", w.provider, domain.DeletionRequest{Plan: mailPlan, Subscription: w.subs["R1"]}, domain.KindNotFound},
		{"without the right", reader, domain.DeletionRequest{Plan: mailPlan}, domain.KindForbidden},
		{"without the right, a template", reader, domain.DeletionRequest{Template: w.template}, domain.KindForbidden},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := w.db.Deletion(t.Context(), tt.viewer, tt.request)
			wantKind(t, err, tt.want)
			if d != (domain.Deletion{}) {
				t.Errorf("beside the error: %+v", d)
			}
			w.nothing(tt.want, func() error {
				d, err := w.db.Delete(t.Context(), tt.viewer, tt.request)
				if d != (domain.Deletion{}) {
					t.Errorf("beside the error of Delete: %+v", d)
				}
				return err
			})
		})
	}
}

func TestRunsStayReadableWithoutTheSubscription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.run(w.provider, domain.RunRequest{Key: w.dialog(w.provider, w.subs["R1"]).Key, Plan: resellerPlan,
		Subscription: w.subs["R1"], Options: domain.AllOptions()}).Run.ID
	w.deleteSubscription()
	runs, _, err := w.db.Runs(t.Context(), w.provider, pages.ListQuery{Search: "R1"})
	if err != nil || len(runs) != 1 || runs[0].Reseller != "R1" {
		t.Errorf("the list of runs: %+v, %v", runs, err)
	}
	result, err := w.db.RunResult(t.Context(), w.provider, run, w.accounts["R1"], pages.OutcomeQuery{})
	if err != nil || result.Reseller.Name != "R1" || len(result.Outcomes) == 0 || result.Names.Plans[mailPlan] != "Mail" {
		t.Errorf("what the run did to R1: %+v, %v", result, err)
	}
	if got := w.fee("R1", mailPlan); got != "10" {
		t.Errorf("R1 sells at %s, want 10 as before", got)
	}
	undo, err := w.db.Undo(t.Context(), w.provider, run, nil)
	w.check(err)
	page, err := w.db.Run(t.Context(), w.provider, undo, pages.RunQuery{})
	if err != nil || page.Run.Reseller != "R1" || page.Run.Totals.Changed != 1 {
		t.Errorf("the undo: %+v, %v", page.Run, err)
	}
}

func TestRefusalsSayHowManyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		w.saveTemplate(w.provider, domain.TemplateRow{Name: name, Active: true, Delegated: []domain.PlanID{mailPlan}})
	}
	deletion, err := w.db.Deletion(t.Context(), w.provider, domain.DeletionRequest{Plan: mailPlan})
	w.check(err)
	if !strings.Contains(deletion.Refusal, ", and 3 more.") {
		t.Errorf("the refusal says %q", deletion.Refusal)
	}
}
