package demo

import (
	"slices"

	"tiersync/domain"
)

// betweenRuns is what the distributor changed after the first delivery and passed on with the second run: a fee and two prices.
func (b *builder) betweenRuns() []deed {
	return slices.Concat(b.raiseFees(feeRise{"domain-net", "1y", "12.60"}),
		b.raiseRates(rateRise{"m365-apps", "users", "", 0, "10.20"}, rateRise{"m365-apps", "users", "12m", 0, "102.00"}))
}

// afterRuns is what the distributor changed in their catalog since the last run: every check box of the dialog that is
// about plans and resources has something to pass on.
func (b *builder) afterRuns() []deed {
	deeds := slices.Concat(b.addPlansAndPeriods(), b.regroup(), b.retellPlans(), b.changeSchedules(), b.raiseFees(feeRises()...), b.changePeriods())
	for _, key := range []string{"azure", "object-storage", "acronis-standard", "kubernetes"} {
		deeds = append(deeds, b.planDeed(domain.PlanChanged, key, func(e *catalogEdit) {
			e.plan(key, func(p *domain.Plan) { p.UsageStatistics = true })
		}))
	}
	deeds = slices.Concat(deeds, b.changeResources(), b.raiseRates(rateRises()...))
	for _, change := range limitChanges() {
		deeds = append(deeds, b.planDeed(domain.RateChanged, change.plan, func(e *catalogEdit) {
			e.rate(change.plan, change.resource, func(r *domain.Rate) {
				r.Included, r.Minimum, r.Maximum = change.included, change.minimum, change.maximum
			})
		}))
	}
	return deeds
}

func (b *builder) raiseFees(rises ...feeRise) []deed {
	var deeds []deed
	for _, rise := range rises {
		deeds = append(deeds, b.planDeed(domain.FeesChanged, rise.plan, func(e *catalogEdit) { e.raiseFee(rise) }))
	}
	return deeds
}

func (b *builder) raiseRates(rises ...rateRise) []deed {
	var deeds []deed
	for _, rise := range rises {
		deeds = append(deeds, b.planDeed(domain.RateChanged, rise.plan, func(e *catalogEdit) { e.raiseRate(rise) }))
	}
	return deeds
}

// addPlansAndPeriods adds plans in a new sales category, and three years of Business Premium.
func (b *builder) addPlansAndPeriods() []deed {
	var deeds []deed
	for i, s := range laterSalesCategories() {
		deeds = append(deeds, b.salesDeed(domain.SalesCategoryCreated, s.key, func(e *catalogEdit) {
			e.addSales(e.salesCategory(s, len(salesCategories())+i+1))
		}))
	}
	for _, p := range laterProducts() {
		deeds = append(deeds, b.newPlan(p))
	}
	later := withLaterPeriod()
	period := b.planDeed(domain.PeriodAdded, later.key, func(e *catalogEdit) {
		e.plan(later.key, func(p *domain.Plan) {
			for _, added := range later.periods {
				p.Periods = append(p.Periods, e.builder.period(later.key, added, len(p.Periods)))
			}
		})
	})
	prices := b.planDeed(domain.PriceRowAdded, later.key, func(e *catalogEdit) {
		e.rate(later.key, "users", func(r *domain.Rate) {
			row := *r.Row(e.periodID(later.key, "12m"), 0)
			row.Period = e.periodID(later.key, "36m")
			row.Prices[domain.RecurringPrice] = e.price("777.60")
			r.Prices = append(r.Prices, row)
			slices.SortFunc(r.Prices, compareRows)
		})
	})
	return append(deeds, period, prices)
}

