package story

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// rule reads "A rules fees: +20 %, to 0.99", "A rules resource prices of Mail: -10 %, +1" and "A rules fees of tax Software: +5 %": what
// follows from what is delivered. "A unrules fees" takes the rule away.
func (w *World) rule(v *Vendor, s Statement) error {
	what, of, _ := strings.Cut(strings.Join(s.What, " "), " of ")
	key := domain.FeeRuleKey(0, 0)
	if what == "resource prices" {
		key = domain.RateRuleKey(0, 0)
	} else if what != "fees" {
		return fmt.Errorf("want: fees, or: resource prices")
	}
	switch category, is := strings.CutPrefix(of, "tax "); {
	case is:
		key.Category = domain.CategoryID(w.Names.ID("plan category", category))
	case of != "":
		plan, err := w.Key(strings.Fields(of))
		if err != nil {
			return err
		}
		key.Plan = plan.Plan
	}
	if s.Verb == "unrules" {
		v.State.Own = v.State.Own.Without(key)
		return nil
	}
	rule := domain.PriceRule{Rounding: domain.ToUnit, Decimals: v.Currency.Exponent()}
	for _, how := range s.How {
		rounding, rounds := strings.CutPrefix(how, "to ")
		number, isPercent := strings.CutSuffix(strings.TrimPrefix(how, "+"), " %")
		amount, err := decimal.NewFromString(number)
		switch {
		case rounds && slices.Contains(domain.Roundings(v.Currency), domain.Rounding(rounding)):
			rule.Rounding = domain.Rounding(rounding)
		case rounds || err != nil:
			return fmt.Errorf("unknown words %q", how)
		case isPercent:
			rule.Percent = amount
		default:
			rule.Amount = amount
		}
	}
	return v.own(domain.KeyedValue{Key: key, Value: rule.String()})
}
