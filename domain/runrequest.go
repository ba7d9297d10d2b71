package domain

import "time"

// RunRequest is a run that somebody asks for, by the dialog, filled in, or by any other door.
type RunRequest struct {
	Key           string // the same key with the same choices is the same run; "": every request is a run of its own
	Plan          PlanID
	Subscription  SubscriptionID // zero: all
	Reach         Reach          // "" is the default of the pair
	Options       OptionSet
	Policy        Policy // "" is Overwrite
	LeftOut       LeftOut
	Decisions     Decisions // with Decide
	Seen          Seen      // what its maker saw before
	Anyway        Anyway    // what guards warned of, and its maker confirmed
	PreviewDigest string    // what a preview showed; "": no preview was asked for
}

// KeyLimit is how many characters the key of a run may have.
const KeyLimit = 200

// Seen is what the maker of a run saw before, as the dialog shows it. The run says what was changed since, and is refused where what
// was seen is gone. The zero Seen is that they saw nothing: the run takes what is there.
type Seen struct {
	Entry           ChangeID // the last entry of the vendor's log
	Template        TemplateID
	TemplateVersion int
	At              time.Time
}

// WithDefaults returns the request with what it leaves empty.
func (r RunRequest) WithDefaults() RunRequest {
	if r.Reach == "" {
		r.Reach = Reaches(r.Subscription != 0)[0]
	}
	if r.Policy == "" {
		r.Policy = Overwrite
	}
	return r
}

// CheckKey refuses, beside the field "key", a key that is not one line of text.
func (r RunRequest) CheckKey() error {
	if problem := LineProblem(r.Key, KeyLimit); problem != "" {
		return Invalid(problem, FieldError{Field: "key", Message: problem})
	}
	return nil
}

// Check refuses, beside the field "opt", a run with no box ticked.
func (r RunRequest) Check() error {
	if len(r.Options.Keys()) > 0 {
		return nil
	}
	const message = "Select at least one option"
	return Invalid(message, FieldError{Field: "opt", Message: message})
}

// OpenAgain refuses a dialog that cannot be sent (any more), beside the field "key"; the form is shown again with what was chosen.
func OpenAgain(cause error) error {
	return &Error{Kind: KindInvalid, Message: "This dialog can no longer be sent: open the dialog again.",
		Fields: []FieldError{{Field: "key", Message: "Open the dialog again"}}, Err: cause}
}

// KeyUsed is the refusal of a run under a key under which somebody else of the vendor's has started the same.
func KeyUsed() error {
	return Conflict("Somebody else has started the same synchronization under this key. Nothing was changed.", Ref{})
}

// Check refuses a run that cannot be: of a template that is not active, of a plan that nobody uses, of a reseller whom runs pass by
// (faults 11 and 12, rule G3).
func (in Input) Check(template TemplateRow, reach Reach) error {
	switch {
	case !template.Active:
		return Invalid("The service template " + template.called() + " is not active: its resellers cannot be synchronized.")
	case len(in.Targets) == 0:
		return NobodyUses()
	case reach == ThisReseller && in.Targets[0].Skip != "":
		return Invalid(in.Targets[0].Skip.cannot())
	}
	return nil
}

// called names the template to who may know its name.
func (t TemplateRow) called() string {
	if t.Name == "" {
		return "of this plan"
	}
	return "\"" + Isolate(t.Name) + "\""
}

// NobodyUses is the refusal to synchronize a plan that no reseller has.
func NobodyUses() error { return Invalid("No resellers use this plan") }

// cannot says that a reseller cannot be synchronized for this reason.
func (r Reason) cannot() string { return "This reseller cannot be synchronized: " + string(r) + "." }

// MaySynchronize fails with KindForbidden when the viewer may not open the dialog.
func (v Viewer) MaySynchronize() error {
	if v.May(SynchronizeSubReseller) {
		return nil
	}
	return Lacks(SynchronizeSubReseller)
}

// Delivery is the run that delivers everything to a reseller whose order becomes active: all boxes, and what they set themselves
// before stays (rule G3).
func (s Subscription) Delivery() RunRequest {
	return RunRequest{Plan: s.Plan, Subscription: s.ID, Reach: ThisReseller, Options: AllOptions(), Policy: Keep}
}
