package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file takes parts away from a plan of the vendor's own: a GET asks, a POST does it.

// ConfirmDeletePeriod is GET /products/plans/:plan/periods/:period/delete.
func (h *PlanEdit) ConfirmDeletePeriod(c echo.Context) error {
	args, period, err := h.madePeriod(c)
	if err != nil {
		return err
	}
	err = h.periodUnused(c, args, period)
	if _, refused := invalid(err); err != nil && !refused {
		return err
	}
	return h.askPeriod(c, args, period, err)
}

// DeletePeriod is POST /products/plans/:plan/periods/:period/delete. The refusal names what uses the period.
func (h *PlanEdit) DeletePeriod(c echo.Context) error {
	args, period, err := h.madePeriod(c)
	if err != nil {
		return err
	}
	made, err := change(c, h.store, remaking(args.Plan, domain.PeriodDeleted, args.Plan.WithoutPeriod(period.ID)))
	return ended(c, made, err, period.Label()+" is deleted.", args.Base+"/periods", func() error { return h.askPeriod(c, args, period, err) })
}

// madePeriod is period for a plan of the viewer's own.
func (h *PlanEdit) madePeriod(c echo.Context) (views.PlanPage, domain.Period, error) {
	if args, err := h.made(c); err != nil {
		return args, domain.Period{}, err
	}
	return h.period(c)
}

// periodUnused is KindInvalid, naming what uses the period, when something does.
func (h *PlanEdit) periodUnused(c echo.Context, args views.PlanPage, period domain.Period) error {
	uses, err := h.store.PlanUses(c.Request().Context(), viewer(c), args.Plan.ID, period.ID)
	if err != nil {
		return err
	}
	return domain.PeriodInUse(uses)
}

// askPeriod shows the question, or the refusal.
func (h *PlanEdit) askPeriod(c echo.Context, args views.PlanPage, period domain.Period, refusal error) error {
	form := args.Base + "/periods/" + idText(period.ID)
	d := views.PartDeletion{Text: "The plan is no longer sold for this period. It cannot be brought back.", Label: "Delete Period",
		Action: form + "/delete", Back: form + "/edit"}
	if errs, refused := invalid(refusal); refused {
		d.Refusal, d.Text = errs[0].Message, args.Plan.Name
	}
	p := planPage(c, args, "Delete "+period.Label()+"?")
	return show(c, views.PartDeletionPage(p, d))
}

// ConfirmDeleteRate is GET /products/plans/:plan/rates/:resource/delete.
func (h *PlanEdit) ConfirmDeleteRate(c echo.Context) error {
	args, rate, err := h.madeRate(c)
	if err != nil {
		return err
	}
	form := args.Base + "/rates/" + idText(rate.Resource)
	p := planPage(c, args, "Remove "+domain.Isolate(args.Resources.Name(rate.Resource))+"?")
	return show(c, views.PartDeletionPage(p, views.PartDeletion{
		Text:  "It leaves the plan with its limits and prices. Copies keep it until a synchronization with Remove obsolete Resources.",
		Label: "Remove from Plan", Action: form + "/delete", Back: form + "/edit"}))
}

// DeleteRate is POST /products/plans/:plan/rates/:resource/delete.
func (h *PlanEdit) DeleteRate(c echo.Context) error {
	args, rate, err := h.madeRate(c)
	if err != nil {
		return err
	}
	return save(c, h.store, remaking(args.Plan, domain.ResourceRemoved, args.Plan.WithoutRate(rate.Resource)),
		domain.Isolate(args.Resources.Name(rate.Resource))+" is removed from the plan.", args.Base+"/rates", nil)
}

// madeRate is rate for a plan of the viewer's own.
func (h *PlanEdit) madeRate(c echo.Context) (views.PlanPage, domain.Rate, error) {
	if args, err := h.made(c); err != nil {
		return args, domain.Rate{}, err
	}
	return h.rate(c)
}
