package views_test

import (
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
)

// What yes and no are called behind a field's label does not say that again: "Published: Published → Unpublished".
func TestNoFlagRepeatsItsLabel(t *testing.T) {
	t.Parallel()
	flags := 0
	for _, info := range domain.Fields() {
		label := strings.Fields(strings.ToLower(info.Label))
		if info.Kind != domain.FlagValue && info.Kind != domain.PresenceValue {
			continue
		}
		edit := domain.Edit{Key: domain.Key{Field: info.Field}, From: there(domain.Yes), To: there(domain.No)}
		for _, told := range DescribeEdits([]domain.Edit{edit}, domain.Names{}, "") {
			values := strings.ToLower(told.From + " " + told.To)
			if slices.ContainsFunc(label, func(word string) bool { return len(word) > 3 && strings.Contains(values, word) }) {
				t.Errorf("%s: %s", info.Label, values)
			}
			flags++
		}
	}
	if flags < 10 {
		t.Errorf("only %d flags are told", flags)
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
		if got := FormatJump(was, is); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.was, c.is, got, c.want)
		}
	}
}
