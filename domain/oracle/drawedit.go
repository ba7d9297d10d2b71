package oracle

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tiersync/domain"
)

func drawFee(t *rapid.T, a *Account) domain.Price {
	list := []string{"10", "1", "25", "0", "", "4.99", "0.01", "12.5"}
	if a.Currency == "JPY" {
		list = list[:5]
	}
	return price(pick(t, "fee", list))
}

func (w *World) drawPrice(t *rapid.T, a *Account, of domain.ResourceID) domain.Price {
	if w.Unmeasured[of] {
		return drawFee(t, a)
	}
	return price(pick(t, "price", []string{"1", "2.5", "0", "0.000001", "0.03", "0.000000075", "0.012345678", "7", ""}))
}

func price(text string) domain.Price {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return domain.Price{}
	}
	return domain.Amount(d)
}

// addPlan makes a plan of the vendor's own.
func (w *World) addPlan(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		p := &domain.Plan{ID: domain.PlanID(w.newID()), Name: "Plan", Type: domain.GenericPlan, Published: often(t, "published")}
		c.Plans = append(c.Plans, p)
		w.classify(t, a, p)
		for range 1 + number(t, "periods", 2) {
			w.addPeriod(t, a, p)
		}
		for range number(t, "rates", 3) {
			w.addRate(t, a, p)
		}
		w.addUpgrade(t, a, c, p)
	})
}

// addProgram makes the reseller plan of the template with this index, by whom the template is.
func (w *World) addProgram(t *rapid.T, index int) bool {
	template := w.Templates[index]
	a := w.Account(template.Account)
	if a.Shop.Made.hasPlan(w.Programs[index]) {
		return false
	}
	return w.editMade(a, func(c *domain.Catalog) {
		p := &domain.Plan{ID: w.Programs[index], Name: "Program", Type: domain.ResellerPlan, Template: template.ID, Published: true}
		w.classify(t, a, p)
		w.addPeriod(t, a, p)
		c.Plans = append(c.Plans, p)
	})
}

// classify puts a plan into categories and assigns its schedule.
func (w *World) classify(t *rapid.T, a *Account, p *domain.Plan) {
	p.SalesCategories = nil
	if sales := has(a, domain.FieldSalesCategory); len(sales) > 0 && often(t, "in a sales category") {
		for range 1 + number(t, "sales categories", 2) {
			p.SalesCategories = append(p.SalesCategories, pick(t, "sales category", sales).Category)
		}
		slices.Sort(p.SalesCategories)
		p.SalesCategories = slices.Compact(p.SalesCategories)
	}
	if categories := has(a, domain.FieldPlanCategoryData); len(categories) > 0 {
		p.PlanCategory = pick(t, "plan category", categories).Category
	}
	p.Schedule = w.drawSchedule(t, a)
}

// has lists what the vendor has in effect of one kind.
func has(a *Account, field domain.Field) []Key { return a.Shop.Effective().of(field, 0) }

func (w *World) drawSchedule(t *rapid.T, a *Account) domain.ScheduleID {
	schedules := has(a, domain.FieldScheduleContent)
	if len(schedules) == 0 || seldom(t, "no schedule") {
		return 0
	}
	return pick(t, "schedule", schedules).Schedule
}

func (w *World) addPeriod(t *rapid.T, a *Account, p *domain.Plan) {
	period := domain.Period{ID: domain.PeriodID(w.newID()), Length: 1, Unit: "months", Active: often(t, "active"),
		Position: len(p.Periods) + 1, Schedule: w.drawSchedule(t, a)}
	for fee := range domain.FeeCount {
		period.Fees[fee] = price("0")
	}
	p.Periods = append(p.Periods, period)
	drawFees(t, a, &p.Periods[len(p.Periods)-1])
}

// drawFees changes a fee or two. Only the provider has MSRPs.
func drawFees(t *rapid.T, a *Account, period *domain.Period) {
	period.Fees[number(t, "which fee", int(domain.FeeCount))] = drawFee(t, a)
	if a.Parent == 0 && seldom(t, "MSRP") {
		period.MSRP[domain.RecurringFee] = drawFee(t, a)
	}
}

func (w *World) addRate(t *rapid.T, a *Account, p *domain.Plan) {
	resource := pick(t, "resource", w.Resources())
	if p.Rate(resource) != nil {
		return
	}
	rate := domain.Rate{Resource: resource, Visible: true, Position: len(p.Rates) + 1,
		Prices: []domain.PriceRow{{Prices: domain.RatePrices{price("0"), price("1"), price("0"), price("0")}}}}
	drawLimits(t, &rate)
	for range number(t, "rows", 3) {
		w.drawRow(t, a, p, &rate)
	}
	p.Rates = append(p.Rates, rate)
}

