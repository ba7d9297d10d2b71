package domain

// This file tells what one result lists otherwise, by plan, than others who share the rest.

// apart notes what a result lists otherwise because of own values.
func (f *folding) apart(i int, r Result, group *foldGroup) {
	own, settled := map[Key]bool{}, map[Key]bool{}
	apart := map[PlanID]*FoldedApart{}
	var plans []PlanID
	of := func(plan PlanID) *FoldedApart {
		if apart[plan] == nil {
			apart[plan] = &FoldedApart{Plan: plan, Result: i}
			plans = append(plans, plan)
		}
		return apart[plan]
	}
	var keys []Key
	for _, o := range r.Own {
		of(o.Key.Plan).With = append(of(o.Key.Plan).With, o)
		own[o.Key] = true
		keys = append(keys, o.Key)
	}
	for _, layer := range orZero(r.After.Own).Layers {
		for _, v := range layer.Values {
			keys = append(keys, v.Key)
		}
	}
	for _, key := range keys {
		if settled[key] {
			continue
		}
		settled[key] = true
		for _, o := range group.told(key) {
			is, stays := r.told(o, own[key])
			if stays && is == o {
				continue
			}
			of(key.Plan).Without = append(of(key.Plan).Without, o)
			if stays {
				of(key.Plan).With = append(of(key.Plan).With, is)
			}
		}
	}
	for _, plan := range plans {
		f.out.Apart = append(f.out.Apart, *apart[plan])
	}
}

// told are the outcomes of a group about a key.
func (g *foldGroup) told(key Key) (told []Outcome) {
	for _, base := range g.bases[key.Plan] {
		if base.at == nil {
			base.at = map[Key][]Outcome{}
			for _, o := range base.list() {
				base.at[o.Key] = append(base.at[o.Key], o)
			}
		}
		told = append(told, base.at[key]...)
	}
	return told
}

// told is what Listing makes of an outcome about what was delivered, for somebody of whose own values something is told at the same key, or
// who has one there; false where it is not listed.
func (r Result) told(o Outcome, own bool) (is Outcome, stays bool) {
	switch {
	case o.Reason.byRule():
	case o.What.IsPart():
		return o, !own
	case own && o.What.Changes(), o.What == Skipped && (own || r.After.standsOver(o.Key)):
		o.What = Beneath
	}
	return o, true
}
