package domain

import "slices"

// This file is which price rules stay because of what is left out (rule L3).

// leavesRule reports whether a price rule has to stay: it is left out itself, or a price that it may be for is (rule L3).
func (s *settlement) leavesRule(v Override) bool {
	l := s.run.leaving
	if l == nil {
		return false
	}
	if slices.Contains(l.values[s.account].of(v.Key.Plan), v.Key) {
		return true
	}
	return slices.ContainsFunc(l.touched(s.account), func(id PlanID) bool {
		p := s.to.Plan(id)
		return p != nil && scope(v.Key, p) && p.hasPriceFor(v.Key.Field) && l.at(s.account, id).leavesPrice(v.Key.Field, p, s.offer.all().Plan(id))
	})
}

// leavesPrice reports whether a price of the plan that such a rule can be for is left out: with its box, or with what it is part of, be it
// that a box leaves that there. offered is the plan as it is offered, nil for one that is not.
func (a leftAt) leavesPrice(rule Field, p, offered *Plan) bool {
	rates := rule == FieldRateRule
	switch {
	case offered == nil && a.boxes.has(EnablePlans):
		return true
	case rates && offered != nil && a.boxes.has(RemoveResources) && slices.ContainsFunc(p.Rates, func(r Rate) bool {
		return offered.Rate(r.Resource) == nil && len(r.Prices) > 0
	}):
		return true
	}
	return a.any(coveredBy(Key{Field: rule}), func(k Key) bool {
		return k.Field.ruled() == rule || k.Field == FieldPeriod || rates && (k.Field == FieldRate || k.Field == FieldPriceRow)
	})
}

// all is the offer with what is left out of it.
func (o *Offer) all() *Offer {
	if o.whole != nil {
		return o.whole
	}
	return o
}

// hasPriceFor reports whether the plan has a price that such a rule can be for.
func (p *Plan) hasPriceFor(rule Field) bool {
	for key := range p.Prices() {
		if key.Field.ruled() == rule {
			return true
		}
	}
	return false
}
