package handlers

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// New is GET /products/plans/new.
func (h *PlanEdit) New(c echo.Context) error {
	f := formOf(c)
	if !mayCreatePlans(viewer(c)) {
		return domain.Lacks(domain.EditPrices)
	}
	form, err := h.newPlanOptions(c)
	if err != nil {
		return err
	}
	period := domain.NewPeriod()
	period.ID = domain.PeriodID(domain.NewID - 1)
	form.Type, form.Length, form.Unit = string(domain.GenericPlan), strconv.Itoa(period.Length), period.Unit
	form.Fee = views.PlainAmount(period.Fees[domain.RecurringFee], form.Currency)
	if f.sent() {
		form.Name, form.Type, form.Template, form.PlanCategory = f.text("name"), f.text("plan_type"), f.text("service_template"), f.text("plan_category")
		form.Length, form.Unit, form.Fee = f.text("period_length"), f.text("period_unit"), f.text("recurring_fee")
	}
	p := pageIn(c, domain.ObjectPlan, "New Service Plan")
	return show(c, views.NewPlanPage(p, form))
}

// Create is POST /products/plans/new.
func (h *PlanEdit) Create(c echo.Context) error {
	if !mayCreatePlans(viewer(c)) {
		return domain.Lacks(domain.EditPrices)
	}
	options, err := h.newPlanOptions(c)
	if err != nil {
		return err
	}
	plan := readNewPlan(formOf(c), options)
	made, err := change(c, h.store, domain.Change{Kind: domain.PlanCreated, About: planRef(plan), Typed: plan.Values()})
	return ended(c, made, err, domain.Isolate(plan.Name)+" is created.", views.PlanURL(domain.PlanID(made.Change.About.ID)), func() error { return h.New(c) })
}

// DuplicateForm is GET /products/plans/:plan/duplicate.
func (h *PlanEdit) DuplicateForm(c echo.Context) error {
	args, err := h.duplicable(c)
	if err != nil {
		return err
	}
	name := "Copy of " + args.Plan.Name
	if f := formOf(c); f.sent() {
		name = f.text("name")
	}
	return show(c, views.DuplicatePlanPage(planPage(c, args, "Duplicate Service Plan"), args, name))
}

// Duplicate is POST /products/plans/:plan/duplicate.
func (h *PlanEdit) Duplicate(c echo.Context) error {
	args, err := h.duplicable(c)
	if err != nil {
		return err
	}
	plan := args.Plan.Duplicate(formOf(c).text("name"))
	made, err := change(c, h.store, domain.Change{Kind: domain.PlanCreated, About: planRef(plan), Typed: plan.Values()})
	return ended(c, made, err, domain.Isolate(plan.Name)+" is created.", views.PlanURL(domain.PlanID(made.Change.About.ID)), func() error { return h.DuplicateForm(c) })
}

// duplicable is the plan that the address names, where the viewer made it and can make another.
func (h *PlanEdit) duplicable(c echo.Context) (views.PlanPage, error) {
	if !mayCreatePlans(viewer(c)) {
		return views.PlanPage{}, domain.Lacks(domain.EditPrices)
	}
	return h.made(c)
}

// readNewPlan reads the small form of a new plan: unpublished, with one period.
func readNewPlan(f *form, options views.NewPlanForm) *domain.Plan {
	plan := &domain.Plan{ID: domain.PlanID(domain.NewID), Name: f.text("name"), Type: domain.PlanType(f.text("plan_type"))}
	plan.PlanCategory = formChoice[domain.CategoryID](f, "plan_category", domain.ObjectPlanCategory, options.PlanCategories)
	plan.Template = formChoice[domain.TemplateID](f, "service_template", domain.ObjectTemplate, options.Templates)
	period := domain.NewPeriod()
	period.ID = domain.PeriodID(domain.NewID - 1)
	period.Length, period.Unit = readLength(f), f.text("period_unit")
	period.Fees[domain.RecurringFee] = formPrice(f, "recurring_fee", options.Currency.Exponent(), domain.Price{})
	period.Fees[domain.RenewalFee] = period.Fees[domain.RecurringFee]
	return plan.WithPeriod(period)
}

func offered(value string, options []views.Option) bool {
	for _, o := range options {
		if o.Value == value {
			return true
		}
	}
	return false
}

// newPlanOptions are the choices of the form.
func (h *PlanEdit) newPlanOptions(c echo.Context) (views.NewPlanForm, error) {
	v, ctx := viewer(c), c.Request().Context()
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return views.NewPlanForm{}, err
	}
	templates, err := h.store.Templates(ctx, v)
	if err != nil {
		return views.NewPlanForm{}, err
	}
	form := views.NewPlanForm{Currency: v.Account.Currency, PlanCategories: planCategoryOptions(catalog),
		Templates: []views.Option{{Value: "", Label: "none"}}}
	for _, t := range domain.PlanTypes() {
		form.Types = append(form.Types, views.Option{Value: string(t), Label: string(t)})
	}
	for _, t := range templates {
		form.Templates = append(form.Templates, views.Option{Value: idText(t.ID), Label: t.Name})
	}
	return form, nil
}
