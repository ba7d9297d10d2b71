package domain

import "slices"

// This file is which of a reseller's rules hold for a plan, and what they make of it.

// ruling are the rules that hold for one plan; "" is none.
type ruling struct{ fees, rates string }

// isRule reports whether an own value is a rule.
func (v Override) isRule() bool { return v.Key.Field.IsRule() }

// hasRules reports whether the vendor has a rule, whatever it is for.
func (o *Own) hasRules() bool {
	return slices.ContainsFunc(orZero(o).Layers, (*Layer).hasRules)
}

// hasRules reports whether the layer has a rule. A rule is of no period and no resource, so that it comes before what is, in the order of keys.
func (l *Layer) hasRules() bool {
	for i := range l.Values {
		switch key := &l.Values[i].Key; {
		case key.Field.IsRule():
			return true
		case key.Period != 0 || key.Resource != 0:
			return false
		}
	}
	return false
}

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

// keeps reports whether an edit makes an own value of a price as it is.
func (e Edit) keeps() bool {
	return e.Key.Field.ruled() != "" && e.To.Own && !e.From.Own && e.From.Text == e.To.Text
}

// KeptPrices counts the prices that a change of rules made own values, and returns its other values.
func (d Done) KeptPrices() (kept int, others []Edit) {
	if d.Change.Kind != PriceRulesChanged {
		return 0, d.Edits
	}
	others = filter(d.Edits, func(e Edit) bool { return !e.keeps() })
	return len(d.Edits) - len(others), others
}

// withoutNeedless are the edits but for prices that are to stay as they are and that the rules that are set do not make otherwise: they stay by
// themselves, and follow.
func (s State) withoutNeedless(edits []Edit) []Edit {
	next := s.Own
	for _, e := range edits {
		if !e.Key.Field.IsRule() {
			continue
		}
		if next = next.Without(e.Key); e.To.There {
			next = next.With(Override{Key: e.Key, Value: e.To.Text})
		}
	}
	moved := map[PlanID][2]*Plan{}
	return filter(edits, func(e Edit) bool {
		p := orEmpty(s.Delivered).Plan(e.Key.Plan)
		if !e.keeps() || p == nil || p.price(e.Key) == nil {
			return true
		}
		if _, known := moved[p.ID]; !known {
			moved[p.ID] = [2]*Plan{s.Own.ruled(p), next.ruled(p)}
		}
		return *moved[p.ID][0].price(e.Key) != *moved[p.ID][1].price(e.Key)
	})
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
