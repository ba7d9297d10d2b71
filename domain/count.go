package domain

// BoxCount is what one check box alone would do now, at a reach and with a policy.
type BoxCount struct {
	Option    OptionKey
	Changes   int // what a run's page would count, over all resellers
	Resellers int // resellers at whom something would change
	OwnValues int // own values that would be overwritten: another value would be sold in their place
	Rules     int // price rules among them, each of which makes many prices
	Dropped   int // own values that would go while the same is sold
	Held      int // plans withdrawn from sale until a price is set or confirmed (rules 1e, G14), over all resellers
}

// Count returns a BoxCount for every check box, in the order of the dialog: what a run of each box alone would do at the targets, with
// the policy of the input. They are made in one pass over the targets. Most boxes have nothing to do for most of them, and that is found out once for all who have
// the same.
func Count(in Input) []BoxCount {
	c := newCounting(in)
	for _, target := range in.Targets {
		if target.Skip == "" {
			c.target(target)
		}
	}
	var counts []BoxCount
	for _, r := range c.runs {
		counts = append(counts, r.count)
	}
	return counts
}

// counting is a run of each box alone, side by side.
type counting struct {
	in     Input
	shared *shared
	runs   []*boxRun
	acting map[actingKey]boxes
	plans  map[planTerms]map[planPair]boxes
	notes  []Outcome // room that is used again and again
}

// boxRun is the run of a box alone.
type boxRun struct {
	*run
	box   Option
	count BoxCount
	after map[AccountID]State // what those have who have something else than before
}

// actingKey is a delivered catalog that meets an offer, and where box 4 makes room in it.
type actingKey struct {
	deliveryKey
	makesRoom string
}

// boxes is a set of check boxes, by their bits.
type boxes uint16

// optionKeys are all boxes in the order of the dialog, and of their bits.
var optionKeys = func() (keys []OptionKey) {
	for _, o := range Options() {
		keys = append(keys, o.Key)
	}
	return keys
}()

var boxBits = func() map[OptionKey]boxes {
	bits := map[OptionKey]boxes{}
	for i, key := range optionKeys {
		bits[key] = 1 << i
	}
	return bits
}()

func (b boxes) has(box OptionKey) bool { return b&boxBits[box] != 0 }

func newCounting(in Input) *counting {
	c := &counting{in: in, shared: newShared(in), acting: map[actingKey]boxes{}, plans: map[planTerms]map[planPair]boxes{}}
	for _, box := range Options() {
		in.Options, in.LeftOut = OptionSet{box.Key: true}, nil
		r := newRun(in, c.shared, false)
		r.counts = true
		c.runs = append(c.runs, &boxRun{r, box, BoxCount{Option: box.Key}, map[AccountID]State{}})
	}
	return c
}

// target counts what each box does to a target. A box that has nothing to do while the vendor has what they have now is run all
// the same once it has given the vendor something else.
func (c *counting) target(t Target) {
	vendor := c.in.Vendors[t.Vendor]
	acting := c.actingOn(vendor, t) | t.Before.Own.covered()
	for _, r := range c.runs {
		state, moved := r.after[t.Vendor]
		if !moved && !acting.has(r.box.Key) {
			delete(r.after, t.Account) // where another subscription of theirs was before
			continue
		}
		has := vendor
		if moved {
			has.State = state
		}
		r.target(has, t)
	}
}

func (r *boxRun) target(vendor VendorState, t Target) {
	d, own := r.reach(vendor, t)
	result := Result{Target: t, After: own.after, Outcomes: own.ruled, Own: own.out, Beneath: own.beneath}
	r.count.Changes += d.changes + result.Changes()
	r.count.Held += d.held
	r.count.OwnValues += result.OwnOverwritten()
	r.count.Rules += result.RulesOverwritten()
	r.count.Dropped += result.OwnDropped()
	if delete(r.after, t.Account); result.Changed() {
		r.count.Resellers++
		r.after[t.Account] = result.After
	}
}

// actingOn returns the boxes that change what was delivered to a target.
func (c *counting) actingOn(vendor VendorState, t Target) boxes {
	offer, from := c.shared.offer(vendor, t.Currency), c.shared.delivered(t)
	elsewhere := c.shared.elsewhere(vendor, t)
	key := actingKey{deliveryKey: deliveryKey{from: from, offer: offer, switches: t.Switches, elsewhere: IDs(elsewhere)}}
	for _, r := range c.runs {
		if own := t.Before.Own; own != nil && r.box.Key == UpdateCategories {
			key.occupied, key.makesRoom = own.occupied(func(Override) bool { return false }).String(), r.occupied(t, offer).String()
		}
	}
	acting, known := c.acting[key]
	if known {
		return acting
	}
	plans := c.plansActedOn(from, offer, t.Switches, elsewhere)
	c.shared.acting[deliveryKey{from: from, offer: offer, switches: t.Switches, elsewhere: key.elsewhere}] = plans
	for _, r := range c.runs {
		if !plans.has(r.box.Key) && r.box.catalog == nil {
			continue
		}
		if r.deliver(from, offer, t.Switches, r.occupied(t, offer), elsewhere).to != from {
			acting |= boxBits[r.box.Key]
		}
	}
	c.acting[key] = acting
	return acting
}

// plansActedOn returns the boxes that change a delivered plan.
func (c *counting) plansActedOn(from *Catalog, offer *Offer, switches Switches, elsewhere []PlanID) (acting boxes) {
	terms := planTerms{switches, offer.Rate}
	known := c.plans[terms]
	if known == nil {
		known = map[planPair]boxes{}
		c.plans[terms] = known
	}
	for _, r := range c.runs {
		r.offered(offer, switches)
	}
	for _, pair := range pairsOf(from, offer, elsewhere, func(*Plan) {}) {
		found, asked := known[pair]
		if !asked {
			found = c.actingOnPlan(pair, switches)
			known[pair] = found
		}
		acting |= found
	}
	return acting
}

// actingOnPlan returns the boxes that change a plan, each alone. Their runs remember what they make of it.
func (c *counting) actingOnPlan(pair planPair, switches Switches) (acting boxes) {
	if pair.offer != nil && samePlan(pair.from, pair.offer) {
		return 0
	}
	s := planSync{offer: pair.offer, switches: switches}
	for _, r := range c.runs {
		if r.box.plan == nil {
			continue
		}
		if s.plan == nil { // a box that changes nothing leaves the copy to the next
			s.plan = pair.from.Clone()
		}
		s.rate, s.out = r.rate, c.notes[:0]
		if s.apply(r.chosen); s.changed() {
			acting |= boxBits[r.box.Key]
			r.remember(pair, r.planResult(&s, pair.from))
			s.plan = nil
		}
		c.notes = s.out
	}
	return acting
}

// covered returns the boxes that rewrite one of the own values.
func (o *Own) covered() (covered boxes) {
	for _, layer := range orZero(o).Layers {
		for _, v := range layer.Values {
			covered |= boxBits[coveredBy(v.Key)]
		}
	}
	return covered
}
