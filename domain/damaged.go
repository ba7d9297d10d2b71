package domain

import "slices"

// This file refuses changes that no page of the product sends: an import or another program may.

// errDamaged says that a change holds what no page of the product sends.
func errDamaged() error { return Invalid("The change is damaged.") }

// Sound returns KindInvalid for a change of a kind that is in no table or is made by a method of its own, for one that is about
// another kind of thing than its kind, for one that is about everything where it should be about one thing, and for one that says
// nothing and takes nothing away.
func (c Change) Sound() error {
	info := c.Kind.Info()
	nobody := InCatalog(info.Of) && info.Has(Makes) && c.About.ID <= 0 && !c.ofMany() ||
		info.Of == ObjectResourceCategory && c.ofMany() != (c.Kind == ResourceGrouped)
	empty := !c.Part && !info.Has(Removes) && c.Undoes == 0 && len(c.Typed)+len(c.Edits)+len(c.Reset) == 0
	if info.Of == "" || info.Of != c.About.Of || info.Has(Apart) || nobody || empty {
		return errDamaged()
	}
	return nil
}

// ofMany reports whether a change is about no single thing that is there or not: the whole catalog, what is grouped by resource
// categories, the order flow that the vendor has, or their price rules.
func (c Change) ofMany() bool {
	switch c.About.Of {
	case ObjectCatalog, ObjectOrderFlow, ObjectPriceRule:
		return true
	case ObjectResourceCategory:
		return c.About.ID == 0
	}
	return false
}

// took refuses edits that are not what becomes of the catalog, that would make a thing or a part of one by one of its values, and
// that take a thing away, or leave it, under the name of another kind of change.
func (k *catalogCheck) took(after State) error {
	became := k.became(after)
	known := map[Key]bool{} // a price list has thousands of prices of a few plans
	madeBeside := func(owner Key) bool {
		if _, looked := known[owner]; !looked {
			known[owner] = k.madeBeside(owner)
		}
		return known[owner]
	}
	for _, edits := range k.of {
		for _, e := range edits {
			is := became[e.Key]
			is.Own = e.To.Own // whose it comes to be, asDelivered and covers said
			if !sameHeld(e.Key, is, e.To) || is.There && slices.ContainsFunc(owners(e.Key), madeBeside) {
				return errDamaged()
			}
		}
	}
	c := k.change
	if c.Undoes != 0 || c.Choice != nil || len(k.of) == 0 || c.ofMany() {
		return nil
	}
	if there := len(became.of(c.About)) > 0; there == c.Kind.Info().Has(Removes) {
		return errDamaged()
	}
	return nil
}

// became is what there is after the change of what it touched. Of plans, which have hundreds of values, it is the touched values, and
// that the plan is there.
func (k *catalogCheck) became(after State) record {
	r := make(record, len(k.at))
	for key := range k.at {
		if RefOf(key).Of != ObjectPlan {
			return after.record(k.change)
		}
		r.read(k.after, key)
		if v, own := after.Own.Value(key.Locked()); key.Field == FieldLock && own && v.Lock != "" {
			r[key] = Held{Text: v.Lock, There: true}
		}
		r.read(k.after, Key{Field: FieldPlan, Plan: key.Plan})
	}
	return r
}

// read adds the value at a key, if there is one.
func (r record) read(c *Catalog, key Key) {
	if text, there := c.valueAt(key); there {
		r[key] = Held{Text: text, There: true}
	}
}

// madeBeside reports whether a thing is there since the change, which does not say so.
func (k *catalogCheck) madeBeside(owner Key) bool {
	_, was := k.before.valueAt(owner)
	return !was && !k.edited(owner)
}
