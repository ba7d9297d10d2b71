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

// Sums of sums come to what decimals come to, and the margin in percent to what is calculated of the amounts.
func TestMoneySumsAreTheSums(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) Price {
			digits := rapid.OneOf(rapid.Int64Range(0, 2000), rapid.Int64Range(0, 9_000_000_000_000_000)).Draw(t, what)
			return Amount(decimal.New(digits, rapid.Int32Range(-8, 4).Draw(t, what+", exponent")))
		}
		var sum moneySums
		want := MoneySum{decimal.Zero, decimal.Zero}
		for range rapid.IntRange(0, 8).Draw(t, "prices") {
			price, cost := draw("price"), draw("cost")
			one := sumsOf(price, cost)
			if rapid.Bool().Draw(t, "less") {
				sum = sum.minus(one)
				want = MoneySum{want.Price.Sub(price.Decimal()), want.Cost.Sub(cost.Decimal())}
				continue
			}
			sum = sum.plus(one)
			want = MoneySum{want.Price.Add(price.Decimal()), want.Cost.Add(cost.Decimal())}
		}
		if got := sum.money(); !got.Price.Equal(want.Price) || !got.Cost.Equal(want.Cost) {
			t.Fatalf("%v, want %v", got, want)
		}
		got, has := sum.percent()
		if percent, had := want.Percent(); has != had || !got.Equal(percent) {
			t.Fatalf("%s %t of %v, want %s %t", got, has, want, percent, had)
		}
	})
}
