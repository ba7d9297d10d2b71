package domain_test

import (
	"fmt"

	. "tiersync/domain"
)

// countLaw says that the dialog promises what the run's page then counts: a box alone, at the reach and with the policy that are chosen,
// and with the other policy.
func (w *world) countLaw(c click) error {
	c.leftOut = nil // the dialog, which counts, leaves nothing out
	for _, policy := range []Policy{Overwrite, Keep} {
		in := w.input(c)
		in.Policy = policy
		if err := countedAsRun(in); err != nil {
			return fmt.Errorf("%s: %w", policy, err)
		}
	}
	return nil
}

// countedAsRun compares what is counted with the runs.
func countedAsRun(in Input) error {
	for _, count := range Count(in) {
		in.Options = OptionSet{count.Option: true}
		want := BoxCount{Option: count.Option}
		for _, r := range Synchronize(in) {
			want.Changes += r.Changes()
			for _, o := range r.Own {
				if o.What == Dropped && o.Key.Field.IsRule() {
					want.Rules++
				}
				switch {
				case o.What == Overwritten || o.What == Dropped && o.Key.Field.IsRule():
					want.OwnValues++
				case o.What == Dropped:
					want.Dropped++
				}
			}
			if r.Changed() {
				want.Resellers++
			}
			want.Held += newlyHeld(r)
		}
		if count != want {
			return fmt.Errorf("%s: the dialog promises %+v, the run does %+v", count.Option, count, want)
		}
	}
	return nil
}

// newlyHeld counts the plans that are held after the run and were not before.
func newlyHeld(r Result) int {
	had, n := orZero(r.Target.Before.Delivered), 0
	for _, p := range orZero(r.After.Delivered).Plans {
		before := had.Plan(p.ID)
		if p.Held() && (before == nil || !before.Held()) {
			n++
		}
	}
	return n
}
