package domain

import (
	"testing"
)

// TestOneThingCountsOnce: whatever stands in it.
func TestOneThingCountsOnce(t *testing.T) {
	t.Parallel()
	made := func(thing Thing, own bool) []Edit {
		var edits []Edit
		for _, v := range thing.Values() {
			edits = append(edits, Edit{v.Key, Held{}, Held{v.Value, true, own}})
		}
		return edits
	}
	back := func(edits []Edit) []Edit {
		var undo []Edit
		for _, e := range edits {
			undo = append(undo, Edit{e.Key, e.To, e.From})
		}
		return undo
	}
	period := Period{ID: 3, Length: 1, Unit: "months"}
	path := Upgrade{To: 2, Fee: free(), Description: "Grow"}
	schedule := Schedule{ID: 4, Name: "Often", Details: []ScheduleDetail{{Days: -7, Template: 1}, {Days: 7, Template: 1}}}
	given := made(valued(path.Values(1)), true)
	for i := range given {
		given[i].From = Held{given[i].To.Text, true, false}
	}
	fee, text := given[2], given[3]
	tests := []struct {
		name  string
		edits []Edit
		want  int
	}{
		{"a path of their own", made(valued(path.Values(1)), true), 1},
		{"a path of their own over a delivered one", given, 1},
		{"two values of a delivered path", []Edit{fee, text}, 2},
		{"a category", made(SalesCategory{ID: 9, Name: "Mine", Parent: 8}, false), 1},
		{"a schedule with its notifications", made(schedule, false), 1},
		{"a document", made(Document{ID: 9, Name: "House"}, false), 1},
		{"a resource category with its resources", made(ResourceCategory{ID: 9, Name: "Mine", Resources: []ResourceID{4, 31}}, false), 1},
		{"a plan with its periods, prices and paths", made(&Plan{ID: 1, Periods: []Period{period}, Rates: []Rate{{Resource: 4, Prices: []PriceRow{{}, {Period: 3}}}},
			Upgrades: []Upgrade{path}}, false), 1},
		{"another name and another place", []Edit{{Key{Field: FieldCategoryName, Category: 9}, Held{"A", true, false}, Held{"B", true, false}},
			{Key{Field: FieldCategoryPosition, Category: 9}, Held{"1", true, false}, Held{"2", true, false}}}, 2},
		{"nothing", nil, 0},
	}
	var parts []Field
	for _, of := range Objects() {
		parts = append(parts, of.There)
	}
	for _, tt := range tests {
		if got := len(Counted(tt.edits, parts...)); got != tt.want {
			t.Errorf("%s counts as %d, want %d: %+v", tt.name, got, tt.want, Counted(tt.edits, parts...))
		}
		if got := len(Counted(tt.edits)); got != len(tt.edits) {
			t.Errorf("%s counts as %d where nothing is one", tt.name, got)
		}
		if got := len(Counted(back(tt.edits), parts...)); got != tt.want {
			t.Errorf("%s, taken back, counts as %d, want %d", tt.name, got, tt.want)
		}
	}
}

// valued are values that are a thing.
type valued []KeyedValue

func (v valued) Values() []KeyedValue { return v }
