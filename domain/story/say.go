package story

import (
	"strconv"
	"strings"

	"tiersync/domain"
)

// Words is what a story calls a canonical text: things by their names.
func (w *World) Words(f domain.Field, text string) string {
	switch f {
	case domain.FieldSchedule, domain.FieldPlanCategory, domain.FieldGrouping, domain.FieldCategoryParent, domain.FieldPlacement,
		domain.FieldRenewPeriod:
		var all []string
		for _, id := range domain.ParseIDs[int64](text) {
			if id != 0 {
				all = append(all, w.Names.Text(id))
			}
		}
		if len(all) == 0 {
			return "none"
		}
		return strings.Join(all, " and ")
	case domain.FieldFeeRule, domain.FieldRateRule:
		if rule, err := domain.PriceRuleFromString(text); err == nil {
			return rule.Words()
		}
	case domain.FieldIncluded, domain.FieldMaximum:
		if text == strconv.FormatInt(domain.Unlimited, 10) {
			return "unlimited"
		}
	}
	if text == "" && f.IsPrice() {
		return domain.NotSet
	}
	return text
}

// Called is what a story calls a value: "Mail month recurring fee", "lock of Mail month recurring fee".
func (w *World) Called(key domain.Key) string {
	if key.Field == domain.FieldLock {
		return "lock of " + w.Called(key.Locked())
	}
	var parts []string
	for _, id := range []int64{int64(key.Plan), int64(key.Resource), int64(key.Period), int64(key.Category), int64(key.Schedule)} {
		if id != 0 {
			parts = append(parts, w.Names.Text(id))
		}
	}
	if key.From != 0 {
		parts = append(parts, "from "+strconv.FormatInt(key.From, 10))
	}
	parts = append(parts, strings.ToLower(key.Field.Label()))
	if key.Name != "" {
		parts = append(parts, w.called(key))
	}
	return strings.Join(parts, " ")
}

func (w *World) called(key domain.Key) string {
	switch key.Field {
	case domain.FieldTransition:
		step, _ := domain.TransitionOf(key)
		return step.OrderType + ": " + step.From + " → " + step.To
	case domain.FieldNotification:
		d, _ := domain.NotificationOf(key)
		return strconv.Itoa(d.Days) + " " + w.Names.Text(int64(d.Template))
	case domain.FieldPrivilege:
		return key.Name
	}
	id, _ := strconv.ParseInt(key.Name, 10, 64) // what is no number is called nothing
	return w.Names.Text(id)
}

// Lists writes what a change did to a value: "Mail month recurring fee: 12 -> own 15". What was not there is nothing.
func (w *World) Lists(e domain.Edit) string {
	return w.Called(e.Key) + ": " + w.held(e.Key, e.From) + " -> " + w.held(e.Key, e.To)
}

func (w *World) held(key domain.Key, h domain.Held) string {
	switch text := w.Words(key.Field, h.Text); {
	case !h.There:
		return "nothing"
	case key.Field.Info().Kind == domain.PresenceValue:
		return "there"
	case h.Own:
		return "own " + text
	default:
		return text
	}
}

// Told writes what the undo of an edit lists, a line a value: what went back, and what was changed since and stays.
func (w *World) Told(undos []domain.Applied) []string {
	var lines []string
	for _, a := range undos {
		for _, e := range a.Edits {
			lines = append(lines, w.Lists(e))
		}
		for _, e := range a.Stays {
			lines = append(lines, "changed since "+w.Lists(e))
		}
	}
	return lines
}
