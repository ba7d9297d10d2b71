package oracle

import (
	"maps"
	"slices"

	"tiersync/domain"
)

// Undo takes a run back for one reseller, value by value: what still is as the run left it returns to what it was before;
// what was changed since stays (rule U1). before and after are their shop around the run; s is what they have today, and touched
// says whether anything has happened to it since. If not, they have what they had: whatever that was, it is in nothing's way.
//
// What returns may get into the way of what stays. Then it stays too, and everything is tried anew without it.
func (s *Shop) Undo(before, after *Shop, touched bool) {
	if !touched {
		s.Delivered, s.Own = maps.Clone(before.Delivered), maps.Clone(before.Own)
		return
	}
	u := &undo{before: before, after: after, now: s.Clone(), stays: map[Key]bool{}}
	u.revert()
	for u.makeWay() {
		u.revert()
	}
	u.putBackNeeded()
	u.keepLimitsTogether()
	for key, own := range u.aside {
		if u.hasPlaceFor(key, own.Value) {
			u.next.Own[key] = own
		}
	}
	s.Delivered, s.Own = u.next.Delivered, u.next.Own
}

// undo is one undo at work.
type undo struct {
	before, after, now *Shop
	stays              map[Key]bool     // what got into the way
	next               *Shop            // what they will have
	aside              map[Key]OwnValue // and what they had set themselves before the run
}

// revert takes back all that the run changed, nobody else changed since, and is in nothing's way. Own values that the run
// dropped are set aside: whether there is a place for them shows when everything else is where it belongs.
func (u *undo) revert() {
	u.next, u.aside = u.now.Clone(), map[Key]OwnValue{}
	revert(u.next.Own, u.before.Own, u.after.Own, func(key Key) bool { return u.stays[key] || u.moved(key) })
	for _, key := range differing(u.next.Own, u.now.Own) {
		if own, back := u.next.Own[key]; back {
			u.aside[key] = own
			delete(u.next.Own, key)
		}
	}
	changed := u.changed()
	revert(u.next.Delivered, u.before.Delivered, u.after.Delivered, func(key Key) bool {
		return u.stays[key] || isFlow(key) && changed[Key{Field: domain.FieldOrderFlow}] ||
			slices.ContainsFunc(things(key), func(thing Key) bool { return changed[thing] || u.stays[thing] })
	})
	u.next.Delivered.dropLoose()
}

// moved reports whether what was delivered beneath an own value is not as the run left it: then what the reseller sells is not,
// and their own value neither returns nor goes.
func (u *undo) moved(key Key) bool {
	if key.Field == domain.FieldConfirmation {
		key.Field = fieldUnpriced
	}
	left, leftThere := u.after.Delivered[key]
	is, isThere := u.now.Delivered[key]
	return left != is || leftThere != isThere
}

// changed tells which of the things that the run brought or took away are not as the run left them: the reseller has set
// a value of their own in them, or one that was delivered is another. They stay whole. So does an order flow.
func (u *undo) changed() map[Key]bool {
	changed := map[Key]bool{}
	note := func(key Key) {
		for _, thing := range things(key) {
			_, was := u.before.Delivered[thing]
			if _, left := u.after.Delivered[thing]; left != was {
				changed[thing] = true
			}
		}
	}
	for _, key := range differing(u.now.Delivered, u.after.Delivered) {
		note(key)
		if isFlow(key) {
			changed[Key{Field: domain.FieldOrderFlow}] = true
		}
	}
	for key := range u.next.Own {
		note(key)
	}
	return changed
}

// dropLoose takes out what belongs to something that is not there: the prices of a rate for a period that is gone.
func (rows Rows) dropLoose() {
	for key := range rows {
		for _, thing := range things(key) {
			if _, there := rows[thing]; !there {
				delete(rows, key)
			}
		}
	}
	for _, plan := range rows.of(domain.FieldPlan, 0) { // one that could not return to its categories stands in none
		rows[with(plan, domain.FieldPlacement)] += ""
	}
}

func isFlow(key Key) bool {
	return key.Field == domain.FieldOrderFlow || key.Field == domain.FieldTransition
}

