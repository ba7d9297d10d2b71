package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// This file is how a vendor changes a plan that he made himself: every function returns a new plan and refuses what
// breaks section 1 of the rules.

// PeriodUnits lists the units of a period's length, shortest first.
func PeriodUnits() []string { return []string{"hours", "days", "months", "years"} }

// LongestPeriod is the largest length of a period in a unit; zero for an unknown unit.
func LongestPeriod(unit string) int {
	switch unit {
	case "hours":
		return 72
	case "days":
		return 90
	case "months":
		return 12
	case "years":
		return 10
	default:
		return 0
	}
}

// WithPeriod returns the plan with the period in place of the one with its id, or added at the end. The messages are for
// the fields "length", "unit" and "trial".
func (p *Plan) WithPeriod(period Period) (*Plan, error) {
	longest := LongestPeriod(period.Unit)
	switch {
	case longest == 0:
		return nil, invalidField("unit", "Choose a unit from the list")
	case period.Length < 1 || period.Length > longest:
		return nil, invalidField("length", fmt.Sprintf("Enter a number from 1 to %d for %s", longest, period.Unit))
	}
	next := p.Clone()
	if have := next.Period(period.ID); have != nil {
		*have = period
	} else {
		for _, other := range p.Periods {
			period.Position = max(period.Position, other.Position+1)
		}
		next.Periods = append(next.Periods, period)
	}
	for i := 1; i < len(next.Periods); i++ {
		if next.Periods[i-1].Trial && next.Periods[i].Trial {
			return nil, invalidField("trial", "A trial cannot be followed by a trial")
		}
	}
	return next, nil
}

// Reshaped reports whether the period's length, unit or trial flag differ: what cannot change once the plan is delegated.
func (p Period) Reshaped(from Period) bool {
	return p.Length != from.Length || p.Unit != from.Unit || p.Trial != from.Trial
}

// WithoutPeriod returns the plan without a period and its price rows. A plan keeps at least one period, and two trials
// must not come to follow each other.
func (p *Plan) WithoutPeriod(id PeriodID) (*Plan, error) {
	if len(p.Periods) == 1 {
		return nil, Invalid("A service plan has at least one subscription period.")
	}
	next := p.Clone()
	next.Periods = slices.DeleteFunc(next.Periods, func(period Period) bool { return period.ID == id })
	for i := 1; i < len(next.Periods); i++ {
		if next.Periods[i-1].Trial && next.Periods[i].Trial {
			return nil, Invalid("Without this period, a trial would be followed by a trial.")
		}
	}
	if next.RenewPeriod == id {
		next.RenewPeriod = 0
	}
	for i := range next.Rates {
		rate := &next.Rates[i]
		rate.Prices = slices.DeleteFunc(rate.Prices, func(row PriceRow) bool { return row.Period == id })
	}
	return next, nil
}

// WithRate returns the plan with the rate in place of the one for its resource, or added at the end. The messages are for
// the fields "included", "minimum", "maximum" and "from".
func (p *Plan) WithRate(rate Rate) (*Plan, error) {
	if err := rate.Limits().problems().err("These limits do not go together."); err != nil {
		return nil, err
	}
	rate.Prices = sortRows(slices.Clone(rate.Prices))
	for i := 1; i < len(rate.Prices); i++ {
		if rate.Prices[i-1].Period == rate.Prices[i].Period && rate.Prices[i-1].From == rate.Prices[i].From {
			return nil, invalidField("from", "There is a price row for this period and lower bound already")
		}
	}
	next := p.Clone()
	if have := next.Rate(rate.Resource); have != nil {
		*have = rate
		return next, nil
	}
	for _, other := range p.Rates {
		rate.Position = max(rate.Position, other.Position+1)
	}
	next.Rates = append(next.Rates, rate)
	return next, nil
}

// WithoutRate returns the plan without the rate for a resource.
func (p *Plan) WithoutRate(id ResourceID) *Plan {
	next := p.Clone()
	next.Rates = slices.DeleteFunc(next.Rates, func(rate Rate) bool { return rate.Resource == id })
	return next
}

// problems says which of the limits break section 1, as Allowed does.
func (l Limits) problems() problems {
	var p problems
	if l.Minimum < 0 {
		p.add("minimum", "Enter 0 or more")
	}
	if l.Included < Unlimited || l.Included > 0 && l.Included < l.Minimum {
		p.add("included", "Enter unlimited, 0, or at least the minimum")
	}
	if l.Maximum != Unlimited && l.Maximum < l.Minimum {
		p.add("maximum", "Enter unlimited, or at least the minimum")
	}
	return p
}

func invalidField(field, message string) error {
	return Invalid(message+".", FieldError{Field: field, Message: message})
}

// Seen is a short text that changes with anything about the plan, MSRP included. A form carries the one of the plan it
// showed, so that saving it does not undo somebody else's change unseen.
func (p *Plan) Seen() (string, error) {
	return fingerprint(p), nil
}

// fingerprint is a short text that changes with anything about a value that holds no pointers.
func fingerprint(value any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v", value))
	return hex.EncodeToString(sum[:12])
}

// CheckSeen fails with KindConflict when the plan is no longer the one that a form showed. link leads to the plan; an empty
// seen is not checked.
func (p *Plan) CheckSeen(seen, link string) error {
	now, err := p.Seen()
	if err != nil || seen == "" || seen == now {
		return err
	}
	return Conflict("The service plan was changed while you were editing it. Nothing was saved: look at it again.", link)
}
