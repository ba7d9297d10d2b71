package domain

import "slices"

// This file lists what an undo does to what is delivered besides plans.

// undoneParts is shared for everything but plans.
func undoneParts(c around[*Catalog]) []Outcome {
	changes := partsDifference(c.now, c.next)
	if c.next.sharesParts(c.before) {
		return changes
	}
	var flow FlowID
	for _, with := range []*Catalog{c.before, c.after} { // as in the list of what the run changed
		if with.OrderFlow != nil {
			flow = with.OrderFlow.ID
		}
	}
	was, is, stays := c.before.view(flow), c.next.view(flow), c.now.view(flow)
	return withSince(changes, partsDifference(c.before, c.after),
		func(o Outcome) bool {
			if was.parts[o.Key] != nil || is.parts[o.Key] != nil {
				return slices.Equal(was.parts[o.Key], is.parts[o.Key])
			}
			return was.values[o.Key] == is.values[o.Key]
		},
		func(o Outcome) value {
			if part := stays.parts[o.Key]; part != nil {
				return value{part[0].Value, true}
			}
			return stays.values[o.Key]
		})
}

func (c *Catalog) sharesParts(d *Catalog) bool {
	return c.Categories == d.Categories && c.Schedules == d.Schedules && c.OrderFlow == d.OrderFlow && c.Privileges == d.Privileges &&
		c.Terms == d.Terms
}

// view is everything but the plans of a catalog, by key.
type view struct {
	parts  map[Key]part
	values map[Key]value
}

// view returns it, with the steps of the order flow under the keys of the flow with this id.
func (c *Catalog) view(flow FlowID) view {
	list := c.parts()
	if f := c.OrderFlow; f != nil {
		list = append(list, part{{Key{Field: FieldOrderFlow}, f.Name}, {Key{Field: FieldOrderFlow, Name: "id"}, idText(f.ID)}})
	}
	v := view{byKey(list), map[Key]value{}}
	add := func(values []KeyedValue) {
		for _, kv := range values {
			v.values[kv.Key] = value{kv.Value, true}
		}
	}
	for _, p := range list {
		add(p[1:])
	}
	add(c.OrderFlow.steps(flow))
	add(c.loose(groupedResources(orZero(c.Categories).Resource)))
	return v
}
