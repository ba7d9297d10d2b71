package domain

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// This file is how a change meets what others did since its maker looked: value by value. Who changed different values keeps
// both; who changed the same, or what belongs together, decides.

// record is what somebody has of one thing, by key.
type record map[Key]Held

// add adds the values of a thing; own says which are the vendor's own over delivered ones.
func (r record) add(values []KeyedValue, own func(Key) bool) {
	for _, v := range values {
		r[v.Key] = Held{Text: v.Value, There: true, Own: own(v.Key)}
	}
}

// wanted returns what the maker of a change wants to be otherwise than they saw it. of is what they saw of the thing itself. A value
// that is typed and given back is given back.
func (c Change) wanted(seen, of record, covers func(Key) bool, delivered record) []Edit {
	if c.Undoes != 0 {
		return c.Edits
	}
	if c.Edits != nil {
		return c.withoutLeft(cleanEdits(c.Edits, covers))
	}
	edits := slices.Grow([]Edit(nil), len(c.Typed))
	typed, reset := keySet(c.Leave), keySet(c.Reset)
	for _, v := range slices.Backward(c.Typed) { // of a value that is typed twice, the last counts
		if typed[v.Key] || reset[v.Key] {
			continue
		}
		typed[v.Key] = true
		was, text := seen[v.Key], v.Key.Field.Info().cleaned(v.Value)
		if !sameHeld(v.Key, was, Held{v.Value, true, was.Own}) && !sameHeld(v.Key, was, Held{text, true, was.Own}) {
			edits = append(edits, Edit{v.Key, was, Held{text, true, covers(v.Key)}})
		}
	}
	slices.Reverse(edits) // as they were typed
	for _, key := range c.leftOut(of) {
		if seen[key].There && !typed[key] && !reset[key] {
			edits = append(edits, Edit{key, seen[key], Held{}})
		}
	}
	for _, key := range c.keptPrices() {
		if was := seen[key]; was.There && !was.Own {
			edits = append(edits, Edit{key, was, Held{was.Text, true, covers(key)}})
		}
	}
	for _, key := range c.Reset {
		if was := seen[key]; was.Own && reset[key] {
			edits = append(edits, Edit{key, was, delivered[key]})
		}
		delete(reset, key)
	}
	return edits
}

// withoutLeft are the edits but for those that stay after all.
func (c Change) withoutLeft(edits []Edit) []Edit {
	left := keySet(c.Leave)
	return slices.DeleteFunc(edits, func(e Edit) bool { return left[e.Key] })
}

// cleanEdits are edits as they are stored. They set values of one's own only over delivered ones.
func cleanEdits(edits []Edit, covers func(Key) bool) []Edit {
	edits = slices.Clone(edits)
	for i, e := range edits {
		edits[i].To.Own = e.To.There && e.To.Own && covers(e.Key)
		edits[i].To.Text = e.Key.Field.Info().cleaned(e.To.Text)
	}
	return edits
}

// leftOut are the values that are not to be there unless they are typed: of a part those that it says, else all of the thing.
func (c Change) leftOut(of record) []Key {
	if !c.Part { // but for locks, which are no values of the thing
		return slices.DeleteFunc(sortedKeys(of), func(key Key) bool { return key.Field == FieldLock })
	}
	without := slices.SortedFunc(slices.Values(c.Without), compareKeys)
	return slices.Compact(without)
}

