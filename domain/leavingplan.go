package domain

import "slices"

// partOf returns what is offered of a plan that a reseller has as had, once something of it is left out: that is offered as they have it. had
// is nil for a plan that they do not have, offered for one that is no longer offered to them; so is the answer. A plan that would be disabled
// and is left out is offered as it is.
func partOf(had, offered *Plan, at leftAt) *Plan {
	switch {
	case at.whole:
		return had
	case had == nil:
		return pick(at.boxes.has(CreatePlans) || len(at.keys) > 0, nil, offered)
	case offered == nil:
		return pick(at.boxes.has(EnablePlans), had, nil)
	}
	part := planPart{had, offered.Clone(), at}
	part.header()
	part.periods()
	part.rates()
	switch {
	case samePlan(part.offer, offered):
		return offered
	case samePlan(part.offer, had):
		return had
	}
	return part.offer
}

// planPart is the part of an offered plan in the making.
type planPart struct {
	had   *Plan
	offer *Plan // written to
	at    leftAt
}

func (p planPart) header() {
	if p.at.boxes.has(EnablePlans) {
		p.offer.Disabled = p.had.Disabled
	}
	if p.at.has(p.had.key(FieldSchedule)) {
		p.offer.Schedule = p.had.Schedule
	}
	if p.at.has(p.had.key(FieldPlanCategory)) {
		p.offer.PlanCategory = p.had.PlanCategory
	}
	if p.at.has(p.had.key(FieldPlacement)) {
		p.offer.SalesCategories = p.had.SalesCategories
	}
	if p.at.has(p.had.key(FieldUsageStatistics)) {
		p.offer.UsageStatistics = p.had.UsageStatistics
	}
	takeLeft(p, planTable, p.had.key(FieldPlan), p.offer, p.had)
}

// takeLeft leaves out what the boxes of existing things pass on as it is (rules 14 and 15): names, texts, what periods are beside their fees.
func takeLeft[T any](p planPart, rows []fieldRow[T], at Key, offered, had *T) {
	for i := range rows {
		row := &rows[i]
		if (row.Box == UpdateNames || row.Box == UpdatePeriods) && p.at.has(at.of(row.Field)) {
			row.set(offered, row.get(had))
		}
	}
}

// periods leaves out new periods, with their prices, and fees, schedules and what else is passed on of the others.
func (p planPart) periods() {
	gone := map[PeriodID]bool{}
	p.offer.Periods = slices.DeleteFunc(p.offer.Periods, func(period Period) bool {
		gone[period.ID] = p.had.Period(period.ID) == nil && p.at.any(CreatePlans, func(k Key) bool { return k.Period == period.ID })
		return gone[period.ID]
	})
	for i := range p.offer.Rates {
		rate := &p.offer.Rates[i]
		rate.Prices = slices.DeleteFunc(rate.Prices, func(row PriceRow) bool { return gone[row.Period] })
	}
	for i := range p.offer.Periods {
		period := &p.offer.Periods[i]
		had := p.had.Period(period.ID)
		if had == nil {
			continue
		}
		if p.at.has(Key{Field: FieldSchedule, Plan: p.had.ID, Period: period.ID}) {
			period.Schedule = had.Schedule
		}
		takeLeft(p, periodTable, Key{Field: FieldPeriod, Plan: p.had.ID, Period: period.ID}, period, had)
		for f := range period.Fees {
			p.price(FeeKey(p.had.ID, period.ID, Fee(f)), &period.Fees[f], had.Fees[f])
		}
	}
	sortPeriods(p.offer.Periods)
}

// price leaves out a price. One that no exchange rate makes stays as it is anyway, and says why.
func (p planPart) price(key Key, offered *Price, had Price) {
	if p.at.has(key) && !offered.NoRate() {
		*offered = had
	}
}

// rates leaves out that rates come and go, and limits and prices of the others.
func (p planPart) rates() {
	of := func(rate Rate) func(Key) bool { return func(k Key) bool { return k.Resource == rate.Resource } }
	p.offer.Rates = slices.DeleteFunc(p.offer.Rates, func(rate Rate) bool {
		return p.had.Rate(rate.Resource) == nil && p.at.any(CreateResources, of(rate))
	})
	for _, had := range p.had.Clone().Rates {
		offered := p.offer.Rate(had.Resource)
		switch {
		case offered != nil:
			p.limits(had, offered)
			p.rows(had, offered)
		case p.at.any(RemoveResources, of(had)):
			p.offer.Rates = append(p.offer.Rates, had)
		}
	}
	sortRates(p.offer.Rates)
}

func (p planPart) limits(had Rate, offered *Rate) {
	if p.at.has(Key{Field: FieldIncluded, Plan: p.had.ID, Resource: had.Resource}) {
		offered.Included, offered.Minimum, offered.Maximum = had.Included, had.Minimum, had.Maximum
	}
}

// rows leaves out that price rows come and go, and prices of the others. Rows for a period that comes with the run come with it.
func (p planPart) rows(had Rate, offered *Rate) {
	left := func(row PriceRow) bool {
		key := Key{Field: FieldPriceRow, Plan: p.had.ID, Resource: had.Resource, Period: row.Period, From: row.From}
		return p.at.has(key) || slices.ContainsFunc(p.at.keys, func(k Key) bool { return k.Field.IsPrice() && k.of(FieldPriceRow) == key })
	}
	offered.Prices = slices.DeleteFunc(offered.Prices, func(row PriceRow) bool {
		comes := row.Period != 0 && p.had.Period(row.Period) == nil
		return had.Row(row.Period, row.From) == nil && !comes && left(row)
	})
	for _, row := range had.Prices {
		if offered.Row(row.Period, row.From) == nil && left(row) {
			offered.Prices = append(offered.Prices, row)
		}
	}
	sortRows(offered.Prices)
	for i := range offered.Prices {
		row := &offered.Prices[i]
		if was := had.Row(row.Period, row.From); was != nil {
			for k := range row.Prices {
				p.price(PriceKey(p.had.ID, had.Resource, *row, RatePrice(k)), &row.Prices[k], was.Prices[k])
			}
		}
	}
}
