package domain

import (
	"cmp"
	"slices"
)

// Held returns how many of the delivered plans wait for the reseller's prices or their confirmation (rules 1e, G14).
func (s State) Held() int {
	n := 0
	for _, p := range s.Effective().Plans {
		if p.Status() == StatusHeld && orEmpty(s.Delivered).Plan(p.ID) != nil {
			n++
		}
	}
	return n
}

// Effective returns what the vendor sells and shows: what was delivered, with what their rules make of it and their overrides in place,
// and what they made themselves. Plans and parts without are the delivered ones, by pointer.
func (s State) Effective() *Catalog { return s.effective(overlaid) }

// Sold is the price at a key in Effective, without making that; false where there is none.
func (s State) Sold(key Key) (Price, bool) {
	delivered := orEmpty(s.Delivered).Plan(key.Plan)
	if delivered == nil {
		made := s.Own.MadeCatalog().Plan(key.Plan)
		if made == nil {
			return Price{}, false
		}
		return made.Price(key)
	}
	if key.Field == FieldUpgradeFee { // a path may be their own as a whole
		return s.Own.Layer(key.Plan).over(delivered).Price(key)
	}
	price, there := delivered.Price(key)
	if own, is := s.Own.Value(key); is && there {
		price, _ = PriceFromString(own.Value) // our own writing
	} else if ruled, is := s.Rule(key); is && ruled.Why == "" {
		price = ruled.Price
	}
	return price, there
}

// deliveredPrice is what was delivered at a key, nil for nothing.
func (s State) deliveredPrice(key Key) *Price {
	if p := orEmpty(s.Delivered).Plan(key.Plan); p != nil {
		return p.price(key)
	}
	return nil
}

// effective is Effective by a way of one's own to lay rules and own values over a delivered plan.
func (s State) effective(over func(*Layer, ruling, *Plan) *Plan) *Catalog {
	if s.Own.IsEmpty() {
		if s.Delivered == nil {
			return Empty()
		}
		return s.Delivered
	}
	if s.Delivered == nil && len(s.Own.Layers) == 0 {
		return s.Own.Made
	}
	effective := Empty()
	if s.Delivered != nil {
		*effective = *s.Delivered
	}
	effective.Plans = overridePlans(effective.Plans, s.Own, over)
	if layer := s.Own.Layer(0); layer != nil {
		effective.Categories = overrideDisplay(effective.Categories, layer)
		effective.OrderFlow = overrideTransitions(effective.OrderFlow, layer)
	}
	return merge(effective, s.Own.MadeCatalog())
}

func overridePlans(delivered []*Plan, own *Own, over func(*Layer, ruling, *Plan) *Plan) []*Plan {
	plans := slices.Clone(delivered)
	for i, p := range plans {
		plans[i] = over(own.Layer(p.ID), own.ruling(p), p)
	}
	return plans
}

// overlaid returns a delivered plan with what rules make of it, and own values over that.
func overlaid(layer *Layer, rules ruling, delivered *Plan) *Plan {
	return layer.over(rules.over(delivered))
}

// over returns the plan with the layer's values in place; the plan itself where there are none.
func (l *Layer) over(p *Plan) *Plan {
	if !l.hasSingle() {
		return p
	}
	clone := p.Clone()
	for _, v := range l.Values {
		clone.set(v.Key, v.Value)
	}
	return clone
}

func overrideDisplay(c *Categories, layer *Layer) *Categories {
	if c == nil {
		return nil
	}
	next := *c
	next.Sales = slices.Clone(c.Sales)
	for i := range next.Sales {
		if v, ok := layer.value(DisplayKey(next.Sales[i].ID)); ok {
			next.Sales[i].Display = v.Value == Yes
		}
	}
	return &next
}

func overrideTransitions(f *OrderFlow, layer *Layer) *OrderFlow {
	if f == nil {
		return nil
	}
	next := *f
	next.Transitions = slices.Clone(f.Transitions)
	for i, t := range next.Transitions {
		if v, ok := layer.value(TransitionKey(f.ID, t)); ok {
			next.Transitions[i].Manual = v.Value == Yes
		}
	}
	return &next
}

// merge adds what a vendor made themselves to what was delivered.
func merge(c, made *Catalog) *Catalog {
	c.Plans = mergeByID(c.Plans, made.Plans, func(p *Plan) PlanID { return p.ID })
	if made.Categories != nil {
		c.Categories = mergeCategories(c.Categories, made.Categories)
	}
	if made.Schedules != nil {
		var delivered []Schedule
		if c.Schedules != nil {
			delivered = c.Schedules.List
		}
		c.Schedules = &Schedules{mergeByID(delivered, made.Schedules.List, func(s Schedule) ScheduleID { return s.ID })}
	}
	if made.Terms != nil {
		c.Terms = mergeTerms(c.Terms, made.Terms)
	}
	return c
}

func mergeCategories(a, b *Categories) *Categories {
	if a == nil {
		return b
	}
	return &Categories{
		Sales:    mergeByID(a.Sales, b.Sales, func(c SalesCategory) CategoryID { return c.ID }),
		Plan:     mergeByID(a.Plan, b.Plan, func(c PlanCategory) CategoryID { return c.ID }),
		Resource: mergeByID(ungroup(a.Resource, b.Resource), b.Resource, func(c ResourceCategory) CategoryID { return c.ID }),
	}
}

// ungroup takes out of delivered categories what the vendor put into one of their own: a resource is in at most one.
func ungroup(delivered, own []ResourceCategory) []ResourceCategory {
	ungrouped := slices.Clone(delivered)
	for i, category := range delivered {
		ungrouped[i].Resources = slices.DeleteFunc(slices.Clone(category.Resources), func(id ResourceID) bool {
			return slices.ContainsFunc(own, func(c ResourceCategory) bool { return slices.Contains(c.Resources, id) })
		})
	}
	return ungrouped
}

// mergeTerms keeps the delivered acceptance mode, none where none was delivered, and adds the vendor's own documents.
func mergeTerms(a, b *Terms) *Terms {
	return &Terms{orZero(a).Acceptance, mergeByID(orZero(a).Documents, b.Documents, func(d Document) int64 { return d.ID })}
}

// mergeByID joins two lists sorted by id; where both have an id, the first list's element stays.
func mergeByID[T any, ID cmp.Ordered](a, b []T, id func(T) ID) []T {
	if len(b) == 0 {
		return a
	}
	merged := slices.Concat(a, b)
	slices.SortStableFunc(merged, func(x, y T) int { return cmp.Compare(id(x), id(y)) })
	return slices.CompactFunc(merged, func(x, y T) bool { return id(x) == id(y) })
}
