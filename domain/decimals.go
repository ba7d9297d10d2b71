package domain

import "github.com/shopspring/decimal"

// MeteredDecimals is how many decimals the price of something measurable keeps at most (rule G14): 6, or as many as 6 significant
// digits need. Every price that was ever stored is within it.
const MeteredDecimals int32 = 12

// usualDecimals is what the price of something measurable keeps in any case, significantDigits why it may keep more.
const (
	usualDecimals     int32 = 6
	significantDigits int32 = 6
)

// RateDecimals is how many decimals the price of a resource keeps in this currency: MeteredDecimals, or those of the minor unit where the
// resource is not measurable.
func (c Currency) RateDecimals(measurable bool) int32 {
	if measurable {
		return MeteredDecimals
	}
	return c.Exponent()
}

// keptDecimals is how many of so many decimals the amount n/d keeps: all, but of MeteredDecimals as many as its size allows.
func keptDecimals(n, d decimal.Decimal, decimals int32) int32 {
	if decimals != MeteredDecimals {
		return decimals
	}
	decimals = usualDecimals
	if magnitude(n) >= magnitude(d) { // it is above 0.1
		return decimals
	}
	for decimals < MeteredDecimals && n.Shift(decimals+1-significantDigits).LessThan(d) {
		decimals++
	}
	return decimals
}

// magnitude is how many digits an amount has before its point; below zero, how many zeros come after it first.
func magnitude(d decimal.Decimal) int { return d.NumDigits() + int(d.Exponent()) }

// fits reports whether an amount has no more decimals than it keeps.
func fits(amount decimal.Decimal, decimals int32) bool {
	return amount.Equal(amount.Truncate(keptOf(amount, decimals)))
}

func keptOf(amount decimal.Decimal, decimals int32) int32 {
	return keptDecimals(amount, decimal.NewFromInt(1), decimals)
}
