package domain

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// Adding up in millionths comes to what decimals come to, also of prices that are too large or too fine for it.
func TestPriceSumIsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum priceSum
		want := decimal.Zero
		for range rapid.IntRange(0, 40).Draw(t, "prices") {
			exponent := rapid.Int32Range(-12, 2).Draw(t, "exponent")
			price := Amount(decimal.New(rapid.Int64Range(0, 9_000_000_000_000_000).Draw(t, "digits"), exponent))
			times := rapid.SampledFrom([]int64{1, -1}).Draw(t, "times")
			sum.add(price, times)
			want = want.Add(price.Decimal().Mul(decimal.NewFromInt(times)))
		}
		if got := sum.sum(); !got.Equal(want) {
			t.Fatalf("%s, want %s", got, want)
		}
	})
	var large priceSum
	most := Amount(decimal.New(mostMillionths, -6))
	for range 3000 {
		large.add(most, 1)
	}
	if want := most.Decimal().Mul(decimal.NewFromInt(3000)); !large.sum().Equal(want) {
		t.Errorf("3000 of the largest: %s, want %s", large.sum(), want)
	}
}
