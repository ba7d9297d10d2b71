package db_test

import (
	"testing"

	"tiersync/domain"
)

// What the provider's second reseller plan is, and the plan that only its template delegates.
const (
	secondResellerPlan = domain.PlanID(4)
	backupPlan         = domain.PlanID(5)
)

// secondPlan adds a reseller plan on a template of its own, which delegates Backup alone, subscribes R1 to it, and returns
// a request to run these boxes for all of its resellers.
func (w *world) secondPlan(boxes ...domain.OptionKey) domain.RunRequest {
	w.t.Helper()
	row := domain.TemplateRow{Name: "Second", Active: true, Privileges: domain.Privileges()}
	row.ID = w.saveTemplate(w.provider, row)
	c := w.catalog("10")
	plan, single := c.Plan(resellerPlan).Clone(), c.Plan(officePlan).Clone()
	plan.ID, plan.Name, plan.Template = secondResellerPlan, "Second program", row.ID
	single.ID, single.Name = backupPlan, "Backup"
	w.edit("P", c.WithPlan(plan).WithPlan(single))
	row.Delegated = []domain.PlanID{backupPlan}
	w.saveTemplate(w.provider, row)
	w.exec(`INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
		VALUES ($1, $2, $3, 'second', 'Active', now(), now())`, w.accounts["R1"], w.accounts["P"], secondResellerPlan)
	return w.requestFor(secondResellerPlan, boxes...)
}

// requestFor is request for another reseller plan.
func (w *world) requestFor(plan domain.PlanID, boxes ...domain.OptionKey) domain.RunRequest {
	w.t.Helper()
	dialog, err := w.db.OpenDialog(w.t.Context(), w.provider, domain.DialogRequest{Plan: plan})
	w.check(err)
	return domain.RunRequest{Key: dialog.Key, Plan: plan, Options: boxSet(boxes)}
}

// TestARunLeavesTheOtherResellerPlanAlone: rule 2a counts a plan as delegated while any of the reseller's live subscriptions
// brings it.
func TestARunLeavesTheOtherResellerPlanAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.run(w.provider, w.secondPlan())
	status := func(plan domain.PlanID) domain.Status {
		effective, _, err := w.db.Catalog(t.Context(), w.provider, w.accounts["R1"])
		w.check(err)
		return effective.Plan(plan).Status()
	}
	for _, request := range []domain.RunRequest{w.request(domain.EnablePlans), w.requestFor(secondResellerPlan, domain.EnablePlans)} {
		page := w.run(w.provider, request)
		if page.Run.Totals.Changed != 0 {
			t.Errorf("a run of plan %d changed %+v, want nothing", request.Plan, page.Run.Totals)
		}
		for _, plan := range []domain.PlanID{mailPlan, officePlan, backupPlan} {
			if got := status(plan); got != domain.StatusPublished {
				t.Errorf("plan %d after a run of plan %d: %s", plan, request.Plan, got)
			}
		}
	}
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE account_id = $1 AND plan_id = $2`, w.accounts["R1"], secondResellerPlan)
	w.run(w.provider, w.request(domain.EnablePlans))
	if got := status(backupPlan); got != domain.StatusDisabled {
		t.Errorf("Backup once its reseller plan is terminated: %s, want it disabled", got)
	}
}
