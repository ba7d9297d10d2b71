package domain

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// Limits of what is read as a number, whatever the field allows.
const (
	wholeDigits    = 13 // before the decimal point
	fractionDigits = 12
)

var (
	amountPattern    = regexp.MustCompile(`^([0-9]+)(?:[.,]([0-9]+))?$`)
	ambiguousPattern = regexp.MustCompile(`^([1-9][0-9]*),([0-9]{3})$`)
	currencyPattern  = regexp.MustCompile(`^(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})?[\s\p{Zs}]*([0-9](?:.*[0-9])?)[\s\p{Zs}]*(?:\p{Sc}|[A-Z]{3})?$`)
)

// groupedPatterns are the ways to separate thousands; the first part is the whole number, the second the decimals.
var groupedPatterns = []*regexp.Regexp{
	regexp.MustCompile(`^([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:,[0-9]{3}){2,})()$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{3}){2,})()$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:[\s\p{Zs}'’][0-9]{3})+)(?:[.,]([0-9]+))?$`),
}

// readAmount reads a number that a person typed: digits with a decimal point, or with a decimal comma where that can mean
// nothing else. Every other way to write a number is refused with what to type instead; guess is what is said of a text that
// is no number. The problem is a sentence for the field, "" when the amount was read.
func readAmount(text, guess string, decimals int32) (amount decimal.Decimal, problem string) {
	text = strings.TrimSpace(text)
	parts := amountPattern.FindStringSubmatch(text)
	switch {
	case parts == nil:
		return amount, noAmount(text, guess)
	case len(parts[1]) > wholeDigits:
		return amount, fmt.Sprintf("Use at most %d digits before the decimal point", wholeDigits)
	case ambiguousPattern.MatchString(text):
		return amount, eitherAmount(text)
	case len(parts[2]) > fractionDigits:
		return amount, tooManyDecimals(decimals)
	}
	amount, err := decimal.NewFromString(plainAmount(parts[1], parts[2]))
	switch {
	case err != nil:
		return decimal.Decimal{}, guess
	case !amount.Equal(amount.Truncate(decimals)):
		return decimal.Decimal{}, tooManyDecimals(decimals)
	}
	return amount, ""
}

// noAmount says why a text is not read as a number.
func noAmount(text, guess string) string {
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") {
		return "Leave out the minus sign"
	}
	if parts := currencyPattern.FindStringSubmatch(text); parts != nil {
		number := parts[1]
		switch plain := amountPattern.FindStringSubmatch(number); {
		case ambiguousPattern.MatchString(number):
			return eitherAmount(number)
		case plain != nil:
			return fmt.Sprintf("Type %s, without the currency", plainAmount(plain[1], plain[2]))
		}
		text = number
	}
	for _, pattern := range groupedPatterns {
		if parts := pattern.FindStringSubmatch(text); parts != nil {
			return fmt.Sprintf("Type %s, without a thousands separator", plainAmount(digits(parts[1]), parts[2]))
		}
	}
	return guess
}

// eitherAmount refuses a comma before three digits, which separates thousands as well as decimals.
func eitherAmount(text string) string {
	whole, fraction, _ := strings.Cut(text, ",")
	return fmt.Sprintf("Type %s%s or %s.%s: the comma could mean either", whole, fraction, whole, fraction)
}

func tooManyDecimals(decimals int32) string { return fmt.Sprintf("Use at most %d decimals", decimals) }

// plainAmount writes a number as it is read everywhere.
func plainAmount(whole, fraction string) string {
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// digits are the digits of a text.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