func drawLimits(t *rapid.T, rate *domain.Rate) {
	limits := pick(t, "limits", []domain.Limits{{Included: 0, Minimum: 0, Maximum: -1}, {Included: 5, Minimum: 1, Maximum: 10},
		{Included: 10, Minimum: 10, Maximum: 20}, {Included: -1, Minimum: 3, Maximum: 3}, {Included: 30, Minimum: 5, Maximum: -1}})
	rate.Included, rate.Minimum, rate.Maximum = limits.Included, limits.Minimum, limits.Maximum
}

// drawRow adds a price row, changes one, or takes one away that is not the first.
func (w *World) drawRow(t *rapid.T, a *Account, p *domain.Plan, rate *domain.Rate) {
	row := domain.PriceRow{From: pick(t, "from", []int64{0, 10, 100})}
	if rapid.Bool().Draw(t, "per period") {
		row.Period = pick(t, "period", p.Periods).ID
	}
	at := rate.Row(row.Period, row.From)
	if at == nil {
		row.Prices = domain.RatePrices{price("0"), price("0"), price("0"), price("0")}
		rate.Prices = append(rate.Prices, row)
		at = &rate.Prices[len(rate.Prices)-1]
	} else if (row.Period != 0 || row.From != 0) && seldom(t, "remove") {
		rate.Prices = slices.DeleteFunc(rate.Prices, func(r domain.PriceRow) bool { return r.Period == row.Period && r.From == row.From })
		return
	}
	at.Prices[number(t, "which price", int(domain.RatePriceCount))] = w.drawPrice(t, a, rate.Resource)
}

// addUpgrade adds a path to a plan of the vendor's, or to the plan itself to keep it short.
func (w *World) addUpgrade(t *rapid.T, a *Account, c *domain.Catalog, p *domain.Plan) {
	to := pick(t, "upgrade to", c.Plans).ID
	if to == p.ID {
		return
	}
	p.Upgrades = slices.DeleteFunc(p.Upgrades, func(u domain.Upgrade) bool { return u.To == to })
	p.Upgrades = append(p.Upgrades, domain.Upgrade{To: to, Fee: drawFee(t, a)})
}

func (w *World) addSales(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		s := domain.SalesCategory{ID: domain.CategoryID(w.newID()), Display: often(t, "display")}
		s.Name = "Category " + idText(s.ID)
		if parents := has(a, domain.FieldSalesCategory); len(parents) > 0 && rapid.Bool().Draw(t, "below another") {
			s.Parent = pick(t, "parent", parents).Category
		}
		c.Categories.Sales = append(c.Categories.Sales, s)
	})
}

func (w *World) addSchedule(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		s := domain.Schedule{ID: domain.ScheduleID(w.newID()), Details: w.drawDetails(t)}
		s.Name = "Schedule " + idText(s.ID)
		c.Schedules.List = append(c.Schedules.List, s)
	})
}

func (w *World) drawDetails(t *rapid.T) []domain.ScheduleDetail {
	var details []domain.ScheduleDetail
	for range number(t, "details", 3) {
		details = append(details, domain.ScheduleDetail{Days: -3 + number(t, "days", 7),
			Template: pick(t, "template", w.notifications()), Condition: "Always", AppliesTo: "all"})
	}
	return details
}

// editGroups adds or changes plan categories and the grouping of resources.
func (w *World) editGroups(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		if len(c.Categories.Plan) < 2 {
			c.Categories.Plan = append(c.Categories.Plan, domain.PlanCategory{ID: domain.CategoryID(w.newID())})
		}
		group := pick(t, "plan category", pointers(c.Categories.Plan))
		group.Name = drawName(t) + idText(group.ID)
		if len(c.Categories.Resource) < 2 {
			c.Categories.Resource = append(c.Categories.Resource, domain.ResourceCategory{ID: domain.CategoryID(w.newID())})
		}
		grouping := pick(t, "resource category", pointers(c.Categories.Resource))
		grouping.Name = drawName(t) + idText(grouping.ID)
	}) && w.group(t, a)
}

// group puts a resource into one of the vendor's resource categories, or into none.
func (w *World) group(t *rapid.T, a *Account) bool {
	grouped := often(t, "grouped")
	into := pick(t, "into", a.State.Own.Made.Categories.Resource).ID
	key := Key{Field: domain.FieldGrouping, Resource: pick(t, "resource", w.Resources())}
	group := setting(domain.ResourceGrouped, key, idText(into))
	if !grouped {
		group.Typed, group.Without, into = nil, []Key{key}, 0
	}
	return w.edit(a, fmt.Sprintf("puts resource %d into category %d", key.Resource, into), group, func() {
		a.Shop.Made = maps.Clone(a.Shop.Made)
		if delete(a.Shop.Made, key); into != 0 {
			a.Shop.Made[key] = idText(into)
		}
	})
}

func drawName(t *rapid.T) string { return pick(t, "name", []string{"A", "B", "C"}) }

func pointers[T any](list []T) []*T {
	var to []*T
	for i := range list {
		to = append(to, &list[i])
	}
	return to
}
