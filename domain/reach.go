package domain

import "slices"

// Reaches are the choices of the dialog, the default first: for one subscription, or for all subscriptions to a plan.
func Reaches(one bool) []Reach {
	if one {
		return []Reach{ThisReseller, WithSubResellers}
	}
	return []Reach{AllLevels, DirectOnly}
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
		return choices[0], Invalid("Choose from the list", FieldError{Field: "reach", Message: "Choose from the list"})
	}
}

// ParsePolicy reads the form's choice for the resellers' own values. Nothing chosen is Overwrite.
func ParsePolicy(text string) (Policy, error) {
	switch Policy(text) {
	case "", Overwrite:
		return Overwrite, nil
	case Keep:
		return Keep, nil
	default:
		return Overwrite, Invalid("Choose from the list", FieldError{Field: "policy", Message: "Choose from the list"})
	}
}

// Reason says why the one reseller of a dialog cannot be synchronized (rule G3); it is empty where he can, and for a whole
// plan.
func (d Dialog) Reason() Reason {
	if d.Subscription == nil {
		return ""
	}
	return SkipReason(d.Subscription.Status, d.Subscription.AccountStatus)
}
