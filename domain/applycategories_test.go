package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// shop is a reseller to whom Cloud (7) with Mail (8) below it and plan 1 in Mail were delivered, and who made Picks (9).
func shop() State {
	return State{
		Delivered: &Catalog{Plans: []*Plan{{ID: 1, Name: "Mail", SalesCategories: []CategoryID{8}}},
			Categories: &Categories{Sales: []SalesCategory{{ID: 7, Name: "Cloud", Display: true}, {ID: 8, Name: "Mail", Parent: 7, Display: true}}}},
		Own: &Own{Made: &Catalog{Categories: &Categories{Sales: []SalesCategory{{ID: 9, Name: "Picks", Position: 1}}}}},
	}
}

func TestSaveSalesCategory(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		save SalesCategory
		want Kind // KindInternal: it is saved
	}{
		{"a new one at the top", SalesCategory{ID: 20, Name: "New"}, KindInternal},
		{"below a category with sub-categories", SalesCategory{ID: 20, Name: "New", Parent: 7}, KindInternal},
		{"below a category that holds plans", SalesCategory{ID: 20, Name: "New", Parent: 8}, KindInvalid},
		{"below nothing that is there", SalesCategory{ID: 20, Name: "New", Parent: 99}, KindInvalid},
		{"below itself", SalesCategory{ID: 9, Name: "Picks", Parent: 9}, KindInvalid},
		{"a delivered one", SalesCategory{ID: 7, Name: "Mine"}, KindForbidden},
		{"without a name", SalesCategory{ID: 20, Name: " "}, KindInvalid},
		{"at a position out of range", SalesCategory{ID: 20, Name: "New", Position: -1}, KindInvalid},
		{"at the last position", SalesCategory{ID: 20, Name: "New", Position: maxPosition}, KindInternal},
		{"behind the last position", SalesCategory{ID: 20, Name: "New", Position: maxPosition + 1}, KindInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := shop()
			kind := SalesCategoryChanged
			if tt.save.ID == 20 {
				kind = SalesCategoryCreated
			}
			own, err := applied(before, saving(kind, int64(tt.save.ID), tt.save))
			if KindOf(err) != tt.want || (err == nil) != (tt.want == KindInternal) {
				t.Fatalf("error %v, want kind %d", err, tt.want)
			}
			if err != nil {
				return
			}
			after := State{before.Delivered, own}.Effective()
			if got := after.Categories.SalesCategory(tt.save.ID); got == nil || *got != tt.save {
				t.Errorf("saved %+v, got %+v", tt.save, got)
			}
			if got := before.Own.Made.Categories.Sales; len(got) != 1 || got[0].Name != "Picks" {
				t.Errorf("the state before was changed: %+v", got)
			}
		})
	}
}

func TestMovedPlansAndHiddenCategoriesAreOwnValues(t *testing.T) {
	t.Parallel()
	s := shop()
	if _, err := applied(s, setting(PlanMoved, PlacementKey(1), "7")); KindOf(err) != KindInvalid {
		t.Errorf("moving into a category with sub-categories: %v", err)
	}
	moved := after(t, s, setting(PlanMoved, PlacementKey(1), "9"))
	if got := moved.Effective().Plan(1).SalesCategories; !slices.Equal(got, []CategoryID{9}) {
		t.Errorf("the plan stands in %v", got)
	}
	if v, _ := moved.Own.Value(PlacementKey(1)); v.Base != "8" || v.By != 5 || !v.At.Equal(anyDay()) {
		t.Errorf("the own value is %+v", v)
	}
	if _, err := applied(moved, removing(SalesCategoryDeleted, 9)); KindOf(err) != KindInvalid {
		t.Errorf("deleting a category in which a plan stands: %v", err)
	}
	hidden := after(t, moved, setting(DisplayChanged, DisplayKey(7), No))
	nodes := SalesTree(hidden, strings.Compare)
	if n := nodes[0]; hidden.Own.Count() != 2 || n.ID != 7 || n.Display || !n.OwnDisplay || n.Made {
		t.Errorf("the delivered category is %+v", n)
	}
	if back := after(t, hidden, resetting(PlanMovedBack, PlacementKey(1))); back.Own.Count() != 1 {
		t.Errorf("after the reset there are %d own values", back.Own.Count())
	}
}

