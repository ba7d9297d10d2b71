package domain

import (
	"cmp"
	"slices"
	"strconv"
)

// This file says what somebody should look at first in a run: before it, in the dialog and the preview, and after it.

// Look is the key of something to look at first: a filter in addresses, and what is stored of a run.
type Look string

// What there is to look at, in the order of pages.
const (
	LookBelowCost   Look = "below_cost"
	LookLeftBelow   Look = "left_below_cost"
	LookStillBelow  Look = "still_below_cost"
	LookMargin      Look = "low_margin"
	LookJumps       Look = "price_jumps"
	LookGuarded     Look = "guarded_prices"
	LookHeld        Look = "held"
	LookWithdrawn   Look = "withdrawn_running"
	LookPrivileges  Look = "privileges_lost"
	LookNotified    Look = "notifications_left_out"
	LookNoRate      Look = "no_exchange_rate"
	LookPaths       Look = "paths_not_copied"
	LookSkipped     Look = "skipped"
	LookNotActive   Look = "template_not_active"
	allLooks             = 14
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
	case LookGuarded:
		limit, _ := f.Guards.moves()
		return limit, true
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
	{LookLeftBelow, "Below cost from now on, because they do not take part", "price", "prices", ways{result: (*looking).leftBelow}},
	{LookStillBelow, "Below cost already", "price", "prices", ways{price: func(_ *LookFacts, p soldPrice) bool { return p.below && p.was }}},
	{LookMargin, "Margin below", "price", "prices", ways{price: lowMargin}},
	{LookJumps, "Changed by more than", "price", "prices", ways{outcome: jumped}},
	{LookGuarded, "By a guard: changed by more than", "price", "prices", ways{outcome: guardedMove}},
	{LookHeld, "Held, not on sale", "plan", "plans", ways{outcome: holdsPlan}},
	{LookWithdrawn, "Withdrawn with running subscriptions", "plan", "plans", ways{result: (*looking).withdrawn}},
	{LookPrivileges, "Privileges lost", "privilege", "privileges", ways{outcome: losesPrivilege}},
	{LookNotified, "Notifications left out of schedules", "notification", "notifications", because(TemplateNotVisible)},
	{LookNoRate, "No exchange rate", "value", "values", because(NoExchangeRate)},
	{LookPaths, "Upgrade paths not copied", "path", "paths", because(PathNotCopied)},
	{LookSkipped, "Subscriptions skipped", "subscription", "subscriptions", ways{result: func(_ *looking, r Result) int { return one(r.Target.Skip != "" && r.Target.Skip != OutOfReach) }}},
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

// ByCost reports whether the row counts prices by what they cost, which no outcome tells.
func (i LookInfo) ByCost() bool { return i.price != nil || i.Look == LookLeftBelow }

// Shows reports whether the outcome is among those that the row counts. What is found in no outcome, such as a price below its cost, shows
// the prices that the reseller got.
func (i LookInfo) Shows(f LookFacts, o Outcome) bool {
	switch {
	case i.outcome != nil:
		return i.outcome(&f, &o)
	case i.ByCost():
		return o.Key.Field.IsPrice()
	case i.Look == LookWithdrawn:
		return o.withdraws()
	default:
		return true
	}
}

// Finds is whether an outcome, at whomever, is among those that the look counts, by the facts that held where they are known; nil of no look.
func (k Look) Finds(by *LookFacts) func(*Outcome) bool {
	info, looks := k.Info()
	if !looks {
		return nil
	}
	facts := *cmp.Or(by, &LookFacts{})
	return func(o *Outcome) bool { return info.Shows(facts, *o) }
}

// FindsAt is Finds at one reseller.
func (k Look) FindsAt(by *LookFacts, at AccountID) func(*Outcome) bool {
	finds, is := k.Finds(by), k.IsAt(by)
	if is == nil {
		return finds
	}
	return func(o *Outcome) bool { return finds(o) && is(at, o.Key.Plan) }
}

// IsAt is at whom the look counts what becomes of a plan at several resellers alike; nil: at all of them.
func (k Look) IsAt(by *LookFacts) func(AccountID, PlanID) bool {
	if k != LookWithdrawn || by == nil || by.Running == nil {
		return nil
	}
	return func(at AccountID, plan PlanID) bool { return by.Running[SoldPlan{at, plan}] > 0 }
}

// because finds the outcomes with a reason.
func because(why Reason) ways {
	return ways{outcome: func(_ *LookFacts, o *Outcome) bool { return o.Reason == why }}
}

// holdsPlan reports whether a plan waits for prices by the outcome.
func holdsPlan(_ *LookFacts, o *Outcome) bool { return o.What == HeldBack && o.Key.Field == FieldPlan }

// losesPrivilege reports whether a privilege is lost by the outcome.
func losesPrivilege(_ *LookFacts, o *Outcome) bool {
	return o.What == Removed && o.Key.Field == FieldPrivilege
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

// guardedMove reports whether a price becomes another by more than a guard allows.
func guardedMove(f *LookFacts, o *Outcome) bool {
	limit, on := f.Guards.moves()
	return on && o.movesBeyond(limit)
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
	Running map[SoldPlan]int // how many live subscriptions there are to plans that resellers sell; nil: it is not known
	Guards  GuardSettings    // what the provider keeps runs from
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
	Guarded   GuardCounts
	Contested int // with Decide: the own values about which there is to decide (rule D1)
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

// Strikes are the guards that the run meets, each with the lists of what it strikes at.
func (l Looked) Strikes(g GuardSettings) []Strike {
	strikes := g.Strikes(l.Guarded)
	for i, s := range strikes {
		strikes[i].Lists = l.listsOf(s.GuardInfo)
	}
	return strikes
}

// listsOf are the lists of what a guard strikes at. Who sells below cost and does not take part has a list of their own.
func (l Looked) listsOf(g GuardInfo) (lists []Look) {
	if g.Guard != GuardBelowCost {
		return []Look{g.Look}
	}
	for _, k := range []Look{LookBelowCost, LookLeftBelow} {
		if l.Resellers.Of(k) > 0 {
			lists = append(lists, k)
		}
	}
	return lists
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
