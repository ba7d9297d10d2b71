package domain

import "slices"

// This file compares what a catalog has besides plans: things that come and go as a whole, and their values by key.

// part is such a thing: its values, the first of which is its presence under its name.
type part []KeyedValue

func (p part) key() Key { return p[0].Key }

// parts lists what the catalog has besides plans and the order flow.
func (c *Catalog) parts() []part {
	var list []part
	for _, s := range orZero(c.Categories).Sales {
		list = append(list, s.Values())
	}
	for _, p := range orZero(c.Categories).Plan {
		list = append(list, p.Values())
	}
	for _, r := range orZero(c.Categories).Resource {
		r.Resources = nil // they are no part of it: see loose
		list = append(list, r.Values())
	}
	for _, s := range orZero(c.Schedules).List {
		list = append(list, s.Values())
	}
	for _, p := range orZero(c.Privileges).List {
		list = append(list, part{{Key{Field: FieldPrivilege, Name: string(p)}, Yes}})
	}
	for _, d := range orZero(c.Terms).Documents {
		list = append(list, d.Values())
	}
	return list
}

// loose lists the values that belong to no such thing: in which category each resource is, "0" for none, and how terms are
// accepted.
func (c *Catalog) loose(resources []ResourceID) []KeyedValue {
	list := []KeyedValue{{Key{Field: FieldTermsAcceptance}, orZero(c.Terms).Acceptance}}
	for _, resource := range resources {
		list = append(list, KeyedValue{Key{Field: FieldGrouping, Resource: resource}, idText(groupOf(orZero(c.Categories).Resource, resource))})
	}
	return list
}

// partsDifference is Difference for everything but plans.
func partsDifference(before, after *Catalog) []Outcome {
	d := &differences{}
	if before.Categories != after.Categories || before.Schedules != after.Schedules || before.Privileges != after.Privileges ||
		before.Terms != after.Terms {
		b, a := *before, *after // without what they share, in which nothing differs
		dropShared(&b.Categories, &a.Categories)
		dropShared(&b.Schedules, &a.Schedules)
		dropShared(&b.Privileges, &a.Privileges)
		dropShared(&b.Terms, &a.Terms)
		resources := groupedResources(orZero(b.Categories).Resource, orZero(a.Categories).Resource)
		d.parts(b.parts(), a.parts())
		d.values(b.loose(resources), a.loose(resources))
	}
	d.flow(before.OrderFlow, after.OrderFlow)
	return d.out
}

// dropShared empties two pointers that lead to the same.
func dropShared[T any](a, b **T) {
	if *a == *b {
		*a, *b = nil, nil
	}
}

func (d *differences) parts(before, after []part) {
	had, has := byKey(before), byKey(after)
	for _, p := range after {
		if old, there := had[p.key()]; there {
			d.values(old[1:], p[1:])
		} else {
			d.note(Created, p.key(), "", p[0].Value)
		}
	}
	for _, p := range before {
		if _, there := has[p.key()]; !there {
			d.note(Removed, p.key(), p[0].Value, "")
		}
	}
}

func byKey(list []part) map[Key]part {
	parts := make(map[Key]part, len(list))
	for _, p := range list {
		parts[p.key()] = p
	}
	return parts
}

// flow compares order flows: one flow with another step by step, by name. Steps have the keys of the flow that is there
// afterwards.
func (d *differences) flow(before, after *OrderFlow) {
	key := Key{Field: FieldOrderFlow}
	switch {
	case before == after:
	case before == nil:
		d.note(Created, key, "", after.Name)
	case after == nil:
		d.note(Removed, key, before.Name, "")
	default:
		if before.ID != after.ID || before.Name != after.Name {
			d.note(Updated, key, before.Name, after.Name)
		}
		d.values(before.steps(after.ID), after.steps(after.ID))
	}
}

func (f *OrderFlow) has(key Key) bool {
	return f != nil && slices.ContainsFunc(f.Transitions, func(t Transition) bool { return TransitionKey(f.ID, t) == key })
}

// steps lists the steps of a flow under the keys of a flow with this id, and whether each needs manual approval.
func (f *OrderFlow) steps(as FlowID) []KeyedValue {
	var list []KeyedValue
	for _, t := range orZero(f).Transitions {
		list = append(list, KeyedValue{TransitionKey(as, t), YesNo(t.Manual)})
	}
	return list
}
