package domain

import (
	"errors"
	"time"
)

// Situation is all that a change meets. The same change in the same situation comes to the same.
type Situation struct {
	Viewer Viewer
	Now    State     // what the vendor has, for a change in their catalog
	Seen   State     // what they had when its maker looked
	Thing  Thing     // the thing outside the catalog now; nil: it is not there
	Looked Thing     // and when its maker looked
	At     time.Time // the moment of the change
	Facts  Facts
}

// Facts is what checks ask of the world around a thing.
type Facts struct {
	Uses          func(Key) (Uses, error) // what uses a plan, a period or any other thing of the catalog outside it
	Resources     []ResourceID            // those that there are
	Unmeasured    map[ResourceID]bool     // those that are not measurable
	Notifications []NotificationID        // those that the vendor may use
	Templates     []TemplateID            // the vendor's own
	Flows         []FlowID                // those that the vendor may use
	Currencies    []Currency              // those in which somebody sells; known to a change of an exchange rate
	Administrator bool                    // the user is the only active administrator of the account
	Users         func(Ref) (Uses, error) // what uses a thing outside catalogs, or a plan that is to be removed
	Delivered     func(Ref) (Uses, error) // the resellers to whom a plan was delivered at any time
	New           map[int64]bool          // ids that were taken for what the change makes
	Move          func(reseller, to AccountID) (MoveFacts, error)
	Had           func(Key) (bool, error) // whether some version of the vendor's plan had a period
	Planted       bool                    // things have the ids that the change says: in worlds that know them beforehand
}

// uses asks for what uses something; nobody is asked in a situation without facts.
func (f Facts) uses(key Key) (Uses, error) { return asked(f.Uses, key) }

func asked[T any](fact func(T) (Uses, error), about T) (Uses, error) {
	if fact == nil {
		return Uses{}, nil
	}
	return fact(about)
}

// Apply returns what becomes of a change: a pure function, whatever door the change came through. It fails with KindForbidden or
// KindNotFound where the viewer may not do this, with KindInvalid and the keys of the values where it is not valid, and with
// KindConflict and [Collisions] where others changed the same since its maker looked.
func Apply(c Change, s Situation) (Applied, error) {
	if err := c.Kind.Info().May(s.Viewer); err != nil {
		return Applied{}, err
	}
	if err := c.Sound(); err != nil {
		return Applied{}, err
	}
	if InCatalog(c.About.Of) {
		return applyCatalog(c, s)
	}
	return applyThing(c, s)
}

// settle lets the edits of a change meet what is there. still says that nobody changed anything meanwhile.
func (c Change) settle(edits []Edit, seen, now, delivered record, still bool) (Applied, error) {
	if c.Undoes != 0 {
		back, stays := c.takeBack(edits, seen, now, delivered)
		return Applied{Edits: back, Stays: stays}, nil
	}
	var both contest
	if !still {
		both = contested(edits, seen, now)
		edits = besideMoved(edits, seen, now, both)
	}
	a, collisions := c.meet(edits, seen, now, both, still)
	if len(collisions) > 0 {
		return Applied{}, Conflicting(&Collisions{List: collisions})
	}
	if !still {
		a.Meanwhile, a.Already = meanwhile(seen, now, edits)
	}
	return a, nil
}

// applyThing is Apply for what is not in a catalog. The right of the kind is all that it takes: what a template delivers is not a
// vendor's own terms.
func applyThing(c Change, s Situation) (Applied, error) {
	seen, now := thingRecord(s.Looked), thingRecord(s.Thing)
	if err := c.unseen(seen); err != nil {
		return Applied{}, err
	}
	if c.Kind.Info().Has(Removes) && c.Undoes == 0 && s.Thing == nil {
		return Applied{}, NotFound("The " + c.About.Of.Noun())
	}
	a, err := c.settle(c.wanted(seen, seen, noKey, nil), seen, now, nil, false)
	if err == nil && c.About.Of == ObjectUser {
		a.Edits = withoutRights(a.Edits, now)
	}
	if err != nil || c.Undoes != 0 && a.Nothing() {
		return a, err
	}
	switch values := now.after(a.Edits).values(); {
	case len(values) > 0 && c.Undoes == 0 && c.Kind.Info().Has(Removes):
		return a, errDamaged()
	case len(values) > 0:
		a.After = thingOf(c.About, s.Thing, values)
	case c.Undoes == 0 && c.Choice != nil && s.Thing == nil && !c.Hidden():
		return a, nil // it is gone, and stays so
	case c.Undoes == 0 && !c.Kind.Info().Has(Removes):
		return a, Invalid("This cannot be deleted.") // deletions have a way of their own
	}
	return a, checkThing(c, s, a)
}

// thingRecord is what somebody has of a thing outside catalogs, where nothing is an own value over a delivered one.
func thingRecord(t Thing) record {
	r := record{}
	if t != nil {
		r.add(t.Values(), noKey)
	}
	return r
}

func noKey(Key) bool { return false }

// after returns the record with the edits made.
func (r record) after(edits []Edit) record {
	next := make(record, len(r)+len(edits))
	for key, held := range r {
		next[key] = held
	}
	for _, e := range edits {
		if e.To.There {
			next[e.Key] = e.To
		} else {
			delete(next, e.Key)
		}
	}
	return next
}

// values lists the record in the order of keys.
func (r record) values() []KeyedValue {
	values := make([]KeyedValue, 0, len(r))
	for _, key := range sortedKeys(r) {
		values = append(values, KeyedValue{key, r[key].Text})
	}
	return values
}

// Colliding returns the collisions in the cause of a conflict, nil when there are none.
func Colliding(err error) *Collisions {
	var c *Collisions
	if errors.As(err, &c) {
		return c
	}
	return nil
}
