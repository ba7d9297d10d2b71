package domain

import (
	"cmp"
	"slices"
)

// planSync is what a check box sees of one plan that the reseller has already.
type planSync struct {
	offer    *Plan // what the vendor offers them; nil when it is no longer delegated
	plan     *Plan // their copy in the making: boxes write to it
	switches Switches
	rate     string    // the exchange rate of the offer
	whole    *Plan     // what is offered, where something of it is left out
	left     bool      // something is
	option   OptionKey // the box at work
	out      []Outcome
}

func (s *planSync) note(what What, reason Reason, key Key, old, new string) {
	o := Outcome{Option: s.option, What: what, Reason: reason, Key: key, Old: old, New: new}
	if key.Field.IsPrice() || what == Created { // what is created has prices
		o.Rate = s.rate
	}
	s.out = append(s.out, o)
}

// pass notes one text, flag or number that is to be passed on; it reports whether it differed.
func (s *planSync) pass(key Key, old, new string) bool {
	if old == new {
		return false
	}
	s.note(Updated, "", key, old, new)
	return true
}

// updatePrice makes a price the offer's, unless it is protected or has no exchange rate (rules 3d, 9, G14).
func (s *planSync) updatePrice(key Key, price *Price, offered Price) {
	switch {
	case price.Equal(offered):
	case s.switches.PricesProtected():
		s.note(Skipped, PricesAreProtected, key, price.String(), offered.String())
	case offered.NoRate():
		s.note(Skipped, offered.WhyNoRate(), key, price.String(), "")
	default:
		s.note(Updated, "", key, price.String(), offered.String())
		*price = offered
	}
}

// newPrice settles a price that arrives with a new plan, period or rate: protected resellers and exchange rates
// that make it none leave it not set (rules 1e, G14).
func (s *planSync) newPrice(key Key, price *Price) {
	if price.NoRate() {
		s.note(HeldBack, price.WhyNoRate(), key, "", "")
		*price = Price{}
	}
	if s.switches.PricesProtected() {
		*price = Price{}
	}
}

// addPeriod puts a period of the offer into the copy, with the offer's prices of it for the rates that the copy has.
func (s *planSync) addPeriod(period Period) {
	for f := range period.Fees {
		s.newPrice(FeeKey(s.plan.ID, period.ID, Fee(f)), &period.Fees[f])
	}
	s.markUnpriced(&period.Unpriced, Key{Plan: s.plan.ID, Period: period.ID})
	s.plan.Periods = append(s.plan.Periods, period)
	sortPeriods(s.plan.Periods)
	for i := range s.plan.Rates {
		rate := &s.plan.Rates[i]
		if offered := s.offer.Rate(rate.Resource); offered != nil {
			rows := filter(offered.Prices, func(r PriceRow) bool { return r.Period == period.ID })
			rate.Prices = sortRows(append(rate.Prices, s.newRows(rate.Resource, rows)...))
		}
	}
}

// addRate puts a rate of the offer into the copy, with the offer's prices for the periods that the copy has.
func (s *planSync) addRate(rate Rate) {
	rows := filter(rate.Prices, func(r PriceRow) bool { return r.Period == 0 || s.plan.Period(r.Period) != nil })
	rate.Prices = s.newRows(rate.Resource, rows)
	s.markUnpriced(&rate.Unpriced, Key{Plan: s.plan.ID, Resource: rate.Resource})
	s.plan.Rates = append(s.plan.Rates, rate)
	sortRates(s.plan.Rates)
}

func (s *planSync) newRows(resource ResourceID, rows []PriceRow) []PriceRow {
	for i := range rows {
		for k := range rows[i].Prices {
			s.newPrice(PriceKey(s.plan.ID, resource, rows[i], RatePrice(k)), &rows[i].Prices[k])
		}
	}
	return rows
}

