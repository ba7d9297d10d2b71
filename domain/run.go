package domain

import "slices"

// A run is computed once for each distinct input: catalogs and plans are immutable and shared, so that their pointers can
// serve as memo keys. Nothing here is visible from outside; Synchronize, Count and Behind are.

// run is one computation with its boxes and policy.
type run struct {
	in        Input
	chosen    []Option // the ticked boxes, in order
	unticked  []Option // the others
	explain   bool     // give a reason to everything that differs and was not changed
	rate      string   // the exchange rate of the offer at work
	shared    *shared
	delivered map[deliveryKey]delivery
	plans     map[planKey]planResult
	copies    map[copyKey][]*Plan // those that differ from each other
	placed    map[placedKey]*Plan
}

type deliveryKey struct {
	from      *Catalog
	offer     *Offer
	switches  Switches
	occupied  string
	elsewhere string
}

// delivery is what a run makes of a delivered catalog, whoever has it.
type delivery struct {
	to       *Catalog
	outcomes []*Outcomes
}

type planKey struct {
	from, offer *Plan // from is nil for a new copy
	switches    Switches
	rate        string
}

type planResult struct {
	to       *Plan
	outcomes *Outcomes
}

type placedKey struct {
	plan *Plan
	at   string
}

func newRun(in Input, m *shared, explain bool) *run {
	r := &run{in: in, explain: explain, shared: m, delivered: map[deliveryKey]delivery{},
		plans: map[planKey]planResult{}, copies: map[copyKey][]*Plan{}, placed: map[placedKey]*Plan{}}
	r.chosen = filter(Options(), func(o Option) bool { return in.Options[o.Key] })
	r.unticked = filter(Options(), func(o Option) bool { return !in.Options[o.Key] })
	return r
}

// results synchronizes all targets, parents first: a sub-reseller's offer is made from what their vendor has after their own
// part of the run (rule G6).
func (r *run) results() []Result {
	results := make([]Result, 0, len(r.in.Targets))
	after := make(map[AccountID]State, len(r.in.Targets))
	for _, target := range r.in.Targets {
		vendor := r.in.Vendors[target.Vendor]
		if state, ran := after[target.Vendor]; ran {
			vendor.State = state
		}
		result := r.from(vendor, target)
		if target.Skip == "" {
			after[target.Account] = result.After
		}
		results = append(results, result)
	}
	return results
}

// one synchronizes one target with what their vendor has now.
func (r *run) one(target Target) Result { return r.from(r.in.Vendors[target.Vendor], target) }

func (r *run) from(vendor VendorState, target Target) Result {
	if target.Skip != "" {
		return Result{Target: target, After: target.Before}
	}
	offer := r.shared.offer(vendor, target.Currency)
	from := target.Before.Delivered
	if from == nil {
		from = r.shared.nothing
	}
	delivered := r.deliver(from, offer, target.Switches, r.occupied(target, offer), r.elsewhere(vendor, target))
	result := Result{Target: target, After: State{delivered.to, target.Before.Own}, Outcomes: delivered.outcomes}
	if delivered.to == from {
		result.After.Delivered = target.Before.Delivered
	}
	if own := target.Before.Own; own != nil {
		s := settlement{run: r, switches: target.Switches, offer: offer, from: from, to: delivered.to, own: own}
		result.After.Own = s.settle()
		result.Own, result.Beneath = s.out, s.beneath
	}
	return result
}

// elsewhere returns the plans that the vendor offers this reseller by other reseller plans of theirs: to a run of this one
// they are nothing that is no longer delegated (rules 2a, G6).
func (r *run) elsewhere(vendor VendorState, target Target) []PlanID {
	if len(target.Elsewhere) == 0 {
		return nil
	}
	has := r.shared.catalog(vendor.State)
	return filter(target.Elsewhere, func(id PlanID) bool {
		p := has.Plan(id)
		return p != nil && !p.Disabled
	})
}

