package domain_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	. "tiersync/domain"
)

// TestUndoMergesWhatBelongsToNoPlan takes back a run that changed the order flow, the privileges and the terms: what still is as
// the run left it returns, what somebody changed since stays and is told.
func TestUndoMergesWhatBelongsToNoPlan(t *testing.T) {
	t.Parallel()
	flow := func(id FlowID) *OrderFlow { return &OrderFlow{ID: id, Name: "Flow " + intText(int64(id))} }
	documents := func(acceptance string, list ...Document) *Terms {
		return &Terms{Acceptance: acceptance, Documents: list}
	}
	tos, newer, gone, came, since := Document{ID: 1, Version: "1"}, Document{ID: 1, Version: "2"}, Document{ID: 2}, Document{ID: 3}, Document{ID: 4}
	before := &Catalog{OrderFlow: flow(1), Privileges: &PrivilegeSet{[]Privilege{"a", "b"}}, Terms: documents("every", tos, gone)}
	after := &Catalog{OrderFlow: flow(2), Privileges: &PrivilegeSet{[]Privilege{"b", "c"}}, Terms: documents("first", newer, came)}
	tests := []struct {
		name      string
		now, want Catalog
		told      []string
	}{
		{"nothing of it was changed since", Catalog{OrderFlow: flow(2), Privileges: &PrivilegeSet{[]Privilege{"b", "c", "d"}}, Terms: documents("first", newer, came, since)},
			Catalog{OrderFlow: flow(1), Privileges: &PrivilegeSet{[]Privilege{"a", "b", "d"}}, Terms: documents("every", tos, gone, since)}, nil},
		{"all of it was changed since", Catalog{OrderFlow: flow(3), Privileges: &PrivilegeSet{[]Privilege{"a"}}, Terms: documents("never", since)},
			Catalog{OrderFlow: flow(3), Privileges: &PrivilegeSet{[]Privilege{"a"}}, Terms: documents("never", gone, since)},
			[]string{"Document version 1 ", "Terms acceptance never", "Order flow Flow 3"}},
		{"it was taken back already", Catalog{OrderFlow: flow(1), Privileges: &PrivilegeSet{[]Privilege{"a", "b"}}, Terms: documents("every", tos, gone), Schedules: &Schedules{}},
			Catalog{OrderFlow: flow(1), Privileges: &PrivilegeSet{[]Privilege{"a", "b"}}, Terms: documents("every", tos, gone), Schedules: &Schedules{}},
			nil},
		{"the same acceptance only", Catalog{OrderFlow: flow(2), Privileges: &PrivilegeSet{[]Privilege{"b", "c"}}, Terms: documents("first", tos, gone)},
			Catalog{OrderFlow: flow(1), Privileges: &PrivilegeSet{[]Privilege{"a", "b"}}, Terms: documents("every", tos, gone)},
			nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := NewUndoing().Result(Target{Before: State{Delivered: &tt.now}}, State{Delivered: before}, State{Delivered: after})
			got := r.After
			if err := truthLaw(r); err != nil {
				t.Error(err)
			}
			for part, diff := range map[string]string{"order flow": cmp.Diff(tt.want.OrderFlow, got.Delivered.OrderFlow),
				"privileges": cmp.Diff(tt.want.Privileges, got.Delivered.Privileges), "terms": cmp.Diff(tt.want.Terms, got.Delivered.Terms)} {
				if diff != "" {
					t.Errorf("%s (-want +got):\n%s", part, diff)
				}
			}
			var told []string
			for _, o := range r.Listing() {
				if o.What.Changes() {
					continue
				}
				name := o.Key.Field.Label()
				if o.Key.Name != "" {
					name += " " + o.Key.Name
				}
				told = append(told, name+" "+o.Old)
			}
			if diff := cmp.Diff(tt.told, told); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUndoMergesOwnValues says of one own value what an undo makes of it, whatever a run did with it and a person since: "" is none.
func TestUndoMergesOwnValues(t *testing.T) {
	t.Parallel()
	key := FeeKey(1, 2, SetupFee)
	delivered := &Catalog{Plans: []*Plan{{ID: 1, Periods: []Period{{ID: 2, Fees: Fees{SetupFee: Amount(decimal.Zero)}}}}}}
	state := func(value string) State {
		own := (&Own{}).With(Override{Key: FeeKey(1, 2, RecurringFee), Value: "9", Base: "0"}) // always there
		if value != "" {
			own = own.With(Override{Key: key, Value: value, Base: "0"})
		}
		return State{delivered, own}
	}
	for _, tt := range []struct{ before, after, now, want string }{
		{"15", "", "", "15"}, {"15", "", "16", "16"}, {"", "15", "15", ""}, {"", "15", "16", "16"}, {"", "15", "", ""},
		{"15", "14", "14", "15"}, {"15", "14", "16", "16"}, {"15", "14", "", ""}, {"15", "15", "16", "16"}, {"15", "15", "", ""}, {"", "", "16", "16"},
	} {
		after := state(tt.after)
		after.Delivered = &Catalog{Plans: delivered.Plans} // the run moved the pointer
		now := state(tt.now)
		now.Delivered = after.Delivered
		got := Undo(state(tt.before), after, now)
		if v, _ := got.Own.Value(key); v.Value != tt.want {
			t.Errorf("%+v: %q", tt, v.Value)
		}
		if v, _ := got.Own.Value(FeeKey(1, 2, RecurringFee)); v.Value != "9" {
			t.Errorf("%+v: another value became %q", tt, v.Value)
		}
	}
}
