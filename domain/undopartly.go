package domain

import "slices"

// This file is what a run would have left, had it left a part of it out (rule U5).

// partly is a Part, with what is remembered while it is taken back.
type partly struct {
	leaving *leaving // nil: the whole
	widened map[*leftValues]bool
	states  map[partState]State
	offers  map[*Catalog]*Offer
	alone   bool // the run did something that is in the part
}

type partState struct {
	before, after State
	values        *leftValues
}

func newPartly(p Part) *partly {
	return &partly{newLeaving(LeftOut(p)), map[*leftValues]bool{}, map[partState]State{}, map[*Catalog]*Offer{}, false}
}

// before is what a reseller would have after a run, had it left the part out: what they had before it, where the part is all that it did.
func (p *partly) before(account AccountID, before, after State) State {
	if p.leaving == nil || p.leaving.reseller(account) {
		return before
	}
	if values := p.leaving.values[account]; values != nil && !p.widened[values] {
		values = values.withThings(orEmpty(before.Delivered), orEmpty(after.Delivered))
		p.leaving.values[account], p.widened[values] = values, true
	}
	key := partState{before, after, p.leaving.values[account]}
	state, known := p.states[key]
	if !known {
		state = State{p.delivered(account, before.Delivered, after.Delivered), p.own(account, before.Own, after.Own)}
		if state != after { // what cannot return without the rest of what the run did stays
			p.alone = true
			state = newUndo(after.Own, samePlan).state(state, after, after)
		}
		p.states[key] = state
	}
	return state
}

// delivered makes of a delivered catalog what was left of the one before it: an offer, of which a run takes what it does not leave out, is what
// it made.
func (p *partly) delivered(account AccountID, before, after *Catalog) *Catalog {
	if before == after {
		return after
	}
	offer := p.offers[after]
	if offer == nil {
		offer = orEmpty(after).asOffer()
		p.offers[after] = offer
	}
	part := p.leaving.makePart(offer, orEmpty(before), account, nil)
	c := &Catalog{slices.Clone(part.Plans), part.Categories, part.Schedules, part.OrderFlow, part.Privileges, part.Terms}
	for i, plan := range c.Plans {
		was := orEmpty(before).Plan(plan.ID)
		c.Plans[i] = plan.withPeriods(was, p.leaving.at(account, plan.ID).keys).renewing(was)
	}
	if part == offer && slices.Equal(c.Plans, offer.Plans) {
		return after
	}
	return c.withNamed(orEmpty(before))
}

// asOffer offers what somebody has; what they have nothing of is empty, where what a vendor does not offer is nil.
func (c *Catalog) asOffer() *Offer {
	categories, schedules, privileges, terms := orZero(c.Categories), orZero(c.Schedules), orZero(c.Privileges), orZero(c.Terms)
	return &Offer{Plans: c.Plans, Categories: &categories, Schedules: &schedules, OrderFlow: c.OrderFlow, Privileges: &privileges, Terms: &terms}
}

// withThings are the values with the things that the run brought or took away and of which they are part (rule L3): of a thing comes and goes all.
func (v *leftValues) withThings(before, after *Catalog) *leftValues {
	with := &leftValues{map[PlanID][]Key{}}
	for plan, keys := range v.keys {
		for _, key := range keys {
			with.keys[plan] = append(with.keys[plan], key)
			for _, thing := range key.things() {
				if before.hasThing(thing) != after.hasThing(thing) {
					with.keys[plan] = append(with.keys[plan], thing)
				}
			}
		}
	}
	return with
}

// hasThing reports whether there is a thing of a plan, or a category.
func (c *Catalog) hasThing(thing Key) bool {
	switch thing.Field {
	case FieldSalesCategory:
		return c.Categories.SalesCategory(thing.Category) != nil
	case FieldPlanCategoryData:
		return c.Categories.PlanCategory(thing.Category) != nil
	}
	return c.Plan(thing.Plan).at(thing).there
}

// withPeriods returns the plan with those of the periods that it had before, each with its prices, and of which something is taken back. No run takes
// a period away, but an undo does.
func (p *Plan) withPeriods(before *Plan, keys []Key) *Plan {
	next := p
	for _, period := range orZero(before).Periods {
		if p.Period(period.ID) != nil || !slices.Contains(keys, Key{Field: FieldPeriod, Plan: p.ID, Period: period.ID}) {
			continue
		}
		if next == p {
			next = p.Clone()
		}
		next.Periods = append(next.Periods, period)
		sortPeriods(next.Periods)
		for i := range next.Rates {
			rate := &next.Rates[i]
			had := orZero(before.Rate(rate.Resource)).Prices
			rate.Prices = sortRows(append(rate.Prices, filter(had, func(r PriceRow) bool { return r.Period == period.ID && rate.Row(r.Period, r.From) == nil })...))
		}
	}
	return next
}

// renewing returns the plan so that it renews to a period that it has: as it did before, nil for never, if not as it does.
func (p *Plan) renewing(before *Plan) *Plan {
	if p.RenewPeriod == 0 || p.Period(p.RenewPeriod) != nil {
		return p
	}
	next := p.Clone()
	next.RenewPeriod = 0
	if before != nil && p.Period(before.RenewPeriod) != nil {
		next.RenewPeriod = before.RenewPeriod
	}
	return next
}

// own are own values after a run, with those of the part as they were before it.
func (p *partly) own(account AccountID, before, after *Own) *Own {
	own := after
	if before == after {
		return own
	}
	for _, id := range layerPlans(before, after) {
		at := p.leaving.at(account, id)
		if at.nothing() {
			continue
		}
		values := filter(orZero(after.Layer(id)).Values, func(v Override) bool { return !at.has(v.Key) })
		values = append(values, filter(orZero(before.Layer(id)).Values, func(v Override) bool { return at.has(v.Key) })...)
		slices.SortFunc(values, func(a, b Override) int { return compareKeys(a.Key, b.Key) })
		if !slices.EqualFunc(values, orZero(after.Layer(id)).Values, sameOverride) {
			own = own.withLayer(id, values)
		}
	}
	return own
}

// withNamed returns the catalog with the categories and schedules that its plans name and it lacks, as another one has them.
func (c *Catalog) withNamed(other *Catalog) *Catalog {
	categories, schedules := orZero(c.Categories), orZero(c.Schedules)
	for _, plan := range c.Plans {
		for _, id := range plan.SalesCategories {
			for lacks := other.Categories.SalesCategory(id); lacks != nil && categories.SalesCategory(lacks.ID) == nil; {
				categories.Sales = insertByID(categories.Sales, *lacks, func(s SalesCategory) CategoryID { return s.ID })
				lacks = other.Categories.SalesCategory(lacks.Parent)
			}
		}
		if lacks := other.Categories.PlanCategory(plan.PlanCategory); lacks != nil && categories.PlanCategory(plan.PlanCategory) == nil {
			categories.Plan = insertByID(categories.Plan, *lacks, func(p PlanCategory) CategoryID { return p.ID })
		}
		for _, id := range plan.schedules() {
			if lacks := other.Schedules.Schedule(id); lacks != nil && schedules.Schedule(id) == nil {
				schedules.List = insertByID(schedules.List, *lacks, func(s Schedule) ScheduleID { return s.ID })
			}
		}
	}
	c.Categories, c.Schedules = &categories, &schedules
	return c
}
