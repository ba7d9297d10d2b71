package domain

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// Of several prices each says when it fell below cost for good, and what was not looked at is not guessed.
func TestFallsBelowCost(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	sells := func(recurring, setup int64) State {
		fees := Fees{Amount(decimal.NewFromInt(setup)), Amount(decimal.NewFromInt(recurring)), free(), free(), free(), free(), free()}
		return State{Own: &Own{Made: &Catalog{Plans: []*Plan{{ID: 1, Periods: []Period{{ID: 11, Active: true, Fees: fees}}}}}}}
	}
	vendor := Past{Currency: "USD", Moments: []Moment{{State: sells(10, 1)}, {Entry: 2, At: day(2), State: sells(30, 1)}, {Entry: 4, At: day(4), State: sells(12, 9)}}}
	past := Past{Currency: "EUR", Moments: []Moment{{State: sells(12, 4)}, {Entry: 6, At: day(6), By: "Ann", State: sells(9, 4)}}}
	rate := func(text string) ExchangeRates {
		return ExchangeRates{"USD": decimal.NewFromInt(1), "EUR": decimal.RequireFromString(text)}
	}
	costs := Costing{Vendor: &vendor, Rates: []RatesThen{{Rates: rate("0.5")}, {Entry: 5, At: day(5), Rates: rate("0.9")}}}
	setup, recurring := FeeKey(1, 11, 0), FeeKey(1, 11, RecurringFee)
	falls := FallsBelowCost(past, costs, []Key{setup, recurring})
	if len(falls) != 2 || falls[0].Entry != 6 || falls[0].Cause != ByThemselves || falls[0].By != "Ann" || falls[1].Entry != 4 || falls[1].Cause != ByVendor {
		t.Errorf("falls are %+v, want the own price first, then the vendor's", falls)
	}
	past.Moments = past.Moments[:1]
	vendor.Moments[1] = Moment{Entry: 3, At: day(4).Add(-50 * time.Second), State: sells(30, 1)}
	vendor.Moments[2].State = sells(30, 9)
	if falls = FallsBelowCost(past, costs, []Key{setup, recurring}); len(falls) != 2 {
		t.Errorf("falls are %+v, want one for each minute", falls)
	}
	vendor.Moments[1].At = day(4).Add(20 * time.Second)
	vendor.Moments[2].At = day(4).Add(50 * time.Second)
	if falls = FallsBelowCost(past, costs, []Key{setup, recurring}); len(falls) != 1 || falls[0].Prices != 2 || falls[0].Entry != 4 {
		t.Errorf("falls are %+v, want those of one minute, which are told in the same words, as one", falls)
	}
	vendor.Moments = []Moment{{State: sells(14, 9)}}
	if falls = FallsBelowCost(past, costs, []Key{setup, recurring}); len(falls) != 2 || falls[0].Cause != ByRates || !falls[1].At.IsZero() {
		t.Errorf("falls are %+v, want the exchange rate's, and one from before all that is known", falls)
	}
	past.Since = Moment{Entry: 7, At: day(7)}
	if falls = FallsBelowCost(past, costs, []Key{setup, recurring}); len(falls) != 1 || falls[0].Prices != 2 || falls[0].Cause != ByMove || falls[0].Entry != 7 {
		t.Errorf("falls are %+v, want the move to that vendor: what they asked before was nobody's cost", falls)
	}
	past.Since = Moment{}
	vendor.Unknown = 5
	if falls = FallsBelowCost(past, costs, []Key{setup, recurring}); len(falls) != 1 || falls[0].Prices != 2 || !falls[0].At.IsZero() {
		t.Errorf("falls are %+v, want nothing of what was not looked at", falls)
	}
}
