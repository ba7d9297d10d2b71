package versions

import (
	"fmt"

	"tiersync/domain"
)

// canonicalPlan returns the canonical form of a plan. Equal plans have equal forms, and what is loaded has the form of what
// was stored. Nothing reads a plan from it: it is loaded from its columns.
func canonicalPlan(p *domain.Plan) ([]byte, error) {
	room := 512 + 256*(len(p.Periods)+len(p.Rates)) // usually enough, so that nothing is copied
	body, err := writeForm(make([]byte, 0, room), normalPlan(p), func(f *form, p *domain.Plan) {
		object(f, "Plan", p, (*form).plan)
	})
	if err != nil {
		return nil, fmt.Errorf("canonical form of plan %d: %w", p.ID, err)
	}
	return body, nil
}

func (f *form) plan(p *domain.Plan) {
	f.int("ID", int64(p.ID))
	f.text("Name", p.Name)
	f.text("Type", string(p.Type))
	f.int("Template", int64(p.Template))
	f.int("PlanCategory", int64(p.PlanCategory))
	ids(f, "SalesCategories", p.SalesCategories)
	f.text("Short", p.Short)
	f.text("Long", p.Long)
	f.text("ServiceTerms", p.ServiceTerms)
	f.flag("Published", p.Published)
	f.flag("Disabled", p.Disabled)
	f.flag("UsageStatistics", p.UsageStatistics)
	f.int("Schedule", int64(p.Schedule))
	f.text("BillingModel", p.BillingModel)
	f.text("BillingPeriod", p.BillingPeriod)
	f.flag("AutoRenew", p.AutoRenew)
	f.int("RenewPeriod", int64(p.RenewPeriod))
	objects(f, "Upgrades", p.Upgrades, (*form).upgrade)
	objects(f, "Periods", p.Periods, (*form).period)
	objects(f, "Rates", p.Rates, (*form).rate)
	if f.since(2, p.Article != domain.Article{} || p.Segment != "" || p.Market != "") {
		f.text("Product", p.Product)
		f.text("SKU", p.SKU)
		f.text("Segment", p.Segment)
		f.text("Market", p.Market)
	}
}

func (f *form) upgrade(u *domain.Upgrade) {
	f.int("To", int64(u.To))
	f.flag("Downgrade", u.Downgrade)
	f.price("Fee", u.Fee)
	f.text("Description", u.Description)
}

func (f *form) period(p *domain.Period) {
	f.int("ID", int64(p.ID))
	f.int("Length", int64(p.Length))
	f.text("Unit", p.Unit)
	f.flag("Trial", p.Trial)
	f.flag("Active", p.Active)
	f.int("Cycles", int64(p.Cycles))
	f.prices("Fees", p.Fees[:])
	f.prices("MSRP", p.MSRP[:])
	f.int("RefundDays", int64(p.RefundDays))
	f.int("Schedule", int64(p.Schedule))
	f.int("Position", int64(p.Position))
	f.flag("Unpriced", p.Unpriced)
	if f.since(2, p.Article != domain.Article{} || p.Billing != "") {
		f.text("Product", p.Product)
		f.text("SKU", p.SKU)
		f.text("Billing", p.Billing)
	}
}

func (f *form) rate(r *domain.Rate) {
	f.int("Resource", int64(r.Resource))
	f.int("Included", r.Included)
	f.int("Minimum", r.Minimum)
	f.int("Maximum", r.Maximum)
	f.flag("Visible", r.Visible)
	f.flag("Main", r.Main)
	f.int("Position", int64(r.Position))
	objects(f, "Prices", r.Prices, (*form).priceRow)
	f.flag("Unpriced", r.Unpriced)
}

func (f *form) priceRow(r *domain.PriceRow) {
	f.int("Period", int64(r.Period))
	f.int("From", r.From)
	f.prices("Prices", r.Prices[:])
	f.prices("MSRP", r.MSRP[:])
}
