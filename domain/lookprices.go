package domain

import (
	"iter"
	"slices"
)

// soldPrice is a price that a reseller sells at after a run, beside what they pay for it.
type soldPrice struct {
	price, cost Price
	below       bool // it is below its cost
	was         bool // it was below its cost before the run
}

// soldAt is a price after a run and its cost, and both before it; not set where there was none.
func soldAt(earlier, paid, price, cost Price) soldPrice {
	below := price.Below(cost)
	return soldPrice{price: price, cost: cost, below: below, was: below && earlier.Below(paid)}
}

// lowMargin reports whether what remains of a price is less than the limit, and is not a loss, which is told apart.
func lowMargin(f *LookFacts, p soldPrice) bool {
	return !p.below && MarginBelow(p.price, p.cost, f.Margin)
}

// deal is what a reseller has delivered before a run and after it, and what their vendor has.
type deal struct {
	before, after *Catalog
	terms
}

// terms are the vendor's side of a deal: what they sell, before the run and after it.
type terms struct {
	before, after seller
	from, to      Currency
}

// planDeal is a deal in one plan: what is sold, and what the vendor sells, in the reseller's currency. Where that is nothing after the run, there
// is nothing to look at.
type planDeal struct {
	before, after         *Plan
	paidBefore, paidAfter *Plan
}

// prices counts what there is to look at in the prices that a reseller sells at after the run: once for all to whom the same was delivered, and
// anew in the plans on which they or their vendors have own values.
func (l *looking) prices(r Result) LookCounts {
	vendor := l.shared.in.Vendors[r.Target.Vendor]
	vendorAfter, ran := l.after[r.Target.Vendor]
	if !ran {
		vendorAfter = vendor.State
	}
	t := terms{l.shared.seller(vendor.State), l.shared.seller(vendorAfter), vendor.Currency, r.Target.Currency}
	before, after := r.Target.Before, r.After
	if slices.ContainsFunc([]*Own{before.Own, after.Own, vendor.Own, vendorAfter.Own}, (*Own).hasRules) {
		return l.catalog(l.shared.catalog(before), l.shared.catalog(after), t)
	}
	plain := terms{t.before.without(), t.after.without(), t.from, t.to}
	d := deal{before.Delivered, after.Delivered, plain}
	counts, known := l.catalogs[d]
	if !known {
		counts = l.catalog(orEmpty(before.Delivered), orEmpty(after.Delivered), plain)
		l.catalogs[d] = counts
	}
	for _, id := range layerPlans(before.Own, after.Own, vendor.Own, vendorAfter.Own) {
		was, is := orEmpty(before.Delivered).Plan(id), orEmpty(after.Delivered).Plan(id)
		one := l.planDeal(was, is, t)
		if had, has := before.Own.Layer(id), after.Own.Layer(id); had.setsOnlyPrices() && has.setsOnlyPrices() {
			counts.add(l.ownPrices(one, had, has), 1)
		} else {
			one = l.planDeal(l.shared.overBy(before.Own, was), l.shared.overBy(after.Own, is), t)
		}
		if counted := l.planDeal(was, is, plain); one != counted {
			counts.add(l.plan(one), 1)
			counts.add(l.plan(counted), -1)
		}
	}
	return counts
}

// leftBelow counts the prices of somebody who was left out, or is out of reach, that are below cost from now on: their vendor took part, and
// sells at more.
func (l *looking) leftBelow(r Result) int {
	after, ran := l.after[r.Target.Vendor]
	if !r.Target.Skip.standsBy() || !ran || after == l.shared.in.Vendors[r.Target.Vendor].State {
		return 0
	}
	return l.prices(r)[l.below]
}

// setsOnlyPrices reports whether own values are prices alone: then what there is at all others is the same with and without them.
func (l *Layer) setsOnlyPrices() bool {
	return !slices.ContainsFunc(orZero(l).Values, func(v Override) bool { return !v.Key.Field.IsPrice() })
}

// ownPrices is by how much the counts of a delivered plan become others by the own prices that stood over it before, and stand after.
func (l *looking) ownPrices(d planDeal, had, has *Layer) (more LookCounts) {
	if d.paidAfter == nil || had == nil && has == nil {
		return more
	}
	for key := range ownKeys(had, has) {
		price, cost := d.after.price(key), d.paidAfter.price(key)
		if price == nil || cost == nil {
			continue
		}
		earlier, paid := d.before.price(key), orZero(d.paidBefore.price(key))
		l.count(&more, soldAt(orZero(earlier), paid, *price, *cost), -1)
		l.count(&more, soldAt(had.priceOver(key, earlier), paid, has.priceOver(key, price), *cost), 1)
	}
	return more
}

// ownKeys are the keys of the values of two layers, each once.
func ownKeys(had, has *Layer) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for i := range orZero(has).Values {
			if !yield(has.Values[i].Key) {
				return
			}
		}
		if had == has {
			return
		}
		for i := range orZero(had).Values {
			if _, both := has.value(had.Values[i].Key); !both && !yield(had.Values[i].Key) {
				return
			}
		}
	}
}

// priceOver is a delivered price, nil for none, with the own one over it.
func (l *Layer) priceOver(key Key, delivered *Price) Price {
	if own, is := l.value(key); is && delivered != nil {
		return Price{own.Value}
	}
	return orZero(delivered)
}

func (l *looking) catalog(before, after *Catalog, t terms) (counts LookCounts) {
	for _, p := range after.Plans {
		counts.add(l.plan(l.planDeal(before.Plan(p.ID), p, t)), 1)
	}
	return counts
}

// plan counts in one plan, the same for everybody who has it on the same terms.
func (l *looking) plan(d planDeal) LookCounts {
	if d.paidAfter == nil {
		return LookCounts{}
	}
	counts, known := l.plans[d]
	if !known {
		counts = l.deal(d)
		l.plans[d] = counts
	}
	return counts
}

// planDeal is the deal in a plan; the zero one where it is not sold. What was disabled before was not sold, so that nothing was below cost.
func (l *looking) planDeal(before, after *Plan, t terms) planDeal {
	if after == nil || after.Disabled {
		return planDeal{}
	}
	if before != nil && before.Disabled {
		before = nil
	}
	return planDeal{before, after, l.earlier.paid(l.shared.sold(t.before, after.ID), t.from, t.to), l.shared.paid(l.shared.sold(t.after, after.ID), t.from, t.to)}
}

func (l *looking) deal(d planDeal) (counts LookCounts) {
	for at, prices := range d.after.rows() {
		costs := d.paidAfter.pricesAt(at)
		if costs == nil {
			continue
		}
		earlier, paid := d.before.pricesAt(at), d.paidBefore.pricesAt(at)
		for i, price := range prices {
			l.count(&counts, soldAt(nth(earlier, i), nth(paid, i), price, costs[i]), 1)
		}
	}
	return counts
}

// nth is one of some prices, not set where there are none.
func nth(prices []Price, i int) Price {
	if prices == nil {
		return Price{}
	}
	return prices[i]
}

func (l *looking) count(counts *LookCounts, p soldPrice, times int) {
	for _, k := range l.priced {
		if l.looks[k].price(&l.facts, p) {
			counts[k] += times
		}
	}
}
