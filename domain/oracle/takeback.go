package oracle

import (
	"cmp"
	"slices"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// This file takes changes back, value by value: docs/rules.md says how, below the undo of runs.

// takeBack takes one of the last changes back that were not.
func (w *World) takeBack(t *rapid.T) bool {
	var can []int
	for i := max(0, len(w.Changes)-8); i < len(w.Changes); i++ {
		if !w.takenBack(i) {
			can = append(can, i)
		}
	}
	if len(can) == 0 {
		return false
	}
	w.TakeBack(pick(t, "change", can))
	return true
}

// takenBack reports whether a change was taken back, by an undo that still counts.
func (w *World) takenBack(change int) bool {
	for i := len(w.Changes) - 1; i > change; i-- {
		if w.Changes[i].Record.Undoes == domain.ChangeID(change+1) {
			return !w.takenBack(i)
		}
	}
	return false
}

// TakeBack takes the change with this index back in the engine and in the oracle. Engine and oracle must agree on whether that can be,
// on what goes back and on what stays.
func (w *World) TakeBack(change int) {
	c := w.Changes[change]
	a, undo := w.Account(c.Account), c.Record.Undo()
	applied, err := domain.Apply(undo, w.situation(a, undo))
	t := &takingBack{Change: c, w: w, a: a, before: c.Before.held(), after: c.After.held(), now: a.Shop.held()}
	t.decide()
	step := TakenBack{Account: a.ID, Change: change, Applied: applied, Refused: domain.KindOf(err)}
	problem := t.problem()
	if (err != nil) != (problem != "") {
		w.Wrong = append(w.Wrong, step.String()+": the engine says \""+errorText(err)+"\", the oracle \""+problem+"\"")
	}
	if err == nil && problem == "" {
		shop := a.Shop
		w.compare(a, step.String(), applied.Edits, shop.edits(t.next))
		w.compare(a, step.String()+", stays", applied.Stays, t.stays)
		a.State.Own, a.Shop = applied.Own, t.next
		w.record(a, undo, applied, shop)
	}
	w.note(step)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// takingBack is a change that is taken back at one account.
type takingBack struct {
	Change
	w                  *World
	a                  *Account
	before, after, now map[Key]held // around the change, and now
	changed            map[Key]bool // by the change
	moved              []Key        // of the things that it changed, since
	back               []Key
	stays              map[Key][2]domain.Held // from what the change had left to what is now
	next               *Shop
}

// decide looks at each value that the change changed.
func (t *takingBack) decide() {
	t.changed, t.stays = map[Key]bool{}, map[Key][2]domain.Held{}
	about := map[domain.Ref]bool{}
	for _, key := range differing(t.before, t.after) {
		if t.Before.byRule(t.After, key) {
			continue
		}
		t.changed[key] = true
		about[thing(key)] = true
	}
	for _, key := range differing(t.after, t.now) {
		if about[thing(key)] {
			t.moved = append(t.moved, key)
		}
	}
	for key := range t.changed {
		to, there := t.to(key)
		is, isThere := t.now[key]
		switch {
		case is == to && there == isThere:
		case t.mustStay(key):
			t.stays[key] = [2]domain.Held{heldAt(t.after, key), heldAt(t.now, key)}
		default:
			t.back = append(t.back, key)
		}
	}
	t.next = t.a.Shop.Clone()
	made := values(t.next.Made)
	slices.SortFunc(t.back, func(a, b Key) int { // a lock is put on what is there
		return cmp.Compare(domain.YesNo(isLock(a)), domain.YesNo(isLock(b)))
	})
	for _, key := range t.back {
		t.put(key, made)
	}
	t.next.Made = rowsOf(made)
}

// to is what a value goes back to: an own value that is given back gives way to what is delivered now, and published as it is delivered
// now is no own value.
func (t *takingBack) to(key Key) (held, bool) {
	was, there := t.before[key]
	if key.Field == domain.FieldPublished && was.own && was.text == values(t.a.Shop.Delivered)[key] {
		return held{text: was.text}, true
	}
	if there && !was.own && (t.after[key].own || t.delivered(key)) {
		text, there := values(t.a.Shop.ruled())[key]
		return held{text: text}, there
	}
	return was, there
}

// delivered reports whether the thing was delivered that a value belongs to.
func (t *takingBack) delivered(key Key) bool {
	rows := t.a.Shop.Delivered
	switch {
	case isLock(key):
		return t.delivered(key.Locked())
	case isRule(key):
		return true
	case key.Plan != 0:
		return rows.hasPlan(key.Plan)
	case key.Category != 0:
		return rows.hasSales(key.Category)
	case key.Field == domain.FieldTransition:
		return len(rows.of(domain.FieldOrderFlow, 0)) > 0
	}
	return false
}

// put makes a value what it goes back to.
func (t *takingBack) put(key Key, made Rows) {
	to, there := t.to(key)
	if !t.delivered(key) && !t.now[key].own {
		if delete(made, key); there {
			made[key] = to.text
		}
		return
	}
	if isLock(key) {
		t.next.lock(key.Locked(), to.text)
		return
	}
	lock := t.next.Own[key].Lock
	delete(t.next.Own, key)
	base := values(t.a.Shop.Delivered)[key]
	if there && to.own {
		t.next.Own[key] = OwnValue{to.text, base, lock}
	}
}

// mustStay reports whether a value was changed since, or a value with which it belongs together; or whether it cannot go back by
// itself, because it is of something that comes and goes as a whole, or of something that is not there.
func (t *takingBack) mustStay(key Key) bool {
	if heldAt(t.now, key) != heldAt(t.after, key) || t.movedIn(group(key)) {
		return true
	}
	to, returns := t.to(key)
	if isLock(key) && returns && !t.ownAfter(key.Locked()) {
		return true
	}
	if _, over := values(t.a.Shop.Delivered)[key]; returns && to.own && !over && !isPath(key) && !isRule(key) && !isLock(key) {
		return true // there is nothing any more over which it would stand
	}
	for _, part := range around(key, to.text) {
		_, was := t.before[part]
		_, left := t.after[part]
		_, is := t.now[part]
		if was != left && t.movedIn(t.inside(part)) || was == left && returns && !is {
			return true
		}
	}
	return false
}

// thing names what a value belongs to. The categories of resources are one thing with what is in them.
func thing(key Key) domain.Ref {
	ref := domain.RefOf(key)
	if ref.Of == domain.ObjectResourceCategory {
		ref.ID = 0
	}
	return ref
}

// inside tells which values are of a thing or of a part of one.
func (t *takingBack) inside(part Key) func(Key) bool {
	return func(key Key) bool {
		return slices.Contains(around(key, t.after[key].text), part) || slices.Contains(around(key, t.now[key].text), part)
	}
}

func (t *takingBack) movedIn(belongs func(Key) bool) bool {
	return slices.ContainsFunc(t.moved, belongs)
}

// around are the things and parts of things to which a value belongs; of a resource, the category that it is put into.
func around(key Key, text string) []Key {
	if isLock(key) {
		return around(key.Locked(), "")
	}
	if isRule(key) {
		return nil
	}
	of := slices.DeleteFunc(things(key), func(part Key) bool {
		return part.Field == domain.FieldPriceRow && key.Field != part.Field && !isPrice(key) && !isMSRP(key)
	})
	switch {
	case isPath(key):
		return append(of, with(key, domain.FieldUpgrade))
	case key.Field == domain.FieldGrouping:
		return []Key{{Field: domain.FieldResourceCategory, Category: first(domain.ParseIDs[domain.CategoryID](text))}}
	}
	return append(of, partAround(key)...)
}

func isMSRP(key Key) bool { return len(key.Field) > 5 && key.Field[:5] == "msrp_" }

// partAround is the thing outside plans to which a value belongs.
func partAround(key Key) []Key {
	switch key.Field.Info().Of {
	case domain.ObjectPlanCategory:
		return []Key{with(key, domain.FieldPlanCategoryData)}
	case domain.ObjectResourceCategory:
		return []Key{with(key, domain.FieldResourceCategory)}
	case domain.ObjectSchedule:
		return []Key{{Field: domain.FieldScheduleContent, Schedule: key.Schedule}}
	case domain.ObjectTerms:
		return []Key{with(key, domain.FieldTermsDocument)}
	}
	return nil
}

// group tells which values only make sense together with one.
func group(key Key) func(Key) bool {
	for _, fields := range [][]domain.Field{{domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum},
		{domain.FieldLength, domain.FieldUnit, domain.FieldTrial}, {domain.FieldAutoRenew, domain.FieldRenewPeriod}} {
		if slices.Contains(fields, key.Field) {
			return func(other Key) bool { return slices.Contains(fields, other.Field) && with(other, key.Field) == key }
		}
	}
	if key.Field == domain.FieldNotification {
		return func(other Key) bool { return other.Field == key.Field && other.Schedule == key.Schedule }
	}
	return func(other Key) bool { return other == key }
}
