package domain

import "slices"

// Undoing takes one run back, for one reseller after the other, and lists what that does. It computes once what is the same
// for several. It is not for use by several goroutines.
type Undoing struct {
	states map[[3]State]State
	lists  map[around[*Catalog]][]*Outcomes
	plans  map[around[*Plan]]*Outcomes
	same   map[[2]*Plan]bool
	ruled  map[around[over]]*ownUndo // of plans whose prices rules make, for all without own prices in them
	rules  *shared                   // what rules make of plans
	ticked OptionSet                 // nil: nobody knows
	part   *partly
}

// NewUndoing returns an Undoing of one run.
func NewUndoing() *Undoing {
	return &Undoing{map[[3]State]State{}, map[around[*Catalog]][]*Outcomes{}, map[around[*Plan]]*Outcomes{}, map[[2]*Plan]bool{},
		map[around[over]]*ownUndo{}, newOverlays(), nil, newPartly(nil)}
}

// Of says which boxes the run had ticked, so that the undo names the box by which something came.
func (u *Undoing) Of(ticked OptionSet) *Undoing {
	u.ticked = ticked
	return u
}

// Part says what of the run is taken back alone (rule U5).
func (u *Undoing) Part(p Part) *Undoing {
	u.part = newPartly(p)
	return u
}

// Touches reports whether the run did something to the reseller that is taken back: whether or not it was changed since.
func (u *Undoing) Touches(reseller AccountID, before, after State) bool {
	return u.part.before(reseller, before, after) != after
}

// TouchesNothing says why there is nothing to take back, where [Undoing.Touches] is false for all resellers: KindConflict where what is in the part cannot
// return without the rest of what the run did, else KindNotFound.
func (u *Undoing) TouchesNothing() error {
	if u.part.alone {
		return Conflict("This cannot be taken back without the rest of what the synchronization did.", Ref{})
	}
	return NotFound("This part of the synchronization")
}

// boxed returns the outcomes with the box by which the run brought what came with something else: a schedule with the plan or the
// fees that assign it (rules 1, 3b, 5c), a category with the plan that stands in it (rule 1c).
func (u *Undoing) boxed(list []Outcome) []Outcome {
	for i, o := range list {
		boxes := []OptionKey{o.Option, CreatePlans, CreateResources}
		if o.Key.Field == FieldScheduleContent && o.comesOrGoes() {
			boxes = []OptionKey{UpdateFees, CreatePlans}
		}
		if at := slices.IndexFunc(boxes, func(box OptionKey) bool { return u.ticked[box] }); at >= 0 && o.Option != "" {
			list[i].Option = boxes[at]
		}
	}
	return list
}

// samePlan is [samePlan], computed once for all who have the two.
func (u *Undoing) samePlan(a, b *Plan) bool {
	pair := [2]*Plan{a, b}
	same, known := u.same[pair]
	if !known {
		same = samePlan(a, b)
		u.same[pair] = same
	}
	return same
}

// around is something before and after a run, as it is now, and as it is once the run is taken back.
type around[T any] struct{ before, after, now, next T }

// mapAround computes something of what was around the run. Where nothing moved since, the undo goes the same way back, and nothing
// is computed twice.
func mapAround[T comparable, V any](a around[T], value func(T) V) around[V] {
	m := around[V]{before: value(a.before), after: value(a.after)}
	m.now, m.next = m.after, m.before
	if a.now != a.after {
		m.now = value(a.now)
	}
	if a.next != a.before {
		m.next = value(a.next)
	}
	return m
}

// Result takes the run back for one reseller, whose state was before and after around it and is target.Before now. Its
// changes are the difference of what they sell now and afterwards. What the run changed of what they sold, and is neither
// back nor changed by the undo, is listed with the value that stays: it was changed since the run.
func (u *Undoing) Result(target Target, before, after State) Result {
	return u.Results(1, func(int) (Target, State, State) { return target, before, after })[0]
}

// Results is Result for every index below n. Own values are listed side by side, but for those of resellers who have rules: what these make is
// listed once for several.
func (u *Undoing) Results(n int, of func(i int) (target Target, before, after State)) []Result {
	results, owns := make([]Result, n), make([]*ownUndo, n)
	var alone []*ownUndo
	for i := range n {
		if results[i], owns[i] = u.result(of(i)); owns[i] == nil {
			continue
		}
		if owns[i].ruling {
			owns[i].list()
		} else {
			alone = append(alone, owns[i])
		}
	}
	sideBySide(len(alone), func(i int, _ *[]Outcome) { alone[i].list() })
	for i, own := range owns {
		if own != nil {
			own.addTo(&results[i])
		}
	}
	return results
}

