package domain

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// This file puts the accounts of a chain into groups, and these into their order.

// leave says to whom the price does not come: who neither has it nor stands above somebody who has.
func (c *chaining) leave() {
	for i := len(c.links) - 1; i >= 0; i-- {
		link := &c.links[i]
		comes := link.Group > 0 || link.Before.Sells || link.After.Sells
		if link.Group = -1; comes {
			link.Group = 0
			if link.Above >= 0 {
				c.links[link.Above].Group = 1
			}
		}
	}
}

// chainKey is what those have in common who are one group.
type chainKey struct {
	vendor        int
	level         int
	currency      Currency
	before, after ChainPrice
	exact         Price
	reason        Reason
}

// grouped puts the links into groups.
func (c *chaining) grouped() []ChainGroup {
	var groups []ChainGroup
	known := map[chainKey]int{}
	for i := range c.links {
		link := &c.links[i]
		if link.Group < 0 {
			continue
		}
		key := chainKey{-1, link.Level, link.Currency, link.Before, link.After, link.Exact, link.Reason}
		if link.Above >= 0 {
			key.vendor = c.links[link.Above].Group
		}
		at, is := known[key]
		if !is {
			at = len(groups)
			known[key] = at
			groups = append(groups, ChainGroup{ChainLink: *link, Vendor: key.vendor})
		}
		link.Group = at
		groups[at].Members = append(groups[at].Members, i)
	}
	return c.ordered(groups)
}

// ordered puts groups into their order, and the links and the groups below them with them.
func (c *chaining) ordered(groups []ChainGroup) []ChainGroup {
	order, moves := make([]int, len(groups)), make([]decimal.Decimal, len(groups))
	for i := range groups {
		order[i], moves[i] = i, groups[i].moved()
	}
	slices.SortStableFunc(order, func(i, k int) int {
		a, b := groups[i], groups[k]
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.rank(), b.rank()), moves[k].Cmp(moves[i]),
			cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(a.Account, b.Account))
	})
	place, sorted := make([]int, len(groups)), make([]ChainGroup, len(groups))
	for at, i := range order {
		place[i], sorted[at] = at, groups[i]
	}
	for i := range sorted {
		if sorted[i].Group = i; sorted[i].Vendor >= 0 {
			sorted[i].Vendor = place[sorted[i].Vendor]
		}
	}
	for i := range c.links {
		if group := c.links[i].Group; group >= 0 {
			c.links[i].Group = place[group]
		}
	}
	return sorted
}

// rank says how much it matters: the lower, the more.
func (l ChainLink) rank() int {
	switch {
	case l.After.BelowCost() && !l.Before.BelowCost():
		return 0
	case l.After.BelowCost():
		return 1
	case l.Moved():
		return 2
	case l.Waits():
		return 3
	}
	return 4
}

// moved is by which part of it what is sold changes; 1 where there was none, or is none.
func (l ChainLink) moved() decimal.Decimal {
	was, is := l.Before.Sold, l.After.Sold
	switch {
	case was == is:
		return decimal.Decimal{}
	case !was.IsSet() || !is.IsSet() || was.Decimal().IsZero():
		return decimal.NewFromInt(1)
	}
	return is.Decimal().Sub(was.Decimal()).Abs().DivRound(was.Decimal(), 6)
}

// ChainReasons finds what results say of the price at a key where they do not deliver it, in the order of the results.
func ChainReasons(key Key, results []Result) []Reason {
	reasons := make([]Reason, len(results))
	arrays, lists := map[**Outcomes]Reason{}, map[*Outcomes]Reason{}
	for i, r := range results {
		if reasons[i] = r.Target.Skip; reasons[i] != "" || len(r.Outcomes) == 0 {
			continue
		}
		reason, known := arrays[&r.Outcomes[0]]
		if !known {
			for _, o := range r.Outcomes {
				reason = cmp.Or(reason, reasonIn(o, key, lists))
			}
			arrays[&r.Outcomes[0]] = reason
		}
		reasons[i] = reason
	}
	return reasons
}

// reasonIn is what a list says of a key, else of its plan.
func reasonIn(o *Outcomes, key Key, known map[*Outcomes]Reason) Reason {
	if reason, is := known[o]; is || o == nil {
		return reason
	}
	var reason, plan Reason
	for _, one := range o.List {
		if one.What.Changes() {
			continue
		}
		switch one.Key {
		case key:
			reason = cmp.Or(reason, one.Reason)
		case Key{Field: FieldPlan, Plan: key.Plan}:
			plan = cmp.Or(plan, one.Reason)
		}
	}
	known[o] = cmp.Or(reason, plan)
	return known[o]
}
