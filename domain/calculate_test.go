package domain_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	. "tiersync/domain"
)

// calculated is what a calculation makes of a fee in EUR that costs, was delivered and is sold at these amounts; made: the vendor made it.
func calculated(t testing.TB, c Calculation, cost, delivered, price string, made bool) Calculated {
	t.Helper()
	amount := func(text string) Price {
		p, err := PriceFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	plan := func(fee string) *Plan {
		return &Plan{ID: 1, Periods: []Period{{ID: 10, Length: 1, Unit: "months", Fees: Fees{amount(fee)}}}}
	}
	list := PriceList{Sold: &Catalog{Plans: []*Plan{plan(price)}}, Costs: CostsFrom(&Catalog{Plans: []*Plan{plan(cost)}}, Conversion{})}
	if made {
		list.Sold.Plans[0].Periods[0].MSRP[SetupFee] = amount(delivered)
	} else {
		list.State = State{Delivered: &Catalog{Plans: []*Plan{plan(delivered)}}}
	}
	all := list.Calculate(PriceQuery{Kind: SetupFee.Field()}, c, "EUR")
	if len(all) != 1 {
		t.Fatalf("%d lines", len(all))
	}
	return all[0]
}

func amountOf(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestCalculate(t *testing.T) {
	t.Parallel()
	most := func(text string) Price { return Amount(amountOf(text)) }
	tests := []struct {
		name                   string
		c                      Calculation
		cost, delivered, price string
		want                   string
		why                    Left
	}{
		{"percent", Calculation{Base: FromPrice, Percent: amountOf("5")}, "1", "1", "9.99", "10.49", ""},
		{"less percent", Calculation{Base: FromPrice, Percent: amountOf("-12.5")}, "1", "1", "8", "7", ""},
		{"percent, then the amount", Calculation{Base: FromPrice, Percent: amountOf("10"), Amount: amountOf("-0.5")}, "1", "1", "10", "10.5", ""},
		{"the amount, then the rounding", Calculation{Base: FromPrice, Amount: amountOf("0.3"), Rounding: To99}, "1", "1", "10", "9.99", ""},
		{"half away from zero", Calculation{Base: FromPrice, Percent: amountOf("0.5")}, "1", "1", "1", "1.01", ""},
		{"from cost", Calculation{Base: FromCost, Percent: amountOf("20")}, "8", "9", "1", "9.6", ""},
		{"a margin", Calculation{Base: FromCost, Percent: amountOf("20"), Margin: true}, "8", "9", "1", "10", ""},
		{"from delivered", Calculation{Base: FromDelivered, Percent: amountOf("20"), Rounding: To99}, "8", "9", "1", "10.99", ""},
		{"to 0.05", Calculation{Base: FromPrice, Rounding: To5Cents}, "1", "1", "9.975", "10", ""},
		{"to 0.10", Calculation{Base: FromPrice, Rounding: To10Cents}, "1", "1", "9.94", "9.9", ""},
		{"to .95", Calculation{Base: FromPrice, Rounding: To95}, "1", "1", "10.45", "10.95", ""},
		{"to whole", Calculation{Base: FromPrice, Rounding: ToWhole}, "1", "1", "10.5", "11", ""},
		{"to 5", Calculation{Base: FromPrice, Rounding: ToFive}, "1", "1", "12.4", "10", ""},
		{"the least .99", Calculation{Base: FromPrice, Rounding: To99}, "0.1", "1", "0.2", "0.99", ""},
		{"never below cost, and the rounding", Calculation{Base: FromPrice, Percent: amountOf("-50"), Rounding: To99, NotBelow: true}, "8.2", "1", "10", "8.99", ""},
		{"at most, and the rounding", Calculation{Base: FromPrice, Percent: amountOf("50"), Rounding: To99, AtMost: most("12")}, "1", "1", "10", "11.99", ""},
		{"both bounds, with room for none", Calculation{Base: FromPrice, Rounding: To99, NotBelow: true, AtMost: most("8.5")}, "8.2", "1", "10", "", LeftBounds},
		{"below the first of a rounding", Calculation{Base: FromPrice, Rounding: To99, AtMost: most("0.5")}, "0.1", "1", "10", "", LeftBounds},
		{"free stays free", Calculation{Base: FromPrice, Percent: amountOf("20"), Rounding: To99}, "0", "0", "0", "0", ""},
		{"free stays free, whatever is added", Calculation{Base: FromPrice, Amount: amountOf("0.5")}, "0", "0", "0", "0", ""},
		{"free, with less", Calculation{Base: FromPrice, Amount: amountOf("-0.5")}, "0", "0", "0", "0", ""},
		{"free, and never below cost", Calculation{Base: FromPrice, NotBelow: true}, "8.2", "1", "0", "8.2", ""},
		{"rounds to zero", Calculation{Base: FromPrice, Rounding: ToFive}, "1", "1", "2", "", LeftZero},
		{"below zero", Calculation{Base: FromPrice, Amount: amountOf("-3")}, "1", "1", "2", "", LeftBelow},
		{"no price", Calculation{Base: FromPrice}, "1", "1", "", "", LeftNoBase},
		{"no cost", Calculation{Base: FromPrice, NotBelow: true}, "", "1", "2", "", LeftNoCost},
		{"too large", Calculation{Base: FromPrice, Percent: amountOf("1000000000000000")}, "1", "1", "2", "", LeftTooLarge},
		{"an MSRP of what was delivered", Calculation{Base: FromPrice, MSRP: true}, "1", "1", "2", "", LeftNoMSRP},
		{"the vendor's price at a rate", Calculation{Base: FromVendor, Rate: amountOf("0.95")}, "8", "1", "2", "7.6", ""},
	}
	for _, tt := range tests {
		got := calculated(t, tt.c, tt.cost, tt.delivered, tt.price, false)
		if got.New.String() != tt.want || got.Why != tt.why {
			t.Errorf("%s: %s %q, want %s %q", tt.name, got.New, got.Why, tt.want, tt.why)
		}
	}
	msrp := calculated(t, Calculation{Base: FromPrice, MSRP: true, Percent: amountOf("25")}, "", "11", "10", true)
	if msrp.Set.Field != SetupFee.MSRP() || msrp.Was.String() != "11" || msrp.New.String() != "12.5" || !msrp.Changed() {
		t.Errorf("an MSRP became %+v", msrp)
	}
	if free := calculated(t, Calculation{Base: FromPrice, MSRP: true, Percent: amountOf("25")}, "", "", "0", true); free.Why != LeftFreeBase {
		t.Errorf("an MSRP of what is free became %+v", free)
	}
	if from := calculated(t, Calculation{Base: FromMSRP}, "", "11", "10", true); from.New.String() != "11" {
		t.Errorf("from the MSRP came %s", from.New)
	}
}

// TestCalculateRates: the result has as many decimals as the price of its resource may have (rule G14), so that it can be saved.
func TestCalculateRates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ price, measured, seat string }{
		{"0.333333", "0.344433", "0.34"}, {"0.0000123", "0.0000127096", ""}, {"12.345678", "12.756789", "12.76"}, {"0.09677", "0.0999924", "0.1"},
	} {
		for resource, want := range map[ResourceID]string{1: tt.measured, 2: tt.seat} {
			rate := Rate{Resource: resource, Prices: []PriceRow{{Prices: RatePrices{RecurringPrice: Amount(amountOf(tt.price))}}}}
			list := PriceList{Sold: &Catalog{Plans: []*Plan{{ID: 1, Rates: []Rate{rate}}}}, Unmeasured: map[ResourceID]bool{2: true}}
			got := list.Calculate(PriceQuery{Kind: RecurringPrice.Field()}, Calculation{Base: FromPrice, Percent: amountOf("3.33")}, "EUR")[0]
			if got.New.String() != want || (got.Why == LeftZero) != (want == "") {
				t.Errorf("resource %d: %s became %q, want %q (%s)", resource, tt.price, got.New, want, got.Why)
			}
			if _, err := ParsePrice(got.New.String(), Currency("EUR").RateDecimals(resource == 1)); want != "" && err != nil {
				t.Errorf("resource %d: %s cannot be saved: %v", resource, got.New, err)
			}
		}
	}
}

