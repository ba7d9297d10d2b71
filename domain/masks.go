package domain

import "slices"

// flowOutcomes tells what happened, step by step, where a vendor's own customization of an order flow stands or stood over
// the delivered step (rule 11), and how many changes of delivered steps are beneath such ones. A customization belongs to its
// flow: that of another flow is idle.
func flowOutcomes(from, to *OrderFlow, had, has *Layer) (list []Outcome, beneath int) {
	if from == nil || to == nil || from == to && had == has {
		return nil, 0
	}
	for _, key := range stepKeys(from, to) {
		was, owned := stepAt(from, had, to.ID, key)
		is, owns := stepAt(to, has, to.ID, key)
		if !owned && !owns {
			continue
		}
		o := Outcome{Option: UpdateOrderFlow, Key: key, Old: was.sells(FieldTransition).text, New: is.sells(FieldTransition).text}
		changed := was.delivered != is.delivered
		if changed {
			beneath++
		}
		if owned && !owns {
			o.Reason = CustomizationIdle
		}
		switch {
		case !was.delivered.there:
			o.What = Created
		case !is.delivered.there:
			o.What = Removed
		case o.Old != o.New:
			o.What = Updated
		case changed || o.Reason != "":
			o.What, o.New = Kept, is.delivered.text
		default:
			continue
		}
		list = append(list, o)
	}
	return list, beneath
}

// stepKeys lists the steps of two flows, each once, under the keys of the second.
func stepKeys(from, to *OrderFlow) []Key {
	var keys []Key
	for _, v := range append(from.steps(to.ID), to.steps(to.ID)...) {
		keys = append(keys, v.Key)
	}
	slices.SortFunc(keys, compareKeys)
	return slices.Compact(keys)
}

// stepAt returns what a vendor has at a step of the flow, whose key is under the flow with the id as, and whether it is
// customized.
func stepAt(f *OrderFlow, layer *Layer, as FlowID, key Key) (at stance, customized bool) {
	for _, t := range f.Transitions {
		if TransitionKey(as, t) != key {
			continue
		}
		at.delivered = value{YesNo(t.Manual), true}
		if own, ok := layer.value(TransitionKey(f.ID, t)); ok {
			at.own = value{own.Value, true}
		}
	}
	return at, at.own.there
}

// groupingOutcomes tells which resources a vendor has in resource categories that they made themselves, where what was
// delivered moved them beneath.
func groupingOutcomes(from, to *Catalog, own *Own) (list []Outcome, beneath int) {
	if from.Categories == to.Categories {
		return nil, 0
	}
	for _, made := range orZero(own.MadeCatalog().Categories).Resource {
		for _, resource := range made.Resources {
			was, is := groupOf(orZero(from.Categories).Resource, resource), groupOf(orZero(to.Categories).Resource, resource)
			if was != is {
				beneath++
				list = append(list, Outcome{Option: UpdateCategories, What: Kept, Reason: OwnPlacement,
					Key: Key{Field: FieldGrouping, Resource: resource}, Old: idText(made.ID), New: idText(is)})
			}
		}
	}
	return list, beneath
}
