package views

import (
	"testing"

	"tiersync/domain"
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
		if got := nothingText(run); got != want {
			t.Errorf("%+v: %q, want %q", run.Totals, got, want)
		}
	}
}
