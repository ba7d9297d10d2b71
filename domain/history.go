package domain

import "slices"

// This file compares what a vendor had at two moments, and brings an earlier version of a plan back.

// VersionEdits returns every value of a thing of the catalog that is otherwise in one state than in another, as edits that lead from
// the one to the other.
func VersionEdits(about Ref, before, after State) []Edit {
	c := Change{About: about}
	return editsBetween(before.record(c), after.record(c))
}

// ChangeBetween is the change that leads from what a vendor has to what they want to have, whatever differs: values, things made and
// removed, own values set and given back. Both stand over the same delivered catalog. It collides where they have something else by the
// time it is made. What is nobody's to change, such as the order flow of a provider's catalog, is among the edits too, to be refused.
func ChangeBetween(before, after State) Change {
	refs := append(differing(before.Effective(), after.Effective()), Ref{Of: ObjectPriceRule})
	edits := editsBetween(before.recordOf(refs), after.recordOf(refs))
	edits = slices.DeleteFunc(edits, func(e Edit) bool { // what follows from a rule
		return e.Key.Field.ruled() != "" && !e.From.Own && !e.To.Own && e.From.There && e.To.There && after.covers(e.Key)
	})
	c := ChangeOfMany(CatalogChanged)
	c.Part, c.Edits = false, edits
	return c
}

// differing names the things that two catalogs do not share. What stands beside plans is named without a closer look.
func differing(before, after *Catalog) []Ref {
	var refs []Ref
	for _, id := range planIDs(before, after) {
		if before.Plan(id) != after.Plan(id) {
			refs = append(refs, Ref{Of: ObjectPlan, ID: int64(id)})
		}
	}
	named := map[Ref]bool{}
	for _, c := range []*Catalog{before, after} {
		for _, v := range c.OtherValues() {
			if ref := RefOf(v.Key); !named[ref] {
				named[ref] = true
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// MayRestore fails as [Apply] does where the viewer may not make the change that brings this version of a plan back, or where there is
// none. Whether that change is valid now is not asked.
func MayRestore(v Viewer, about Ref, then, now State) error {
	c, err := Restore(about, then, now)
	if err == nil {
		err = c.Kind.Info().May(v)
	}
	if err == nil {
		_, _, err = allowedCatalog(c, Situation{Viewer: v, Now: now, Seen: now})
	}
	if kind := KindOf(err); kind == KindForbidden || kind == KindNotFound {
		return err
	}
	return nil
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
		return Change{Kind: PlanRestored, About: about, Typed: was.Values()}, nil
	}
	c := Change{Kind: PlanRestored, About: about, Part: true}
	if then.Effective().Plan(id) == nil || now.Effective().Plan(id) == nil {
		return c, NotFound("The version")
	}
	for _, v := range orZero(then.Own.Layer(id)).Values {
		if _, there := now.Delivered.valueAt(v.Key); there || v.Key.Field.standsAlone() && !v.isRule() {
			c.Typed = append(c.Typed, KeyedValue{v.Key, v.Value})
		}
	}
	for _, v := range orZero(now.Own.Layer(id)).Values {
		if _, own := then.Own.Value(v.Key); !own && !v.isRule() {
			c.Reset = append(c.Reset, v.Key)
		}
	}
	return c, nil
}
