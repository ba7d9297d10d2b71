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
	way     int
	rate    string // by which amounts were converted for all of them; "" where they were not
	groups  [][]int
	without map[int]bool
	with    []int
}

// Plan tells of a plan: so many of its values, from a place on.
func (l *PlanLooker) Plan(t ToldPlan, limit, offset int) RunPlan {
	p := RunPlan{Plan: t.Plan}
	l.Reached(t, func(int) { p.Resellers++ })
	cases, keys := l.cases(t)
	values := map[domain.Key]int{}
	var all []PlanValue
	for _, key := range keys {
		at := cases[key]
		one := PlanCase{Outcome: key.Outcome, Currency: key.Currency}
		if one.Resellers, one.first = l.who(at); one.Resellers == 0 {
			continue
		}
		one.Rate = at.rate
		i, known := values[key.Key]
		if !known {
			i = len(all)
			values[key.Key] = i
			all = append(all, PlanValue{Key: key.Key})
		}
		all[i].Cases = append(all[i].Cases, one)
	}
	p.Total = len(all)
	all = all[min(offset, len(all)):]
	p.Values = all[:min(limit, len(all))]
	for _, v := range p.Values {
		slices.SortStableFunc(v.Cases, func(a, b PlanCase) int { return cmp.Compare(b.Resellers, a.Resellers) })
	}
	return p
}

// cases are what became of the values of a plan, in the order in which they are first told.
func (l *PlanLooker) cases(t ToldPlan) (map[caseKey]*caseAt, []caseKey) {
	cases, plan := map[caseKey]*caseAt{}, l.findsPlan(t.Plan)
	var keys []caseKey
	find := func(o *domain.Outcome, c domain.Currency) *caseAt {
		way, is := l.way(o, plan)
		if !is {
			return nil
		}
		key := caseKey{*o, c}
		if key.Rate = ""; !o.Key.Field.IsPrice() {
			key.Currency = ""
		}
		at := cases[key]
		if at == nil {
			at = &caseAt{way: way, rate: o.Rate}
			cases[key] = at
			keys = append(keys, key)
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
	return cases, keys
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
