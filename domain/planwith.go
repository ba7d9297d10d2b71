package domain

import "slices"

// WithPeriod returns the plan with the period in place of the one with its id, or added at the end.
func (p *Plan) WithPeriod(period Period) *Plan {
	next := p.Clone()
	if have := next.Period(period.ID); have != nil {
		*have = period
		return next
	}
	for _, other := range p.Periods {
		period.Position = max(period.Position, other.Position+1)
	}
	next.Periods = append(next.Periods, period)
	return next
}

// WithoutPeriod returns the plan without a period and its price rows.
func (p *Plan) WithoutPeriod(id PeriodID) *Plan {
	next := p.Clone()
	next.Periods = slices.DeleteFunc(next.Periods, func(period Period) bool { return period.ID == id })
	if next.RenewPeriod == id {
		next.RenewPeriod = 0
	}
	for i := range next.Rates {
		rate := &next.Rates[i]
		rate.Prices = slices.DeleteFunc(rate.Prices, func(row PriceRow) bool { return row.Period == id })
	}
	return next
}

// WithRate returns the plan with the rate in place of the one for its resource, or added at the end.
func (p *Plan) WithRate(rate Rate) *Plan {
	rate.Prices = sortRows(slices.Clone(rate.Prices))
	next := p.Clone()
	if have := next.Rate(rate.Resource); have != nil {
		*have = rate
		return next
	}
	for _, other := range p.Rates {
		rate.Position = max(rate.Position, other.Position+1)
	}
	next.Rates = append(next.Rates, rate)
	return next
}

// WithoutRate returns the plan without the rate for a resource.
func (p *Plan) WithoutRate(id ResourceID) *Plan {
	next := p.Clone()
	next.Rates = slices.DeleteFunc(next.Rates, func(rate Rate) bool { return rate.Resource == id })
	return next
}
