package domain

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestFault082PricesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1e400", "1e10000", "Infinity", "NaN", "0x10", "1_000", "+5", "٣", "１２", "--1", "1.2.3", "",
		"   ", ".5", "5.", "1\x00"} {
		want := "Enter a price like 12.50"
		switch strings.TrimSpace(text) {
		case "--1":
			want = "A price cannot be below zero"
		case "":
			want += ", or not set"
		}
		if _, err := ParsePrice(text, 2); !refused(err, want) {
			t.Errorf("ParsePrice(%q) = %v", text, err)
		}
	}
	if p, err := ParsePrice("  Not Set ", 2); err != nil || p.IsSet() {
		t.Errorf("a price can be cleared in words: %v, %v", p, err)
	}
}

func TestFault083FeesKeepTheMinorUnit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		currency      Currency
		wrong, right  string
		want, message string
	}{
		{"EUR", "1.005", "1.05", "1.05", "Use at most 2 decimals"},
		{"JPY", "1.5", "1.0", "1", "Use no decimals"},
		{"KWD", "1.2345", "1.2340", "1.234", "Use at most 3 decimals"},
	} {
		if _, err := ParsePrice(tt.wrong, tt.currency.Exponent()); !refused(err, tt.message) {
			t.Errorf("%s %s: %v", tt.currency, tt.wrong, err)
		}
		if p, err := ParsePrice(tt.right, tt.currency.Exponent()); err != nil || p.String() != tt.want {
			t.Errorf("%s %s = %s, %v", tt.currency, tt.right, p, err)
		}
	}
}

// TestFault084RatePricesHaveSixDecimals: of what is measurable 6, or as many as 6 significant digits need, at most 12 (rule G14).
func TestFault084RatePricesHaveSixDecimals(t *testing.T) {
	t.Parallel()
	decimals := Currency("JPY").RateDecimals(true)
	for text, want := range map[string]string{"0.000001": "0.000001", "1234.567891": "1234.567891", "0.0123456": "0.0123456",
		"0.00000123456": "0.00000123456", "0.000000000001": "0.000000000001", "7.500000000000": "7.5", "0,00000007": "0.00000007"} {
		if p, err := ParsePrice(text, decimals); err != nil || p.String() != want {
			t.Errorf("%s: %s, %v", text, p, err)
		}
	}
	for text, want := range map[string]string{"1.1234567": "Use at most 6 decimals", "0.1234567": "Use at most 6 decimals", "0.01234567": "Use at most 7 decimals",
		"0.00000123456789": "Use at most 11 decimals", "0.0000000000001": "Use at most 12 decimals", "1,204.1234567": "Use at most 6 decimals"} {
		if _, err := ParsePrice(text, decimals); !refused(err, want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, err := ParsePrice("1181.7", Currency("JPY").RateDecimals(false)); !refused(err, "Use no decimals") {
		t.Errorf("a seat in JPY: %v", err)
	}
}

// TestRatesConvertByWhatTheyPrice (rule G14): what is measurable keeps its small prices, what is not is rounded to the minor unit.
func TestRatesConvertByWhatTheyPrice(t *testing.T) {
	t.Parallel()
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "JPY": decimal.RequireFromString("151.5"), "KWD": decimal.RequireFromString("0.3075"), "EUR": decimal.RequireFromString("0.92")}
	const measured, seat ResourceID = 1, 2
	for _, tt := range []struct {
		of          ResourceID
		price, want string
		to          Currency
	}{
		{seat, "7.8", "1182", "JPY"}, {measured, "7.8", "1181.7", "JPY"}, {seat, "7.8", "2.399", "KWD"}, {seat, "7.8", "7.18", "EUR"},
		{measured, "0.000000075", "0.000000069", "EUR"}, {measured, "0.0123456789", "0.0113580", "EUR"}, {measured, "0.123456", "0.113580", "EUR"},
		{measured, "0.10869565", "0.1", "EUR"}, {measured, "0.108695", "0.0999994", "EUR"}, {measured, "123.4567891", "113.580246", "EUR"},
		{seat, "0.003", "", "JPY"}, {seat, "0.0034", "1", "JPY"}, {measured, "0.0000000000001", "", "EUR"}, {measured, "0.000000000001", "0.000000000001", "EUR"},
	} {
		c := rates.Conversion("USD", tt.to, map[ResourceID]bool{seat: true})
		from, err := PriceFromString(tt.price)
		if err != nil {
			t.Fatal(err)
		}
		plan := OfferPlan(&Plan{Rates: []Rate{{Resource: tt.of, Prices: []PriceRow{{Prices: RatePrices{RecurringPrice: from}}}}}}, c)
		got := plan.Rates[0].Prices[0].Prices[RecurringPrice]
		want := Price{roundsToZero}
		if tt.want != "" {
			want = Amount(decimal.RequireFromString(tt.want))
		}
		if got != want {
			t.Errorf("%s USD is %s %s, want %s", tt.price, got.text, tt.to, want.text)
		}
		vendor := &Catalog{Plans: []*Plan{{ID: 1, Rates: []Rate{{Resource: tt.of, Prices: []PriceRow{{Prices: RatePrices{RecurringPrice: from}}}}}}}}
		if cost := CostsFrom(vendor, c).At(PriceKey(1, tt.of, PriceRow{}, RecurringPrice)); cost != want {
			t.Errorf("%s USD costs %s %s, want %s", tt.price, cost.text, tt.to, want.text)
		}
	}
}

func TestAmountsOfPrices(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		price Price
		want  string
	}{
		{Amount(decimal.RequireFromString("12.50")), "12.5"},
		{Amount(decimal.Zero), "0"},
		{Price{}, "0"},
		{Price{noRate}, "0"},
	} {
		if got := tt.price.Decimal().String(); got != tt.want {
			t.Errorf("%+v amounts to %s, want %s", tt.price, got, tt.want)
		}
	}
}

