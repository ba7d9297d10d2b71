package domain_test

import (
	"fmt"
	"slices"
	"testing"

	. "tiersync/domain"
)

// of is what a run did to those in a part of it.
func (p pastRun) of(part Part) pastRun {
	undoing := NewUndoing().Part(part)
	p.part = part
	p.results = slices.DeleteFunc(slices.Clone(p.results), func(r Result) bool {
		return !part.Has(r.Target.Account) || !undoing.Touches(r.Target.Account, r.Target.Before, r.After)
	})
	return p
}

// partsLaw takes a run back that nothing followed, for one reseller after the other: each undo leaves everybody else's values the very same,
// it can be undone, and all of them come to the undo of the whole, which then has nothing left to do (rule U5).
func (w *world) partsLaw(before *world, done pastRun) error {
	one := w.fork()
	for _, r := range done.results {
		id := r.Target.Account
		was := one.fork()
		undo := one.undo(done.of(PartOf(id)))
		for _, v := range one.Vendors {
			if v.ID != id && v.State != was.byID(v.ID).State {
				return fmt.Errorf("U5: the undo for %s changes %s", one.byID(id).Name, v.Name)
			}
		}
		back := one.fork()
		back.undo(undo)
		if back.byID(id).State != was.byID(id).State {
			return fmt.Errorf("U5: the undo of the undo for %s is not the state before it", one.byID(id).Name)
		}
	}
	for _, v := range one.Vendors {
		if v.State != before.byID(v.ID).State {
			return fmt.Errorf("U5: the undos of all parts are not the undo of the whole, at %s", v.Name)
		}
	}
	for _, r := range one.undo(done).results {
		if r.Changed() || r.Changes() > 0 || r.Since() > 0 {
			return fmt.Errorf("U5: the undo of the rest has something to do at %s, who were taken back", one.byID(r.Target.Account).Name)
		}
	}
	return nil
}

// TestAPartIsAValue: its texts say all of it, and a run knows which part was taken back.
func TestAPartIsAValue(t *testing.T) {
	t.Parallel()
	part := ParsePart(PartOf(7).Texts())
	if part.Reseller() != 7 || part.Whole() || !part.Has(7) || part.Has(8) || !(Part{}).Has(8) || (Part{}).Reseller() != 0 {
		t.Errorf("%v", part)
	}
	run := Run{Parts: []PartUndone{{By: 3, Part: part}}}
	if run.Undoable(nil) != nil || run.Undoable(PartOf(8)) != nil || KindOf(run.Undoable(PartOf(7))) != KindConflict {
		t.Error("a part that was taken back is no part of its own")
	}
	run.UndoneBy = 4
	if KindOf(run.Undoable(PartOf(8))) != KindConflict {
		t.Error("a part of a run that was taken back can be taken back")
	}
}

// smallPartsLaw takes back one plan of a run that nothing followed, and then one value: what is listed is what moved, all that is delivered
// stays in order, no other plan moves, the plan is as it was, and the undo can be undone (rule U5).
func (w *world) smallPartsLaw(before *world, done pastRun) error {
	for _, r := range done.results {
		at := slices.IndexFunc(r.Listing(), func(o Outcome) bool { return o.What.Changes() && o.Key.Plan != 0 })
		if at < 0 {
			continue
		}
		changed := r.Listing()[at].Key
		for _, part := range []Part{PartOfPlan(changed.Plan), PartOfValues(r.Target.Account, []Key{changed})} {
			if err := w.smallPartLaw(before, done.of(part), changed.Plan); err != nil {
				return fmt.Errorf("U5: the undo of %v: %w", part.Texts(), err)
			}
			since := w.fork()
			since.undo(done.of(PartOf(r.Target.Account)))
			if err := aloneLaw(since.undo(done.of(part)), changed.Plan); err != nil {
				return fmt.Errorf("U5: the undo of %v after that of all at a reseller: %w", part.Texts(), err)
			}
		}
		return nil
	}
	return nil
}

func (w *world) smallPartLaw(before *world, part pastRun, plan PlanID) error {
	one := w.fork()
	undo := one.undo(part)
	for _, v := range one.Vendors {
		was := w.byID(v.ID).State
		if !part.part.Has(v.ID) && v.State != was {
			return fmt.Errorf("it changes %s, who are not in it", v.Name)
		}
		for _, o := range Difference(was.Effective(), v.State.Effective()) {
			if o.Key.Plan != plan && o.Key.Plan != 0 {
				return fmt.Errorf("it moves another plan of %s: %+v", v.Name, o)
			}
		}
		if err := soundness(v.State); err != nil {
			return fmt.Errorf("%s: %w", v.Name, err)
		}
		if part.part.Plan() == 0 || !part.part.Has(v.ID) || v.Level == 0 || len(v.State.Own.Rules()) != len(before.byID(v.ID).State.Own.Rules()) {
			continue // a rule is of more than the plan
		}
		for _, o := range Difference(before.byID(v.ID).State.Effective(), v.State.Effective()) {
			if o.Key.Plan == plan && !slices.Contains([]Field{FieldPlacement, FieldPlanCategory, FieldSchedule}, o.Key.Field) {
				return fmt.Errorf("%s do not have back what they had: %+v", v.Name, o)
			}
		}
	}
	for _, r := range undo.results {
		if err := truthLaw(r); err != nil {
			return fmt.Errorf("%s: %w", w.byID(r.Target.Account).Name, err)
		}
	}
	if err := aloneLaw(undo, plan); err != nil {
		return err
	}
	one.undo(undo)
	for _, v := range one.Vendors {
		if v.State != w.byID(v.ID).State {
			return fmt.Errorf("the undo of the undo is not the state before it, at %s", v.Name)
		}
	}
	return nil
}

