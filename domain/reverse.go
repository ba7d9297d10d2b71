package domain

// Reversed returns what taking a run back does, as outcomes: every change of the list the other way round, except of the
// values that stay as they are now. Explanations of why nothing changed have no reverse. It is nil when nothing is left.
func (o *Outcomes) Reversed(stays map[Key]bool) *Outcomes {
	if o == nil {
		return nil
	}
	return NewOutcomes(Reversed(o.List, stays))
}

// Reversed is [Outcomes.Reversed] for a plain list.
func Reversed(list []Outcome, stays map[Key]bool) []Outcome {
	var reversed []Outcome
	for _, o := range list {
		if o.What.Changes() && !stays[o.Key] {
			o.What, o.Reason, o.Old, o.New, o.Rate = o.What.reverse(), "", o.New, o.Old, ""
			reversed = append(reversed, o)
		}
	}
	return reversed
}

// reverse returns the change that takes this one back.
func (w What) reverse() What {
	switch w {
	case Created:
		return Removed
	case Removed:
		return Created
	case Disabled:
		return Enabled
	case Enabled:
		return Disabled
	case Overwritten:
		return Restored
	case Restored:
		return Overwritten
	default:
		return Updated
	}
}
