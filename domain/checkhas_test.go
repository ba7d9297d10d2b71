package domain_test

import (
	"fmt"
	"slices"
	"strings"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// checkHas compares what a vendor sells now with the attributes of a statement.
func (w *world) checkHas(v *story.Vendor, s story.Statement) error {
	has := v.State.Effective()
	switch first(s.What) {
	case "category", "schedule", "grouping", "tax":
		return w.checkThing(has, s)
	case "privileges":
		have := make([]string, 0)
		for _, p := range orZero(has.Privileges).List {
			have = append(have, string(p))
		}
		return same(strings.Join(have, ", "), strings.Join(s.How, ", "))
	case "order":
		want, err := w.Flow(s)
		if err != nil {
			return err
		}
		return same(flowText(has.OrderFlow), flowText(want))
	case "terms":
		return same(termsText(has.Terms), termsText(w.Terms(s.How)))
	}
	return w.checkPlan(has, s)
}

func same(have, want string) error {
	if have != want {
		return fmt.Errorf("it is %q, not %q", have, want)
	}
	return nil
}

func flowText(f *OrderFlow) string { return fmt.Sprintf("%+v", orZero(f)) }

func termsText(t *Terms) string { return fmt.Sprintf("%+v", orZero(t)) }

// checkThing tells the statement of what is there: that must change nothing.
func (w *world) checkThing(has *Catalog, s story.Statement) error {
	ref, want, err := w.Thing(has, s)
	if err != nil {
		return err
	}
	thing := has.Thing(ref)
	if thing == nil {
		return fmt.Errorf("there is no such thing")
	}
	return same(valuesText(thing.Values()), valuesText(want))
}

func valuesText(values []KeyedValue) string {
	var list []string
	for _, v := range values {
		if v.Key.Field.Info().Kind != PresenceValue || v.Key.Field == FieldNotification {
			list = append(list, v.Key.Text()+": "+v.Value)
		}
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

func (w *world) checkPlan(has *Catalog, s story.Statement) error {
	key, err := w.place(s.What)
	if err != nil {
		return err
	}
	plan := has.Plan(key.Plan)
	if plan == nil || !slices.ContainsFunc(plan.Values(), func(v KeyedValue) bool { return at(v.Key, "") == key }) {
		return fmt.Errorf("there is no such thing")
	}
	for _, how := range s.How {
		if status, ok := strings.CutPrefix(how, "status "); ok {
			if string(plan.Status()) != status {
				return fmt.Errorf("its status is %s", plan.Status())
			}
			continue
		}
		want, err := w.Value(key, how)
		if err != nil {
			return err
		}
		if have, there := plan.Value(want.Key); !there || have != want.Value {
			return fmt.Errorf("%s is %q", how, w.Words(want.Key.Field, have))
		}
	}
	return nil
}

// place is the place in a plan that words lead to: of an upgrade path, "path Mail Web".
func (w *world) place(words []string) (Key, error) {
	if words[0] != "path" {
		return w.Key(words)
	}
	from, _ := w.Names.Known("plan", words[1])
	to, _ := w.Names.Known("plan", words[2])
	return at(UpgradeKey(PlanID(from), PlanID(to)), ""), nil
}

// at is the key of another field at the same place.
func at(key Key, f Field) Key {
	key.Field = f
	return key
}

// checkLacks is checkHas the other way round, for things.
func (w *world) checkLacks(v *story.Vendor, s story.Statement) error {
	s.How = nil
	has := v.State.Effective()
	there := w.checkPlan(has, s) == nil
	if slices.Contains([]string{"category", "schedule", "grouping", "tax"}, first(s.What)) {
		ref, _, err := w.Thing(has, s)
		if err != nil {
			return err
		}
		there = has.Thing(ref) != nil
	}
	if there {
		return fmt.Errorf("it is there")
	}
	return nil
}

// checkOwns reads "A owns nothing", "A owns 2 values" and "A owns Mail month: recurring fee 15 over 10".
func (w *world) checkOwns(v *story.Vendor, s story.Statement) error {
	switch what := strings.Join(s.What, " "); what {
	case "nothing":
		what = "0 values"
		fallthrough
	case "1 value", "2 values", "3 values", "4 values", "5 values":
		return same(intText(int64(v.State.Own.Count())), first(strings.Fields(what)))
	}
	key, err := w.Key(s.What)
	if err != nil {
		return err
	}
	for _, how := range s.How {
		text, base, _ := strings.Cut(how, " over ")
		want, err := w.Value(key, text)
		if err != nil {
			return err
		}
		have, owned := v.State.Own.Value(want.Key)
		if !owned || have.Value != want.Value || have.Base != w.Canonical(want.Key.Field, base) {
			return fmt.Errorf("they own %q over %q", have.Value, have.Base)
		}
	}
	return nil
}
