package domain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// editVendor applies a statement about what a vendor adds, changes or removes. What was delivered to a reseller becomes his
// own value; what he or the provider made is changed itself.
func (w *world) editVendor(v *vendor, s statement) error {
	switch kind := first(s.what); {
	case s.verb == "confirms":
		return w.override(v, s.what, "confirmation yes")
	case s.verb == "customizes":
		return w.customize(v, s)
	case s.verb == "resets":
		return w.reset(v, s)
	case kind == "category":
		return w.editCategory(v, s)
	case slices.Contains([]string{"schedule", "document", "grouping", "tax"}, kind):
		return w.editPart(v, s)
	case s.verb == "adds" || s.verb == "removes":
		return w.editStructure(v, s)
	case s.verb == "changes":
		return w.changePlan(v, s)
	}
	return fmt.Errorf("unknown verb %q", s.verb)
}

// put replaces what the vendor made.
func (v *vendor) put(change func(c *Catalog)) {
	made := *v.state.Own.MadeCatalog()
	change(&made)
	v.state.Own = v.state.Own.WithMade(&made)
}

func (w *world) override(v *vendor, where []string, attribute string) error {
	key, err := w.key(where)
	if err != nil {
		return err
	}
	f, value, ok := field(attribute)
	if !ok || orEmpty(v.state.Delivered).Plan(key.Plan) == nil {
		return fmt.Errorf("unknown field in %q, or nothing delivered", attribute)
	}
	key.Field = f
	base, there := v.state.Delivered.Plan(key.Plan).Value(key)
	if !there && f != FieldUpgrade {
		return fmt.Errorf("nothing was delivered at %q", where)
	}
	v.state.Own = v.state.Own.With(Override{Key: key, Value: w.canonical(f, value), Base: base, By: 1, At: anyDay()})
	return nil
}

// reset reads "A resets Mail month: recurring fee": the delivered value counts again.
func (w *world) reset(v *vendor, s statement) error {
	key, err := w.key(s.what)
	if err != nil {
		return err
	}
	key.Field, _, _ = field(first(s.attributes))
	v.state.Own = v.state.Own.Without(key)
	return nil
}

// customize reads "A customizes Sales New > Done: manually".
func (w *world) customize(v *vendor, s statement) error {
	step, err := transition(strings.Join(s.what, " "))
	if err != nil {
		return err
	}
	if orEmpty(v.state.Delivered).OrderFlow == nil {
		return fmt.Errorf("no order flow was delivered")
	}
	key := TransitionKey(v.state.Delivered.OrderFlow.ID, step)
	own, err := applied(v.state, setting(FlowCustomized, key, YesNo(slices.Contains(s.attributes, "manually"))))
	if err == nil {
		v.state.Own = own
	}
	return err
}

// changePlan changes values of a plan, a period, a rate or a row of prices.
func (w *world) changePlan(v *vendor, s statement) error {
	key, err := w.key(s.what)
	if err != nil {
		return err
	}
	made := v.state.Own.MadeCatalog().Plan(key.Plan)
	if made == nil {
		for _, attribute := range s.attributes {
			if err := w.override(v, s.what, attribute); err != nil {
				return err
			}
		}
		return nil
	}
	plan := made.Clone()
	for _, attribute := range s.attributes {
		if err := w.setAttribute(plan, key, attribute); err != nil {
			return err
		}
	}
	v.put(func(c *Catalog) { *c = *c.WithPlan(plan) })
	return nil
}

// setAttribute sets one attribute of a plan that is being made. Flags that are no field of their own come first.
func (w *world) setAttribute(plan *Plan, key Key, attribute string) error {
	period, rate := plan.Period(key.Period), plan.Rate(key.Resource)
	word, rest, _ := strings.Cut(attribute, " ")
	switch {
	case word == "msrp":
		return w.setMSRP(plan, key, rest)
	case word == "active" && period != nil:
		period.Active = rest != No
	case word == "trial" && period != nil:
		period.Trial = true
	case word == "unit" && period != nil:
		period.Unit = rest
	case word == "position" && rate != nil:
		rate.Position = int(parseInt(rest))
	case word == "visible" && rate != nil:
		rate.Visible = rest != No
	case word == "type":
		plan.Type = PlanType(rest)
	case word == "renewal" && period == nil:
		plan.AutoRenew = rest != No
	default:
		f, value, ok := field(attribute)
		if !ok || !plan.set(key.of(f), w.canonical(f, value)) {
			return fmt.Errorf("unknown attribute %q", attribute)
		}
	}
	return nil
}

