package domain

import "slices"

// Part is what of a run an undo takes back (rule U5): what it did to one reseller, to a plan at everybody, or to some values of one reseller.
// It is written as what a run leaves out is (rule L1): an undo of a part takes back what the run would not have done, had it left that out. The
// empty Part is the whole run.
type Part LeftOut

// PartOf is what the run did to one reseller.
func PartOf(reseller AccountID) Part { return Part{LeaveReseller(reseller)} }

// PartOfPlan is what the run did to a plan, at all whom it reached.
func PartOfPlan(id PlanID) Part { return Part{LeavePlan(id)} }

// PartOfValues is what the run did to some values of one reseller, each with what belongs together with it; that of a plan is all of the plan.
func PartOfValues(reseller AccountID, keys []Key) Part {
	leaves := make([]Leave, len(keys))
	for i, key := range keys {
		leaves[i] = LeaveValue(reseller, key)
	}
	return Part(NewLeftOut(leaves...))
}

// ParsePart reads what Texts wrote.
func ParsePart(texts []string) Part { return Part(ParseLeftOut(texts)) }

// AskedPart reads texts that somebody sent; false where one of them is none, or where they are no part of one kind: of a run there are taken
// back one reseller, one plan, or values of one reseller. What is there twice, as an own value and what is beneath it, counts once.
func AskedPart(texts []string) (Part, bool) {
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	part := ParsePart(texts)
	switch n := LeftOut(part).Counts(); {
	case n.Resellers+n.Plans+n.Boxes+n.Values < len(texts), n.Boxes > 0:
		return nil, false
	case n.Resellers+n.Plans > 1, n.Resellers+n.Plans == 1 && n.Values > 0:
		return nil, false
	}
	return part, part.Reseller() != 0 || len(part) <= 1
}

// Texts writes it for storage.
func (p Part) Texts() []string { return LeftOut(p).Texts() }

// Whole reports whether it is the whole run.
func (p Part) Whole() bool { return len(p) == 0 }

// Reseller is whom alone it is about; zero: several, or all whom the run reached.
func (p Part) Reseller() AccountID {
	if len(p) == 0 || slices.ContainsFunc(p, func(l Leave) bool { return l.Account != p[0].Account }) {
		return 0
	}
	return p[0].Account
}

// Plan is the plan that it is about alone, at one reseller or at all; zero: none.
func (p Part) Plan() PlanID {
	switch {
	case len(p) != 1 || p[0].IsReseller():
		return 0
	case p[0].Account == 0:
		return p[0].Plan
	case p[0].Key == Key{Field: FieldPlan, Plan: p[0].Key.Plan}:
		return p[0].Key.Plan
	}
	return 0
}

// Values is how many values, or things with all their values, of one reseller it is about; zero: whole resellers, or a plan.
func (p Part) Values() int {
	if p.Plan() != 0 {
		return 0
	}
	return LeftOut(p).Counts().Values
}

// Has reports whether something of what the run did to the reseller may be in it. Who is not in it is not looked at, and stays as they are.
func (p Part) Has(reseller AccountID) bool {
	return p.Whole() || slices.ContainsFunc(p, func(l Leave) bool { return l.Account == 0 || l.Account == reseller })
}

// partly is a Part, with what is remembered while it is taken back.
type partly struct {
	leaving *leaving // nil: the whole
	widened map[*leftValues]bool
	states  map[partState]State
	offers  map[*Catalog]*Offer
}

type partState struct {
	before, after State
	values        *leftValues
}

func newPartly(p Part) *partly {
	return &partly{newLeaving(LeftOut(p)), map[*leftValues]bool{}, map[partState]State{}, map[*Catalog]*Offer{}}
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

// PartUndone is an undo of a part of a run that still counts.
type PartUndone struct {
	By   RunID
	Part Part
}

// Undoable is KindConflict, about the undo, for a run that was taken back already as a whole, or a part of it that was taken back by itself.
// What was taken back by itself does not keep the whole from being taken back: it stays as it is then.
func (r Run) Undoable(part Part) error {
	if r.UndoneBy != 0 {
		return Conflict("This synchronization was taken back already.", Ref{Of: ObjectRun, ID: int64(r.UndoneBy)})
	}
	if by := r.PartUndoneBy(part); by != 0 {
		return Conflict("This part of the synchronization was taken back already.", Ref{Of: ObjectRun, ID: int64(by)})
	}
	return nil
}

// PartUndoneBy is the undo that took this very part of the run back and still counts; zero: none.
func (r Run) PartUndoneBy(part Part) RunID {
	for _, one := range r.Parts {
		if slices.Equal(one.Part, part) {
			return one.By
		}
	}
	return 0
}

// PricesMoved are the plans of which prices change at the reseller: who buys these of them buys at another cost.
func (r Result) PricesMoved() map[PlanID]bool {
	plans := map[PlanID]bool{}
	for _, o := range r.Listing() {
		if o.What.Changes() && o.Key.Plan != 0 && (o.Key.Field.IsPrice() || o.comesOrGoes()) {
			plans[o.Key.Plan] = true
		}
	}
	return plans
}

// Buys counts of which of the plans somebody with this delivered catalog buys.
func (c *Catalog) Buys(plans map[PlanID]bool) (n int) {
	for _, p := range orEmpty(c).Plans {
		if plans[p.ID] {
			n++
		}
	}
	return n
}
