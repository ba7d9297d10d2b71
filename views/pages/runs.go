// Package pages is what screens list: rows, pages and filters, as db answers them, handlers ask for them, and views show them. It has
// no rule; those are in domain.
package pages

import (
	"time"

	"tiersync/domain"
)

// ListQuery says which rows of a list a page shows.
type ListQuery struct {
	Search string // rows whose id or names contain it, whatever the case; "%" and "_" are ordinary characters
	Sort   string // one of the list's sort keys; anything else is the list's default
	Desc   bool
	Limit  int // rows on a page, 50 when zero
	Offset int // rows left out before the page
}

// RunsAbout says of which reseller, or of which plan, runs are asked for.
type RunsAbout struct {
	Reseller domain.AccountID // whom they reached
	Plan     domain.PlanID    // that they are about, or changed
}

// Reached is the last run that reached a subscription.
type Reached struct {
	Run      domain.RunID // zero: none
	Mine     bool         // the viewer's account started it, so that they may read it
	UndoneBy domain.RunID // the undo that took it back; zero: none
	At       time.Time
}

// RunReseller is one reseller in a run.
type RunReseller struct {
	Subscription   domain.SubscriptionID
	Account        domain.AccountID
	Name           string
	Level          int
	VendorName     string
	Currency       domain.Currency // of the amounts in their outcomes
	Skip           domain.Reason   // why the run passed them by; "" when it did not
	Changed        bool            // their pointer moved
	Changes        int
	OwnOverwritten int
	OwnKept        int // of an undo: values left alone because they were changed since
	Looks          domain.LookCounts
}

// RunQuery filters and pages the resellers of a run, or its plans. Search finds resellers by id or a part of their or their vendor's name,
// plans by id or a part of the name, and values by their words or an amount; the sort keys of resellers are "name", "level" (default) and
// "changes".
type RunQuery struct {
	ListQuery
	Finding
	Only RunFilter
	Look domain.Look // where there is some of it; "": wherever
}

// InOutcomes reports whether it takes the outcomes of the run to answer a query by resellers.
func (q RunQuery) InOutcomes() bool { return q.Search != "" || q.OfOutcomes() }

// Everything is the query for a file of resellers, which has what was left because its box was not ticked, too.
func (q RunQuery) Everything() RunQuery {
	q.Show = ShowEverything
	return q
}

// Lines are those of a reseller's outcomes that a file of resellers has: of a plan, value, box or outcome, or of something to look at, where
// the query asks for it, by what held. A search finds resellers, with all there is of them.
func (q RunQuery) Lines(list []domain.Outcome, by *domain.LookFacts, at domain.AccountID) []domain.Outcome {
	looked, asked := q.Look.FindsAt(by, at), q.Everything().Finding
	if looked == nil && !asked.OfOutcomes() {
		return list
	}
	var lines []domain.Outcome
	for i := range list {
		if o := &list[i]; asked.ofPlan(o.Key.Plan) && asked.Let(o) && (looked == nil || looked(o)) {
			lines = append(lines, *o)
		}
	}
	return lines
}

// Priced reports whether the query looks for prices by what they cost, which no outcome tells: a file has these prices in place of outcomes.
func (q RunQuery) Priced() bool {
	info, known := q.Look.Info()
	return known && info.ByCost()
}

// Whole reports whether the query begins the list of all resellers: there a page says what is of the run as a whole.
func (q RunQuery) Whole() bool {
	return q.Search == "" && q.Finding == (Finding{}) && q.Offset == 0 && q.Only == "" && q.Look == ""
}

// Looked is what there is to look at first in a run, by the limits that held then.
type Looked struct {
	Facts domain.LookFacts
	domain.Looked
}

// RunFilter shows some of a run's resellers.
type RunFilter string

// The filters of a run's page; the empty one shows all.
const (
	OnlyChanged   RunFilter = "changed"
	OnlyUnchanged RunFilter = "unchanged"
	OnlySkipped   RunFilter = "skipped"
	OnlyOwn       RunFilter = "own" // whose own values were overwritten or kept; of an undo: with values that were changed since
)

