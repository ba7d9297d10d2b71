package domain

import "slices"

// This file is what rules make of a price list: which rule made a price, and what becomes of the list by other rules.

// ruledOtherwise are the prices that rules make otherwise after than before, over the same delivered catalog, with what they were and become.
// Those over which an own value stands afterwards are not among them.
func ruledOtherwise(before, after State) []Calculated {
	var list []Calculated
	for _, p := range orEmpty(after.Delivered).Plans {
		was, is := before.Own.ruled(p), after.Own.ruled(p)
		if was == is {
			continue
		}
		for key, price := range is.Prices() {
			if old := *was.price(key); old != price && !after.owns(key) {
				list = append(list, Calculated{PriceLine: PriceLine{Key: key, Plan: p}, Set: key, Was: old, New: price})
			}
		}
	}
	return list
}

// Followed are the prices that became others between two states of a vendor's because edits set or removed rules, in the order of pages: nobody typed
// them, and they are none of the edits.
func Followed(edits []Edit, before, after State) []Edit {
	if !slices.ContainsFunc(edits, func(e Edit) bool { return e.Key.Field.IsRule() }) {
		return nil
	}
	told := map[Key]bool{}
	for _, e := range edits {
		told[e.Key] = true
	}
	var follow []Edit
	for _, c := range ruledOtherwise(before, after) {
		if !told[c.Set] {
			follow = append(follow, Edit{c.Set, Held{Text: c.Was.String(), There: true}, Held{Text: c.New.String(), There: true}})
		}
	}
	return follow
}

// WithRules returns what the price list becomes where a vendor's rules are set (""; taken away): the prices that become others, and, with why,
// those of which a rule that is set makes none. over is how many prices keep an own value that stands over one of these rules.
func (l PriceList) WithRules(rules map[Key]string) (list []Calculated, over int) {
	next := State{Delivered: l.State.Delivered, Own: l.State.Own}
	for key, text := range rules {
		if next.Own = next.Own.Without(key); text != "" {
			next.Own = next.Own.With(Override{Key: key, Value: text})
		}
	}
	for _, c := range ruledOtherwise(l.State, next) {
		list = append(list, l.ruledLine(c))
	}
	for _, p := range orEmpty(next.Delivered).Plans {
		for key, price := range p.Prices() {
			ruled, is := next.Rule(key)
			if _, set := rules[ruled.Rule.Key]; !is || !set {
				continue
			}
			switch {
			case next.owns(key):
				over++
			case ruled.Why == LeftZero, ruled.Why == LeftBelow, ruled.Why == LeftTooLarge:
				list = append(list, l.ruledLine(Calculated{PriceLine: PriceLine{Key: key, Plan: p}, Set: key, Was: price, Why: ruled.Why}))
			}
		}
	}
	return list, over
}

// ruledLine is a price of rules with all that a line has.
func (l PriceList) ruledLine(c Calculated) Calculated {
	c.PriceLine = l.line(c.Plan, c.Key, c.Was)
	c.Cost = l.cost(c.PriceLine)
	return c
}

// Made is how many prices each rule makes, by its key.
func (s State) Made() map[Key]int {
	made := map[Key]int{}
	if !s.Own.hasRules() {
		return made
	}
	for _, p := range orEmpty(s.Delivered).Plans {
		for key := range p.Prices() {
			if ruled, is := s.Rule(key); is && ruled.Why == "" && !s.owns(key) {
				made[ruled.Rule.Key]++
			}
		}
	}
	return made
}

// RuledPrice is a price that a rule makes about which it is decided: what is sold now, and what is after the run where the rule stays, and where
// the vendor's prices are taken.
type RuledPrice struct {
	Key              Key
	Now, Kept, Taken Price
}

// RuledPlans are the prices that rules make of plans, worked out once for all resellers of a page who have the same plan and rules.
type RuledPlans map[ruledMove][]RuledPrice

// ruledMove is a rule of one field over a plan as it is delivered after a run, with the rules that stood over what was delivered before it, and
// those that stand there where the rule is taken.
type ruledMove struct {
	field         Field
	rule          string
	was, is       *Plan // was is nil where it was not delivered before
	before, taken ruling
}

// prices are those that the rule makes, in the order of pages.
func (m ruledMove) prices() (list []RuledPrice) {
	rule, err := PriceRuleFromString(m.rule)
	if err != nil {
		return nil
	}
	of := func(p *Plan, key Key) Price {
		price, _ := p.Price(key)
		return price
	}
	maker, now, without := rule.maker(), m.was, m.taken.over(m.is)
	if now != nil {
		now = m.before.over(now)
	}
	for key, price := range m.is.Prices() {
		if key.Field.ruled() != m.field {
			continue
		}
		if made, why := maker.of(price); why == "" {
			list = append(list, RuledPrice{key, of(now, key), made, of(without, key)})
		}
	}
	return list
}

// RuledPrices are the prices that the rule makes after the run where it stays, in the order of pages; none where the value is no rule. Where
// another rule stands behind it, that makes them where it is taken. What is worked out is added to known.
func (c Contested) RuledPrices(known RuledPlans) (list []RuledPrice) {
	if !c.Key.Field.IsRule() {
		return nil
	}
	taken := c.After.Own.Without(c.Key)
	kept, before := taken.With(Override{Key: c.Key, Value: c.Own}), c.Target.Before
	for _, p := range orEmpty(c.After.Delivered).Plans {
		if holds, _ := kept.rule(c.Key.Field, p); holds.Key != c.Key {
			continue
		}
		was := orEmpty(before.Delivered).Plan(p.ID)
		move := ruledMove{c.Key.Field, c.Own, was, p, before.Own.rulingOf(was), taken.rulingOf(p)}
		prices, is := known[move]
		if !is {
			prices = move.prices()
			known[move] = prices
		}
		if kept.Layer(p.ID) != nil { // single own values may stand over it
			prices = filter(prices, func(price RuledPrice) bool { _, single := kept.Value(price.Key); return !single })
		}
		list = append(list, prices...)
	}
	return list
}
