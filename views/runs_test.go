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
		"Nothing to do: every reseller was already up to date.":                      {ID: 1, Totals: domain.RunTotals{Unchanged: 5}},
		"Nothing to do: every reseller is already up to date.":                       {Totals: domain.RunTotals{Unchanged: 5}},
		"Nothing to do: every reseller that was not skipped was already up to date.": {ID: 1, Totals: domain.RunTotals{Unchanged: 4, Skipped: 1}},
		"Nothing to do: every reseller was skipped.":                                 {ID: 1, Totals: domain.RunTotals{Skipped: 5}},
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

// TestAnUndoSaysWhoseValuesComeBack: of one reseller, or of several.
func TestAnUndoSaysWhoseValuesComeBack(t *testing.T) {
	t.Parallel()
	for want, run := range map[string]domain.Run{
		"3 changes at 1 reseller: values return to what they were before the run, the reseller's own values included.":  {Totals: domain.RunTotals{Changes: 3, Changed: 1}},
		"3 changes at 2 resellers: values return to what they were before the run, the resellers' own values included.": {Totals: domain.RunTotals{Changes: 3, Changed: 2}},
		"1 change at 1 reseller: what the undo took back is brought back, the reseller's own values included.":          {Totals: domain.RunTotals{Changes: 1, Changed: 1}, Again: true},
		"There is nothing left to take back.": {},
	} {
		run.Kind = domain.UndoRun
		if got := rendered(t, UndoPage(Page{}, RunScreen{RunPage: pages.RunPage{Run: run}})).Find(".undo-lead").Text(); !strings.Contains(got, want) {
			t.Errorf("%+v: %q, want %q", run.Totals, got, want)
		}
	}
}

// TestNoneKeptHasNoNote: of own values of which none is kept, a run does not say how many of these there were to decide about.
func TestNoneKeptHasNoNote(t *testing.T) {
	t.Parallel()
	for want, totals := range map[string]domain.RunTotals{
		"Own values kept 0":                           {Changes: 1, OwnOverwritten: 1, Taken: 1},
		"Own values kept 2 1 of them to decide about": {Changes: 1, OwnOverwritten: 1, Taken: 1, OwnKept: 2, Left: 1},
	} {
		stat := rendered(t, RunScreenPage(Page{}, RunScreen{RunPage: pages.RunPage{Run: domain.Run{ID: 1, Totals: totals}}})).Find(".stat:contains('Own values kept')")
		if got := strings.Join(strings.Fields(stat.Text()), ""); got != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%+v: %q, want %q", totals, got, want)
		}
	}
}
