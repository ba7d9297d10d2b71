package domain

import (
	"cmp"
	"slices"
)

// This file is how two people meet at the notifications of a schedule. A notification has no id: it is all that it says. Who changes
// one takes it out and puts another in its place.

// contest is which notifications two people made something else of each: each of them, and what either put in its place, leads to the
// key of the one that was there.
type contest map[Key]Key

// contested finds them for edits that meet what others did.
func contested(edits []Edit, seen, now record) contest {
	mine, theirs := replaced(edits), replaced(editsBetween(seen, now))
	c := contest{}
	for _, e := range edits {
		to, mineToo := mine[e.Key]
		other, both := theirs[e.Key]
		if mineToo && both && to != other {
			c[e.Key], c[to], c[other] = e.Key, e.Key, e.Key
		}
	}
	delete(c, Key{}) // nothing in its place
	return c
}

// together is the key that stands for all values that are decided together with one.
func (c contest) together(key Key) Key {
	if was, is := c[key]; is {
		return was.of("notification")
	}
	if key.Field == FieldNotification {
		return key
	}
	return together(key)
}

// whole is what is decided as one with a part that somebody makes or removes: of a notification, the one that was there.
func (c contest) whole(part Key) Key {
	if was, is := c[part]; is {
		return was
	}
	return part
}

// replaced is, of each notification that edits take out of a schedule, the one that they put in its place: of those that they add, with
// the same template or days, the one that is most like it. The zero Key: none.
func replaced(edits []Edit) map[Key]Key {
	type pair struct {
		was, is Key
		score   int
	}
	var pairs []pair
	in := make(map[Key]Key)
	for _, out := range edits {
		if out.Key.Field != FieldNotification || !out.From.There || out.To.There {
			continue
		}
		in[out.Key] = Key{}
		for _, e := range edits {
			if e.Key.Field == FieldNotification && e.Key.Schedule == out.Key.Schedule && !e.From.There && e.To.There {
				if score := likeness(out.Key, e.Key); score > 0 {
					pairs = append(pairs, pair{out.Key, e.Key, score})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), compareKeys(a.was, b.was), compareKeys(a.is, b.is))
	})
	taken := make(map[Key]bool)
	for _, p := range pairs {
		if in[p.was] == (Key{}) && !taken[p.is] {
			in[p.was], taken[p.is] = p.is, true
		}
	}
	return in
}

// likeness says how much two notifications are one that was changed: more the more they have in common and, with other days, the nearer
// those are; 0 where neither template nor days are the same.
func likeness(a, b Key) int {
	one, ok := NotificationOf(a)
	other, is := NotificationOf(b)
	if !ok || !is || one.Days != other.Days && one.Template != other.Template {
		return 0
	}
	score := 0
	for _, same := range []bool{one.Days == other.Days, one.Template == other.Template, one.Condition == other.Condition, one.AppliesTo == other.AppliesTo} {
		if same {
			score += 4 * maxDays
		}
	}
	return score - max(one.Days-other.Days, other.Days-one.Days)
}
