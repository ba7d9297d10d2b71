package domain

import "slices"

// This file says what people count: a thing is one, however many values stand in it. What nobody counts is in the table of fields.

// Counted returns the edits that count, each as one, where the parts that these fields tell of are one: what belongs to one of them that
// came or went as a whole, or became the vendor's own or is no more, goes with it.
func Counted(edits []Edit, parts ...Field) []Edit {
	whole := map[Key]bool{}
	for _, e := range edits {
		if slices.Contains(parts, e.Key.Field) && (e.From.There != e.To.There || e.From.Own != e.To.Own) {
			whole[e.Key] = true
		}
	}
	return filter(edits, func(e Edit) bool {
		return !slices.ContainsFunc(e.within(), func(part Key) bool { return part != e.Key && whole[part] })
	})
}

// within are the parts that hold the value of an edit, as they do after it, or did where it is no more.
func (e Edit) within() []Key {
	if !e.To.There { // a resource that goes with its category was in it
		e.To = e.From
	}
	return containers(e)
}

// PricesIn are the edits of the prices of a part that it came with, or went with: those that are neither zero nor not set.
func PricesIn(part Edit, edits []Edit) []Edit {
	return filter(edits, func(e Edit) bool {
		is := e.To
		if !part.To.There {
			is = e.From
		}
		amount := Price{is.Text}
		return e.Key.Field.IsPrice() && amount.IsSet() && !amount.IsZero() && slices.Contains(e.within(), part.Key)
	})
}

// Count returns how many values of the plan the vendor set themselves, a part that they may have of their own, which is an upgrade path,
// as one.
func (l *Layer) Count() int {
	counted := map[Key]bool{}
	for _, v := range orZero(l).Values {
		if v.Key.Field.Info().Uncounted {
			continue
		}
		as := v.Key
		for _, part := range containers(Edit{Key: v.Key}) {
			if part.Field.Info().Own {
				as = part
			}
		}
		counted[as] = true
	}
	return len(counted)
}
