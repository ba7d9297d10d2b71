package domain

// rateDigits is how many decimals an exchange rate may have.
const rateDigits = 8

// CheckExchangeRate checks an exchange rate as it was typed: what one unit of the provider's currency is worth in another.
// The messages are for the fields "currency" and "rate".
func CheckExchangeRate(base, currency Currency, rate string) error {
	var p problems
	p.add("currency", CurrencyProblem(currency))
	if base == currency {
		p.add("currency", "This is your own currency")
	}
	p.add("rate", exchangeRateProblem(rate))
	return p.err("The exchange rate cannot be saved as entered.")
}

func exchangeRateProblem(text string) string {
	rate, problem := readAmount(text, "Enter a rate like 0.92", rateDigits)
	if problem == "" && !rate.IsPositive() {
		problem = "Enter a rate above 0"
	}
	return problem
}
