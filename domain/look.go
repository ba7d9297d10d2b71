package domain

import (
	"slices"
	"strconv"
)

// This file says what somebody should look at first in a run: before it, in the dialog and the preview, and after it.

// Look is the key of something to look at first: a filter in addresses, and what is stored of a run.
type Look string

// What there is to look at, in the order of pages.
const (
	LookBelowCost   Look = "below_cost"
	LookStillBelow  Look = "still_below_cost"
	LookMargin      Look = "low_margin"
	LookJumps       Look = "price_jumps"
	LookHeld        Look = "held"
	LookWithdrawn   Look = "withdrawn_running"
	LookPrivileges  Look = "privileges_lost"
	LookNotified    Look = "notifications_left_out"
	LookNoRate      Look = "no_exchange_rate"
	LookPaths       Look = "paths_not_copied"
	LookSkipped     Look = "skipped"
	LookNotActive   Look = "template_not_active"
	allLooks             = 12
	UsualMarginLook      = 10 // below how many percent a margin is low, where the provider set nothing else
)

// LookInfo is a row of the table of what to look at first.
type LookInfo struct {
	Look  Look
	Words string // what there is, "%" standing for the provider's limit in percent
	One   string // what is counted: "price", "prices"
	Many  string
	ways
}

// ways are how a row finds what it counts; each row has one of them.
type ways struct {
	outcome func(*LookFacts, *Outcome) bool // among the outcomes of resellers
	price   func(*LookFacts, soldPrice) bool
	result  func(*looking, Result) int
}

// Limit is the number of percent that the words of the row mention; false where they mention none.
func (i LookInfo) Limit(f LookFacts) (int, bool) {
	switch i.Look {
	case LookMargin:
		return f.Margin, true
	case LookJumps:
		return f.Jump, true
	default:
		return 0, false
	}
}

// Says is what there is, "margin below 10 %".
func (i LookInfo) Says(f LookFacts) string {
	if limit, has := i.Limit(f); has {
		return i.Words + " " + strconv.Itoa(limit) + " %"
	}
	return i.Words
}

// Looks is the table of what to look at first. Pages, filters, exports and guards read it.
func Looks() []LookInfo { return slices.Clone(lookTable) }

var lookTable = []LookInfo{
	{LookBelowCost, "Below cost from now on", "price", "prices", ways{price: func(_ *LookFacts, p soldPrice) bool { return p.below && !p.was }}},
	{LookStillBelow, "Below cost already", "price", "prices", ways{price: func(_ *LookFacts, p soldPrice) bool { return p.below && p.was }}},
	{LookMargin, "Margin below", "price", "prices", ways{price: lowMargin}},
	{LookJumps, "Changed by more than", "price", "prices", ways{outcome: jumped}},
	{LookHeld, "Held, not on sale", "plan", "plans", ways{outcome: func(_ *LookFacts, o *Outcome) bool { return o.What == HeldBack && o.Key.Field == FieldPlan }}},
	{LookWithdrawn, "Withdrawn with running subscriptions", "plan", "plans", ways{result: (*looking).withdrawn}},
	{LookPrivileges, "Privileges lost", "privilege", "privileges", ways{outcome: func(_ *LookFacts, o *Outcome) bool { return o.What == Removed && o.Key.Field == FieldPrivilege }}},
	{LookNotified, "Notifications left out of schedules", "notification", "notifications", because(TemplateNotVisible)},
	{LookNoRate, "No exchange rate", "value", "values", because(NoExchangeRate)},
	{LookPaths, "Upgrade paths not copied", "path", "paths", because(PathNotCopied)},
	{LookSkipped, "Resellers skipped", "reseller", "resellers", ways{result: func(_ *looking, r Result) int { return one(r.Target.Skip != "") }}},
	{LookNotActive, "Service template not active", "template", "templates", ways{}},
}

// Info is the row of the look; false for what is none.
func (k Look) Info() (LookInfo, bool) {
	for _, info := range lookTable {
		if info.Look == k {
			return info, true
		}
	}
	return LookInfo{}, false
}

// Shows reports whether the outcome is among those that the row counts. What is found in no outcome, such as a price below its cost, shows
// the prices that the reseller got.
func (i LookInfo) Shows(f LookFacts, o Outcome) bool {
	switch {
	case i.outcome != nil:
		return i.outcome(&f, &o)
	case i.price != nil:
		return o.Key.Field.IsPrice()
	case i.Look == LookWithdrawn:
		return o.withdraws()
	default:
		return true
	}
}

