package domain

import (
	"slices"
	"testing"
)

func TestTopDown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		parents map[CategoryID]CategoryID
		want    []CategoryID
	}{
		{map[CategoryID]CategoryID{1: 2, 2: 3, 3: 0}, []CategoryID{3, 2, 1}},
		{map[CategoryID]CategoryID{1: 2, 2: 9}, []CategoryID{2, 1}}, // 9 is not in the list
		{map[CategoryID]CategoryID{1: 0, 2: 1, 3: 0, 4: 5, 5: 0}, []CategoryID{1, 3, 5, 2, 4}},
		{map[CategoryID]CategoryID{1: 2, 2: 1}, []CategoryID{1, 2}}, // no catalog has this; it ends all the same
	} {
		var list []SalesCategory
		for id := CategoryID(1); int(id) <= len(tt.parents); id++ {
			list = append(list, SalesCategory{ID: id, Parent: tt.parents[id]})
		}
		var got []CategoryID
		for _, c := range topDown(list) {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v are in the order %v, want %v", tt.parents, got, tt.want)
		}
	}
}
