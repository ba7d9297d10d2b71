package domain_test

import (
	"fmt"
	"slices"

	. "tiersync/domain"
)

// reasonLaw says that whatever a reseller was delivered otherwise than it is offered has an outcome that tells why. What
// differs is found here without the engine's own explaining.
func (w *world) reasonLaw(in Input, r Result) error {
	if r.Target.Skip != "" {
		return nil
	}
	vendor := w.byID(r.Target.Vendor)
	offer := MakeOffer(vendor.State.Effective(), in.Template, in.Rates.Conversion(vendor.Currency, r.Target.Currency, in.Unmeasured), in.Visible)
	told := map[Key]bool{}
	for _, o := range allOutcomes(r) {
		told[o.Key] = true
	}
	delivered := orEmpty(r.After.Delivered)
	keys := slices.Concat(planDifferences(delivered, offer), categoryDifferences(delivered, offer), otherDifferences(delivered, offer))
	for _, key := range keys {
		unpriced := Key{Field: FieldConfirmation, Plan: key.Plan, Period: key.Period, Resource: key.Resource}
		if unpriced.Resource != 0 {
			unpriced.Period = 0
		}
		if !told[key] && !(key.Field.IsPrice() && told[unpriced]) {
			return fmt.Errorf("nothing tells why this differs: %s", w.outcome(Outcome{Key: key}))
		}
	}
	return nil
}

func planDifferences(delivered *Catalog, offer *Offer) []Key {
	var keys []Key
	for _, p := range offer.Plans {
		if delivered.Plan(p.ID) == nil {
			keys = append(keys, Key{Field: FieldPlan, Plan: p.ID})
		}
	}
	for _, p := range delivered.Plans {
		offered := offer.Plan(p.ID)
		if offered == nil {
			if !p.Disabled {
				keys = append(keys, Key{Field: FieldPlan, Plan: p.ID})
			}
			continue
		}
		have, want := valuesOf(p), valuesOf(offered)
		for key, value := range want {
			if had, there := have[key]; there && had != value {
				keys = append(keys, key)
			} else if !there && exists(key, p) {
				keys = append(keys, key)
			}
		}
		for key := range have {
			if _, there := want[key]; !there && exists(key, offered) {
				keys = append(keys, key)
			}
		}
	}
	return slices.DeleteFunc(keys, func(k Key) bool { // paths lead between plans that the reseller has
		return k.Field == FieldConfirmation || k.Field.Info().Of == ObjectUpgrade && delivered.Plan(PlanID(parseInt(k.Name))) == nil
	})
}

func valuesOf(p *Plan) map[Key]string {
	values := map[Key]string{}
	for _, v := range p.Values() {
		values[v.Key] = v.Value
	}
	return values
}

// exists reports whether a value that p lacks is worth a word of its own: the object it belongs to is not lacking too.
func exists(key Key, p *Plan) bool {
	switch key.Field {
	case FieldPeriod, FieldRate, FieldUpgrade:
		return true
	case FieldPriceRow:
		return p.Rate(key.Resource) != nil && (key.Period == 0 || p.Period(key.Period) != nil)
	default:
		return false
	}
}

func categoryDifferences(delivered *Catalog, offer *Offer) []Key {
	var keys []Key
	have := orZero(delivered.Categories)
	for _, o := range offer.Categories.Sales {
		key := Key{Category: o.ID}
		c := have.SalesCategory(o.ID)
		if c == nil {
			keys = append(keys, at(key, FieldSalesCategory))
			continue
		}
		for f, differs := range map[Field]bool{FieldCategoryName: c.Name != o.Name, FieldCategoryText: c.Description != o.Description,
			FieldCategoryParent: c.Parent != o.Parent, FieldCategoryPosition: c.Position != o.Position, FieldDisplay: c.Display != o.Display} {
			if differs {
				keys = append(keys, at(key, f))
			}
		}
	}
	for _, c := range have.Sales {
		if offer.Categories.SalesCategory(c.ID) == nil {
			keys = append(keys, Key{Field: FieldSalesCategory, Category: c.ID})
		}
	}
	for _, o := range offer.Categories.Plan {
		if c := have.PlanCategory(o.ID); c != nil {
			for i, v := range c.Values() {
				if other := o.Values()[i]; v.Value != other.Value && v.Key.Field != FieldPlanCategoryData {
					keys = append(keys, v.Key)
				}
			}
		}
	}
	for _, p := range offer.Plans {
		for _, rate := range p.Rates {
			if grouped(have.Resource, rate.Resource) != grouped(offer.Categories.Resource, rate.Resource) {
				keys = append(keys, Key{Field: FieldGrouping, Resource: rate.Resource})
			}
		}
	}
	return keys
}

func grouped(list []ResourceCategory, id ResourceID) CategoryID {
	for _, c := range list {
		if slices.Contains(c.Resources, id) {
			return c.ID
		}
	}
	return 0
}

func otherDifferences(delivered *Catalog, offer *Offer) []Key {
	var keys []Key
	for _, s := range orZero(delivered.Schedules).List {
		o := offer.Schedules.Schedule(s.ID)
		if o == nil {
			keys = append(keys, Key{Field: FieldScheduleContent, Schedule: s.ID})
			continue
		}
		if o.Name != s.Name {
			keys = append(keys, Key{Field: FieldScheduleName, Schedule: s.ID})
		}
		for _, d := range slices.Concat(o.Details, s.Details) {
			if slices.Contains(o.Details, d) != slices.Contains(s.Details, d) {
				keys = append(keys, NotificationKey(s.ID, d))
			}
		}
	}
	for _, list := range [][]Privilege{orZero(offer.Privileges).List, orZero(delivered.Privileges).List} {
		for _, p := range list {
			if slices.Contains(orZero(delivered.Privileges).List, p) != slices.Contains(orZero(offer.Privileges).List, p) && offer.Privileges != nil {
				keys = append(keys, Key{Field: FieldPrivilege, Name: string(p)})
			}
		}
	}
	return keys
}
