package domain

import (
	"cmp"
	"slices"
)

// Undo takes a run back for one reseller: before and after are his states around the run, now is what he has today.
// Every value that still is as the run left it returns to before; what was changed since stays and is listed as skipped,
// changed since the run (rule U1). Where nothing moved since, the answer is before itself.
func Undo(before, after, now State) (State, []Outcome) {
	if now == after {
		return before, nil
	}
	u := &undo{}
	next := State{Delivered: now.Delivered, Own: u.own(before.Own, after.Own, now.Own)}
	if before.Delivered != after.Delivered {
		next.Delivered = before.Delivered
		if now.Delivered != after.Delivered {
			next.Delivered = u.catalog(orEmpty(before.Delivered), orEmpty(after.Delivered), orEmpty(now.Delivered))
		}
	}
	return next, u.out
}

func orEmpty(c *Catalog) *Catalog {
	if c == nil {
		return Empty()
	}
	return c
}

type undo struct{ out []Outcome }

// stays lists a value that was changed since the run and is left alone.
func (u *undo) stays(key Key, now string) {
	u.out = append(u.out, Outcome{What: Skipped, Reason: ChangedSince, Key: key, Old: now, New: now})
}

// mergeLists merges three versions of a list sorted by id: an element that the run changed, and that is now as the run
// left it, becomes what it was before. Where it was changed since, conflict says what to do with the three: each may be
// nil, and so may the answer.
func mergeLists[T any, ID cmp.Ordered](before, after, now []T, id func(T) ID, same func(a, b T) bool, conflict func(b, a, n *T) *T) []T {
	var ids []ID
	for _, t := range slices.Concat(before, after) {
		ids = append(ids, id(t))
	}
	slices.Sort(ids)
	merged := slices.Clone(now)
	for _, key := range slices.Compact(ids) {
		b, a, n := find(before, key, id), find(after, key, id), find(now, key, id)
		if equal(b, a, same) {
			continue
		}
		next := b
		if !equal(n, a, same) {
			next = conflict(b, a, n)
		}
		merged = slices.DeleteFunc(merged, func(t T) bool { return id(t) == key })
		if next != nil {
			merged = insertByID(merged, *next, id)
		}
	}
	return merged
}

func equal[T any](a, b *T, same func(a, b T) bool) bool {
	if a == nil || b == nil {
		return a == b
	}
	return same(*a, *b)
}

// back returns before where now still is what the run left, else now; the second result tells which.
func back[T comparable](before, after, now T) (T, bool) {
	if now == after {
		return before, true
	}
	return now, before == after
}

func (u *undo) own(before, after, now *Own) *Own {
	if before == after {
		return now
	}
	next := now
	for _, plan := range layerPlans(before, after) {
		merged := mergeOverrides(before.Layer(plan), after.Layer(plan), now.Layer(plan), func(now Override) { u.stays(now.Key, now.Value) })
		next = next.withLayer(plan, merged)
	}
	if next.IsEmpty() {
		return nil
	}
	return next
}

func layerPlans(owns ...*Own) []PlanID {
	var plans []PlanID
	for _, o := range owns {
		if o != nil {
			for _, layer := range o.Layers {
				plans = append(plans, layer.Plan)
			}
		}
	}
	slices.Sort(plans)
	return slices.Compact(plans)
}

// mergeOverrides is mergeLists for overrides, whose keys have no order of their own.
func mergeOverrides(before, after, now *Layer, stays func(Override)) []Override {
	var merged []Override
	if now != nil {
		merged = slices.Clone(now.Values)
	}
	for _, key := range overrideKeys(before, after) {
		b, hadBefore := before.value(key)
		a, hadAfter := after.value(key)
		n, hasNow := now.value(key)
		switch {
		case hadBefore == hadAfter && sameOverride(b, a):
		case hasNow != hadAfter || !sameOverride(n, a):
			if hasNow {
				stays(n)
			} else {
				stays(Override{Key: key})
			}
		default:
			merged = slices.DeleteFunc(merged, func(v Override) bool { return v.Key == key })
			if hadBefore {
				merged = append(merged, b)
			}
		}
	}
	return merged
}

