package views

import (
	"tiersync/domain"
	"tiersync/views/pages"
)

// EditText is one value of a change in words: Subject: From → To.
type EditText struct {
	Group   string // the plan, or the part that it belongs to
	Subject Path
	From    string      // "" where nothing was there
	To      string      // "" where nothing is there any more
	Own     bool        // it becomes a value of the vendor's own over a delivered one
	Back    bool        // an own value gives way to what is delivered
	Made    bool        // it is the thing itself that came
	Removed bool        // or that went
	Follows bool        // it is a price that became another by a rule
	Edit    domain.Edit // what it tells
}

// String is the edit as one sentence.
func (t EditText) String() string {
	switch {
	case t.Made:
		return t.Subject.String() + ": added"
	case t.Removed:
		return t.Subject.String() + ": removed"
	case t.From == "" && t.To == "":
		return t.Subject.String()
	case t.From == "":
		return t.Subject.String() + ": " + t.To
	case t.To == "":
		return t.Subject.String() + ": removed, was " + t.From
	default:
		return t.Subject.String() + ": " + t.From + " → " + t.To
	}
}

// Before is what was there, in words.
func (t EditText) Before() string {
	switch {
	case t.Made:
		return "not there"
	case t.Removed:
		return "there"
	}
	return t.From
}

// After is what is there then, in words.
func (t EditText) After() string {
	switch {
	case t.Made:
		return "there"
	case t.Removed:
		return "not there"
	}
	return t.To
}

// Remeasured says what comes of it that a resource became measurable or ceased to be (rule G14), "" where none did.
func Remeasured(edits []domain.Edit) string {
	for _, e := range edits {
		if e.Key.Field == domain.FieldResourceMeasurable && e.From.There && e.To.There {
			kept := "6 to 12 decimals"
			if e.To.Text != domain.Yes {
				kept = "the decimals of their currency"
			}
			return "No price that is stored changes. Where prices are converted, the next synchronization with Update Resource Prices delivers those of this resource with " +
				kept + "."
		}
	}
	return ""
}

// DescribeEdits puts the values of a change into words, each thing that came or went as one with its values below it, in the order of
// pages. Values that say nothing ([pages.Tells]) are left out. Amounts are in currency c.
func DescribeEdits(edits []domain.Edit, n domain.Names, c domain.Currency) []EditText {
	w := words{n, c}
	texts := make([]EditText, 0, len(edits))
	for _, e := range pages.InOrder(edits) {
		if pages.Tells(e) && !offAtFirst(e) {
			texts = append(texts, w.edit(e))
		}
	}
	return texts
}

// offAtFirst reports whether an edit says that a setting of a new reseller is off, as all of them are at first: files have these, too.
func offAtFirst(e domain.Edit) bool {
	return !e.From.There && e.Key.Field.Info().Of == domain.ObjectReseller && (e.To.Text == domain.No || e.To.Text == "0")
}

// EditLines are the first values of a change of one thing in words, and how many more there are.
func EditLines(edits []domain.Edit, n domain.Names, c domain.Currency) []string {
	texts := DescribeEdits(edits, n, c)
	lines := make([]string, 0, min(len(texts), flashed+1))
	for i, t := range texts {
		if i == flashed {
			return append(lines, "and "+FormatCount(len(texts)-i, "more value", "more values"))
		}
		lines = append(lines, t.String())
	}
	return lines
}

func (w words) edit(e domain.Edit) EditText {
	o := domain.Outcome{Key: e.Key, Old: e.From.Text, New: e.To.Text}
	t := EditText{Edit: e, Group: w.group(e.Key), Subject: w.subject(o), Own: e.To.Own, Back: e.From.Own && !e.To.Own && e.To.There}
	if e.Key.Field.Info().Kind == domain.PresenceValue && e.From.There != e.To.There {
		t.Made, t.Removed = e.To.There, e.From.There
		return t
	}
	if e.From.There {
		t.From = shown(w.value(e.Key, e.From.Text))
	}
	if e.To.There {
		t.To = shown(w.value(e.Key, e.To.Text))
	}
	return t
}

// shown is how an empty text reads.
func shown(text string) string {
	if text == "" {
		return "empty"
	}
	return text
}
