package domain

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Price is an amount in its catalog's currency, or not set, which is not 0.00. The zero Price is not set. Prices are
// comparable: == is Equal.
//
// A price is kept as its canonical text. Of the millions that a run compares, hashes, stores and shows it calculates with
// none, unless currencies differ.
type Price struct{ text string }

// These stand, inside an Offer and in costs only, for a price that is none in this currency: no exchange rate makes it one, or it
// would round to zero.
const (
	noRate       = "no exchange rate"
	roundsToZero = "rounds to zero"
)

// Amount returns a price that is set to d.
func Amount(d decimal.Decimal) Price { return Price{d.String()} }

// IsSet reports whether the price has an amount.
func (p Price) IsSet() bool { return p.text != "" && !p.NoRate() }

// NoRate reports whether this price could not be converted (rule G14).
func (p Price) NoRate() bool { return p.text == noRate || p.text == roundsToZero }

// WhyNoRate says why this price could not be converted, "" where it could.
func (p Price) WhyNoRate() Reason {
	switch p.text {
	case noRate:
		return NoExchangeRate
	case roundsToZero:
		return RoundsToZero
	default:
		return ""
	}
}

// Decimal returns the amount, zero when the price is not set.
func (p Price) Decimal() decimal.Decimal {
	if !p.IsSet() {
		return decimal.Zero
	}
	d, err := decimal.NewFromString(p.text)
	if err != nil {
		return decimal.Zero
	}
	return d
}

// IsZero reports whether the amount is zero, in the canonical form in which there is one way to write it.
func (p Price) IsZero() bool { return p.text == "0" }

// Equal reports whether both are not set or both have the same amount: 12.5 equals 12.50.
func (p Price) Equal(q Price) bool { return p == q }

// Below reports whether both prices are set, and p is the smaller one. It compares the texts: a run asks it of all prices.
func (p Price) Below(q Price) bool {
	if !p.IsSet() || !q.IsSet() {
		return false
	}
	if digits, others := digitsBeforePoint(p.text), digitsBeforePoint(q.text); digits != others {
		return digits < others
	}
	return p.text < q.text
}

// digitsBeforePoint is how many digits stand before the point.
func digitsBeforePoint(text string) int {
	if point := strings.IndexByte(text, '.'); point >= 0 {
		return point
	}
	return len(text)
}

// mostMillionths is the largest amount that is calculated with as a number of millionths: two thousand times as much is an int64.
const mostMillionths = 4_000_000_000_000_000

// millionths is the amount in millionths; false where it has more decimals, or is too large.
func (p Price) millionths() (amount int64, ok bool) {
	decimals := -1
	for _, c := range []byte(p.text) {
		switch {
		case c == '.':
			decimals = 0
			continue
		case c < '0' || c > '9' || amount > mostMillionths/10:
			return 0, false
		case decimals >= 0:
			decimals++
		}
		amount = 10*amount + int64(c-'0')
	}
	for range 6 - max(decimals, 0) {
		if amount *= 10; amount > mostMillionths {
			return 0, false
		}
	}
	return amount, p.text != "" && decimals <= 6 && amount <= mostMillionths
}

// String returns the canonical form, without trailing zeros: "12.5", or "" when not set.
func (p Price) String() string {
	if !p.IsSet() {
		return ""
	}
	return p.text
}

// PriceFromString reads a canonical form. Use ParsePrice for what a person typed. It refuses what is no plain number: "1e999999999"
// would be written out digit by digit.
func PriceFromString(s string) (Price, error) {
	if s == "" {
		return Price{}, nil
	}
	if whole, fraction, point := strings.Cut(s, "."); !allDigits(whole) || point && !allDigits(fraction) {
		return Price{}, fmt.Errorf("%q is no price", s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Price{}, err
	}
	return Amount(d), nil
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// ParsePrice reads what a person typed into a price field, or what stands in a file, with at most the given decimals: "12.50",
// and "12,5" where the comma can mean nothing else. The words "not set" clear the price; an empty text is refused, so that
// nobody clears a price by accident. The error is a sentence for the field, which says what to type.
func ParsePrice(text string, decimals int32) (Price, error) {
	if strings.EqualFold(strings.TrimSpace(text), NotSet) {
		return Price{}, nil
	}
	amount, problem := priceReading(decimals).amount(text)
	if strings.TrimSpace(text) == "" {
		problem += ", or " + NotSet
	}
	if problem != "" {
		return Price{}, Invalid(problem)
	}
	return Amount(amount), nil
}

// ParsePriceOver is ParsePrice for a field that showed a price: one that is as it was stays so, whatever decimals it has.
func ParsePriceOver(had Price, text string, decimals int32) (Price, error) {
	if same, err := ParsePrice(text, MeteredDecimals); err == nil && same == had {
		return had, nil
	}
	return ParsePrice(text, decimals)
}

// priceReading is how prices of so many decimals are read.
func priceReading(decimals int32) reading {
	return reading{decimals, "Enter a price like " + PriceExample(decimals), "A price cannot be below zero"}
}

// PriceExample is a price of so many decimals as people may type it.
func PriceExample(decimals int32) string {
	if decimals == 0 {
		return "1250"
	}
	return "12.50"
}

// NotSet is how a price that is not set is written on screen and in forms.
const NotSet = "not set"
