package views

import (
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
)

// What yes and no are called behind a field's label does not say that again: "Published: Published → Unpublished".
func TestNoFlagRepeatsItsLabel(t *testing.T) {
	t.Parallel()
	for _, info := range domain.Fields() {
		label := strings.Fields(strings.ToLower(info.Label))
		for _, text := range []string{domain.Yes, domain.No} {
			value := strings.ToLower(flag(info.Field, text))
			if slices.ContainsFunc(label, func(word string) bool { return len(word) > 3 && strings.Contains(value, word) }) {
				t.Errorf("%s: %s", info.Label, value)
			}
		}
	}
}
