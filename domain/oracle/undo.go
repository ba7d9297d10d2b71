package oracle

import (
	"maps"

	"tiersync/domain"
)

// Undo takes a run back for one reseller, value by value: what still is as the run left it returns to what it was before;
// what was changed since stays (rule U1). A thing that the run brought, and in which something was changed since, stays
// whole; so does a thing that the run took away and a later one brought again. before and after are his shop around the run;
// s is what he has today.
func (s *Shop) Undo(before, after *Shop) {
	stays := s.touched(before, after)
	had := maps.Clone(s.Delivered)
	revert(s.Delivered, before.Delivered, after.Delivered, stays)
	revert(s.Own, before.Own, after.Own, stays)
	s.putBackNeeded(had)
}

// putBackNeeded puts back what was taken away and what something that stays still refers to.
func (s *Shop) putBackNeeded(had Rows) {
	for again := true; again; {
		again = false
		needs := s.Effective().needs()
		maps.Copy(needs, s.Delivered.needs()) // the reseller may give his own values back
		for key := range needs {
			if _, there := s.Effective()[key]; there {
				continue
			}
			for row, text := range had {
				if belongs(row, key) {
					s.Delivered[row] = text
					again = true
				}
			}
		}
	}
}

// needs lists what the rows refer to: categories and schedules.
func (rows Rows) needs() map[Key]bool {
	needs := map[Key]bool{}
	for key := range rows {
		switch key.Field {
		case domain.FieldPlacement:
			for _, id := range rows.placement(key.Plan) {
				needs[Key{Field: domain.FieldSalesCategory, Category: id}] = true
			}
		case domain.FieldCategoryParent:
			needs[Key{Field: domain.FieldSalesCategory, Category: rows.parent(key.Category)}] = true
		case domain.FieldGrouping:
			id := first(domain.ParseIDs[domain.CategoryID](rows[key]))
			needs[Key{Field: domain.FieldResourceCategory, Category: id}] = true
		case domain.FieldSchedule:
			needs[Key{Field: domain.FieldScheduleContent, Schedule: rows.schedule(key)}] = true
		case domain.FieldPlanCategory:
			id := first(domain.ParseIDs[domain.CategoryID](rows[key]))
			needs[Key{Field: domain.FieldPlanCategoryData, Category: id}] = true
		}
	}
	return needs
}

// belongs reports whether a row is the thing itself or, for a sales category, a part of it.
func belongs(row, thing Key) bool {
	return row == thing || thing.Field == domain.FieldSalesCategory && isSales(row.Field) && row.Category == thing.Category
}

// touched tells which keys lie in a thing that the run brought or took away and that is not as the run left it.
func (s *Shop) touched(before, after *Shop) func(Key) bool {
	changed := map[Key]bool{}
	note := func(key Key) {
		for _, thing := range things(key) {
			_, was := before.Delivered[thing]
			if _, is := after.Delivered[thing]; is != was {
				changed[thing] = true
			}
		}
	}
	flow := Key{Field: domain.FieldOrderFlow}
	for _, key := range differing(s.Delivered, after.Delivered) {
		note(key)
		if isFlow(key) { // half a flow is none: it is one value
			changed[flow] = true
		}
	}
	for _, key := range differing(s.Own, after.Own) {
		note(key)
	}
	return func(key Key) bool {
		for _, thing := range things(key) {
			if changed[thing] {
				return true
			}
		}
		return changed[flow] && isFlow(key)
	}
}

func isFlow(key Key) bool {
	return key.Field == domain.FieldOrderFlow || key.Field == domain.FieldTransition
}

// things lists the rows that stand for what a value belongs to: its plan, its period, its rate, its price row.
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
