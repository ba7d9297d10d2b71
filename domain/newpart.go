package domain

import (
	"slices"

	"github.com/shopspring/decimal"
)

// NewPeriod is what a new subscription period starts with: one month, active, every fee 0.00.
func NewPeriod() Period {
	period := Period{Length: 1, Unit: "months", Active: true}
	for i := range period.Fees {
		period.Fees[i] = Amount(decimal.Zero)
	}
	return period
}

// Copy is what a new subscription period starts with that is to be like this one.
func (p Period) Copy() Period {
	p.ID, p.Position, p.Unpriced = 0, 0, false
	return p
}

// NewRate is what a new resource starts with: nothing included, no maximum, every price 0.00.
func NewRate() Rate {
	row := PriceRow{}
	for i := range row.Prices {
		row.Prices[i] = Amount(decimal.Zero)
	}
	return Rate{Maximum: Unlimited, Visible: true, Prices: []PriceRow{row}}
}

// Copy is what a new resource starts with that is to have the limits and all prices of this one. It is not the main one.
func (r Rate) Copy() Rate {
	r.Resource, r.Position, r.Unpriced, r.Main = 0, 0, false, false
	r.Prices = slices.Clone(r.Prices)
	return r
}

// Duplicate is a new plan that is like this one, under another name: unpublished, with its periods, rates and upgrade paths. Its ids are
// placeholders, and those of price lists stay with this one.
func (p *Plan) Duplicate(name string) *Plan { return p.duplicate(name, NewID) }

// duplicate is Duplicate with placeholders from first on downwards.
func (p *Plan) duplicate(name string, first int64) *Plan {
	d := p.Clone()
	d.ID, d.Name, d.Published, d.Disabled, d.Article = PlanID(first), name, false, false, Article{}
	periods := map[PeriodID]PeriodID{0: 0}
	for i := range d.Periods {
		period := &d.Periods[i]
		periods[period.ID] = PeriodID(first - 1 - int64(i))
		period.ID, period.Unpriced, period.Article = periods[period.ID], false, Article{}
	}
	d.RenewPeriod = periods[d.RenewPeriod]
	for i := range d.Rates {
		d.Rates[i].Unpriced = false
		for j := range d.Rates[i].Prices {
			row := &d.Rates[i].Prices[j]
			row.Period = periods[row.Period]
		}
		d.Rates[i].Prices = sortRows(d.Rates[i].Prices)
	}
	return d
}
