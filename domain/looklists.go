package domain

import (
	"math/bits"
	"slices"
)

// This file looks at lists of outcomes: at each of them once, whoever shares it.

// marks is what there is to look at in an outcome: a bit for each look, in the order of Looks.
type marks uint32

// mark counts what was marked, so many times.
func (c *LookCounts) mark(m marks, times int) {
	for ; m != 0; m &= m - 1 {
		c[bits.TrailingZeros32(uint32(m))] += times
	}
}

// lookedList is what there is in a list of outcomes.
type lookedList struct {
	counts  LookCounts
	changes map[Key]marks // of the changes of values, by rules apart
	plans   []PlanID      // that they are about
	gone    []PlanID      // the plans that they withdraw
	ruled   []Key         // what rules make, of one plan: it stands over what is delivered
}

// lookedLists is what there is in all lists that a reseller shares with others.
type lookedLists struct {
	counts LookCounts
	of     map[PlanID][]*lookedList // those with changes of a plan
	gone   []PlanID
}

// coveredList is a list of what was delivered, and one of what rules make over it.
type coveredList struct{ delivered, ruled *lookedList }

// join looks at the lists that a reseller shares with others. What is delivered beneath the price of a rule is not counted.
func (l *looking) join(r Result) *lookedLists {
	all, known := l.joined[r.Shares()]
	if known {
		return all
	}
	all = &lookedLists{of: map[PlanID][]*lookedList{}}
	for _, o := range r.Outcomes {
		list := l.list(o)
		all.counts.add(list.counts, 1)
		all.gone = append(all.gone, list.gone...)
		for _, id := range list.plans {
			all.of[id] = append(all.of[id], list)
		}
	}
	for _, o := range r.Outcomes {
		if ruled := l.list(o); len(ruled.ruled) > 0 {
			for _, list := range all.of[ruled.ruled[0].Plan] {
				all.counts.add(l.beneath(coveredList{list, ruled}), -1)
			}
		}
	}
	l.joined[r.Shares()] = all
	return all
}

// at is what there is in the change of a value.
func (all *lookedLists) at(key Key) (m marks) {
	for _, list := range all.of[key.Plan] {
		m |= list.changes[key]
	}
	return m
}

// beneath counts what there is in changes over which stands what rules make.
func (l *looking) beneath(c coveredList) LookCounts {
	counts, known := l.covered[c]
	if !known {
		for _, key := range c.ruled.ruled {
			counts.mark(c.delivered.changes[key], 1)
		}
		l.covered[c] = counts
	}
	return counts
}

func (l *looking) list(o *Outcomes) *lookedList {
	found := l.lists[o]
	if found == nil {
		found = l.look(orZero(o).List)
		l.lists[o] = found
	}
	return found
}

func (l *looking) look(list []Outcome) *lookedList {
	found := &lookedList{changes: map[Key]marks{}}
	for i := range list {
		o := &list[i]
		if o.withdraws() {
			found.gone = append(found.gone, o.Key.Plan)
		}
		marked := l.outcome(o)
		found.counts.mark(marked, 1)
		switch {
		case o.Reason.byRule():
			found.ruled = append(found.ruled, o.Key)
		case marked != 0 && o.What.Changes():
			found.changes[o.Key] = marked
			if !slices.Contains(found.plans, o.Key.Plan) {
				found.plans = append(found.plans, o.Key.Plan)
			}
		}
	}
	return found
}

func (l *looking) outcome(o *Outcome) (m marks) {
	for k, look := range l.looks {
		if look.outcome != nil && look.outcome(&l.facts, o) {
			m |= 1 << k
		}
	}
	return m
}

// own adds what there is in the outcomes about a reseller's own values: what is changed beneath one is not counted. Where they have own prices,
// nobody shares what rules make with them.
func (l *looking) own(c *LookCounts, lists *lookedLists, r Result) {
	for i := range r.Own {
		c.mark(lists.at(r.Own[i].Key), -1)
		c.mark(l.outcome(&r.Own[i]), 1)
	}
}
