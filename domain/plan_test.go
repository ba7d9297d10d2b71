package domain

import (
	"testing"

	"github.com/shopspring/decimal"
)

// free is the price of what costs nothing.
func free() Price { return Amount(decimal.Zero) }

// TestHeldPlans says which plans wait for prices or a confirmation, and of them those that were delivered.
func TestHeldPlans(t *testing.T) {
	t.Parallel()
	held := func(id PlanID) *Plan { return &Plan{ID: id, Rates: []Rate{{Resource: 1, Unpriced: true}}} }
	s := State{Delivered: &Catalog{Plans: []*Plan{held(1), {ID: 2}, held(3)}}, Own: &Own{Made: &Catalog{Plans: []*Plan{held(4)}}}}
	if got := s.Held(); got != 2 {
		t.Errorf("%d plans are held, want 2", got)
	}
	if got := (State{Own: s.Own}).Held(); got != 0 {
		t.Errorf("%d plans of their own are held", got)
	}
	priced := Fees{free(), free(), free(), free(), free(), free(), free()}
	rows := []PriceRow{{Prices: RatePrices{free(), free(), free(), free()}}, {Period: 6}, {Period: 9}} // 6 is inactive, 9 is not there
	plan := &Plan{Periods: []Period{{ID: 5, Active: true, Fees: priced}, {ID: 6}}, Rates: []Rate{{Resource: 1, Prices: rows}}}
	if plan.Held() {
		t.Error("prices of periods that are not sold are missing")
	}
	plan.Periods[1].Active, plan.Periods[1].Fees = true, priced
	if !plan.Held() {
		t.Error("the prices of an active period are missing, and the plan is on sale")
	}
}
