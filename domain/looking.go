package domain

// This file counts what there is to look at in a run, once for all who share it. The prices are counted in lookprices.go.

// SynchronizeLooking computes a run, as Synchronize does. look counts, as LookAt does, what there is to look at in it: with what the run knows
// already, and at any time, in any goroutine, once.
func SynchronizeLooking(in Input, facts LookFacts) (results []Result, look func() []LookCounts) {
	m := newShared(in)
	results = newRun(in, m, true).results()
	return results, func() []LookCounts { return lookAt(m, results, facts) }
}

// LookAt counts, for everybody of a run ([Input.Everybody]), what there is to look at. Lists of outcomes that resellers share, and catalogs that
// they have in common, are looked at once.
func LookAt(in Input, results []Result, facts LookFacts) []LookCounts {
	return lookAt(newShared(in), results, facts)
}

// LookBelow counts, for everybody of an undo, which prices are below cost from then on. What else there is to look at in a run an undo does not
// bring, but back.
func LookBelow(in Input, results []Result) []LookCounts {
	results = in.Everybody(results)
	l := newLooking(newShared(in), results, LookFacts{})
	counts := make([]LookCounts, len(results))
	for i, r := range results {
		for k, look := range l.looks {
			switch {
			case look.Look == LookBelowCost && r.Target.Skip == "":
				counts[i][k] = l.prices(r)[k]
			case look.Look == LookLeftBelow:
				counts[i][k] = look.result(l, r)
			}
		}
	}
	return counts
}

func lookAt(m *shared, results []Result, facts LookFacts) []LookCounts {
	results = m.in.Everybody(results)
	l := newLooking(m, results, facts)
	counts := make([]LookCounts, len(results))
	for i, r := range results {
		c := &counts[i]
		list := l.list(r.Outcomes)
		for k := range l.looks {
			c[k] = list.counts[k]
		}
		l.own(c, list, r)
		if r.Target.Skip == "" {
			c.add(l.prices(r), 1)
		}
		for k, look := range l.looks {
			if look.result != nil {
				c[k] = look.result(l, r)
			}
		}
	}
	return counts
}

func (c *LookCounts) add(other LookCounts, times int) {
	for k, n := range other {
		c[k] += n * times
	}
}

// looking is one pass over the results of a run.
type looking struct {
	shared   *shared
	earlier  *shared // by the exchange rates that held before: the same ones, in a run
	facts    LookFacts
	looks    []LookInfo
	priced   []int               // the places of those among them that look at prices
	below    int                 // the place of what is below cost from now on
	after    map[AccountID]State // what those have who are in the run
	lists    map[*Outcomes]*lookedList
	joined   map[**Outcomes]*lookedList
	catalogs map[deal]LookCounts
	plans    map[planDeal]LookCounts
}

// lookedList is what there is in a list of outcomes, or in several.
type lookedList struct {
	counts  LookCounts
	changes map[Key]LookCounts // of the changes among them
	gone    []PlanID           // the plans that they withdraw
	ruled   []Key              // what rules make, which stands over what is delivered
}

func newLooking(m *shared, results []Result, facts LookFacts) *looking {
	l := &looking{shared: m, earlier: m, facts: facts, looks: Looks(), after: map[AccountID]State{}, lists: map[*Outcomes]*lookedList{},
		joined: map[**Outcomes]*lookedList{}, catalogs: map[deal]LookCounts{}, plans: map[planDeal]LookCounts{}}
	for i, look := range l.looks {
		if look.price != nil {
			l.priced = append(l.priced, i)
		}
		if look.Look == LookBelowCost {
			l.below = i
		}
	}
	for _, r := range results {
		if r.Target.Skip == "" {
			l.after[r.Target.Account] = r.After
		}
	}
	return l
}

// list looks at the outcomes that a reseller shares with others.
func (l *looking) list(outcomes []*Outcomes) *lookedList {
	if len(outcomes) == 0 {
		return &lookedList{}
	}
	all := l.joined[&outcomes[0]]
	if all != nil {
		return all
	}
	all = &lookedList{changes: map[Key]LookCounts{}}
	for _, o := range outcomes {
		part := l.lists[o]
		if part == nil {
			part = l.look(orZero(o).List)
			l.lists[o] = part
		}
		all.counts.add(part.counts, 1)
		all.gone = append(all.gone, part.gone...)
		for key, counts := range part.changes {
			all.changes[key] = counts
		}
		all.ruled = append(all.ruled, part.ruled...)
	}
	for _, key := range all.ruled {
		all.counts.add(all.changes[key], -1)
		delete(all.changes, key)
	}
	l.joined[&outcomes[0]] = all
	return all
}

func (l *looking) look(list []Outcome) *lookedList {
	found := &lookedList{changes: map[Key]LookCounts{}}
	for i := range list {
		o := &list[i]
		if o.withdraws() {
			found.gone = append(found.gone, o.Key.Plan)
		}
		if o.Reason.byRule() {
			found.ruled = append(found.ruled, o.Key)
			found.counts.add(l.outcome(o), 1)
			continue
		}
		counts := l.outcome(o)
		if counts == (LookCounts{}) {
			continue
		}
		found.counts.add(counts, 1)
		if o.What.Changes() {
			found.changes[o.Key] = counts
		}
	}
	return found
}

func (l *looking) outcome(o *Outcome) (counts LookCounts) {
	for k, look := range l.looks {
		if look.outcome != nil && look.outcome(&l.facts, o) {
			counts[k]++
		}
	}
	return counts
}

// own adds what there is in the outcomes about a reseller's own values: what is changed beneath one is not counted.
func (l *looking) own(c *LookCounts, list *lookedList, r Result) {
	for i := range r.Own {
		c.add(list.changes[r.Own[i].Key], -1)
		c.add(l.outcome(&r.Own[i]), 1)
	}
}

// withdrawn counts the plans that a result withdraws and to which somebody is subscribed.
func (l *looking) withdrawn(r Result) int {
	if len(l.facts.Running) == 0 {
		return 0
	}
	n := 0
	for _, plan := range l.list(r.Outcomes).gone {
		n += one(l.facts.Running[SoldPlan{r.Target.Account, plan}] > 0)
	}
	return n
}

// LookBefore sums up what there is to look at in the run that an input asks for; where no box is ticked, in what the targets have.
func LookBefore(in Input, facts LookFacts) Looked {
	if len(in.Options.Keys()) > 0 {
		results, look := SynchronizeLooking(in, facts)
		counts := look()
		sum := SumLooks(counts)
		sum.Guarded = GuardsOf(in.Everybody(results), counts, facts)
		if in.Policy == Decide {
			sum.Contested = countContested(results)
		}
		return sum
	}
	results := make([]Result, len(in.Targets))
	for i, t := range in.Targets {
		results[i] = Result{Target: t, After: t.Before}
	}
	return SumLooks(LookAt(in, results, facts))
}
