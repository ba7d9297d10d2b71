package domain

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/shopspring/decimal"
)

// This file is a vendor's price list: everything that has a price, one line each, in the order of plans by their ids and of each plan's pages.

// PriceLine is one price of what a vendor sells.
type PriceLine struct {
	Key       Key
	Plan      *Plan // as it is sold
	Price     Price
	MSRP      Price  // suggested to resellers; not set in a plan that was delivered
	Cost      Price  // what the vendor pays for it now; not set where that is not known, or not to be seen
	Delivered Price  // not set in a plan that the vendor made
	Made      bool   // the vendor made the plan
	Own       bool   // the price is an own value over the delivered one
	Lock      string // why the reseller locked it; "": they did not
	Rule      Ruled  // the rule for it, whether or not an own value stands over that; the zero Ruled is none, or nobody looked
}

// Suggested is the key of the MSRP beside the price.
func (l PriceLine) Suggested() Key { return l.Key.of(l.Key.Field.MSRP()) }

// ByRule reports whether a rule made the price.
func (l PriceLine) ByRule() bool { return !l.Own && l.Rule.Rule.Value != "" && l.Rule.Why == "" }

// BelowCost reports whether the price is lower than what the vendor pays.
func (l PriceLine) BelowCost() bool {
	return l.Price.Below(l.Cost)
}

// GivenAway reports whether the price is 0.00 for something that costs something.
func (l PriceLine) GivenAway() bool { return PricedAt{Price: l.Price, Cost: l.Cost}.GivenAway() }

// Margin is what remains of the price after its cost; false where one of them is not set.
func (l PriceLine) Margin() (decimal.Decimal, bool) {
	if !l.Price.IsSet() || !l.Cost.IsSet() {
		return decimal.Decimal{}, false
	}
	return l.Price.Decimal().Sub(l.Cost.Decimal()), true
}

// PriceList is what a vendor sells, with what its prices are compared with.
type PriceList struct {
	Sold       *Catalog // the effective catalog of State
	State      State
	Costs      Costs               // none where they are not to be seen
	Names      Names               // of resources, for the search
	Unmeasured map[ResourceID]bool // the resources that are not measurable
	Then       *Catalog            // what was sold on the day since which changes are asked for
	Behind     map[Key]bool        // the prices that some reseller does not have yet
}

// line is a price with what is stored beside it.
func (l PriceList) line(p *Plan, key Key, price Price) PriceLine {
	line := PriceLine{Key: key, Plan: p, Price: price, Made: true}
	if delivered := l.delivered(p.ID); delivered != nil {
		line.Made = false
		line.Delivered, _ = delivered.Price(key)
		own, is := l.State.Own.Value(key)
		line.Own, line.Lock = is, own.Lock
		return line
	}
	line.MSRP = p.msrp(key)
	return line
}

// At is the line of the price at key, which the vendor sells; without its cost.
func (l PriceList) At(key Key) PriceLine {
	p := l.Sold.Plan(key.Plan)
	price, _ := p.Price(key)
	return l.line(p, key, price)
}

func (l PriceList) delivered(id PlanID) *Plan {
	return orEmpty(l.State.Delivered).Plan(id)
}

// cost is what the vendor pays; nothing for what they made themselves.
func (l PriceList) cost(line PriceLine) Price {
	if line.Made {
		return Price{}
	}
	return l.Costs.At(line.Key)
}

// Now is the price, or the MSRP, at key; not set where the vendor sells none.
func (l PriceList) Now(key Key) Price {
	line := l.Sold.Plan(key.Plan).line(key)
	if key.Field.IsMSRP() {
		return line.MSRP
	}
	return line.Price
}

// SortKeys sorts keys as PriceQuery.Keys wants them.
func SortKeys(keys []Key) { slices.SortFunc(keys, compareKeys) }

// SortByPage sorts keys of prices as pages show them: an MSRP behind its price, and behind all others of its plan what it does not have.
func (l PriceList) SortByPage(keys []Key) {
	SortKeys(keys)
	places := map[Key]int{}
	for i, key := range keys {
		if plan := l.Sold.Plan(key.Plan); plan != nil && (i == 0 || keys[i-1].Plan != key.Plan) {
			for price := range plan.Prices() {
				places[price] = len(places) + 1
				places[price.of(price.Field.MSRP())] = len(places) + 1
			}
		}
	}
	place := func(key Key) int { return cmp.Or(places[key], math.MaxInt) }
	slices.SortStableFunc(keys, func(a, b Key) int { return cmp.Or(cmp.Compare(a.Plan, b.Plan), cmp.Compare(place(a), place(b))) })
}

// Prices are the prices of the plan in the order of pages: the fees of its periods, then the prices of its rates, row by row.
func (p *Plan) Prices() iter.Seq2[Key, Price] {
	return func(yield func(Key, Price) bool) {
		for i := range p.Periods {
			for f, price := range p.Periods[i].Fees {
				if !yield(FeeKey(p.ID, p.Periods[i].ID, Fee(f)), price) {
					return
				}
			}
		}
		for i := range p.Rates {
			for _, row := range p.Rates[i].Prices {
				for k, price := range row.Prices {
					if !yield(PriceKey(p.ID, p.Rates[i].Resource, row, RatePrice(k)), price) {
						return
					}
				}
			}
		}
	}
}

// msrp is what is suggested for the price at key; not set where nothing is.
func (p *Plan) msrp(key Key) Price {
	text, _ := p.Value(key.of(key.Field.MSRP()))
	price, _ := PriceFromString(text) // our own writing
	return price
}

// MSRP is the field of the price that is suggested beside the one of this field; "" for a field that has none.
func (f Field) MSRP() Field {
	if i := slices.Index(feeFields[:], f); i >= 0 {
		return msrpFeeFields[i]
	}
	if i := slices.Index(priceFields[:], f); i >= 0 {
		return msrpRateFields[i]
	}
	return ""
}

// priced is the field of the price beside which one is suggested; "" for any other field.
func (f Field) priced() Field {
	for _, kind := range PriceKinds() {
		if kind.MSRP() == f {
			return kind
		}
	}
	return ""
}

// IsMSRP reports whether values of the field are suggested prices.
func (f Field) IsMSRP() bool {
	return slices.Contains(msrpFeeFields[:], f) || slices.Contains(msrpRateFields[:], f)
}

// IsSold reports whether values of the field are amounts for which something is sold, which an MSRP is not.
func (f Field) IsSold() bool { return f.IsPrice() && !f.IsMSRP() }

// PriceKinds are the fields of prices in the order of pages: fees of periods, then prices of rates.
func PriceKinds() []Field { return slices.Concat(feeFields[:], priceFields[:]) }
