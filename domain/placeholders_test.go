package domain

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newThing is a thing of a kind under an id, as its maker types it, and the ids of what is in it.
func newThing(of Object, id int64) Thing {
	switch of {
	case ObjectPlan:
		return &Plan{ID: PlanID(id), Name: "New", Type: GenericPlan, Periods: []Period{{ID: PeriodID(id - 1), Length: 1, Unit: "months"}}}
	case ObjectSalesCategory:
		return SalesCategory{ID: CategoryID(id), Name: "New"}
	case ObjectPlanCategory:
		return PlanCategory{ID: CategoryID(id), Name: "New"}
	case ObjectResourceCategory:
		return ResourceCategory{ID: CategoryID(id), Name: "New"}
	case ObjectSchedule:
		return Schedule{ID: ScheduleID(id), Name: "New"}
	case ObjectTerms:
		return Document{ID: id, Name: "New", Version: "1", Text: "Be kind.", Effective: "2026-01-31"}
	}
	return nil
}

// makerSituation is one in which somebody may make things of a kind: a provider's with a plan and a plan category, a reseller's for
// documents.
func makerSituation(of Object) Situation {
	catalog := &Catalog{Plans: []*Plan{{ID: 2, Name: "Mail", PlanCategory: 3, Periods: []Period{{ID: 4, Length: 1, Unit: "months"}}}},
		Categories: &Categories{Plan: []PlanCategory{{ID: 3, Name: "Cloud"}}}}
	s := meeting(State{Own: (&Own{}).WithMade(catalog)})
	if of == ObjectTerms {
		s = meeting(State{Delivered: Empty(), Own: &Own{}})
	}
	s.Facts.Planted = false
	return s
}

// TestNobodyChoosesAnID lets every kind of change that makes a thing of a catalog try ids of its maker's choice.
func TestNobodyChoosesAnID(t *testing.T) {
	t.Parallel()
	for _, kind := range changeKinds {
		for _, of := range []Object{ObjectPlan, ObjectSalesCategory, ObjectPlanCategory, ObjectResourceCategory, ObjectSchedule, ObjectTerms} {
			if !InCatalog(kind.Of) || !kind.Has(Makes) || kind.Of != of && kind.Of != ObjectCatalog {
				continue
			}
			made := func(id int64) Change {
				c := Change{Kind: kind.Kind, About: Ref{Of: kind.Of, ID: id}, Typed: newThing(of, id).Values()}
				if kind.Of == ObjectCatalog {
					c.About.ID, c.Part = 0, true
				}
				if of == ObjectPlan {
					c.Typed = slices.DeleteFunc(c.Typed, func(v KeyedValue) bool { return v.Key.Field == FieldPlanCategory })
					c.Typed = append(c.Typed, KeyedValue{Key{Field: FieldPlanCategory, Plan: PlanID(id)}, "3"})
				}
				return c
			}
			s := makerSituation(of)
			for _, id := range []int64{1, 5, 1 << 40, math.MaxInt64, -1, math.MinInt64 + 1} {
				var e *Error
				if _, err := Apply(made(id), s); KindOf(err) != KindInvalid {
					t.Errorf("%s of a %s under id %d: %v", kind.Kind, of, id, err)
				} else if e = err.(*Error); id > 0 && (len(e.Fields) == 0 || !slices.ContainsFunc(e.Fields, func(f FieldError) bool {
					own, is := f.Key.ownID()
					return is && own == id
				})) {
					t.Errorf("%s of a %s under id %d is refused without its key: %v", kind.Kind, of, id, err)
				}
			}
			c := made(NewID - 1)
			n := Numbers{NewID - 1: 21, NewID - 2: 20}
			s.Facts.New = map[int64]bool{20: true, 21: true}
			if a, err := Apply(c.Numbered(n), s); err != nil || len(a.Edits) == 0 {
				t.Errorf("%s of a %s with placeholders: %v", kind.Kind, of, err)
			}
		}
	}
}

// TestOneIDIsForOneThing: what was taken for one new thing is no id of another one.
func TestOneIDIsForOneThing(t *testing.T) {
	t.Parallel()
	s := makerSituation(ObjectPlan)
	s.Facts.New = map[int64]bool{20: true}
	c := Change{Kind: CatalogChanged, About: Ref{Of: ObjectCatalog}, Part: true,
		Typed: append(SalesCategory{ID: CategoryID(NewID), Name: "A"}.Values(), Schedule{ID: ScheduleID(NewID), Name: "B"}.Values()...)}
	if _, err := Apply(c.Numbered(Numbers{NewID: 20}), s); KindOf(err) != KindInvalid {
		t.Errorf("one placeholder for two things: %v", err)
	}
}

// TestAPeriodIsSmuggledByNoKind: a change of a plan that makes a period beside what it is about does not choose its id either, and only a
// version of the plan brings one back.
func TestAPeriodIsSmuggledByNoKind(t *testing.T) {
	t.Parallel()
	for _, kind := range changeKinds {
		if kind.Of != ObjectPlan || kind.Has(Makes) || kind.Has(Apart) || kind.Who == ResellersOnly {
			continue
		}
		for had := range 2 {
			s := makerSituation(ObjectPlan)
			s.Facts.Had = func(Key) (bool, error) { return had == 1, nil }
			c := Change{Kind: kind.Kind, About: Ref{Of: ObjectPlan, ID: 2}, Part: true}
			for _, v := range (&Plan{ID: 2, Periods: []Period{{ID: 9, Length: 1, Unit: "years"}}}).Values() {
				if v.Key.Period != 0 {
					c.Typed = append(c.Typed, v)
				}
			}
			_, err := Apply(c, s)
			if back := had == 1 && kind.Kind == PlanRestored; back && err != nil || !back && KindOf(err) != KindInvalid {
				t.Errorf("%s, had %d: %v", kind.Kind, had, err)
			}
			c = Change{Kind: kind.Kind, About: c.About, Edits: []Edit{{Key{Field: FieldPeriod, Plan: 2, Period: 9}, Held{}, Held{Text: Yes, There: true}}}}
			if _, err := Apply(c, s); KindOf(err) != KindInvalid {
				t.Errorf("%s by an edit, had %d: %v", kind.Kind, had, err)
			}
		}
	}
}

// TestATemplateNumbersItsDocuments: the documents of a service template are not in a catalog, and their ids are nobody's choice either.
func TestATemplateNumbersItsDocuments(t *testing.T) {
	t.Parallel()
	s := meeting(State{})
	s.Facts.Planted, s.Thing = false, &TemplateRow{ID: 1, Name: "Gold", Active: true}
	s.Looked = s.Thing
	c := Change{Kind: TemplateTermsChanged, About: Ref{Of: ObjectTemplate, ID: 1}, Part: true, Typed: newThing(ObjectTerms, 7).Values()}
	if _, err := Apply(c, s); KindOf(err) != KindInvalid {
		t.Errorf("under an id of one's own choice: %v", err)
	}
	s.Facts.New = map[int64]bool{7: true}
	if _, err := Apply(c, s); err != nil {
		t.Errorf("under an id that was taken for it: %v", err)
	}
}

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
