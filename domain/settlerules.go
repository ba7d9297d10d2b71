package domain

import "slices"

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
	case s.run.in.Policy == Keep:
		s.note(Kept, "", option, v, "")
		return true
	}
	s.note(Dropped, "", option, v, "")
	return false
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

// rules tells of the prices that rules make, or made, and of each rule that stays while what was delivered beneath it moved. next is what
// the reseller has of their own after the run. What came with the run is told with it.
func (s *settlement) rules(next *Own) {
	moved := map[Key]bool{}
	for _, is := range s.to.Plans {
		was := s.from.Plan(is.ID)
		if was == nil || was == is && s.own.ruling(was) == next.ruling(is) {
			continue
		}
		s.ruledPlan(next, was, is, moved)
	}
	for _, v := range next.Rules() {
		if moved[v.Key] && !slices.ContainsFunc(s.out, func(o Outcome) bool { return o.Key == v.Key }) {
			s.note(Kept, "", coveredBy(v.Key), v, "")
		}
	}
}

// ruledPlan tells the prices of one plan, delivered before and after, that rules made or make, and notes which rules stand over one that
// moved. Own values are told elsewhere.
func (s *settlement) ruledPlan(next *Own, was, is *Plan, moved map[Key]bool) {
	m, own := s.run.shared, s.own.Layer(is.ID)
	had, has := m.over(nil, s.own.ruling(was), was), m.over(nil, next.ruling(is), is)
	for key, price := range is.Prices() {
		before := was.price(key)
		if _, single := own.value(key); single || before == nil || !was.ruledBy(had, key).there && !is.ruledBy(has, key).there {
			continue
		}
		o := Outcome{Option: coveredBy(key), What: Updated, Key: key, Old: had.price(key).String(), New: has.price(key).String()}
		if o.Old == o.New {
			o.What, o.Reason, o.New = Skipped, RuleMakesTheSame, price.String()
		}
		switch {
		case *before != price:
			s.beneath++
			o.Rate = s.offer.Rate
			if rule, there := next.rule(key.Field.ruled(), is); there {
				moved[rule.Key] = true
			}
		case o.What == Skipped:
			continue
		case s.byCategory(next, key.Field.ruled(), was, is):
			o.Option = UpdateCategories
		}
		s.out = append(s.out, o)
	}
}

// byCategory reports whether another rule holds for a plan because its category is another one, and not because a rule was dropped.
func (s *settlement) byCategory(next *Own, f Field, was, is *Plan) bool {
	held, there := s.own.rule(f, was)
	_, stays := next.Value(held.Key)
	return was.PlanCategory != is.PlanCategory && (!there || stays)
}
