package domain

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// This file is what a vendor does to his own schedules, order flow and terms.

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

// SaveSchedule creates the schedule, when there is none of its id, or changes one that the vendor made. allowed are the
// notification templates that he may use. Fields of a detail are named after its place: "days-0", "template-0".
func SaveSchedule(s State, schedule Schedule, allowed []NotificationID) (*Own, error) {
	if s.Delivered != nil && s.Delivered.Schedules.Schedule(schedule.ID) != nil {
		return nil, Forbidden("This schedule comes from your provider. Make one of your own and assign that.")
	}
	var p problems
	p.add("name", NameProblem(schedule.Name))
	if len(schedule.Details) > maxDetails {
		p.add("details", fmt.Sprintf("Use at most %d notifications", maxDetails))
	}
	for i, d := range schedule.Details {
		d.check(&p, fmt.Sprintf("-%d", i), allowed)
	}
	if err := p.err("The schedule cannot be saved as entered."); err != nil {
		return nil, err
	}
	schedule.Details = slices.Clone(schedule.Details)
	sortDetails(schedule.Details)
	made := *s.Own.MadeCatalog()
	var list []Schedule
	if made.Schedules != nil {
		list = made.Schedules.List
	}
	made.Schedules = &Schedules{putByID(list, schedule, func(s Schedule) ScheduleID { return s.ID })}
	return s.Own.WithMade(&made), nil
}

func (d ScheduleDetail) check(p *problems, suffix string, allowed []NotificationID) {
	if d.Days < -maxDays || d.Days > maxDays {
		p.add("days"+suffix, fmt.Sprintf("Enter a number of days from 0 to %d", maxDays))
	}
	if !slices.Contains(allowed, d.Template) {
		p.add("template"+suffix, "Choose a notification template")
	}
	if !slices.Contains(SendConditions(), d.Condition) {
		p.add("condition"+suffix, "Choose from the list")
	}
	if !slices.Contains(SendScopes(), d.AppliesTo) {
		p.add("applies"+suffix, "Choose from the list")
	}
}

// RemoveSchedule deletes a schedule that the vendor made and that no plan or period of his uses.
func RemoveSchedule(s State, id ScheduleID) (*Own, error) {
	if s.Own.MadeCatalog().Schedules.Schedule(id) == nil {
		return nil, NotFound("The schedule")
	}
	if plans := ScheduleUsers(s.Effective(), id); len(plans) > 0 {
		return nil, Invalid("The schedule is assigned to " + plans[0].Name + ". Assign another one there first.")
	}
	made := *s.Own.MadeCatalog()
	made.Schedules = &Schedules{filter(made.Schedules.List, func(s Schedule) bool { return s.ID != id })}
	return s.Own.WithMade(&made), nil
}

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

// SetManual says whether a step of the reseller's order flow needs manual approval: a value of his own, which stays stored
// when his flow changes (rule 11).
func SetManual(s State, step Key, manual bool, by UserID, at time.Time) (*Own, error) {
	if s.Delivered == nil || s.Delivered.OrderFlow == nil {
		return nil, NotFound("The order flow")
	}
	flow := s.Delivered.OrderFlow
	i := slices.IndexFunc(flow.Transitions, func(t Transition) bool { return TransitionKey(flow.ID, t) == step })
	if i < 0 {
		return nil, NotFound("The transition")
	}
	base := YesNo(flow.Transitions[i].Manual)
	return s.Own.With(Override{Key: step, Value: YesNo(manual), Base: base, By: by, At: at}), nil
}

// ResetManual drops a customization of the order flow, also one that is ignored.
func ResetManual(s State, step Key) (*Own, error) { return s.reset(step) }

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

// SaveDocument creates the document, when there is none of its id, or changes one that the vendor made.
func SaveDocument(s State, d Document) (*Own, error) {
	if s.Delivered != nil && s.Delivered.Terms != nil && s.Delivered.Terms.Document(d.ID) != nil {
		return nil, Forbidden("This document comes from your provider.")
	}
	if err := problems(DocumentProblems(d)).err("The document cannot be saved as entered."); err != nil {
		return nil, err
	}
	return s.editMadeTerms(func(t *Terms) {
		t.Documents = putByID(t.Documents, d, func(d Document) int64 { return d.ID })
	}), nil
}

// DocumentProblems says what is wrong with a document, by field: "name", "version", "text", "effective".
func DocumentProblems(d Document) []FieldError {
	var p problems
	p.add("name", NameProblem(d.Name))
	p.add("version", requiredLineProblem(d.Version, "Enter a version like 1.0", statusLimit))
	if strings.TrimSpace(d.Text) == "" {
		p.add("text", "Enter the text")
	}
	p.add("text", LengthProblem(d.Text, documentLimit))
	if _, err := time.Parse(time.DateOnly, d.Effective); err != nil || !datePattern.MatchString(d.Effective) {
		p.add("effective", "Enter a date like 2026-01-31")
	}
	return p
}

// RemoveDocument deletes a document that the vendor made.
func RemoveDocument(s State, id int64) (*Own, error) {
	if made := s.Own.MadeCatalog().Terms; made == nil || made.Document(id) == nil {
		return nil, NotFound("The document")
	}
	return s.editMadeTerms(func(t *Terms) {
		t.Documents = filter(t.Documents, func(d Document) bool { return d.ID != id })
	}), nil
}

// editMadeTerms returns Own with the vendor's own terms changed: edit gets a copy.
func (s State) editMadeTerms(edit func(*Terms)) *Own {
	made := *s.Own.MadeCatalog()
	terms := &Terms{Acceptance: AcceptanceModes()[0]}
	if made.Terms != nil {
		*terms = *made.Terms
	}
	edit(terms)
	made.Terms = terms
	return s.Own.WithMade(&made)
}

// bodyLimit is how many characters the body of a notification template may have.
const bodyLimit = 20_000

// unitLimit is how many characters the unit of a resource may have.
const unitLimit = 50

// CheckResource checks a resource as a provider edits it. The messages are for the fields "name" and "unit".
func CheckResource(r Resource) error {
	var p problems
	p.add("name", NameProblem(r.Name))
	p.add("unit", LineProblem(r.Unit, unitLimit))
	return p.err("The resource cannot be saved as entered.")
}
