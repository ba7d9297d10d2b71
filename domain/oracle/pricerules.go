package oracle

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tiersync/domain"
)

// This file is price rules, made anew for each price whenever it is asked for.

func isRule(key Key) bool {
	return key.Field == domain.FieldFeeRule || key.Field == domain.FieldRateRule
}

// ruleField is which rules make the price at a key; "" where none do.
func ruleField(key Key) domain.Field {
	switch {
	case isFee(key):
		return domain.FieldFeeRule
	case isPrice(key):
		return domain.FieldRateRule
	}
	return ""
}

// ruled is what was delivered with what the account's rules make of it. What it set itself is not in it.
func (s *Shop) ruled() Rows {
	rows := Rows{}
	for key, text := range s.Delivered {
		rows[key] = text
		if field := ruleField(key); field != "" {
			rows[key] = made(s.ruleOf(field, key.Plan), text)
		}
	}
	return rows
}

// ruleOf is the rule for a delivered plan: its own, else that of its category, else that for all; "" is none.
func (s *Shop) ruleOf(field domain.Field, plan domain.PlanID) string {
	category := first(domain.ParseIDs[domain.CategoryID](s.Delivered[Key{Field: domain.FieldPlanCategory, Plan: plan}]))
	for _, key := range []Key{{Field: field, Plan: plan}, {Field: field, Category: category}, {Field: field}} {
		if own, there := s.Own[key]; there {
			return own.Value
		}
	}
	return ""
}

// made is the price that a rule makes of a delivered one. Where that would be nothing, the delivered one stays.
func made(rule, text string) string {
	price, set := new(big.Rat).SetString(text)
	if rule == "" || !set || price.Sign() == 0 {
		return text
	}
	words := strings.Split(rule, " ")
	percent, amount, unit := rat(words[0]), rat(words[1]), rat(words[3])
	price.Mul(price, percent.Add(percent, rat("100"))).Quo(price, rat("100")).Add(price, amount)
	if price.Sign() <= 0 {
		return text
	}
	if words[2] != "unit" {
		return orDelivered(nearest(price, words[2]), text)
	}
	_, fraction, _ := strings.Cut(text, ".")
	decimals := max(len(fraction), int(unit.Num().Int64()))
	if decimals == 12 { // as many as 6 digits need
		decimals = int(conversion{from: "A", to: "B", rates: domain.ExchangeRates{"A": decimal.NewFromInt(1), "B": decimal.NewFromInt(1)}}.decimals(0, price.FloatString(30)))
	}
	return orDelivered(rat(price.FloatString(decimals)), text)
}

// rat reads a number that is one.
func rat(text string) *big.Rat {
	n, _ := new(big.Rat).SetString(text)
	return n
}

// nearest rounds to one of the amounts that a rounding names, and never below zero.
func nearest(price *big.Rat, rounding string) *big.Rat {
	step, less := rat(rounding), rat("0")
	if rounding == "0.99" || rounding == "0.95" {
		step, less = rat("1"), new(big.Rat).Sub(rat("1"), rat(rounding))
	}
	n := rat(new(big.Rat).Quo(new(big.Rat).Add(price, less), step).FloatString(0))
	result := n.Mul(n, step).Sub(n, less)
	if result.Sign() < 0 {
		result.Add(result, step)
	}
	return result
}

