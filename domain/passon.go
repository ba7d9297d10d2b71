package domain

import "slices"

// Concerns lists the plans by which a change in a catalog reaches resellers, sorted: those that it sets something of, and those that
// use the schedule, need the category or have the resource that it is about. Of a catalog, nothing is delivered but what a delegated plan
// needs.
func (d Done) Concerns(sold *Catalog) []PlanID {
	plans, things := map[PlanID]bool{}, map[Key]bool{}
	for _, e := range d.Edits {
		if k := e.Key; k.Plan != 0 {
			plans[k.Plan] = true
		} else {
			things[Key{Category: k.Category, Schedule: k.Schedule, Resource: k.Resource}] = true
		}
	}
	for thing := range things {
		for _, p := range sold.Plans {
			if !plans[p.ID] && p.needs(thing, sold.Categories) {
				plans[p.ID] = true
			}
		}
	}
	list := make([]PlanID, 0, len(plans))
	for id := range plans {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// needs reports whether the plan is delivered with the category, the schedule or the grouping of the resource that a key names, and with a rule for all.
func (p *Plan) needs(thing Key, categories *Categories) bool {
	switch {
	case thing == Key{}: // a price rule for all plans
		return true
	case thing.Resource != 0:
		return p.Rate(thing.Resource) != nil
	case thing.Schedule != 0:
		return p.Schedule == thing.Schedule || slices.ContainsFunc(p.Periods, func(x Period) bool { return x.Schedule == thing.Schedule })
	case thing.Category == 0:
		return false
	}
	needed := delegatedCategories(categories, []*Plan{p}, func(id ResourceID) bool { return p.Rate(id) != nil })
	return needed.SalesCategory(thing.Category) != nil || needed.PlanCategory(thing.Category) != nil ||
		needed.ResourceCategory(thing.Category) != nil
}
