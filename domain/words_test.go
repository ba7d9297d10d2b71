package domain_test

import (
	"strings"

	. "tiersync/domain"
)

// outcome writes an outcome as a sentence: "updated Mail month recurring fee: 10 -> 12 because ...".
func (w *world) outcome(o Outcome) string {
	text := string(o.What) + " " + w.Called(o.Key)
	old, new := w.Words(o.Key.Field, o.Old), w.Words(o.Key.Field, o.New)
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
