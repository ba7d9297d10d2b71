package domain

import (
	"cmp"
	"slices"
)

// Undo takes a run back for one reseller: before and after are his states around the run, now is what he has today.
// Every value that still is as the run left it returns to before; what was changed since stays and is listed as skipped,
// changed since the run (rule U1). So does what cannot return because of that: a period that he has priced himself since,
// a category in which he has put a plan, limits that his own included amount would break. Where nothing moved since, the
// answer is before itself.
func Undo(before, after, now State) (State, []Outcome) {
	if now == after || before == after {
		return pick(now == after, before, now), nil
	}
	u := &undo{now: now.Own, own: now.Own, restored: map[Key]bool{}, left: map[PlanID]bool{}}
	own := u.mergeOwn(before.Own, after.Own)
	next := u.catalog(before.Delivered, after.Delivered, now.Delivered, own)
	own = u.withoutMisfits(own, next)
	u.noteSetSince(before.Own, after.Own, now.Delivered, next)
	return State{next, own}, u.out
}

// undo is one merge at work.
type undo struct {
	now      *Own            // what the reseller has of his own now
	own      *Own            // what of it he has whatever comes of the undo
	restored map[Key]bool    // the own values that the run dropped and the undo brings back
	left     map[PlanID]bool // the plans that stay where they stand now
	out      []Outcome
}

// stays lists a value that was changed since the run and is left alone.
func (u *undo) stays(key Key, now string) {
	u.out = append(u.out, Outcome{What: Skipped, Reason: ChangedSince, Key: key, Old: now, New: now})
}

// catalog merges three delivered catalogs. Plans come first, then what they refer to.
func (u *undo) catalog(before, after, now *Catalog, own *Own) *Catalog {
	b, a, n := orEmpty(before), orEmpty(after), orEmpty(now)
	plans := mergeLists(b.Plans, a.Plans, n.Plans, func(p *Plan) PlanID { return p.ID }, samePlan,
		func(id PlanID) bool { return u.own.Layer(id) != nil }, u.plan)
	sales := u.salesTree(b, a, n, plans, own) // writes to plans where they stand
	next := &Catalog{
		Plans:      plans,
		Categories: u.categories(b.Categories, a.Categories, n.Categories, plans, sales),
		Schedules:  u.schedules(b.Schedules, a.Schedules, n.Schedules, plans),
		OrderFlow:  u.flow(b.OrderFlow, a.OrderFlow, n.OrderFlow),
		Privileges: u.privileges(b.Privileges, a.Privileges, n.Privileges),
		Terms:      u.terms(b.Terms, a.Terms, n.Terms),
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
		func(b, a, n *Schedule) *Schedule {
			u.stays(Key{Field: FieldScheduleContent, Schedule: cmp.Or(n, a, b).ID}, "")
			return n
		})
	used := u.ownSchedules()
	for _, p := range plans {
		used = append(used, p.Schedule)
		for _, period := range p.Periods {
			used = append(used, period.Schedule)
		}
	}
	merged = keepUsed(merged, orZero(now).List, orZero(before).List, used, id, func(s Schedule) {
		u.stays(Key{Field: FieldScheduleContent, Schedule: s.ID}, "")
	})
	return reuse(&Schedules{merged}, before, now, func(x, y Schedules) bool { return slices.EqualFunc(x.List, y.List, sameSchedule) })
}

// ownSchedules lists the schedules that the reseller assigned himself, to delivered plans and to his own.
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
		used = append(used, p.Schedule)
		for _, period := range p.Periods {
			used = append(used, period.Schedule)
		}
	}
	return used
}

func (u *undo) flow(before, after, now *OrderFlow) *OrderFlow {
	switch {
	case sameFlow(before, after):
		return now
	case sameFlow(now, after):
		return before
	default:
		u.stays(Key{Field: FieldOrderFlow}, orZero(now).Name)
		return now
	}
}

func sameFlow(a, b *OrderFlow) bool {
	return equal(a, b, func(x, y OrderFlow) bool {
		return x.ID == y.ID && x.Name == y.Name && slices.Equal(x.Transitions, y.Transitions)
	})
}

func (u *undo) privileges(before, after, now *PrivilegeSet) *PrivilegeSet {
	merged := mergeLists(orZero(before).List, orZero(after).List, orZero(now).List, func(p Privilege) Privilege { return p },
		func(a, b Privilege) bool { return a == b }, nil, func(b, a, n *Privilege) *Privilege {
			u.stays(Key{Field: FieldPrivilege, Name: string(*cmp.Or(n, a, b))}, YesNo(n != nil))
			return n
		})
	return reuse(&PrivilegeSet{merged}, before, now, func(x, y PrivilegeSet) bool { return slices.Equal(x.List, y.List) })
}

func (u *undo) terms(before, after, now *Terms) *Terms {
	b, a, n := orZero(before), orZero(after), orZero(now)
	acceptance := u.text(Key{Field: FieldTermsAcceptance}, b.Acceptance, a.Acceptance, n.Acceptance)
	documents := mergeLists(b.Documents, a.Documents, n.Documents, func(d Document) int64 { return d.ID },
		func(x, y Document) bool { return x == y }, nil, func(b, a, n *Document) *Document {
			u.stays(documentKey(*cmp.Or(n, a, b)), "")
			return n
		})
	return reuse(&Terms{acceptance, documents}, before, now, func(x, y Terms) bool {
		return x.Acceptance == y.Acceptance && slices.Equal(x.Documents, y.Documents)
	})
}

// text merges one value that is always there.
func (u *undo) text(key Key, before, after, now string) string {
	switch {
	case before == after:
		return now
	case now == after:
		return before
	default:
		u.stays(key, now)
		return now
	}
}
