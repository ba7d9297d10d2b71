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
	next := &Plan{ID: 1, BillingModel: "In arrears"}
	if got := next.BillingModelChoices(); !slices.Equal(got, BillingModels()) {
		t.Errorf("what the plan had is gone: %q", got)
	}
}
