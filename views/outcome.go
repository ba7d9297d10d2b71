package views

import (
	"fmt"
	"strings"

	"tiersync/domain"
)

// OutcomeText is an outcome in words, ready to be shown: Group > Subject: Before → After.
type OutcomeText struct {
	Key     domain.Key    // of the value
	Group   string        // the service plan's name, or the part of the catalog: "Sales categories"
	Plan    domain.PlanID // zero outside plans
	Subject Path          // "12 months · Recurring fee"
	Beneath string        // what it is beneath, where it is about what was delivered beneath the own value in the row above; else ""
	Part    bool          // it is a price of what the row above created or removed
	What    string        // "Updated", "Own value kept"
	Tone    Tone
	Change  bool   // Before became After; else Before stays and After is what the vendor offers
	Held    bool   // of no change: After is the state that the plan is left in
	Before  string // "" when there is nothing to show
	After   string // "" when there is nothing to show
	Reason  string // "The box is not ticked"; "" for none
	Box     string // the label of the check box; "" when none covers this
	Rate    string // "1 USD = 0.92 EUR"; "" when nothing was converted
	Gone    bool   // it is gone after the run, or undo
	New     bool   // it was not there before

	CanLeave  bool // a run can leave it out
	DidChange bool // a run did something, to what is sold or beneath it
	LeftOut   bool // and this one does
}

// AfterText is the value that holds after the run. Where nothing changed it is the value before.
func (t OutcomeText) AfterText() string {
	if t.Change || t.Held && t.Before == "" {
		return t.After
	}
	return t.Before
}

// OfferedText is the value that the vendor offers and that did not arrive; "" where it did.
func (t OutcomeText) OfferedText() string {
	if t.Change || t.Held {
		return ""
	}
	return t.After
}

// layout is how a page shows the values of an outcome.
type layout int

const (
	showNothing layout = iota
	showOne            // a value alone
	showDiff           // what it was and what it became
	showStays          // what stays, and what was offered
)

func (t OutcomeText) layout() layout {
	switch {
	case t.Before == "" && t.After == "":
		return showNothing
	case t.Change && t.Before != "" && t.After != "":
		return showDiff
	case !t.Change && t.Before != "":
		return showStays
	default:
		return showOne
	}
}

// String is the outcome as one sentence without its reason: "Plan A · 12 months · Recurring fee: EUR 60.00 → EUR 66.00".
func (t OutcomeText) String() string { return t.Group + " · " + t.Within() }

// Within is String where its plan, or the part of the catalog, is named already.
func (t OutcomeText) Within() string {
	switch t.layout() {
	case showDiff:
		return t.Subject.String() + ": " + t.Before + " → " + t.After
	case showStays:
		return t.Subject.String() + ": stays " + t.Before
	case showOne:
		return t.Subject.String() + ": " + strings.ToLower(t.What) + ", " + t.Before + t.After
	default:
		return t.Subject.String() + ": " + strings.ToLower(t.What)
	}
}

// OutcomeGroup is the outcomes of one group that stand next to each other on a page.
type OutcomeGroup struct {
	Title    string
	Plan     domain.PlanID
	Outcomes []OutcomeText
}

// GroupOutcomes puts outcomes into words and next to each other what belongs to one plan or part, in the order in which the
// groups first appear. Amounts are in currency c.
func GroupOutcomes(outcomes []domain.Outcome, n domain.Names, c domain.Currency) []OutcomeGroup {
	var groups []OutcomeGroup
	at, overwritten := map[string]int{}, map[domain.Key]bool{}
	for _, o := range outcomes {
		t := DescribeOutcome(o, n, c)
		if o.What == domain.Overwritten {
			overwritten[o.Key] = true
		} else if t.Beneath != "" && overwritten[o.Key] {
			t.Beneath = "beneath the own value that was overwritten"
		}
		key := fmt.Sprint(t.Plan, t.Group)
		group, known := at[key]
		if !known {
			group = len(groups)
			at[key] = group
			groups = append(groups, OutcomeGroup{Title: t.Group, Plan: t.Plan})
		}
		groups[group].Outcomes = append(groups[group].Outcomes, t)
	}
	return groups
}

