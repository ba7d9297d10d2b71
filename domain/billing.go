package domain

import "slices"

// BillingModels are when a plan's fees are billed, in the order of forms.
func BillingModels() []string { return []string{"In advance", "In arrears"} }

// BillingPeriods are how often a plan's customers are billed, in the order of forms.
func BillingPeriods() []string {
	return []string{"Monthly", "Quarterly", "Half-yearly", "Yearly", "Subscription period"}
}

// BillingModelChoices are the billing models that the plan can have: those of the list, and the one it has, which may be of
// another time ("" stands for none).
func (p *Plan) BillingModelChoices() []string { return withCurrent(BillingModels(), p.BillingModel) }

// BillingPeriodChoices is the same for billing periods.
func (p *Plan) BillingPeriodChoices() []string { return withCurrent(BillingPeriods(), p.BillingPeriod) }

func withCurrent(list []string, current string) []string {
	if slices.Contains(list, current) {
		return list
	}
	return append([]string{current}, list...)
}
