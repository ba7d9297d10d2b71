package pages

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// This file tells what became of each value of a plan, and at whom.

// caseKey tells cases apart: by the currency, where there is an amount, and not by the exchange rate, which only says how it came about.
type caseKey struct {
	domain.Outcome
	domain.Currency
}

// caseAt are the resellers of a case.
type caseAt struct {
	caseKey
	way     int
	rate    string // by which amounts were converted for all of them; "" where they were not
	groups  [][]int
	without map[int]bool
	with    []int
}

// Plan tells of a plan: so many of its values, from a place on. Where resellers have price rules there are hundreds of lists of a plan: what
// became of a value, and at whom, is put together for those values alone that are asked for.
func (l *PlanLooker) Plan(t ToldPlan, limit, offset int) RunPlan {
	l = l.of(t.Plan)
	p := RunPlan{Plan: t.Plan}
	l.Reached(t, func(int) { p.Resellers++ })
	values := l.valuesOf(t)
	p.Total = len(values.keys)
	values.keys = values.keys[min(offset, len(values.keys)):]
	values.keys = values.keys[:min(limit, len(values.keys))]
	cases := l.cases(t, values)
	for _, key := range values.keys {
		p.Values = append(p.Values, l.value(key, cases[key]))
	}
	return p
}

// value tells what became of a value: most resellers first.
func (l *PlanLooker) value(key domain.Key, cases []*caseAt) PlanValue {
	v := PlanValue{Key: key}
	for _, at := range cases {
		one := PlanCase{Outcome: at.Outcome, Currency: at.Currency}
		if one.Resellers, one.first = l.who(at); one.Resellers == 0 {
			continue
		}
		one.Rate = at.rate
		v.Cases = append(v.Cases, one)
	}
	slices.SortStableFunc(v.Cases, func(a, b PlanCase) int { return cmp.Compare(b.Resellers, a.Resellers) })
	return v
}

// cases are what became of some values of a plan, each in the order in which it is first told.
func (l *PlanLooker) cases(t ToldPlan, of planValues) map[domain.Key][]*caseAt {
	known, cases, plan := map[caseKey]*caseAt{}, map[domain.Key][]*caseAt{}, l.findsPlan(t.Plan)
	of.index()
	find := func(o *domain.Outcome, c domain.Currency) *caseAt {
		if !of.has(o.Key) {
			return nil
		}
		way, is := l.way(o, plan)
		if !is {
			return nil
		}
		key := caseKey{*o, c}
		if key.Rate = ""; !o.Key.Field.IsPrice() {
			key.Currency = ""
		}
		at := known[key]
		if at == nil {
			at = &caseAt{caseKey: key, way: way, rate: o.Rate}
			known[key] = at
			cases[o.Key] = append(cases[o.Key], at)
		}
		if at.rate != o.Rate {
			at.rate = ""
		}
		return at
	}
	for _, list := range t.Lists {
		for _, c := range l.byCurrency(list.Groups) {
			for i := range list.List {
				if at := find(&list.List[i], c.currency); at != nil {
					at.groups = append(at.groups, c.groups)
				}
			}
		}
	}
	for _, a := range t.Apart {
		currency := l.groups[l.group[a.Result]].Currency
		for i := range a.Without {
			if at := find(&a.Without[i], currency); at != nil {
				if at.without == nil {
					at.without = map[int]bool{}
				}
				at.without[a.Result] = true
			}
		}
		for i := range a.With {
			if at := find(&a.With[i], currency); at != nil {
				at.with = append(at.with, a.Result)
			}
		}
	}
	return cases
}

// currencyGroups are groups of one currency.
type currencyGroups struct {
	currency domain.Currency
	groups   []int
}

// byCurrency are groups by currency, in the order in which they first appear.
func (l *PlanLooker) byCurrency(groups []int) (by []currencyGroups) {
	for _, g := range groups {
		currency := l.groups[g].Currency
		at := slices.IndexFunc(by, func(c currencyGroups) bool { return c.currency == currency })
		if at < 0 {
			at = len(by)
			by = append(by, currencyGroups{currency: currency})
		}
		by[at].groups = append(by[at].groups, g)
	}
	return by
}

// who counts the resellers of a case, and returns the first by name.
func (l *PlanLooker) who(at *caseAt) (n int, first []int) {
	note := func(i int) bool { // reports whether it is among the first
		place := len(first)
		for place > 0 && l.place[first[place-1]] > l.place[i] {
			place--
		}
		if place == CaseNames {
			return false
		}
		if len(first) == CaseNames {
			first = first[:CaseNames-1]
		}
		first = slices.Insert(first, place, i)
		return true
	}
	for _, groups := range at.groups {
		for _, g := range groups {
			members := l.members[at.way][g]
			n += len(members)
			for _, i := range members {
				if !at.without[i] && !note(i) {
					break // those that follow are behind it
				}
			}
		}
	}
	for i := range at.without {
		if l.has(i, at.way) {
			n--
		}
	}
	for _, i := range at.with {
		if l.has(i, at.way) {
			n++
			note(i)
		}
	}
	return n, first
}