// DescribeOutcome puts one outcome into words. Amounts are in currency c.
func DescribeOutcome(o domain.Outcome, n domain.Names, c domain.Currency) OutcomeText {
	w := words{n, c}
	t := OutcomeText{
		Key:     o.Key,
		Group:   w.group(o.Key),
		Plan:    o.Key.Plan,
		Subject: w.subject(o),
		What:    OutcomeLabel(o.What),
		Tone:    toneOf(o.What),
		Change:  became(o),
		Part:    o.What.IsPart(),
		Held:    o.What == domain.HeldBack,
		Reason:  capital(string(o.Reason)),
		Box:     optionLabel(o.Option),
		Rate:    o.Rate,
		Gone:    o.What == domain.WentWith || o.What == domain.Removed,
		New:     o.What == domain.CameWith || o.What == domain.Created,
		LeftOut: o.Reason == domain.WasLeftOut,
	}
	if o.What == domain.Beneath {
		t.Beneath = "beneath an own value"
	}
	_, t.CanLeave = o.Leave(0)
	t.DidChange = o.Did()
	switch {
	case o.Reason == domain.TemplateNotVisible:
		w.leftOut(o, &t)
	case isExistence(o.Key.Field):
		t.Before, t.After = existence(o, t.Change)
	default:
		t.Before, t.After = w.value(o.Key, o.Old), w.value(o.Key, o.New)
		t.settle(o)
	}
	return t
}

// became reports whether the outcome says that its old value became its new one.
func became(o domain.Outcome) bool {
	switch o.What {
	case domain.Beneath:
		return o.Reason == ""
	case domain.Dropped, domain.SetAgain:
		return o.Old != o.New
	default:
		return o.What.Changes() || o.What.IsPart()
	}
}

// settle takes out of the values what the outcome's own word says already.
func (t *OutcomeText) settle(o domain.Outcome) {
	switch {
	case o.What == domain.Created, o.What == domain.CameWith, o.Reason == domain.WithItsThing:
		t.Before = ""
	case o.What == domain.Removed, o.What == domain.WentWith:
		t.After = ""
	case o.Reason == domain.NoLongerThere && t.Change:
		t.After = "removed"
	case o.Reason == domain.RemovedSince:
		t.Before, t.After = "", ""
	case o.Old == o.New, !t.Change && o.New == "" && (o.Key.Field.IsPrice() || o.Key.Field.IsRule()):
		t.After = ""
	}
	head := t.Group + t.Subject.String()
	if t.Change && t.Before == "" && strings.Contains(head, t.After) {
		t.After = ""
	}
	if t.Change && t.After == "" && strings.Contains(head, t.Before) {
		t.Before = ""
	}
}

// isExistence reports whether a field only says that something is there.
func isExistence(f domain.Field) bool {
	switch f {
	case domain.FieldPeriod, domain.FieldRate, domain.FieldPriceRow, domain.FieldPrivilege, domain.FieldConfirmation,
		domain.FieldUpgrade, domain.FieldNotification:
		return true
	}
	return false
}

// existence is what to show of an outcome whose values only say that something is there.
func existence(o domain.Outcome, became bool) (before, after string) {
	switch {
	case became, o.What == domain.HeldBack, o.Old == o.New:
		return "", ""
	case o.Old == "":
		return "not there", "there"
	default:
		return "there", "not there"
	}
}

func toneOf(what domain.What) Tone {
	switch what {
	case domain.Created, domain.Enabled:
		return Good
	case domain.Updated:
		return Info
	case domain.Removed, domain.Disabled, domain.HeldBack:
		return Warn
	case domain.Overwritten, domain.Restored, domain.Dropped, domain.SetAgain, domain.Kept:
		return Own
	default:
		return Neutral
	}
}

// optionLabel is the label of a check box, "" for none.
func optionLabel(key domain.OptionKey) string {
	for _, o := range domain.Options() {
		if o.Key == key {
			return o.Label
		}
	}
	return ""
}

// capital makes the first letter of an ASCII text a capital.
func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
