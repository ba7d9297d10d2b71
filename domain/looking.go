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
	l.priced = []int{l.below}
	counts := make([]LookCounts, len(results))
	for i, r := range results {
		for k, look := range l.looks {
			switch {
			case k == l.below && r.Target.Skip == "":
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
		lists := l.join(r)
		*c = lists.counts
		l.own(c, lists, r)
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
	joined   map[**Outcomes]*lookedLists
	covered  map[coveredList]LookCounts
	catalogs map[deal]LookCounts
	plans    map[planDeal]LookCounts
	vendors  map[ownDeal]LookCounts // what vendors' own prices make more or less
}

func newLooking(m *shared, results []Result, facts LookFacts) *looking {
	l := &looking{shared: m, earlier: m, facts: facts, looks: Looks(), after: map[AccountID]State{}, lists: map[*Outcomes]*lookedList{},
		joined: map[**Outcomes]*lookedLists{}, covered: map[coveredList]LookCounts{}, catalogs: map[deal]LookCounts{}, plans: map[planDeal]LookCounts{},
		vendors: map[ownDeal]LookCounts{}}
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

// withdrawn counts the plans that a result withdraws and to which somebody is subscribed.
func (l *looking) withdrawn(r Result) int {
	if len(l.facts.Running) == 0 {
		return 0
	}
	n := 0
	for _, plan := range l.join(r).gone {
		n += one(l.facts.Running[SoldPlan{r.Target.Account, plan}] > 0)
	}
	return n
}

// WithdrawnBy are the plans that results withdraw although subscriptions run to them, with how many.
func (f LookFacts) WithdrawnBy(results []Result) map[SoldPlan]int {
	withdrawn, lists := map[SoldPlan]int{}, map[**Outcomes][]PlanID{}
	for _, r := range results {
		if len(r.Outcomes) == 0 || len(f.Running) == 0 {
			continue
		}
		plans, known := lists[r.Shares()]
		if !known {
			plans = withdrawnIn(r.Outcomes)
			lists[r.Shares()] = plans
		}
		for _, plan := range plans {
			if sold := (SoldPlan{r.Target.Account, plan}); f.Running[sold] > 0 {
				withdrawn[sold] = f.Running[sold]
			}
		}
	}
	return withdrawn
}

func withdrawnIn(lists []*Outcomes) (plans []PlanID) {
	for _, o := range lists {
		for i := range orZero(o).List {
			if o.List[i].withdraws() {
				plans = append(plans, o.List[i].Key.Plan)
			}
		}
	}
	return plans
}

// LookBefore sums up what there is to look at in the run that an input asks for; where no box is ticked, in what the targets have.
func LookBefore(in Input, facts LookFacts) Looked {
	if len(in.Options.Keys()) > 0 {
		results, look := SynchronizeLooking(in, facts)
		counts := look()
		sum := SumLooks(counts)
		sum.Guarded = GuardsOf(in.Everybody(results), counts, facts)
		if in.Policy == Decide {
			taken, left := Contests(results)
			sum.Contested = taken + left
		}
		return sum
	}
	results := make([]Result, len(in.Targets))
	for i, t := range in.Targets {
		results[i] = Result{Target: t, After: t.Before}
	}
	return SumLooks(LookAt(in, results, facts))
}
