package oracle

import (
	"fmt"
	"strings"

	"tiersync/domain"
)

// Step is one thing that somebody did in a world. A world notes its steps, so that they can be done again elsewhere, in a
// database, and read by whoever looks for the cause of a difference. It is one of the types of this file.
type Step interface{ fmt.Stringer }

// Edited: an account changed what it has of its own, which came to Applied.
type Edited struct {
	Account domain.AccountID
	What    string
	Change  domain.Change
	Applied domain.Applied
}

// TakenBack: an account took the world's change with this index back, which came to Applied, or was refused.
type TakenBack struct {
	Account domain.AccountID
	Change  int
	Applied domain.Applied
	Refused domain.Kind // what kind of error it was refused with; KindInternal: it was not
}

// Protected: the switches of an account were set.
type Protected struct {
	Account  domain.AccountID
	Switches domain.Switches
}

// StatusSet: the status of an account's subscription to the reseller plan of one template changed, by its vendor or, where
// Change is "", with time. Its activation made the next of the world's runs.
type StatusSet struct {
	Account  domain.AccountID
	Template int // its index
	Change   domain.StatusKey
	Status   domain.SubscriptionStatus
}

// TemplateSaved: all of a template but its delegated plans was saved.
type TemplateSaved struct{ Template *domain.Template }

// Delegated: the delegated plans of a template were set.
type Delegated struct{ Template *domain.Template }

// RatesSet: the exchange rates are these, and no others.
type RatesSet struct{ Rates domain.ExchangeRates }

// UnmeasuredSet: these resources are not measurable, or are.
type UnmeasuredSet struct {
	Unmeasured map[domain.ResourceID]bool
}

// VisibleSet: these notification templates are Visible to Resellers, or not.
type VisibleSet struct {
	Visible map[domain.NotificationID]bool
}

// Synchronized: the click was the next of the world's runs.
type Synchronized struct{ Click Click }

// Undone: the run with this index, or a part of it, was taken back by the next of the world's runs.
type Undone struct {
	By   domain.AccountID
	Run  int
	Part domain.Part
}

// String is the line of the journal: who, and what they did.
func (s Edited) String() string { return fmt.Sprintf("account %d: %s", s.Account, s.What) }

// String is the line of the journal, with the number that the change has there, from 1 on.
func (s TakenBack) String() string {
	if s.Refused != domain.KindInternal {
		return fmt.Sprintf("account %d cannot take change %d back", s.Account, s.Change+1)
	}
	return fmt.Sprintf("account %d takes change %d back: %d values go back, %d stay", s.Account, s.Change+1, len(s.Applied.Edits),
		len(s.Applied.Stays))
}

// String is the line of the journal.
func (s Protected) String() string {
	return fmt.Sprintf("protections of account %d: %+v", s.Account, s.Switches)
}

// String is the line of the journal; the subscription goes by the index of its template.
func (s StatusSet) String() string {
	return fmt.Sprintf("subscription %d of account %d is %s", s.Template, s.Account, s.Status)
}

// String is the line of the journal, with the whole content.
func (s TemplateSaved) String() string {
	t := s.Template
	return fmt.Sprintf("template %d: flow %+v, privileges %v, terms %+v", t.ID, *t.OrderFlow, t.Privileges.List, *t.Terms)
}

// String is the line of the journal, with all plans that are delegated now.
func (s Delegated) String() string {
	return fmt.Sprintf("template %d delegates %v", s.Template.ID, s.Template.Delegated)
}

// String is the line of the journal, with all rates that are known now.
func (s RatesSet) String() string { return fmt.Sprintf("exchange rates %v", s.Rates) }

// String is the line of the journal, with every resource.
func (s UnmeasuredSet) String() string { return fmt.Sprintf("not measurable %v", s.Unmeasured) }

// String is the line of the journal, with every template.
func (s VisibleSet) String() string { return fmt.Sprintf("visible notifications %v", s.Visible) }

// String is the line of the journal, with the keys of the boxes that are ticked.
func (s Synchronized) String() string {
	c := s.Click
	text := fmt.Sprintf("account %d synchronizes template %d, %s, %s:", c.By, c.Template.ID, c.Reach, c.Policy)
	if c.On != 0 {
		text = fmt.Sprintf("account %d synchronizes account %d, template %d, %s, %s:", c.By, c.On, c.Template.ID, c.Reach, c.Policy)
	}
	for _, key := range c.Boxes.Keys() {
		text += " " + string(key)
	}
	if len(c.LeftOut) > 0 {
		text += ", but " + strings.Join(c.LeftOut.Texts(), ", ")
	}
	if len(c.Decisions) > 0 {
		text += ", decided: " + strings.Join(c.Decisions.Texts(), ", ")
	}
	return text
}

// String is the line of the journal, with the index of the run, from 0 on.
func (s Undone) String() string {
	text := fmt.Sprintf("account %d takes run %d back", s.By, s.Run)
	if !s.Part.Whole() {
		text += ", but " + strings.Join(s.Part.Texts(), ", ") + " alone"
	}
	return text
}

// note remembers a step.
func (w *World) note(s Step) { w.Steps = append(w.Steps, s) }

// Journal tells what happened in the world, a line for each step.
func (w *World) Journal() string {
	var lines []string
	for i, step := range w.Steps {
		lines = append(lines, fmt.Sprintf("%3d. %s", i+1, step))
	}
	return strings.Join(lines, "\n")
}
