package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// Who sees no costs reads of what a run did their own prices and what is sold now; where a price of their own stands since, no try of one tells
// what was delivered.
func TestOutcomesWithoutCosts(t *testing.T) {
	t.Parallel()
	priced := func(recurring, renewal int64) *Catalog {
		fees := Fees{free(), Amount(decimal.NewFromInt(recurring)), Amount(decimal.NewFromInt(renewal)), free(), free(), free(), free()}
		return &Catalog{Plans: []*Plan{{ID: 1, Periods: []Period{{ID: 11, Active: true, Fees: fees}}}}}
	}
	fee, renewal := FeeKey(1, 11, RecurringFee), FeeKey(1, 11, RenewalFee)
	now := State{Delivered: priced(6, 9), Own: (&Own{}).With(Override{Key: renewal, Value: "5"})}
	list := []Outcome{
		{What: Overwritten, Key: fee, Old: "7", New: "6", Rate: "1 USD = 0.5 EUR"},
		{What: Updated, Key: fee, Old: "4", New: "6"},
		{What: Updated, Key: fee, Old: "6", New: "8"}, // by an earlier run
		{What: Restored, Key: fee, Old: "4", New: "7"},
		{What: Dropped, Reason: SameAsDelivered, Key: fee, Old: "6", New: "6"},
		{What: Beneath, Key: fee, Old: "4", New: "6"},
		{What: Kept, Key: renewal, Old: "5", New: "4"},
		{What: Updated, Key: renewal, Old: "4", New: "5"},
		{What: Dropped, Key: Key{Field: FieldFeeRule}, Old: "20 %"},
	}
	blind := Viewer{Account: Account{Kind: Reseller}, User: User{Role: Operator}}
	var got []string
	for _, o := range blind.SeenOutcomes(list, now) {
		got = append(got, o.Old+" > "+o.New+o.Rate)
	}
	want := []string{"7 > 6", "hidden > 6", "6 > hidden", "hidden > 7", "6 > 6", "hidden > hidden", "5 > ", "hidden > hidden", "hidden > "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if seer := (Viewer{Account: Account{Kind: Reseller}, User: User{Role: Administrator}}); cmp.Diff(list, seer.SeenOutcomes(list, now)) != "" {
		t.Error("something is hidden from who sees costs")
	}
}
