package domain

import (
	"cmp"
	"slices"
)

// categories merges plan categories and the grouping of resources; sales are the sales categories, merged already.
func (u *undo) categories(before, after, now *Categories, plans []*Plan, sales []SalesCategory) *Categories {
	b, a, n := orZero(before), orZero(after), orZero(now)
	id := func(c PlanCategory) CategoryID { return c.ID }
	merged := &Categories{Sales: sales, Resource: u.grouping(b.Resource, a.Resource, n.Resource)}
	merged.Plan = mergeLists(b.Plan, a.Plan, n.Plan, id, func(x, y PlanCategory) bool { return x == y }, nil,
		func(b, a, n *PlanCategory) *PlanCategory {
			u.stays(Key{Field: FieldPlanCategoryData, Category: cmp.Or(n, a, b).ID}, "")
			return n
		})
	var used []CategoryID
	for _, p := range slices.Concat(plans, u.own.MadeCatalog().Plans) {
		used = append(used, p.PlanCategory)
	}
	merged.Plan = keepUsed(merged.Plan, n.Plan, b.Plan, used, id, func(c PlanCategory) {
		u.stays(Key{Field: FieldPlanCategoryData, Category: c.ID}, "")
	})
	return reuse(merged, before, now, func(x, y Categories) bool { return sameCategories(&x, &y) })
}

// grouping merges which resource is in which category, resource by resource. A category is there while it holds one.
func (u *undo) grouping(before, after, now []ResourceCategory) []ResourceCategory {
	id := func(c ResourceCategory) CategoryID { return c.ID }
	note := func(c ResourceCategory) { u.stays(Key{Field: FieldResourceCategory, Category: c.ID}, "") }
	merged := mergeLists(before, after, now, id,
		func(x, y ResourceCategory) bool { return x.Name == y.Name && x.Position == y.Position }, nil,
		func(b, a, n *ResourceCategory) *ResourceCategory {
			note(*cmp.Or(n, a, b))
			return n
		})
	into := map[CategoryID][]ResourceID{}
	var used []CategoryID
	for _, resource := range groupedResources(before, after, now) {
		if at := u.groupOf(resource, groupOf(before, resource), groupOf(after, resource), groupOf(now, resource)); at != 0 {
			into[at] = append(into[at], resource)
			used = append(used, at)
		}
	}
	merged = keepUsed(merged, now, before, used, id, note)
	for i := range merged {
		merged[i].Resources = into[merged[i].ID]
	}
	return merged
}

func (u *undo) groupOf(resource ResourceID, before, after, now CategoryID) CategoryID {
	text := u.text(Key{Field: FieldGrouping, Resource: resource}, idText(before), idText(after), idText(now))
	return CategoryID(parseInt(text))
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
