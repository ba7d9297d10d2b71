package story

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// free is the price of everything that a story does not price: 0, so that plans are on sale.
func free() domain.Price { return domain.Amount(decimal.Zero) }

// editStructure reads what adds or removes a plan of the vendor's own, a period, a resource, a row of prices or an upgrade
// path: "P adds plan Mail: ...", "P adds prices Mail users from 10: ...", "P removes resource Mail users".
func (w *World) editStructure(v *Vendor, s Statement) error {
	if len(s.What) < 2 {
		return fmt.Errorf("add or remove what?")
	}
	kind, what := s.What[0], s.What[1:]
	id := domain.PlanID(w.Names.ID("plan", what[0]))
	made := v.State.Own.MadeCatalog().Plan(id)
	switch {
	case made == nil && kind == "path":
		return w.ownPath(v, s)
	case made == nil && (kind != "plan" || s.Verb != "adds"):
		return fmt.Errorf("%s has not made the plan", v.Name)
	case made == nil:
		made = &domain.Plan{ID: id, Name: what[0], Type: domain.GenericPlan, Published: true}
	case kind == "plan" && s.Verb == "removes":
		v.Make(v.State.Own.MadeCatalog().With(domain.Ref{Of: domain.ObjectPlan, ID: int64(id)}, nil))
		return nil
	}
	if s.Verb == "removes" {
		plan, err := w.without(made, kind, what)
		if err == nil {
			v.Make(v.State.Own.MadeCatalog().WithPlan(plan))
		}
		return err
	}
	plan := made.Clone()
	key, err := w.addTo(plan, kind, what)
	if err == nil && kind != "plan" && exists(made, key) {
		err = fmt.Errorf("it is there already")
	}
	if err != nil {
		return err
	}
	return w.put(v, plan, key, s.How)
}

// put makes the plan the vendor's, with values at one place of it, and the plan category that it is in.
func (w *World) put(v *Vendor, plan *domain.Plan, key domain.Key, how []string) error {
	values := plan.Values()
	for _, text := range how {
		value, err := w.Value(key, text)
		if err != nil {
			return err
		}
		info := value.Key.Field.Info()
		suggested := info.Field.IsPrice() && !info.Own // it is there only where it is set
		if _, there := plan.Value(value.Key); !there && !(suggested && exists(plan, key)) {
			return fmt.Errorf("there is nothing for %q", text)
		}
		values = with(values, value)
	}
	if plan = domain.PlanOf(plan.ID, values); plan.Type == domain.ResellerPlan {
		plan.Template = w.Template.ID
	}
	made := v.State.Own.MadeCatalog().WithPlan(plan)
	if id := plan.PlanCategory; id != 0 && v.State.Effective().Categories.PlanCategory(id) == nil {
		made = made.With(domain.Ref{Of: domain.ObjectPlanCategory, ID: int64(id)}, domain.PlanCategory{ID: id, Name: w.Names.Text(int64(id))}.Values())
	}
	v.Make(made)
	return nil
}

// exists reports whether the plan has the path, period, rate or row that key leads to.
func exists(p *domain.Plan, key domain.Key) bool {
	return slices.ContainsFunc(p.Values(), func(v domain.KeyedValue) bool {
		v.Key.Field = ""
		return v.Key == key
	})
}

// ownPath is an upgrade path that a reseller adds to a plan that was delivered to them.
func (w *World) ownPath(v *Vendor, s Statement) error {
	plan := &domain.Plan{ID: domain.PlanID(w.Names.ID("plan", s.What[1]))}
	key, err := w.addTo(plan, "path", s.What[1:])
	if err != nil {
		return err
	}
	values := slices.DeleteFunc(plan.Values(), func(is domain.KeyedValue) bool { return is.Key.Name != key.Name })
	for _, how := range s.How {
		value, err := w.Value(key, how)
		if err != nil {
			return err
		}
		values = with(values, value)
	}
	for _, value := range values {
		if err := v.own(value); err != nil {
			return err
		}
	}
	return nil
}

