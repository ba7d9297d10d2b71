package handlers

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// EditGeneral is GET /products/plans/:plan/edit.
func (h *PlanEdit) EditGeneral(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	if !args.MayEdit() {
		return domain.Lacks(domain.EditDescriptions)
	}
	return h.showGeneral(c, args)
}

// SaveGeneral is POST /products/plans/:plan/edit: names, texts and flags of the vendor's own plan, or their own descriptions and
// notification schedule of a delivered one.
func (h *PlanEdit) SaveGeneral(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	read := readGeneral
	if !args.Made() {
		read = ownGeneral
	}
	what, err := read(formOf(c), args)
	if err != nil {
		return err
	}
	return save(c, h.store, what, " is saved.", args.Base, func() error { return h.showGeneral(c, args) })
}

// readGeneral reads the sections that the viewer may change. A section that their form did not have is a forged request.
func readGeneral(f *form, args views.PlanPage) (domain.Change, error) {
	sections := []struct {
		field string
		may   bool
		right domain.Privilege
		read  func(*domain.Plan)
	}{
		{"name", args.May.Texts, domain.EditDescriptions, func(p *domain.Plan) { readTexts(f, p) }},
		{"plan_category", args.May.Categories, domain.ManageCategories, func(p *domain.Plan) {
			p.PlanCategory = formChoice[domain.CategoryID](f, "plan_category", domain.ObjectPlanCategory, planCategoryOptions(args.Catalog))
		}},
		{"notification_schedule", args.May.Prices, domain.EditPrices, func(p *domain.Plan) { readSelling(f, args, p) }},
	}
	next := args.Plan.Clone()
	for _, section := range sections {
		if !f.has(section.field) {
			continue
		}
		if !section.may {
			return domain.Change{}, domain.Lacks(section.right)
		}
		section.read(next)
	}
	return remaking(args.Plan, domain.PlanChanged, next), nil
}

func readTexts(f *form, p *domain.Plan) {
	p.Name, p.Short, p.Long, p.ServiceTerms = f.text("name"), f.text("short_description"), f.text("long_description"), f.text("service_terms")
}

func readSelling(f *form, args views.PlanPage, p *domain.Plan) {
	p.Schedule = formChoice[domain.ScheduleID](f, "notification_schedule", domain.ObjectSchedule, scheduleOptions(args))
	p.RenewPeriod = formChoice[domain.PeriodID](f, "renew_period", domain.ObjectPeriod, periodOptions(args, "the same period"))
	p.AutoRenew, p.UsageStatistics = f.ticked("auto_renew"), f.ticked("usage_statistics")
	f.into(map[string]*string{"billing_model": &p.BillingModel, "billing_period": &p.BillingPeriod, "product_id": &p.Product,
		"sku_id": &p.SKU, "segment": &p.Segment, "market": &p.Market})
}

// into reads the texts of those fields that the form has.
func (f *form) into(texts map[string]*string) {
	for name, text := range texts {
		if f.has(name) {
			*text = f.text(name)
		}
	}
}

func billingOptions(texts []string) []views.Option {
	options := make([]views.Option, len(texts))
	for i, text := range texts {
		options[i] = views.Option{Value: text, Label: cmp.Or(text, "None")}
	}
	return options
}

func (h *PlanEdit) showGeneral(c echo.Context, args views.PlanPage) error {
	f := formOf(c)
	p := args.Plan
	form := views.GeneralForm{Name: p.Name, Short: p.Short, Long: p.Long, ServiceTerms: p.ServiceTerms, PlanCategory: idText(p.PlanCategory),
		Schedule: optional(p.Schedule), Usage: p.UsageStatistics, AutoRenew: p.AutoRenew, RenewPeriod: optional(p.RenewPeriod),
		BillingModel: p.BillingModel, BillingPeriod: p.BillingPeriod,
		BillingModels: billingOptions(p.BillingModelChoices()), BillingPeriods: billingOptions(p.BillingPeriodChoices()), PlanCategories: planCategoryOptions(args.Catalog),
		Schedules: scheduleOptions(args), Periods: periodOptions(args, "the same period"),
		Product: p.Product, SKU: p.SKU, Segment: p.Segment, Market: p.Market}
	if f.sent() {
		form.Name, form.Short, form.Long, form.ServiceTerms = f.text("name"), f.text("short_description"), f.text("long_description"), f.text("service_terms")
		form.ResetShort, form.ResetLong, form.ResetSchedule = f.has("reset-short_description"), f.has("reset-long_description"), f.has("reset-notification_schedule")
		form.Usage, form.AutoRenew = f.has("usage_statistics"), f.has("auto_renew")
		f.into(map[string]*string{"plan_category": &form.PlanCategory, "notification_schedule": &form.Schedule,
			"renew_period": &form.RenewPeriod, "billing_model": &form.BillingModel, "billing_period": &form.BillingPeriod,
			"product_id": &form.Product, "sku_id": &form.SKU, "segment": &form.Segment, "market": &form.Market})
	}
	frame := planPage(c, args, "Edit Service Plan")
	if !args.Made() {
		return show(c, views.PlanOwnEdit(frame, args, form))
	}
	var err error
	if form.BillingFixed, err = h.delegated(c, args); err != nil {
		return err
	}
	return show(c, views.PlanGeneralEdit(frame, args, form))
}
