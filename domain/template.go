package domain

import (
	"slices"
	"time"
)

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

// SeenBy is the template as an account may read it: of one of somebody above them neither what it is called nor who changed it.
func (t TemplateRow) SeenBy(reader AccountID) TemplateRow {
	if t.Account != reader {
		t.Name, t.UpdatedBy = "", ""
	}
	return t
}

// Delegates reports whether the template delegates a plan.
func (t TemplateRow) Delegates(plan PlanID) bool {
	_, found := slices.BinarySearch(t.Delegated, plan)
	return found
}
