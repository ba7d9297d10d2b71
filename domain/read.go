package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The read models: what screens show, as package db answers it. Ids lead to the pages, names are for reading.

// ListQuery says which rows of a list a page shows.
type ListQuery struct {
	Search string // rows whose id or names contain it, whatever the case; "%" and "_" are ordinary characters
	Sort   string // one of the list's sort keys; anything else is the list's default
	Desc   bool
	Limit  int // rows on a page, 50 when zero
	Offset int // rows left out before the page
}

// SubscriptionRow is a subscription with the names that lists and pages show.
type SubscriptionRow struct {
	Subscription
	AccountName   string
	AccountStatus AccountStatus
	Level         int // of the account, counted from the provider
	VendorName    string
	PlanName      string
	Created       time.Time
}

// SyncState is the state of synchronization of one subscription (rule G13: computed, never stored).
type SyncState struct {
	Skip     Reason      // why runs pass the subscription by (rule G3); "" where they reach it
	Never    bool        // no run ever delivered anything
	Boxes    []OptionKey // the boxes in which they are behind, in the order of the dialog; empty: in sync
	LastRun  RunID       // the last run that reached them; zero: none
	Mine     bool        // the viewer's account started LastRun, so that they may read it
	UndoneBy RunID       // the undo that took LastRun back; zero: none
	LastAt   time.Time
}

// InSync reports whether the reseller has everything that their vendor offers, as far as runs reach them.
func (s SyncState) InSync() bool { return s.Skip == "" && !s.Never && len(s.Boxes) == 0 }

// DialogRequest asks for the dialog Synchronize Reseller(s): for all subscriptions to a reseller plan, or for one.
type DialogRequest struct {
	Plan         PlanID
	Subscription SubscriptionID // zero: all
}

// Dialog is what the dialog shows when it opens. A run needs its Key.
type Dialog struct {
	Key          string
	Plan         *Plan            // the reseller plan as the viewer has it
	Template     TemplateRow      // what the plan is based on
	Subscription *SubscriptionRow // nil: all subscriptions to the plan
	Levels       []LevelCount     // whom the widest reach means, per level
	Direct       int              // how many of them buy from the viewer themselves
	Skipped      int              // how many more there are whom runs pass by (rule G3)
	Counts       []BoxCount       // one for each check box, in the order of the dialog
	LeftOut      []Outcome        // notifications that would be left out because their template is not visible (rule 5b)
	Names        Names            // of what LeftOut mentions
	Opened       time.Time
}

// LevelCount is how many resellers stand at a level below the provider.
type LevelCount struct{ Level, Resellers int }

// RunKind tells a synchronization from an undo.
type RunKind string

// The kinds of run.
const (
	SyncRun RunKind = "sync"
	UndoRun RunKind = "undo"
)

// Run is one click on Synchronize, or one undo, as it is recorded.
type Run struct {
	ID               RunID // zero in a preview
	Kind             RunKind
	Account          AccountID // the vendor who clicked
	User             UserID
	UserName         string
	At               time.Time
	Duration         time.Duration
	Undoes           RunID // of an undo: the run it took back
	UndoneBy         RunID // the undo that took this one back, if it still counts
	Plan             PlanID
	PlanName         string
	PlanGone         bool           // the vendor has it no more
	Subscription     SubscriptionID // zero: all
	Reseller         string         // whose subscription that is
	SubscriptionGone bool           // it was deleted since
	Reach            Reach
	Options          []OptionKey // in the order of the dialog
	Policy           Policy
	Template         TemplateID
	TemplateName     string
	TemplateVersion  int
	Rates            map[Currency]string // units per unit of the provider's currency
	SinceDialog      []Since             // what was changed between opening the dialog and the run
	Totals           RunTotals
}

// RunTotals sums a run up. Resellers = Changed + Unchanged + Skipped.
type RunTotals struct {
	Resellers      int
	Changed        int
	Unchanged      int
	Skipped        int
	Changes        int // delivered values that changed, and own values overwritten
	OwnOverwritten int
	OwnKept        int // of an undo: values left alone because they were changed since
}

// Nothing reports whether the run found nothing to do (rule G10).
func (t RunTotals) Nothing() bool { return t.Changed == 0 }

// RunReseller is one reseller in a run.
type RunReseller struct {
	Subscription   SubscriptionID
	Account        AccountID
	Name           string
	Level          int
	VendorName     string
	Currency       Currency // of the amounts in their outcomes
	Skip           Reason   // why the run passed them by; "" when it did not
	Changed        bool     // their pointer moved
	Changes        int
	OwnOverwritten int
	OwnKept        int // of an undo: values left alone because they were changed since
}

// RunQuery filters and pages the resellers of a run. Search looks in their names; the sort keys are "name", "level"
// (default) and "changes".
type RunQuery struct {
	ListQuery
	Only RunFilter
}

// RunFilter shows some of a run's resellers.
type RunFilter string

// The filters of a run's page; the empty one shows all.
const (
	OnlyChanged   RunFilter = "changed"
	OnlyUnchanged RunFilter = "unchanged"
	OnlySkipped   RunFilter = "skipped"
	OnlyOwn       RunFilter = "own" // whose own values were overwritten or kept
)

