package domain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// checkLaws runs the click in a world of its own and checks what holds for every run, whatever the case is about.
func (w *world) checkLaws(t testing.TB, c click) {
	t.Helper()
	try := w.fork()
	before := fingerprint(t, try.input(c))
	done := try.synchronize(t, c)
	if fingerprint(t, done.input) != before {
		t.Error("the run changed its input")
	}
	for _, r := range done.results {
		if err := try.resultLaws(r); err != nil {
			t.Errorf("%s: %v\n%s", try.byID(r.Target.Account).name, err, try.report(r))
		}
		if err := try.reasonLaw(done.input, r); err != nil {
			t.Errorf("%s: %v\n%s", try.byID(r.Target.Account).name, err, try.report(r))
		}
	}
	try.checkReached(t, w, done)
	again := try.fork()
	for _, r := range again.synchronize(t, c).results {
		if r.Changed() || r.Changes() > 0 {
			t.Errorf("G10: the second run changes %s:\n%s", again.byID(r.Target.Account).name, again.report(r))
		}
	}
	for _, r := range try.undo(done).results {
		if r.After != w.byID(r.Target.Account).state {
			t.Errorf("U1: the undo of a run that nothing followed is not the state before, at %s", try.byID(r.Target.Account).name)
		}
	}
}

// fingerprint hashes everything that hangs on an input, to see that nothing of it is written to.
func fingerprint(t testing.TB, in Input) [32]byte {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(data)
}

// checkReached says that nobody but the targets moved (rules G1, G2, G7, U2).
func (w *world) checkReached(t testing.TB, before *world, done pastRun) {
	t.Helper()
	for i, v := range w.vendors {
		reached := slices.ContainsFunc(done.results, func(r Result) bool { return r.Target.Account == v.id })
		if !reached && v.state != before.vendors[i].state {
			t.Errorf("%s changed and was not reached", v.name)
		}
		if before, after := before.vendors[i].state.Own.MadeCatalog(), v.state.Own.MadeCatalog(); before != after && len(before.Plans) > 0 {
			t.Errorf("G7: the run touched what %s made himself", v.name)
		}
	}
}

// resultLaws are about one reseller in a run: counts are truthful, nothing is counted twice, and what he has is sound.
func (w *world) resultLaws(r Result) error {
	if r.Changed() != (r.Changes() > 0) {
		return fmt.Errorf("the pointer moved: %v, yet %d changes are reported", r.Changed(), r.Changes())
	}
	if r.Target.Skip != "" && (r.Changed() || len(allOutcomes(r)) > 0) {
		return fmt.Errorf("G3: skipped, yet something happened")
	}
	seen := map[Outcome]bool{}
	for _, o := range allOutcomes(r) {
		if seen[o] {
			return fmt.Errorf("reported twice: %s", w.outcome(o))
		}
		seen[o] = true
		if o.What.Changes() && o.Old == o.New && o.What == Updated {
			return fmt.Errorf("updated to the same: %s", w.outcome(o))
		}
		if o.What.Changes() && o.Option == "" {
			return fmt.Errorf("changed by no box: %s", w.outcome(o))
		}
	}
	if r.Target.Skip != "" {
		return nil
	}
	return soundness(r.After)
}

// soundness checks section 1: limits, the tree of sales categories, and that what is referred to is there.
func soundness(s State) error {
	has := s.Effective()
	if err := soundTree(has); err != nil {
		return err
	}
	for _, p := range has.Plans {
		for _, rate := range p.Rates {
			if !rate.Limits().Allowed() {
				return fmt.Errorf("limits of plan %d: %+v", p.ID, rate.Limits())
			}
		}
		if p.PlanCategory != 0 && has.Categories.PlanCategory(p.PlanCategory) == nil {
			return fmt.Errorf("plan %d is in plan category %d, which is not there", p.ID, p.PlanCategory)
		}
		for _, id := range append(periodSchedules(p), p.Schedule) {
			if id != 0 && has.Schedules.Schedule(id) == nil {
				return fmt.Errorf("plan %d has schedule %d, which is not there", p.ID, id)
			}
		}
	}
	return soundGrouping(has)
}

func periodSchedules(p *Plan) []ScheduleID {
	var ids []ScheduleID
	for _, period := range p.Periods {
		ids = append(ids, period.Schedule)
	}
	return ids
}

func soundTree(has *Catalog) error {
	sales := orZero(has.Categories).Sales
	for _, c := range sales {
		steps := 0
		for at := &c; at.Parent != 0; steps++ {
			if at = has.Categories.SalesCategory(at.Parent); at == nil {
				return fmt.Errorf("category %s stands below a category that is not there", c.Name)
			}
			if steps > len(sales) {
				return fmt.Errorf("category %s stands below itself", c.Name)
			}
		}
	}
	for _, p := range has.Plans {
		for _, id := range p.SalesCategories {
			if has.Categories.SalesCategory(id) == nil {
				return fmt.Errorf("plan %s is in category %d, which is not there", p.Name, id)
			}
			if slices.ContainsFunc(sales, func(c SalesCategory) bool { return c.Parent == id }) {
				return fmt.Errorf("category %d holds plan %s and sub-categories", id, p.Name)
			}
		}
	}
	return nil
}

func soundGrouping(has *Catalog) error {
	seen := map[ResourceID]bool{}
	for _, c := range orZero(has.Categories).Resource {
		for _, id := range c.Resources {
			if seen[id] {
				return fmt.Errorf("resource %d is in two resource categories", id)
			}
			seen[id] = true
		}
	}
	return nil
}

// checkUndoLaws checks an undo that was just made.
func (w *world) checkUndoLaws(t testing.TB, done pastRun) {
	t.Helper()
	for _, r := range done.results {
		if err := soundness(r.After); err != nil {
			t.Errorf("after the undo: %s: %v", w.byID(r.Target.Account).name, err)
		}
	}
	try := w.fork()
	for _, r := range try.undo(done).results { // U3
		if r.After != w.byID(r.Target.Account).state && r.After != done.resultOf(r.Target.Account).Target.Before {
			t.Errorf("U3: the undo of the undo is not the state before it, at %s", w.byID(r.Target.Account).name)
		}
	}
}

func (p pastRun) resultOf(id AccountID) Result {
	return p.results[slices.IndexFunc(p.results, func(r Result) bool { return r.Target.Account == id })]
}
