package domain

import (
	"slices"
	"strings"
)

// This file is how a reseller locks an own value: no run overwrites or drops it then, whatever the policy (rule G15). A lock belongs to the own
// value ([Override.Lock]) and goes with it. In changes it is a value by itself, at a key of its own, so that it is logged and taken back as
// any other.

// lockLimit is how many characters the reason of a lock may have.
const lockLimit = 200

// lockedBy begins the reason of an outcome that says that a value stays because it is locked.
const lockedBy = "locked by the reseller"

// LockedBy is the reason why a locked value stays: "locked by the reseller: promised until June".
func LockedBy(reason string) Reason { return Reason(lockedBy + ": " + reason) }

// Lock is the reseller's own reason in LockedBy; ok is false for any other reason.
func (r Reason) Lock() (reason string, ok bool) { return strings.CutPrefix(string(r), lockedBy+": ") }

// Lockable reports whether an own value at the key can be locked: a check box rewrites such values.
func (k Key) Lockable() bool { return k.Name == "" && coveredBy(k) != "" }

// Lock is the key of the lock of the own value at a key.
func (k Key) Lock() Key {
	k.Name, k.Field = string(k.Field), FieldLock
	return k
}

// Locked is the key of the own value that the lock at a key is of.
func (k Key) Locked() Key {
	k.Field, k.Name = Field(k.Name), ""
	return k
}

// Right is what it takes to set the value at a key: of a lock, what setting the own value takes.
func (k Key) Right() Privilege {
	if k.Field == FieldLock {
		k = k.Locked()
	}
	return k.Field.Info().Right
}

// locks are the locks of own values of some of the vendor's things, by the keys of the locks.
func (s State) locks(of func(Key) bool) map[Key]string {
	var locks map[Key]string
	for _, layer := range orZero(s.Own).Layers {
		for _, v := range layer.Values {
			if v.Lock == "" || !of(v.Key) {
				continue
			}
			if locks == nil {
				locks = map[Key]string{}
			}
			locks[v.Key.Lock()] = v.Lock
		}
	}
	return locks
}

// withLocks lets locks go with the own values that the edits give back.
func (s State) withLocks(edits []Edit) []Edit {
	var gone []Edit
	for _, e := range edits {
		if e.Key.Field == FieldLock || !e.From.Own || e.To.There && e.To.Own {
			continue
		}
		if v, own := s.Own.Value(e.Key); own && v.Lock != "" && !sets(edits, e.Key.Lock()) {
			gone = append(gone, Edit{e.Key.Lock(), Held{v.Lock, true, true}, Held{}})
		}
	}
	return slices.Concat(edits, gone)
}

// unlocks refuses a change that would unlock what is no own value, or what its maker may not set; what somebody else unlocked meanwhile stays so.
func (s Situation) unlocks(c Change) error {
	if c.Kind != ValuesUnlocked || c.Undoes != 0 {
		return nil
	}
	var wrong keyed
	for _, key := range c.Without {
		if err := s.Viewer.maySet(key); err != nil {
			return err
		}
		if key.Field != FieldLock || !s.Now.owns(key.Locked()) {
			wrong.add(key, onlyOwnIsLocked)
		}
	}
	return wrong.err()
}

const onlyOwnIsLocked = "Only a value of your own can be locked"

// lockable refuses to lock what is no own value, or such as no run rewrites.
func (s State) lockable(edits []Edit) error {
	locks := filter(edits, func(e Edit) bool { return e.Key.Field == FieldLock && e.To.There })
	if len(locks) == 0 {
		return nil
	}
	own := map[Key]bool{}
	for _, e := range edits {
		own[e.Key] = e.To.There && e.To.Own
	}
	var wrong keyed
	for _, e := range locks {
		key := e.Key.Locked()
		is, edited := own[key]
		if !edited {
			is = s.owns(key)
		}
		if !is || !key.Lockable() {
			wrong.add(e.Key, onlyOwnIsLocked)
		}
	}
	return wrong.err()
}

// locksStand lets an undo leave a lock as it is where its own value is not there any more.
func locksStand(back, left []Edit, now record) (stand, stay []Edit) {
	for _, e := range back {
		if e.Key.Field == FieldLock && e.To.There && !ownAfter(back, now, e.Key.Locked()) {
			left = append(left, Edit{e.Key, e.From, e.From})
		} else {
			stand = append(stand, e)
		}
	}
	return stand, left
}

func ownAfter(edits []Edit, now record, key Key) bool {
	if at := slices.IndexFunc(edits, func(e Edit) bool { return e.Key == key }); at >= 0 {
		return edits[at].To.There && edits[at].To.Own
	}
	return now[key].Own
}

// lock puts what edits say of locks into own values that are being made; nil is one that goes.
func (o *Own) lock(values map[Key]*Override, edits []Edit) {
	for _, e := range edits {
		if e.Key.Field != FieldLock {
			continue
		}
		key := e.Key.Locked()
		v, edited := values[key]
		if is, own := o.Value(key); !edited && own {
			v = &is
		}
		if v == nil {
			continue
		}
		next := *v
		next.Lock = ""
		if e.To.There {
			next.Lock = e.To.Text
		}
		values[key] = &next
	}
}

// LockChange is the change that locks own values for a reason, or, where it is "", unlocks them.
func LockChange(values []Key, reason string) Change {
	c := ChangeOfMany(ValuesUnlocked)
	if reason != "" {
		c = ChangeOfMany(ValuesLocked)
	}
	for _, key := range values {
		if reason == "" {
			c.Without = append(c.Without, key.Lock())
		} else {
			c.Typed = append(c.Typed, KeyedValue{key.Lock(), reason})
		}
	}
	return c
}

// LockableValues are the own values that the viewer may know of and that can be locked, in the order of their keys: a rule says what prices
// are made of, which who lacks View costs does not see.
func (o *Own) LockableValues(v Viewer) []Override {
	var list []Override
	for _, layer := range orZero(o).Layers {
		list = append(list, filter(layer.Values, func(own Override) bool {
			return own.Key.Lockable() && (!own.isRule() || v.SeesCosts())
		})...)
	}
	return list
}

// MayLock reports whether the viewer may lock the own value at a key, and unlock it.
func (v Viewer) MayLock(key Key) bool { return v.maySet(key) == nil }
