package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUnifyKeepsPlansApart: two plans that are no longer delegated and have the same content stay two.
func TestUnifyKeepsPlansApart(t *testing.T) {
	t.Parallel()
	plan := func(id PlanID) *Plan { return &Plan{ID: id, Name: "Mail", Type: GenericPlan, Published: true} }
	in := Input{Template: &Template{}, Options: OptionSet{EnablePlans: true}, Vendors: map[AccountID]VendorState{1: {Currency: "USD"}},
		Targets: []Target{{Account: 2, Vendor: 1, Level: 1, Currency: "USD",
			Before: State{Delivered: &Catalog{Plans: []*Plan{plan(1), plan(2)}}}}}}
	after := Synchronize(in)[0].After.Delivered
	if len(after.Plans) != 2 || after.Plans[0].ID != 1 || after.Plans[1].ID != 2 || !after.Plans[0].Disabled || !after.Plans[1].Disabled {
		t.Errorf("plans after the run: %+v", after.Plans)
	}
}

// TestPlacesOfOnesOwnAreToldApart: a run remembers what it made of a delivered catalog by the places where things of the reseller's
// own stand. Two resellers who differ in them must not get the same.
func TestPlacesOfOnesOwnAreToldApart(t *testing.T) {
	t.Parallel()
	seen := map[string]occupied{}
	for _, at := range []occupied{{}, {plans: []CategoryID{1}}, {plans: []CategoryID{2}}, {plans: []CategoryID{1, 2}}, {plans: []CategoryID{12}},
		{categories: []CategoryID{1}}, {categories: []CategoryID{2}}, {taxed: []CategoryID{1}}, {taxed: []CategoryID{2}},
		{plans: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}},
		{categories: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}, taxed: []CategoryID{1}}} {
		if other, known := seen[at.String()]; known {
			t.Errorf("%+v and %+v are the same: %q", at, other, at.String())
		}
		seen[at.String()] = at
	}
}

func TestWhatIsUsedStays(t *testing.T) {
	t.Parallel()
	schedule := func(ids ...ScheduleID) []Schedule {
		var list []Schedule
		for _, id := range ids {
			list = append(list, Schedule{ID: id})
		}
		return list
	}
	got := keepUsed(schedule(2), schedule(2, 3), schedule(4, 5), []ScheduleID{4, 2, 3, 3, 9}, func(s Schedule) ScheduleID { return s.ID })
	if diff := cmp.Diff(schedule(2, 3, 4), got); diff != "" {
		t.Errorf("what is there (-want +got):\n%s", diff)
	}
}
