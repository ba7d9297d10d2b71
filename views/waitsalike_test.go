package views_test

import (
	"testing"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

// TestWhatWaitsAlikeIsSaidOnce: reseller plans by which the same waits stand together, in their order, and those by which nothing does are left out.
func TestWhatWaitsAlikeIsSaidOnce(t *testing.T) {
	t.Parallel()
	waits := func(by domain.PlanID, fee string) pages.NotPassedOn {
		key := domain.Key{Field: domain.RecurringFee.Field(), Plan: 1, Period: 2}
		change := domain.BehindChange{Outcome: domain.Outcome{Key: key, What: domain.Updated, Old: "10", New: fee}}
		return pages.NotPassedOn{By: by, PlanBehind: domain.PlanBehind{Count: 1, Changes: []domain.BehindChange{change}}}
	}
	groups := PlanPage{Waits: []pages.NotPassedOn{waits(5, "12"), waits(6, "13"), {By: 7}, waits(8, "12")}}.WaitsAlike()
	if len(groups) != 2 || len(groups[0]) != 2 || groups[0][0].By != 5 || groups[0][1].By != 8 || len(groups[1]) != 1 || groups[1][0].By != 6 {
		t.Errorf("grouped are %v", groups)
	}
}
