package domain

// rateDigits is how many decimals an exchange rate may have.
const rateDigits = 8

// rateGuess is what is said of a text that is no rate.
const rateGuess = "Enter a rate like 0.92"

// ExchangeRateText is the canonical text of an exchange rate as it was typed: "0.93" for "0,930". What is no rate stays as it is, to
// be refused.
func ExchangeRateText(typed string) string {
	rate, problem := readAmount(typed, rateGuess, rateDigits)
	if problem != "" {
		return typed
	}
	return rate.String()
}

// exchangeRateProblem says what is wrong with a canonical text of an exchange rate, or with one that was typed and is none.
func exchangeRateProblem(text string) string {
	rate, problem := readAmount(text, rateGuess, rateDigits)
	if problem == "" && !rate.IsPositive() {
		problem = "Enter a rate above 0"
	}
	if problem == "" && ExchangeRateText(text) != text {
		problem = rateGuess
	}
	return problem
}
