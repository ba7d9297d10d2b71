package domain

import "slices"

// ownUndo lists what an undo does by the reseller's own values, and what of what they sold by them was changed since.
type ownUndo struct {
	around[State]
	undoing          *Undoing
	out              []Outcome
	ruled            []*Outcomes // of prices that rules make, shared with whom has the same
	beneath, covered int
	ruling           bool // rules make, or made, prices: what they make is listed for several, so that nobody else may list at that time
}

// ownUndone is what has to list an undo for somebody with own values.
func (u *Undoing) ownUndone(states around[State]) *ownUndo {
	owns := []*Own{states.before.Own, states.after.Own, states.now.Own, states.next.Own}
	return &ownUndo{around: states, undoing: u, ruling: slices.ContainsFunc(owns, (*Own).hasRules)}
}

// addTo adds what was listed to a result.
func (u *ownUndo) addTo(r *Result) {
	if len(u.ruled) > 0 {
		r.Outcomes = slices.Concat(r.Outcomes, u.ruled)
	}
	r.Own, r.Beneath, r.Covered = u.out, u.beneath, u.covered
}

func (u *ownUndo) list() {
	had, has := u.now.Own.Layer(0), u.next.Own.Layer(0)
	catalogs := mapAround(u.around, func(s State) *Catalog { return orEmpty(s.Delivered) })
	u.out = make([]Outcome, 0, u.values()) // nearly each of them is told, and thousands have some
	for _, plan := range u.plans(catalogs) {
		at := mapAround(u.around, func(s State) over { return u.over(s, plan) })
		if plan != 0 && at.before == at.after && at.now == at.next {
			continue
		}
		for key := range overrideKeys(at.before.own, at.after.own, at.now.own, at.next.own) {
			switch {
			case key.Field.IsRule():
				u.rule(key)
			case key.Field != FieldTransition:
				u.value(key, at)
			}
		}
		u.ruledPrices(at)
	}
	u.tell(flowOutcomes(catalogs.now.OrderFlow, catalogs.next.OrderFlow, had, has))
	u.tell(groupingOutcomes(catalogs.now, catalogs.next, u.next.Own))
}

// values is how many own values there are at most, all that somebody had taken together.
func (u *ownUndo) values() int {
	counts := mapAround(u.around, func(s State) int { return s.Own.Count() })
	n := counts.before + counts.after
	if u.now != u.after {
		n += counts.now
	}
	if u.next != u.before {
		n += counts.next
	}
	return n
}

func (u *ownUndo) tell(list []Outcome, beneath int) {
	u.out = append(u.out, list...)
	u.beneath += beneath
}

// over is own values over a delivered plan, and over what rules make of it; nil is none.
type over struct {
	own              *Layer
	ruled, delivered *Plan
}

// over is what the reseller has over a plan.
func (u *ownUndo) over(s State, plan PlanID) over {
	p := orEmpty(s.Delivered).Plan(plan)
	if p == nil || s.Own == nil || !u.ruling {
		return over{s.Own.Layer(plan), p, p}
	}
	return over{s.Own.Layer(plan), u.undoing.rules.over(nil, s.Own.ruling(p), p), p}
}

// at is what the vendor has at a key of the plan.
func (o over) at(key Key) stance {
	at := o.own.above(o.delivered, key)
	at.ruled = o.delivered.ruledBy(o.ruled, key)
	return at
}

// plans are those that own values may be over, sorted; 0 is among them for those of no plan.
func (u *ownUndo) plans(delivered around[*Catalog]) []PlanID {
	plans := layerPlans(u.before.Own, u.after.Own, u.now.Own, u.next.Own)
	if u.ruling {
		plans = append(plans, planIDs(delivered.before, delivered.after, delivered.now, delivered.next)...)
		slices.Sort(plans)
	}
	return slices.Compact(plans)
}

// rule lists what happens to a rule. The prices that become others by it are told one by one.
func (u *ownUndo) rule(key Key) {
	at := mapAround(u.around, func(s State) value {
		own, there := s.Own.Value(key)
		return value{own.Value, there}
	})
	o := Outcome{Option: coveredBy(key), Key: key, Old: at.now.text, New: at.next.text}
	switch {
	case at.now != at.next && at.next.there:
		o.What = SetAgain
	case at.now != at.next:
		o.What = Dropped
	case at.before != at.after && at.next != at.before:
		if o.What, o.Reason = Skipped, since(at.now.there); at.now.there {
			o.What = Kept
		}
	default:
		return
	}
	u.out = append(u.out, o)
}

