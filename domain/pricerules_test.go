package domain_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	. "tiersync/domain"
)

// TestAPriceRuleIsWrittenAndRead writes rules and reads them again.
func TestAPriceRuleIsWrittenAndRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.Custom(drawRule).Filter(func(r PriceRule) bool { return r.Problem() == "" }).Draw(t, "rule") // some add nothing
		read, err := PriceRuleFromString(rule.String())
		if err != nil || read.String() != rule.String() || read.Words() != rule.Words() {
			t.Errorf("%s becomes %s, %v", rule, read, err)
		}
	})
}

// drawRule draws a rule in one of three currencies.
func drawRule(t *rapid.T) PriceRule {
	currency := rapid.SampledFrom([]Currency{"USD", "JPY", "KWD"}).Draw(t, "currency")
	return PriceRule{
		Percent:  decimal.New(rapid.Int64Range(-999_999, 10_000_000).Draw(t, "percent"), -4),
		Amount:   decimal.New(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "amount"), -currency.Exponent()),
		Rounding: rapid.SampledFrom(Roundings(currency)).Draw(t, "rounding"),
		Decimals: currency.Exponent(),
	}
}

// TestWhatAPriceRuleMakes says what rules make of delivered prices, and where they make none.
func TestWhatAPriceRuleMakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rule, delivered, want string
		why                   Left
		words                 string
	}{
		{"20 0 unit 2", "10", "12", "", "delivered + 20 %"},
		{"20 0 0.99 2", "10", "11.99", "", "delivered + 20 %, to .99"},
		{"20 0 0.95 2", "10", "11.95", "", "delivered + 20 %, to .95"},
		{"-10 1 unit 2", "10", "10", "", "delivered - 10 % + 1.00"},
		{"0 -2.5 0.05 2", "10.01", "7.5", "", "delivered - 2.50, to 0.05"},
		{"20 0 unit 0", "1055", "1266", "", "delivered + 20 %"},
		{"0 40 unit 0", "1055", "1095", "", "delivered + 40"},
		{"0 0.125 unit 2", "1", "1.13", "", "delivered + 0.125"},
		{"20 0 5 0", "1052", "1260", "", "delivered + 20 %, to 5"},
		{"20 0 unit 2", "0.0125", "0.015", "", "delivered + 20 %"},
		{"10 0 unit 2", "0.000015", "0.000017", "", "delivered + 10 %"},
		{"20 0 0.99 2", "0.1", "0.99", "", "delivered + 20 %, to .99"},
		{"20 0 unit 2", "", "", LeftNotDelivered, "delivered + 20 %"},
		{"20 5 unit 2", "0", "", LeftFree, "delivered + 20 % + 5.00"},
		{"-90 0 unit 2", "0.04", "", LeftZero, "delivered - 90 %"},
		{"0 -4 unit 2", "4", "", LeftZero, "delivered - 4.00"},
		{"0 -5 unit 2", "4", "", LeftBelow, "delivered - 5.00"},
		{"1000 0 unit 2", "999999999999999", "", LeftTooLarge, "delivered + 1000 %"},
	}
	for _, tt := range tests {
		rule, err := PriceRuleFromString(tt.rule)
		if err != nil {
			t.Fatalf("%s: %v", tt.rule, err)
		}
		delivered, err := PriceFromString(tt.delivered)
		if err != nil {
			t.Fatal(err)
		}
		if got, why := rule.Of(delivered); got.String() != tt.want || why != tt.why || rule.Words() != tt.words {
			t.Errorf("%s (%s) makes %q of %q (%s), want %q (%s, %s)", tt.rule, rule.Words(), got, tt.delivered, why, tt.want, tt.why, tt.words)
		}
	}
}

// TestPlansWithoutRulesAreShared: a plan of which no rule makes anything is the delivered one, by pointer.
func TestPlansWithoutRulesAreShared(t *testing.T) {
	t.Parallel()
	fee := func(id PlanID, amount int64) *Plan {
		p := &Plan{ID: id, Periods: []Period{{ID: PeriodID(id)}}}
		p.Periods[0].Fees[RecurringFee] = Amount(decimal.NewFromInt(amount))
		return p
	}
	delivered := &Catalog{Plans: []*Plan{fee(1, 10), fee(2, 0), fee(3, 10)}}
	rule := func(key Key, text string) *Own { return (*Own)(nil).With(Override{Key: key, Value: text}) }
	all := State{Delivered: delivered, Own: rule(FeeRuleKey(0, 0), "20 0 unit 2")}.Effective()
	one := State{Delivered: delivered, Own: rule(FeeRuleKey(3, 0), "20 0 unit 2")}.Effective()
	for i, want := range [][2]bool{{false, true}, {true, true}, {false, false}} {
		if got := [2]bool{all.Plans[i] == delivered.Plans[i], one.Plans[i] == delivered.Plans[i]}; got != want {
			t.Errorf("plan %d is shared: %v, want %v", i+1, got, want)
		}
	}
}
