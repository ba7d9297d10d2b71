package domain

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// This file is a reseller's rules: how prices follow from what is delivered. A rule is an own value like any other (an [Override]), for all
// plans, a plan category or a plan. What it makes is stored nowhere: it is made anew of whatever is delivered beneath it.

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

// Words say the rule as pages do: "delivered + 20 % + 1.5, to .99".
func (r PriceRule) Words() string {
	words := "delivered"
	add := func(n decimal.Decimal, unit string) {
		if !n.IsZero() {
			words += pick(n.IsNegative(), " - ", " + ") + n.Abs().String() + unit
		}
	}
	add(r.Percent, " %")
	add(r.Amount, "")
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
	c := Calculation{Base: FromDelivered, Percent: r.Percent, Amount: r.Amount, Rounding: r.Rounding}
	made, why := c.from(base, PriceLine{}, max(r.Decimals, -base.Exponent()))
	switch {
	case why != "":
		return Price{}, why
	case made.IsZero():
		return Price{}, LeftZero
	}
	return made, ""
}

// ruling are the rules that hold for one plan; "" is none.
type ruling struct{ fees, rates string }

// isRule reports whether an own value is a rule.
func (v Override) isRule() bool { return v.Key.Field.IsRule() }

// hasRules reports whether the vendor has a rule, whatever it is for.
func (o *Own) hasRules() bool {
	return slices.ContainsFunc(orZero(o).Layers, (*Layer).hasRules)
}

func (l *Layer) hasRules() bool { return slices.ContainsFunc(l.Values, Override.isRule) }

// hasSingle reports whether the layer has a value that is no rule.
func (l *Layer) hasSingle() bool {
	return slices.ContainsFunc(orZero(l).Values, func(v Override) bool { return !v.isRule() })
}

// Rules are the vendor's rules in the order of their keys: for all first, then by category, then by plan.
func (o *Own) Rules() []Override {
	var rules []Override
	for _, layer := range orZero(o).Layers {
		rules = append(rules, filter(layer.Values, Override.isRule)...)
	}
	return rules
}

// onlyRules is what the vendor has of their own without all but their rules; nil where they have none.
func (o *Own) onlyRules() *Own {
	if !o.hasRules() {
		return nil
	}
	only := &Own{}
	for _, layer := range o.Layers {
		if rules := filter(layer.Values, Override.isRule); len(rules) > 0 {
			only.Layers = append(only.Layers, &Layer{Plan: layer.Plan, Values: rules})
		}
	}
	return only
}

// rule is the one that holds for the prices of a field of rules in a delivered plan: the plan's own before that of its category, and that
// before the one for all.
func (o *Own) rule(f Field, p *Plan) (Override, bool) {
	if own, is := o.Value(Key{Field: f, Plan: p.ID}); is {
		return own, true
	}
	if p.PlanCategory != 0 {
		if own, is := o.Value(Key{Field: f, Category: p.PlanCategory}); is {
			return own, true
		}
	}
	return o.Value(Key{Field: f})
}

// ruling are the rules for a delivered plan.
func (o *Own) ruling(p *Plan) ruling {
	if o.Layer(0) == nil && o.Layer(p.ID) == nil {
		return ruling{}
	}
	fees, _ := o.rule(FieldFeeRule, p)
	rates, _ := o.rule(FieldRateRule, p)
	return ruling{fees.Value, rates.Value}
}

// over returns a delivered plan with what the rules make of its prices; the plan itself where that is nothing.
func (r ruling) over(p *Plan) *Plan {
	fees, noFees := PriceRuleFromString(r.fees)
	rates, noRates := PriceRuleFromString(r.rates)
	if noFees != nil && noRates != nil {
		return p
	}
	next, ofFees, ofRates := p, fees.maker(), rates.maker()
	for key, price := range p.Prices() {
		rule := ofFees
		if key.Resource != 0 {
			rule = ofRates
		}
		if key.Resource == 0 && noFees != nil || key.Resource != 0 && noRates != nil {
			continue
		}
		made, why := rule.of(price)
		if why != "" || made == price {
			continue
		}
		if next == p {
			next = p.Clone()
		}
		*next.price(key) = made
	}
	return next
}

