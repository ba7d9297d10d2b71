package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// Whoever is asked about prices that jump reads of the largest jump first, up or down; what was not there before has no size and comes last.
func TestTheLargestJumpIsAskedAboutFirst(t *testing.T) {
	t.Parallel()
	fee := func(f Fee, was, is string) Edit {
		return Edit{FeeKey(1, 2, f), Held{Text: was, There: was != ""}, Held{Text: is, There: true}}
	}
	made := fee(DepositFee, "", "3")
	plan := &Plan{ID: 1, Periods: []Period{{ID: 2}}}
	plan.Periods[0].Fees[DepositFee], plan.Periods[0].MSRP = Amount(decimal.NewFromInt(3)), Fees{DepositFee: Amount(decimal.NewFromInt(1))}
	facts := JumpFacts{Limit: 30, After: State{Own: &Own{Made: &Catalog{Plans: []*Plan{plan}}}}}
	edits := []Edit{made, fee(SetupFee, "10", "14"), fee(RecurringFee, "10", "1"), fee(RenewalFee, "10", "1000"), fee(TransferFee, "10", "0")}
	jumps := Jumping(Change{WantsAsking: true}.Asks(edits, facts))
	if jumps == nil {
		t.Fatal("nobody is asked")
	}
	var got []Field
	for _, j := range jumps.List {
		got = append(got, j.Key.Field)
	}
	want := []Field{RenewalFee.Field(), TransferFee.Field(), RecurringFee.Field(), SetupFee.Field(), DepositFee.Field()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
