package pages

import (
	"time"

	"tiersync/domain"
)

// Waiting is what waits at a vendor to be passed on, and for how long: their start page.
type Waiting struct {
	Matrix    []WaitingRow
	Plans     []WaitingPlan // changed and not passed on, some of them; what waits longest first
	PlanCount int           // of all of them
	States    map[domain.SyncStateKey]int
	Resellers int // who are reached, at all levels
	Elsewhere int // who buy by a reseller plan that a vendor below made, so that nothing is known of how they stand
	Held      WaitingCount
	BelowCost WaitingCount
	NoRate    []WaitingCurrency
	Runs      []domain.Run // the last ones
	Names     domain.Names
}

// Nothing reports whether nothing waits.
func (w Waiting) Nothing() bool {
	return len(w.Matrix) == 0 && w.PlanCount == 0 && w.Held.Resellers == 0 && w.BelowCost.Resellers == 0 && len(w.NoRate) == 0
}

// WaitingCount counts things, and at how many resellers.
type WaitingCount struct{ Things, Resellers int }

// WaitingRow is a reseller plan at a level, where somebody is behind.
type WaitingRow struct {
	Plan      domain.PlanID
	PlanName  string
	Level     int
	Direct    bool // the viewer's own resellers are at this level
	Resellers int  // who are reached
	Behind    int  // of them are behind in any box
	Never     int  // of them were never synchronized
	Cells     map[domain.OptionKey]WaitingCell
}

// WaitingCell is how many resellers are behind in a box, and since when the first of them is.
type WaitingCell struct {
	Resellers int
	Since     time.Time
}

// WaitingPlan is a plan that is not passed on.
type WaitingPlan struct {
	ID    domain.PlanID
	Name  string
	Since time.Time // when the first of it that waits became so
	By    []NotPassedOn
}

// NotPassedOn is what waits of a plan to be passed on by a reseller plan.
type NotPassedOn struct {
	By     domain.PlanID
	ByName string
	domain.PlanBehind
}

// WaitingCurrency is a currency without an exchange rate, and who has their prices in it.
type WaitingCurrency struct {
	Currency  domain.Currency
	Resellers int
}
