package domain

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// This file is a reseller's rules: how prices follow from what is delivered. A rule is an own value like any other (an [Override]), for all
// plans, a plan category or a plan. What it makes is stored nowhere: it is made anew of whatever is delivered beneath it. ruling.go is which of
// them hold for a plan.

// PriceRule makes a price of a delivered one, in this order: percent, amount, rounding.
type PriceRule struct {
	Percent  decimal.Decimal // of the delivered price, added to it
	Amount   decimal.Decimal // added
	Rounding Rounding
	Decimals int32 // those of the currency's minor unit; a price that was delivered with more keeps as many
}

// FeeRuleKey names the rule for fees of periods: of one plan, of a plan category, or, where both are 0, for all.
func FeeRuleKey(plan PlanID, category CategoryID) Key {
	return Key{Field: FieldFeeRule, Plan: plan, Category: category}
}

// RateRuleKey names the rule for prices of resources likewise.
func RateRuleKey(plan PlanID, category CategoryID) Key {
	return Key{Field: FieldRateRule, Plan: plan, Category: category}
}

// IsRule reports whether values of the field are rules, which make prices.
func (f Field) IsRule() bool { return f == FieldFeeRule || f == FieldRateRule }

// ruled is the field of the rules that make prices of a field; "" where none do.
func (f Field) ruled() Field {
	switch {
	case slices.Contains(feeFields[:], f):
		return FieldFeeRule
	case slices.Contains(priceFields[:], f):
		return FieldRateRule
	}
	return ""
}

// String is the canonical text: "20 0 0.99 2".
func (r PriceRule) String() string {
	return strings.Join([]string{r.Percent.String(), r.Amount.String(), string(r.Rounding), strconv.Itoa(int(r.Decimals))}, " ")
}

// Words say the rule as pages do: "delivered + 20 % + 1.50, to .99".
func (r PriceRule) Words() string {
	words := "delivered"
	add := func(n decimal.Decimal, text string) {
		if !n.IsZero() {
			words += pick(n.IsNegative(), " - ", " + ") + text
		}
	}
	add(r.Percent, r.Percent.Abs().String()+" %")
	add(r.Amount, r.Amount.Abs().StringFixed(max(r.Decimals, -r.Amount.Exponent())))
	switch r.Rounding {
	case ToUnit:
		return words
	case To99, To95:
		return words + ", to " + strings.TrimPrefix(string(r.Rounding), "0")
	}
	return words + ", to " + string(r.Rounding)
}

// Bounds of a rule. Nobody adds more than ten times what is paid; a percentage of -100 would give everything away.
const (
	mostPercent  = 1000
	leastPercent = -100
)

var errNoRule = errors.New("no price rule")

// PriceRuleFromString reads a canonical text, and refuses any other.
func PriceRuleFromString(text string) (PriceRule, error) {
	words := strings.Split(text, " ")
	if len(text) > statusLimit || len(words) != 4 {
		return PriceRule{}, errNoRule
	}
	unit, err := strconv.ParseInt(words[3], 10, 32)
	if err != nil || unit < 0 || int32(unit) > MeteredDecimals {
		return PriceRule{}, errNoRule
	}
	r := PriceRule{Rounding: Rounding(words[2]), Decimals: int32(unit)}
	for i, to := range []*decimal.Decimal{&r.Percent, &r.Amount} {
		if amount := strings.TrimPrefix(words[i], "-"); !moneyPattern.MatchString(amount) {
			return PriceRule{}, errNoRule
		}
		*to, _ = decimal.NewFromString(words[i])
	}
	if r.String() != text || r.Problem() != "" {
		return PriceRule{}, errNoRule
	}
	return r, nil
}

// Problem says what is wrong with a rule, "" when it is good.
func (r PriceRule) Problem() string {
	_, known := roundingSteps[r.Rounding]
	switch {
	case !r.Percent.GreaterThan(decimal.NewFromInt(leastPercent)) || r.Percent.GreaterThan(decimal.NewFromInt(mostPercent)) ||
		!r.Percent.Equal(r.Percent.Truncate(percentDecimals)):
		return "Enter a percentage from above -100 to 1000, like 12.5"
	case !fits(r.Amount, MeteredDecimals):
		return "Enter an amount like " + PriceExample(r.Decimals) + ", or -" + PriceExample(r.Decimals)
	case r.Rounding != ToUnit && (!known || roundingSteps[r.Rounding].decimals > r.Decimals):
		return chooseFromList
	case r.Percent.IsZero() && r.Amount.IsZero() && r.Rounding == ToUnit:
		return "Enter what is added: a percentage, an amount, or both"
	}
	return ""
}

// Of is what the rule makes of a delivered price, or why it makes none: then the delivered price is what is sold.
func (r PriceRule) Of(delivered Price) (Price, Left) { return r.maker().of(delivered) }

// calculation is the rule as a calculation of delivered prices.
func (r PriceRule) calculation() Calculation {
	return Calculation{Base: FromDelivered, Percent: r.Percent, Amount: r.Amount, Rounding: r.Rounding}
}

// ruleMaker is a rule at work on many prices.
type ruleMaker struct {
	rule  PriceRule
	ints  ruleInts
	exact bool // whole numbers do
}

func (r PriceRule) maker() ruleMaker {
	ints, exact := r.ints()
	return ruleMaker{r, ints, exact}
}

func (m ruleMaker) of(delivered Price) (Price, Left) {
	switch {
	case !delivered.IsSet():
		return Price{}, LeftNotDelivered
	case delivered.IsZero():
		return Price{}, LeftFree
	}
	if m.exact {
		if made, why, ok := m.ints.of(delivered); ok {
			return made, why
		}
	}
	return m.rule.byDecimals(delivered)
}

// byDecimals is Of a price that is neither zero nor not set, whatever numbers there are.
func (r PriceRule) byDecimals(delivered Price) (Price, Left) {
	base := delivered.Decimal()
	made, why := r.calculation().from(base, PriceLine{}, max(r.Decimals, -base.Exponent()))
	switch {
	case why != "":
		return Price{}, why
	case made.IsZero():
		return Price{}, LeftZero
	}
	return made, ""
}
