package domain

import "testing"

// TestAnUndoNamesTheBoxOfTheRun: what came with something else goes by the box by which it came, not by that which would update it.
func TestAnUndoNamesTheBoxOfTheRun(t *testing.T) {
	t.Parallel()
	before := &Catalog{}
	after := &Catalog{Schedules: &Schedules{List: []Schedule{{ID: 5, Name: "Remind"}}},
		Categories: &Categories{Sales: []SalesCategory{{ID: 6, Name: "Office"}}}}
	tests := []struct {
		name               string
		ticked             OptionSet
		schedule, category OptionKey
	}{
		{"fees alone", OptionSet{UpdateFees: true}, UpdateFees, UpdateCategories},
		{"plans alone", OptionSet{CreatePlans: true}, CreatePlans, CreatePlans},
		{"everything", AllOptions(), UpdateFees, UpdateCategories},
		{"nobody knows", nil, UpdateSchedules, UpdateCategories},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := NewUndoing().Of(tt.ticked).Result(Target{Before: State{Delivered: after}}, State{Delivered: before}, State{Delivered: after})
			got := map[Field]OptionKey{}
			for _, o := range r.Listing() {
				got[o.Key.Field] = o.Option
			}
			if got[FieldScheduleContent] != tt.schedule || got[FieldSalesCategory] != tt.category {
				t.Errorf("%v, want %s and %s", got, tt.schedule, tt.category)
			}
		})
	}
}
