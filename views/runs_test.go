package views_test

import (
	"strings"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
	"tiersync/views/pages"
)

func TestARunThatHadNothingToDoSaysOfWhom(t *testing.T) {
	t.Parallel()
	for want, run := range map[string]domain.Run{
		"Nothing to do: every reseller was already up to date.":                      {ID: 1, Totals: domain.RunTotals{Resellers: 5}},
		"Nothing to do: every reseller is already up to date.":                       {Totals: domain.RunTotals{Resellers: 5}},
		"Nothing to do: every reseller that was not skipped was already up to date.": {ID: 1, Totals: domain.RunTotals{Resellers: 5, Skipped: 1}},
		"Nothing to do: every reseller was skipped.":                                 {ID: 1, Totals: domain.RunTotals{Resellers: 5, Skipped: 5}},
		"Nothing to undo: every value was changed since, or is back already.":        {ID: 1, Kind: domain.UndoRun},
	} {
		page := rendered(t, RunScreenPage(Page{}, RunScreen{RunPage: pages.RunPage{Run: run}}))
		if got := page.Find(".notice").Text(); !strings.Contains(got, want) {
			t.Errorf("%+v: %q, want %q", run.Totals, got, want)
		}
	}
}

func TestTooManyPricesForAListByPlanSaysWhereTheyAre(t *testing.T) {
	t.Parallel()
	plans := &pages.RunPlansPage{Priced: pages.PricedCount{Prices: 84_000, Resellers: 1_000}}
	screen := RunScreen{RunPage: pages.RunPage{Run: domain.Run{ID: 1, Totals: domain.RunTotals{Changes: 1}}}, Plans: plans, Query: pages.RunQuery{Look: domain.LookMargin}}
	if got := rendered(t, RunScreenPage(Page{}, screen)).Text(); !strings.Contains(got, "84,000 prices at 1,000 resellers. By reseller has them") {
		t.Error("the list by plan does not say where they are")
	}
}
