package domain

import (
	"slices"
	"testing"
)

// TestAScheduleIsTheSameHoweverItIsSaved saves notifications of one day and template: what is stored is known by its content, so that
// their order must not depend on chance.
func TestAScheduleIsTheSameHoweverItIsSaved(t *testing.T) {
	t.Parallel()
	var details []ScheduleDetail
	for _, condition := range SendConditions() {
		for _, scope := range SendScopes() {
			details = append(details, ScheduleDetail{Days: -5, Template: 1, Condition: condition, AppliesTo: scope})
		}
	}
	save := func(list []ScheduleDetail) []ScheduleDetail {
		s := after(t, provided(), saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Often", Details: list}))
		return s.Effective().Schedules.Schedule(2).Details
	}
	want := save(details)
	for range 10 {
		if got := save(details); !slices.Equal(got, want) {
			t.Fatalf("the same schedule is stored as %v and as %v", want, got)
		}
	}
	slices.Reverse(details)
	if got := save(details); !slices.Equal(got, want) {
		t.Errorf("typed in another order it is stored as %v, not as %v", got, want)
	}
}

// TestCategoriesInACircleAreRefused turns two categories into each other's parents, and puts a third one below them.
func TestCategoriesInACircleAreRefused(t *testing.T) {
	t.Parallel()
	s := provided()
	for id := CategoryID(2); id < 5; id++ {
		s = after(t, s, saving(SalesCategoryCreated, int64(id), SalesCategory{ID: id, Name: "Category " + idText(id)}))
	}
	parent := func(id CategoryID, of string) KeyedValue {
		return KeyedValue{Key{Field: FieldCategoryParent, Category: id}, of}
	}
	circle := []KeyedValue{parent(2, "3"), parent(3, "2"), parent(4, "2")}
	for range circle {
		circle = append(circle[1:], circle[0])
		c := Change{Kind: CatalogChanged, About: Ref{Of: ObjectCatalog}, Part: true, Typed: circle}
		if _, err := applied(s, c); KindOf(err) != KindInvalid || err == nil {
			t.Errorf("categories in a circle: %v", err)
		}
	}
}
