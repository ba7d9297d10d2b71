package domain

import "slices"

// OptionKey names a check box in forms, in the database and in links.
type OptionKey string

// The thirteen check boxes of the dialog.
const (
	CreatePlans      OptionKey = "create_plans"
	EnablePlans      OptionKey = "enable_plans"
	UpdateFees       OptionKey = "update_fees"
	UpdateCategories OptionKey = "update_categories"
	UpdateSchedules  OptionKey = "update_schedules"
	AttachUsage      OptionKey = "attach_usage"
	CreateResources  OptionKey = "create_resources"
	RemoveResources  OptionKey = "remove_resources"
	UpdatePrices     OptionKey = "update_prices"
	UpdateLimits     OptionKey = "update_limits"
	UpdateOrderFlow  OptionKey = "update_order_flow"
	UpdatePrivileges OptionKey = "update_privileges"
	SynchronizeTerms OptionKey = "synchronize_terms"
)

// Group is one of the three groups of the dialog.
type Group string

// The groups of the dialog, in its order.
const (
	GroupPlans     Group = "Synchronize Plans"
	GroupResources Group = "Synchronize Plan Resources"
	GroupOther     Group = "Synchronize Other Data"
)

// Option is one check box: how the dialog shows it, which own values it rewrites, and what it does. Plan is called once
// for each plan the reseller has already, Catalog once for the rest of what he has; either may be nil.
type Option struct {
	Key     OptionKey
	Group   Group
	Label   string
	Hint    string
	Covers  []Field
	plan    func(*planSync)
	catalog func(*catalogSync)
}

// Options is the table of check boxes, in the order of the dialog, which is also the order in which they are applied.
// Everything that knows about check boxes reads this table.
func Options() []Option {
	return []Option{
		{CreatePlans, GroupPlans, "Create new Plans and Plan periods",
			"Makes newly delegated service plans and new subscription periods available to the reseller.",
			nil, createPeriods, createPlans},
		{EnablePlans, GroupPlans, "Apply Plans enabling/disabling",
			"Plans withdrawn from Delegated Plans become Disabled by Provider; plans delegated again are published.",
			nil, enablePlan, nil},
		{UpdateFees, GroupPlans, "Update Plan Fees",
			"Rewrites the fees of subscription periods and assigns newly assigned notification schedules.",
			append(slices.Clone(feeFields[:]), FieldSchedule), updateFees, nil},
		{UpdateCategories, GroupPlans, "Update Sales Categories, Plan Categories, and Grouping of Resources by Resource Categories",
			"Rewrites delegated categories and which plans and resources are in them. Display Category stays the reseller's.",
			[]Field{FieldPlacement}, updatePlanCategory, updateCategories},
		{UpdateSchedules, GroupPlans, "Update Notification Schedules",
			"Rewrites schedules delegated earlier. Details whose template is not visible to resellers are left out.",
			nil, nil, updateSchedules},
		{AttachUsage, GroupPlans, "Attach Usage Statistics",
			"Takes over whether usage statistics are attached to the plan.",
			nil, attachUsage, nil},
		{CreateResources, GroupResources, "Create new Resources",
			"Adds resources that were added to a plan, with their limits and prices.",
			nil, createResources, nil},
		{RemoveResources, GroupResources, "Remove obsolete Resources",
			"Removes resources that were removed from a plan.",
			nil, removeResources, nil},
		{UpdatePrices, GroupResources, "Update Resource Prices",
			"Rewrites the prices of resources the reseller's plan already has.",
			priceFields[:], updatePrices, nil},
		{UpdateLimits, GroupResources, "Update Resource Limits",
			"Rewrites the included, minimum and maximum amounts.",
			[]Field{FieldIncluded}, updateLimits, nil},
		{UpdateOrderFlow, GroupOther, "Update Order Flow",
			"The order flow becomes the template's; the reseller's customizations stay stored.",
			nil, nil, updateOrderFlow},
		{UpdatePrivileges, GroupOther, "Update Reseller's Roles/Privileges",
			"The privileges become the template's, from the reseller's next click on.",
			nil, nil, updatePrivileges},
		{SynchronizeTerms, GroupOther, "Synchronize Terms and Conditions",
			"Delegated documents and the acceptance mode become the template's; the reseller's own documents stay.",
			nil, nil, synchronizeTerms},
	}
}

// OptionSet says which boxes are ticked.
type OptionSet map[OptionKey]bool

// AllOptions is every box ticked.
func AllOptions() OptionSet {
	set := OptionSet{}
	for _, o := range Options() {
		set[o.Key] = true
	}
	return set
}

// ParseOptions reads the values of a form's check boxes: duplicates count once, none at all and unknown ones are refused.
func ParseOptions(values []string) (OptionSet, error) {
	known, set := AllOptions(), OptionSet{}
	for _, v := range values {
		if !known[OptionKey(v)] {
			return nil, &Error{Kind: KindInvalid, Message: "Choose from the list", Err: ErrUnknownOption,
				Fields: []FieldError{{Field: "opt", Message: "Choose from the list"}}}
		}
		set[OptionKey(v)] = true
	}
	if len(set) == 0 {
		return nil, Invalid("Select at least one option", FieldError{Field: "opt", Message: "Select at least one option"})
	}
	return set, nil
}

// Keys returns the ticked boxes in the order of the dialog.
func (s OptionSet) Keys() []OptionKey {
	var keys []OptionKey
	for _, o := range Options() {
		if s[o.Key] {
			keys = append(keys, o.Key)
		}
	}
	return keys
}
