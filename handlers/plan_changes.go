package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// planEditor stores what a vendor changes.
type planEditor interface {
	planReader
	changer
	blamer
	soldOn
	// PlanUses names the templates that delegate one of the viewer's plans, the copies of it and the live subscriptions to
	// it; for a period (not zero), the copies and subscriptions that have it.
	PlanUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID) (domain.Uses, error)
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
}

// PlanEdit are the screens that change a plan. One that the vendor made themselves can change in everything; over a delivered
// one they set values of their own (plan_own.go).
type PlanEdit struct{ store planEditor }

// NewPlanEdit returns the screens over a store.
func NewPlanEdit(store planEditor) *PlanEdit { return &PlanEdit{store} }

// load reads the plan that is edited. What was seen of it is remembered in the form.
func (h *PlanEdit) load(c echo.Context) (views.PlanPage, error) { return loadPlan(c, h.store) }

// planRef names a plan that is changed.
func planRef(p *domain.Plan) domain.Ref {
	return domain.Ref{Of: domain.ObjectPlan, ID: int64(p.ID), Name: p.Name}
}

// remaking is the change that makes another plan of one that the viewer made themselves. Only what differs from the plan as it was read
// was typed: a form has a part of it, and what others changed in the rest is theirs.
func remaking(p *domain.Plan, kind domain.ChangeKind, next *domain.Plan) domain.Change {
	what := domain.Change{Kind: kind, About: planRef(p), Part: true}
	for _, e := range domain.EditsOf(p, next) {
		if e.To.There {
			what.Typed = append(what.Typed, domain.KeyedValue{Key: e.Key, Value: e.To.Text})
		} else {
			what.Without = append(what.Without, e.Key)
		}
	}
	return what
}

// setting is the change that sets single values of a plan, be it the viewer's own make or delivered to them.
func setting(p *domain.Plan, kind domain.ChangeKind, values ...domain.KeyedValue) domain.Change {
	return domain.Change{Kind: kind, About: planRef(p), Typed: values, Part: true}
}
