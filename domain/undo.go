package domain

import "slices"

// Undo takes a run back for one reseller: before and after are what they had around the run, now is what they have today.
// Value by value, what still is as the run left it returns to before; what was changed since stays (rule U1). So does what
// cannot return because of that: a period that they have priced themselves since, a category in which they have put a plan,
// limits that their own included amount would break. Where nothing moved since, the answer is before itself. What it does,
// [Undoing] lists.
func Undo(before, after, now State) State { return NewUndoing().undo(before, after, now) }

func (u *Undoing) undo(before, after, now State) State {
	if now == before && before != after {
		return now
	}
	if now == after || before == after {
		return pick(now == after, before, now)
	}
	return newUndo(now.Own, u.samePlan).state(before, after, now)
}

// newUndo is a merge for somebody with this of their own.
func newUndo(own *Own, same func(a, b *Plan) bool) *undo {
	return &undo{now: own, own: own, restored: map[Key]bool{}, left: map[PlanID]bool{}, same: same}
}

// state is [Undo] where all three differ.
func (u *undo) state(before, after, now State) State {
	own := u.mergeOwn(before.Own, after.Own, after.Delivered, now.Delivered)
	next := u.catalog(before.Delivered, after.Delivered, now.Delivered, own)
	return State{next, u.withoutMisfits(own, next)}
}

// undo is one merge at work.
type undo struct {
	now      *Own            // what the reseller has of their own now
	own      *Own            // what of it they have whatever comes of the undo
	restored map[Key]bool    // the own values that the run dropped and the undo brings back
	left     map[PlanID]bool // the plans that stay where they stand now
	same     func(a, b *Plan) bool
}

// catalog merges three delivered catalogs. Plans come first, then what they refer to.
func (u *undo) catalog(before, after, now *Catalog, own *Own) *Catalog {
	b, a, n := orEmpty(before), orEmpty(after), orEmpty(now)
	plans := mergeLists(b.Plans, a.Plans, n.Plans, func(p *Plan) PlanID { return p.ID }, u.same,
		func(id PlanID) bool { return u.own.Layer(id) != nil }, u.plan)
	sales := u.salesTree(b, a, n, plans, own) // writes to plans where they stand
	next := &Catalog{
		Plans:      plans,
		Categories: u.categories(b.Categories, a.Categories, n.Categories, plans, sales),
		Schedules:  u.schedules(b.Schedules, a.Schedules, n.Schedules, plans),
		OrderFlow:  undoFlow(b.OrderFlow, a.OrderFlow, n.OrderFlow),
		Privileges: undoPrivileges(b.Privileges, a.Privileges, n.Privileges),
		Terms:      undoTerms(b.Terms, a.Terms, n.Terms),
	}
	switch {
	case next.shares(n):
		return now
	case next.shares(b):
		return before
	default:
		return next
	}
}

// shares reports whether two catalogs consist of the same parts.
func (c *Catalog) shares(d *Catalog) bool {
	return slices.Equal(c.Plans, d.Plans) && c.Categories == d.Categories && c.Schedules == d.Schedules &&
		c.OrderFlow == d.OrderFlow && c.Privileges == d.Privileges && c.Terms == d.Terms
}

func (u *undo) schedules(before, after, now *Schedules, plans []*Plan) *Schedules {
	id := func(s Schedule) ScheduleID { return s.ID }
	merged := mergeLists(orZero(before).List, orZero(after).List, orZero(now).List, id, sameSchedule, nil,
		stays)
	used := u.ownSchedules()
	for _, p := range plans {
		used = append(used, p.schedules()...)
	}
	merged = keepUsed(merged, orZero(now).List, orZero(before).List, used, id)
	return reuse(&Schedules{merged}, before, now, func(x, y Schedules) bool { return slices.EqualFunc(x.List, y.List, sameSchedule) })
}

// ownSchedules lists the schedules that the reseller assigned themselves, to delivered plans and to their own.
func (u *undo) ownSchedules() []ScheduleID {
	var used []ScheduleID
	if u.own != nil {
		for _, layer := range u.own.Layers {
			for _, v := range layer.Values {
				if v.Key.Field == FieldSchedule {
					used = append(used, ScheduleID(parseInt(v.Value)))
				}
			}
		}
	}
	for _, p := range u.own.MadeCatalog().Plans {
		used = append(used, p.schedules()...)
	}
	return used
}

// schedules are those of the plan and of its periods, 0 for none.
func (p *Plan) schedules() []ScheduleID {
	list := []ScheduleID{p.Schedule}
	for _, period := range p.Periods {
		list = append(list, period.Schedule)
	}
	return list
}

func undoFlow(before, after, now *OrderFlow) *OrderFlow {
	if !sameFlow(before, after) && sameFlow(now, after) {
		return before
	}
	return now
}

func sameFlow(a, b *OrderFlow) bool {
	return equal(a, b, func(x, y OrderFlow) bool {
		return x.ID == y.ID && x.Name == y.Name && slices.Equal(x.Transitions, y.Transitions)
	})
}

func undoPrivileges(before, after, now *PrivilegeSet) *PrivilegeSet {
	merged := mergeLists(orZero(before).List, orZero(after).List, orZero(now).List, func(p Privilege) Privilege { return p },
		func(a, b Privilege) bool { return a == b }, nil, stays)
	return reuse(&PrivilegeSet{merged}, before, now, func(x, y PrivilegeSet) bool { return slices.Equal(x.List, y.List) })
}

func undoTerms(before, after, now *Terms) *Terms {
	b, a, n := orZero(before), orZero(after), orZero(now)
	acceptance := mergeValue(b.Acceptance, a.Acceptance, n.Acceptance)
	documents := mergeLists(b.Documents, a.Documents, n.Documents, func(d Document) int64 { return d.ID },
		func(x, y Document) bool { return x == y }, nil, stays)
	return reuse(&Terms{acceptance, documents}, before, now, func(x, y Terms) bool {
		return x.Acceptance == y.Acceptance && slices.Equal(x.Documents, y.Documents)
	})
}
