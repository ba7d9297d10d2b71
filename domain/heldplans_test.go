package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// What is not set is listed with its cost and what is offered, and a plan is confirmed once it lacks nothing.
func TestHeldPlansAndTheirConfirmation(t *testing.T) {
	t.Parallel()
	set := Fees{free(), Amount(decimal.NewFromInt(10)), free(), free(), free(), free(), free()}
	fees, suggested := set, Fees{}
	fees[RecurringFee], suggested[RecurringFee] = Price{}, Amount(decimal.NewFromInt(14))
	delivered := &Catalog{Plans: []*Plan{
		{ID: 1, Periods: []Period{{ID: 11, Active: true, Unpriced: true, Fees: fees}}},
		{ID: 2, Periods: []Period{{ID: 21, Active: true, Unpriced: true, Fees: set}}},
		{ID: 3, Periods: []Period{{ID: 31, Active: true, Fees: set}}},
		{ID: 4, Disabled: true, Periods: []Period{{ID: 41, Active: true, Unpriced: true, Fees: fees}}},
	}}
	vendor := &Catalog{Plans: []*Plan{{ID: 1, Periods: []Period{{ID: 11, Fees: set, MSRP: suggested}}}}}
	list := PriceList{State: State{Delivered: delivered}, Sold: delivered,
		Costs: CostsFrom(vendor, ExchangeRates{"USD": decimal.NewFromInt(1), "EUR": decimal.RequireFromString("0.5")}.Conversion("USD", "EUR", nil))}
	held := list.Held()
	if len(held) != 2 || held[0].ID != 1 || held[1].ID != 2 || len(held[0].Missing) != 1 || len(held[1].Missing) != 0 {
		t.Fatalf("held are %v", held)
	}
	missing := held[0].Missing[0]
	if missing.Key != FeeKey(1, 11, RecurringFee) || missing.Cost.String() != "5" || missing.Offered.String() != "7" {
		t.Errorf("missing is %v", missing)
	}
	confirmed := func(plans ...PlanID) (keys []Key) {
		for _, id := range plans {
			keys = append(keys, Key{Field: FieldConfirmation, Plan: id, Period: PeriodID(id*10 + 1)})
		}
		return keys
	}
	price := []KeyedValue{{missing.Key, "6"}}
	for name, tt := range map[string]struct {
		prices  []KeyedValue
		confirm []PlanID
		want    []Key
	}{
		"all":              {price, []PlanID{1, 2}, confirmed(1, 2)},
		"one lacks":        {nil, []PlanID{1, 2}, confirmed(2)},
		"one is left":      {price, []PlanID{2}, confirmed(2)},
		"what is not held": {price, []PlanID{3, 4}, nil},
	} {
		c, ready := Confirming(held, tt.prices, tt.confirm)
		var got []Key
		for _, v := range c.Typed[len(tt.prices):] {
			got = append(got, v.Key)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || ready != len(tt.want) {
			t.Errorf("%s: %d are ready (-want +got):\n%s", name, ready, diff)
		}
	}
}

// Empty prices are filled in from what is offered, from cost, or with 0.00; never with a guess.
func TestFillingHeldPrices(t *testing.T) {
	t.Parallel()
	known := HeldPrice{Cost: Amount(decimal.NewFromInt(5)), Offered: Amount(decimal.NewFromInt(7))}
	percent := func(n string) Filling {
		return Filling{Cost: true, How: Calculation{Base: FromCost, Percent: decimal.RequireFromString(n), Rounding: ToUnit}}
	}
	for name, tt := range map[string]struct {
		how   Filling
		price HeldPrice
		want  string
	}{
		"offered":          {Filling{Offered: true}, known, "7"},
		"offered, unknown": {Filling{Offered: true}, HeldPrice{}, ""},
		"cost":             {percent("12.5"), known, "5.63"},
		"cost, unknown":    {percent("12.5"), HeldPrice{}, ""},
		"below zero":       {percent("-120"), known, ""},
		"free":             {Filling{Free: true}, HeldPrice{}, "0"},
		"nothing":          {Filling{}, known, ""},
	} {
		if got, filled := tt.how.Of(tt.price, 2); got.String() != tt.want || filled != (tt.want != "") {
			t.Errorf("%s fills in %q, %t, want %q", name, got, filled, tt.want)
		}
	}
}
