package domain

import (
	"cmp"
	"slices"
)

// RateGroup is the rates of a plan whose resources stand in one resource category. The one without a category holds the others.
type RateGroup struct {
	Category CategoryID // zero: in none
	Name     string
	Rates    []Rate
}

// RateGroups are the plan's rates by the resource categories of its vendor, in the order of these; those in none come last. Within a
// group the rates stand as in the plan.
func (p *Plan) RateGroups(c *Categories) []RateGroup {
	var groups []RateGroup
	in := map[ResourceID]int{}
	for _, category := range orZero(c).ordered() {
		for _, resource := range category.Resources {
			in[resource] = len(groups)
		}
		groups = append(groups, RateGroup{Category: category.ID, Name: category.Name})
	}
	others := RateGroup{}
	for _, rate := range p.Rates {
		if i, grouped := in[rate.Resource]; grouped {
			groups[i].Rates = append(groups[i].Rates, rate)
		} else {
			others.Rates = append(others.Rates, rate)
		}
	}
	return slices.DeleteFunc(append(groups, others), func(g RateGroup) bool { return len(g.Rates) == 0 })
}

// ordered are the resource categories by their places.
func (c Categories) ordered() []ResourceCategory {
	list := slices.Clone(c.Resource)
	slices.SortStableFunc(list, func(a, b ResourceCategory) int { return cmp.Compare(a.Position, b.Position) })
	return list
}