// RunPage is a run with one page of its resellers.
type RunPage struct {
	Run        domain.Run
	Resellers  []RunReseller
	Levels     []int             // of its resellers
	Currencies []domain.Currency // likewise
	Total      int               // resellers that match the query
	Own        int               // resellers of the run whom OnlyOwn shows
	Looked     *Looked           // nil: nothing is known of it
	Left       LeftOut           // of a run that was made
	Decided    Decided           // likewise
	Buyers     []Buyer           // of the preview of an undo of a part
	PartPlan   string            // the name of the plan that an undo is about alone
	Money      *Money            // of the preview of a run on the page where its list is whole; of other runs where it is asked for
}

// Money is what a run moves in money, with the resellers whose margin moves most.
type Money struct {
	Rows     []domain.MoneyMove
	Up, Down []MarginMove
	Moved    int // resellers of a run who are not added up, because they have another vendor since
}

// MarginMove is a reseller whose margin moves.
type MarginMove struct {
	Reseller RunReseller // by name
	domain.MarginMove
}

// Buyer is a reseller who buys plans at prices that an undo changes, and is not in it themselves.
type Buyer struct {
	Account domain.AccountID
	Name    string
	Level   int
	Plans   int // how many of which prices change
}

// LeftOut is what a run left out, to be listed: the first LeftOutShown of each kind, with the names of what they mention.
type LeftOut struct {
	First domain.LeftOut
	Names domain.Names
}

// Decided is what was decided about own values, to be listed: the first LeftOutShown decisions, with the names of what they mention.
type Decided struct {
	First domain.Decisions
	Names domain.Names
}

// LeftOutShown is how much of each kind a run's page lists of what was left out.
const LeftOutShown = 10

// OutcomeQuery filters and pages the outcomes of one reseller in a run.
type OutcomeQuery struct {
	Option domain.OptionKey // "" : every box
	Look   domain.Look      // "" : all
	Show   OutcomeFilter    // "" : what happened
	Limit  int              // 50 when zero
	Offset int
}

// OutcomeFilter shows some of a reseller's outcomes.
type OutcomeFilter string

// The filters of outcomes. The empty one shows what happened: changes, and what was kept or skipped for another reason than
// that its box was not ticked.
const (
	ShowChanges    OutcomeFilter = "changes"    // changes alone
	ShowEverything OutcomeFilter = "everything" // what was left because its box was not ticked, too
)

// Shows reports whether the filter lets an outcome through.
func (f OutcomeFilter) Shows(o domain.Outcome) bool {
	switch f {
	case ShowEverything:
		return true
	case ShowChanges:
		return o.What.Changes() || o.What.IsPart()
	default:
		return o.Reason != domain.NotTicked
	}
}

// OutcomePage is one page of the outcomes of one reseller in a run.
type OutcomePage struct {
	Outcomes []domain.Outcome      // in the order of Listing, each with its parts
	Looked   *domain.LookFacts     // by which limits the run was looked at; nil: it was not
	Shown    map[OutcomeFilter]int // how many outcomes each filter shows on all pages, of the box that was asked for, parts aside
	Names    domain.Names          // of what Outcomes mentions
}

// RunResult is what a run did to one reseller.
type RunResult struct {
	Run      domain.Run
	Reseller RunReseller
	Prices   LookedPrices
	OutcomePage
}

// RunLines are what a file says of one reseller in a run.
type RunLines struct {
	Reseller RunReseller
	Outcomes []domain.Outcome  // all that the query asks for; none where it is one of prices
	Prices   []domain.CostMove // of a query of [RunQuery.Priced], those that its look counts
	Names    domain.Names      // of what both mention
}

// LookedPrices is one page of the prices of a reseller that a look counts, as those below cost from a run on; empty where none is looked for.
type LookedPrices struct {
	Prices []domain.CostMove
	Total  int
}

// Delivery is what a run did to a reseller, as they themselves may see it.
type Delivery struct {
	Entry   domain.ChangeID // of their log, in which it reached them
	Earlier domain.ChangeID // the entry of the run before it; zero: none
	Run     domain.RunID    // zero: no run has changed them yet
	At      time.Time
	Kind    domain.RunKind
	Changes int
	Back    TakenBack           // of an undo
	Held    int                 // of their delivered plans, how many wait now for their prices or their confirmation
	Added   map[domain.Key]bool // of the upgrade paths that were not copied, those that they added since
	OutcomePage
}
