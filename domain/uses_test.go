package domain

import "testing"

// TestUsesInWords says what uses a thing as the messages do.
func TestUsesInWords(t *testing.T) {
	t.Parallel()
	all := Uses{List: []Use{{As: UsedByAccount, Name: "A"}, {As: UsedByTemplate, Name: "B"}, {As: UsedByCopy, Name: "C"},
		{As: UsedBySubscription, Name: "D"}, {As: UsedByPlan, Name: "E", Of: "F"}, {As: UsedByCatalog, Name: "G"}}, More: 1}
	tests := []struct {
		uses Uses
		want string
	}{
		{Uses{}, ""},
		{all, "A, service template B, the copy of C, subscription D, service plan E of F, the catalog of G, and 1 more"},
		{all.First(2), "A, service template B, and 5 more"},
		{Uses{List: []Use{{As: UsedByPlan, Name: "E"}}}.After([]Use{{As: UsedByUpgrade, Name: "H"}, {As: UsedByDowngrade, Name: "I"}}),
			"the upgrade path of H, the downgrade path of I, service plan E"},
	}
	for _, tt := range tests {
		if got := tt.uses.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
