package domain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryPlaceOfAnIDIsNumbered numbers a placeholder wherever an id can stand.
func TestEveryPlaceOfAnIDIsNumbered(t *testing.T) {
	t.Parallel()
	change := func(id int64) Change {
		step, detail := Transition{OrderType: "Sales", From: "New", To: "Done"}, ScheduleDetail{Days: -1, Template: NotificationID(id), Condition: "Always", AppliesTo: "all"}
		keys := []Key{{Field: FieldPlan, Plan: PlanID(id)}, {Field: FieldPeriod, Plan: PlanID(id), Period: PeriodID(id)}, {Field: FieldRate, Plan: 1, Resource: ResourceID(id)},
			{Field: FieldCategoryName, Category: CategoryID(id)}, UpgradeKey(1, PlanID(id)).of(FieldUpgradeFee), TransitionKey(FlowID(id), step),
			NotificationKey(ScheduleID(id), detail), documentKey(Document{ID: id}).of(FieldDocumentText), {Field: FieldGrouping, Resource: ResourceID(id)}}
		c := Change{Kind: CatalogChanged, About: Ref{Of: ObjectPlan, ID: id}, Without: keys, Reset: keys, Choice: &Choice{Shown: 3, Mine: keys}}
		for _, key := range keys {
			c.Typed = append(c.Typed, KeyedValue{key, "-1"})
			c.Edits = append(c.Edits, Edit{Key: key, To: Held{Text: "x", There: true}})
		}
		for _, f := range fieldInfos {
			switch f.Kind {
			case IDValue:
				c.Typed = append(c.Typed, KeyedValue{Key{Field: f.Field}, idText(id)})
			case IDsValue:
				c.Typed = append(c.Typed, KeyedValue{Key{Field: f.Field}, IDs(sortedIDs(3, id))})
			}
		}
		for i, v := range c.Typed { // what is no id stays, whatever it looks like
			if c.Typed[i].Value == "-1" && v.Key.Field.Info().Kind == IDValue {
				c.Typed[i].Value = idText(id)
			}
		}
		return c
	}
	want, from := change(77), change(NewID)
	if diff := cmp.Diff(want, from.Numbered(Numbers{NewID: 77})); diff != "" {
		t.Errorf("numbered (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(change(NewID), from); diff != "" {
		t.Errorf("the change itself became another (-want +got):\n%s", diff)
	}
	if got := Placeholders(from, want, change(-5)); !slices.Equal(got, []int64{-1, -5}) {
		t.Errorf("placeholders %d", got)
	}
	if diff := cmp.Diff(want, want.Numbered(nil)); diff != "" {
		t.Errorf("nothing to number (-want +got):\n%s", diff)
	}
}

func sortedIDs(ids ...int64) []int64 {
	slices.Sort(ids)
	return ids
}

// TestErrorsNameThePlaceholders: who made a change knows what it makes by no other name.
func TestErrorsNameThePlaceholders(t *testing.T) {
	t.Parallel()
	n, key := Numbers{NewID: 77}, func(id CategoryID) Key { return Key{Field: FieldCategoryName, Category: id} }
	err := n.Unnumbered(Invalid("The form has errors.", FieldError{Key: key(77), Message: "Enter a name"}))
	if e := err.(*Error); e.Fields[0].Key != key(-1) || e.Kind != KindInvalid {
		t.Errorf("fields %+v", e.Fields)
	}
	held := Held{Text: "77", There: true}
	parent := Key{Field: FieldCategoryParent, Category: 4}
	err = n.Unnumbered(Conflicting(&Collisions{List: []Collision{{Key: key(77), Whole: key(77)}, {Key: parent, Typed: held, Now: held}}}))
	found := Colliding(err)
	if found == nil || found.List[0].Key != key(-1) || found.List[0].Whole != key(-1) || found.List[1].Typed.Text != "-1" || found.List[1].Now.Text != "77" {
		t.Errorf("collisions %+v", found)
	}
	if other := fmt.Errorf("disk full"); n.Unnumbered(other) != other || n.Unnumbered(nil) != nil {
		t.Error("another error is touched")
	}
}

// TestWhatHasAnIDOfItsOwn: every field that says that a part is there tells the part's id, or others name it.
func TestWhatHasAnIDOfItsOwn(t *testing.T) {
	t.Parallel()
	named := []Field{FieldRate, FieldPriceRow, FieldUpgrade}
	for _, f := range fieldInfos {
		key := Key{Field: f.Field, Plan: 1, Period: 2, Resource: 3, Category: 4, Schedule: 5, Name: "6"}
		id, own := key.ownID()
		if isPart(key) != (own || slices.Contains(named, f.Field)) || own && id == 0 {
			t.Errorf("%s: id %d, %v", f.Field, id, own)
		}
	}
}
