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
	counts    bool     // keep no lists, only what they come to
	rate      string   // the exchange rate of the offer at work
	shared    *shared
	leaving   *leaving // nil: nothing is left out
	deciding  deciding
	delivered map[deliveryKey]delivery
	known     map[planTerms]map[planPair]planResult
	plans     map[planPair]planResult // those of known for the offer at work
	copies    map[copyKey][]*Plan     // those that differ from each other
	placed    map[placedKey]*Plan
	lists     map[string][]*Outcomes // by their pointers
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
	tally
}

// tally is what a list of lists comes to.
type tally struct{ changes, held int }

// planPair is a delivered plan and the offered one; nil is none. Where something is left out of it, offer is the part that is not, and whole
// what is offered.
type planPair struct {
	from, offer *Plan
	whole       *Plan
	left        bool
}

// planTerms are what the sync of a plan depends on beside the pair.
type planTerms struct {
	switches Switches
	rate     string
}

// planResult is what the boxes make of a plan. Where they leave it as it is, it brings nothing and nothing holds it back.
type planResult struct {
	to       *Plan
	outcomes *Outcomes
	brings   bool // it refers to something that it did not refer to before
	held     bool // it lacks a price, and did not before
}

type placedKey struct {
	plan *Plan
	at   string
}

func newRun(in Input, m *shared, explain bool) *run {
	r := &run{in: in, explain: explain, shared: m, leaving: newLeaving(in.LeftOut), deciding: newDeciding(in.Decisions), delivered: map[deliveryKey]delivery{},
		known: map[planTerms]map[planPair]planResult{}, copies: map[copyKey][]*Plan{}, placed: map[placedKey]*Plan{}, lists: map[string][]*Outcomes{}}
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
		if result.Target.Skip == "" {
			after[target.Account] = result.After
		}
		results = append(results, result)
	}
	return results
}

// one synchronizes one target with what their vendor has now.
func (r *run) one(target Target) Result { return r.from(r.in.Vendors[target.Vendor], target) }

func (r *run) from(vendor VendorState, target Target) Result {
	if target.Skip == "" && r.leaving.reseller(target.Account) {
		target.Skip = WasLeftOut
	}
	if target.Skip != "" {
		return Result{Target: target, After: target.Before}
	}
	d, s := r.reach(vendor, target)
	return Result{Target: target, After: s.after, Outcomes: s.shared(d.outcomes), Own: s.out, Beneath: s.beneath}
}

// reach returns what the run makes of what was delivered to a target and of what is their own.
func (r *run) reach(vendor VendorState, target Target) (delivery, settlement) {
	offer := r.shared.offer(vendor, target.Currency)
	from := r.shared.delivered(target)
	elsewhere := r.shared.elsewhere(vendor, target)
	d := r.deliver(from, r.part(offer, from, target, elsewhere), target.Switches, r.occupied(target, offer), elsewhere)
	s := settlement{run: r, account: target.Account, switches: target.Switches, offer: offer, from: from, to: d.to, own: target.Before.Own}
	s.after = State{d.to, target.Before.Own}
	if d.to == from {
		s.after.Delivered = target.Before.Delivered
	}
	if s.own != nil {
		s.after.Own = s.settle()
	}
	return d, s
}

// deliver computes what becomes of a delivered catalog, whoever has it. Plans that are only offered elsewhere stay as they
// are.
func (r *run) deliver(from *Catalog, offer *Offer, switches Switches, at occupied, elsewhere []PlanID) delivery {
	key := deliveryKey{from, offer, switches, at.String(), IDs(elsewhere)}
	if d, known := r.delivered[key]; known {
		return d
	}
	r.offered(offer, switches)
	s := &catalogSync{run: r, offer: offer, switches: switches, occupied: at,
		plans: slices.Clone(from.Plans), flow: from.OrderFlow, privileges: from.Privileges, terms: from.Terms}
	s.copyParts(from)
	var d delivery
	if r.touchesPlans(key) {
		d.outcomes = s.syncPlans(from, elsewhere)
	}
	s.apply(r.chosen)
	s.complete(from)
	if r.explain {
		if offer.whole != nil {
			s.leaveOut()
			s.offer = offer.whole
		}
		s.option = ""
		s.explain(from)
	}
	if outcomes := NewOutcomes(s.out); outcomes != nil {
		d.outcomes = append(d.outcomes, outcomes)
	}
	for _, o := range d.outcomes {
		d.changes += o.Changes
		d.held += o.Held
	}
	d.to = s.catalog(from)
	r.delivered[key] = d
	return d
}

