package domain

import (
	"regexp"
	"slices"
	"time"
)

// This file is what may stand in a vendor's own schedules, order flow and terms.

// OrderTypes are the types of order that a flow has transitions for, in the order of pages.
func OrderTypes() []string { return []string{"Sales", "Renewal", "Billing", "Change", "Cancellation"} }

// SendConditions are when a notification of a schedule is sent.
func SendConditions() []string {
	return []string{"Always", "Renewal order is not placed", "Account is active"}
}

// SendScopes are the subscriptions to which a notification of a schedule applies.
func SendScopes() []string { return []string{"all", "auto-renewing", "not auto-renewing"} }

// AcceptanceModes are when customers have to accept the terms and conditions.
func AcceptanceModes() []string {
	return []string{"every purchase", "first purchase", "first purchase and after each change",
		"every purchase and after each change"}
}

// Limits of a schedule.
const (
	maxDetails = 50
	maxDays    = 3650
)

// ScheduleUsers returns the plans to which, or to a period of which, the schedule is assigned.
func ScheduleUsers(c *Catalog, id ScheduleID) []*Plan {
	return filter(c.Plans, func(p *Plan) bool {
		return p.Schedule == id || slices.ContainsFunc(p.Periods, func(period Period) bool { return period.Schedule == id })
	})
}

// statusLimit is how many characters the status of an order may have.
const statusLimit = 60

func (t Transition) check(p *problems) {
	if !slices.Contains(OrderTypes(), t.OrderType) {
		p.add("order_type", "Choose a type of order from the list")
	}
	p.add("from", statusProblem(t.From))
	p.add("to", statusProblem(t.To))
	if t.From == t.To {
		p.add("to", "Enter another status than the one it starts from")
	}
}

func statusProblem(status string) string {
	return requiredLineProblem(status, "Enter a status", statusLimit)
}

// IdleCustomizations returns the customizations of steps that the reseller's flow does not have: stored and ignored.
func IdleCustomizations(s State) []Override {
	layer := s.Own.Layer(0)
	if layer == nil {
		return nil
	}
	var flow *OrderFlow
	if s.Delivered != nil {
		flow = s.Delivered.OrderFlow
	}
	return filter(layer.Values, func(v Override) bool { return v.Key.Field == FieldTransition && !flow.has(v.Key) })
}

var datePattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// documentLimit is how many characters the text of a document may have.
const documentLimit = 40_000

func dateProblem(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err != nil || !datePattern.MatchString(text) {
		return "Enter a date like 2026-01-31"
	}
	return ""
}

// bodyLimit is how many characters the body of a notification template may have.
const bodyLimit = 20_000

// unitLimit is how many characters the unit of a resource may have.
const unitLimit = 50
