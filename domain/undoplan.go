package domain

import (
	"cmp"
	"slices"
)

// plan merges a plan that was changed both by the run and since, be it by an own value. Existence first, then value by
// value.
func (u *undo) plan(before, after, now **Plan) **Plan {
	if before == nil || after == nil || now == nil {
		return now
	}
	b, a, n := *before, *after, *now
	if samePlan(n, a) && u.ownFits(b) {
		return before
	}
	merged := n.Clone()
	renewsTo := returningRenewal(b, a, n)
	u.periods(b, a, merged, renewsTo)
	u.rates(b, a, n, merged)
	u.values(b, a, merged)
	merged.RenewPeriod = renewsTo
	u.limits(merged, n)
	switch {
	case samePlan(merged, n):
		return now
	case samePlan(merged, b):
		return before
	default:
		return &merged
	}
}

// values gives the merged plan back what the run changed of the values that both plans have, where it still is so.
func (u *undo) values(before, after, merged *Plan) {
	left := map[Key]string{}
	for _, v := range after.Values() {
		left[v.Key] = v.Value
	}
	for _, v := range before.Values() {
		run, there := left[v.Key]
		if !there || run == v.Value {
			continue
		}
		if current, still := merged.Value(v.Key); still && current == run {
			merged.set(v.Key, v.Value)
		}
	}
}

// ownFits reports whether the reseller's own values on the plan have their place in it: then it can return as a whole.
func (u *undo) ownFits(plan *Plan) bool {
	return !slices.ContainsFunc(orZero(u.own.Layer(plan.ID)).Values, func(v Override) bool { return !v.fits(plan) })
}

// owns reports whether the reseller has a value of their own on the plan for which where holds.
func (u *undo) owns(plan PlanID, where func(Key) bool) bool {
	layer := u.own.Layer(plan)
	return layer != nil && slices.ContainsFunc(layer.Values, func(v Override) bool { return where(v.Key) })
}

// returningRenewal is the period that the plan will renew to: the one from before the run, where the run set another that stands
// still and where that one is there or comes back.
func returningRenewal(before, after, now *Plan) PeriodID {
	to := before.RenewPeriod
	if now.RenewPeriod == after.RenewPeriod && (to == 0 || now.Period(to) != nil || after.Period(to) == nil) {
		return to
	}
	return now.RenewPeriod
}

// periods takes out the periods that the run created, but for one that the plan will still renew to, and puts back those that
// it took out.
func (u *undo) periods(before, after, merged *Plan, renewsTo PeriodID) {
	gone := map[PeriodID]bool{}
	for _, period := range after.Periods {
		now := merged.Period(period.ID)
		if before.Period(period.ID) != nil || now == nil || renewsTo == period.ID {
			continue
		}
		if !samePeriod(now, &period) || !hasRows(after, merged, period.ID) || !hasRows(merged, after, period.ID) ||
			u.owns(merged.ID, func(k Key) bool { return k.Period == period.ID }) {
			continue
		}
		gone[period.ID] = true
	}
	merged.Periods = slices.DeleteFunc(merged.Periods, func(p Period) bool { return gone[p.ID] })
	for i := range merged.Rates {
		merged.Rates[i].Prices = slices.DeleteFunc(merged.Rates[i].Prices, func(r PriceRow) bool { return gone[r.Period] })
	}
	for _, period := range before.Periods {
		if after.Period(period.ID) == nil && merged.Period(period.ID) == nil {
			merged.Periods = append(merged.Periods, period)
		}
	}
	sortPeriods(merged.Periods)
}

// hasRows reports whether q has every price row that p has for a period, with the same prices.
func hasRows(p, q *Plan, period PeriodID) bool {
	for _, rate := range p.Rates {
		other := q.Rate(rate.Resource)
		for _, row := range rate.Prices {
			if row.Period != period {
				continue
			}
			if other == nil {
				return false
			}
			if same := other.Row(row.Period, row.From); same == nil || !sameRow(&row, same) {
				return false
			}
		}
	}
	return true
}

// rates does the same for rates, and for the price rows of rates that were there before.
func (u *undo) rates(before, after, now, merged *Plan) {
	merged.Rates = slices.DeleteFunc(merged.Rates, func(rate Rate) bool {
		left := after.Rate(rate.Resource)
		if left == nil || before.Rate(rate.Resource) != nil {
			return false
		}
		return sameRate(now.Rate(rate.Resource), left) &&
			!u.owns(merged.ID, func(k Key) bool { return k.Resource == rate.Resource })
	})
	returns := func(row PriceRow) bool { // but for a period that is gone, or came anew since
		id := row.Period
		return id == 0 || merged.Period(id) != nil && (after.Period(id) != nil || now.Period(id) == nil)
	}
	for _, rate := range before.Rates {
		have, left := merged.Rate(rate.Resource), after.Rate(rate.Resource)
		rate.Prices = filter(rate.Prices, returns)
		switch {
		case left == nil && have == nil:
			merged.Rates = append(merged.Rates, rate)
		case left != nil && have != nil:
			u.rows(merged, before, left, have, rate.Prices)
		}
	}
	sortRates(merged.Rates)
}

func (u *undo) rows(merged, was *Plan, after, now *Rate, returning []PriceRow) {
	before := was.Rate(now.Resource)
	now.Prices = slices.DeleteFunc(now.Prices, func(row PriceRow) bool {
		left := after.Row(row.Period, row.From)
		if left == nil || before.Row(row.Period, row.From) != nil {
			return false
		}
		key := Key{Plan: merged.ID, Resource: now.Resource}.row(row)
		owned := u.owns(merged.ID, func(k Key) bool { return k.of("") == key })
		withPeriod := row.Period != 0 && was.Period(row.Period) == nil // and that stays
		return !withPeriod && !owned && sameRow(&row, left)
	})
	for _, row := range returning {
		if after.Row(row.Period, row.From) == nil && now.Row(row.Period, row.From) == nil {
			now.Prices = sortRows(append(now.Prices, row))
		}
	}
}

// limits lets the three amounts of a rate stay as they are now where they would not go together any more: with each other,
// or with the reseller's own included amount.
func (u *undo) limits(merged, now *Plan) {
	for i := range merged.Rates {
		rate := &merged.Rates[i]
		current := now.Rate(rate.Resource)
		key := Key{Plan: merged.ID, Resource: rate.Resource}
		wanted := rate.Limits()
		if own, ok := u.own.Value(key.of(FieldIncluded)); ok {
			wanted.Included = parseInt(own.Value)
		}
		if current == nil || wanted.Allowed() && rate.Limits().Allowed() {
			continue
		}
		rate.Included, rate.Minimum, rate.Maximum = current.Included, current.Minimum, current.Maximum
	}
}

func sortPeriods(list []Period) {
	slices.SortFunc(list, func(a, b Period) int { return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID)) })
}

func sortRates(list []Rate) {
	slices.SortFunc(list, func(a, b Rate) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Resource, b.Resource))
	})
}
