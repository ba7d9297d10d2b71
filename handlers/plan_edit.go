package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// planEditor stores what a vendor changes.
type planEditor interface {
	planReader
	changer
	NextID(ctx context.Context) (int64, error)
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

// change makes another plan of one that the viewer made themselves.
func (h *PlanEdit) change(c echo.Context, args views.PlanPage, kind domain.ChangeKind, next *domain.Plan) (domain.Done, error) {
	return change(c, h.store, domain.Change{Kind: kind, About: planRef(args.Plan), Typed: next.Values()})
}

// set sets single values of a plan, be it the viewer's own make or delivered to them.
func (h *PlanEdit) set(c echo.Context, args views.PlanPage, kind domain.ChangeKind, values ...domain.KeyedValue) (domain.Done, error) {
	return change(c, h.store, domain.Change{Kind: kind, About: planRef(args.Plan), Typed: values, Part: true})
}

// Publish is POST /products/plans/:plan/publish.
func (h *PlanEdit) Publish(c echo.Context) error { return h.publish(c, domain.PlanPublished, true) }

// Unpublish is POST /products/plans/:plan/unpublish.
func (h *PlanEdit) Unpublish(c echo.Context) error {
	return h.publish(c, domain.PlanUnpublished, false)
}

func (h *PlanEdit) publish(c echo.Context, kind domain.ChangeKind, on bool) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	published := domain.Key{Field: domain.FieldPublished, Plan: args.Plan.ID}
	_, err = h.set(c, args, kind, domain.KeyedValue{Key: published, Value: domain.YesNo(on)})
	return h.clicked(c, args, err, publishedText(args, on))
}

// publishedText says what publishing brought about: a held plan is not on sale yet.
func publishedText(args views.PlanPage, on bool) string {
	switch {
	case !on:
		return args.Plan.Name + " is no longer published."
	case args.Plan.Held() && args.Made():
		return args.Plan.Name + " is published, and will be on sale once its prices are set."
	case args.Plan.Held():
		return args.Plan.Name + " is published, and will be on sale once it is confirmed."
	default:
		return args.Plan.Name + " is published."
	}
}

// clicked ends a click on a button of a plan's page: back to it, or the page again with what was wrong.
func (h *PlanEdit) clicked(c echo.Context, args views.PlanPage, err error, text string) error {
	if errs, wrong := invalid(err); wrong {
		args.Invalid = errs
		p := planPage(c, args, args.Plan.Name)
		p.Invalid = true
		return render(c, http.StatusUnprocessableEntity, views.PlanGeneralPage(p, args))
	}
	if err != nil {
		return err
	}
	return done(c, text, args.Base)
}

// Confirm is POST /products/plans/:plan/confirm: a held plan goes on sale.
func (h *PlanEdit) Confirm(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	if args.Delivered == nil {
		return domain.NotFound("The page")
	}
	_, err = h.set(c, args, domain.PlanConfirmed, args.Plan.Confirmations()...)
	return h.clicked(c, args, err, args.Plan.Name+" is confirmed.")
}
