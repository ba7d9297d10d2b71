package views

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// FormatMoney writes a price with its currency: "USD 1,234.50", "JPY 1,200", "USD 0.000125", "not set". It shows at least
// the decimals of the currency's minor unit and every further digit the price has (prices of what is measurable have up to twelve); it never
// rounds.
func FormatMoney(p domain.Price, c domain.Currency) string {
	if !p.IsSet() {
		return FormatAmount(p, c)
	}
	return string(c) + " " + FormatAmount(p, c)
}

// FormatAmount is FormatMoney without the currency code, for columns whose heading names the currency.
func FormatAmount(p domain.Price, c domain.Currency) string {
	switch {
	case p.NoRate():
		return string(p.WhyNoRate())
	case !p.IsSet():
		return domain.NotSet
	}
	d := p.Decimal()
	return group(d.StringFixed(max(c.Exponent(), decimals(d))))
}

// FormatSigned writes an amount that may be below zero, with the decimals of the currency's minor unit at least: "−1.50".
func FormatSigned(d decimal.Decimal, c domain.Currency) string {
	return strings.Replace(group(d.StringFixed(max(c.Exponent(), decimals(d)))), "-", "−", 1)
}

// FormatJump says by how many percent a price changes: "+4.2 %", "−100.0 %", "+27,400.0 %"; an em dash where there is nothing to compare with.
func FormatJump(was, is domain.Price) string {
	before := was.Decimal()
	if !was.IsSet() || !is.IsSet() || before.IsZero() {
		return "—"
	}
	return formatMove(is.Decimal().Sub(before).Mul(decimal.NewFromInt(100)).DivRound(before, 1)) + " %"
}

// formatTenths writes a number with one decimal: "27,400.0", "−4.2".
func formatTenths(d decimal.Decimal) string {
	return strings.Replace(group(d.StringFixed(1)), "-", "−", 1)
}

// formatMove is formatTenths of what goes up or down: "+4.2".
func formatMove(d decimal.Decimal) string {
	if d.IsPositive() {
		return "+" + formatTenths(d)
	}
	return formatTenths(d)
}

// FormatNumber writes a number with thousands separators and without trailing zeros: "1,234.5".
func FormatNumber(d decimal.Decimal) string { return group(d.StringFixed(decimals(d))) }

// FormatInteger writes an integer with thousands separators: "12,345".
func FormatInteger[N ~int | ~int32 | ~int64](n N) string {
	return group(strconv.FormatInt(int64(n), 10))
}

// FormatCount writes a number with its noun: "1 plan", "1,200 plans".
func FormatCount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return FormatInteger(n) + " " + many
}

// FormatAll writes what is about all of n: one where there is a single one, else many, with the number for its #: "All 1,200 That Match".
func FormatAll(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return strings.Replace(many, "#", FormatInteger(n), 1)
}

// FormatOrdinal writes a place in a row: "1st", "12th", "23rd".
func FormatOrdinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// FormatTime writes a moment to the minute, in UTC: "22 Nov 2026, 18:34 UTC"; an em dash for the zero time.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.UTC().Format("2 Jan 2006, 15:04 UTC")
}

// FormatDay writes a day that is kept as text, "2026-01-31", as FormatDate does; another text stays as it is.
func FormatDay(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return FormatDate(day)
}

// FormatDate writes a day: "22 Nov 2026"; an em dash for the zero time.
func FormatDate(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.UTC().Format("2 Jan 2006")
}

// decimals is how many decimals d needs, trailing zeros aside.
func decimals(d decimal.Decimal) int32 {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return int32(len(strings.TrimRight(fraction, "0")))
}

// group puts thousands separators into the integer part of a plain decimal text.
func group(text string) string {
	whole, fraction, hasFraction := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// FormatBytes writes the size of a file: "4.2 MB".
func FormatBytes(n int64) string {
	switch {
	case n < 1000:
		return FormatCount(int(n), "byte", "bytes")
	case n < 1_000_000:
		return strconv.FormatInt((n+500)/1000, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}
