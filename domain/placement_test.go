package domain

import (
	"testing"
	"time"
)

func TestAPlanGoesBackOnlyWhereNoSubCategoriesStand(t *testing.T) {
	t.Parallel()
	s := shop()
	own, err := MovePlan(s, 1, []CategoryID{9}, 5, time.Unix(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	moved := State{s.Delivered, own}
	below, err := SaveSalesCategory(moved, SalesCategory{ID: 20, Name: "Below", Parent: 8})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ResetPlacement(State{s.Delivered, below}, 1); KindOf(err) != KindInvalid {
		t.Errorf("back into a category that holds a sub-category by now: %v", err)
	}
}
