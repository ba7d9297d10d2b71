package domain

import (
	"slices"
	"time"
)

// This file is what collides of a change with what others did meanwhile, and who did that.

// Collision is a value that two people changed at the same time, or that belongs together with one that the other changed.
type Collision struct {
	Key   Key
	Seen  Held // when the form was opened
	Now   Held
	Typed Held
	Gone  bool // what it belongs to was removed: it can only stay so
	Whole Key  // the part that somebody makes or removes as a whole, which it belongs to or is; zero: it is a value by itself
	Blame
}

// Blame is who made a value what it is now. The zero Blame is nobody that is known.
type Blame struct {
	By    string    // "" nobody knows
	At    time.Time // zero nobody knows
	Run   RunID     // the run that did; zero none
	Entry ChangeID  // of the log that tells of it
}

// Maker is who made values what they are: somebody by name, or a run.
type Maker struct {
	By  string
	Run RunID
}

// Makers are those who are blamed for the values, each once.
func (c *Collisions) Makers() []Maker {
	var makers []Maker
	for _, one := range c.List {
		m := Maker{one.By, one.Run}
		if m.Run != 0 {
			m.By = ""
		}
		if m != (Maker{}) && !slices.Contains(makers, m) {
			makers = append(makers, m)
		}
	}
	return makers
}

// Collisions is the cause of a conflict between what was typed and what others did meanwhile: all of them, and the entry of the
// log up to which they are told.
type Collisions struct {
	About Ref
	List  []Collision
	Shown ChangeID
	Names Names // of what they mention
}

// Error is a sentence for the log: what collided is in the list.
func (*Collisions) Error() string { return "somebody else changed the same meanwhile" }

// Blame says who made the values what they are: the latest of the changes, the newest first, that set each; the zero key is the
// thing as a whole.
func (c *Collisions) Blame(changes []ChangeRecord) {
	for i := range c.List {
		for _, change := range changes {
			if c.List[i].By == "" && c.List[i].At.IsZero() && (c.List[i].Key == Key{} || sets(change.Edits, c.List[i].Key)) {
				c.List[i].Blame = Blame{By: change.UserName, At: change.At, Entry: change.ID}
			}
		}
	}
}

// BlameEntry says that an entry of the log, which led from one state to another, made those values what they are that differ between
// them and nobody is blamed for yet. Tell the newest first.
func (c *Collisions) BlameEntry(e ChangeRecord, before, after State) {
	was, is := before.Effective(), after.Effective()
	for i := range c.List {
		one := &c.List[i]
		moved := func(key Key) bool {
			if key.Field.IsRule() { // an own value over nothing
				old, had := before.Own.Value(key)
				now, has := after.Own.Value(key)
				return old.Value != now.Value || had != has
			}
			old, had := was.valueAt(key)
			now, has := is.valueAt(key)
			return old != now || had != has
		}
		if one.At.IsZero() && (moved(one.Key) || one.Whole.Field == FieldNotification && moved(one.Whole)) {
			one.Blame = Blame{By: e.UserName, At: e.At, Run: e.Run, Entry: e.ID}
		}
	}
}

func sets(edits []Edit, key Key) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return e.Key == key })
}

// With adds the collisions of a change that was to be made with it, before its own; nil are none.
func (c *Collisions) With(first *Collisions) *Collisions {
	if first == nil {
		return c
	}
	both := *first
	both.List, both.Shown = slices.Concat(first.List, c.List), max(first.Shown, c.Shown)
	return &both
}

// Conflicting is the conflict that collisions bring about.
func Conflicting(c *Collisions) error {
	return &Error{Kind: KindConflict, Message: "Somebody else changed the same meanwhile. Nothing was saved yet.", Err: c}
}
