package domain

import (
	"fmt"
	"slices"
	"strings"
)

// The words of the notation: how values and their places read in the cases of testdata/rules.

// fields lists what a plan, a period or a rate has, by the word used for it: the label of the pages in small letters.
func fields() map[string]Field {
	words := map[string]Field{}
	for _, f := range slices.Concat(feeFields[:], priceFields[:], []Field{FieldName, FieldShort, FieldLong, FieldServiceTerms,
		FieldPublished, FieldUsageStatistics, FieldSchedule, FieldPlanCategory, FieldPlacement, FieldIncluded, FieldMinimum,
		FieldMaximum, FieldConfirmation}) {
		words[strings.ToLower(f.Label())] = f
	}
	return words
}

// field finds the field that an attribute starts with and returns it with the rest: "recurring fee 12".
func field(attribute string) (Field, string, bool) {
	var best string
	words := fields()
	for word := range words {
		if (attribute == word || strings.HasPrefix(attribute, word+" ")) && len(word) > len(best) {
			best = word
		}
	}
	return words[best], strings.TrimSpace(strings.TrimPrefix(attribute, best)), best != ""
}

// statement is one line: who, verb, what, and its attributes.
type statement struct {
	line       string
	who, verb  string
	what       []string
	attributes []string
}

// parse reads "P adds period Mail month: recurring fee 10, active no".
func parse(line string) (statement, error) {
	head, tail, _ := strings.Cut(line, ":")
	words := strings.Fields(head)
	if len(words) < 2 {
		return statement{}, fmt.Errorf("%q: want: who verb what: attributes", line)
	}
	s := statement{line: line, who: words[0], verb: words[1], what: words[2:]}
	for attribute := range strings.SplitSeq(tail, ",") {
		if attribute = strings.Join(strings.Fields(attribute), " "); attribute != "" {
			s.attributes = append(s.attributes, attribute)
		}
	}
	return s, nil
}

// lines returns the statements of a section, comments and empty lines left out.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// key finds the place in a plan that words lead to: Mail, Mail month, Mail users, Mail users month, Mail users from 10.
func (w *world) key(words []string) (Key, error) {
	id, known := w.names.known("plan", first(words))
	if !known {
		return Key{}, fmt.Errorf("unknown plan in %q", words)
	}
	key, plan := Key{Plan: PlanID(id)}, words[0]
	for i := 1; i < len(words); i++ {
		period, isPeriod := w.names.known("period", plan, words[i])
		resource, isResource := w.names.known("resource", words[i])
		switch {
		case isPeriod:
			key.Period = PeriodID(period)
		case isResource && i == 1:
			key.Resource = ResourceID(resource)
		case words[i] == "from" && i+1 < len(words):
			key.From = parseInt(words[i+1])
			i++
		default:
			return Key{}, fmt.Errorf("unknown period or resource %q of plan %s", words[i], plan)
		}
	}
	return key, nil
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// canonical turns the words of a value into the text that Plan.Values has.
func (w *world) canonical(f Field, text string) string {
	switch f {
	case FieldSchedule:
		if text == "none" {
			return "0"
		}
		return intText(w.names.id("schedule", text))
	case FieldPlanCategory:
		return intText(w.names.id("plan category", text))
	case FieldPlacement:
		var ids []CategoryID
		for _, name := range strings.Fields(text) {
			if name != "none" && name != "and" {
				ids = append(ids, CategoryID(w.names.id("category", name)))
			}
		}
		slices.Sort(ids)
		return IDs(ids)
	}
	switch text {
	case "not set":
		return ""
	case "unlimited":
		return intText(Unlimited)
	}
	return text
}

// words is canonical the other way round.
func (w *world) words(f Field, text string) string {
	switch f {
	case FieldSchedule, FieldPlanCategory, FieldGrouping, FieldCategoryParent, FieldPlacement:
		var all []string
		for _, id := range ParseIDs[CategoryID](text) {
			if id != 0 {
				all = append(all, w.names.text(int64(id)))
			}
		}
		if len(all) == 0 {
			return "none"
		}
		return strings.Join(all, " and ")
	case FieldIncluded, FieldMaximum:
		if text == intText(Unlimited) {
			return "unlimited"
		}
	}
	if text == "" && f.IsPrice() {
		return NotSet
	}
	return text
}

// outcome writes an outcome as a sentence: "updated Mail month recurring fee: 10 -> 12 because ...".
func (w *world) outcome(o Outcome) string {
	parts := []string{string(o.What)}
	for _, id := range []int64{int64(o.Key.Plan), int64(o.Key.Resource), int64(o.Key.Period), int64(o.Key.Category), int64(o.Key.Schedule)} {
		if id != 0 {
			parts = append(parts, w.names.text(id))
		}
	}
	if o.Key.From != 0 {
		parts = append(parts, "from "+intText(o.Key.From))
	}
	parts = append(parts, strings.ToLower(o.Key.Field.Label()))
	if o.Key.Name != "" {
		parts = append(parts, w.keyName(o.Key))
	}
	text := strings.Join(parts, " ")
	old, new := w.words(o.Key.Field, o.Old), w.words(o.Key.Field, o.New)
	switch {
	case o.What == Dropped:
		text += ": " + old
	case o.What == SetAgain:
		text += ": " + new
	case old != new && o.Key.Field != FieldScheduleContent:
		text += ": " + strings.TrimSpace(old+" -> "+new)
	}
	if o.Reason != "" {
		text += " because " + string(o.Reason)
	}
	return text
}

func (w *world) keyName(key Key) string {
	switch key.Field {
	case FieldTransition:
		_, step, _ := TransitionOf(key)
		return step.OrderType + ": " + step.From + " → " + step.To
	case FieldNotification:
		d, _ := NotificationOf(key)
		return intText(int64(d.Days)) + " " + w.names.text(int64(d.Template))
	case FieldPrivilege:
		return key.Name
	default:
		return w.names.text(parseInt(key.Name))
	}
}
