package demo

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// betweenRuns is what the distributor changed after the first delivery and passed on with the second run: two prices.
func betweenRuns(e *catalogEdit) {
	e.raiseFee(feeRise{"domain-net", "1y", "12.60"})
	e.raiseRate(rateRise{"m365-apps", "users", "", 0, "10.20"})
	e.raiseRate(rateRise{"m365-apps", "users", "12m", 0, "102.00"})
}

// afterRuns is what the distributor changed in his catalog since the last run: every check box of the dialog that is
// about plans and resources has something to pass on.
func afterRuns(e *catalogEdit) {
	addPlansAndPeriods(e)
	regroup(e)
	changeSchedules(e)
	for _, rise := range feeRises() {
		e.raiseFee(rise)
	}
	for _, key := range []string{"azure", "object-storage", "acronis-standard", "kubernetes"} {
		e.plan(key, func(p *domain.Plan) { p.UsageStatistics = true })
	}
	changeResources(e)
	for _, rise := range rateRises() {
		e.raiseRate(rise)
	}
	for _, change := range limitChanges() {
		e.rate(change.plan, change.resource, func(r *domain.Rate) {
			r.Included, r.Minimum, r.Maximum = change.included, change.minimum, change.maximum
		})
	}
}

// addPlansAndPeriods adds plans in a new sales category, and three years of Business Premium.
func addPlansAndPeriods(e *catalogEdit) {
	e.categories(func(c *domain.Categories) {
		for i, s := range laterSalesCategories() {
			c.Sales = append(c.Sales, e.salesCategory(s, len(c.Sales)+i+1))
		}
		slices.SortFunc(c.Sales, func(x, y domain.SalesCategory) int { return cmp.Compare(x.ID, y.ID) })
	})
	for _, p := range laterProducts() {
		e.catalog = e.catalog.WithPlan(e.builder.plan(p))
	}
	later := withLaterPeriod()
	e.plan(later.key, func(p *domain.Plan) {
		for _, added := range later.periods {
			p.Periods = append(p.Periods, e.builder.period(later.key, added, len(p.Periods)))
		}
	})
	e.rate(later.key, "users", func(r *domain.Rate) {
		row := *r.Row(e.periodID(later.key, "12m"), 0)
		row.Period = e.periodID(later.key, "36m")
		row.Prices[domain.RecurringPrice] = e.price("777.60")
		r.Prices = append(r.Prices, row)
		slices.SortFunc(r.Prices, compareRows)
	})
}

// regroup moves certificates to the web, renames a category, moves a plan into another and a resource into another
// group.
func regroup(e *catalogEdit) {
	e.categories(func(c *domain.Categories) {
		for i := range c.Sales {
			switch c.Sales[i].ID {
			case e.salesID("certificates"):
				c.Sales[i].Parent = e.salesID("web")
			case e.salesID("creative"):
				c.Sales[i].Name = "Design Apps"
			}
		}
		snapshots := e.resourceID("snapshots")
		for i := range c.Resource {
			group := &c.Resource[i]
			switch group.ID {
			case domain.CategoryID(e.id("grouping", "capacity")):
				group.Resources = slices.DeleteFunc(slices.Clone(group.Resources),
					func(id domain.ResourceID) bool { return id == snapshots })
			case domain.CategoryID(e.id("grouping", "compute")):
				group.Resources = append(slices.Clone(group.Resources), snapshots)
				slices.Sort(group.Resources)
			}
		}
	})
	e.plan("awareness", func(p *domain.Plan) {
		p.SalesCategories = []domain.CategoryID{e.salesID("endpoint")}
		p.PlanCategory = domain.CategoryID(e.id("category", "software"))
	})
}

// changeSchedules announces renewals earlier and follows trials up, which nobody had done before.
func changeSchedules(e *catalogEdit) {
	next := &domain.Schedules{List: slices.Clone(e.catalog.Schedules.List)}
	for i := range next.List {
		if s := &next.List[i]; s.ID == e.scheduleID("expiration") {
			s.Details = slices.Clone(s.Details)
			s.Details[0].Days = -45
			s.Details = slices.Insert(s.Details, 1, e.notice(notice{-30, "ends-soon", activeOnly, endingOnes}))
		}
	}
	catalog := *e.catalog
	catalog.Schedules = next
	e.catalog = &catalog
	for _, plan := range []string{"m365-basic", "m365-standard", "m365-premium", "google-starter", "google-standard"} {
		e.period(plan, "trial", func(p *domain.Period) { p.Schedule = e.scheduleID("trials") })
	}
}

// changeResources gives virtual servers IPv6 networks and ends fax lines.
func changeResources(e *catalogEdit) {
	for _, plan := range []string{"server-s", "server-m", "server-l", "server-xl"} {
		e.plan(plan, func(p *domain.Plan) {
			added := limits("ipv6", 1, 0, 8).each("0.50")
			p.Rates = append(p.Rates, e.builder.rate(plan, added, len(p.Rates), false))
		})
	}
	for _, plan := range []string{"pbx-basic", "pbx-pro"} {
		e.plan(plan, func(p *domain.Plan) {
			fax := e.resourceID("fax-lines")
			p.Rates = slices.DeleteFunc(p.Rates, func(r domain.Rate) bool { return r.Resource == fax })
		})
	}
}
