package domain

import "slices"

// PlanBehind is what waits of one plan of a vendor's to be passed on.
type PlanBehind struct {
	Resellers int            // behind in it; those to whom nothing was delivered yet are not among them, nor is what they would get
	Boxes     []OptionKey    // that would change something, in the order of the dialog
	Changes   []BehindChange // the first of the different ones
	Count     int            // how many different values they are
	OnlyRates bool           // nothing but prices in another currency: the exchange rate moved, not the plan
}

// BehindChange is a change that a run would make. Currency is the one of its amounts.
type BehindChange struct {
	Outcome
	Currency Currency
	Had      *Catalog // the categories and schedules that the target has, which may be deleted at the vendor; nil: the old value names none
}

func behindChange(o Outcome, t Target) BehindChange {
	change := BehindChange{Outcome: o, Currency: t.Currency}
	if o.Key.Field.Info().Names != "" && o.Old != "" {
		has := t.Before.Effective()
		change.Had = &Catalog{Categories: has.Categories, Schedules: has.Schedules}
	}
	return change
}

// toldBehind is how many changes are told of a plan.
const toldBehind = 3

// BehindPlans returns the plans in which a target is behind their vendor: those in which a run of all boxes with Keep would
// change something (rule G13). What it would change is told in the vendor's own currency where a target has it. anything reports whether a
// target is behind at all, which may be in something other than a plan.
func BehindPlans(in Input) (plans map[PlanID]PlanBehind, anything bool) {
	in.Options, in.Policy = AllOptions(), Keep
	b := &behindPlans{plans: map[PlanID]*planBehind{}, lists: map[*Outcomes][]PlanID{}}
	run := newRun(in, newShared(in), false)
	for _, own := range []bool{true, false} { // first those in the vendor's currency
		for _, t := range in.Targets {
			if (t.Currency == in.Vendors[t.Vendor].Currency) == own {
				b.target(run.one(t))
			}
		}
	}
	plans = make(map[PlanID]PlanBehind, len(b.plans))
	for id, plan := range b.plans {
		anything = true
		if plan.Boxes, plan.Count = plan.boxes.Keys(), len(plan.keys); id != 0 {
			plans[id] = plan.PlanBehind
		}
	}
	return plans, anything
}

type behindPlans struct {
	plans map[PlanID]*planBehind
	lists map[*Outcomes][]PlanID // in which plans somebody is behind
}

type planBehind struct {
	PlanBehind
	boxes OptionSet
	keys  map[Key]bool
}

func (b *behindPlans) target(r Result) {
	if r.Target.Before.Delivered == nil { // everything is new to them, and nothing of it was changed
		b.first(r)
		return
	}
	in := map[PlanID]bool{}
	for _, o := range r.Outcomes {
		plans, known := b.lists[o]
		if !known {
			plans = b.changes(o.List, r.Target)
			b.lists[o] = plans
		}
		for _, id := range plans {
			in[id] = true
		}
	}
	for _, id := range b.changes(r.Own, r.Target) {
		in[id] = true
	}
	for id := range in {
		b.plans[id].Resellers++
	}
}

// first notes in which plans a reseller is behind to whom nothing was delivered yet, without a word of what would change.
func (b *behindPlans) first(r Result) {
	for _, o := range r.Outcomes {
		for _, one := range o.List {
			if one.What.Changes() {
				b.plan(one.Key.Plan)
			}
		}
	}
}

func (b *behindPlans) plan(id PlanID) *planBehind {
	if b.plans[id] == nil {
		b.plans[id] = &planBehind{PlanBehind{OnlyRates: true}, OptionSet{}, map[Key]bool{}}
	}
	return b.plans[id]
}

// changes notes the changes of a list, and returns the plans they are of.
func (b *behindPlans) changes(list []Outcome, t Target) (plans []PlanID) {
	for _, o := range list {
		if !o.What.Changes() {
			continue
		}
		plan := b.plan(o.Key.Plan)
		if !plan.keys[o.Key] && len(plan.Changes) < toldBehind {
			plan.Changes = append(plan.Changes, behindChange(o, t))
		}
		plan.OnlyRates = plan.OnlyRates && o.Rate != "" && o.What == Updated
		plan.keys[o.Key], plan.boxes[o.Option] = true, true
		if !slices.Contains(plans, o.Key.Plan) {
			plans = append(plans, o.Key.Plan)
		}
	}
	return plans
}

// BehindPrices returns the prices of the vendor that a target does not have yet: those that a run of all boxes with Keep would change. Of
// what such a run would bring as a whole, such as a period, the key of the whole is among them.
func BehindPrices(in Input) map[Key]bool {
	prices := map[Key]bool{}
	behind(in, func(o Outcome) {
		if o.Key.Field.IsPrice() || o.What == Created {
			prices[o.Key] = true
		}
	})
	return prices
}

// behind calls look with every change of a run of all boxes with Keep, of targets that share outcomes once.
func behind(in Input, look func(Outcome)) {
	in.Options, in.Policy = AllOptions(), Keep
	run := newRun(in, newShared(in), false)
	seen := map[*Outcomes]bool{}
	changes := func(list []Outcome) {
		for _, o := range list {
			if o.What.Changes() {
				look(o)
			}
		}
	}
	for _, target := range in.Targets {
		result := run.one(target)
		for _, o := range result.Outcomes {
			if !seen[o] {
				seen[o] = true
				changes(o.List)
			}
		}
		changes(result.Own)
	}
}