// touchesPlans reports whether one of the plans may become another: it is known of each box alone (see counting).
func (r *run) touchesPlans(key deliveryKey) bool {
	key.occupied = ""
	acting, known := r.shared.acting[key]
	return !known || acting.has(r.chosen[0].Key)
}

// offered begins the work on an offer.
func (r *run) offered(offer *Offer, switches Switches) {
	terms := planTerms{switches, offer.Rate}
	if r.rate, r.plans = offer.Rate, r.known[terms]; r.plans == nil {
		r.plans = map[planPair]planResult{}
		r.known[terms] = r.plans
	}
}

func (s *catalogSync) copyParts(from *Catalog) {
	if c := from.Categories; c != nil {
		s.categories = Categories{slices.Clone(c.Sales), slices.Clone(c.Plan), slices.Clone(c.Resource)}
	}
	if from.Schedules != nil {
		s.schedules = slices.Clone(from.Schedules.List)
	}
}

// unless returns the reason why a ticked box leaves something alone; a box that is not ticked has no other reason.
func (r *run) unless(box OptionKey, reason Reason) Reason {
	if !r.in.Options[box] {
		return NotTicked
	}
	return reason
}

// syncPlans lets the boxes do their work on the plans that the reseller has and that are not the very ones offered.
func (s *catalogSync) syncPlans(from *Catalog, elsewhere []PlanID) (outcomes []*Outcomes) {
	s.option = EnablePlans
	pairs := pairsOf(from, s.offer, elsewhere, func(p *Plan) {
		s.note(Skipped, s.run.unless(EnablePlans, DelegatedElsewhere), p.key(FieldPlan), string(p.Status()), "")
	})
	s.synced = s.run.syncPlans(pairs, s.switches)
	at := 0
	for i, pair := range pairs {
		for s.plans[at] != pair.from {
			at++
		}
		s.plans[at] = s.synced[i].to
		if o := s.synced[i].outcomes; o != nil {
			outcomes = append(outcomes, o)
		}
	}
	return outcomes
}

// pairsOf lists the delivered plans that are not the very ones offered, but for those that are only offered elsewhere: with
// these it calls other.
func pairsOf(from *Catalog, offer *Offer, elsewhere []PlanID, other func(*Plan)) []planPair {
	var pairs []planPair
	offers := offer.Plans
	for _, p := range from.Plans {
		for len(offers) > 0 && offers[0].ID < p.ID {
			offers = offers[1:]
		}
		pair := planPair{from: p}
		if len(offers) > 0 && offers[0].ID == p.ID {
			pair.offer = offers[0]
		}
		if whole := offer.whole.plan(p.ID); offer.whole != nil && whole != pair.offer {
			pair.whole, pair.left = whole, true
		}
		if _, is := slices.BinarySearch(elsewhere, p.ID); is && pair.offer == nil {
			other(p)
		} else if pair.offer != p || pair.left {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

// syncPlans returns what becomes of the plans. Those that nobody had before are computed side by side: a plan depends on no
// other.
func (r *run) syncPlans(pairs []planPair, switches Switches) []planResult {
	results := make([]planResult, len(pairs))
	var fresh []int
	for i, pair := range pairs {
		result, known := r.plans[pair]
		if !known {
			fresh = append(fresh, i)
		}
		results[i] = result
	}
	sideBySide(len(fresh), func(n int, notes *[]Outcome) {
		results[fresh[n]] = r.syncPlan(pairs[fresh[n]], switches, notes)
	})
	for _, i := range fresh {
		results[i] = r.remember(pairs[i], results[i])
	}
	return results
}

// remember returns the result with the copy that others have already, where it is the same.
func (r *run) remember(pair planPair, result planResult) planResult {
	if to := result.to; to != pair.from && to != pair.offer {
		result.to = r.unify(to, pair.offer)
	}
	r.plans[pair] = result
	return result
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
	result, known := r.plans[planPair{offer: offer}]
	if !known {
		to, list := newCopy(offer, switches, r.rate)
		result = planResult{to: to, outcomes: NewOutcomes(list)}
		r.plans[planPair{offer: offer}] = result
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