// Whatever is calculated: a price that is made is one of the amounts of the rounding, within the bounds, with no more decimals than it may have.
func TestCalculateKeepsRoundingAndBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		money := func(name string) string {
			return decimal.New(rapid.Int64Range(0, 5000).Draw(r, name), -2).String()
		}
		c := Calculation{Base: rapid.SampledFrom([]PriceBase{FromPrice, FromCost, FromDelivered, FromVendor}).Draw(r, "base"), Rate: amountOf("0.9"),
			Percent: decimal.New(rapid.Int64Range(-9900, 9900).Draw(r, "percent"), -2), Margin: rapid.Bool().Draw(r, "margin"),
			Amount: decimal.New(rapid.Int64Range(-500, 500).Draw(r, "amount"), -2), Rounding: rapid.SampledFrom(Roundings("EUR")).Draw(r, "rounding"),
			NotBelow: rapid.Bool().Draw(r, "not below")}
		if rapid.Bool().Draw(r, "bound") {
			c.AtMost = Amount(amountOf(money("at most")))
		}
		got := calculated(t, c, money("cost"), money("delivered"), money("price"), false)
		if got.Why != "" {
			return
		}
		is := got.New.Decimal()
		if c.NotBelow && is.LessThan(got.Cost.Decimal()) || c.AtMost.IsSet() && is.GreaterThan(c.AtMost.Decimal()) {
			r.Fatalf("%s is out of bounds (cost %s, at most %s)", is, got.Cost, c.AtMost)
		}
		ends := map[Rounding]string{To99: "0.99", To95: "0.95", ToWhole: "0", ToFive: "0"}
		switch end, one := ends[c.Rounding]; {
		case is.IsZero():
		case one && !is.Mod(decimal.NewFromInt(1)).Equal(amountOf(end)), c.Rounding == ToFive && !is.Mod(amountOf("5")).IsZero(),
			c.Rounding == To5Cents && !is.Mod(amountOf("0.05")).IsZero(), c.Rounding == To10Cents && !is.Mod(amountOf("0.1")).IsZero(), !is.Equal(is.Round(2)):
			r.Fatalf("%s is no amount of the rounding %s", is, c.Rounding)
		}
	})
}