// orDelivered is a price, or the delivered one where it is zero or has more than 15 digits before the point.
func orDelivered(price *big.Rat, delivered string) string {
	if price.Sign() == 0 || price.Cmp(rat("1000000000000000")) >= 0 {
		return delivered
	}
	text := price.FloatString(30)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// settleRules drops the rules that the run overwrites: a ticked box rewrites a price that they are for.
func (r *run) settleRules() {
	boxes := map[domain.Field]domain.OptionKey{domain.FieldFeeRule: domain.UpdateFees, domain.FieldRateRule: domain.UpdatePrices}
	for key := range r.Own {
		if isRule(key) && r.Boxes[boxes[key.Field]] && r.overwrites(key) && !r.protected && r.rewrites(key) && !r.leavesRule(key) {
			delete(r.Own, key)
		}
	}
}

// rewrites reports whether the offer has a price for one that a rule is for, whatever else is over that.
func (r *run) rewrites(rule Key) bool {
	for key, text := range r.whole {
		_, has := r.Delivered[key]
		category := first(domain.ParseIDs[domain.CategoryID](r.Delivered[Key{Field: domain.FieldPlanCategory, Plan: key.Plan}]))
		is := rule.Plan == key.Plan || rule.Plan == 0 && (rule.Category == 0 || rule.Category == category)
		if has && is && ruleField(key) == rule.Field && text != noRate && text != "" && text != "0" {
			return true
		}
	}
	return false
}

// setRule makes a rule for all, a plan category or a plan.
func (w *World) setRule(t *rapid.T, a *Account) bool {
	plans := a.Shop.Delivered.of(domain.FieldPlan, 0)
	if len(plans) == 0 {
		return false
	}
	key := Key{Field: pick(t, "rule for", []domain.Field{domain.FieldFeeRule, domain.FieldRateRule})}
	switch plan := pick(t, "plan", plans).Plan; pick(t, "scope", []string{"all", "category", "plan"}) {
	case "category":
		key.Category = first(domain.ParseIDs[domain.CategoryID](a.Shop.Delivered[Key{Field: domain.FieldPlanCategory, Plan: plan}]))
	case "plan":
		key.Plan = plan
	}
	rule := strings.Join([]string{pick(t, "percent", []string{"20", "-10", "0", "12.5", "-99.9"}), pick(t, "amount", []string{"0", "1", "-2"}),
		string(pick(t, "rounding", domain.Roundings(a.Currency))), strconv.Itoa(int(a.Currency.Exponent()))}, " ")
	return w.Rule(a, key, rule)
}

// Rule sets a rule.
func (w *World) Rule(a *Account, key Key, rule string) bool {
	return w.takeOver(a, Rows{key: rule}, setting(domain.PriceRulesChanged, key, rule))
}

// dropRule takes a rule away.
func (w *World) dropRule(t *rapid.T, a *Account) bool {
	var keys []Key
	for key := range a.Shop.Own {
		if isRule(key) {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return false
	}
	slices.SortFunc(keys, order)
	key := pick(t, "rule", keys)
	return w.giveBack(a, key, resetting(domain.PriceRulesChanged, key))
}

// brokenRules lists the laws of price rules that a run broke: a rule goes only with Overwrite and its box, and what a vendor's rules make
// is what their own resellers are delivered.
func (w *World) brokenRules(run Run, before *World) []string {
	var broken []string
	boxes := run.Click.Boxes
	for i, a := range w.Accounts {
		for key := range before.Accounts[i].Shop.Own {
			_, stays := a.Shop.Own[key]
			overwritten := run.Click.Policy != domain.Keep && boxes[box(key)]
			if isRule(key) && !stays && !overwritten {
				broken = append(broken, "G9: a run dropped "+name(key))
			}
		}
	}
	for _, r := range run.Results {
		if r.Skipped || len(run.Click.LeftOut) > 0 || !boxes[domain.UpdateFees] || r.Account.Switches.OperatingUnit && r.Account.Switches.DisablePrices {
			continue
		}
		vendor := w.Account(r.Account.Parent)
		sold := vendor.Shop.Effective()
		for key, text := range r.ShopAfter.Delivered {
			rule := vendor.Shop.ruleOf(ruleField(key), key.Plan)
			_, single := vendor.Shop.Own[key]
			if isFee(key) && rule != "" && !single && vendor.Currency == r.Account.Currency && w.offers(run, vendor, key.Plan) &&
				vendor.Shop.Delivered[key] != "" && (text != sold[key] || text != made(rule, vendor.Shop.Delivered[key])) {
				broken = append(broken, "a price by rule did not flow down: "+name(key))
			}
		}
	}
	return broken
}

// offers reports whether a vendor offered a delivered plan by the reseller plan of a run.
func (w *World) offers(run Run, vendor *Account, plan domain.PlanID) bool {
	disabled := vendor.Shop.Delivered[Key{Field: fieldDisabled, Plan: plan}] == yes
	return slices.Contains(run.Click.Template.Delegated, plan) && vendor.Shop.Delivered.hasPlan(plan) && !disabled
}