// ruledPrices lists the prices that rules make, or made, where no own value stands over them at any time: once for all who have none of
// the plan's prices.
func (u *ownUndo) ruledPrices(at around[over]) {
	plain := func(o over) bool { return o.ruled == o.delivered }
	if plain(at.before) && plain(at.after) && plain(at.now) && plain(at.next) || at.now.delivered == nil {
		return
	}
	if sets := mapAround(at, func(o over) bool { return o.own.setsPrices() }); sets != (around[bool]{}) {
		u.ruledPricesOf(at)
		return
	}
	at = mapAround(at, func(o over) over { return over{nil, o.ruled, o.delivered} })
	told := u.undoing.ruled[at]
	if told == nil {
		told = &ownUndo{undoing: u.undoing}
		told.ruledPricesOf(at)
		if list := NewOutcomes(told.out); list != nil && !slices.ContainsFunc(told.out, func(o Outcome) bool { return !o.Reason.byRule() }) {
			told.out, told.ruled = nil, []*Outcomes{list}
		}
		u.undoing.ruled[at] = told
	}
	u.out, u.ruled = append(u.out, told.out...), append(u.ruled, told.ruled...)
	u.beneath, u.covered = u.beneath+told.beneath, u.covered+told.covered
}

func (u *ownUndo) ruledPricesOf(at around[over]) {
	for key := range at.now.delivered.Prices() {
		own := mapAround(at, func(o over) bool { return o.own.has(key) })
		ruled := mapAround(at, func(o over) bool { return o.delivered.ruledBy(o.ruled, key).there })
		if own == (around[bool]{}) && ruled != (around[bool]{}) {
			u.value(key, at)
		}
	}
}

// value lists what happens at a key at which the reseller has or had an own value.
func (u *ownUndo) value(key Key, of around[over]) {
	at := mapAround(of, func(o over) stance { return o.at(key) })
	if key.Plan == 0 {
		at = mapAround(u.around, func(s State) stance { return s.at(key) })
	}
	sells := mapAround(at, func(s stance) value { return s.sells(key.Field) })
	m := movement{key: key, from: at.now, to: at.next}
	m.whole = !m.delivered() && whole(of.now.delivered, of.next.delivered, key)
	byRun := movement{key: key, from: at.before, to: at.after, whole: m.whole}
	if of.now != of.after || of.next != of.before {
		byRun.whole = !byRun.delivered() && whole(of.before.delivered, of.after.delivered, key)
	}
	if key.Plan == 0 {
		m.whole, byRun.whole = at.now.delivered.there != at.next.delivered.there, at.before.delivered.there != at.after.delivered.there
	}
	ruled := !at.now.own.there && (at.now.byRule() || at.next.byRule())
	beneath := m.beneath()
	noted := !beneath && byRun.beneath() && at.next.delivered != at.before.delivered // says the shared list
	o := m.change()
	switch {
	case o.What != "":
	case !m.whole && !byRun.whole && sells.before != sells.after && sells.next != sells.before && sells.now == sells.next &&
		(at.now.own.there || ruled || !noted):
		o = Outcome{Option: coveredBy(key), What: Skipped, Reason: since(sells.now.there), Key: key, Old: sells.now.text, New: sells.now.text}
		if at.now.own.there {
			o.What = Kept
		}
	case ruled && (beneath || noted):
		o = Outcome{Option: coveredBy(key), What: Skipped, Reason: RuleMakesTheSame, Key: key, Old: sells.now.text, New: at.next.delivered.text}
	case at.now.own.there && (beneath || noted):
		o = Outcome{Option: coveredBy(key), What: Kept, Key: key, Old: at.now.own.text, New: at.next.delivered.text}
	default:
		return
	}
	u.out = append(u.out, o)
	if beneath {
		u.beneath++
	}
	if noted {
		u.covered++
	}
}