func refused(err error, message string) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == KindInvalid && e.Message == message
}

// TestFault087LargeAmounts multiplies what no int64 holds.
func TestFault087LargeAmounts(t *testing.T) {
	t.Parallel()
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "JPY": decimal.NewFromInt(1_000_000)}
	price, err := ParsePrice("1000000000000.01", 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := rates.Conversion("USD", "JPY", nil).Fee(price).String(); got != "1000000000000010000" {
		t.Errorf("it is %s", got)
	}
}

// TestConversionRoundsOnce compares with exact arithmetic: the nearest amount of the minor unit, half away from zero
// (rule G14, faults 85 and 86).
func TestConversionRoundsOnce(t *testing.T) {
	t.Parallel()
	currencies := []Currency{"USD", "EUR", "JPY", "KWD"}
	rapid.Check(t, func(t *rapid.T) {
		amount := decimal.New(rapid.Int64Range(0, 1_000_000_000).Draw(t, "amount"), -rapid.Int32Range(0, 6).Draw(t, "decimals"))
		rates := ExchangeRates{}
		for _, c := range currencies {
			rates[c] = decimal.New(rapid.Int64Range(1, 10_000_000).Draw(t, string(c)), -rapid.Int32Range(0, 6).Draw(t, "scale"))
		}
		from, to := rapid.SampledFrom(currencies).Draw(t, "from"), rapid.SampledFrom(currencies).Draw(t, "to")
		got := rates.Conversion(from, to, nil).Fee(Amount(amount))
		if from == to {
			if !got.Equal(Amount(amount)) {
				t.Fatalf("%s became %s within one currency", amount, got)
			}
			return
		}
		exact := amount.Mul(rates[to])
		unit := decimal.New(1, -to.Exponent()).Mul(rates[from])
		units := exact.Div(unit.Mul(decimal.NewFromInt(1))).Floor()
		for units.Add(decimal.NewFromInt(1)).Mul(unit).LessThanOrEqual(exact) {
			units = units.Add(decimal.NewFromInt(1))
		}
		for units.Mul(unit).GreaterThan(exact) {
			units = units.Sub(decimal.NewFromInt(1))
		}
		if rest := exact.Sub(units.Mul(unit)); rest.Mul(decimal.NewFromInt(2)).GreaterThanOrEqual(unit) {
			units = units.Add(decimal.NewFromInt(1))
		}
		switch {
		case units.IsZero() && !amount.IsZero():
			if got.WhyNoRate() != RoundsToZero {
				t.Fatalf("%s %s became %s %s", amount, from, got, to)
			}
		case !got.Equal(Amount(units.Mul(decimal.New(1, -to.Exponent())))):
			t.Fatalf("%s %s became %s %s, not %s units", amount, from, got, to, units)
		}
	})
}