// deliver computes what becomes of a delivered catalog, whoever has it. Plans that are only offered elsewhere stay as they
// are.
func (r *run) deliver(from *Catalog, offer *Offer, switches Switches, at occupied, elsewhere []PlanID) delivery {
	key := deliveryKey{from, offer, switches, at.String(), IDs(elsewhere)}
	if d, known := r.delivered[key]; known {
		return d
	}
	r.rate = offer.Rate
	s := &catalogSync{run: r, offer: offer, switches: switches, occupied: at,
		plans: make([]*Plan, 0, len(from.Plans)), flow: from.OrderFlow, privileges: from.Privileges, terms: from.Terms}
	s.copyParts(from)
	r.syncPlans(from.Plans, offer, switches)
	var d delivery
	for _, p := range from.Plans {
		offered := offer.Plan(p.ID)
		if _, other := slices.BinarySearch(elsewhere, p.ID); other && offered == nil {
			s.plans, s.option = append(s.plans, p), EnablePlans
			s.note(Skipped, r.unless(EnablePlans, DelegatedElsewhere), p.key(FieldPlan), string(p.Status()), "")
			continue
		}
		result := r.plan(p, offered, switches)
		s.plans = append(s.plans, result.to)
		if result.outcomes != nil {
			d.outcomes = append(d.outcomes, result.outcomes)
		}
	}
	s.apply(r.chosen)
	s.complete(from)
	s.option = ""
	s.noteHeld(from)
	if r.explain {
		s.explain(from)
	}
	if outcomes := NewOutcomes(s.out); outcomes != nil {
		d.outcomes = append(d.outcomes, outcomes)
	}
	d.to = s.catalog(from)
	r.delivered[key] = d
	return d
}

func (s *catalogSync) copyParts(from *Catalog) {
	if c := from.Categories; c != nil {
		s.categories = Categories{slices.Clone(c.Sales), slices.Clone(c.Plan), slices.Clone(c.Resource)}
	}
	if from.Schedules != nil {
		s.schedules = slices.Clone(from.Schedules.List)
	}
}

// noteHeld lists the plans that the run leaves without a price they need, so that they are not on sale (rule G14).
func (s *catalogSync) noteHeld(from *Catalog) {
	for _, p := range s.plans {
		if before := from.Plan(p.ID); before != p && p.Held() && (before == nil || !before.Held()) {
			s.note(HeldBack, PriceNotSet, p.key(FieldPlan), "", string(StatusHeld))
		}
	}
}

// unless returns the reason why a ticked box leaves something alone; a box that is not ticked has no other reason.
func (r *run) unless(box OptionKey, reason Reason) Reason {
	if !r.in.Options[box] {
		return NotTicked
	}
	return reason
}

// syncPlans lets plan know what becomes of the plans. Those that nobody had before are computed side by side: a plan depends
// on no other.
func (r *run) syncPlans(plans []*Plan, offer *Offer, switches Switches) {
	var keys []planKey
	for _, p := range plans {
		key := planKey{p, offer.Plan(p.ID), switches, r.rate}
		if _, known := r.plans[key]; !known {
			keys = append(keys, key)
		}
	}
	results := make([]planResult, len(keys))
	sideBySide(len(keys), func(i int, notes *[]Outcome) {
		to, list := r.syncPlan(keys[i].from, keys[i].offer, switches, notes)
		results[i] = planResult{to, NewOutcomes(list)}
	})
	for i, key := range keys {
		if to := results[i].to; to != key.from && to != key.offer {
			results[i].to = r.unify(to, key.offer)
		}
		r.plans[key] = results[i]
	}
}

// plan returns what syncPlans found out.
func (r *run) plan(from, offer *Plan, switches Switches) planResult {
	return r.plans[planKey{from, offer, switches, r.rate}]
}

// copyKey is of which plan something is a copy: what two plans have in common is not compared again.
type copyKey struct {
	id    PlanID
	offer *Plan
}

// comparedCopies bounds with how many others a copy is compared: where resellers stay different, looking for the same costs
// more than it saves.
const comparedCopies = 16

// unify returns the copy that came out before, if it is the same: resellers who differed before the run may be alike after
// it, and what follows is then computed, hashed and stored once for them.
func (r *run) unify(made, offer *Plan) *Plan {
	key := copyKey{made.ID, offer}
	for _, known := range r.copies[key] {
		if samePlan(known, made) {
			return known
		}
	}
	if len(r.copies[key]) < comparedCopies {
		r.copies[key] = append(r.copies[key], made)
	}
	return made
}

// newCopy is the package's newCopy, remembered.
func (r *run) newCopy(offer *Plan, switches Switches) (*Plan, []Outcome) {
	key := planKey{nil, offer, switches, r.rate}
	result, known := r.plans[key]
	if !known {
		to, list := newCopy(offer, switches, r.rate)
		result = planResult{to, NewOutcomes(list)}
		r.plans[key] = result
	}
	return result.to, result.outcomes.List
}

// withPlacement returns the plan in these sales categories, the same pointer for the same plan and categories.
func (r *run) withPlacement(p *Plan, at []CategoryID) *Plan {
	key := placedKey{p, IDs(at)}
	placed, known := r.placed[key]
	if !known {
		placed = p.Clone()
		placed.SalesCategories = at
		r.placed[key] = placed
	}
	return placed
}
