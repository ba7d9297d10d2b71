package domain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "tiersync/domain"
)

// TestRandomLeavingOut plays random edits, then runs in which something that a run would do is left out, and checks the laws of every run
// and those of leaving out: what is left out is as it was, in what was delivered, own and sold (rule L1), and what depends on none of it is
// as without (rule L4).
func TestRandomLeavingOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := &tale{world: newWorld(t, opening)}
		s.quick(everything(Overwrite))
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "provider") {
				s.try(providerEdit(rt))
			} else {
				s.try(resellerEdit(rt))
			}
		}
		for range 3 {
			c := randomClick(rt, s.world)
			c.leftOut = drawLeftOut(rt, s.world, c)
			s.tell("-- run -- %v %s %s but %s", c.options.Keys(), c.policy, c.reach, strings.Join(c.leftOut.Texts(), ", "))
			if err := s.leavingLaws(c); err != nil {
				rt.Fatalf("%v\n%s", err, strings.Join(s.lines, "\n"))
			}
			s.world = s.fork()
			s.quick(c)
		}
	})
}

// drawLeftOut draws some of what a run would do.
func drawLeftOut(t *rapid.T, w *world, c click) LeftOut {
	var can []Leave
	for _, r := range Synchronize(w.fork().input(c)) {
		for _, o := range allOutcomes(r) {
			if leave, ok := o.Leave(r.Target.Account); ok {
				can = append(can, leave, LeaveReseller(r.Target.Account))
				if o.Key.Plan != 0 {
					can = append(can, leave, LeavePlan(o.Key.Plan))
				}
				if o.Key.Plan != 0 && o.Option != "" {
					can = append(can, LeaveBox(o.Key.Plan, o.Option))
				}
			}
		}
	}
	if len(can) == 0 {
		return nil
	}
	return NewLeftOut(rapid.SliceOfN(rapid.SampledFrom(can), 1, 4).Draw(t, "left out")...)
}

