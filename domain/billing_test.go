package domain

import (
	"slices"
	"testing"
)

func TestBillingIsChosen(t *testing.T) {
	t.Parallel()
	old := &Plan{ID: 1, BillingModel: "Prepaid"}
	if got := old.BillingModelChoices(); !slices.Equal(got, []string{"Prepaid", "In advance", "In arrears"}) {
		t.Errorf("what the plan has stays: %q", got)
	}
	if got := old.BillingPeriodChoices(); got[0] != "" || len(got) != 1+len(BillingPeriods()) {
		t.Errorf("none stays: %q", got)
	}
	next, err := old.WithBilling("In arrears", "Yearly")
	if err != nil || next.BillingModel != "In arrears" || next.BillingPeriod != "Yearly" || old.BillingModel != "Prepaid" {
		t.Errorf("%v: %+v from %+v", err, next, old)
	}
	if got := next.BillingModelChoices(); !slices.Equal(got, BillingModels()) {
		t.Errorf("what the plan had is gone: %q", got)
	}
	if _, err := old.WithBilling("Prepaid", ""); err != nil {
		t.Errorf("as it was: %v", err)
	}
	_, err = next.WithBilling("Prepaid", "")
	for _, field := range []string{"billing_model", "billing_period"} {
		if got := messageOf(err, field); got != "Choose from the list" {
			t.Errorf("%s: %q", field, got)
		}
	}
}
