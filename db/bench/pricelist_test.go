package main

import (
	"testing"

	"tiersync/db/dbtest"
)

// BenchmarkPriceList changes 100,000 prices of 1,000 plans in one change, as an imported price list does.
func BenchmarkPriceList(b *testing.B) {
	w, err := Build(b.Context(), dbtest.Open(b), Size{Resellers: 2, Levels: 1, Plans: 1000, Periods: 4, Rates: 18})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := w.ChangePrices(b.Context(), 1); err != nil {
			b.Fatal(err)
		}
	}
}
