package domain_test

import (
	"slices"
	"testing"

	. "tiersync/domain"
)

// TestTheOrderOfNotificationsSaysNothing runs all boxes where a schedule has the same notifications in another order, and saves the
// schedule as it is: nobody gets anything, and there is nothing to be stored.
func TestTheOrderOfNotificationsSaysNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
		provider P: USD
		reseller A under P: USD
		template delegates Mail
		notification {early,late}: visible
		P adds schedule Remind: -7 early, -7 late
		P adds plan Mail: notification schedule Remind`)
	w.quick(everything(Overwrite))
	a := w.Vendor("A")
	before, turned := a.State.Delivered, *a.State.Delivered
	schedule := before.Schedules.List[0]
	schedule.Details = slices.Clone(schedule.Details)
	slices.Reverse(schedule.Details)
	turned.Schedules = &Schedules{List: []Schedule{schedule}}
	a.State.Delivered = &turned
	if r := w.quick(everything(Overwrite)).results[0]; r.Changed() || r.After.Delivered != &turned {
		t.Errorf("a run over the same notifications in another order is\n%s", w.report(r))
	}
	made := &Catalog{Schedules: turned.Schedules}
	now := State{Own: &Own{Made: made}}
	slices.Reverse(schedule.Details)
	done, err := Apply(Change{Kind: ScheduleChanged, About: Ref{Of: ObjectSchedule, ID: int64(schedule.ID)}, Typed: schedule.Values()},
		Situation{Viewer: Viewer{Account: Account{Kind: Provider}, User: User{Role: Administrator}}, Now: now, Seen: now})
	if err != nil || !done.Nothing() {
		t.Errorf("saved as it is: %+v, %v", done.Edits, err)
	}
}
