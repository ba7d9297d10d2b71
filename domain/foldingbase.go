package domain

import (
	"fmt"
	"slices"
)

// This file tells what a result lists of a plan, own values aside, once for all who list the same.

// foldKind is of what a list is.
type foldKind struct {
	rules, others bool // it tells of prices that rules make, of something else
	asksRules     bool // how that is listed depends on what rules make
}

func (f *folding) kind(o *Outcomes) foldKind {
	kind, known := f.kinds[o]
	if known {
		return kind
	}
	for i := range o.List {
		one := &o.List[i]
		made := one.Reason.byRule()
		kind.rules, kind.others = kind.rules || made, kind.others || !made
		kind.asksRules = kind.asksRules || !made && (one.What == Skipped || one.comesOrGoes())
	}
	f.kinds[o] = kind
	return kind
}

// of are the lists of a result about a plan: each that tells of prices by rules, and one of the rest. Where more of it depends on the rules it
// is one list.
func (f *folding) of(r Result, plan PlanID, parts []planList) (bases []*foldBase) {
	var all, made, rest []*Outcomes
	asks := plan == 0
	for _, part := range parts {
		kind := f.kind(part.list)
		all = append(all, part.list)
		if kind.rules {
			made = append(made, part.list)
		} else {
			rest = append(rest, part.list)
		}
		asks = asks || kind.asksRules || kind.rules && kind.others
	}
	if asks || len(made) == 0 {
		return []*foldBase{f.base(r, f.wholeKey(r, plan, all), all)}
	}
	for _, list := range made {
		bases = append(bases, f.base(r, baseKey{plan: plan, lists: pointersOf(list), made: true}, []*Outcomes{list}))
	}
	if len(rest) > 0 {
		bases = append(bases, f.base(r, baseKey{plan: plan, lists: pointersOf(rest...), covered: f.covered(plan, made)}, all))
	}
	return bases
}

// pointersOf tells lists from all others.
func pointersOf(lists ...*Outcomes) string { return fmt.Sprint(lists) }

// covered is a number for the values of a plan that lists tell of.
func (f *folding) covered(plan PlanID, lists []*Outcomes) int {
	is := func(keys []Key) bool {
		for _, list := range lists {
			for i := range list.List {
				if len(keys) == 0 || keys[0] != list.List[i].Key {
					return false
				}
				keys = keys[1:]
			}
		}
		return len(keys) == 0
	}
	if known := slices.IndexFunc(f.covers[plan], is); known >= 0 {
		return known + 1
	}
	var keys []Key
	for _, list := range lists {
		for i := range list.List {
			keys = append(keys, list.List[i].Key)
		}
	}
	f.covers[plan] = append(f.covers[plan], keys)
	return len(f.covers[plan])
}

// wholeKey is what all that a result lists of a plan depends on.
func (f *folding) wholeKey(r Result, plan PlanID, lists []*Outcomes) baseKey {
	before, after := r.Target.Before, r.After
	key := baseKey{plan: plan, lists: pointersOf(lists...)}
	if plan == 0 {
		key.from, key.to = before.Delivered, after.Delivered
		return key
	}
	key.was, key.is = orEmpty(before.Delivered).Plan(plan), orEmpty(after.Delivered).Plan(plan)
	if before.Own.hasRules() || after.Own.hasRules() {
		key.had, key.has = before.Own.rulingOf(key.was), after.Own.rulingOf(key.is)
	}
	return key
}

// base finds or makes a list of a plan, from lists of which some may be told elsewhere.
func (f *folding) base(r Result, key baseKey, lists []*Outcomes) *foldBase {
	if base := f.bases[key]; base != nil {
		return base
	}
	alone := Result{Outcomes: lists}
	if !key.made {
		alone.Target.Before, alone.After = r.Target.Before.onlyPlan(key.plan), r.After.onlyPlan(key.plan)
	}
	base := &foldBase{plan: key.plan, alone: alone, made: key.made, beneath: key.covered > 0}
	f.bases[key] = base
	f.order = append(f.order, base)
	f.tell(base.list())
	return base
}

// list is what the list is.
func (b *foldBase) list() []Outcome {
	if b.made {
		return b.alone.Outcomes[0].List
	}
	list := b.alone.Listing()
	if b.beneath {
		list = slices.DeleteFunc(list, func(o Outcome) bool { return o.Reason.byRule() })
	}
	return list
}

// rulingOf are the rules for a delivered plan; nil is none.
func (o *Own) rulingOf(p *Plan) ruling {
	if p == nil {
		return ruling{}
	}
	return o.ruling(p)
}

// onlyPlan is what was delivered of one plan, or outside plans, and the rules over it.
func (s State) onlyPlan(plan PlanID) State {
	only := *orEmpty(s.Delivered)
	if p := only.Plan(plan); p != nil {
		only.Plans = []*Plan{p}
	} else if plan != 0 {
		only.Plans = nil
	}
	return State{&only, s.Own.onlyRules()}
}
