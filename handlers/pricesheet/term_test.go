package pricesheet

import "testing"

// A term without a unit is told apart from what is none: it lacks one word.
func TestTermProblem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1":   `“1” has no unit. Write what it counts, like "1 month" or "1 year"`,
		"12":  `“12” has no unit. Write what it counts, like "12 months" or "12 years"`,
		"0":   `“0” is no length of time. Write one like "12 months", "1 year" or "P1Y"`,
		"P1W": `“P1W” is no length of time. Write one like "12 months", "1 year" or "P1Y"`,
	} {
		if _, _, ok := readTerm(text); ok {
			t.Errorf("%q is read", text)
		}
		if got := termProblem(text); got != want {
			t.Errorf("%q: %s\nwant %s", text, got, want)
		}
	}
}
