package domain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "tiersync/domain"
)

// TestTheChangeBetweenTwoStatesLeadsFromOneToTheOther plays random edits past the one road and takes the road from what everybody had
// to what they have: it ends at the same, unless it says what is not valid there.
func TestTheChangeBetweenTwoStatesLeadsFromOneToTheOther(t *testing.T) {
	t.Parallel()
	led := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := &tale{world: newWorld(t, opening)}
		s.move(s.quick(everything(Overwrite)))
		for range rapid.IntRange(1, 6).Draw(rt, "rounds") {
			before := s.world
			for range rapid.IntRange(1, 10).Draw(rt, "edits") {
				s.try(rapid.OneOf(rapid.Custom(providerEdit), rapid.Custom(resellerEdit)).Draw(rt, "edit"))
			}
			for i, v := range s.Vendors {
				led += leads(rt, s, before.Vendors[i].State, v.State)
			}
			c := randomClick(rt, s.world)
			s.world = s.fork()
			s.move(s.quick(c))
			s.tell("-- run -- %v %s", c.options.Keys(), c.policy)
		}
	})
	if led < 100 && !testing.Short() {
		t.Errorf("%d changes led anywhere: that says little", led)
	}
}

// leads checks one way from state to state and returns 1 where it changes something and is valid.
func leads(t *rapid.T, s *tale, before, after State) int {
	before.Own, after.Own = standing(before), standing(after)
	c := ChangeBetween(before, after)
	met := Meeting(before)
	met.Facts = Facts{Planted: true, Resources: []ResourceID{ResourceID(s.Names.ID("resource", "u")), ResourceID(s.Names.ID("resource", "s"))},
		Notifications: []NotificationID{NotificationID(s.Names.ID("notification", "expiry")), NotificationID(s.Names.ID("notification", "internal"))}}
	a, err := Apply(c, met)
	if KindOf(err) == KindInvalid {
		return 0
	}
	story := strings.Join(s.lines, "\n")
	if err != nil {
		t.Fatalf("%v\n%s", err, story)
	}
	slices.SortFunc(c.Edits, func(x, y Edit) int { return CompareKeys(x.Key, y.Key) })
	slices.SortFunc(a.Edits, func(x, y Edit) int { return CompareKeys(x.Key, y.Key) })
	equalLists(t, "edits", c.Edits, a.Edits, story)
	equalLists(t, "own values", overrides(after.Own), overrides(a.Own), story)
	equalLists(t, "made", everyValue(after.Own.MadeCatalog()), everyValue(a.Own.MadeCatalog()), story)
	equalLists(t, "effective", everyValue(after.Effective()), everyValue(State{Delivered: before.Delivered, Own: a.Own}.Effective()), story)
	return min(1, len(c.Edits))
}

// standing is what a vendor has of their own without values that stand over nothing, and without Published as it was delivered: that
// is no own value.
func standing(s State) *Own {
	own := s.Own
	for _, layer := range orZero(s.Own).Layers {
		for _, v := range layer.Values {
			p := orEmpty(s.Delivered).Plan(layer.Plan)
			if layer.Plan != 0 && p == nil || v.Key.Field == FieldPublished && v.Value == YesNo(p.Published) {
				own = own.Without(v.Key)
			}
		}
	}
	return own
}

// equalLists compares two lists; what they are is told where they differ.
func equalLists[T comparable](t *rapid.T, what string, want, got []T, story string) {
	if !slices.Equal(want, got) {
		t.Fatalf("%s (-want +got):\n%s\n%s", what, cmp.Diff(want, got), story)
	}
}

// overrides are the own values, without who set them and when.
func overrides(own *Own) []Override {
	var list []Override
	for _, layer := range orZero(own).Layers {
		for _, v := range layer.Values {
			list = append(list, Override{Key: v.Key, Value: v.Value, Base: v.Base})
		}
	}
	return list
}

func everyValue(c *Catalog) []KeyedValue {
	values := c.OtherValues()
	for _, p := range c.Plans {
		values = append(values, p.Values()...)
	}
	return values
}
