package domain

import "slices"

// categories merges plan categories and the grouping of resources; sales are the sales categories, merged already.
func (u *undo) categories(before, after, now *Categories, plans []*Plan, sales []SalesCategory) *Categories {
	b, a, n := orZero(before), orZero(after), orZero(now)
	id := func(c PlanCategory) CategoryID { return c.ID }
	merged := &Categories{Sales: sales, Resource: undoGrouping(b.Resource, a.Resource, n.Resource)}
	merged.Plan = mergeLists(b.Plan, a.Plan, n.Plan, id, func(x, y PlanCategory) bool { return x == y }, nil, stays)
	var used []CategoryID
	for _, p := range slices.Concat(plans, u.own.MadeCatalog().Plans) {
		used = append(used, p.PlanCategory)
	}
	merged.Plan = keepUsed(merged.Plan, n.Plan, b.Plan, used, id)
	return reuse(merged, before, now, func(x, y Categories) bool { return sameCategories(&x, &y) })
}

// undoGrouping merges which resource is in which category, resource by resource. A category is there while it holds one.
func undoGrouping(before, after, now []ResourceCategory) []ResourceCategory {
	id := func(c ResourceCategory) CategoryID { return c.ID }
	merged := mergeLists(before, after, now, id,
		func(x, y ResourceCategory) bool { return x.Name == y.Name && x.Position == y.Position }, nil, stays)
	into := map[CategoryID][]ResourceID{}
	var used []CategoryID
	for _, resource := range groupedResources(before, after, now) {
		if at := mergeValue(groupOf(before, resource), groupOf(after, resource), groupOf(now, resource)); at != 0 {
			into[at] = append(into[at], resource)
			used = append(used, at)
		}
	}
	merged = keepUsed(merged, now, before, used, id)
	for i := range merged {
		merged[i].Resources = into[merged[i].ID]
	}
	return merged
}

// groupedResources lists the resources that are in a category of one of the lists, sorted.
func groupedResources(lists ...[]ResourceCategory) []ResourceID {
	var all []ResourceID
	for _, list := range lists {
		for _, c := range list {
			all = append(all, c.Resources...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
