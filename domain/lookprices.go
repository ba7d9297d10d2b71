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

// soldAt is a price after a run and its cost. was reports whether the one before it was below its cost, and is asked where this one is.
func soldAt(price, cost Price, was func() bool) soldPrice {
	below := price.Below(cost)
	return soldPrice{price: price, cost: cost, below: below, was: below && was()}
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

// without is the vendor's side without their own values.
func (t terms) without() terms { return terms{t.before.without(), t.after.without(), t.from, t.to} }

// planDeal is a deal in one plan: what is sold, and what the vendor sells, in the reseller's currency. Where that is nothing after the run, there
// is nothing to look at.
type planDeal struct {
	before, after         *Plan
	paidBefore, paidAfter *Plan
}

// dealOwn are the own values over the plans of a deal: the reseller's before the run and after it, and their vendor's.
type dealOwn struct{ before, after, paidBefore, paidAfter *Layer }

// ownDeal is a deal in one plan with own values over it.
type ownDeal struct {
	planDeal
	own dealOwn
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
	plain := t.without()
	d := deal{before.Delivered, after.Delivered, plain}
	counts, known := l.catalogs[d]
	if !known {
		counts = l.catalog(orEmpty(before.Delivered), orEmpty(after.Delivered), plain)
		l.catalogs[d] = counts
	}
	for _, id := range layerPlans(before.Own, after.Own, t.before.own, t.after.own) {
		was, is := orEmpty(before.Delivered).Plan(id), orEmpty(after.Delivered).Plan(id)
		counted := l.planDeal(was, is, plain)
		if own := (dealOwn{before.Own.Layer(id), after.Own.Layer(id), t.before.layer(id), t.after.layer(id)}); own.setsOnlyPrices() {
			counts.add(l.ownPrices(ownDeal{counted, own}, t), 1)
		} else {
			counts.add(l.plan(l.planDeal(l.shared.overBy(before.Own, was), l.shared.overBy(after.Own, is), t)), 1)
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

func (own dealOwn) layers() [4]*Layer {
	return [...]*Layer{own.before, own.after, own.paidBefore, own.paidAfter}
}

func (own dealOwn) setsOnlyPrices() bool {
	for _, layer := range own.layers() {
		if !layer.setsOnlyPrices() {
			return false
		}
	}
	return true
}

// keys are the keys of the values, each once.
func (own dealOwn) keys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		layers := own.layers()
		for i, layer := range layers {
			if slices.Contains(layers[:i], layer) {
				continue
			}
			for k := range orZero(layer).Values {
				key := layer.Values[k].Key
				already := slices.ContainsFunc(layers[:i], func(earlier *Layer) bool { return earlier.has(key) })
				if !already && !yield(key) {
					return
				}
			}
		}
	}
}

// ownPrices is by how much the counts of a delivered plan become others by own prices: once for all who have none themselves and the same vendor.
func (l *looking) ownPrices(d ownDeal, t terms) (more LookCounts) {
	switch {
	case d.paidAfter == nil || d.own == dealOwn{}:
		return more
	case d.own.before != nil || d.own.after != nil:
		return l.overPrices(d, t)
	}
	more, known := l.vendors[d]
	if !known {
		more = l.overPrices(d, t)
		l.vendors[d] = more
	}
	return more
}

func (l *looking) overPrices(d ownDeal, t terms) (more LookCounts) {
	for key := range d.own.keys() {
		price, cost := d.after.rowPrice(key), d.paidAfter.rowPrice(key)
		if price == nil || cost == nil {
			continue
		}
		l.count(&more, soldAt(*price, *cost, func() bool { return orZero(d.before.rowPrice(key)).Below(orZero(d.paidBefore.rowPrice(key))) }), -1)
		l.count(&more, soldAt(d.own.after.priceOver(key, price), l.shared.paidOver(d.own.paidAfter, key, cost, t), func() bool {
			earlier := d.own.before.priceOver(key, d.before.rowPrice(key))
			return earlier.Below(l.earlier.paidOver(d.own.paidBefore, key, d.paidBefore.rowPrice(key), t))
		}), 1)
	}
	return more
}

// priceOver is a delivered price, nil for none, with the own one over it.
func (l *Layer) priceOver(key Key, delivered *Price) Price {
	if own, is := l.value(key); is && delivered != nil {
		return Price{own.Value}
	}
	return orZero(delivered)
}

// paidOver is what a reseller pays for what was delivered to their vendor, nil for nothing, with the vendor's own price over it.
func (m *shared) paidOver(vendor *Layer, key Key, paid *Price, t terms) Price {
	if own, is := vendor.value(key); is && paid != nil {
		return m.in.Rates.Conversion(t.from, t.to, m.in.Unmeasured).at(key, Price{own.Value})
	}
	return orZero(paid)
}

func (l *looking) catalog(before, after *Catalog, t terms) (counts LookCounts) {
	for _, p := range after.Plans {
		counts.add(l.plan(l.planDeal(before.Plan(p.ID), p, t)), 1)
	}
	return counts
}

// belowAlone reports whether of prices nothing is counted but those below cost.
func (l *looking) belowAlone() bool { return len(l.priced) == 1 && l.priced[0] == l.below }

// plan counts in one plan, the same for everybody who has it on the same terms.
func (l *looking) plan(d planDeal) LookCounts {
	if d.paidAfter == nil || d.paidAfter == d.after && l.belowAlone() { // what is sold at what it costs is not below that
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
		for i, price := range prices {
			was := func() bool { return nth(d.before.pricesAt(at), i).Below(nth(d.paidBefore.pricesAt(at), i)) }
			l.count(&counts, soldAt(price, costs[i], was), 1)
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
