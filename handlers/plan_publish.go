package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

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
	var sold bool
	if !on {
		if sold, err = h.store.SoldOn(c.Request().Context(), viewer(c), args.Plan.ID); err != nil {
			return err
		}
	}
	published := domain.Key{Field: domain.FieldPublished, Plan: args.Plan.ID}
	return h.click(c, args, setting(args.Plan, kind, domain.KeyedValue{Key: published, Value: domain.YesNo(on)}), publishedText(args, on, sold))
}

// publishedText says what publishing brought about: a held plan is not on sale yet, and one that was sold on is sold by resellers still.
func publishedText(args views.PlanPage, on, sold bool) string {
	switch {
	case !on && sold:
		return domain.Isolate(args.Plan.Name) + " is no longer published. Resellers to whom it was delivered go on selling it."
	case !on:
		return domain.Isolate(args.Plan.Name) + " is no longer published."
	case args.Plan.Held() && args.Made():
		return domain.Isolate(args.Plan.Name) + " is published, and will be on sale once its prices are set."
	case args.Plan.Held():
		return domain.Isolate(args.Plan.Name) + " is published, and will be on sale once it is confirmed."
	default:
		return domain.Isolate(args.Plan.Name) + " is published."
	}
}

// click makes a change by a button of a plan's page: back to it, or the page again with what was wrong.
func (h *PlanEdit) click(c echo.Context, args views.PlanPage, what domain.Change, text string) error {
	return save(c, h.store, what, text, args.Base, func() error {
		return show(c, views.PlanGeneralPage(planPage(c, args, args.Plan.Name), args))
	})
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
	return h.click(c, args, setting(args.Plan, domain.PlanConfirmed, args.Plan.Confirmations()...), domain.Isolate(args.Plan.Name)+" is confirmed.")
}