// things lists the rows that stand for what a value belongs to: its plan, its period, its rate, its price row, its category.
func things(key Key) []Key {
	var of []Key
	if key.Plan != 0 {
		of = append(of, Key{Field: domain.FieldPlan, Plan: key.Plan})
	}
	if key.Period != 0 {
		of = append(of, Key{Field: domain.FieldPeriod, Plan: key.Plan, Period: key.Period})
	}
	if key.Plan != 0 && key.Resource != 0 {
		of = append(of, Key{Field: domain.FieldRate, Plan: key.Plan, Resource: key.Resource},
			Key{Field: domain.FieldPriceRow, Plan: key.Plan, Resource: key.Resource, Period: key.Period, From: key.From})
	}
	if isSales(key.Field) {
		of = append(of, Key{Field: domain.FieldSalesCategory, Category: key.Category})
	}
	return of
}

// differing lists the keys at which two maps differ.
func differing[V comparable](a, b map[Key]V) []Key {
	var keys []Key
	for key, value := range a {
		if other, there := b[key]; !there || other != value {
			keys = append(keys, key)
		}
	}
	for key := range b {
		if _, there := a[key]; !there {
			keys = append(keys, key)
		}
	}
	return keys
}

// revert takes back what the run changed and nobody else since.
func revert[V comparable](now, before, after map[Key]V, stays func(Key) bool) {
	for _, key := range differing(before, after) {
		left, leftThere := after[key]
		is, isThere := now[key]
		if is != left || isThere != leftThere || stays(key) {
			continue
		}
		if was, there := before[key]; there {
			now[key] = was
		} else {
			delete(now, key)
		}
	}
}

// putBackNeeded puts back the schedules and categories that are not there any more and that a plan or a resource still
// refers to: as they are now, or else as they were before the run.
func (u *undo) putBackNeeded() {
	needs := u.next.Effective().needs()
	maps.Copy(needs, u.next.Delivered.needs()) // the reseller may give their own values back
	for key := range needs {
		_, there := u.next.Delivered[key]
		_, made := u.next.Made[key]
		if there || made {
			continue
		}
		for _, shop := range []*Shop{u.before, u.now} { // what is now counts
			if text, had := shop.Delivered[key]; had {
				u.next.Delivered[key] = text
			}
		}
	}
}

// needs lists what the rows refer to, sales categories aside.
func (rows Rows) needs() map[Key]bool {
	needs := map[Key]bool{}
	for key, text := range rows {
		id := first(domain.ParseIDs[domain.CategoryID](text))
		switch key.Field {
		case domain.FieldGrouping:
			needs[Key{Field: domain.FieldResourceCategory, Category: id}] = true
		case domain.FieldSchedule:
			needs[Key{Field: domain.FieldScheduleContent, Schedule: rows.schedule(key)}] = true
		case domain.FieldPlanCategory:
			needs[Key{Field: domain.FieldPlanCategoryData, Category: id}] = true
		}
	}
	return needs
}

// keepLimitsTogether leaves the limits of a rate as they are now where what returned does not go together, or not with the
// reseller's own included amount.
func (u *undo) keepLimitsTogether() {
	rows := u.next.Delivered
	for _, rate := range rows.of(domain.FieldRate, 0) {
		included := with(rate, domain.FieldIncluded)
		own, set := u.next.Own[included]
		if _, there := u.now.Delivered[rate]; !there || rows.allows(rate, rows[included]) && (!set || rows.allows(rate, own.Value)) {
			continue
		}
		for _, field := range []domain.Field{domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum} {
			rows[with(rate, field)] = u.now.Delivered[with(rate, field)]
		}
	}
}

// hasPlaceFor reports whether an own value has something to stand over and is allowed there.
func (u *undo) hasPlaceFor(key Key, text string) bool {
	rows := u.next.Delivered
	_, there := rows[key]
	if isPath(key) {
		return rows.hasPlan(key.Plan)
	}
	switch key.Field {
	case domain.FieldTransition, domain.FieldFeeRule, domain.FieldRateRule: // kept for when the step, or what they are for, comes back
		return true
	case domain.FieldConfirmation:
		_, there = rows[with(key, fieldUnpriced)]
		return there
	case domain.FieldIncluded:
		return there && rows.allows(key, text)
	case domain.FieldSchedule:
		id := first(domain.ParseIDs[domain.ScheduleID](text))
		return there && (id == 0 || rows.hasSchedule(id) || u.next.Made.hasSchedule(id))
	default:
		return there
	}
}
