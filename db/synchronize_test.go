package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

func TestSynchronizeDeliversToEveryLevel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dialog := w.dialog(w.provider, 0)
	if diff := cmp.Diff([]domain.LevelCount{{Level: 1, Resellers: 2}, {Level: 2, Resellers: 2}, {Level: 3, Resellers: 1}}, dialog.Levels); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	first := w.sync()
	if diff := cmp.Diff(w.all("10"), w.fees()); diff != "" {
		t.Errorf("after the first run (-want +got):\n%s", diff)
	}
	if got := first.Run.Totals; got.Subscriptions() != 5 || got.Changed != 5 || got.Changes == 0 {
		t.Errorf("totals of the first run: %+v", got)
	}
	w.edit("P", w.catalog("12.5"))
	second := w.run(w.provider, w.request(domain.UpdateFees))
	if diff := cmp.Diff(w.all("12.5"), w.fees()); diff != "" {
		t.Errorf("after the second run (-want +got):\n%s", diff)
	}
	if got := second.Run; got.PlanName != "Reseller program" || got.UserName == "" || got.Totals.Changed != 5 || got.Reach != domain.AllLevels {
		t.Errorf("the second run: %+v", got)
	}
	result, err := w.db.RunResult(t.Context(), w.provider, second.Run.ID, w.accounts["R111"], pages.OutcomeQuery{Show: pages.ShowChanges, Option: domain.UpdateFees})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Outcomes) == 0 || result.Outcomes[0].Old != "10" || result.Outcomes[0].New != "12.5" {
		t.Errorf("outcomes at R111: %+v", result.Outcomes)
	}
}

func TestRunningTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	before := counts(t, w.db)
	again := w.sync()
	if !again.Run.Totals.Nothing() || again.Run.Totals.Unchanged != 5 {
		t.Errorf("totals of the same run again: %+v", again.Run.Totals)
	}
	after := counts(t, w.db)
	before["run"]++
	before["run_shared"] = after["run_shared"]   // one row for all for whom the same came out
	before["outcome_set"] = after["outcome_set"] // explanations
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
