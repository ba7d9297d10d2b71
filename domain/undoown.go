package domain

import (
	"iter"
	"slices"
)

// mergeOwn merges the reseller's own values, and notes in u which the undo brings back and which stay whatever comes: an own
// value that the run dropped or brought back is as before where what was delivered beneath it, from left to today, is still
// as the run left it. What resellers made themselves no run changes: it is as it is now.
func (u *undo) mergeOwn(before, after *Own, left, today *Catalog) *Own {
	next, now := u.now, u.now
	if before == after {
		return next
	}
	for _, plan := range layerPlans(before, after) {
		moved := func(k Key) bool { return left != today && deliveredAt(left, k) != deliveredAt(today, k) }
		kept, merged := u.mergeLayer(before.Layer(plan), after.Layer(plan), now.Layer(plan), moved)
		if !slices.EqualFunc(kept, orZero(now.Layer(plan)).Values, sameOverride) {
			u.own = u.own.withLayer(plan, kept)
		}
		if !slices.EqualFunc(merged, orZero(now.Layer(plan)).Values, sameOverride) {
			next = next.withLayer(plan, merged)
		}
	}
	return next
}

// layerPlans lists the plans of which somebody has own values, each once, sorted; 0 is among them for those of no plan.
func layerPlans(owns ...*Own) []PlanID {
	var plans []PlanID
	for i, o := range owns {
		if slices.Contains(owns[:i], o) {
			continue
		}
		for _, layer := range orZero(o).Layers {
			plans = append(plans, layer.Plan)
		}
	}
	slices.Sort(plans)
	return slices.Compact(plans)
}

// mergeLayer is mergeLists for overrides, but for those beneath which the delivered value moved. kept are those that stay
// whatever comes, merged has those that return as well.
func (u *undo) mergeLayer(before, after, now *Layer, moved func(Key) bool) (kept, merged []Override) {
	if now != nil {
		kept, merged = slices.Clone(now.Values), slices.Clone(now.Values)
	}
	for key := range overrideKeys(before, after) {
		b, hadBefore := before.value(key)
		a, hadAfter := after.value(key)
		n, hasNow := now.value(key)
		if hadBefore == hadAfter && sameOverride(b, a) {
			continue
		}
		if hasNow != hadAfter || !sameOverride(n, a) || moved(key) {
			continue // changed since
		}
		is := func(v Override) bool { return v.Key == key }
		kept, merged = slices.DeleteFunc(kept, is), slices.DeleteFunc(merged, is)
		if hadBefore {
			merged = append(merged, b)
			u.restored[key] = true
		}
	}
	slices.SortFunc(merged, func(a, b Override) int { return compareKeys(a.Key, b.Key) })
	return kept, merged
}

// overrideKeys goes through the keys of own values in their order, each once.
func overrideKeys(layers ...*Layer) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		var room [4][]Override
		rest := room[:0]
		for i, layer := range layers {
			if layer != nil && !slices.Contains(layers[:i], layer) {
				rest = append(rest, layer.Values)
			}
		}
		for {
			var next *Key
			for _, values := range rest {
				if len(values) > 0 && (next == nil || compareKeys(values[0].Key, *next) < 0) {
					next = &values[0].Key
				}
			}
			if next == nil {
				return
			}
			for i, values := range rest {
				if len(values) > 0 && values[0].Key == *next {
					rest[i] = values[1:]
				}
			}
			if !yield(*next) {
				return
			}
		}
	}
}

func sameOverride(a, b Override) bool {
	return a.Key == b.Key && a.Value == b.Value && a.Base == b.Base && a.By == b.By && a.At.Equal(b.At) && a.Lock == b.Lock
}

// withoutMisfits leaves out the own values that the undo would bring back where there is no place for them any more, and
// lets those plans stay where the reseller moved them that do not move.
func (u *undo) withoutMisfits(own *Own, delivered *Catalog) *Own {
	state := State{orEmpty(delivered), own}
	for _, layer := range orZero(own).Layers {
		for _, v := range layer.Values {
			if u.restored[v.Key] && !state.fits(v) {
				own = own.Without(v.Key)
			}
		}
	}
	for plan := range u.left {
		key := PlacementKey(plan)
		is, moved := u.now.Value(key)
		if would, moves := own.Value(key); moved == moves && sameOverride(is, would) {
			continue
		}
		if own = own.Without(key); moved {
			own = own.With(is)
		}
	}
	if own.IsEmpty() {
		return nil
	}
	return own
}

// fits reports whether an own value has something to stand over and is allowed there.
func (s State) fits(v Override) bool {
	switch plan := s.Delivered.Plan(v.Key.Plan); {
	case v.isRule():
		return true
	case v.Key.Field == FieldDisplay:
		return s.Delivered.Categories.SalesCategory(v.Key.Category) != nil
	case v.Key.Plan == 0:
		return true
	case plan == nil:
		return false
	case v.Key.Field == FieldSchedule && v.Value != "0":
		id := ScheduleID(parseInt(v.Value))
		known := s.Delivered.Schedules.Schedule(id) != nil || s.Own.MadeCatalog().Schedules.Schedule(id) != nil
		return known && v.fits(plan)
	default:
		return v.fits(plan)
	}
}

// fits reports whether the plan has a value that the own one can stand over, and allows it.
func (v Override) fits(plan *Plan) bool {
	switch {
	case v.Key.Field.standsAlone():
		return true
	case v.Key.Field == FieldIncluded:
		rate := plan.Rate(v.Key.Resource)
		return rate != nil && Limits{parseInt(v.Value), rate.Minimum, rate.Maximum}.Allowed()
	default:
		_, there := plan.Value(v.Key)
		return there
	}
}
