package oracle

import (
	"fmt"
	"slices"

	"tiersync/domain"
)

// Unticked lists what a run changed of the values that none of its boxes may touch (rule G4). A box may touch the values of
// its kind, and box 1 all of a plan or a period that it brought, with the categories and schedules that go with it.
func Unticked(before, after *Account, boxes domain.OptionSet) []string {
	was, is := Flatten(before.State.Delivered), Flatten(after.State.Delivered)
	var lines []string
	for _, key := range differing(is, was) {
		if !may(key, was, is, boxes) {
			lines = append(lines, fmt.Sprintf("no ticked box covers %s: %s -> %s", name(key), said(was, key), said(is, key)))
		}
	}
	slices.Sort(lines)
	return lines
}

// may reports whether one of the boxes may change the value.
func may(key Key, was, is Rows, boxes domain.OptionSet) bool {
	_, there := was[key]
	if boxes[box(key)] || key.Field == domain.FieldPublished && boxes[domain.EnablePlans] {
		return true
	}
	if key.Plan == 0 { // what comes with something new
		return !there && (key.Field == domain.FieldScheduleContent && (boxes[domain.CreatePlans] || boxes[domain.UpdateFees]) ||
			box(key) == domain.UpdateCategories && (boxes[domain.CreatePlans] || boxes[domain.CreateResources] && isGrouping(key)))
	}
	newPlan, newPeriod := !was.hasPlan(key.Plan), key.Period != 0 && !was.hasPeriod(key.Plan, key.Period)
	newRate, goneRate := key.Resource != 0 && !was.hasRate(key.Plan, key.Resource), key.Resource != 0 && !is.hasRate(key.Plan, key.Resource)
	return boxes[domain.CreatePlans] && (newPlan || newPeriod) || boxes[domain.CreateResources] && newRate ||
		boxes[domain.RemoveResources] && goneRate
}

func isGrouping(key Key) bool {
	return key.Field == domain.FieldGrouping || key.Field == domain.FieldResourceCategory
}

// box is the one that rewrites values of this kind.
func box(key Key) domain.OptionKey {
	switch {
	case isFee(key):
		return domain.UpdateFees
	case isPrice(key):
		return domain.UpdatePrices
	}
	switch key.Field {
	case fieldDisabled:
		return domain.EnablePlans
	case domain.FieldSchedule:
		return domain.UpdateFees
	case domain.FieldPlacement, domain.FieldPlanCategory, domain.FieldPlanCategoryData, domain.FieldResourceCategory, domain.FieldGrouping,
		domain.FieldSalesCategory, domain.FieldCategoryName, domain.FieldCategoryText, domain.FieldCategoryParent,
		domain.FieldCategoryPosition, domain.FieldDisplay:
		return domain.UpdateCategories
	case domain.FieldScheduleContent:
		return domain.UpdateSchedules
	case domain.FieldUsageStatistics:
		return domain.AttachUsage
	case domain.FieldPriceRow:
		return domain.UpdatePrices
	case domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum:
		return domain.UpdateLimits
	case domain.FieldOrderFlow, domain.FieldTransition:
		return domain.UpdateOrderFlow
	case domain.FieldPrivilege:
		return domain.UpdatePrivileges
	case domain.FieldTermsDocument, domain.FieldTermsAcceptance:
		return domain.SynchronizeTerms
	}
	return ""
}
