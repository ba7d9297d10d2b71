package views_test

import (
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
)

// Two runs that left out another reseller each read the same, and are different all the same.
func TestComparedRunsDifferInWhatReadsTheSame(t *testing.T) {
	t.Parallel()
	one := domain.Run{ID: 1, PlanName: "Gold", Plan: 7, LeftOut: domain.NewLeftOut(domain.LeaveReseller(3))}
	two := domain.Run{ID: 2, PlanName: "Gold", Plan: 8, LeftOut: domain.NewLeftOut(domain.LeaveReseller(4))}
	page := rendered(t, CompareRunsPage(Page{}, CompareRuns{A: &one, B: &two}))
	var different []string
	for _, note := range page.Find("tbody .cell-note").EachIter() {
		if note.Text() == "different" {
			different = append(different, note.Closest("tr").Find("th").Text())
		}
	}
	if got := strings.Join(different, ", "); got != "Service plan, Left out" {
		t.Errorf("different are %q", got)
	}
}
