package domain

import (
	"cmp"
	"slices"
)

// WithUpgrade returns the plan with an upgrade path added or replaced.
func (p *Plan) WithUpgrade(u Upgrade) *Plan {
	next := p.WithoutUpgrade(u.To)
	next.Upgrades = append(next.Upgrades, u)
	slices.SortFunc(next.Upgrades, func(a, b Upgrade) int { return cmp.Compare(a.To, b.To) })
	return next
}

// WithoutUpgrade returns the plan without an upgrade path.
func (p *Plan) WithoutUpgrade(to PlanID) *Plan {
	next := p.Clone()
	next.Upgrades = slices.DeleteFunc(next.Upgrades, func(u Upgrade) bool { return u.To == to })
	return next
}

// Values returns every value of the path from a plan by key.
func (u Upgrade) Values(from PlanID) []KeyedValue {
	return appendValues(nil, upgradeTable, UpgradeKey(from, u.To), &u)
}
