package domain

import "slices"

// OptionKey names a check box in forms, in the database and in links.
type OptionKey string

// The check boxes of the dialog: the manual's thirteen, and two of later versions of the original.
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
	UpdateNames      OptionKey = "update_names"
	UpdatePeriods    OptionKey = "update_periods"
)

// Group is one of the groups of the dialog.
type Group string

// The groups of the dialog, in its order.
const (
	GroupPlans     Group = "Synchronize Plans"
	GroupResources Group = "Synchronize Plan Resources"
	GroupOther     Group = "Synchronize Other Data"
	GroupMore      Group = "More"
)

// Option is one check box: how the dialog shows it and a state names it, what ticking it takes besides Synchronize sub-resellers (passing on a change
// asks for the same right as making it; "" no more), and what it does. plan is called once for each plan that the reseller has
// already, catalog once for the rest of what they have; either may be nil. Which values it passes on is said in [Fields].
type Option struct {
	Key     OptionKey
	Group   Group
	Label   string
	Short   string // in a state: "Behind: prices, fees"
	Hint    string
	Right   Privilege
	plan    func(*planSync)
	catalog func(*catalogSync)
}

// Covers returns the fields whose own values the box rewrites, each once.
func (o Option) Covers() []Field {
	var covered []Field
	for _, info := range fieldInfos {
		if info.Own && info.Box == o.Key && !slices.Contains(covered, info.Field) {
			covered = append(covered, info.Field)
		}
	}
	return covered
}

// Options is the table of check boxes, in the order of the dialog, which is also the order in which they are applied.
// Everything that knows about check boxes reads this table.
func Options() []Option {
	return []Option{
		{CreatePlans, GroupPlans, "Create new Plans and Plan periods", "new plans",
			"Makes newly delegated service plans and new subscription periods available to the reseller. " +
				"Upgrade paths come along between new plans only: those between a new and an older plan, resellers add themselves.",
			"", createPeriods, createPlans},
		{EnablePlans, GroupPlans, "Apply Plans enabling/disabling", "plans enabled or disabled",
			"Plans withdrawn from Delegated Plans become Disabled by Provider; plans delegated again are published.",
			PublishPlans, enablePlan, nil},
		{UpdateFees, GroupPlans, "Update Plan Fees", "fees",
			"Rewrites the fees of subscription periods and assigns newly assigned notification schedules.",
			EditPrices, updateFees, nil},
		{UpdateCategories, GroupPlans, "Update Sales Categories, Plan Categories, and Grouping of Resources by Resource Categories", "categories",
			"Rewrites delegated categories and which plans and resources are in them. Display Category stays the reseller's.",
			ManageCategories, updatePlanCategory, updateCategories},
		{UpdateSchedules, GroupPlans, "Update Notification Schedules", "schedules",
			"Rewrites schedules delegated earlier. Details whose template is not visible to resellers are left out.",
			ManageSchedules, nil, updateSchedules},
		{AttachUsage, GroupPlans, "Attach Usage Statistics", "usage statistics",
			"Takes over whether usage statistics are attached to the plan.",
			"", attachUsage, nil},
		{CreateResources, GroupResources, "Create new Resources", "new resources",
			"Adds resources that were added to a plan, with their limits and prices.",
			"", createResources, nil},
		{RemoveResources, GroupResources, "Remove obsolete Resources", "obsolete resources",
			"Removes resources that were removed from a plan.",
			"", removeResources, nil},
		{UpdatePrices, GroupResources, "Update Resource Prices", "prices",
			"Rewrites the prices of resources the reseller's plan already has.",
			EditPrices, updatePrices, nil},
		{UpdateLimits, GroupResources, "Update Resource Limits", "limits",
			"Rewrites the included, minimum and maximum amounts.",
			"", updateLimits, nil},
		{UpdateOrderFlow, GroupOther, "Update Order Flow", "order flow",
			"The order flow becomes the template's; the reseller's customizations stay stored.",
			"", nil, updateOrderFlow},
		{UpdatePrivileges, GroupOther, "Update Reseller's Roles/Privileges", "privileges",
			"The privileges become the template's, from the reseller's next click on.",
			"", nil, updatePrivileges},
		{SynchronizeTerms, GroupOther, "Synchronize Terms and Conditions", "terms",
			"Delegated documents and the acceptance mode become the template's; the reseller's own documents stay.",
			"", nil, synchronizeTerms},
		{UpdateNames, GroupMore, "Update Names and Descriptions", "names",
			"Rewrites the names, descriptions and service terms of plans the reseller has already.",
			EditDescriptions, updateNames, nil},
		{UpdatePeriods, GroupMore, "Update existing Plan periods", "periods",
			"Takes over which periods are active, their refund period, number, order, and what plans renew to.",
			EditPrices, updatePeriods, nil},
	}
}

// OptionSet says which boxes are ticked.
type OptionSet map[OptionKey]bool

// ManualOptions is how many of Options, the first ones, are those of the manual; the others are of later versions.
const ManualOptions = 13

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