// TestSalesTree lists a tree of three levels, siblings by position; what stood below a category that is gone comes to the top.
func TestSalesTree(t *testing.T) {
	t.Parallel()
	if nodes := SalesTree(State{}, strings.Compare); nodes != nil {
		t.Errorf("nothing has the categories %+v", nodes)
	}
	s := shop()
	s.Delivered.Plans = append(s.Delivered.Plans, &Plan{ID: 2, SalesCategories: []CategoryID{8}})
	s.Delivered.Categories.Sales = append(s.Delivered.Categories.Sales, SalesCategory{ID: 10, Name: "Deep", Parent: 11}, SalesCategory{ID: 11, Name: "Below", Parent: 7})
	s.Own.Made.Categories.Sales = append(s.Own.Made.Categories.Sales, SalesCategory{ID: 12, Name: "Lost", Parent: 99, Position: 2})
	var got []string
	for _, n := range SalesTree(s, strings.Compare) {
		got = append(got, fmt.Sprintf("%s depth %d, %d plans, %d below, made %t", n.Name, n.Depth, n.Plans, n.Below, n.Made))
	}
	want := []string{"Cloud depth 0, 0 plans, 2 below, made false", "Below depth 1, 0 plans, 1 below, made false", "Deep depth 2, 0 plans, 0 below, made false",
		"Mail depth 1, 2 plans, 0 below, made false", "Picks depth 0, 0 plans, 0 below, made true", "Lost depth 0, 0 plans, 0 below, made true"}
	if !slices.Equal(got, want) {
		t.Errorf("the tree is\n%s", strings.Join(got, "\n"))
	}
}

// TestWhatTheVendorMadeChangesInPlace moves a plan of the vendor's own and shows a category of their own: no own values over anything.
func TestWhatTheVendorMadeChangesInPlace(t *testing.T) {
	t.Parallel()
	s := shop()
	s.Own = s.Own.WithMade(s.Own.Made.WithPlan(&Plan{ID: 5, Name: "Own"}))
	for _, delivered := range []*Catalog{s.Delivered, nil} {
		own, err := applied(State{delivered, s.Own}, setting(PlanMoved, PlacementKey(5), "9"))
		if err != nil || own.Count() != 0 || !slices.Equal(own.Made.Plan(5).SalesCategories, []CategoryID{9}) {
			t.Errorf("a plan of their own was moved: %v, %d own values", err, own.Count())
		}
		own, err = applied(State{delivered, s.Own}, setting(DisplayChanged, DisplayKey(9), Yes))
		if err != nil || own.Count() != 0 || !own.Made.Categories.SalesCategory(9).Display {
			t.Errorf("a category of their own was shown: %v, %d own values", err, own.Count())
		}
	}
	if s.Own.Made.Categories.SalesCategory(9).Display || s.Own.Made.Plan(5).SalesCategories != nil {
		t.Error("what it was made from has changed")
	}
	if _, err := applied(s, setting(PlanMoved, PlacementKey(1), "99")); KindOf(err) != KindInvalid {
		t.Errorf("a plan was moved to a category that is not there: %v", err)
	}
	if a, err := Apply(resetting(PlanMovedBack, PlacementKey(1)), meeting(s)); err != nil || !a.Nothing() {
		t.Errorf("a plan was put back that stands where it was delivered: %+v, %v", a.Edits, err)
	}
	if _, err := applied(State{Own: &Own{Made: s.Delivered}}, removing(SalesCategoryDeleted, 7)); KindOf(err) != KindInvalid {
		t.Errorf("a category with categories below it was removed: %v", err)
	}
}

func TestAPlanGoesBackOnlyWhereNoSubCategoriesStand(t *testing.T) {
	t.Parallel()
	s := after(t, shop(), setting(PlanMoved, PlacementKey(1), "9"),
		saving(SalesCategoryCreated, 20, SalesCategory{ID: 20, Name: "Below", Parent: 8}))
	if _, err := applied(s, resetting(PlanMovedBack, PlacementKey(1))); KindOf(err) != KindInvalid {
		t.Errorf("back into a category that holds a sub-category by now: %v", err)
	}
}

