package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// A change is a value, as a catalog is: what somebody does to stored data can be checked, shown, recorded, explained and taken
// back before and after it happened, whatever door it came through. This file says what a change is, changekinds.go which kinds
// there are, threeway.go how it meets what others did meanwhile, and [Apply] what becomes of it.

// Ref names the thing that a change is about. Name is for reading: what it was called then.
type Ref struct {
	Of   Object
	ID   int64  // zero where the thing is named by its code, or is all that the vendor has
	Code string // of an exchange rate: the currency
	Name string
}

// Same reports whether two refs name one thing, whatever it is called.
func (r Ref) Same(other Ref) bool {
	return r.Of == other.Of && r.ID == other.ID && r.Code == other.Code
}

// Held is what somebody has at one key. The zero Held is nothing: the thing that the value belongs to is not there.
type Held struct {
	Text  string // canonical
	There bool
	Own   bool // a value of their own over a delivered one
}

// Edit is one value that a change sets: what its maker saw there, and what is to be there. From nothing it makes, to nothing it
// removes.
type Edit struct {
	Key      Key
	From, To Held
}

// ChangeID is the number of a change in the log. Entries of the log that are not changes, such as runs, count along.
type ChangeID int64

// Change is one thing that somebody does to stored data. A form says what it saw and what was typed (Seen, Typed, Reset);
// an import or an undo says each value (Edits). Both come to edits.
type Change struct {
	Kind    ChangeKind
	About   Ref
	Seen    ChangeID     // the last entry of the log when its maker looked; zero: they take what is there now
	Typed   []KeyedValue // the thing as they want it; empty: it is to be removed
	Part    bool         // Typed is a part of the thing: what it does not name stays, but for Without
	Without []Key        // of a part: what is not to be there any more
	Reset   []Key        // own values to be given back: what was delivered counts again
	Edits   []Edit       // in place of Typed and Reset
	Choice  *Choice      // how a collision was decided
	Undoes  ChangeID     // the change that this one takes back; zero: none. What does not fit any more stays
	Again   bool         // of an undo: it takes one back, so that what was taken back is there again
	Bound   string       // what its preview showed (Applied.Digest): it is refused where it would come to something else now; "": no preview
	Secret  string       // what is set and never shown: a password, hashed
	Link    string       // the token of a one-time link, hashed: who has it sets the password
	TwoStep *TwoStepKeys // what somebody signs in with in the second step; nil: it stays
	Leave   []Key        // values that stay as they are although they are typed: what its maker did not mean after all
	Once    string       // the key of the form that makes something, so that it does so once; "": as often as it is asked

	File        *PriceFile // what it was imported from; nil: somebody made it by hand
	WantsAsking bool       // its maker is asked about prices that jump ([Jumps])
	Sure        []Key      // those that they mean
	SureOfNew   bool       // and those of what the change makes
	WantsBelow  bool       // of a preview: its maker is told whom it would put below cost
}

// Hidden reports whether the change sets what is never shown, which its edits do not tell.
func (c Change) Hidden() bool { return c.Secret != "" || c.Link != "" || c.TwoStep != nil }

// Chooses reports whether a change may set one of a list that is kept elsewhere, or the price of a resource, of which a list says whether
// it is measurable. Most set fees, amounts, switches and texts only.
func (c Change) Chooses() bool {
	listed := func(k Key) bool {
		switch k.Field.Info().Kind {
		case TextValue, LineValue, FeeValue, NumberValue, QuantityValue, FlagValue:
			return false
		}
		return true
	}
	return slices.ContainsFunc(c.Typed, func(v KeyedValue) bool { return listed(v.Key) }) ||
		slices.ContainsFunc(c.Edits, func(e Edit) bool { return listed(e.Key) })
}

// Makes reports whether the change makes something whatever is there: asked for twice, it would make two, or fail.
func (c Change) Makes() bool {
	kind := c.Kind.Info()
	return kind.Has(Makes) || kind.Has(Adds) || c.About.ID == NewID
}

// Choice decides a collision that was shown: up to entry Shown of the log, the values at Mine become what was typed, and the
// others that collide stay.
type Choice struct {
	Shown ChangeID
	Mine  []Key
}

// Applied is what becomes of a change.
type Applied struct {
	Edits     []Edit // what it changed, from what is there now
	Stays     []Edit // of an undo: what stays as it is now, from what the change had left; where both are the same, with what it belongs to
	Meanwhile []Edit // what others changed since it was made, and is kept beside it
	Already   []Edit // what others did since that it asks for, too
	Removed   []Edit // the things that others removed in which something was typed: that was not made
	Own       *Own   // in the catalog: what the vendor has of their own afterwards
	After     Thing  // else: the thing afterwards, nil when it is removed
}

// Digest stands for what the change comes to: the same values from and to the same, and the same that stay.
func (a Applied) Digest() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v %#v", a.Edits, a.Stays))
	return hex.EncodeToString(sum[:])
}

// Holds returns KindConflict where a change comes to something else than its preview showed.
func (c Change) Holds(a Applied) error {
	if c.Bound == "" || c.Bound == a.Digest() {
		return nil
	}
	return &Error{Kind: KindConflict, Message: "Something changed since this was shown. Nothing was taken back. Review again.",
		Err: &PreviewChanged{}}
}

// Nothing reports whether the change left everything as it was.
func (a Applied) Nothing() bool { return len(a.Edits) == 0 }

// Thing is something with values by key: a plan, a category, a template, a user.
type Thing interface {
	// Values are all of them, as canonical texts, in the order of pages.
	Values() []KeyedValue
}

// ChangeRecord is a change as the log tells it.
type ChangeRecord struct {
	ID       ChangeID
	Account  AccountID // whose log it is in
	At       time.Time
	UserName string // "" for the command line, and for somebody of another account
	Above    bool   // somebody of an account above made it
	Kind     ChangeKind
	About    Ref
	Edits    []Edit
	Undoes   ChangeID // the change that it took back; zero: none
	Again    bool     // of an undo: it took one back, so that what was taken back is there again
	UndoneBy ChangeID // the change that took it back and still counts; zero: none
	Run      RunID    // the run that it made; zero: none
	File     *PriceFile
}

// Alone reports whether the change asks whether anybody uses a thing, so that nobody may begin to meanwhile: an undo does, and what its
// kind says.
func (c Change) Alone() bool {
	kind := c.Kind.Info()
	return c.Undoes != 0 || kind.Has(Alone) || kind.Has(AloneAsWhole) && !c.Part && len(c.Typed) > 0 || kind.Has(AloneToFix) && c.fixes()
}

// fixes reports whether the change does more than set values that are never fixed.
func (c Change) fixes() bool {
	return len(c.Without) > 0 ||
		slices.ContainsFunc(c.Typed, func(v KeyedValue) bool { return v.Key.Field.fixedOnceDelegated() }) ||
		slices.ContainsFunc(c.Edits, func(e Edit) bool { return !e.To.There || e.Key.Field.fixedOnceDelegated() })
}

// Rewound returns a thing outside the catalog as it was before changes, the newest first; nil when it was not there.
func Rewound(about Ref, now Thing, changes []ChangeRecord) Thing {
	r := thingRecord(now)
	for _, c := range changes {
		for _, e := range c.Edits {
			r = r.after([]Edit{{e.Key, e.To, e.From}})
		}
	}
	if len(r) == 0 {
		return nil
	}
	return thingOf(about, now, r.values())
}

// EditsOf are the edits that lead from a thing to another; nil is one that is not there.
func EditsOf(before, after Thing) []Edit {
	return editsBetween(thingRecord(before), thingRecord(after))
}
