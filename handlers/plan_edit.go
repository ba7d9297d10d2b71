package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// planEditor stores what a vendor changes: EditCatalog what he made himself, EditOwn his own values over what was
// delivered. Both answer what the edit answered and store nothing then.
type planEditor interface {
	planReader
	EditCatalog(ctx context.Context, v domain.Viewer, action, object string, edit func(*domain.Catalog) (*domain.Catalog, error)) error
	EditOwn(ctx context.Context, v domain.Viewer, action, object string, edit func(domain.State) (*domain.Own, error)) error
	NextID(ctx context.Context) (int64, error)
	// PlanUses names the templates that delegate one of the viewer's plans, the copies of it and the live subscriptions to
	// it; for a period (not zero), the copies and subscriptions that have it.
	PlanUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID) ([]string, error)
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
}

// PlanEdit are the screens that change a plan. One that the vendor made himself can change in everything; over a delivered
// one he sets values of his own (plan_own.go).
type PlanEdit struct{ store planEditor }

// NewPlanEdit returns the screens over a store.
func NewPlanEdit(store planEditor) *PlanEdit { return &PlanEdit{store} }

// load reads the plan that is edited.
func (h *PlanEdit) load(c echo.Context) (views.PlanPage, error) { return loadPlan(c, h.store) }

// change stores another version of a plan that the viewer made himself.
func (h *PlanEdit) change(c echo.Context, args views.PlanPage, action string, edit func(*domain.Plan) (*domain.Plan, error)) error {
	id, seen := args.Plan.ID, formOf(c).raw("seen")
	return h.store.EditCatalog(c.Request().Context(), viewer(c), action, args.Plan.Name, func(made *domain.Catalog) (*domain.Catalog, error) {
		p := made.Plan(id)
		if p == nil {
			return nil, domain.NotFound("The service plan")
		}
		if err := p.CheckSeen(seen, args.Base); err != nil {
			return nil, err
		}
		next, err := edit(p)
		if err != nil {
			return nil, err
		}
		return made.WithPlan(next), nil
	})
}

// override stores own values over a plan that was delivered to the viewer.
func (h *PlanEdit) override(c echo.Context, args views.PlanPage, action string, edit func(*domain.PlanEdit) error) error {
	v, seen := viewer(c), formOf(c).raw("seen")
	return h.store.EditOwn(c.Request().Context(), v, action, args.Plan.Name, func(s domain.State) (*domain.Own, error) {
		e, err := s.EditPlan(args.Plan.ID, v.User.ID, time.Now())
		if err != nil {
			return nil, err
		}
		if err := e.Effective().CheckSeen(seen, args.Base); err != nil {
			return nil, err
		}
		if err := edit(e); err != nil {
			return nil, err
		}
		return e.Own()
	})
}

// Publish is POST /products/plans/:plan/publish.
func (h *PlanEdit) Publish(c echo.Context) error { return h.publish(c, true) }

// Unpublish is POST /products/plans/:plan/unpublish.
func (h *PlanEdit) Unpublish(c echo.Context) error { return h.publish(c, false) }

func (h *PlanEdit) publish(c echo.Context, on bool) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	action := "published service plan"
	if !on {
		action = "unpublished service plan"
	}
	if args.Made() {
		err = h.change(c, args, action, func(p *domain.Plan) (*domain.Plan, error) {
			next := p.Clone()
			next.Published = on
			return next, nil
		})
	} else {
		err = h.override(c, args, action, func(e *domain.PlanEdit) error { return e.Publish(on) })
	}
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
	err = h.override(c, args, "confirmed delegated plan", (*domain.PlanEdit).Confirm)
	return h.clicked(c, args, err, args.Plan.Name+" is confirmed.")
}
