package domain

import "testing"

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