// regroup moves certificates to the web, renames a category, moves a plan into another and a resource into another
// group.
func (b *builder) regroup() []deed {
	return []deed{
		b.salesDeed(domain.SalesCategoryChanged, "certificates", func(e *catalogEdit) {
			e.sales("certificates", func(c *domain.SalesCategory) { c.Parent = e.salesID("web") })
		}),
		b.salesDeed(domain.SalesCategoryChanged, "creative", func(e *catalogEdit) {
			e.sales("creative", func(c *domain.SalesCategory) { c.Name = "Design Apps" })
		}),
		{domain.ResourceGrouped, domain.Ref{Of: domain.ObjectResourceCategory, Name: resourceName("snapshots")}, groupSnapshots},
		b.planDeed(domain.PlanMoved, "awareness", func(e *catalogEdit) {
			e.plan("awareness", func(p *domain.Plan) { p.SalesCategories = []domain.CategoryID{e.salesID("endpoint")} })
		}),
		b.planDeed(domain.PlanChanged, "awareness", func(e *catalogEdit) {
			e.plan("awareness", func(p *domain.Plan) { p.PlanCategory = domain.CategoryID(e.id("category", "software")) })
		}),
	}
}

// groupSnapshots moves a resource from the capacity to the computing power.
func groupSnapshots(e *catalogEdit) {
	snapshots := e.resourceID("snapshots")
	e.categories(func(c *domain.Categories) {
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
}

// resourceName is what the demo calls a resource.
func resourceName(key string) string {
	for _, r := range resources() {
		if r.key == key {
			return r.name
		}
	}
	return key
}

// changeSchedules announces renewals earlier and follows trials up, which nobody had done before.
func (b *builder) changeSchedules() []deed {
	about := domain.Ref{Of: domain.ObjectSchedule, ID: int64(b.scheduleID("expiration"))}
	deeds := []deed{{domain.ScheduleChanged, about, announceEarlier}}
	for _, plan := range []string{"m365-basic", "m365-standard", "m365-premium", "google-starter", "google-standard"} {
		deeds = append(deeds, b.planDeed(domain.FeesChanged, plan, func(e *catalogEdit) {
			e.period(plan, "trial", func(p *domain.Period) { p.Schedule = e.scheduleID("trials") })
		}))
	}
	return deeds
}

func announceEarlier(e *catalogEdit) {
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
}

// retellPlans gives plans other names and short descriptions.
func (b *builder) retellPlans() []deed {
	var deeds []deed
	for _, now := range retoldPlans() {
		deeds = append(deeds, b.planDeed(domain.PlanChanged, now.plan, func(e *catalogEdit) {
			e.plan(now.plan, func(p *domain.Plan) { p.Name, p.Short = now.name, now.short })
		}))
	}
	return deeds
}

// changePeriods changes what periods that resellers have are like.
func (b *builder) changePeriods() []deed {
	var deeds []deed
	for _, term := range periodTerms() {
		deeds = append(deeds, b.planDeed(domain.FeesChanged, term.plan, func(e *catalogEdit) {
			e.period(term.plan, term.period, func(p *domain.Period) { p.RefundDays, p.Active = term.refundDays, term.active })
		}))
	}
	return deeds
}

// changeResources gives virtual servers IPv6 networks and ends fax lines.
func (b *builder) changeResources() []deed {
	var deeds []deed
	for _, plan := range []string{"server-s", "server-m", "server-l", "server-xl"} {
		deeds = append(deeds, b.planDeed(domain.ResourceAdded, plan, func(e *catalogEdit) {
			e.plan(plan, func(p *domain.Plan) {
				added := limits("ipv6", 1, 0, 8).each("0.50")
				p.Rates = append(p.Rates, e.builder.rate(plan, added, len(p.Rates), false))
			})
		}))
	}
	for _, plan := range []string{"pbx-basic", "pbx-pro"} {
		deeds = append(deeds, b.planDeed(domain.ResourceRemoved, plan, func(e *catalogEdit) {
			e.plan(plan, func(p *domain.Plan) {
				fax := e.resourceID("fax-lines")
				p.Rates = slices.DeleteFunc(p.Rates, func(r domain.Rate) bool { return r.Resource == fax })
			})
		}))
	}
	return deeds
}