func overrideKeys(layers ...*Layer) []Key {
	var keys []Key
	for _, layer := range layers {
		if layer != nil {
			for _, v := range layer.Values {
				keys = append(keys, v.Key)
			}
		}
	}
	slices.SortFunc(keys, compareKeys)
	return slices.Compact(keys)
}

func sameOverride(a, b Override) bool {
	return a.Value == b.Value && a.Base == b.Base && a.By == b.By && a.At.Equal(b.At)
}

func (u *undo) catalog(before, after, now *Catalog) *Catalog {
	next := *now
	plans := mergeLists(before.Plans, after.Plans, now.Plans, func(p *Plan) PlanID { return p.ID }, samePlan,
		func(b, a, n **Plan) **Plan { return u.plan(b, a, n) })
	next.Categories = u.categories(before.Categories, after.Categories, now.Categories, plans)
	next.Plans = u.settled(plans, next.Categories)
	next.Schedules = u.schedules(before.Schedules, after.Schedules, now.Schedules)
	if !sameFlow(before.OrderFlow, after.OrderFlow) {
		next.OrderFlow = before.OrderFlow
		if !sameFlow(now.OrderFlow, after.OrderFlow) {
			next.OrderFlow = now.OrderFlow
			u.stays(Key{Field: FieldOrderFlow}, flowName(now.OrderFlow))
		}
	}
	next.Privileges = u.privileges(before.Privileges, after.Privileges, now.Privileges)
	next.Terms = u.terms(before.Terms, after.Terms, now.Terms)
	return &next
}

// settled takes plans out of sales categories that are gone or hold sub-categories now.
func (u *undo) settled(plans []*Plan, c *Categories) []*Plan {
	tree := &catalogSync{run: newRun(Input{}, nil, false), plans: plans, categories: orZero(c)}
	next := slices.Clone(plans)
	for i, p := range plans {
		next[i] = tree.settlePlacement(p)
	}
	u.out = append(u.out, tree.out...)
	return next
}

func sameFlow(a, b *OrderFlow) bool {
	return equal(a, b, func(x, y OrderFlow) bool {
		return x.ID == y.ID && x.Name == y.Name && slices.Equal(x.Transitions, y.Transitions)
	})
}

func flowName(f *OrderFlow) string {
	if f == nil {
		return ""
	}
	return f.Name
}

func (u *undo) privileges(before, after, now *PrivilegeSet) *PrivilegeSet {
	if before == after {
		return now
	}
	if now == after {
		return before
	}
	list := func(s *PrivilegeSet) []Privilege {
		if s == nil {
			return nil
		}
		return s.List
	}
	self := func(p Privilege) Privilege { return p }
	same := func(a, b Privilege) bool { return a == b }
	merged := mergeLists(list(before), list(after), list(now), self, same, func(b, a, n *Privilege) *Privilege {
		u.stays(Key{Field: FieldPrivilege, Name: string(*cmp.Or(n, a, b))}, YesNo(n != nil))
		return n
	})
	return &PrivilegeSet{merged}
}

func (u *undo) terms(before, after, now *Terms) *Terms {
	if before == after {
		return now
	}
	if now == after {
		return before
	}
	b, a, n := orZero(before), orZero(after), orZero(now)
	acceptance, clean := back(b.Acceptance, a.Acceptance, n.Acceptance)
	if !clean {
		u.stays(Key{Field: FieldTermsAcceptance}, n.Acceptance)
	}
	documents := mergeLists(b.Documents, a.Documents, n.Documents, func(d Document) int64 { return d.ID },
		func(x, y Document) bool { return x == y },
		func(b, a, n *Document) *Document {
			u.stays(documentKey(*cmp.Or(n, a, b)), "")
			return n
		})
	return &Terms{Acceptance: acceptance, Documents: documents}
}

func orZero[T any](t *T) T {
	if t == nil {
		var zero T
		return zero
	}
	return *t
}

func (u *undo) schedules(before, after, now *Schedules) *Schedules {
	if before == after {
		return now
	}
	merged := mergeLists(orZero(before).List, orZero(after).List, orZero(now).List, func(s Schedule) ScheduleID { return s.ID },
		sameSchedule, func(b, a, n *Schedule) *Schedule {
			u.stays(Key{Field: FieldScheduleContent, Schedule: cmp.Or(n, a, b).ID}, "")
			return n
		})
	return &Schedules{merged}
}
