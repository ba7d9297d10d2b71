package domain

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// TestRulesByWholeNumbers: what a rule makes by whole numbers is what it makes by decimals.
func TestRulesByWholeNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]Currency{"USD", "JPY", "KWD"}).Draw(t, "currency")
		digits := rapid.Int32Range(0, percentDecimals).Draw(t, "decimals of the percentage")
		rule := PriceRule{
			Percent:  decimal.New(rapid.Int64Range(-999_999, 10_000_000).Draw(t, "percent"), -4).Round(digits),
			Amount:   decimal.New(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "amount"), -rapid.Int32Range(0, 7).Draw(t, "decimals of the amount")),
			Rounding: rapid.SampledFrom(Roundings(currency)).Draw(t, "rounding"), Decimals: currency.Exponent()}
		amount := rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "delivered") >> rapid.IntRange(0, 39).Draw(t, "smaller")
		delivered := Amount(decimal.New(max(1, amount), -rapid.Int32Range(0, 8).Draw(t, "decimals")))
		ints, ok := rule.ints()
		if !ok {
			return
		}
		got, why, ok := ints.of(delivered)
		if want, wanted := rule.byDecimals(delivered); ok && (got != want || why != wanted) {
			t.Fatalf("%s makes %s (%s) of %s by whole numbers, %s (%s) by decimals", rule, got, why, delivered, want, wanted)
		}
	})
}
