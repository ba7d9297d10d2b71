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

// WithNewUpgrade returns the plan with an upgrade path added to a plan of this name. It fails with KindInvalid, beside the
// field "to", where there is a path to it already.
func (p *Plan) WithNewUpgrade(u Upgrade, name string) (*Plan, error) {
	if p.upgrade(u.To) != nil {
		return nil, invalidField("to", "There is a path to "+name+" already: edit that one")
	}
	return p.WithUpgrade(u), nil
}

// WithChangedUpgrade returns the plan with another path in place of the one that leads to the same plan, else KindNotFound.
func (p *Plan) WithChangedUpgrade(u Upgrade) (*Plan, error) {
	if p.upgrade(u.To) == nil {
		return nil, NotFound("The upgrade path")
	}
	return p.WithUpgrade(u), nil
}

// WithoutUpgrade returns the plan without an upgrade path.
func (p *Plan) WithoutUpgrade(to PlanID) *Plan {
	next := p.Clone()
	next.Upgrades = slices.DeleteFunc(next.Upgrades, func(u Upgrade) bool { return u.To == to })
	return next
}

// AddUpgrade adds a path of the reseller's own to a plan of this name, as WithNewUpgrade does.
func (e *PlanEdit) AddUpgrade(u Upgrade, name string) error {
	if _, err := e.effective.WithNewUpgrade(u, name); err != nil {
		return err
	}
	e.SetUpgrade(u)
	return nil
}

// ChangeUpgrade makes a path the reseller's own, unless it is what they have anyway. It fails with KindNotFound where they
// have no path to that plan.
func (e *PlanEdit) ChangeUpgrade(u Upgrade) error {
	have := e.effective.upgrade(u.To)
	if have == nil {
		return NotFound("The upgrade path")
	}
	if *have != u {
		e.SetUpgrade(u)
	}
	return nil
}

// SetUpgrade adds a path of the reseller's own, or changes one.
func (e *PlanEdit) SetUpgrade(u Upgrade) {
	for _, v := range appendValues(nil, upgradeTable, UpgradeKey(e.delivered.ID, u.To), &u) {
		base, _ := e.delivered.Value(v.Key)
		e.own = e.own.With(Override{Key: v.Key, Value: v.Value, Base: base, By: e.by, At: e.at})
	}
}
