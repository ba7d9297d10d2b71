package domain

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// This file makes the edits of a change: in what the vendor made, and over what was delivered. However many there are, it goes through
// the catalog once.

// edited returns what the vendor has of their own after the edits.
func (s State) edited(edits []Edit, now record, by UserID, at time.Time) *Own {
	over, of := apart(edits, func(e Edit) bool { return s.covers(e.Key) || e.From.Own })
	own := s.overridden(over, by, at)
	if len(of) == 0 {
		return own
	}
	return own.WithMade(own.MadeCatalog().edited(of, now))
}

// edited returns the catalog with the edits made. now is what its things are before.
func (c *Catalog) edited(edits []Edit, now record) *Catalog {
	touched, after := map[Ref]bool{}, editsByKey(edits)
	for key := range after {
		touched[RefOf(key)] = true
	}
	values := make([]KeyedValue, 0, len(now)+len(edits))
	for key, held := range now {
		if _, edited := after[key]; held.There && !edited && touched[RefOf(key)] {
			values = append(values, KeyedValue{key, held.Text})
		}
	}
	for key, e := range after {
		if e.To.There {
			values = append(values, KeyedValue{key, e.To.Text})
		}
	}
	of, _ := gathered(values, func(v KeyedValue) Ref { return RefOf(v.Key) })
	next, plans := c, map[PlanID]*Plan{}
	for _, ref := range sortedRefs(slices.Collect(maps.Keys(touched))) {
		if ref.Of == ObjectPlan { // all at once
			plans[PlanID(ref.ID)] = planOrNone(PlanID(ref.ID), of[ref])
		} else {
			next = next.With(ref, of[ref])
		}
	}
	return next.withPlans(plans)
}

// planOrNone is the plan that has these values, nil where there are none.
func planOrNone(id PlanID, values []KeyedValue) *Plan {
	if len(values) == 0 {
		return nil
	}
	return PlanOf(id, values)
}

// sortedRefs puts categories before what is grouped in them.
func sortedRefs(refs []Ref) []Ref {
	slices.SortStableFunc(refs, func(a, b Ref) int {
		return cmp.Compare(pick(a.ID == 0, 1, 0), pick(b.ID == 0, 1, 0))
	})
	return refs
}

// asDelivered are the edits as they come to be: published as delivered is no own value, whoever sets it.
func (s State) asDelivered(edits []Edit) []Edit {
	edits = slices.Clone(edits)
	for i, e := range edits {
		if e.Key.Field != FieldPublished || !e.To.Own {
			continue
		}
		if base, there := s.Delivered.valueAt(e.Key); there && base == e.To.Text {
			edits[i].To.Own = false
		}
	}
	return edits
}

// overridden returns what the vendor has of their own with values set over what is delivered now, or given back.
func (s State) overridden(edits []Edit, by UserID, at time.Time) *Own {
	values := make(map[Key]*Override, len(edits))
	for _, e := range edits {
		if e.Key.Field == FieldLock {
			continue
		}
		base, _ := s.Delivered.valueAt(e.Key)
		values[e.Key] = nil
		if e.To.Own && e.To.There {
			was, _ := s.Own.Value(e.Key) // a lock is against runs, not against who made it
			values[e.Key] = &Override{Key: e.Key, Value: e.To.Text, Base: base, By: by, At: at, Lock: was.Lock}
		}
	}
	s.Own.lock(values, edits)
	return s.Own.replaced(values)
}

// withPlans returns the catalog with these plans in place of those of the same id, or added; nil is none there.
func (c *Catalog) withPlans(plans map[PlanID]*Plan) *Catalog {
	if len(plans) == 0 {
		return c
	}
	next := *c
	next.Plans = filter(c.Plans, func(p *Plan) bool { _, replaced := plans[p.ID]; return !replaced })
	for _, p := range plans {
		if p != nil {
			next.Plans = append(next.Plans, p)
		}
	}
	slices.SortFunc(next.Plans, func(a, b *Plan) int { return cmp.Compare(a.ID, b.ID) })
	return &next
}
