package domain

// RunRequest is the dialog, filled in.
type RunRequest struct {
	DialogKey     string
	Plan          PlanID
	Subscription  SubscriptionID // zero: all
	Reach         Reach          // "" is the default of the pair
	Options       OptionSet
	Policy        Policy // "" is Overwrite
	PreviewDigest string // what a preview showed; "": no preview was asked for
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

// Check refuses, beside the field "opt", a run with no box ticked.
func (r RunRequest) Check() error {
	if len(r.Options.Keys()) > 0 {
		return nil
	}
	const message = "Select at least one option"
	return Invalid(message, FieldError{Field: "opt", Message: message})
}

// Check refuses a run that cannot be: of a template that is not active, of a plan that nobody uses, of a reseller whom runs pass by
// (faults 11 and 12, rule G3).
func (in Input) Check(template TemplateRow, reach Reach) error {
	switch {
	case !template.Active:
		return Invalid("The service template \"" + template.Name + "\" is not active: its resellers cannot be synchronized.")
	case len(in.Targets) == 0:
		return NobodyUses()
	case reach == ThisReseller && in.Targets[0].Skip != "":
		return Invalid(in.Targets[0].Skip.cannot())
	}
	return nil
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
	return Forbidden("Your role does not include the right: " + string(SynchronizeSubReseller) + ".")
}

// Delivery is the run that delivers everything to a reseller whose order becomes active: all boxes, and what they set themselves
// before stays (rule G3).
func (s Subscription) Delivery() RunRequest {
	return RunRequest{Plan: s.Plan, Subscription: s.ID, Reach: ThisReseller, Options: AllOptions(), Policy: Keep}
}

// Undoable is KindConflict, about the undo, for a run that was taken back already.
func (r Run) Undoable() error {
	if r.UndoneBy == 0 {
		return nil
	}
	return Conflict("This synchronization was taken back already.", Ref{Of: ObjectRun, ID: int64(r.UndoneBy)})
}
