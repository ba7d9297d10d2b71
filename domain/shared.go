package domain

import "slices"

// shared remembers what does not depend on the boxes: effective catalogs and offers.
type shared struct {
	in        Input
	effective map[State]*Catalog
	offers    map[offerKey]*Offer
	plans     map[offerPlanKey]*Plan
	costs     map[offerPlanKey]*Plan // what vendors sell, in the currencies of those who buy it
	layered   map[layeredKey]*Plan
	ruled     map[ruledKey]*ruledPlan
	made      map[*Catalog]*Own     // what vendors made themselves, with no own values
	nothing   *Catalog              // what a reseller has before their first delivery
	acting    map[deliveryKey]boxes // that change a plan, each alone; wherever things of the reseller's own stand
	telling   []Outcome             // room for a list that is being made
}

type offerKey struct {
	vendor   State
	from, to Currency
}

type offerPlanKey struct {
	plan     *Plan
	from, to Currency
}

// layeredKey is a delivered plan and the own values over it.
type layeredKey struct {
	layer     *Layer
	rules     ruling
	delivered *Plan
}

func newShared(in Input) *shared {
	return &shared{in: in, effective: map[State]*Catalog{}, offers: map[offerKey]*Offer{}, plans: map[offerPlanKey]*Plan{},
		costs:   map[offerPlanKey]*Plan{},
		layered: map[layeredKey]*Plan{}, ruled: map[ruledKey]*ruledPlan{}, made: map[*Catalog]*Own{nil: nil}, nothing: Empty(),
		acting: map[deliveryKey]boxes{}}
}

// newOverlays remembers only what lies over plans.
func newOverlays() *shared { return &shared{layered: map[layeredKey]*Plan{}} }

// offer returns what a vendor in this state offers in this currency.
func (m *shared) offer(vendor VendorState, to Currency) *Offer {
	key := offerKey{vendor.State, vendor.Currency, to}
	offer, known := m.offers[key]
	if known {
		return offer
	}
	conversion := m.in.Rates.Conversion(vendor.Currency, to, m.in.Unmeasured)
	if plain := m.plain(vendor.State); plain != vendor.State {
		offer = m.withOwn(m.offer(VendorState{plain, vendor.Currency}, to), key, conversion)
	} else {
		offer = makeOffer(m.catalog(vendor.State), m.in.Template, conversion, m.in.Visible, func(p *Plan) *Plan { return m.plan(p, key, conversion) })
	}
	m.offers[key] = offer
	return offer
}

// plain returns what a vendor would have without their own values, where these change nothing of an offer but the plans that they
// are on: many vendors have the same then, and the rest of their offers is made once.
func (m *shared) plain(s State) State {
	if s.Own == nil || len(s.Own.Layers) == 0 || slices.ContainsFunc(s.Own.Layers, (*Layer).movesPlans) {
		return s
	}
	own, known := m.made[s.Own.Made]
	if !known {
		own = &Own{Made: s.Own.Made}
		m.made[s.Own.Made] = own
	}
	return State{s.Delivered, own}
}

// movesPlans reports whether own values change more than the plans they are on: where one stands, or whether it is there.
func (l *Layer) movesPlans() bool {
	return l.Plan == 0 && l.hasSingle() || slices.ContainsFunc(l.Values, func(v Override) bool {
		return v.Key.Field == FieldPlacement || v.Key.Field == FieldPlan
	})
}

// withOwn returns the offer of a vendor who has own values over what the offer is made of.
func (m *shared) withOwn(plain *Offer, key offerKey, conversion Conversion) *Offer {
	offer := *plain
	offer.Plans = slices.Clone(plain.Plans)
	own := key.vendor.Own
	plans := layerPlans(own)
	if own.hasRules() {
		plans = planIDs(&Catalog{Plans: plain.Plans})
	}
	for _, id := range plans {
		delivered := orEmpty(key.vendor.Delivered).Plan(id)
		if at, offered := plain.index(id); offered && delivered != nil {
			offer.Plans[at] = m.plan(m.over(own.Layer(id), own.ruling(delivered), delivered), key, conversion)
		}
	}
	return &offer
}

// over is a delivered plan with rules and own values over it, the same pointer for the same ones.
func (m *shared) over(layer *Layer, rules ruling, delivered *Plan) *Plan {
	if layer == nil && rules == (ruling{}) {
		return delivered
	}
	key := layeredKey{layer, rules, delivered}
	plan, known := m.layered[key]
	if !known {
		plan = overlaid(layer, rules, delivered)
		m.layered[key] = plan
	}
	return plan
}

// delivered returns what was delivered to a target before the run.
func (m *shared) delivered(t Target) *Catalog {
	if t.Before.Delivered == nil {
		return m.nothing
	}
	return t.Before.Delivered
}

// catalog returns what a vendor in this state sells.
func (m *shared) catalog(s State) *Catalog {
	effective, known := m.effective[s]
	if !known {
		effective = s.effective(m.over)
		m.effective[s] = effective
	}
	return effective
}

func (m *shared) plan(p *Plan, of offerKey, c Conversion) *Plan {
	key := offerPlanKey{p, of.from, of.to}
	offered, known := m.plans[key]
	if !known {
		offered = OfferPlan(p, c)
		m.plans[key] = offered
	}
	return offered
}

// elsewhere returns the plans that the vendor offers this reseller by other reseller plans of theirs: to a run of this one
// they are nothing that is no longer delegated (rules 2a, G6).
func (m *shared) elsewhere(vendor VendorState, target Target) []PlanID {
	if len(target.Elsewhere) == 0 {
		return nil
	}
	has := m.catalog(vendor.State)
	return filter(target.Elsewhere, func(id PlanID) bool {
		p := has.Plan(id)
		return p != nil && !p.Disabled
	})
}

// paid returns a vendor's plan, nil for none, with its prices as a reseller with this currency pays them.
func (m *shared) paid(p *Plan, from, to Currency) *Plan {
	if p == nil || from == to {
		return p
	}
	key := offerPlanKey{p, from, to}
	paid, known := m.costs[key]
	if !known {
		conversion := m.in.Rates.Conversion(from, to, m.in.Unmeasured)
		paid = p.Clone()
		for at, prices := range paid.rows() {
			for i, price := range prices {
				prices[i] = conversion.at(Key{Resource: at.resource}, price)
			}
		}
		m.costs[key] = paid
	}
	return paid
}
