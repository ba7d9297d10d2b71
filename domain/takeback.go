package domain

import "slices"

// This file takes a change back: the same change with from and to exchanged, which meets what is there now as any change does. What
// was changed since stays. What the change made or took away, and values that only make sense together, return whole or not at all.

// Undoable is KindInvalid for a change of a kind that cannot be taken back, and KindConflict, about the undo, for one that was taken
// back already.
func (r ChangeRecord) Undoable() error {
	switch {
	case !r.Kind.Info().Has(Undoable):
		return Invalid("A change of this kind cannot be taken back.")
	case r.UndoneBy != 0:
		return Conflict("This change was taken back already.", Ref{Of: ObjectChange, ID: int64(r.UndoneBy)})
	}
	return nil
}

// MayUndo fails as [Apply] does where the viewer lacks a right that the edits take, whatever else hinders their undo.
func (r ChangeRecord) MayUndo(v Viewer) error { return r.Kind.Info().mayMake(v, r.Edits) }

// Undo is the change that takes this one back.
func (r ChangeRecord) Undo() Change {
	edits := make([]Edit, len(r.Edits))
	for i, e := range r.Edits {
		edits[i] = Edit{e.Key, e.To, e.From}
	}
	return Change{Kind: r.Kind, About: r.About, Seen: r.ID, Edits: edits, Undoes: r.ID, Again: r.Undoes != 0 && !r.Again}
}

// Words are what was done, as the log, the audit and pages say it: "changed plan fees", of an undo "took back: changed plan fees", and
// of the undo of that "brought back: changed plan fees".
func (c Change) Words() string {
	words := c.Kind.Info().Words
	switch {
	case c.Undoes == 0:
		return words
	case c.Again:
		return "brought back: " + words
	default:
		return "took back: " + words
	}
}

// Words are those of the change.
func (r ChangeRecord) Words() string {
	return Change{Kind: r.Kind, Undoes: r.Undoes, Again: r.Again}.Words()
}

// givenBack lets an own value that an undo takes away give way to what is delivered now, which may be nothing.
func (s State) givenBack(edits []Edit, delivered record) []Edit {
	back := slices.Clone(edits)
	for i, e := range back {
		if e.To.There && !e.To.Own && (e.From.Own || s.covers(e.Key)) {
			back[i].To = delivered[e.Key]
		}
	}
	return back
}

// stands reports whether there is a place for what an undo puts there: an own value stands over a delivered one, but for a path and a rule.
func stands(e Edit, delivered record) bool {
	return !e.To.There || !e.To.Own || delivered[e.Key].There || e.Key.Field.standsAlone()
}

// takeBack lets the edits of an undo meet what is there now, with what is delivered of it, and returns those that it makes and what it
// leaves as it is. seen is what the change that it takes back had left.
func (c Change) takeBack(edits []Edit, seen, now, delivered record) (back, left []Edit) {
	whole := make(map[Key]bool)
	for _, e := range edits {
		whole[e.Key] = isPart(e.Key) && e.From.There != e.To.There
	}
	edits = slices.Concat(edits, goesWith(whole, edits, seen))
	moved := movedParts(seen, now)
	thing := !InCatalog(c.About.Of) && makesOrRemoves(edits, seen) && len(moved) > 0 // things of the catalog are parts of it
	for _, e := range edits {
		is := now[e.Key]
		stays := thing || is != e.From || moved[together(e.Key)] || !stands(e, delivered)
		for _, part := range containers(e) {
			if whole[part] {
				stays = stays || moved[part]
			} else if e.To.There {
				stays = stays || !now[part].There // it has no place any more
			}
		}
		switch {
		case sameHeld(e.Key, is, e.To):
		case stays:
			left = append(left, Edit{e.Key, e.From, is})
		default:
			back = append(back, Edit{e.Key, is, e.To})
		}
	}
	return locksStand(back, left, now)
}

// goesWith are the values that go with the parts that the edits take away, as far as no edit names them.
func goesWith(whole map[Key]bool, edits []Edit, seen record) []Edit {
	goes, listed := make(map[Key]bool), make(map[Key]bool, len(edits))
	for _, e := range edits {
		listed[e.Key] = true
		goes[e.Key] = whole[e.Key] && !e.To.There
	}
	var more []Edit
	for _, key := range sortedKeys(seen) {
		inside := func(part Key) bool { return goes[part] }
		if !listed[key] && slices.ContainsFunc(containers(Edit{Key: key, To: seen[key]}), inside) {
			more = append(more, Edit{key, seen[key], Held{}})
		}
	}
	return more
}

// makesOrRemoves reports whether the edits are of a whole thing: one that was not there, or of which nothing is left.
func makesOrRemoves(edits []Edit, seen record) bool {
	left := len(seen)
	for _, e := range edits {
		if seen[e.Key].There && !e.To.There {
			left--
		}
	}
	return left == 0
}

// movedParts are the parts, and the groups of values that belong together, in which anything is otherwise than it was seen.
func movedParts(seen, now record) map[Key]bool {
	moved := make(map[Key]bool)
	note := func(key Key, is Held) {
		moved[together(key)] = true
		for _, part := range containers(Edit{Key: key, To: is}) {
			moved[part] = true
		}
	}
	for key, was := range seen {
		if is := now[key]; is != was {
			note(key, is)
		}
	}
	for key, is := range now {
		if !seen[key].There {
			note(key, is)
		}
	}
	return moved
}

// isPart reports whether a key says that something is there which has values of its own.
func isPart(key Key) bool {
	return key.Field == key.Field.Info().Of.Info().There
}

// containers are the parts that hold the value of an edit, from the outer to the inner: the plan, its period, rate, price row or
// path; the category, schedule or document; for a resource, the category that it is put into.
func containers(e Edit) []Key {
	if e.Key.Field == FieldLock {
		return containers(Edit{Key: e.Key.Locked()})
	}
	key, info := e.Key, e.Key.Field.Info()
	switch {
	case key.Field == FieldTemplatePlan || info.Of == ObjectSubscription || info.Of == ObjectPriceRule:
		return nil
	case key.Plan != 0:
		return planParts(key)
	case key.Field == FieldGrouping:
		return []Key{{Field: FieldResourceCategory, Category: CategoryID(parseInt(e.To.Text))}}
	case info.Of == ObjectSchedule:
		return []Key{{Field: FieldScheduleContent, Schedule: key.Schedule}}
	case info.Of == ObjectTerms && key.Name == "": // how they are accepted
		return nil
	}
	if object := info.Of.Info(); object.Catalog && object.There != "" {
		return []Key{key.of(object.There)}
	}
	return nil
}

func planParts(key Key) []Key {
	parts := append(make([]Key, 0, 3), Key{Field: FieldPlan, Plan: key.Plan}) // most have no more
	if key.Period != 0 {
		parts = append(parts, Key{Field: FieldPeriod, Plan: key.Plan, Period: key.Period})
	}
	if key.Resource != 0 {
		parts = append(parts, Key{Field: FieldRate, Plan: key.Plan, Resource: key.Resource})
	}
	if findField(rowTable, key.Field) != nil {
		parts = append(parts, key.of(FieldPriceRow))
	}
	if key.Field.Info().Of == ObjectUpgrade {
		parts = append(parts, key.of(FieldUpgrade))
	}
	return parts
}
