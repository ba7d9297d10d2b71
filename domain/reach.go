package domain

import "slices"

// Reaches are the choices of the dialog, the default first: for one subscription, or for all subscriptions to a plan.
func Reaches(one bool) []Reach {
	if one {
		return []Reach{ThisReseller, WithSubResellers}
	}
	return []Reach{AllLevels, DirectOnly}
}

// Widest is the one of Reaches that goes furthest.
func Widest(one bool) Reach {
	if one {
		return WithSubResellers
	}
	return AllLevels
}

// ParseReach reads the form's choice of how far a run goes. Nothing chosen is the default; what is not a choice of this
// dialog is KindInvalid.
func ParseReach(text string, one bool) (Reach, error) {
	choices := Reaches(one)
	switch {
	case text == "":
		return choices[0], nil
	case slices.Contains(choices, Reach(text)):
		return Reach(text), nil
	default:
		return choices[0], Invalid(chooseFromList, FieldError{Field: "reach", Message: chooseFromList})
	}
}

// ParsePolicy reads the form's choice for the resellers' own values. Nothing chosen is Overwrite.
func ParsePolicy(text string) (Policy, error) {
	switch Policy(text) {
	case "", Overwrite:
		return Overwrite, nil
	case Keep, Decide:
		return Policy(text), nil
	default:
		return Overwrite, Invalid(chooseFromList, FieldError{Field: "policy", Message: chooseFromList})
	}
}

// Refusal is a sentence that says why the one reseller of a dialog cannot be synchronized (rule G3); it is empty where they can, and
// for a whole plan.
func (d Dialog) Refusal() string {
	if d.Subscription == nil {
		return ""
	}
	reason := SkipReason(d.Subscription.Status, d.Subscription.AccountStatus)
	if reason == "" {
		return ""
	}
	return reason.cannot()
}

// standsBy reports whether somebody for whom a run does nothing sells on, while their vendor may take part in it. Whom every run passes by
// (rule G3) sells nothing.
func (r Reason) standsBy() bool { return r == WasLeftOut || r == OutOfReach }

// Everybody are the results of a run, and after them its bystanders, for whom it does nothing.
func (in Input) Everybody(results []Result) []Result {
	all := slices.Clip(results)
	for _, t := range in.Bystanders {
		t.Skip = OutOfReach
		all = append(all, Result{Target: t, After: t.Before})
	}
	return all
}