// because finds the outcomes with a reason.
func because(why Reason) ways {
	return ways{outcome: func(_ *LookFacts, o *Outcome) bool { return o.Reason == why }}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// withdraws reports whether a plan is no longer on sale by the outcome.
func (o *Outcome) withdraws() bool { return o.What == Disabled && o.Key.Field == FieldPlan }

// jumped reports whether a price becomes another by more than the limit; a limit of 0 is none.
func jumped(f *LookFacts, o *Outcome) bool {
	return f.Jump > 0 && o.movesBeyond(f.Jump)
}

// movesBeyond reports whether the outcome changes a price by more than so many percent, or makes one free.
func (o *Outcome) movesBeyond(percent int) bool {
	if o.What != Updated && o.What != Overwritten || !o.Key.Field.IsPrice() || o.Old == "" || o.New == "" {
		return false
	}
	was, exact := Price{o.Old}.millionths()
	is, too := Price{o.New}.millionths()
	if exact && too && percent < leastTenth { // nothing, a tenth and ten times as much are beyond it in any case
		return was > 0 && 100*max(is-was, was-is) > was*int64(percent)
	}
	facts := JumpFacts{Limit: percent}
	return len(facts.moves(Edit{o.Key, Held{Text: o.Old, There: true}, Held{Text: o.New, There: true}})) > 0
}

// LookFacts are what looking takes besides the run.
type LookFacts struct {
	Jump    int              // by how many percent a price may change; 0: by any
	Margin  int              // how many percent a margin should have
	Running map[SoldPlan]int // how many live subscriptions there are to plans that resellers sell
}

// SoldPlan is a plan of somebody who sells it.
type SoldPlan struct {
	Vendor AccountID
	Plan   PlanID
}

// LookCounts is how much there is to look at, in the order of Looks.
type LookCounts [allLooks]int

// Of is the number of one look.
func (c LookCounts) Of(k Look) int {
	for i, info := range lookTable {
		if info.Look == k {
			return c[i]
		}
	}
	return 0
}

// Looked sums up what there is to look at in a run.
type Looked struct {
	Numbers   LookCounts
	Resellers LookCounts // at how many resellers
}

// SumLooks adds up what there is at resellers.
func SumLooks(all []LookCounts) Looked {
	var sum Looked
	for i := range all {
		for k, n := range all[i] {
			sum.Numbers[k] += n
			sum.Resellers[k] += one(n > 0)
		}
	}
	return sum
}

// SynchronizeLooking computes a run, as Synchronize does. look counts, as LookAt does, what there is to look at in it: with what the run knows
// already, and at any time, in any goroutine, once.
func SynchronizeLooking(in Input, facts LookFacts) (results []Result, look func() []LookCounts) {
	m := newShared(in)
	results = newRun(in, m, true).results()
	return results, func() []LookCounts { return lookAt(m, results, facts) }
}

// LookAt counts, for each result of a run, what there is to look at. Lists of outcomes that resellers share, and catalogs that they have in
// common, are looked at once.
func LookAt(in Input, results []Result, facts LookFacts) []LookCounts {
	return lookAt(newShared(in), results, facts)
}

func lookAt(m *shared, results []Result, facts LookFacts) []LookCounts {
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
	facts    LookFacts
	looks    []LookInfo
	priced   []int               // the places of those among them that look at prices
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
	l := &looking{shared: m, facts: facts, looks: Looks(), after: map[AccountID]State{}, lists: map[*Outcomes]*lookedList{},
		joined: map[**Outcomes]*lookedList{}, catalogs: map[deal]LookCounts{}, plans: map[planDeal]LookCounts{}}
	for i, look := range l.looks {
		if look.price != nil {
			l.priced = append(l.priced, i)
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
		_, look := SynchronizeLooking(in, facts)
		return SumLooks(look())
	}
	results := make([]Result, len(in.Targets))
	for i, t := range in.Targets {
		results[i] = Result{Target: t, After: t.Before}
	}
	return SumLooks(LookAt(in, results, facts))
}

// With returns the sums with one more of a look that is of no reseller.
func (l Looked) With(k Look) Looked {
	for i, info := range lookTable {
		if info.Look == k {
			l.Numbers[i]++
		}
	}
	return l
}