func (w *world) setMSRP(plan *Plan, key Key, attribute string) error {
	f, value, _ := field(attribute)
	price, err := PriceFromString(w.canonical(f, value))
	if err != nil {
		return err
	}
	if i := slices.Index(feeFields[:], f); i >= 0 {
		plan.Period(key.Period).MSRP[i] = price
		return nil
	}
	plan.Rate(key.Resource).Row(key.Period, key.From).MSRP[slices.Index(priceFields[:], f)] = price
	return nil
}

// editCategory reads "P adds category Office: under Cloud, position 2, hidden, named Bureau" and "P removes category Office".
func (w *world) editCategory(v *vendor, s statement) error {
	id := CategoryID(w.names.id("category", s.what[1]))
	c := SalesCategory{ID: id, Name: s.what[1], Display: true}
	if have := v.state.Effective().Categories.SalesCategory(id); have != nil {
		c = *have
	} else if s.verb == "changes" {
		return fmt.Errorf("there is no such category")
	}
	for _, attribute := range s.attributes {
		word, rest, _ := strings.Cut(attribute, " ")
		switch word {
		case "under":
			c.Parent = CategoryID(w.names.id("category", rest))
		case "top":
			c.Parent = 0
		case "position":
			c.Position = int(parseInt(rest))
		case "hidden", "shown":
			c.Display = word == "shown"
		case "named":
			c.Name = rest
		case "described":
			c.Description = rest
		default:
			return fmt.Errorf("unknown attribute %q", attribute)
		}
	}
	if v.state.deliveredSales(id) {
		own, err := applied(v.state, setting(DisplayChanged, DisplayKey(id), YesNo(c.Display)))
		if err == nil {
			v.state.Own = own
		}
		return err
	}
	v.put(func(made *Catalog) {
		next := orZero(made.Categories)
		next.Sales = slices.DeleteFunc(slices.Clone(next.Sales), func(x SalesCategory) bool { return x.ID == id })
		if s.verb != "removes" {
			next.Sales = insertByID(next.Sales, c, func(c SalesCategory) CategoryID { return c.ID })
		}
		made.Categories = &next
	})
	return nil
}

// editPart reads "P adds schedule Remind: -7 expiry", "A adds document House: 1", "P changes grouping People: holds users
// storage" and "P changes tax Software: 7".
func (w *world) editPart(v *vendor, s statement) error {
	name, remove := s.what[1], s.verb == "removes"
	schedule, err := Schedule{}, error(nil)
	if s.what[0] == "schedule" && !remove {
		if schedule, err = w.schedule(name, s.attributes); err != nil {
			return err
		}
	}
	v.put(func(made *Catalog) {
		next := orZero(made.Categories)
		switch s.what[0] {
		case "schedule":
			id := ScheduleID(w.names.id("schedule", name))
			list := slices.DeleteFunc(slices.Clone(orZero(made.Schedules).List), func(x Schedule) bool { return x.ID == id })
			if !remove {
				list = insertByID(list, schedule, func(s Schedule) ScheduleID { return s.ID })
			}
			made.Schedules = &Schedules{list}
		case "document":
			made.Terms = w.terms(append([]string{orZero(made.Terms).Acceptance}, name+" "+first(s.attributes)))
		case "tax":
			c := PlanCategory{ID: CategoryID(w.names.id("plan category", name)), Name: name, TaxCategory: first(s.attributes)}
			next.Plan = insertByID(slices.DeleteFunc(slices.Clone(next.Plan), func(x PlanCategory) bool { return x.ID == c.ID }), c,
				func(c PlanCategory) CategoryID { return c.ID })
			made.Categories = &next
		case "grouping":
			next.Resource = w.grouping(next.Resource, name, s.attributes, remove)
			made.Categories = &next
		}
	})
	return nil
}

func (w *world) grouping(list []ResourceCategory, name string, attributes []string, remove bool) []ResourceCategory {
	c := ResourceCategory{ID: CategoryID(w.names.id("resource category", name)), Name: name}
	for _, attribute := range attributes {
		word, rest, _ := strings.Cut(attribute, " ")
		switch word {
		case "holds":
			for resource := range strings.FieldsSeq(rest) {
				c.Resources = append(c.Resources, ResourceID(w.names.id("resource", resource)))
			}
			slices.Sort(c.Resources)
		case "position":
			c.Position, _ = strconv.Atoi(rest)
		case "named":
			c.Name = rest
		}
	}
	list = slices.DeleteFunc(slices.Clone(list), func(x ResourceCategory) bool { return x.ID == c.ID })
	if remove {
		return list
	}
	return insertByID(list, c, func(c ResourceCategory) CategoryID { return c.ID })
}