// aloneLaw: what the undo of a plan, or of something of it, tells is about that plan, or about what is of no plan.
func aloneLaw(undo pastRun, plan PlanID) error {
	for _, r := range undo.results {
		for _, o := range r.Listing() {
			if o.Key.Plan != plan && o.Key.Plan != 0 {
				return fmt.Errorf("it tells of another plan: %+v", o)
			}
		}
	}
	return nil
}

// TestAPartBesideNothing takes one right back of a run, and of the undo of one, after which the reseller has no schedules, and no rights.
func TestAPartBesideNothing(t *testing.T) {
	t.Parallel()
	right := func(list ...Privilege) State {
		return State{Delivered: &Catalog{Privileges: &PrivilegeSet{List: list}}}
	}
	key := Key{Field: FieldPrivilege, Name: string(EditPrices)}
	for name, run := range map[string][2]State{"a run": {right(ViewReports), right(EditPrices, ViewReports)}, "an undo": {right(EditPrices), {}}} {
		undoing := NewUndoing().Part(PartOfValues(7, []Key{key}))
		if !undoing.Touches(7, run[0], run[1]) {
			t.Errorf("%s did nothing to the right", name)
		}
		got := undoing.Result(Target{Account: 7, Before: run[1]}, run[0], run[1])
		if diff := Difference(run[0].Effective(), got.After.Effective()); len(diff) > 0 {
			t.Errorf("%s is not taken back: %+v", name, diff)
		}
	}
}

// TestAPartThatCannotReturnAlone: a category that the run brought, in which a plan stands that it brought, too, does not go by itself, and that is said.
// Of what the run did nothing to there is nothing to take back.
func TestAPartThatCannotReturnAlone(t *testing.T) {
	t.Parallel()
	brought := State{Delivered: &Catalog{Plans: []*Plan{{ID: 1, SalesCategories: []CategoryID{2}}}, Categories: &Categories{Sales: []SalesCategory{{ID: 2}}}}}
	undoing := NewUndoing().Part(PartOfValues(7, []Key{{Field: FieldSalesCategory, Category: 2}}))
	if undoing.Touches(7, State{}, brought) || KindOf(undoing.TouchesNothing()) != KindConflict {
		t.Errorf("%v", undoing.TouchesNothing())
	}
	same := NewUndoing().Part(PartOfValues(7, []Key{FeeKey(1, 9, RecurringFee)}))
	if same.Touches(7, brought, brought) || KindOf(same.TouchesNothing()) != KindNotFound {
		t.Errorf("%v", same.TouchesNothing())
	}
}

// What an undo of a part takes back: everything of a reseller or of a plan, and with a value what belongs together with it, or is part of it.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	fee, privileges := FeeKey(1, 2, RecurringFee), Key{Field: FieldPrivilege}
	plan, period := Key{Field: FieldPlan, Plan: 1}, Key{Field: FieldPeriod, Plan: 1, Period: 2}
	included, most := Key{Field: FieldIncluded, Plan: 1, Resource: 3}, Key{Field: FieldMaximum, Plan: 1, Resource: 3}
	values := func(reseller AccountID, keys ...Key) Part { return PartOfValues(reseller, keys) }
	tests := []struct {
		name string
		part Part
		key  Key
		want bool
	}{
		{"the reseller", PartOf(7), fee, true},
		{"the reseller, outside plans", PartOf(7), privileges, true},
		{"another reseller", PartOf(8), fee, false},
		{"the plan", PartOfPlan(1), fee, true},
		{"another plan", PartOfPlan(2), fee, false},
		{"a plan, outside plans", PartOfPlan(1), privileges, false},
		{"the value", values(7, privileges, fee), fee, true},
		{"another value", values(7, fee), FeeKey(1, 2, SetupFee), false},
		{"the value of another reseller", values(8, fee), fee, false},
		{"the period of the value", values(7, period), fee, true},
		{"a value of the period", values(7, fee), period, false},
		{"the plan of the value", values(7, plan), fee, true},
		{"what stays together", values(7, most), included, true},
		{"what stays together, the other way", values(7, included), most, true},
	}
	for _, tt := range tests {
		run := Run{Parts: []PartUndone{{By: 9, Part: PartOf(99)}, {By: 10, Part: tt.part}}}
		if by := run.TakenBackBy(7, tt.key); (by == 10) != tt.want {
			t.Errorf("%s: taken back by %d", tt.name, by)
		}
	}
}
