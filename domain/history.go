package domain

// This file compares what a vendor had of a thing at two moments, and brings an earlier version of a plan back.

// VersionEdits returns every value of a thing of the catalog that is otherwise in one state than in another, as edits that lead from
// the one to the other.
func VersionEdits(about Ref, before, after State) []Edit {
	c := Change{About: about}
	return meanwhile(before.record(c), after.record(c), nil)
}

// Restore is the change that makes a plan what it was then: all of it where the vendor made it themselves, and their own values where
// it was delivered. It fails with KindNotFound where they had no such plan then.
func Restore(about Ref, then, now State) (Change, error) {
	id := PlanID(about.ID)
	if made := now.Own.MadeCatalog().Plan(id); made != nil {
		was := then.Own.MadeCatalog().Plan(id)
		if was == nil {
			return Change{}, NotFound("The version")
		}
		return Change{Kind: PlanChanged, About: about, Typed: was.Values()}, nil
	}
	c := Change{Kind: OwnValuesSet, About: about, Part: true}
	if then.Effective().Plan(id) == nil || now.Effective().Plan(id) == nil {
		return c, NotFound("The version")
	}
	for _, v := range orZero(then.Own.Layer(id)).Values {
		if _, there := now.Delivered.valueAt(v.Key); there || v.Key.Field.Info().Of == ObjectUpgrade {
			c.Typed = append(c.Typed, KeyedValue{v.Key, v.Value})
		}
	}
	for _, v := range orZero(now.Own.Layer(id)).Values {
		if _, own := then.Own.Value(v.Key); !own {
			c.Reset = append(c.Reset, v.Key)
		}
	}
	return c, nil
}
