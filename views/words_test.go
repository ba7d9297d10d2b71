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
func TestHowMuchAPriceJumps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ was, is, want string }{
		{"0.0036", "0.99", "+27,400.0 %"},
		{"100", "104.2", "+4.2 %"},
		{"8", "8", "0.0 %"},
		{"8", "0", "−100.0 %"},
		{"0", "8", "—"},
		{"", "8", "—"},
	} {
		was, badWas := domain.PriceFromString(c.was)
		is, badIs := domain.PriceFromString(c.is)
		if badWas != nil || badIs != nil {
			t.Fatal(badWas, badIs)
		}
		if got := jumpText(was, is); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.was, c.is, got, c.want)
		}
	}
}
