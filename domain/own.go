package domain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Own is what a vendor changed or made themselves. It is a value like a Catalog: an edit makes a new one that shares every
// layer it did not touch. A provider has no delivered catalog: all they have is Made.
type Own struct {
	Made   *Catalog // plans, categories, schedules, terms of their own; nil when there are none
	Layers []*Layer // sorted by plan
}

// Layer holds a vendor's overrides on one plan; the layer of plan 0 holds those that belong to no plan (Display Category,
// order flow customizations). Values are sorted by key.
type Layer struct {
	Plan   PlanID
	Values []Override
}

// Override is one value that a reseller set themselves over a delivered one. It stays stored as theirs even where it equals the
// delivered value: own is what somebody set, never what looks different.
type Override struct {
	Key   Key
	Value string // canonical text, as in Outcome
	Base  string // the delivered value it stood over when it was set
	By    UserID
	At    time.Time
	Lock  string // why the reseller locked it; "": it is not locked (rule G15)
}

// Canonical texts of yes/no values.
const (
	Yes = "yes"
	No  = "no"
)

// YesNo returns the canonical text of a flag.
func YesNo(b bool) string {
	if b {
		return Yes
	}
	return No
}

// IDs writes ids as a canonical list: "3 17".
func IDs[ID ~int64](ids []ID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(texts, " ")
}

// ParseIDs reads what IDs wrote; what is not a number is left out.
func ParseIDs[ID ~int64](text string) []ID {
	var ids []ID
	for _, word := range strings.Fields(text) {
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			ids = append(ids, ID(n))
		}
	}
	return ids
}

// Layer returns the overrides on a plan (0: on no plan), nil when there are none.
func (o *Own) Layer(plan PlanID) *Layer {
	if o == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(o.Layers, plan, func(l *Layer, id PlanID) int { return cmp.Compare(l.Plan, id) })
	if !ok {
		return nil
	}
	return o.Layers[i]
}

// Value returns the override of this value and whether there is one.
func (o *Own) Value(key Key) (Override, bool) {
	if layer := o.Layer(key.Plan); layer != nil {
		return layer.value(key)
	}
	return Override{}, false
}

func (l *Layer) value(key Key) (Override, bool) {
	if l == nil {
		return Override{}, false
	}
	i, ok := slices.BinarySearchFunc(l.Values, key, func(v Override, key Key) int { return compareKeys(v.Key, key) })
	if !ok {
		return Override{}, false
	}
	return l.Values[i], true
}

func (l *Layer) has(key Key) bool {
	_, has := l.value(key)
	return has
}

// With returns the Own layer with the override set.
func (o *Own) With(v Override) *Own {
	var values []Override
	if layer := o.Layer(v.Key.Plan); layer != nil {
		values = slices.DeleteFunc(slices.Clone(layer.Values), func(w Override) bool { return w.Key == v.Key })
	}
	return o.withLayer(v.Key.Plan, append(values, v))
}

// Without returns the Own layer without an override of this value.
func (o *Own) Without(key Key) *Own {
	layer := o.Layer(key.Plan)
	if !layer.has(key) {
		return o
	}
	return o.withLayer(key.Plan, slices.DeleteFunc(slices.Clone(layer.Values), func(w Override) bool { return w.Key == key }))
}

// replaced returns the Own layer with overrides in place of those that it has at their keys; nil is none there.
func (o *Own) replaced(values map[Key]*Override) *Own {
	if len(values) == 0 {
		return o
	}
	plans := map[PlanID][]Override{}
	for key, v := range values {
		list := plans[key.Plan]
		if v != nil {
			list = append(list, *v)
		}
		plans[key.Plan] = list // where nothing is set the plan is touched all the same
	}
	next := &Own{Made: orZero(o).Made}
	for _, layer := range orZero(o).Layers {
		if _, touched := plans[layer.Plan]; !touched {
			next.Layers = append(next.Layers, layer)
			continue
		}
		for _, v := range layer.Values {
			if _, replaced := values[v.Key]; !replaced {
				plans[layer.Plan] = append(plans[layer.Plan], v)
			}
		}
	}
	for plan, list := range plans {
		if len(list) > 0 {
			slices.SortFunc(list, func(a, b Override) int { return compareKeys(a.Key, b.Key) })
			next.Layers = append(next.Layers, &Layer{Plan: plan, Values: list})
		}
	}
	slices.SortFunc(next.Layers, func(a, b *Layer) int { return cmp.Compare(a.Plan, b.Plan) })
	return next
}

// withLayer returns the Own layer with these overrides on the plan and no others.
func (o *Own) withLayer(plan PlanID, values []Override) *Own {
	next := &Own{}
	if o != nil {
		next.Made = o.Made
		next.Layers = slices.DeleteFunc(slices.Clone(o.Layers), func(l *Layer) bool { return l.Plan == plan })
	}
	if len(values) > 0 {
		slices.SortFunc(values, func(a, b Override) int { return compareKeys(a.Key, b.Key) })
		next.Layers = append(next.Layers, &Layer{Plan: plan, Values: values})
		slices.SortFunc(next.Layers, func(a, b *Layer) int { return cmp.Compare(a.Plan, b.Plan) })
	}
	return next
}

// WithMade returns the Own layer with another catalog of the vendor's own objects.
func (o *Own) WithMade(made *Catalog) *Own {
	next := &Own{Made: made}
	if o != nil {
		next.Layers = o.Layers
	}
	return next
}

// MadeCatalog returns the vendor's own objects, an empty catalog when there are none.
func (o *Own) MadeCatalog() *Catalog {
	if o == nil || o.Made == nil {
		return Empty()
	}
	return o.Made
}

// IsEmpty reports whether the vendor has nothing of their own.
func (o *Own) IsEmpty() bool { return o == nil || o.Made == nil && len(o.Layers) == 0 }

// Count returns how many overrides there are.
func (o *Own) Count() int {
	n := 0
	if o != nil {
		for _, layer := range o.Layers {
			n += len(layer.Values)
		}
	}
	return n
}

func compareKeys(a, b Key) int {
	switch {
	case a.Plan != b.Plan:
		return cmp.Compare(a.Plan, b.Plan)
	case a.Period != b.Period:
		return cmp.Compare(a.Period, b.Period)
	case a.Resource != b.Resource:
		return cmp.Compare(a.Resource, b.Resource)
	case a.From != b.From:
		return cmp.Compare(a.From, b.From)
	case a.Field != b.Field:
		return cmp.Compare(a.Field, b.Field)
	}
	return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Schedule, b.Schedule), cmp.Compare(a.Name, b.Name))
}
