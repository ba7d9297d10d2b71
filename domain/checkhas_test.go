package domain

import (
	"fmt"
	"slices"
	"strings"
)

// checkHas compares what a vendor sells now with the attributes of a statement.
func (w *world) checkHas(v *vendor, s statement) error {
	has := v.state.Effective()
	switch first(s.what) {
	case "category":
		return w.checkCategory(has, s)
	case "schedule":
		id, _ := w.names.known("schedule", s.what[1])
		if have := has.Schedules.Schedule(ScheduleID(id)); have != nil {
			want, err := w.schedule(have.Name, s.attributes)
			return same(err, fmt.Sprint(*have), fmt.Sprint(want))
		}
		return fmt.Errorf("no such schedule")
	case "grouping":
		id, _ := w.names.known("resource category", s.what[1])
		if have := has.Categories.ResourceCategory(CategoryID(id)); have != nil {
			want := w.grouping(nil, s.what[1], s.attributes, false)[0]
			return same(nil, fmt.Sprintf("%s %d %v", have.Name, have.Position, have.Resources), fmt.Sprintf("%s %d %v", want.Name, want.Position, want.Resources))
		}
		return fmt.Errorf("no such resource category")
	case "tax":
		id, _ := w.names.known("plan category", s.what[1])
		if have := has.Categories.PlanCategory(CategoryID(id)); have != nil {
			return same(nil, have.TaxCategory, first(s.attributes))
		}
		return fmt.Errorf("no such plan category")
	case "privileges":
		have := make([]string, 0)
		for _, p := range orZero(has.Privileges).List {
			have = append(have, string(p))
		}
		return same(nil, strings.Join(have, ", "), strings.Join(s.attributes, ", "))
	case "order":
		want, err := w.flow(s)
		return same(err, flowText(has.OrderFlow), flowText(want))
	case "terms":
		return same(nil, termsText(has.Terms), termsText(w.terms(s.attributes)))
	}
	return w.checkPlan(has, s)
}

func same(err error, have, want string) error {
	if err == nil && have != want {
		err = fmt.Errorf("it is %q, not %q", have, want)
	}
	return err
}

func flowText(f *OrderFlow) string { return fmt.Sprintf("%+v", orZero(f)) }

func termsText(t *Terms) string { return fmt.Sprintf("%+v", orZero(t)) }

func (w *world) checkCategory(has *Catalog, s statement) error {
	id, _ := w.names.known("category", s.what[1])
	c := has.Categories.SalesCategory(CategoryID(id))
	if c == nil {
		return fmt.Errorf("no such category")
	}
	attributes := []string{"shown", "top", fmt.Sprintf("position %d", c.Position), "named " + c.Name, "described " + c.Description}
	if !c.Display {
		attributes[0] = "hidden"
	}
	if c.Parent != 0 {
		attributes[1] = "under " + w.names.text(int64(c.Parent))
	}
	for _, want := range s.attributes {
		if !slices.Contains(attributes, want) {
			return fmt.Errorf("it is %s", strings.Join(attributes, ", "))
		}
	}
	return nil
}

func (w *world) checkPlan(has *Catalog, s statement) error {
	if s.what[0] == "path" {
		return w.checkPath(has, s)
	}
	key, err := w.key(s.what)
	if err != nil {
		return err
	}
	plan := has.Plan(key.Plan)
	if plan == nil || !plan.has(key) {
		return fmt.Errorf("there is no such thing")
	}
	for _, attribute := range s.attributes {
		if status, ok := strings.CutPrefix(attribute, "status "); ok {
			if string(plan.Status()) != status {
				return fmt.Errorf("its status is %s", plan.Status())
			}
			continue
		}
		if attribute == "active no" || attribute == "active yes" {
			if YesNo(plan.Period(key.Period).Active) != strings.TrimPrefix(attribute, "active ") {
				return fmt.Errorf("not %s", attribute)
			}
			continue
		}
		f, want, ok := field(attribute)
		have, there := plan.Value(key.of(f))
		if !ok || !there || have != w.canonical(f, want) {
			return fmt.Errorf("%s is %q", attribute, w.words(f, have))
		}
	}
	return nil
}

// has reports whether the plan has the period, rate or row that key leads to.
func (p *Plan) has(key Key) bool {
	rate := p.Rate(key.Resource)
	switch {
	case key.Resource == 0:
		return key.Period == 0 || p.Period(key.Period) != nil
	case rate == nil:
		return false
	default:
		return key.Period == 0 && key.From == 0 || rate.Row(key.Period, key.From) != nil
	}
}

func (w *world) checkPath(has *Catalog, s statement) error {
	from, _ := w.names.known("plan", s.what[1])
	to, _ := w.names.known("plan", s.what[2])
	plan := has.Plan(PlanID(from))
	if plan == nil || !slices.ContainsFunc(plan.Upgrades, func(u Upgrade) bool { return u.To == PlanID(to) }) {
		return fmt.Errorf("there is no such path")
	}
	return nil
}

// checkLacks is checkHas the other way round, for things.
func (w *world) checkLacks(v *vendor, s statement) error {
	s.attributes = nil
	has := v.state.Effective()
	there := true
	switch id, kind := int64(0), first(s.what); kind {
	case "category":
		id, there = w.names.known("category", s.what[1])
		there = there && has.Categories.SalesCategory(CategoryID(id)) != nil
	case "schedule":
		id, there = w.names.known("schedule", s.what[1])
		there = there && has.Schedules.Schedule(ScheduleID(id)) != nil
	case "grouping":
		id, there = w.names.known("resource category", s.what[1])
		there = there && has.Categories.ResourceCategory(CategoryID(id)) != nil
	case "tax":
		id, there = w.names.known("plan category", s.what[1])
		there = there && has.Categories.PlanCategory(CategoryID(id)) != nil
	default:
		there = w.checkPlan(has, s) == nil
	}
	if there {
		return fmt.Errorf("it is there")
	}
	return nil
}

// checkOwns reads "A owns nothing", "A owns 2 values" and "A owns Mail month: recurring fee 15 over 10".
func (w *world) checkOwns(v *vendor, s statement) error {
	switch what := strings.Join(s.what, " "); what {
	case "nothing":
		what = "0 values"
		fallthrough
	case "1 value", "2 values", "3 values", "4 values", "5 values":
		return same(nil, intText(int64(v.state.Own.Count())), first(strings.Fields(what)))
	}
	key, err := w.key(s.what)
	if err != nil {
		return err
	}
	for _, attribute := range s.attributes {
		f, rest, _ := field(attribute)
		value, base, _ := strings.Cut(rest, " over ")
		have, owned := v.state.Own.Value(key.of(f))
		if !owned || have.Value != w.canonical(f, value) || have.Base != w.canonical(f, base) {
			return fmt.Errorf("he owns %q over %q", have.Value, have.Base)
		}
	}
	return nil
}