// ruled returns a delivered plan with what the vendor's rules make of it; nil is none.
func (o *Own) ruled(p *Plan) *Plan {
	if p == nil || o == nil {
		return p
	}
	return o.ruling(p).over(p)
}

// beneath returns what stands beneath single own values: what was delivered, with what rules make of it.
func (s State) beneath() *Catalog { return State{s.Delivered, s.Own.onlyRules()}.Effective() }

// ruledAt is what a rule makes of the price at a key, if it makes another; whether or not a single own value stands over it.
func (s State) ruledAt(key Key) value {
	ruled, is := s.Rule(key)
	if !is || ruled.Why != "" || ruled.Price == *orEmpty(s.Delivered).Plan(key.Plan).price(key) {
		return value{}
	}
	return value{ruled.Price.String(), true}
}

// ruledBy is what a rule makes of the price at a key: where the plan with the rules over it has another. Both may be nil.
func (p *Plan) ruledBy(with *Plan, key Key) value {
	if p == with || p == nil || with == nil {
		return value{}
	}
	was, is := p.price(key), with.price(key)
	if was == nil || is == nil || *was == *is {
		return value{}
	}
	return value{is.String(), true}
}

// keptPrices are the prices that would become others by a rule that the change sets, and that its maker wants to stay as they are: they
// become own values.
func (c Change) keptPrices() []Key {
	if c.Kind != PriceRulesChanged {
		return nil
	}
	return filter(c.Leave, func(key Key) bool { return key.Field.ruled() != "" })
}

// Ruled is a rule at one price: what it makes of it, or why nothing.
type Ruled struct {
	Rule  Override
	Price Price
	Why   Left
}

// Rule returns the rule that holds for a delivered price, with what it makes of it; false where none does. A single own value at the same
// key wins over it.
func (s State) Rule(key Key) (Ruled, bool) {
	p := orEmpty(s.Delivered).Plan(key.Plan)
	f := key.Field.ruled()
	if p == nil || f == "" || p.price(key) == nil {
		return Ruled{}, false
	}
	rule, is := s.Own.rule(f, p)
	if !is {
		return Ruled{}, false
	}
	r, err := PriceRuleFromString(rule.Value)
	if err != nil {
		return Ruled{}, false
	}
	made, why := r.Of(*p.price(key))
	return Ruled{rule, made, why}, true
}

// scope reports whether a rule is for a plan, whatever other rules are for it, too.
func scope(rule Key, p *Plan) bool {
	switch {
	case rule.Plan != 0:
		return rule.Plan == p.ID
	case rule.Category != 0:
		return rule.Category == p.PlanCategory
	}
	return true
}

// priceRules looks at the rules that the change set.
func (k *catalogCheck) priceRules() error {
	delivered := orEmpty(k.situation.Now.Delivered)
	for _, e := range k.of[Ref{Of: ObjectPriceRule}] {
		rule, err := PriceRuleFromString(e.To.Text)
		switch {
		case !e.To.There || err != nil || e.Key.Field == FieldLock: // ValueProblem said it
		case e.Key != (Key{Field: e.Key.Field, Plan: e.Key.Plan, Category: e.Key.Category}) || e.Key.Plan != 0 && e.Key.Category != 0:
			return errDamaged()
		case k.change.Undoes != 0:
		case rule.Decimals != k.situation.Viewer.Account.Currency.Exponent() || !fits(rule.Amount, pick(e.Key.Field == FieldFeeRule, rule.Decimals, MeteredDecimals)):
			k.add(e.Key, tooManyDecimals(rule.Decimals))
		case e.Key.Plan != 0 && delivered.Plan(e.Key.Plan) == nil:
			k.missing(e.Key, Ref{Of: ObjectPlan, ID: int64(e.Key.Plan)}, "Choose a plan that was delivered")
		case e.Key.Category != 0 && delivered.Categories.PlanCategory(e.Key.Category) == nil:
			k.missing(e.Key, Ref{Of: ObjectPlanCategory, ID: int64(e.Key.Category)}, "Choose a plan category that was delivered")
		}
	}
	return nil
}
