package domain

// seller is what a vendor sells: what many sell alike, and their own values over what was delivered to them.
type seller struct {
	plain     *Catalog
	own       *Own     // nil: none
	delivered *Catalog // beneath them
}

// seller takes no copy of the vendor's catalog where their own values are on some plans alone.
func (m *shared) seller(s State) seller {
	plain := m.plain(s)
	if plain == s {
		return seller{plain: m.catalog(s)}
	}
	return seller{m.catalog(plain), s.Own, s.Delivered}
}

// without is what they would sell without their own values.
func (s seller) without() seller { return seller{plain: s.plain} }

// sold is a plan as a vendor sells it, nil where they do not have it.
func (m *shared) sold(s seller, id PlanID) *Plan {
	if s.own != nil {
		if p := orEmpty(s.delivered).Plan(id); p != nil {
			return m.overBy(s.own, p)
		}
	}
	return s.plain.Plan(id)
}

// overBy is a delivered plan, nil for none, with somebody's own values and rules over it.
func (m *shared) overBy(own *Own, delivered *Plan) *Plan {
	if own == nil || delivered == nil {
		return delivered
	}
	return m.over(own.Layer(delivered.ID), own.ruling(delivered), delivered)
}

// layer is what a vendor has of their own on a plan that was delivered to them, nil for nothing.
func (s seller) layer(id PlanID) *Layer {
	if s.own == nil || orEmpty(s.delivered).Plan(id) == nil {
		return nil
	}
	return s.own.Layer(id)
}