// markUnpriced withdraws what arrived without its prices from sale until the reseller confirms it (rule 1e).
func (s *planSync) markUnpriced(mark *bool, key Key) {
	if s.switches.PricesProtected() {
		*mark = true
		s.note(HeldBack, ConfirmationNeeded, key.of(FieldConfirmation), "", No)
	}
}

func sortRows(rows []PriceRow) []PriceRow {
	slices.SortFunc(rows, func(a, b PriceRow) int { return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.From, b.From)) })
	return rows
}

// newCopy makes a reseller's copy of an offered plan (rules 1a, G5). Upgrade paths come with the catalog, which knows
// what else is new (rule G12).
func newCopy(offer *Plan, switches Switches, rate string) (*Plan, []Outcome) {
	s := planSync{offer: offer, plan: offer.Clone(), switches: switches, rate: rate, option: CreatePlans}
	periods, rates := s.plan.Periods, s.plan.Rates
	s.plan.Periods, s.plan.Rates, s.plan.Upgrades = nil, nil, nil
	s.note(Created, "", s.plan.key(FieldPlan), "", offer.Name)
	for _, period := range periods {
		s.addPeriod(period)
	}
	for _, rate := range rates {
		s.addRate(rate)
	}
	return s.plan, s.out
}

// apply lets the boxes do their work on the plan. One that is no longer delegated can only be disabled.
func (s *planSync) apply(boxes []Option) {
	for _, box := range boxes {
		if box.plan != nil && (s.offer != nil || box.Key == EnablePlans) {
			s.option = box.Key
			box.plan(s)
		}
	}
}

// syncPlan applies the ticked boxes to one plan that the reseller has. Where nothing changes, it stays itself. notes is room
// for outcomes that the caller uses again and again.
func (r *run) syncPlan(pair planPair, switches Switches, notes *[]Outcome) planResult {
	from, offer := pair.from, pair.offer
	if offer != nil && !pair.left && samePlan(from, offer) {
		return planResult{to: from}
	}
	s := planSync{offer: offer, plan: from.Clone(), switches: switches, rate: r.rate, whole: pair.whole, left: pair.left, out: (*notes)[:0]}
	s.apply(r.chosen)
	result := r.planResult(&s, from)
	*notes = s.out
	return result
}

// planResult is what the boxes made of a plan, of which s has the copy and the notes.
func (r *run) planResult(s *planSync, from *Plan) planResult {
	changed := s.changed()
	if !changed {
		s.plan = from
	}
	part := s.offer
	if r.explain {
		if s.left {
			s.leaveOut(r.chosen)
			s.offer = s.whole
		}
		s.explain(r.unticked)
	}
	if changed && part != nil && samePlan(s.plan, part) {
		s.plan = part
	}
	return planResult{s.plan, r.outcomes(s.out), changed && s.plan.refersToNew(from), changed && s.plan.Held() && !from.Held()}
}

// changed reports whether a change was noted. Where none was, the copy is as the plan was.
func (s *planSync) changed() bool {
	return slices.ContainsFunc(s.out, func(o Outcome) bool { return o.What.Changes() })
}

// outcomes makes a list of notes whose room is used again.
func (r *run) outcomes(notes []Outcome) *Outcomes {
	if !r.counts {
		notes = slices.Clone(notes)
	}
	o := NewOutcomes(notes)
	if r.counts && o != nil {
		o.List = nil
	}
	return o
}

// refersToNew reports whether the plan refers to a schedule, a plan category or, by a rate, a resource that before did not.
func (p *Plan) refersToNew(before *Plan) bool {
	return p.Schedule != before.Schedule || p.PlanCategory != before.PlanCategory ||
		slices.ContainsFunc(p.Periods, func(period Period) bool {
			had := before.Period(period.ID)
			return had == nil || had.Schedule != period.Schedule
		}) ||
		slices.ContainsFunc(p.Rates, func(rate Rate) bool { return before.Rate(rate.Resource) == nil })
}