func TestConversionWithoutARate(t *testing.T) {
	t.Parallel()
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "EUR": decimal.Zero}
	for _, to := range []Currency{"EUR", "JPY"} {
		c := rates.Conversion("USD", to, nil)
		if p := c.Fee(Amount(decimal.NewFromInt(5))); p.WhyNoRate() != NoExchangeRate || p.IsSet() || p.String() != "" {
			t.Errorf("5 USD became %s %s", p, to)
		}
		if p := c.Fee(Amount(decimal.Zero)); !p.IsSet() {
			t.Errorf("zero needs no rate")
		}
		if p := c.Fee(Price{}); p.IsSet() || p.NoRate() {
			t.Errorf("what is not set stays so")
		}
		if c.String() != "" {
			t.Errorf("an unknown rate reads %q", c)
		}
	}
	if text := (ExchangeRates{"EUR": decimal.RequireFromString("0.5"), "JPY": decimal.NewFromInt(100)}).Conversion("EUR", "JPY", nil).String(); text != "1 EUR = 200 JPY" {
		t.Errorf("a rate reads %q", text)
	}
}

// TestPricesAsText says that equal prices are equal text and come back from it.
func TestPricesAsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64Range(0, 1<<50).Draw(t, "digits"), -rapid.Int32Range(0, 6).Draw(t, "decimals"))
		p, padded := Amount(d), Amount(d.Add(decimal.New(0, -9)))
		if !p.Equal(padded) || p.String() != padded.String() {
			t.Fatalf("%s and %s are the same amount", p, padded)
		}
		back, err := PriceFromString(p.String())
		if err != nil || !back.Equal(p) {
			t.Fatalf("%s came back as %s, %v", p, back, err)
		}
	})
	for _, text := range []string{"x", "1e5", "1e400", "NaN", "+1", ".5", "5.", "1.2.3", "1 000", " 1", "-"} {
		if p, err := PriceFromString(text); err == nil {
			t.Errorf("%q is read as the price %s", text, p)
		}
	}
}

// TestPricesComparedAsTexts says that what runs ask of prices, without calculating, is what calculating comes to.
func TestPricesComparedAsTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Custom(func(t *rapid.T) decimal.Decimal {
			digits := rapid.Int64Range(0, rapid.SampledFrom([]int64{9, 999, 1 << 40, 1 << 62}).Draw(t, "size")).Draw(t, "digits")
			return decimal.New(digits, -rapid.Int32Range(0, 12).Draw(t, "decimals"))
		})
		price, cost := amount.Draw(t, "price"), amount.Draw(t, "cost")
		p, c := Amount(price), Amount(cost)
		if got, want := p.Below(c), price.LessThan(cost); got != want {
			t.Errorf("%v below %v: %t, want %t", p, c, got, want)
		}
		limit := rapid.IntRange(0, 100).Draw(t, "limit")
		margin, ok := Margin(p, c)
		if got, want := MarginBelow(p, c, limit), ok && margin.LessThan(decimal.NewFromInt(int64(limit))); got != want {
			t.Errorf("the margin of %v over %v, %v %%, below %d: %t, want %t", p, c, margin, limit, got, want)
		}
	})
	for _, unset := range []Price{{}, Amount(decimal.Zero)} {
		if unset.Below(Price{}) || (Price{}).Below(unset) || MarginBelow(unset, unset, 100) {
			t.Errorf("%q is compared with what is not set", unset)
		}
	}
}