func TestAResourceIsInOneCategory(t *testing.T) {
	t.Parallel()
	s := State{}
	for id := CategoryID(1); id <= 2; id++ {
		s = after(t, s, saving(ResourceCategoryCreated, int64(id), ResourceCategory{ID: id, Name: "Group " + idText(id), Resources: []ResourceID{31, 32}}))
	}
	s = after(t, s, setting(ResourceGrouped, Key{Field: FieldGrouping, Resource: 31}, "1"))
	groups := s.Own.Made.Categories.Resource
	if !slices.Equal(groups[0].Resources, []ResourceID{31}) || !slices.Equal(groups[1].Resources, []ResourceID{32}) {
		t.Errorf("grouping: %+v", groups)
	}
	s = after(t, s, Change{Kind: ResourceGrouped, About: Ref{Of: ObjectResourceCategory}, Part: true, Without: []Key{{Field: FieldGrouping, Resource: 31}}},
		removing(ResourceCategoryDeleted, 2))
	if groups := s.Own.Made.Categories.Resource; len(groups) != 1 || groups[0].ID != 1 || len(groups[0].Resources) != 0 {
		t.Errorf("grouping: %+v", groups)
	}
}

func TestCustomizationsOutliveTheirTransitions(t *testing.T) {
	t.Parallel()
	step := Transition{OrderType: "Sales", From: "Opened", To: "Paid"}
	flow := &OrderFlow{ID: 3, Name: "Fast", Transitions: []Transition{step}}
	s := State{Delivered: &Catalog{OrderFlow: flow}}
	key := TransitionKey(3, step)
	own := after(t, s, setting(FlowCustomized, key, Yes)).Own
	if f := (State{s.Delivered, own}).Effective().OrderFlow; !f.Transitions[0].Manual {
		t.Error("the customization does not count")
	}
	gone := State{&Catalog{OrderFlow: &OrderFlow{ID: 3, Name: "Fast"}}, own}
	if idle := IdleCustomizations(gone); len(idle) != 1 || idle[0].Key != key {
		t.Errorf("ignored customizations: %+v", idle)
	}
	none := State{&Catalog{}, own}
	if idle := IdleCustomizations(none); len(idle) != 1 {
		t.Errorf("ignored customizations without an order flow: %+v", idle)
	}
	hidden := own.With(Override{Key: DisplayKey(7), Value: No})
	if idle := IdleCustomizations(State{s.Delivered, hidden}); len(idle) != 0 || IdleCustomizations(s) != nil {
		t.Errorf("customizations that count are ignored: %+v", idle)
	}
	for _, s := range []State{gone, none} {
		if a, err := Apply(setting(FlowCustomized, key, No), meeting(s)); KindOf(err) != KindNotFound {
			t.Errorf("customizing a transition that is gone: %+v, %v", a.Edits, err)
		}
		if forgotten := after(t, s, resetting(FlowCustomized, key)); !forgotten.Own.IsEmpty() {
			t.Errorf("after forgetting: %+v", forgotten.Own)
		}
	}
	if _, err := applied(State{Delivered: &Catalog{}}, setting(FlowCustomized, key, No)); KindOf(err) != KindNotFound {
		t.Errorf("customizing without an order flow: %v", err)
	}
}

func TestFault082ExchangeRateTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0.92", "151.5", "1", "0.00000001", "0.920000000"} {
		if err := saveRate(nil, "EUR", text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if got := ExchangeRateText("0.930"); got != "0.93" {
		t.Errorf("0.930 is stored as %s", got)
	}
	for _, text := range []string{"", " ", "0", "0.0", "-1", "+5", "1e400", "NaN", "Infinity", "0x10", "1_000", "٣", "1.2.3", "0.000000001"} {
		if err := saveRate(nil, "EUR", text); KindOf(err) != KindInvalid || err == nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, currency := range []Currency{"USD", "yen", ""} {
		if err := saveRate(nil, currency, "1"); KindOf(err) != KindInvalid {
			t.Errorf("a rate of %q: %v", currency, err)
		}
	}
}
