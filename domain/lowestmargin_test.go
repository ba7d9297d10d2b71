package domain

import (
	"testing"

	"github.com/shopspring/decimal"
)

func amountOf(text string) Price {
	if text == "" {
		return Price{}
	}
	return Amount(decimal.RequireFromString(text))
}

// pricedPlan has a month and a year, an old period that is not sold any more, and a resource with a tier.
func pricedPlan(month, year, old, rate, tier string) *Plan {
	period := func(id PeriodID, fee string, active bool) Period {
		p := Period{ID: id, Length: 1, Unit: "months", Active: active}
		for i := range p.Fees {
			p.Fees[i] = amountOf("0")
		}
		p.Fees[RecurringFee] = amountOf(fee)
		return p
	}
	row := func(from int64, price string) PriceRow {
		r := PriceRow{From: from}
		for i := range r.Prices {
			r.Prices[i] = amountOf("0")
		}
		r.Prices[RecurringPrice] = amountOf(price)
		return r
	}
	return &Plan{ID: 7, Periods: []Period{period(1, month, true), period(2, year, true), period(3, old, false)},
		Rates: []Rate{{Resource: 5, Maximum: Unlimited, Prices: []PriceRow{row(0, rate), row(10, tier)}}}}
}

func TestLowestMargin(t *testing.T) {
	t.Parallel()
	vendor := &Catalog{Plans: []*Plan{pricedPlan("10", "100", "50", "1", "0.5")}}
	costs := CostsFrom(vendor, Conversion{From: "USD", To: "USD"})
	fee := func(period PeriodID) Key { return FeeKey(7, period, RecurringFee) }
	tier := PriceKey(7, 5, PriceRow{From: 10}, RecurringPrice)
	for name, tt := range map[string]struct {
		plan *Plan
		key  Key
		want string // in percent; "free": it is given away
	}{
		"the first period":                 {pricedPlan("12.5", "200", "1", "2", "1"), fee(1), "20"},
		"a second period at a loss":        {pricedPlan("13.7", "90", "1", "2", "1"), fee(2), "-11.1"},
		"a tier":                           {pricedPlan("20", "200", "1", "2", "0.4"), tier, "-25"},
		"given away":                       {pricedPlan("0", "90", "1", "2", "0.4"), fee(1), "free"},
		"what is not set counts for none":  {pricedPlan("", "200", "1", "4", "4"), fee(2), "50"},
		"of equal ones the first":          {pricedPlan("20", "200", "1", "2", "1"), fee(1), "50"},
		"more decimals than are compared":  {pricedPlan("20", "200", "1", "2", "0.4999999"), tier, "0"},
		"a cost of nothing is all that is": {pricedPlan("20", "200", "1", "9", "9"), fee(1), "50"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := costs.Margins().Lowest(tt.plan)
			percent, ok := Margin(got.Price, got.Cost)
			switch {
			case !found || got.Key != tt.key:
				t.Errorf("found %v, %+v", found, got)
			case tt.want == "free":
				if !got.GivenAway() || ok {
					t.Errorf("%+v is not given away", got)
				}
			case !percent.Equal(decimal.RequireFromString(tt.want)):
				t.Errorf("%s %%, want %s", percent, tt.want)
			}
		})
	}
	if _, found := costs.Margins().Lowest(&Plan{ID: 8}); found {
		t.Error("a plan that the vendor does not sell has a margin")
	}
	if _, found := (Costs{}).Margins().Lowest(pricedPlan("1", "1", "1", "1", "1")); found {
		t.Error("without costs there is a margin")
	}
}

// The costs that margins are compared with are those that pages show.
func TestMarginsConvertAsCostsDo(t *testing.T) {
	t.Parallel()
	rate := func(text string) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: decimal.RequireFromString(text), Valid: true}
	}
	vendor := &Catalog{Plans: []*Plan{pricedPlan("10", "100", "50", "0.333333", "0.5")}}
	costs := CostsFrom(vendor, Conversion{From: "USD", To: "JPY", FromRate: rate("1"), ToRate: rate("151.37"), Unmeasured: map[ResourceID]bool{}})
	margins, sold := costs.Margins(), pricedPlan("1", "2", "3", "4", "5")
	for range 2 {
		got, found := margins.Lowest(sold)
		if want := costs.At(got.Key); !found || got.Cost != want || want.IsZero() {
			t.Errorf("cost %s, want %s", got.Cost, want)
		}
	}
	unknown := CostsFrom(vendor, Conversion{From: "USD", To: "JPY"})
	if got, found := unknown.Margins().Lowest(sold); found {
		t.Errorf("without an exchange rate: %+v", got)
	}
}
