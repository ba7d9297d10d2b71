package domain

// problems says which of the limits break section 1, as Allowed does.
func (l Limits) problems() problems {
	var p problems
	if l.Minimum < 0 {
		p.add("minimum", "Enter 0 or more")
	}
	if l.Included < Unlimited || l.Included > 0 && l.Included < l.Minimum {
		p.add("included", "Enter unlimited, 0, or at least the minimum of "+intText(l.Minimum))
	}
	if l.Maximum != Unlimited && l.Maximum < l.Minimum {
		p.add("maximum", "Enter unlimited, or at least the minimum of "+intText(l.Minimum))
	}
	return p
}
