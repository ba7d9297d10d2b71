package domain

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Costs answers what a reseller pays for what they sell: their vendor's effective prices at today's rate, not the MSRP
// (rules.md 1). Nothing of it is stored, so a cost moves without a run.
type Costs struct {
	vendor     *Catalog
	conversion Conversion
}

// CostsFrom returns the costs of a reseller whose vendor has this effective catalog. A nil vendor has no costs.
func CostsFrom(vendor *Catalog, c Conversion) Costs { return Costs{vendor, c} }

// Fee returns the cost of a fee, not set where the vendor has none.
func (c Costs) Fee(plan PlanID, period PeriodID, fee Fee) Price {
	if p := c.plan(plan); p != nil {
		if have := p.Period(period); have != nil {
			return c.conversion.Fee(have.Fees[fee])
		}
	}
	return Price{}
}

// Price returns the cost of a rate's price in the row of this period and lower bound, not set where the vendor has none.
func (c Costs) Price(plan PlanID, resource ResourceID, row PriceRow, price RatePrice) Price {
	if p := c.plan(plan); p != nil {
		if rate := p.Rate(resource); rate != nil {
			if have := rate.Row(row.Period, row.From); have != nil {
				return c.conversion.Price(have.Prices[price], c.conversion.decimals(resource))
			}
		}
	}
	return Price{}
}

// At returns the cost of the fee or price at key, as Fee and Price do; not set for any other key.
func (c Costs) At(key Key) Price {
	if fee := slices.Index(feeFields[:], key.Field); fee >= 0 {
		return c.Fee(key.Plan, key.Period, Fee(fee))
	}
	if price := slices.Index(priceFields[:], key.Field); price >= 0 {
		return c.Price(key.Plan, key.Resource, PriceRow{Period: key.Period, From: key.From}, RatePrice(price))
	}
	return Price{}
}

// Paid returns what the cost at key is in the vendor's own currency.
func (c Costs) Paid(key Key) Price { return Costs{vendor: c.vendor}.At(key) }

// Currency is the one in which the vendor has its prices; "" where it is the reseller's own.
func (c Costs) Currency() Currency { return c.conversion.From }

func (c Costs) plan(id PlanID) *Plan {
	if c.vendor == nil {
		return nil
	}
	return c.vendor.Plan(id)
}

// Margin is what remains of a price after its cost, in percent of the price with one decimal, half away from zero. ok is
// false where one of them is not set or the price is zero.
func Margin(price, cost Price) (percent decimal.Decimal, ok bool) {
	amount := price.Decimal()
	if amount.IsZero() || !cost.IsSet() {
		return decimal.Decimal{}, false
	}
	return amount.Sub(cost.Decimal()).Mul(decimal.NewFromInt(100)).DivRound(amount, 1), true
}

// FirstPeriod returns the first active period that is not a trial, else the first active one, else nil: the one that lists
// show.
func (p *Plan) FirstPeriod() *Period {
	var first *Period
	for i := range p.Periods {
		period := &p.Periods[i]
		if period.Active && !period.Trial {
			return period
		}
		if period.Active && first == nil {
			first = period
		}
	}
	return first
}

// MainPrice returns the plan's main rate and its price row for a period; nil where there is no main resource.
func (p *Plan) MainPrice(period PeriodID) (*Rate, *PriceRow) {
	for i := range p.Rates {
		if rate := &p.Rates[i]; rate.Main {
			if row := rate.Row(period, 0); row != nil {
				return rate, row
			}
			return rate, rate.Row(0, 0)
		}
	}
	return nil, nil
}
