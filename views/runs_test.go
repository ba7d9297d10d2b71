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
