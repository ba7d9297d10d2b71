package domain

import "time"

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
	Undoes           RunID        // of an undo: the run it took back
	UndoneBy         RunID        // the undo that took this one back, if it still counts
	Part             Part         // of an undo: what of that run; empty: the whole
	Parts            []PartUndone // the undos that took parts of this one back, the first one first
	PartsBefore      []PartUndone // of an undo: those that had taken parts of that run back by then, and still count
	Again            bool         // of an undo by itself, not in a list: it takes an undo back
	Plan             PlanID
	PlanName         string
	PlanGone         bool           // the vendor has it no more
	Subscription     SubscriptionID // zero: all
	Reseller         string         // whose subscription that is
	SubscriptionGone bool           // it was deleted since
	Reach            Reach
	Options          []OptionKey // in the order of the dialog
	Policy           Policy
	LeftOut          LeftOut   // of an undo: of the run that it takes back
	Decisions        Decisions // with Decide
	Template         TemplateID
	TemplateName     string
	TemplateVersion  int
	Rates            map[Currency]string // units per unit of the provider's currency
	SameDialog       RunID               // the first run that was made from the same dialog, where this one is of other choices in it; else zero
	SinceDialog      []Since             // what was changed between opening the dialog and the run
	Totals           RunTotals
}

// RunTotals sums a run up. Of the subscriptions of a reseller to a plan one at most is live: each that is not skipped is another reseller.
type RunTotals struct {
	Changed        int // resellers
	Unchanged      int // resellers
	Skipped        int // subscriptions
	Changes        int // delivered values that changed, and own values overwritten
	OwnOverwritten int // and another value is sold in their place: what is dropped while the same is sold is none
	OwnKept        int // of an undo: values left alone because they were changed since
	Taken, Left    int // with Decide: of the own values about which it is decided (rule D1), those that are taken, and those that stay
}

// Resellers is how many the run reached.
func (t RunTotals) Resellers() int { return t.Changed + t.Unchanged }

// Subscriptions is how many the run was about.
func (t RunTotals) Subscriptions() int { return t.Resellers() + t.Skipped }

// Nothing reports whether the run found nothing to do (rule G10).
func (t RunTotals) Nothing() bool { return t.Changed == 0 }