func keySet(keys []Key) map[Key]bool {
	set := make(map[Key]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// sameHeld reports whether two people have the same at a key. A thing that is there is the same thing, whatever it is called: its
// name is a value of its own. Lines of a text may end as they do in forms.
func sameHeld(key Key, a, b Held) bool {
	if a == b || !a.There || !b.There || a.Own != b.Own {
		return a == b
	}
	kind := key.Field.Info().Kind
	return kind == PresenceValue && key.Field != FieldPlan || kind == TextValue && unixLines(a.Text) == unixLines(b.Text)
}

// unixLines ends lines with a line feed alone. Browsers send two characters.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func sortedKeys(r record) []Key {
	keys := make([]Key, 0, len(r))
	for key := range r {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

// meet lets the edits meet what is there now: those that can be made are, from what is there, and what was removed of those that cannot
// is told. seen is what their maker saw of everything, both which notifications two people changed, and still says that it is as they
// saw it.
func (c Change) meet(edits []Edit, seen, now record, both contest, still bool) (a Applied, collisions []Collision) {
	moved, mine := map[Key]bool{}, c.Choice.mine()
	asked := sync.OnceValue(func() map[Key]Edit { return editsByKey(edits) }) // of a price list, which meets nobody, it is not asked
	if !still {
		moved = movedGroups(seen, now, asked(), both)
	}
	for _, e := range edits {
		is, lost := now[e.Key], !still && gone(e.Key, seen, now)
		e = e.joined(is)
		switch collides := lost || !sameHeld(e.Key, is, e.From) || moved[both.together(e.Key)]; {
		case sameHeld(e.Key, is, e.To):
		case !collides || !lost && mine[e.Key]:
			a.Edits = append(a.Edits, Edit{e.Key, is, e.To})
		case c.Choice == nil:
			collisions = append(collisions, Collision{Key: e.Key, Seen: e.From, Now: is, Typed: e.To, Gone: lost,
				Whole: both.whole(wholeAtStake(e.Key, seen, now, asked()))})
		case lost:
			if whole := wholeAtStake(e.Key, seen, now, asked()); !slices.ContainsFunc(a.Removed, func(r Edit) bool { return r.Key == whole }) {
				a.Removed = append(a.Removed, Edit{whole, seen[whole], Held{}})
			}
		}
	}
	a.Edits = wholeThings(a.Edits, edits, now)
	return a, collisions
}

// wholeThings lets a thing go as a whole or not at all: with it goes everything that it has, and where it stays nothing of it is taken
// away. asked are all edits of the change, met those of them that are made.
func wholeThings(met, asked []Edit, now record) []Edit {
	if !slices.ContainsFunc(met, func(e Edit) bool { return !e.To.There }) {
		return met
	}
	goes, stays := map[Key]bool{}, map[Key]bool{}
	for _, e := range met {
		goes[e.Key] = !e.To.There
	}
	for _, e := range asked {
		if !e.To.There && now[e.Key].There && !goes[e.Key] {
			for _, owner := range append(owners(e.Key), e.Key) {
				stays[owner] = stays[owner] || owner == e.Key || goes[owner]
			}
		}
	}
	leaves := func(owner Key) bool { return goes[owner] && !stays[owner] }
	for _, key := range sortedKeys(now) {
		if !goes[key] && slices.ContainsFunc(owners(key), leaves) {
			met = append(met, Edit{key, now[key], Held{}})
		}
	}
	return slices.DeleteFunc(met, func(e Edit) bool {
		return !e.To.There && (stays[e.Key] || slices.ContainsFunc(owners(e.Key), func(owner Key) bool { return stays[owner] }))
	})
}

// besideMoved adds to the edits what others changed of the groups that the edits touch: only the whole of a group can be decided. Its
// maker wanted those values as they saw them.
func besideMoved(edits []Edit, seen, now record, both contest) []Edit {
	typed, touched := editsByKey(edits), map[Key]bool{}
	for _, e := range edits {
		_, contested := both[e.Key]
		if (contested || !sameHeld(e.Key, now[e.Key], e.To)) && !gone(e.Key, seen, now) {
			touched[both.together(e.Key)] = true
		}
	}
	moved := movedGroups(seen, now, typed, both)
	if len(moved) == 0 {
		return edits
	}
	all := maps.Clone(now)
	maps.Copy(all, seen)
	for _, key := range sortedKeys(all) {
		_, edited := typed[key]
		if group := both.together(key); !edited && moved[group] && touched[group] && !sameHeld(key, seen[key], now[key]) {
			edits = append(edits, Edit{key, seen[key], seen[key]})
		}
	}
	return edits
}

func editsByKey(edits []Edit) map[Key]Edit {
	byKey := make(map[Key]Edit, len(edits))
	for _, e := range edits {
		byKey[e.Key] = e
	}
	return byKey
}

// mine are the collisions that were decided for what was typed.
func (c *Choice) mine() map[Key]bool { return keySet(orZero(c).Mine) }

// movedGroups are the groups of values that belong together of which others changed one, and not to what was typed.
func movedGroups(seen, now record, typed map[Key]Edit, both contest) map[Key]bool {
	moved := map[Key]bool{}
	note := func(key Key) {
		group := both.together(key)
		e, edited := typed[key]
		agreed := edited && e.To.There && e.To == now[key] // what both took away, one of them may have put something else in its place
		if group != key && !sameHeld(key, seen[key], now[key]) && !agreed {
			moved[group] = true
		}
	}
	for key := range seen {
		note(key)
	}
	for key := range now {
		note(key)
	}
	return moved
}

// together is the key that stands for all values that only make sense with each other: the limits of a rate, the length of a
// period, the role of a user, and for an undo the notifications of a schedule. Any other value stands for itself.
func together(key Key) Key {
	switch key.Field {
	case FieldIncluded, FieldMinimum, FieldMaximum:
		return key.of("limits")
	case FieldLength, FieldUnit, FieldTrial:
		return key.of("length")
	case FieldAutoRenew, FieldRenewPeriod:
		return key.of("renewal")
	case FieldNotification:
		return Key{Field: "notifications", Schedule: key.Schedule}
	case FieldUserRole, FieldUserRight:
		return Key{Field: "role"}
	case FieldOperatingUnit, FieldDisablePrices:
		return Key{Field: "protection"}
	}
	return key
}

// gone reports whether what a value belongs to was there when its maker looked, and is not now.
func gone(key Key, seen, now record) bool {
	for _, owner := range owners(key) {
		if seen[owner].There && !now[owner].There {
			return true
		}
	}
	return false
}

// wholeAtStake is the outermost part that a value belongs to, or is, which somebody made or removed as a whole, or wants to; the zero
// key where there is none.
func wholeAtStake(key Key, seen, now record, asked map[Key]Edit) Key {
	for _, part := range append(owners(key), key) {
		e, edited := asked[part]
		moves := seen[part].There != now[part].There || edited && e.From.There != e.To.There
		if moves && part.Field.Info().Kind == PresenceValue {
			return part
		}
	}
	return Key{}
}

// owners are the parts that a value belongs to, itself not among them. A grouping is the resource's, not its category's.
func owners(key Key) []Key {
	if key.Field == FieldGrouping {
		return nil
	}
	return slices.DeleteFunc(containers(Edit{Key: key}), func(part Key) bool { return part == key })
}

// meanwhile are the values that others changed since the maker of a change looked: those that it leaves as they are, or joins, and those
// that they made what it asks for.
func meanwhile(seen, now record, edits []Edit) (beside, already []Edit) {
	touched := editsByKey(edits)
	for _, theirs := range editsBetween(seen, now) {
		switch ours, both := touched[theirs.Key]; {
		case !both || bothList(ours, theirs.To) && ours.To.Text != theirs.To.Text:
			beside = append(beside, theirs)
		case sameHeld(theirs.Key, ours.To, theirs.To):
			already = append(already, theirs)
		}
	}
	return beside, already
}

// editsBetween lead from one record to another: first what was there, then what came.
func editsBetween(was, is record) []Edit {
	var changed, came []Edit
	for key, held := range was {
		if !sameHeld(key, held, is[key]) {
			changed = append(changed, Edit{key, held, is[key]})
		}
	}
	for key, held := range is {
		if !was[key].There {
			came = append(came, Edit{key, was[key], held})
		}
	}
	for _, list := range [][]Edit{changed, came} {
		slices.SortFunc(list, func(a, b Edit) int { return compareKeys(a.Key, b.Key) })
	}
	return append(changed, came...)
}
