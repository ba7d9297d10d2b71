package domain

import (
	"fmt"
	"slices"
)

// This file decides what becomes of a reseller's price rules in a run (rule G9), and tells the prices that come of it.

// keepsRule decides on a rule. A run drops it where a ticked box rewrites a price that it is for.
func (s *settlement) keepsRule(v Override) bool {
	option := coveredBy(v.Key)
	if !s.run.in.Options[option] {
		return true
	}
	switch covered, why := s.coversRule(v); {
	case !covered && why != "":
		s.note(Kept, why, option, v, "")
		return true
	case !covered:
		return true
	case s.switches.PricesProtected():
		s.note(Kept, PricesAreProtected, option, v, "")
		return true
	case s.leavesRule(v):
		s.note(Kept, WasLeftOut, option, v, "")
		return true
	}
	why, stays := s.run.leavesOwn(s.account, v)
	s.note(pick(stays, Kept, Dropped), why, option, v, "")
	return stays
}

// coversRule reports whether the offer has a price, neither free nor not set, to rewrite one with that the rule is for, whether or not
// another rule or an own value stands over that. Where it has only such as no exchange rate makes prices, it says which reason there is.
func (s *settlement) coversRule(v Override) (covered bool, why Reason) {
	for _, offered := range s.offer.Plans {
		is := s.to.Plan(offered.ID)
		if is == nil || !scope(v.Key, is) {
			continue
		}
		for key, price := range offered.Prices() {
			switch {
			case key.Field.ruled() != v.Key.Field || is.price(key) == nil:
			case price.NoRate():
				why = price.WhyNoRate()
			case price.IsSet() && !price.IsZero():
				return true, ""
			}
		}
	}
	return false, why
}

// ruledKey is a plan, delivered before and after a run, with the rules for it.
type ruledKey struct {
	was, is                         *Plan
	had, has                        ruling
	feesByCategory, ratesByCategory bool // another rule holds because the plan has another category
	rate                            string
}

// ruledPlan is what a run tells of the prices of a plan that rules make, or made.
type ruledPlan struct {
	outcomes    *Outcomes // nil: nothing
	beneath     int
	fees, rates bool // something that was delivered beneath one moved
}

// rules tells of the prices that rules make, or made, and of each rule that stays while what was delivered beneath it moved. next is what
// the reseller has of their own after the run. What came with the run is told with it.
func (s *settlement) rules(next *Own) {
	moved := map[Key]bool{}
	for _, is := range s.to.Plans {
		was := s.from.Plan(is.ID)
		if was == nil || was == is && s.own.ruling(was) == next.ruling(is) {
			continue
		}
		key := ruledKey{was, is, s.own.ruling(was), next.ruling(is), s.byCategory(next, FieldFeeRule, was, is),
			s.byCategory(next, FieldRateRule, was, is), s.offer.Rate}
		told := s.ruledPlan(key)
		s.beneath += told.beneath
		for f, is := range map[Field]bool{FieldFeeRule: told.fees, FieldRateRule: told.rates} {
			if rule, there := next.rule(f, key.is); is && there {
				moved[rule.Key] = true
			}
		}
	}
	for _, v := range next.Rules() {
		if moved[v.Key] && !slices.ContainsFunc(s.out, func(o Outcome) bool { return o.Key == v.Key }) {
			s.note(Kept, "", coveredBy(v.Key), v, "")
		}
	}
}

// overRules says of own prices that gave way beside a rule that stays what that makes in their place.
func (s *settlement) overRules(next *Own) {
	if !next.hasRules() {
		return
	}
	for i, o := range s.out {
		gone := o.What == Overwritten || o.What == Dropped && o.Reason == SameAsDelivered
		is := s.to.Plan(o.Key.Plan)
		if !gone || o.Key.Field.ruled() == "" || is == nil {
			continue
		}
		ruled := s.run.shared.over(nil, next.ruling(is), is)
		if !is.ruledBy(ruled, o.Key).there {
			continue
		}
		o.What, o.New = Overwritten, ruled.price(o.Key).String()
		switch {
		case o.Reason == SameAsDelivered && s.run.in.Policy == Decide:
			o.Reason = AsDecided
		case o.Reason == SameAsDelivered:
			o.Reason = ""
		}
		if o.New == o.Old {
			o.What, o.Reason = Dropped, RuleMakesTheSame
		}
		s.out[i] = o
	}
}

// ruledPlan tells of one plan: once for all who have the same rules for it and no own price in it, of which more is told elsewhere.
func (s *settlement) ruledPlan(key ruledKey) *ruledPlan {
	m := s.run.shared
	if own := s.own.Layer(key.is.ID); own.setsPrices() {
		told, list := m.ruledPrices(key, own)
		s.out = append(s.out, list...)
		return &told
	}
	told := m.ruled[key]
	if told == nil {
		made, list := m.ruledPrices(key, nil)
		made.outcomes = NewOutcomes(list)
		told = &made
		m.ruled[key] = told
	}
	if told.outcomes != nil {
		s.ruled = append(s.ruled, told.outcomes)
	}
	return told
}

// setsPrices reports whether one of the own values is a price that a rule may make, too.
func (l *Layer) setsPrices() bool {
	return slices.ContainsFunc(orZero(l).Values, func(v Override) bool { return v.Key.Field.ruled() != "" })
}

// ruledPrices is ruledPlan for who has own values on the plan; nil for all who have none.
func (m *shared) ruledPrices(key ruledKey, own *Layer) (told ruledPlan, out []Outcome) {
	had, has := m.over(nil, key.had, key.was), m.over(nil, key.has, key.is)
	out = m.telling[:0]
	for at, price := range key.is.Prices() {
		before := key.was.price(at)
		made := key.is.ruledBy(has, at).there
		if own.has(at) || before == nil || !key.was.ruledBy(had, at).there && !made {
			continue
		}
		o := Outcome{Option: coveredBy(at), What: Updated, Reason: ruleMakes(made), Key: at, Old: had.price(at).String(), New: has.price(at).String()}
		if o.Old == o.New {
			o.What, o.Reason, o.New = Skipped, RuleMakesTheSame, price.String()
		}
		fee := at.Resource == 0
		switch {
		case *before != price:
			told.beneath++
			o.Rate = key.rate
			told.fees, told.rates = told.fees || fee, told.rates || !fee
		case o.What == Skipped:
			continue
		case fee && key.feesByCategory, !fee && key.ratesByCategory:
			o.Option = UpdateCategories
		}
		out = append(out, o)
	}
	m.telling = out
	return told, slices.Clone(out)
}

// byCategory reports whether another rule holds for a plan because its category is another one, and not because a rule was dropped.
func (s *settlement) byCategory(next *Own, f Field, was, is *Plan) bool {
	held, there := s.own.rule(f, was)
	_, stays := next.Value(held.Key)
	return was.PlanCategory != is.PlanCategory && (!there || stays)
}

// shared are the lists that the reseller shares with others: what the run tells of what was delivered, and of prices by rules. Who shares all
// of them has the same array.
func (s *settlement) shared(delivered []*Outcomes) []*Outcomes {
	if len(s.ruled) == 0 {
		return delivered
	}
	all := slices.Concat(delivered, s.ruled)
	key := fmt.Sprint(all) // their pointers
	if known := s.run.lists[key]; known != nil {
		return known
	}
	s.run.lists[key] = all
	return all
}
