package domain

import (
	"iter"

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

// At returns the cost of the fee or price at key, not set where the vendor has none.
func (c Costs) At(key Key) Price { return c.converted(key, c.Paid(key)) }

// Suggested returns the price that the vendor suggests beside the cost at key, not set where they suggest none.
func (c Costs) Suggested(key Key) Price {
	plan := orEmpty(c.vendor).Plan(key.Plan)
	if plan == nil {
		return Price{}
	}
	return c.converted(key, plan.msrp(key))
}

// converted is the vendor's price at key in the reseller's currency.
func (c Costs) converted(key Key, price Price) Price { return c.conversion.at(key, price) }

// Offered returns what the vendor offers for the fee or price at key: the MSRP, where they suggest one, else what it costs.
func (c Costs) Offered(key Key) Price {
	if plan := orEmpty(c.vendor).Plan(key.Plan); plan != nil {
		if msrp := plan.msrp(key); msrp.IsSet() {
			return c.converted(key, msrp)
		}
	}
	return c.At(key)
}

// Paid returns what the cost at key is in the vendor's own currency.
func (c Costs) Paid(key Key) Price {
	if c.vendor == nil {
		return Price{}
	}
	plan := c.vendor.Plan(key.Plan)
	if plan == nil {
		return Price{}
	}
	price, _ := plan.Price(key)
	return price
}

// sells reports whether the vendor sells what the price at key is for.
func (c Costs) sells(key Key) bool {
	plan := orEmpty(c.vendor).Plan(key.Plan)
	if plan == nil {
		return false
	}
	_, there := plan.Price(key)
	return there
}

// Buys is what a reseller buys: the prices of the plans that were delivered to them and are not disabled, as far as their vendor still has
// them, each with what they pay for it and with the price that is suggested to them. The order is that of a price list.
func (s State) Buys(costs Costs) iter.Seq[PriceLine] {
	return func(yield func(PriceLine) bool) {
		for _, p := range orEmpty(s.Delivered).Plans {
			if p.Disabled {
				continue
			}
			for key := range p.Prices() {
				if costs.sells(key) && !yield(PriceLine{Key: key, Plan: p, Cost: costs.At(key), MSRP: costs.Suggested(key)}) {
					return
				}
			}
		}
	}
}

// Currency is the one in which the vendor has its prices; "" where it is the reseller's own.
func (c Costs) Currency() Currency { return c.conversion.From }

// Margin is what remains of a price after its cost, in percent of the price with one decimal, half away from zero. ok is
// false where one of them is not set or the price is zero.
func Margin(price, cost Price) (percent decimal.Decimal, ok bool) {
	amount := price.Decimal()
	if amount.IsZero() || !cost.IsSet() {
		return decimal.Decimal{}, false
	}
	return amount.Sub(cost.Decimal()).Mul(decimal.NewFromInt(100)).DivRound(amount, 1), true
}

// MarginBelow reports whether there is a Margin and it is smaller than so many percent, 0 to 100.
func MarginBelow(price, cost Price, percent int) bool {
	sold, exact := price.millionths()
	paid, too := cost.millionths()
	if exact && too {
		// what is rounded to one decimal is smaller where the whole is smaller by more than half of a tenth
		return sold > 0 && 2000*(sold-paid) < int64(20*percent-1)*sold
	}
	margin, ok := Margin(price, cost)
	return ok && margin.LessThan(decimal.NewFromInt(int64(percent)))
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
