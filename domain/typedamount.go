package domain

import (
	"fmt"
	"regexp"
	"strconv"
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
	wholePattern     = regexp.MustCompile(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[\s\p{Zs}][0-9]{3})+)$`)
)

// groupedPatterns are the ways to separate thousands; the first part is the whole number, the second the decimals.
var groupedPatterns = []*regexp.Regexp{
	regexp.MustCompile(`^([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:,[0-9]{3}){2,})()$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{3}){2,})()$`),
	regexp.MustCompile(`^([0-9]{1,3}(?:[\s\p{Zs}'’][0-9]{3})+)(?:[.,]([0-9]+))?$`),
}

// reading is how a field reads an amount: with at most so many decimals (of MeteredDecimals those that it keeps), and what it says of a text that is none and of one below
// zero. What it tells people to type it takes.
type reading struct {
	decimals         int32
	guess, belowZero string
}

// amount reads a number that a person typed: digits with a decimal point, or with a decimal comma where that can mean nothing
// else. Every other way to write a number is refused with what to type instead. The problem is a sentence for the field, "" when
// the amount was read.
func (r reading) amount(text string) (amount decimal.Decimal, problem string) {
	text = strings.TrimSpace(text)
	parts := amountPattern.FindStringSubmatch(text)
	switch {
	case parts == nil:
		return amount, r.noAmount(text)
	case len(parts[1]) > wholeDigits:
		return amount, tooManyDigits()
	case ambiguousPattern.MatchString(text):
		return amount, r.eitherAmount(text)
	}
	return r.plain(parts[1], parts[2])
}

// plain reads digits before and after the decimal point.
func (r reading) plain(whole, fraction string) (amount decimal.Decimal, problem string) {
	amount, err := decimal.NewFromString(plainAmount(whole, fraction[:min(len(fraction), fractionDigits)]))
	switch {
	case err != nil:
		return decimal.Decimal{}, r.guess
	case len(fraction) > fractionDigits || !fits(amount, r.decimals):
		return decimal.Decimal{}, tooManyDecimals(keptOf(amount, r.decimals))
	}
	return amount, ""
}

// noAmount says why a text is not read as a number.
func (r reading) noAmount(text string) string {
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") {
		return r.belowZero
	}
	if parts := currencyPattern.FindStringSubmatch(text); parts != nil {
		number := parts[1]
		switch plain := amountPattern.FindStringSubmatch(number); {
		case ambiguousPattern.MatchString(number):
			return r.eitherAmount(number)
		case plain != nil:
			return r.advice(plain[1], plain[2], "without the currency")
		}
		text = number
	}
	for _, pattern := range groupedPatterns {
		if parts := pattern.FindStringSubmatch(text); parts != nil {
			return r.advice(digits(parts[1]), parts[2], "without a thousands separator")
		}
	}
	return r.guess
}

// eitherAmount refuses a comma before three digits: it separates thousands, or decimals where the field has that many.
func (r reading) eitherAmount(text string) string {
	whole, fraction, _ := strings.Cut(text, ",")
	switch {
	case int(r.decimals) >= len(fraction) && len(whole)+len(fraction) > wholeDigits:
		return r.advice(whole, fraction, "with a decimal point")
	case int(r.decimals) >= len(fraction):
		return fmt.Sprintf("Type %s%s or %s.%s: the comma could mean either", whole, fraction, whole, fraction)
	case len(whole) > 3:
		return tooManyDecimals(r.decimals)
	}
	return r.advice(whole+fraction, "", "without a thousands separator")
}

// advice says what to type in place of a number that is written otherwise, or what is wrong with the number itself.
func (r reading) advice(whole, fraction, how string) string {
	if len(whole) > wholeDigits {
		return tooManyDigits()
	}
	if _, problem := r.plain(whole, fraction); problem != "" {
		return problem
	}
	return fmt.Sprintf("Type %s, %s", plainAmount(whole, fraction), how)
}

func tooManyDigits() string {
	return fmt.Sprintf("Use at most %d digits before the decimal point", wholeDigits)
}

func tooManyDecimals(decimals int32) string {
	switch decimals {
	case 0:
		return "Use no decimals"
	case 1:
		return "Use at most 1 decimal"
	}
	return fmt.Sprintf("Use at most %d decimals", decimals)
}

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

// WholeNumber reads a whole number that a person typed, of a field that takes no other: digits, or with its thousands set apart as
// pages show them ("5,000"), which can mean nothing else there.
func WholeNumber(text string) (n int64, ok bool) {
	if text = strings.TrimSpace(text); !wholePattern.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(digits(text), 10, 64)
	return n, err == nil
}

// unlimitedText is how an amount without a limit is typed.
const unlimitedText = "unlimited"

// ParseQuantity reads an amount of a resource that a person typed: a whole number from 0 on, or the word for Unlimited. The error is
// a sentence for the field.
func ParseQuantity(text string) (int64, error) {
	if strings.EqualFold(strings.TrimSpace(text), unlimitedText) {
		return Unlimited, nil
	}
	if n, ok := WholeNumber(text); ok && n <= quantityLimit {
		return n, nil
	}
	return 0, Invalid(quantityGuess)
}

// quantityGuess is what is said of a text that is no amount of a resource.
const quantityGuess = "Enter a whole number, or unlimited"

// percentDecimals is how many decimals a percentage may have.
const percentDecimals = 4

// PercentGuess is what is said of a text that is no percentage.
const PercentGuess = "Enter a number like 12.5 or -5"

// ParsePercent reads a percentage that a person typed, with or without its sign and "%". The error is a sentence for the field.
func ParsePercent(text string) (decimal.Decimal, error) {
	return reading{percentDecimals, PercentGuess, PercentGuess}.signed(strings.TrimSuffix(strings.TrimSpace(text), "%"))
}

// ParseDifference reads what is added to an amount, or with a minus in front taken from it. The error is a sentence for the field.
func ParseDifference(text string) (decimal.Decimal, error) {
	const guess = "Enter an amount like 0.50 or -1"
	return reading{fractionDigits, guess, guess}.signed(text)
}

// ParseRate reads an exchange rate that a person typed. The error is a sentence for the field.
func ParseRate(text string) (decimal.Decimal, error) {
	rate, problem := rateReading.amount(text)
	if problem != "" {
		return rate, Invalid(problem)
	}
	return rate, nil
}

// signed is amount of a number that may have a sign.
func (r reading) signed(text string) (decimal.Decimal, error) {
	text = strings.TrimSpace(text)
	number := strings.TrimPrefix(strings.TrimPrefix(text, "-"), "−")
	amount, problem := r.amount(strings.TrimPrefix(number, "+"))
	if problem != "" {
		return decimal.Decimal{}, Invalid(problem)
	}
	if number != text {
		amount = amount.Neg()
	}
	return amount, nil
}
