package pages

import "tiersync/domain"

// PreviewPlan is a plan that a run would change at somebody, or that is left out of it.
type PreviewPlan struct {
	Plan   domain.PlanID
	Name   string
	Values int          // that would become others, at all resellers
	Boxes  []PreviewBox // that would change it, or are left out at it, in the order of the dialog
}

// PreviewBox is a check box at a plan.
type PreviewBox struct {
	Option domain.OptionKey
	Values int
}

// PreviewPlans is a page of the plans of a preview, by id.
type PreviewPlans struct {
	Run   domain.Run // with what is left out
	Plans []PreviewPlan
	Total int
}
