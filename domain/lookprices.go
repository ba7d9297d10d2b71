package domain

import "github.com/shopspring/decimal"

// soldPrice is a price that a reseller sells at after a run, beside what they pay for it.
type soldPrice struct {
	line  PriceLine
	below bool // it is below its cost
	was   bool // it was below its cost before the run
}

// lowMargin reports whether what remains of a price is less than the limit, and is not a loss, which is told apart.
func lowMargin(f *LookFacts, p soldPrice) bool {
	percent, ok := Margin(p.line.Price, p.line.Cost)
	return ok && !p.below && percent.LessThan(decimal.NewFromInt(int64(f.Margin)))
}

// soldBefore remembers what was found out of prices.
type soldBefore struct {
	catalogs map[deal]LookCounts
	plans    map[planDeal]LookCounts
	vendors  map[State]*Catalog
}

// deal is what a reseller has delivered before a run and after it, and what their vendor has.
type deal struct {
	before, after *Catalog
	terms
}

// terms are the vendor's side of a deal.
type terms struct {
	before, after State
	from, to      Currency
}

// planDeal is a deal in one plan: what is sold, and the vendor's.
type planDeal struct {
	before, after             *Plan
	vendorBefore, vendorAfter *Plan
	from, to                  Currency
}

func newSoldBefore() soldBefore {
	return soldBefore{map[deal]LookCounts{}, map[planDeal]LookCounts{}, map[State]*Catalog{}}
}

// prices counts what there is to look at in the prices that a reseller sells at after the run.
func (l *looking) prices(r Result) LookCounts {
	vendor := l.in.Vendors[r.Target.Vendor]
	t := terms{vendor.State, vendor.State, vendor.Currency, r.Target.Currency}
	if after, ran := l.after[r.Target.Vendor]; ran {
		t.after = after
	}
	before, after := r.Target.Before, r.After
	if before.Own.hasRules() || after.Own.hasRules() {
		return l.catalog(before.Effective(), after.Effective(), t)
	}
	d := deal{before.Delivered, after.Delivered, t}
	counts, known := l.sold.catalogs[d]
	if !known {
		counts = l.catalog(orEmpty(before.Delivered), orEmpty(after.Delivered), t)
		l.sold.catalogs[d] = counts
	}
	for id := range l.ownPlans(before.Own, after.Own) {
		counts.add(l.plan(orEmpty(before.Delivered).Plan(id), orEmpty(after.Delivered).Plan(id), t), -1)
		counts.add(l.plan(before.plan(id), after.plan(id), t), 1)
	}
	return counts
}

// ownPlans are the delivered plans in which a reseller has, or had, values of their own.
func (l *looking) ownPlans(layers ...*Own) map[PlanID]bool {
	plans := map[PlanID]bool{}
	for _, own := range layers {
		for _, layer := range orZero(own).Layers {
			if layer.Plan != 0 {
				plans[layer.Plan] = true
			}
		}
	}
	return plans
}

func (l *looking) catalog(before, after *Catalog, t terms) (counts LookCounts) {
	for _, p := range after.Plans {
		counts.add(l.plan(before.Plan(p.ID), p, t), 1)
	}
	return counts
}

// plan counts in one plan, the same for everybody who has it on the same terms.
func (l *looking) plan(before, after *Plan, t terms) LookCounts {
	if after == nil || after.Disabled {
		return LookCounts{}
	}
	d := planDeal{before, after, l.vendor(t.before).Plan(after.ID), l.vendor(t.after).Plan(after.ID), t.from, t.to}
	counts, known := l.sold.plans[d]
	if !known {
		counts = l.deal(d)
		l.sold.plans[d] = counts
	}
	return counts
}

func (l *looking) vendor(s State) *Catalog {
	c := l.sold.vendors[s]
	if c == nil {
		c = s.Effective()
		l.sold.vendors[s] = c
	}
	return c
}

func (l *looking) deal(d planDeal) (counts LookCounts) {
	if d.vendorAfter == nil {
		return counts
	}
	rate := l.in.Rates.Conversion(d.from, d.to, l.in.Unmeasured)
	now := CostsFrom(&Catalog{Plans: []*Plan{d.vendorAfter}}, rate)
	was := CostsFrom(nil, rate)
	if d.vendorBefore != nil {
		was = CostsFrom(&Catalog{Plans: []*Plan{d.vendorBefore}}, rate)
	}
	for key, price := range d.after.Prices() {
		p := soldPrice{line: PriceLine{Key: key, Price: price, Cost: now.At(key)}}
		p.below = p.line.BelowCost()
		if p.below && d.before != nil {
			earlier, _ := d.before.Price(key)
			p.was = PriceLine{Price: earlier, Cost: was.At(key)}.BelowCost()
		}
		for k, look := range l.looks {
			if look.price != nil && look.price(&l.facts, p) {
				counts[k]++
			}
		}
	}
	return counts
}
