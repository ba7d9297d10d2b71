package demo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"tiersync/domain"
)

// builder turns the tables into values of package domain. It remembers the first thing that does not fit together
// instead of returning an error from everywhere: look at err when the building is done.
type builder struct {
	ids map[string]int64 // by kind and key: "plan/m365-basic", "period/m365-basic/12m"
	err error
}

// keys lists every object of the tables that lives inside a catalog, each once and in a fixed order.
func keys() []string {
	var list []string
	for _, p := range allProducts() {
		list = append(list, "plan/"+p.key)
		for _, period := range p.periods {
			list = append(list, "period/"+p.key+"/"+period.key)
		}
	}
	for _, c := range slices.Concat(salesCategories(), laterSalesCategories(), resellersCategories()) {
		list = append(list, "sales/"+c.key)
	}
	for _, c := range planCategories() {
		list = append(list, "category/"+c.key)
	}
	for _, c := range resourceCategories() {
		list = append(list, "grouping/"+c.key)
	}
	for _, s := range schedules() {
		list = append(list, "schedule/"+s.key)
	}
	for _, p := range append(programs(), ownProgram()) {
		for _, d := range p.documents {
			list = append(list, "document/"+d.key)
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(key string) bool {
		again := seen[key]
		seen[key] = true
		return again
	})
}

// allProducts lists every product that is ever made, those of later and of resellers included.
func allProducts() []product {
	return slices.Concat(firstProducts(), laterProducts(), []product{ownProgram().plan, withLaterPeriod()})
}

// firstProducts are what the distributor starts with.
func firstProducts() []product {
	products := slices.Concat(microsoftProducts(), googleProducts(), fileProducts(), adobeProducts(), serverProducts(),
		storageProducts(), backupProducts(), securityProducts(), domainProducts(), certificateProducts(), hostingProducts(),
		telephonyProducts())
	for _, p := range programs() {
		products = append(products, p.plan)
	}
	return products
}

// id returns the id of an object, 0 for the key "".
func (b *builder) id(kind, key string) int64 {
	if key == "" {
		return 0
	}
	id := b.ids[kind+"/"+key]
	if id == 0 {
		b.fail(fmt.Errorf("the demo has no %s %q", kind, key))
	}
	return id
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *builder) planID(key string) domain.PlanID      { return domain.PlanID(b.id("plan", key)) }
func (b *builder) salesID(key string) domain.CategoryID { return domain.CategoryID(b.id("sales", key)) }
func (b *builder) resourceID(key string) domain.ResourceID {
	return domain.ResourceID(b.id("resource", key))
}

func (b *builder) periodID(plan, key string) domain.PeriodID {
	if key == "" {
		return 0
	}
	return domain.PeriodID(b.id("period", plan+"/"+key))
}

func (b *builder) scheduleID(key string) domain.ScheduleID {
	return domain.ScheduleID(b.id("schedule", key))
}

// price reads a price of the tables; "" is 0.00.
func (b *builder) price(text string) domain.Price {
	price, err := domain.ParsePrice(cmp.Or(text, "0.00"), domain.MeteredDecimals)
	if err == nil && !price.IsSet() {
		err = errors.New("a price is not set")
	}
	if err != nil {
		b.fail(fmt.Errorf("price %q: %w", text, err))
	}
	return price
}

// suggested reads a suggested retail price; "" is none.
func (b *builder) suggested(text string) domain.Price {
	if text == "" {
		return domain.Price{}
	}
	return b.price(text)
}

// catalog builds what the distributor starts with.
func (b *builder) catalog() *domain.Catalog {
	c := &domain.Catalog{Categories: b.categories(), Schedules: b.schedules()}
	for _, p := range firstProducts() {
		c = c.WithPlan(b.plan(p))
	}
	return c
}

func (b *builder) plan(p product) *domain.Plan {
	model := "In advance"
	if p.arrears {
		model = "In arrears"
	}
	plan := &domain.Plan{
		ID: b.planID(p.key), Name: p.name, Type: cmp.Or(p.kind, domain.GenericPlan),
		Template:     domain.TemplateID(b.id("template", p.template)),
		PlanCategory: domain.CategoryID(b.id("category", p.category)), SalesCategories: []domain.CategoryID{b.salesID(p.sales)},
		Short: p.short, Long: p.long + " " + Note, ServiceTerms: p.terms, Published: true, UsageStatistics: p.usage,
		Schedule: b.scheduleID(p.schedule), BillingModel: model, BillingPeriod: "Monthly", AutoRenew: true,
		Article: p.listed, Segment: p.segment,
	}
	for _, to := range p.upgrades {
		plan.Upgrades = append(plan.Upgrades, domain.Upgrade{To: b.planID(to), Fee: b.price(""),
			Description: "The rest of the period is credited."})
	}
	slices.SortFunc(plan.Upgrades, func(x, y domain.Upgrade) int { return cmp.Compare(x.To, y.To) })
	for i, period := range p.periods {
		plan.Periods = append(plan.Periods, b.period(p.key, period, i))
		if !period.trial && plan.RenewPeriod == 0 {
			plan.RenewPeriod = plan.Periods[i].ID
		}
	}
	hasTrial := slices.ContainsFunc(p.periods, func(period period) bool { return period.trial })
	for i, r := range p.rates {
		plan.Rates = append(plan.Rates, b.rate(p.key, r, i, hasTrial))
	}
	return plan
}

func (b *builder) period(plan string, p period, position int) domain.Period {
	period := domain.Period{ID: b.periodID(plan, p.key), Length: p.length, Unit: p.unit, Trial: p.trial, Active: true,
		RefundDays: p.refund, Position: position, Billing: p.billed}
	if p.trial {
		period.Cycles = 1
	}
	for f := range p.fees {
		period.Fees[f], period.MSRP[f] = b.price(p.fees[f]), b.suggested(p.msrp[f])
	}
	return period
}

// rate builds a rate. What costs something costs nothing during a trial.
func (b *builder) rate(plan string, r rate, position int, hasTrial bool) domain.Rate {
	rate := domain.Rate{Resource: b.resourceID(r.resource), Included: r.included, Minimum: r.minimum, Maximum: r.maximum,
		Visible: true, Main: position == 0, Position: position}
	if !rate.Limits().Allowed() {
		b.fail(fmt.Errorf("plan %s: the limits of %s do not go together", plan, r.resource))
	}
	rows := r.rows
	if hasTrial && rows[0].prices != (priceRow{}).prices {
		rows = append(slices.Clone(rows), priceRow{period: "trial"})
	}
	for _, row := range rows {
		made := domain.PriceRow{Period: b.periodID(plan, row.period), From: row.from}
		for i := range row.prices {
			made.Prices[i], made.MSRP[i] = b.price(row.prices[i]), b.suggested(row.msrp[i])
		}
		rate.Prices = append(rate.Prices, made)
	}
	slices.SortFunc(rate.Prices, compareRows)
	return rate
}

func compareRows(x, y domain.PriceRow) int {
	return cmp.Or(cmp.Compare(x.Period, y.Period), cmp.Compare(x.From, y.From))
}
