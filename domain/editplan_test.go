package domain

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// free is the price of everything that a case does not price: 0, so that plans are on sale.
func free() Price { return Amount(decimal.Zero) }

// editStructure reads what adds or removes a plan of the vendor's own, a period, a resource, a row of prices or an upgrade
// path: "P adds plan Mail: ...", "P adds prices Mail users from 10: ...", "P removes resource Mail users".
func (w *world) editStructure(v *vendor, s statement) error {
	if len(s.what) < 2 {
		return fmt.Errorf("add or remove what?")
	}
	kind, what := s.what[0], s.what[1:]
	id := PlanID(w.names.id("plan", what[0]))
	made := v.state.Own.MadeCatalog().Plan(id)
	if made == nil && kind == "path" {
		return w.ownPath(v, what)
	}
	if made == nil {
		if kind != "plan" || s.verb != "adds" {
			return fmt.Errorf("%s has not made the plan", v.name)
		}
		made = &Plan{ID: id, Name: what[0], Type: GenericPlan, Published: true}
	}
	if kind == "plan" && s.verb == "removes" {
		v.put(func(c *Catalog) {
			c.Plans = slices.DeleteFunc(slices.Clone(c.Plans), func(p *Plan) bool { return p.ID == id })
		})
		return nil
	}
	plan := made.Clone()
	var key Key
	var err error
	if s.verb == "adds" {
		if key, err = w.addTo(plan, kind, what); err == nil && made.holds(kind, key, w.names.id("plan", what[len(what)-1])) {
			err = fmt.Errorf("it is there already")
		}
	} else {
		err = w.removeFrom(plan, kind, what)
	}
	if err != nil {
		return err
	}
	for _, attribute := range s.attributes {
		if err := w.setAttribute(plan, key, attribute); err != nil {
			return err
		}
	}
	v.put(func(c *Catalog) { *c = *c.WithPlan(plan) })
	if kind == "plan" {
		w.ensurePlanCategory(v, plan.PlanCategory)
	}
	return nil
}

// holds reports whether the plan has what is about to be added.
func (p *Plan) holds(kind string, key Key, to int64) bool {
	switch kind {
	case "path":
		return p.upgrade(PlanID(to)) != nil
	case "plan":
		return false
	case "prices":
		return p.Rate(key.Resource) == nil || p.Rate(key.Resource).Row(key.Period, key.From) != nil
	default:
		return p.has(key)
	}
}

func (w *world) ensurePlanCategory(v *vendor, id CategoryID) {
	if id != 0 && v.state.Effective().Categories.PlanCategory(id) == nil {
		v.put(func(c *Catalog) {
			next := orZero(c.Categories)
			next.Plan = insertByID(next.Plan, PlanCategory{ID: id, Name: w.names.text(int64(id))}, func(c PlanCategory) CategoryID { return c.ID })
			c.Categories = &next
		})
	}
}

// ownPath is an upgrade path that a reseller adds to a plan that was delivered to him.
func (w *world) ownPath(v *vendor, what []string) error {
	from, to := PlanID(w.names.id("plan", what[0])), PlanID(w.names.id("plan", what[1]))
	for _, value := range appendValues(nil, upgradeTable, UpgradeKey(from, to), &Upgrade{Fee: free()}) {
		v.state.Own = v.state.Own.With(Override{Key: value.Key, Value: value.Value, By: 1, At: anyDay()})
	}
	return nil
}

// addTo adds an object to a plan that is being made and returns the place of its values.
func (w *world) addTo(plan *Plan, kind string, what []string) (Key, error) {
	key := Key{Plan: plan.ID}
	switch kind {
	case "plan":
		return key, nil
	case "period":
		key.Period = PeriodID(w.names.id("period", what[0], what[1]))
		period := Period{ID: key.Period, Length: 1, Unit: "months", Active: true, Position: len(plan.Periods) + 1}
		for f := range period.Fees {
			period.Fees[f] = free()
		}
		plan.Periods = append(plan.Periods, period)
		return key, nil
	case "resource":
		key.Resource = ResourceID(w.names.id("resource", what[1]))
		row := PriceRow{Prices: RatePrices{free(), free(), free(), free()}}
		plan.Rates = append(plan.Rates, Rate{Resource: key.Resource, Maximum: Unlimited, Visible: true,
			Position: len(plan.Rates) + 1, Prices: []PriceRow{row}})
		return key, nil
	case "prices":
		key, err := w.key(what)
		if rate := plan.Rate(key.Resource); rate != nil {
			rate.Prices = sortRows(append(rate.Prices, PriceRow{Period: key.Period, From: key.From,
				Prices: RatePrices{free(), free(), free(), free()}}))
		}
		return key, err
	case "path":
		plan.Upgrades = append(plan.Upgrades, Upgrade{To: PlanID(w.names.id("plan", what[1])), Fee: free()})
		slices.SortFunc(plan.Upgrades, func(a, b Upgrade) int { return cmp.Compare(a.To, b.To) })
		return key, nil
	}
	return key, fmt.Errorf("unknown kind %q", kind)
}

func (w *world) removeFrom(plan *Plan, kind string, what []string) error {
	if kind == "path" {
		to := PlanID(w.names.id("plan", what[1]))
		plan.Upgrades = slices.DeleteFunc(plan.Upgrades, func(u Upgrade) bool { return u.To == to })
		return nil
	}
	key, err := w.key(what)
	if err != nil {
		return err
	}
	switch kind {
	case "period":
		plan.Periods = slices.DeleteFunc(plan.Periods, func(p Period) bool { return p.ID == key.Period })
	case "resource":
		plan.Rates = slices.DeleteFunc(plan.Rates, func(r Rate) bool { return r.Resource == key.Resource })
	case "prices":
		rate := plan.Rate(key.Resource)
		if rate == nil {
			return fmt.Errorf("there is no such resource")
		}
		rate.Prices = slices.DeleteFunc(rate.Prices, func(r PriceRow) bool { return r.Period == key.Period && r.From == key.From })
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}
