package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What With leaves out never counts: of any value, locked or not, the same is decided as by all decisions, one after the other (rules D2, D3).
func TestDecisionsThatCountNoMore(t *testing.T) {
	t.Parallel()
	value := func(reseller AccountID, plan PlanID) Leave {
		return LeaveValue(reseller, FeeKey(plan, 1, RecurringFee))
	}
	things := []Leave{{}, LeaveReseller(1), LeaveReseller(2), LeavePlan(1), LeavePlan(2), value(1, 1), value(1, 2), value(2, 1), value(2, 2)}
	rapid.Check(t, func(t *rapid.T) {
		var all, one Decisions
		for range rapid.IntRange(0, 12).Draw(t, "decisions") {
			d := Decision{Of: rapid.SampledFrom(things).Draw(t, "of"), Take: rapid.Bool().Draw(t, "take")}
			all, one = append(all, d), one.With(d)
		}
		for _, list := range []Decisions{one, Decisions(nil).With(all...)} {
			for _, of := range things[5:] {
				for _, lock := range []string{"", "promised"} {
					v := Override{Key: of.Key, Lock: lock}
					if got, want := newDeciding(list).takes(of.Account, v), newDeciding(all).takes(of.Account, v); got != want {
						t.Fatalf("of %v remains %v: %s is taken: %t, want %t", all.Texts(), list.Texts(), of.Text(), got, want)
					}
				}
			}
		}
		if len(one) > len(things) {
			t.Errorf("%v is longer than there are things", one.Texts())
		}
	})
}

// Decisions are stored as texts, and what is no decision is passed over.
func TestDecisionsAsTexts(t *testing.T) {
	t.Parallel()
	list := Decisions{{Take: true}, {Of: LeaveReseller(7)}, {Of: LeavePlan(3), Take: true}, {Of: LeaveValue(7, FeeKey(3, 1, SetupFee)), Take: true}}
	texts := list.Texts()
	texts = append(texts, "", "take", "take it", "all", "lose all", "keep plan x", "take "+LeaveBox(3, UpdateFees).Text())
	if diff := cmp.Diff(list, ParseDecisions(texts)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := make(Decisions, leftOutLimit+1).Check(); err == nil {
		t.Error("there is no limit")
	}
}
