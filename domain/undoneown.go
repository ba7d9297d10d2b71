package domain

// ownUndo lists what an undo does by the reseller's own values, and what of what they sold by them was changed since.
type ownUndo struct {
	around[State]
	out              []Outcome
	beneath, covered int
}

func (u *ownUndo) list() {
	had, has := u.now.Own.Layer(0), u.next.Own.Layer(0)
	catalogs := mapAround(u.around, func(s State) *Catalog { return orEmpty(s.Delivered) })
	u.out = make([]Outcome, 0, u.values()) // nearly each of them is told, and thousands have some
	for _, plan := range layerPlans(u.before.Own, u.after.Own, u.now.Own, u.next.Own) {
		at := mapAround(u.around, func(s State) over { return over{s.Own.Layer(plan), orEmpty(s.Delivered).Plan(plan)} })
		if plan != 0 && at.before == at.after && at.now == at.next {
			continue
		}
		for key := range overrideKeys(at.before.own, at.after.own, at.now.own, at.next.own) {
			if key.Field != FieldTransition {
				u.value(key, at)
			}
		}
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

// over is own values over a delivered plan; nil is none.
type over struct {
	own       *Layer
	delivered *Plan
}

// value lists what happens at a key at which the reseller has or had an own value.
func (u *ownUndo) value(key Key, of around[over]) {
	at := mapAround(of, func(o over) stance { return o.own.above(o.delivered, key) })
	if key.Plan == 0 {
		at = mapAround(u.around, func(s State) stance { return s.at(key) })
	}
	sells := mapAround(at, func(s stance) value { return s.sells(key.Field) })
	m := movement{key: key, from: at.now, to: at.next, whole: whole(of.now.delivered, of.next.delivered, key)}
	byRun := movement{key: key, from: at.before, to: at.after, whole: m.whole}
	if of.now != of.after || of.next != of.before {
		byRun.whole = whole(of.before.delivered, of.after.delivered, key)
	}
	if key.Plan == 0 {
		m.whole, byRun.whole = at.now.delivered.there != at.next.delivered.there, at.before.delivered.there != at.after.delivered.there
	}
	beneath := m.beneath()
	noted := !beneath && byRun.beneath() && at.next.delivered != at.before.delivered // says the shared list
	o := m.change()
	switch {
	case o.What != "":
	case !m.whole && !byRun.whole && sells.before != sells.after && sells.next != sells.before && sells.now == sells.next &&
		(at.now.own.there || !noted):
		o = Outcome{Option: coveredBy(key), What: Skipped, Reason: since(sells.now.there), Key: key, Old: sells.now.text, New: sells.now.text}
		if at.now.own.there {
			o.What = Kept
		}
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
