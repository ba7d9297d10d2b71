package handlers

import (
	"math"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// EditPeriod is GET /products/plans/:plan/periods/:period/edit.
func (h *PlanEdit) EditPeriod(c echo.Context) error {
	args, period, err := h.period(c)
	if err != nil {
		return err
	}
	return h.showPeriod(c, args, period)
}

// SavePeriod is POST /products/plans/:plan/periods/:period/edit: everything of a period of the vendor's own plan but its prices, or their own
// notification schedule over the delivered one.
func (h *PlanEdit) SavePeriod(c echo.Context) error {
	args, period, err := h.period(c)
	if err != nil {
		return err
	}
	var what domain.Change
	if f := formOf(c); args.Made() {
		what = remaking(args.Plan, domain.FeesChanged, args.Plan.WithPeriod(readPeriod(f, args, period)))
	} else {
		what = ownPeriod(f, args, period)
	}
	return save(c, h.store, what, period.Label()+" is saved.", args.Base+"/periods", func() error { return h.showPeriod(c, args, period) })
}

// readPeriod reads a period of the vendor's own plan: its fees where the form has them, as that of a new one does. The form of one that is
// delegated does not ask how long it is.
func readPeriod(f *form, args views.PlanPage, period domain.Period) domain.Period {
	next := period
	if f.has("period_length") || period.ID == 0 {
		next.Length, next.Unit, next.Trial = readLength(f), f.text("period_unit"), f.ticked("trial")
	}
	next.Active = f.ticked("active")
	next.Cycles = formNumber(f, "number_of_periods")
	next.RefundDays = formNumber(f, "refund_period")
	next.Schedule = formChoice[domain.ScheduleID](f, "notification_schedule", domain.ObjectSchedule, scheduleOptions(args))
	readFees(f, args, &next)
	f.into(map[string]*string{"period_product_id": &next.Product, "period_sku_id": &next.SKU, "period_billing_plan": &next.Billing})
	return next
}

// readFees reads the fees that a form has: that of a new period all of them.
func readFees(f *form, args views.PlanPage, period *domain.Period) {
	for i := range period.Fees {
		formPrices(f, string(domain.Fee(i).Field()), string(domain.Fee(i).MSRP()), args.Currency.Exponent(), &period.Fees[i], &period.MSRP[i])
	}
}

// readLength reads a length; what is no number is 0, which no unit allows.
func readLength(f *form) int {
	n, _ := domain.WholeNumber(f.text("period_length"))
	length := int(min(n, math.MaxInt32))
	if problem := domain.PeriodLengthProblem(length, f.text("period_unit")); problem != "" {
		f.fail("period_length", problem)
	}
	return length
}

// delegated reports whether a template delegates the plan or somebody has a copy of it.
func (h *PlanEdit) delegated(c echo.Context, args views.PlanPage) (bool, error) {
	uses, err := h.store.PlanUses(c.Request().Context(), viewer(c), args.Plan.ID, 0)
	return uses.Any(), err
}

// period reads the plan and the period that the address names.
func (h *PlanEdit) period(c echo.Context) (views.PlanPage, domain.Period, error) {
	args, err := h.load(c)
	if err != nil {
		return args, domain.Period{}, err
	}
	id, err := pathID[domain.PeriodID](c, "period")
	if err != nil {
		return args, domain.Period{}, err
	}
	period := args.Plan.Period(id)
	if period == nil {
		return args, domain.Period{}, domain.NotFound("The subscription period")
	}
	return args, *period, nil
}

// showPeriod shows the form of a period, with what was typed.
func (h *PlanEdit) showPeriod(c echo.Context, args views.PlanPage, period domain.Period) error {
	f := formOf(c)
	form := views.PeriodForm{ID: period.ID, Label: period.Label(), Whole: args.Made(), Length: strconv.Itoa(period.Length), Unit: period.Unit, Trial: period.Trial,
		Active: period.Active, Cycles: strconv.Itoa(period.Cycles), Refund: strconv.Itoa(period.RefundDays),
		Schedule: optional(period.Schedule), Schedules: scheduleOptions(args),
		Article: period.Article, Billing: period.Billing, PricesURL: args.PricesURL(domain.Key{Period: period.ID}),
		Action: args.Base + "/periods/" + idText(period.ID) + "/edit"}
	title := "Edit " + period.Label()
	if period.ID == 0 {
		title, form.Action, form.Shape = "Add Subscription Period", args.Base+"/periods/new", true
		form.Fees = feeInputs(args, period, f)
		form.Start = views.StartFrom{Action: form.Action, Options: periodOptions(args, "0.00")}
		if have := likePeriod(c, args); have != nil {
			form.Start.Copy = idText(have.ID)
		}
	} else if args.Made() {
		fixed, err := h.delegated(c, args)
		if err != nil {
			return err
		}
		form.Shape, form.Delete = !fixed, args.Base+"/periods/"+idText(period.ID)+"/delete"
	}
	if f.sent() {
		form.Length, form.Unit, form.Trial, form.Active = f.text("period_length"), f.text("period_unit"), f.has("trial"), f.has("active")
		form.Cycles, form.Refund, form.Schedule = f.text("number_of_periods"), f.text("refund_period"), f.text("notification_schedule")
		form.ResetSchedule = f.has("reset-notification_schedule")
		f.into(map[string]*string{"period_product_id": &form.Article.Product, "period_sku_id": &form.Article.SKU, "period_billing_plan": &form.Billing})
	}
	p := planPage(c, args, title)
	return show(c, views.PeriodEditPage(p, args, form))
}

// NewPeriod is GET /products/plans/:plan/periods/new: with 0.00 everywhere, or like the period that ?copy= names.
func (h *PlanEdit) NewPeriod(c echo.Context) error {
	args, err := h.made(c)
	if err != nil {
		return err
	}
	period := domain.NewPeriod()
	if have := likePeriod(c, args); have != nil {
		period = have.Copy()
	}
	return h.showPeriod(c, args, period)
}

// likePeriod is the period that ?copy= names, nil for none.
func likePeriod(c echo.Context, args views.PlanPage) *domain.Period {
	return args.Plan.Period(plainID[domain.PeriodID](c.QueryParam("copy")))
}

// AddPeriod is POST /products/plans/:plan/periods/new.
func (h *PlanEdit) AddPeriod(c echo.Context) error {
	args, err := h.made(c)
	if err != nil {
		return err
	}
	period := readPeriod(formOf(c), args, domain.Period{})
	period.ID = domain.PeriodID(domain.NewID)
	return save(c, h.store, remaking(args.Plan, domain.PeriodAdded, args.Plan.WithPeriod(period)), period.Label()+" is added.", args.Base+"/periods",
		func() error { return h.showPeriod(c, args, domain.NewPeriod()) })
}

// made reads a plan that the viewer made themselves; a delivered one is not theirs to extend.
func (h *PlanEdit) made(c echo.Context) (views.PlanPage, error) {
	args, err := h.load(c)
	if err == nil && !args.Made() {
		err = domain.Forbidden("This service plan comes from your provider. Only they can add to it or remove from it.")
	}
	return args, err
}
