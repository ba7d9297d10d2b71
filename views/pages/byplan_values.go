package pages

import (
	"slices"

	"tiersync/domain"
)

// This file finds the values of a plan of which there is something to tell.

// planValues are values of a plan, each once, in the order in which they are first told. Most lists of a plan tell of the same values in the
// same order, so a value is looked for behind the one that was found last before it is looked for by its key.
type planValues struct {
	keys []domain.Key
	at   map[domain.Key]int
	last int
}

// index gets ready for finding.
func (v *planValues) index() {
	v.at, v.last = make(map[domain.Key]int, len(v.keys)), -1
	for i, key := range v.keys {
		v.at[key] = i
	}
}

// find is the place of a value; false where it is not there.
func (v *planValues) find(key domain.Key) (int, bool) {
	if next := v.last + 1; next < len(v.keys) && v.keys[next] == key {
		v.last = next
		return next, true
	}
	i, there := v.at[key]
	if there {
		v.last = i
	}
	return i, there
}

func (v *planValues) has(key domain.Key) bool {
	_, there := v.find(key)
	return there
}

// put is the place of a value, at the end where it was not there.
func (v *planValues) put(key domain.Key) int {
	i, there := v.find(key)
	if !there {
		i = len(v.keys)
		v.at[key], v.last = i, i
		v.keys = append(v.keys, key)
	}
	return i
}

// valuesOf are those of a plan of which something became at somebody. Where more resellers share a list than have something else, that is sure;
// only what is not sure is counted.
func (l *PlanLooker) valuesOf(t ToldPlan) planValues {
	all, plan := planValues{}, l.findsPlan(t.Plan)
	all.index()
	var sure []bool
	note := func(o *domain.Outcome, is bool) {
		i := all.put(o.Key)
		if i == len(sure) {
			sure = append(sure, false)
		}
		sure[i] = sure[i] || is
	}
	for _, list := range t.Lists {
		members := l.membersOf(list.Groups)
		if members[0] == 0 {
			continue
		}
		for i := range list.List {
			if way, is := l.way(&list.List[i], plan); is && members[way] > 0 {
				note(&list.List[i], members[way] > len(t.Apart))
			}
		}
	}
	for _, a := range t.Apart {
		for i := range a.With {
			if way, is := l.way(&a.With[i], plan); is && l.has(a.Result, way) {
				note(&a.With[i], false)
			}
		}
	}
	return l.reallyThere(t, all, sure)
}

// reallyThere leaves out the values that nobody has whom something is told of.
func (l *PlanLooker) reallyThere(t ToldPlan, all planValues, sure []bool) planValues {
	var open, there planValues
	for i, key := range all.keys {
		if !sure[i] {
			open.keys = append(open.keys, key)
		}
	}
	if len(open.keys) == 0 {
		return all
	}
	cases := l.cases(t, open)
	for i, key := range all.keys {
		if sure[i] || slices.ContainsFunc(cases[key], func(at *caseAt) bool { n, _ := l.who(at); return n > 0 }) {
			there.keys = append(there.keys, key)
		}
	}
	return there
}

// membersOf counts the resellers of groups by way.
func (l *PlanLooker) membersOf(groups []int) (n [2]int) {
	for way := range n {
		for _, g := range groups {
			n[way] += len(l.members[way][g])
		}
	}
	return n
}
