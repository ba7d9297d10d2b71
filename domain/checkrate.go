package domain

import "slices"

// rateDigits is how many decimals an exchange rate may have.
const rateDigits = 8

// CheckNewExchangeRate checks an exchange rate that is to be added to those a provider has: its currency is one of
// [Currencies] or one in which resellers sell, and has no rate yet. The messages are for the fields "currency" and "rate".
func CheckNewExchangeRate(base Currency, have []ExchangeRate, sold []Currency, currency Currency, rate string) error {
	var p problems
	switch {
	case currency == base:
		p.add("currency", "This is your own currency")
	case slices.ContainsFunc(have, func(r ExchangeRate) bool { return r.Currency == currency }):
		p.add("currency", "There is a rate of "+string(currency)+" already: edit that one")
	default:
		p.add("currency", CurrencyProblem(currency, sold...))
	}
	p.add("rate", exchangeRateProblem(rate))
	return p.err(wrongExchangeRate)
}

// CheckExchangeRate checks another rate of a currency that has one, as it was typed: what one unit of the provider's
// currency is worth in it. The message is for the field "rate".
func CheckExchangeRate(rate string) error {
	var p problems
	p.add("rate", exchangeRateProblem(rate))
	return p.err(wrongExchangeRate)
}

const wrongExchangeRate = "The exchange rate cannot be saved as entered."

func exchangeRateProblem(text string) string {
	rate, problem := readAmount(text, "Enter a rate like 0.92", rateDigits)
	if problem == "" && !rate.IsPositive() {
		problem = "Enter a rate above 0"
	}
	return problem
}
