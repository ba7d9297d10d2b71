package domain

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// This file makes prices by rules of amounts that are usual, by whole numbers: a run over thousands of resellers with rules makes millions of
// them. What is unusual (very large, or of more decimals than millionths) is left to decimals, which come to the same.

// ruleInts is a rule as whole numbers.
type ruleInts struct {
	factor, scale int64 // of what was delivered, in parts of scale: 1.2 is 120 of 100
	amount        int64 // added, in millionths
	step, less    int64 // to which it is rounded, in millionths; step 0: to decimals
	decimals      int
}

const (
	millionthDigits = 6
	// mostFactor is more than a rule of the largest percentage multiplies with.
	mostFactor = mostPercent/100 + 2
)

// ints is the rule as whole numbers; false where some number of it is unusual.
func (r PriceRule) ints() (q ruleInts, ok bool) {
	q = ruleInts{scale: 100, decimals: int(r.Decimals)}
	percent := r.Percent
	for range percentDecimals {
		if percent.IsInteger() {
			break
		}
		percent = percent.Shift(1)
		q.scale *= 10
	}
	amount := r.Amount.Shift(millionthDigits)
	if r.Problem() != "" || r.Decimals > millionthDigits || !amount.IsInteger() ||
		amount.Abs().GreaterThan(decimal.NewFromInt(mostMillionths/q.scale)) {
		return q, false
	}
	q.factor, q.amount = q.scale+percent.IntPart(), amount.IntPart()
	if steps, known := roundingSteps[r.Rounding]; known {
		q.step, q.less = steps.step.Shift(millionthDigits).IntPart(), steps.less.Shift(millionthDigits).IntPart()
	}
	return q, true
}

// of is [PriceRule.Of] of a delivered price that is neither zero nor not set; false where it takes decimals to say.
func (q ruleInts) of(delivered Price) (made Price, why Left, ok bool) {
	base, ok := delivered.millionths()
	if !ok || base > mostMillionths/mostFactor/q.scale {
		return Price{}, "", false
	}
	exact := base*q.factor + q.amount*q.scale // in parts of scale of a millionth
	if exact < 0 {
		return Price{}, LeftBelow, true
	}
	step, less := q.step, q.less
	if step == 0 {
		step = 1
		for range millionthDigits - max(q.decimals, decimalsOf(delivered.text)) {
			step *= 10
		}
	}
	var result int64
	if exact > 0 {
		unit := step * q.scale
		result = (2*(exact+less*q.scale)+unit)/(2*unit)*step - less // half away from zero
		if result < 0 {
			result += step
		}
	}
	if result == 0 {
		return Price{}, LeftZero, true
	}
	return priceOfMillionths(result), "", true
}

// decimalsOf is how many decimals an amount has in its canonical form.
func decimalsOf(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// priceOfMillionths is an amount that is not below zero, in its canonical form.
func priceOfMillionths(n int64) Price {
	var room [24]byte
	text := strconv.AppendInt(room[:0], n, 10)
	for len(text) <= millionthDigits {
		text = append([]byte{'0'}, text...)
	}
	point := len(text) - millionthDigits
	fraction := strings.TrimRight(string(text[point:]), "0")
	if fraction == "" {
		return Price{string(text[:point])}
	}
	return Price{string(text[:point]) + "." + fraction}
}
