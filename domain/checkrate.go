package domain

// rateDigits is how many decimals an exchange rate may have.
const rateDigits = 8

// rateGuess is what is said of a text that is no rate, rateTooLow of one that is not above zero.
const (
	rateGuess  = "Enter a rate like 0.92"
	rateTooLow = "Enter a rate above 0"
)

var rateReading = reading{rateDigits, rateGuess, rateTooLow}

// ExchangeRateText is the canonical text of an exchange rate as it was typed: "0.93" for "0,930". What is no rate stays as it is, to
// be refused.
func ExchangeRateText(typed string) string {
	rate, problem := rateReading.amount(typed)
	if problem != "" {
		return typed
	}
	return rate.String()
}

// exchangeRateProblem says what is wrong with a canonical text of an exchange rate, or with one that was typed and is none.
func exchangeRateProblem(text string) string {
	rate, problem := rateReading.amount(text)
	if problem == "" && !rate.IsPositive() {
		problem = rateTooLow
	}
	if problem == "" && ExchangeRateText(text) != text {
		problem = rateGuess
	}
	return problem
}
