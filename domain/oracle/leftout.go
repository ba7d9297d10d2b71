package oracle

import (
	"slices"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// This file is what a click leaves out: rows of which the offer says what the reseller has already (rules L1 to L3).

// leavesOut reports whether the click leaves a whole reseller out.
func (c Click) leavesOut(a domain.AccountID) bool { return c.LeftOut.Has(domain.LeaveReseller(a)) }

// takeOut puts what the reseller has in place of what is left out of their offer.
func (r *run) takeOut() {
	r.whole = r.offer
	if len(r.LeftOut) == 0 {
		return
	}
	r.offer = Rows{}
	for key, text := range r.whole {
		if !r.left(key) {
			r.offer[key] = text
		}
	}
	for key, text := range r.Delivered {
		if key.Plan != 0 && r.left(key) && (r.whole.hasPlan(key.Plan) || !r.elsewhere.hasPlan(key.Plan)) {
			r.offer[key] = text
		}
	}
}

// left reports whether the value at a key of a plan is left out.
func (r *run) left(key Key) bool {
	if key.Plan == 0 || (isFee(key) || isPrice(key)) && r.whole[key] == noRate && r.Delivered.hasPlan(key.Plan) && !r.leftPlan(key.Plan) && r.exists(key) {
		return false
	}
	return slices.ContainsFunc(r.LeftOut, func(l domain.Leave) bool {
		switch {
		case l.Account != 0:
			return l.Account == r.account && covers(l.Key, key)
		case l.Option != "":
			return l.Plan == key.Plan && r.leftByBox(l.Option, key)
		}
		return l.Plan == key.Plan
	})
}

// leftPlan reports whether the whole plan is left out.
func (r *run) leftPlan(plan domain.PlanID) bool {
	return r.LeftOut.Has(domain.LeavePlan(plan)) || r.LeftOut.Has(domain.LeaveValue(r.account, Key{Field: domain.FieldPlan, Plan: plan}))
}

// exists reports whether the reseller has the value.
func (r *run) exists(key Key) bool {
	_, there := r.Delivered[key]
	return there
}

// covers reports whether leaving out the value at one key of a plan leaves out that at another: a thing covers what is part of it.
func covers(left, key Key) bool {
	if left.Plan != key.Plan {
		return false
	}
	switch left.Field {
	case domain.FieldPlan:
		return true
	case domain.FieldPeriod:
		return left.Period == key.Period
	case domain.FieldRate:
		return left.Resource == key.Resource
	case domain.FieldPriceRow:
		return (key.Field == domain.FieldPriceRow || isPrice(key)) && with(key, domain.FieldPriceRow) == left
	case domain.FieldIncluded:
		return isLimit(key) && with(key, domain.FieldIncluded) == left
	}
	return left == key
}

func isLimit(key Key) bool {
	return slices.Contains([]domain.Field{domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum}, key.Field)
}

// leftByBox reports whether a box that is left out would have touched the value.
func (r *run) leftByBox(option domain.OptionKey, key Key) bool {
	newPlan := !r.Delivered.hasPlan(key.Plan)
	newPeriod := key.Period != 0 && !r.Delivered.hasPeriod(key.Plan, key.Period)
	newRate := key.Resource != 0 && !r.Delivered.hasRate(key.Plan, key.Resource)
	goneRate := key.Resource != 0 && !newRate && !r.whole.hasRate(key.Plan, key.Resource)
	switch option {
	case domain.CreatePlans:
		return newPlan || newPeriod && r.whole.hasPeriod(key.Plan, key.Period)
	case domain.EnablePlans:
		return !newPlan && (key.Field == fieldDisabled || !r.whole.hasPlan(key.Plan))
	case domain.CreateResources:
		return !newPlan && newRate
	case domain.RemoveResources:
		return !newPlan && goneRate && r.whole.hasPlan(key.Plan)
	}
	return !newPlan && !newPeriod && !newRate && !goneRate && key.Field != domain.FieldRate && box(key) == option
}

// leavesRule reports whether a rule stays because something that it may make the price of is left out.
func (r *run) leavesRule(rule Key) bool {
	if r.LeftOut.Has(domain.LeaveValue(r.account, rule)) {
		return true
	}
	for key := range r.Delivered {
		category := first(domain.ParseIDs[domain.CategoryID](r.Delivered[Key{Field: domain.FieldPlanCategory, Plan: key.Plan}]))
		is := rule.Plan == key.Plan || rule.Plan == 0 && (rule.Category == 0 || rule.Category == category)
		if is && ruleField(key) == rule.Field && (r.left(key) || r.whole[key] == noRate && r.named(key)) {
			return true
		}
	}
	return false
}

// named reports whether a price is left out that stays anyway.
func (r *run) named(key Key) bool {
	return slices.ContainsFunc(r.LeftOut, func(l domain.Leave) bool {
		return l.Plan == key.Plan && l.Option == box(key) || l.Account == r.account && covers(l.Key, key)
	})
}

// drawLeftOut draws some of what the engine says that a click would do, of plans.
func (w *World) drawLeftOut(t *rapid.T, c Click) domain.LeftOut {
	if rapid.Bool().Draw(t, "nothing is left out") {
		return nil
	}
	var can []domain.Leave
	for _, r := range domain.Synchronize(w.Input(c)) {
		for _, o := range r.Listing() {
			if leave, ok := o.Leave(r.Target.Account); ok && o.Key.Plan != 0 && o.What.Changes() && !isPath(o.Key) {
				can = append(can, leave, leave, domain.LeavePlan(o.Key.Plan), domain.LeaveReseller(r.Target.Account))
				if o.Option != "" {
					can = append(can, domain.LeaveBox(o.Key.Plan, o.Option))
				}
			}
		}
	}
	var list []domain.Leave
	for range min(len(can), 1+number(t, "left out", 3)) {
		list = append(list, pick(t, "left out", can))
	}
	return domain.NewLeftOut(list...)
}