func (w *world) leavingLaws(c click) error {
	if err := w.laws(c); err != nil {
		return err
	}
	all := c
	all.leftOut = nil
	with, without := w.fork(), w.fork()
	done := with.quick(c)
	without.quick(all)
	for i, r := range done.results {
		v := with.byID(r.Target.Account)
		for _, leave := range c.leftOut {
			if err := stays(leave, r.Target.Account, done.input.Targets[i].Before, r.After); err != nil {
				return fmt.Errorf("%s, %s: %w", v.Name, leave.Text(), err)
			}
		}
		if err := restIs(c.leftOut, r, without.byID(v.ID).State); err != nil && r.Target.Vendor == with.Provider.ID {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
	}
	return nil
}

// stays says that what is left out is as it was.
func stays(leave Leave, of AccountID, before, after State) error {
	switch {
	case leave.IsReseller() && leave.Account == of && before != after:
		return fmt.Errorf("they changed")
	case leave.Account != 0 && leave.Account != of || leave.IsReseller():
		return nil
	}
	left := func(k Key) bool {
		switch {
		case leave.Key.Field == FieldPlan:
			return k.Plan == leave.Key.Plan
		case leave.Key.Field == FieldPeriod:
			return k.Plan == leave.Key.Plan && k.Period == leave.Key.Period
		case leave.Key.Field == FieldRate:
			return k.Plan == leave.Key.Plan && k.Resource == leave.Key.Resource
		case leave.Account != 0:
			return k == leave.Key
		case leave.Option != "":
			box := k.Field.Info().Box
			return k.Plan == leave.Plan && (box == leave.Option || k.Field == FieldRate && leave.Option == RemoveResources) && !cameOrWent(before, after, k)
		}
		return k.Plan == leave.Plan
	}
	for _, layer := range []func(State) map[Key]string{soldValues, deliveredValues, ownValues} {
		was, is := layer(before), layer(after)
		for _, values := range []map[Key]string{was, is} {
			for k := range values {
				if a, had := was[k]; left(k) {
					if b, has := is[k]; a != b || had != has {
						return fmt.Errorf("%v was %q (%v) and is %q (%v)", k, a, had, b, has)
					}
				}
			}
		}
	}
	return nil
}

// cameOrWent reports whether a value is part of something that another box brought or took away.
func cameOrWent(before, after State, k Key) bool {
	if k.Field == FieldPeriod || k.Field == FieldRate || k.Field == FieldPlan {
		return false
	}
	was, is := orEmpty(before.Delivered).Plan(k.Plan), orEmpty(after.Delivered).Plan(k.Plan)
	if was == nil || is == nil {
		return was != is
	}
	return k.Period != 0 && (was.Period(k.Period) == nil) != (is.Period(k.Period) == nil) ||
		k.Resource != 0 && (was.Rate(k.Resource) == nil) != (is.Rate(k.Resource) == nil)
}

func soldValues(s State) map[Key]string { return catalogValues(s.Effective()) }

func deliveredValues(s State) map[Key]string { return catalogValues(orEmpty(s.Delivered)) }

func catalogValues(c *Catalog) map[Key]string {
	values := map[Key]string{}
	for _, p := range c.Plans {
		for _, v := range p.Values() {
			values[v.Key] = v.Value
		}
	}
	for _, v := range c.OtherValues() {
		values[v.Key] = v.Value
	}
	return values
}

func ownValues(s State) map[Key]string {
	values := map[Key]string{}
	for _, layer := range orZero(s.Own).Layers {
		for _, v := range layer.Values {
			values[v.Key] = v.Value
		}
	}
	return values
}

// restIs says that amounts and limits of plans of which nothing is left out are as they would be.
func restIs(left LeftOut, r Result, without State) error {
	if r.Target.Skip != "" {
		return nil
	}
	touched := func(plan PlanID) bool {
		return slices.ContainsFunc(left, func(l Leave) bool { return l.Plan == plan || l.Account == r.Target.Account && l.Key.Plan == plan })
	}
	is := deliveredValues(r.After)
	for k, want := range deliveredValues(without) {
		if k.Plan != 0 && !touched(k.Plan) && k.Field != FieldPlacement && k.Field.Info().Of != ObjectUpgrade && is[k] != want {
			return fmt.Errorf("%v, which does not depend on what is left out, is %q and would be %q", k, is[k], want)
		}
	}
	return nil
}

// TestNothingLeftOutIsNoDifference: a run that leaves nothing out, or what it would not touch, makes the very same values.
func TestNothingLeftOutIsNoDifference(t *testing.T) {
	t.Parallel()
	w := loadWorld(t, "everything")
	in := w.input(everything(Overwrite))
	want := Synchronize(in)
	in.LeftOut = NewLeftOut(LeavePlan(999), LeaveReseller(998), LeaveValue(997, Key{Field: FieldName, Plan: 1}))
	for i, r := range Synchronize(in) {
		if !sameState(r.After, want[i].After) || r.Changes() != want[i].Changes() || len(allOutcomes(r)) != len(allOutcomes(want[i])) {
			t.Errorf("%s has something else", w.byID(r.Target.Account).Name)
		}
	}
}

// TestLeftOutIsAValue: the same in any order and as often is the same, and its texts say all of it.
func TestLeftOutIsAValue(t *testing.T) {
	t.Parallel()
	limits := Key{Field: FieldMinimum, Plan: 2, Resource: 3}
	all := NewLeftOut(LeaveValue(7, limits), LeaveBox(2, UpdateFees), LeavePlan(9), LeaveReseller(4), LeavePlan(9))
	if got := ParseLeftOut(append(all.Texts(), "plan x", "box 2 no_such_box", "value 7 nothing", "reseller 0")); !slices.Equal(got, all) || len(got) != 4 {
		t.Errorf("read again it is %v, not %v", got.Texts(), all.Texts())
	}
	if !all.Has(LeaveValue(7, Key{Field: FieldMaximum, Plan: 2, Resource: 3})) {
		t.Error("limits do not stay together")
	}
	rest := all.Instead(NewLeftOut(LeavePlan(9), LeaveReseller(4)), NewLeftOut(LeavePlan(8), LeaveReseller(4)))
	if want := NewLeftOut(LeavePlan(8), LeaveReseller(4), LeaveBox(2, UpdateFees), LeaveValue(7, limits)); !slices.Equal(rest, want) {
		t.Errorf("after another choice it is %v", rest.Texts())
	}
	counted := NewLeftOut(append(all, LeaveValue(7, Key{Field: FieldPlan, Plan: 5}))...)
	if n := counted.Counts(); n != (LeftOutCounts{Resellers: 1, Plans: 1, Boxes: 1, PlansAt: 1, Values: 1}) {
		t.Errorf("counted are %+v", n)
	}
}

// decision reads "take: A Mail month: recurring fee", "keep: plan Mail", "take: A" and "take: all".
func (w *world) decision(line string, labels map[string]OptionKey) (d Decision, err error) {
	word, of, _ := strings.Cut(line, ": ")
	d.Take = word == "take"
	if of != "all" {
		d.Of, err = w.leave(of, labels)
	}
	return d, err
}

// leave reads what a run leaves out: "A", "plan Mail", "Update Plan Fees at Mail", "A Mail month: recurring fee", or a thing: "A Mail month".
func (w *world) leave(text string, labels map[string]OptionKey) (Leave, error) {
	if label, plan, is := strings.Cut(text, " at "); is && labels[label] != "" {
		key, err := w.Key([]string{plan})
		return LeaveBox(key.Plan, labels[label]), err
	}
	if plan, is := strings.CutPrefix(text, "plan "); is {
		key, err := w.Key([]string{plan})
		return LeavePlan(key.Plan), err
	}
	where, value, _ := strings.Cut(text, ": ")
	words := strings.Fields(where)
	who := w.Vendor(words[0])
	if who == nil {
		return Leave{}, fmt.Errorf("unknown words %q", text)
	}
	if len(words) == 1 {
		return LeaveReseller(who.ID), nil
	}
	key, err := w.Key(words[1:])
	switch {
	case err != nil:
	case value != "":
		var v KeyedValue
		v, err = w.Value(key, value+" 0")
		key = v.Key
	case key.Resource != 0:
		key.Field = FieldRate
	case key.Period != 0:
		key.Field = FieldPeriod
	default:
		key.Field = FieldPlan
	}
	return LeaveValue(who.ID, key), err
}
