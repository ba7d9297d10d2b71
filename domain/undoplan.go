package domain

import (
	"cmp"
	"slices"
)

// plan merges a plan that was changed both by the run and since. Existence first, then value by value.
func (u *undo) plan(before, after, now **Plan) **Plan {
	if before == nil || after == nil || now == nil {
		if now != nil {
			u.stays((*now).key(FieldPlan), (*now).Name)
		}
		return now
	}
	b, a := *before, *after
	merged := (*now).Clone()
	u.periods(b, a, merged)
	u.rates(b, a, merged)
	left := map[Key]string{}
	for _, v := range a.Values() {
		left[v.Key] = v.Value
	}
	for _, v := range b.Values() {
		run, there := left[v.Key]
		current, still := merged.Value(v.Key)
		switch {
		case !there || run == v.Value || !still:
		case current == run:
			merged.set(v.Key, v.Value)
		default:
			u.stays(v.Key, current)
		}
	}
	return &merged
}

// periods takes out the periods that the run created and puts back those that it took out.
func (u *undo) periods(before, after, merged *Plan) {
	gone := map[PeriodID]bool{}
	for _, period := range after.Periods {
		now := merged.Period(period.ID)
		if before.Period(period.ID) != nil || now == nil {
			continue
		}
		if !samePeriod(*now, period) {
			u.stays(Key{Field: FieldPeriod, Plan: merged.ID, Period: period.ID}, Yes)
			continue
		}
		gone[period.ID] = true
	}
	merged.Periods = slices.DeleteFunc(merged.Periods, func(p Period) bool { return gone[p.ID] })
	for i := range merged.Rates {
		rows := &merged.Rates[i].Prices
		*rows = slices.DeleteFunc(*rows, func(r PriceRow) bool { return gone[r.Period] })
	}
	for i, period := range before.Periods {
		if after.Period(period.ID) == nil && merged.Period(period.ID) == nil {
			merged.Periods = slices.Insert(merged.Periods, min(i, len(merged.Periods)), period)
		}
	}
}

// rates does the same for rates, and for the price rows of rates that were there before.
func (u *undo) rates(before, after, merged *Plan) {
	merged.Rates = slices.DeleteFunc(merged.Rates, func(now Rate) bool {
		left := after.Rate(now.Resource)
		if left == nil || before.Rate(now.Resource) != nil {
			return false
		}
		if !sameRate(now, *left) {
			u.stays(Key{Field: FieldRate, Plan: merged.ID, Resource: now.Resource}, Yes)
			return false
		}
		return true
	})
	for i, rate := range before.Rates {
		now, left := merged.Rate(rate.Resource), after.Rate(rate.Resource)
		switch {
		case left == nil && now == nil:
			merged.Rates = slices.Insert(merged.Rates, min(i, len(merged.Rates)), rate)
		case left != nil && now != nil:
			u.rows(merged.ID, &rate, left, now)
		}
	}
}

func (u *undo) rows(plan PlanID, before, after, now *Rate) {
	now.Prices = slices.DeleteFunc(now.Prices, func(row PriceRow) bool {
		left := after.Row(row.Period, row.From)
		if left == nil || before.Row(row.Period, row.From) != nil {
			return false
		}
		if !equalPrices(row.Prices[:], left.Prices[:]) {
			u.stays(Key{Plan: plan, Resource: now.Resource}.row(row).of(FieldPriceRow), Yes)
			return false
		}
		return true
	})
	for _, row := range before.Prices {
		if after.Row(row.Period, row.From) == nil && now.Row(row.Period, row.From) == nil {
			now.Prices = sortRows(append(now.Prices, row))
		}
	}
}

// categories merges the groupings. A category that the run created goes only when nothing is in it; one that moved goes
// back only where it can stand.
func (u *undo) categories(before, after, now *Categories, plans []*Plan) *Categories {
	if before == after {
		return now
	}
	if now == after {
		return before
	}
	b, a, n := orZero(before), orZero(after), orZero(now)
	tree := &catalogSync{plans: plans, categories: n}
	next := &Categories{}
	next.Plan = mergeLists(b.Plan, a.Plan, n.Plan, func(c PlanCategory) CategoryID { return c.ID },
		func(x, y PlanCategory) bool { return x == y },
		func(b, a, n *PlanCategory) *PlanCategory {
			u.stays(Key{Field: FieldPlanCategoryData, Category: cmp.Or(n, a, b).ID}, "")
			return n
		})
	next.Sales = mergeLists(b.Sales, a.Sales, n.Sales, func(c SalesCategory) CategoryID { return c.ID },
		func(x, y SalesCategory) bool { // one that is in use is looked at field by field
			return x == y && !tree.holdsPlans(x.ID) && !tree.holdsCategories(x.ID)
		},
		func(b, a, n *SalesCategory) *SalesCategory { return u.category(tree, b, a, n) })
	next.Resource = u.grouping(b.Resource, a.Resource, n.Resource)
	return next
}

// category merges one sales category field by field.
func (u *undo) category(tree *catalogSync, before, after, now *SalesCategory) *SalesCategory {
	switch {
	case now == nil:
		return nil
	case after == nil:
		return now
	case before == nil:
		if tree.holdsPlans(now.ID) || tree.holdsCategories(now.ID) || *now != *after {
			u.stays(Key{Field: FieldSalesCategory, Category: now.ID}, now.Name)
			return now
		}
		return nil
	}
	merged, key := *now, Key{Category: now.ID}
	merged.Name = u.text(key.of(FieldCategoryName), before.Name, after.Name, now.Name)
	merged.Description = u.text(key.of(FieldCategoryText), before.Description, after.Description, now.Description)
	merged.Position = int(parseInt(u.text(key.of(FieldCategoryPosition), intText(int64(before.Position)), intText(int64(after.Position)), intText(int64(now.Position)))))
	merged.Display = u.text(key.of(FieldDisplay), YesNo(before.Display), YesNo(after.Display), YesNo(now.Display)) == Yes
	parent := CategoryID(parseInt(u.text(key.of(FieldCategoryParent), idText(before.Parent), idText(after.Parent), idText(now.Parent))))
	if parent != now.Parent && tree.cannotHold(parent, now.ID) != "" {
		u.stays(key.of(FieldCategoryParent), idText(now.Parent))
		parent = now.Parent
	}
	merged.Parent = parent
	return &merged
}

func (u *undo) text(key Key, before, after, now string) string {
	value, clean := back(before, after, now)
	if !clean {
		u.stays(key, now)
	}
	return value
}

// grouping merges which resource is in which category; the categories themselves go with their resources.
func (u *undo) grouping(before, after, now []ResourceCategory) []ResourceCategory {
	return mergeLists(before, after, now, func(c ResourceCategory) CategoryID { return c.ID },
		func(x, y ResourceCategory) bool {
			return x.Name == y.Name && x.Position == y.Position && slices.Equal(x.Resources, y.Resources)
		},
		func(b, a, n *ResourceCategory) *ResourceCategory {
			u.stays(Key{Field: FieldResourceCategory, Category: cmp.Or(n, a, b).ID}, "")
			return n
		})
}
