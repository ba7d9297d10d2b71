package domain

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"
)

// This file sums up what resellers sell and what it costs them, once for all who have the same.

// moneySums is a MoneySum that is still being added up. Sums that are exact are comparable: == is equal.
type moneySums struct{ price, cost priceSum }

// sumsOf is a price and what it costs, nothing where one of them is not set.
func sumsOf(price, cost Price) (s moneySums) {
	if price.IsSet() && cost.IsSet() {
		s.price.add(price, 1)
		s.cost.add(cost, 1)
	}
	return s
}

func (s moneySums) plus(other moneySums) moneySums {
	return moneySums{s.price.plus(other.price, 1), s.cost.plus(other.cost, 1)}
}

func (s moneySums) minus(other moneySums) moneySums {
	return moneySums{s.price.plus(other.price, -1), s.cost.plus(other.cost, -1)}
}

// money is what was added up.
func (s moneySums) money() MoneySum { return MoneySum{s.price.sum(), s.cost.sum()} }

// percent is MoneySum.Percent.
func (s moneySums) percent() (decimal.Decimal, bool) {
	const most = math.MaxInt64 / 4000
	sold, paid := s.price.millionths, s.cost.millionths
	if !s.price.exact() || !s.cost.exact() || max(sold, paid) > most || min(sold, paid) < 0 {
		return s.money().Percent()
	}
	if sold == 0 {
		return decimal.Decimal{}, false
	}
	tenths := (2000*max(sold-paid, paid-sold) + sold) / (2 * sold) // half away from zero
	if paid > sold {
		tenths = -tenths
	}
	return decimal.New(tenths, -1), true
}

// summing is one pass over the results of a run.
type summing struct {
	shared   *shared
	catalogs map[deal]moneySums
	plans    map[planBought]boughtPlan
	vendors  map[ownBought]moneySums // what vendors' own prices make more or less
}

func newSumming(in Input) summing {
	return summing{newShared(in), map[deal]moneySums{}, map[planBought]boughtPlan{}, map[ownBought]moneySums{}}
}

// planBought is a plan that a reseller sells, and that of their vendor with the prices as the reseller pays them.
type planBought struct{ sold, paid *Plan }

// ownBought is a plan that was delivered, and the own values that a reseller and their vendor have over it.
type ownBought struct {
	planBought
	own, vendor *Layer
}

// sum is what a reseller has: once for all to whom the same was delivered, and anew in the plans on which they or their vendor have own values.
func (s summing) sum(state State, vendor VendorState, to Currency) moneySums {
	sells := s.shared.seller(vendor.State)
	t := terms{before: sells, from: vendor.Currency, to: to}
	if state.Own.hasRules() || vendor.Own.hasRules() {
		return s.delivered(state, s.shared.catalog(state), t)
	}
	plain := terms{before: sells.without(), from: vendor.Currency, to: to}
	key := deal{before: state.Delivered, terms: plain}
	sum, known := s.catalogs[key]
	if !known {
		sum = s.delivered(state, orEmpty(state.Delivered), plain)
		s.catalogs[key] = sum
	}
	for _, id := range layerPlans(state.Own, sells.own) {
		if delivered := orEmpty(state.Delivered).Plan(id); delivered != nil {
			sum = sum.plus(s.more(ownBought{planBought{delivered, s.paid(id, plain)}, state.Own.Layer(id), sells.layer(id)}, t))
		}
	}
	return sum
}

// paid is a plan as the vendor sells it, with the prices as the reseller pays them; nil for none.
func (s summing) paid(id PlanID, t terms) *Plan {
	return s.shared.paid(s.shared.sold(t.before, id), t.from, t.to)
}

// delivered sums up the plans of a catalog that were delivered.
func (s summing) delivered(state State, sells *Catalog, t terms) (sum moneySums) {
	for _, p := range orEmpty(state.Delivered).Plans {
		sum = sum.plus(s.plan(sells.Plan(p.ID), s.paid(p.ID, t)))
	}
	return sum
}

// more is by how much the sums of a delivered plan become others by own values over it. Own prices alone that stand over prices which are set
// change what is on sale in nothing, and take no copy of the plans.
func (s summing) more(b ownBought, t terms) moneySums {
	if !b.own.setsPricesOf(b.sold) || !b.vendor.setsOnlyPrices() {
		return s.plan(b.own.over(b.sold), s.paid(b.sold.ID, t)).minus(s.plan(b.sold, b.planBought.paid))
	}
	if b.own != nil {
		return s.overPrices(b, t)
	}
	more, known := s.vendors[b]
	if !known {
		more = s.overPrices(b, t)
		s.vendors[b] = more
	}
	return more
}

func (s summing) overPrices(b ownBought, t terms) (more moneySums) {
	if !s.bought(b.planBought).on {
		return more
	}
	for key := range (dealOwn{after: b.own, paidAfter: b.vendor}).keys() {
		if !key.recurring() || !b.sold.sells(key.Period) {
			continue
		}
		price, cost := b.sold.price(key), b.paid.price(key)
		more = more.minus(sumsOf(orZero(price), orZero(cost)))
		more = more.plus(sumsOf(b.own.priceOver(key, price), s.shared.paidOver(b.vendor, key, cost, t)))
	}
	return more
}

// setsPricesOf reports whether own values are prices alone that stand over prices of the plan, and are set as these are.
func (l *Layer) setsPricesOf(delivered *Plan) bool {
	return !slices.ContainsFunc(orZero(l).Values, func(v Override) bool {
		price := delivered.price(v.Key)
		return !v.Key.Field.IsPrice() || price == nil || !price.IsSet() || v.Value == ""
	})
}

// plan sums up a plan, nil for none, beside what its vendor sells it at.
func (s summing) plan(sold, paid *Plan) moneySums { return s.bought(planBought{sold, paid}).moneySums }

// boughtPlan is what a plan comes to, and whether it is bought and on sale.
type boughtPlan struct {
	moneySums
	on bool
}

func (s summing) bought(b planBought) (sum boughtPlan) {
	if b.paid == nil || b.sold == nil {
		return sum
	}
	if sum, known := s.plans[b]; known {
		return sum
	}
	if sum.on = onSale(b.sold); sum.on {
		sum.moneySums = recurringOf(b.sold, b.paid)
	}
	s.plans[b] = sum
	return sum
}

// recurringOf sums up the recurring prices of a plan that is on sale, where its vendor has such a price, too.
func recurringOf(sold, paid *Plan) (sum moneySums) {
	for at, prices := range sold.rows() {
		costs, recurring := paid.pricesAt(at), int(RecurringFee)
		if at.resource != 0 {
			recurring = int(RecurringPrice)
		}
		if costs != nil && sold.sells(at.period) {
			sum = sum.plus(sumsOf(prices[recurring], costs[recurring]))
		}
	}
	return sum
}

// onSale reports whether a plan is there, not disabled and not held; whether it is published does not matter, as in rule G6.
func onSale(p *Plan) bool { return p != nil && !p.Disabled && !p.Held() }

// recurring reports whether the key is of a recurring fee or of the recurring price of a resource.
func (k Key) recurring() bool {
	return k.Field == RecurringFee.Field() || k.Field == RecurringPrice.Field()
}
