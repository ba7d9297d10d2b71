package domain_test

import (
	"strings"

	. "tiersync/domain"
)

// words is the words of a canonical text.
func (w *world) words(f Field, text string) string {
	switch f {
	case FieldSchedule, FieldPlanCategory, FieldGrouping, FieldCategoryParent, FieldPlacement:
		var all []string
		for _, id := range ParseIDs[int64](text) {
			if id != 0 {
				all = append(all, w.Names.Text(id))
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
			parts = append(parts, w.Names.Text(id))
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
		step, _ := TransitionOf(key)
		return step.OrderType + ": " + step.From + " → " + step.To
	case FieldNotification:
		d, _ := NotificationOf(key)
		return intText(int64(d.Days)) + " " + w.Names.Text(int64(d.Template))
	case FieldPrivilege:
		return key.Name
	default:
		return w.Names.Text(parseInt(key.Name))
	}
}