// RunPage is a run with one page of its resellers.
type RunPage struct {
	Run       Run
	Resellers []RunReseller
	Total     int // resellers that match the query
	Own       int // resellers of the run whom OnlyOwn shows
}

// OutcomeQuery filters and pages the outcomes of one reseller in a run.
type OutcomeQuery struct {
	Option OptionKey     // "" : every box
	Show   OutcomeFilter // "" : what happened
	Limit  int           // 50 when zero
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
func (f OutcomeFilter) Shows(o Outcome) bool {
	switch f {
	case ShowEverything:
		return true
	case ShowChanges:
		return o.What.Changes() || o.What.IsPart()
	default:
		return o.Reason != NotTicked
	}
}

// OutcomePage is one page of the outcomes of one reseller in a run.
type OutcomePage struct {
	Outcomes []Outcome             // in the order of Listing
	Shown    map[OutcomeFilter]int // how many outcomes each filter shows on all pages, of the box that was asked for, parts aside
	Rows     int                   // how many the filter that was asked for shows on all pages, parts included
	Names    Names                 // of what Outcomes mentions
}

// RunResult is what a run did to one reseller.
type RunResult struct {
	Run      Run
	Reseller RunReseller
	OutcomePage
}

// Delivery is what the last run that changed a reseller did to them, as they themselves may see it.
type Delivery struct {
	Run     RunID // zero: no run has changed them yet
	At      time.Time
	Kind    RunKind
	Changes int
	Held    int // of their delivered plans, how many wait now for their prices or their confirmation
	OutcomePage
}

// Names gives the names of what outcomes mention, by id. What has no name any more is missing.
type Names struct {
	Plans         map[PlanID]string
	Periods       map[PeriodID]string // "12 months", "1 month trial"
	Resources     map[ResourceID]string
	Categories    map[CategoryID]string
	Schedules     map[ScheduleID]string
	Notifications map[NotificationID]string
	Documents     map[int64]string
	Templates     map[TemplateID]string // of services
	Flows         map[FlowID]string     // that templates deliver
	Accounts      map[AccountID]string
}

// TemplateRow is a reseller service template as its owner edits it: it refers to an order flow by id.
type TemplateRow struct {
	ID         TemplateID
	Account    AccountID
	Name       string
	Version    int // counts every change; a save must name the version it started from
	Active     bool
	Delegated  []PlanID // sorted
	OrderFlow  FlowID   // zero: none
	Privileges []Privilege
	Terms      *Terms
	Updated    time.Time
	UpdatedBy  string
}

// Resource is what rates price. Its name and unit are live everywhere.
type Resource struct {
	ID         ResourceID
	Account    AccountID
	Name       string
	Unit       string
	Additive   bool
	Measurable bool
}

// NotificationTemplate is a message that notification schedules send.
type NotificationTemplate struct {
	ID      NotificationID
	Account AccountID
	Name    string
	Subject string
	Body    string
	Visible bool // Visible to Resellers (rule 5b)
}

// ExchangeRate says how many units of a currency one unit of the provider's currency is worth.
type ExchangeRate struct {
	Currency Currency
	Rate     string // canonical, "0.92"
	Updated  time.Time
}

// NamesOf returns the names of everything in the catalogs; where two have the same id, the first wins. The maps of what is not in
// catalogs, such as resources, are empty.
func NamesOf(catalogs ...*Catalog) Names {
	n := Names{map[PlanID]string{}, map[PeriodID]string{}, map[ResourceID]string{}, map[CategoryID]string{},
		map[ScheduleID]string{}, map[NotificationID]string{}, map[int64]string{}, map[TemplateID]string{}, map[FlowID]string{},
		map[AccountID]string{}}
	for _, c := range slices.Backward(catalogs) {
		if c != nil {
			n.add(c)
		}
	}
	return n
}

func (n Names) add(c *Catalog) {
	for _, p := range c.Plans {
		n.Plans[p.ID] = p.Name
		for _, period := range p.Periods {
			n.Periods[period.ID] = period.Label()
		}
	}
	if c.Categories != nil {
		for _, s := range c.Categories.Sales {
			n.Categories[s.ID] = s.Name
		}
		for _, p := range c.Categories.Plan {
			n.Categories[p.ID] = p.Name
		}
		for _, r := range c.Categories.Resource {
			n.Categories[r.ID] = r.Name
		}
	}
	if c.Schedules != nil {
		for _, s := range c.Schedules.List {
			n.Schedules[s.ID] = s.Name
		}
	}
	if c.Terms != nil {
		for _, d := range c.Terms.Documents {
			n.Documents[d.ID] = d.Name
		}
	}
	if c.OrderFlow != nil {
		n.Flows[c.OrderFlow.ID] = c.OrderFlow.Name
	}
}

// Label is how lists name a period: "12 months", "1 month", "30 days trial".
func (p Period) Label() string {
	unit := p.Unit
	if p.Length == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	if p.Trial {
		unit += " trial"
	}
	return strconv.Itoa(p.Length) + " " + unit
}
