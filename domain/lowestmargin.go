package domain

import "math/bits"

// This file finds in which price of a plan the least remains after its cost.

// PricedAt is a price beside its cost.
type PricedAt struct {
	Key         Key
	Price, Cost Price
}

// GivenAway reports whether something that costs something is free.
func (m PricedAt) GivenAway() bool { return m.Price.IsZero() && m.Cost.IsSet() && !m.Cost.IsZero() }

// counts reports whether there is something to compare: both are set, and not both are 0.00.
func (m PricedAt) counts() bool {
	return m.Price.IsSet() && m.Cost.IsSet() && !(m.Price.IsZero() && m.Cost.IsZero())
}

// Compare says which of two leaves the smaller part of its price after its cost, exactly: -1 where it is m. What is given away leaves less
// than any loss.
func (m PricedAt) Compare(other PricedAt) int {
	if a, b := m.Price.IsZero(), other.Price.IsZero(); a || b {
		switch {
		case a && b:
			return 0
		case a:
			return -1
		}
		return 1
	}
	// the margin is smaller where the cost is more of the price: cost / price > other cost / other price
	amounts, exact := [4]uint64{}, true
	for i, p := range []Price{m.Cost, other.Price, other.Cost, m.Price} {
		n, ok := p.millionths()
		amounts[i], exact = uint64(n), exact && ok
	}
	if !exact {
		return other.Cost.Decimal().Mul(m.Price.Decimal()).Cmp(m.Cost.Decimal().Mul(other.Price.Decimal()))
	}
	high, low := bits.Mul64(amounts[0], amounts[1])
	otherHigh, otherLow := bits.Mul64(amounts[2], amounts[3])
	switch {
	case high == otherHigh && low == otherLow:
		return 0
	case high > otherHigh || high == otherHigh && low > otherLow:
		return -1
	}
	return 1
}

// Margins finds the lowest margins of plans against the same costs. It remembers what amounts are in the reseller's currency, which
// thousands of prices share. It is for one goroutine.
type Margins struct {
	costs     Costs
	converted map[convertedAmount]Price
}

type convertedAmount struct {
	price    Price
	decimals int32
}

// Margins compares prices with these costs.
func (c Costs) Margins() *Margins { return &Margins{c, map[convertedAmount]Price{}} }

// Lowest is the price of a plan that leaves the least after its cost, of those at which it is sold: the first in the order of pages of
// several. false where none has a cost.
func (m *Margins) Lowest(p *Plan) (lowest PricedAt, found bool) {
	paid := orEmpty(m.costs.vendor).Plan(p.ID)
	if paid == nil {
		return lowest, false
	}
	for at, prices := range p.rows() {
		if !p.sells(at.period) {
			continue
		}
		costs := paid.pricesAt(at)
		for i, cost := range costs {
			one := PricedAt{Price: prices[i], Cost: cost}
			if !one.counts() {
				continue
			}
			one.Cost = m.cost(at, cost)
			if one.Cost.IsSet() && (!found || one.Compare(lowest) < 0) {
				one.Key = at.key(p.ID, i)
				lowest, found = one, true
			}
		}
	}
	return lowest, found
}

// cost is an amount of the vendor's in the reseller's currency.
func (m *Margins) cost(at rowKey, price Price) Price {
	if m.costs.conversion.none() {
		return price
	}
	decimals := m.costs.conversion.To.Exponent()
	if at.resource != 0 {
		decimals = m.costs.conversion.decimals(at.resource)
	}
	key := convertedAmount{price, decimals}
	cost, known := m.converted[key]
	if !known {
		cost = m.costs.conversion.Price(price, decimals)
		m.converted[key] = cost
	}
	return cost
}

// key names one of the prices of a row.
func (r rowKey) key(plan PlanID, i int) Key {
	if r.resource == 0 {
		return FeeKey(plan, r.period, Fee(i))
	}
	return PriceKey(plan, r.resource, PriceRow{Period: r.period, From: r.from}, RatePrice(i))
}

// Compare orders prices by their amounts; what is not set comes first.
func (p Price) Compare(q Price) int {
	switch {
	case p.Below(q), !p.IsSet() && q.IsSet():
		return -1
	case q.Below(p), p.IsSet() && !q.IsSet():
		return 1
	}
	return 0
}
