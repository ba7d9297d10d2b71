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

// Thing is something with values by key: a plan, a category, a template, a user. Values are all of them, as canonical texts, in the
// order of pages.
type Thing interface{ Values() []KeyedValue }

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

// Done is a change that was made, or would be. Names and PassOn are there once somebody asks for them, to tell of it.
type Done struct {
	ID     ChangeID // zero: nothing was stored, because nothing changed or because it is a preview
	Change Change
	Applied
	Bound  string  // its digest, for [Change.Bound]: of what it comes to, and not of what its maker may see of that
	Others []Maker // who changed Meanwhile, as far as it is known
	Again  bool    // its form was sent before, and made it then
	Before Blame   // of a change that leaves all as it is: who did last what was Already or Meanwhile, as far as it is known
	Names  Names   // of what it mentions
	PassOn PassOn  // to whom it is to be passed on

	Namesake Ref // another plan that is called so; zero: none, or what was made or named anew is no plan
	Twin     Ref // another period of the plan that one that was made or changed cannot be told from; zero: none
}

// Made reports whether the change made the thing that it is about.
func (d Done) Made() bool {
	saved := d.Change.About.Of.Info().Saved
	return d.Change.Kind.Info().Has(Makes) || saved != "" && slices.ContainsFunc(d.Edits, func(e Edit) bool {
		return e.Key.Field == saved && !e.From.There
	})
}

// PassOn is how many resellers do not have yet what a change made, and the reseller plans whose dialogs pass it on.
type PassOn struct {
	To   []PassOnBy // the plans with the most of them; none: there is nobody to pass it on to
	More int        // how many further plans pass it on
	All  int        // the resellers of every plan
}

// PassOnBy is a reseller plan by which a change is passed on, and to how many resellers.
type PassOnBy struct {
	Plan      PlanID
	Name      string
	Resellers int
}

// PassedOn reports whether a synchronization passes on any of what was changed. A suggested price is what is offered; terms and order
// flows come from templates, and not from those that a vendor has of their own.
func (d Done) PassedOn() bool {
	if of := d.Change.About.Of; of == ObjectTerms || of == ObjectOrderFlow {
		return false
	}
	return slices.ContainsFunc(d.Edits, func(e Edit) bool {
		switch info := e.Key.Field.Info(); info.Of {
		case ObjectTemplate:
			return info.Field != FieldTemplateName && info.Field != FieldTemplateActive
		case ObjectUpgrade:
			return false
		default:
			return info.Box != "" || info.Field.IsPrice() || info.Field == FieldExchangeRate
		}
	})
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
			old, had := was.valueAt(key)
			now, has := is.valueAt(key)
			return old != now || had != has
		}
		if one.At.IsZero() && (moved(one.Key) || one.Whole.Field == FieldNotification && moved(one.Whole)) {
			one.Blame = Blame{By: e.UserName, At: e.At, Run: e.Run, Entry: e.ID}
		}
	}
}

// EditsOf are the edits that lead from a thing to another; nil is one that is not there.
func EditsOf(before, after Thing) []Edit {
	return editsBetween(thingRecord(before), thingRecord(after))
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
