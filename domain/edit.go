package domain

import (
	"fmt"
	"slices"
)

// This file is how a plan is made from another one. What is valid is said where changes are applied (checkplan.go).

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

// PeriodLengthProblem says what is wrong with a length of a period in a unit, "" when it is good.
func PeriodLengthProblem(length int, unit string) string {
	longest := LongestPeriod(unit)
	if longest == 0 || length >= 1 && length <= longest {
		return ""
	}
	return fmt.Sprintf("Enter a number from 1 to %d for %s", longest, unit)
}

// WithPeriod returns the plan with the period in place of the one with its id, or added at the end.
func (p *Plan) WithPeriod(period Period) *Plan {
	next := p.Clone()
	if have := next.Period(period.ID); have != nil {
		*have = period
		return next
	}
	for _, other := range p.Periods {
		period.Position = max(period.Position, other.Position+1)
	}
	next.Periods = append(next.Periods, period)
	return next
}

// WithoutPeriod returns the plan without a period and its price rows.
func (p *Plan) WithoutPeriod(id PeriodID) *Plan {
	next := p.Clone()
	next.Periods = slices.DeleteFunc(next.Periods, func(period Period) bool { return period.ID == id })
	if next.RenewPeriod == id {
		next.RenewPeriod = 0
	}
	for i := range next.Rates {
		rate := &next.Rates[i]
		rate.Prices = slices.DeleteFunc(rate.Prices, func(row PriceRow) bool { return row.Period == id })
	}
	return next
}

// WithRate returns the plan with the rate in place of the one for its resource, or added at the end.
func (p *Plan) WithRate(rate Rate) *Plan {
	rate.Prices = sortRows(slices.Clone(rate.Prices))
	next := p.Clone()
	if have := next.Rate(rate.Resource); have != nil {
		*have = rate
		return next
	}
	for _, other := range p.Rates {
		rate.Position = max(rate.Position, other.Position+1)
	}
	next.Rates = append(next.Rates, rate)
	return next
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