// result is a Result without what is told of own values, and what has to list that, nil where there is nothing to tell.
func (u *Undoing) result(target Target, before, after State) (Result, *ownUndo) {
	if target.Skip != "" {
		return Result{Target: target, After: target.Before}, nil
	}
	before = u.part.before(target.Account, before, after)
	key := [3]State{before, after, target.Before}
	next, known := u.states[key]
	if !known {
		next = u.undo(before, after, target.Before)
		u.states[key] = next
	}
	states := around[State]{before, after, target.Before, next}
	r := Result{Target: target, After: next, Outcomes: u.shared(mapAround(states, func(s State) *Catalog { return s.Delivered }))}
	if states == mapAround(states, State.withoutOwn) {
		return r, nil
	}
	return r, u.ownUndone(states)
}

func (s State) withoutOwn() State { return State{Delivered: s.Delivered} }

// shared lists what the undo does to what was delivered, and what of it was changed since the run.
func (u *Undoing) shared(at around[*Catalog]) []*Outcomes {
	lists, known := u.lists[at]
	if known {
		return lists
	}
	has := mapAround(at, orEmpty)
	ids := planIDs(has.before, has.after, has.now, has.next)
	plans := make([]around[*Plan], len(ids))
	for i, id := range ids {
		plans[i] = mapAround(has, func(c *Catalog) *Plan { return c.Plan(id) })
	}
	u.lookAt(plans)
	for _, plan := range plans {
		if list := u.plans[plan]; list != nil {
			lists = append(lists, list)
		}
	}
	if parts := NewOutcomes(u.boxed(undoneParts(has))); parts != nil {
		lists = append(lists, parts)
	}
	u.lists[at] = lists
	return lists
}

// lookAt lets plans have the lists of these. Those that nobody had before are made side by side.
func (u *Undoing) lookAt(plans []around[*Plan]) {
	unknown := filter(plans, func(p around[*Plan]) bool {
		_, known := u.plans[p]
		return !known
	})
	made := make([]*Outcomes, len(unknown))
	sideBySide(len(unknown), func(i int, notes *[]Outcome) {
		*notes = undonePlan(unknown[i], (*notes)[:0])
		made[i] = NewOutcomes(slices.Clone(*notes))
	})
	for i, p := range unknown {
		u.plans[p] = made[i]
	}
}

// undonePlan lists what the undo does to a delivered plan, and what of it was changed since the run. The list is added to out.
func undonePlan(p around[*Plan], out []Outcome) []Outcome {
	out = planDifference(p.now, p.next, out)
	switch {
	case p.next == p.before, p.before == p.after: // what the run, or the part of it, did nothing to was not changed since either
		return out
	case p.now == nil && p.before != nil: // it returns, if not quite as it was
		return withSince(out, planDifference(p.before, p.next, nil), func(Outcome) bool { return false }, p.next.of)
	default:
		back := func(o Outcome) bool { return p.before.same(p.next, o) }
		return withSince(out, planDifference(p.before, p.after, nil), back, p.now.of)
	}
}

// withSince adds to the changes of an undo, for each thing and value that the run changed, that it stays, where it is not back
// and not among the changes. now tells the value that stays.
func withSince(changes, run []Outcome, back func(Outcome) bool, now func(Outcome) value) []Outcome {
	changed := map[Key]bool{}
	for _, o := range changes {
		changed[o.Key] = true
	}
	for _, o := range run {
		if !changed[o.Key] && !back(o) {
			v := now(o)
			changes = append(changes, Outcome{Option: o.Option, What: Skipped, Reason: since(v.there || o.comesOrGoes()), Key: o.Key, Old: v.text, New: v.text})
		}
	}
	return changes
}

// same reports whether two plans have the same of what an outcome is about: the whole thing where the outcome says that it came
// or went. nil is no plan.
func (p *Plan) same(q *Plan, o Outcome) bool {
	k := o.Key
	switch {
	case p == nil || q == nil:
		return p == q
	case k.Field == FieldPlan && o.comesOrGoes():
		return samePlan(p, q)
	case k.Field == FieldUpgrade:
		return alike(p.upgrade(UpgradeTarget(k)), q.upgrade(UpgradeTarget(k)), sameUpgrade)
	case k.Field == FieldPeriod:
		return alike(p.Period(k.Period), q.Period(k.Period), samePeriod) && hasRows(p, q, k.Period) && hasRows(q, p, k.Period)
	case k.Field == FieldRate:
		return alike(p.Rate(k.Resource), q.Rate(k.Resource), sameRate)
	case k.Field == FieldPriceRow:
		return alike(p.row(k), q.row(k), sameRow)
	default:
		return p.at(k) == q.at(k)
	}
}

func (p *Plan) row(k Key) *PriceRow {
	rate := p.Rate(k.Resource)
	if rate == nil {
		return nil
	}
	return rate.Row(k.Period, k.From)
}

// of is what the plan has of what an outcome is about; nil has nothing.
func (p *Plan) of(o Outcome) value {
	if p != nil && o.Key.Field == FieldPlan && o.comesOrGoes() {
		return value{p.Name, true}
	}
	return p.at(o.Key)
}