// addTo adds something to a plan that is being made and returns its place.
func (w *World) addTo(plan *domain.Plan, kind string, what []string) (domain.Key, error) {
	key := domain.Key{Plan: plan.ID}
	if kind != "plan" && len(what) < 2 {
		return key, fmt.Errorf("add what?")
	}
	switch kind {
	case "plan":
	case "period":
		key.Period = domain.PeriodID(w.Names.ID("period", what[0], what[1]))
		period := domain.Period{ID: key.Period, Length: 1, Unit: "months", Active: true, Position: len(plan.Periods) + 1}
		for f := range period.Fees {
			period.Fees[f] = free()
		}
		plan.Periods = append(plan.Periods, period)
	case "resource":
		key.Resource = domain.ResourceID(w.Names.ID("resource", what[1]))
		plan.Rates = append(plan.Rates, domain.Rate{Resource: key.Resource, Maximum: domain.Unlimited, Visible: true,
			Position: len(plan.Rates) + 1, Prices: []domain.PriceRow{freeRow(key)}})
	case "prices":
		key, err := w.Key(what)
		rate := plan.Rate(key.Resource)
		if err == nil && rate == nil {
			err = fmt.Errorf("there is no such resource")
		}
		if err == nil {
			rate.Prices = append(rate.Prices, freeRow(key))
		}
		return key, err
	case "path":
		key = domain.UpgradeKey(plan.ID, domain.PlanID(w.Names.ID("plan", what[1])))
		plan.Upgrades = append(plan.Upgrades, domain.Upgrade{To: domain.UpgradeTarget(key), Fee: free()})
		slices.SortFunc(plan.Upgrades, func(a, b domain.Upgrade) int { return cmp.Compare(a.To, b.To) })
		key.Field = ""
	default:
		return key, fmt.Errorf("unknown kind %q", kind)
	}
	return key, nil
}

func freeRow(key domain.Key) domain.PriceRow {
	return domain.PriceRow{Period: key.Period, From: key.From, Prices: domain.RatePrices{free(), free(), free(), free()}}
}

// without is the plan with a period, a resource, a row of prices or a path taken away.
func (w *World) without(plan *domain.Plan, kind string, what []string) (*domain.Plan, error) {
	key, err := domain.Key{}, error(nil)
	if kind == "path" {
		key = domain.UpgradeKey(plan.ID, domain.PlanID(w.Names.ID("plan", what[1])))
	} else if key, err = w.Key(what); err != nil {
		return nil, err
	}
	goes := map[string]func(domain.Key) bool{
		"path": func(k domain.Key) bool { return k.Name == key.Name },
		"period": func(k domain.Key) bool {
			return k.Resource == 0 && k.Period == key.Period && k.Name == "" && k.Period != 0
		},
		"resource": func(k domain.Key) bool { return k.Resource == key.Resource },
		"prices": func(k domain.Key) bool {
			return k.Resource == key.Resource && k.Period == key.Period && k.From == key.From && k.Field.Info().Of == domain.ObjectPriceRow
		},
	}[kind]
	if goes == nil {
		return nil, fmt.Errorf("unknown kind %q", kind)
	}
	return domain.PlanOf(plan.ID, slices.DeleteFunc(plan.Values(), func(v domain.KeyedValue) bool { return goes(v.Key) })), nil
}

// changePlan changes values of a plan, a period, a rate or a row of prices.
func (w *World) changePlan(v *Vendor, s Statement) error {
	key, err := w.Key(s.What)
	if err != nil {
		return err
	}
	if plan := v.State.Own.MadeCatalog().Plan(key.Plan); plan != nil {
		return w.put(v, plan, key, s.How)
	}
	for _, how := range s.How {
		value, err := w.Value(key, how)
		if err == nil {
			err = v.own(value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
