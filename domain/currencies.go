package domain

import (
	"slices"

	"golang.org/x/text/currency"
)

// Currency is an ISO 4217 code in capitals.
type Currency string

// minorUnit is how many decimals there are where nothing is known of a currency.
const minorUnit int32 = 2

// Exponent is the number of decimals of the currency's minor unit, in which fees and what is counted are priced: JPY 0, EUR 2, KWD 3,
// and 0 where coins are out of use, as IDR.
func (c Currency) Exponent() int32 {
	unit, err := currency.ParseISO(string(c))
	if err != nil {
		return minorUnit
	}
	decimals, _ := currency.Standard.Rounding(unit)
	return int32(decimals)
}

// Currencies lists the currencies that people sell in, by code: what is legal tender somewhere by ISO 4217, and CLF.
func Currencies() []Currency {
	since := []Currency{"CLF", "MRU", "SLE", "SVC", "VES", "XCG", "ZWG"}   // what the library does not know or takes for history
	history := []Currency{"ANG", "BGN", "CUC", "HRK", "MRO", "SLL", "VEF"} // and what it takes for money, although it is none any more
	for tender := currency.Query(); tender.Next(); {
		if c := Currency(tender.Unit().String()); !slices.Contains(history, c) {
			since = append(since, c)
		}
	}
	slices.Sort(since)
	return slices.Compact(since)
}

// MissingRate is the currency of which there is no exchange rate, where a vendor's prices cannot be converted to one: theirs or the other,
// "" where they can. convertible are those that have a rate, and the provider's own.
func MissingRate(vendor, reseller Currency, convertible []Currency) Currency {
	switch {
	case vendor == reseller || CurrencyProblem(reseller) != "":
		return ""
	case !slices.Contains(convertible, vendor):
		return vendor
	case !slices.Contains(convertible, reseller):
		return reseller
	}
	return ""
}

// CurrencyProblem says what is wrong with the currency of something new, "" when it is good: one of Currencies, or one in
// use, which may be out of date by now.
func CurrencyProblem(c Currency, inUse ...Currency) string {
	if !slices.Contains(inUse, c) && !slices.Contains(Currencies(), c) {
		return "Choose a currency from the list"
	}
	return ""
}
