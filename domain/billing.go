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

// WithBilling returns the plan billed so. It fails with KindInvalid where the plan cannot have these; the messages are for the
// fields "billing_model" and "billing_period".
func (p *Plan) WithBilling(model, period string) (*Plan, error) {
	var wrong problems
	if !slices.Contains(p.BillingModelChoices(), model) {
		wrong.add("billing_model", "Choose from the list")
	}
	if !slices.Contains(p.BillingPeriodChoices(), period) {
		wrong.add("billing_period", "Choose from the list")
	}
	if err := wrong.err("The plan cannot be billed like this."); err != nil {
		return nil, err
	}
	next := p.Clone()
	next.BillingModel, next.BillingPeriod = model, period
	return next, nil
}
