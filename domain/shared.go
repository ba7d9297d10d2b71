package domain

// shared remembers what does not depend on the boxes: effective catalogs and offers.
type shared struct {
	in        Input
	effective map[State]*Catalog
	offers    map[offerKey]*Offer
	plans     map[offerPlanKey]*Plan
	nothing   *Catalog // what a reseller has before their first delivery
}

type offerKey struct {
	vendor   *Catalog
	from, to Currency
}

type offerPlanKey struct {
	plan     *Plan
	from, to Currency
}

func newShared(in Input) *shared {
	return &shared{in: in, effective: map[State]*Catalog{}, offers: map[offerKey]*Offer{}, plans: map[offerPlanKey]*Plan{}, nothing: Empty()}
}

// offer returns what a vendor in this state offers in this currency.
func (m *shared) offer(vendor VendorState, to Currency) *Offer {
	effective := m.catalog(vendor.State)
	key := offerKey{effective, vendor.Currency, to}
	offer, known := m.offers[key]
	if !known {
		conversion := m.in.Rates.Conversion(vendor.Currency, to)
		offer = makeOffer(effective, m.in.Template, conversion, m.in.Visible, func(p *Plan) *Plan { return m.plan(p, key, conversion) })
		m.offers[key] = offer
	}
	return offer
}

// catalog returns what a vendor in this state sells.
func (m *shared) catalog(s State) *Catalog {
	effective, known := m.effective[s]
	if !known {
		effective = s.Effective()
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
