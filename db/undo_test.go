package db_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

func (w *world) undo(run domain.RunID) pages.RunPage {
	w.t.Helper()
	id, err := w.db.Undo(w.t.Context(), w.provider, run, nil)
	w.check(err)
	page, err := w.db.Run(w.t.Context(), w.provider, id, pages.RunQuery{})
	w.check(err)
	return page
}

func TestUndoPutsThePointersBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.setFee("R1", "15")
	before := states(w)
	w.edit("P", w.catalog("12"))
	run := w.sync()
	if diff := cmp.Diff(w.all("12"), w.fees()); diff != "" {
		t.Fatalf("after the run (-want +got):\n%s", diff)
	}
	preview, err := w.db.PreviewUndo(t.Context(), w.provider, run.Run.ID, nil, pages.RunQuery{})
	if err != nil {
		t.Fatal(err)
	}
	undo := w.undo(run.Run.ID)
	if diff := cmp.Diff(before, states(w)); diff != "" {
		t.Errorf("pointers (-before +after the undo):\n%s", diff)
	}
	if diff := cmp.Diff(preview.Run.Totals, undo.Run.Totals); diff != "" {
		t.Errorf("totals (-preview +undo):\n%s", diff)
	}
	if undo.Run.Kind != domain.UndoRun || undo.Run.Undoes != run.Run.ID || undo.Run.Totals.Changed != 5 {
		t.Errorf("the undo: %+v", undo.Run)
	}
	again, err := w.db.Run(t.Context(), w.provider, run.Run.ID, pages.RunQuery{})
	if err != nil || again.Run.UndoneBy != undo.Run.ID {
		t.Errorf("the run says it was undone by %d, %v; want %d", again.Run.UndoneBy, err, undo.Run.ID)
	}
}

// states are the rows that the pointers name.
func states(w *world) map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for name := range w.subs {
		id := w.accounts[name]
		all[name] = ask[string](w.t, w.db, `SELECT coalesce((
			SELECT coalesce(delivered_id, 0) || ' ' || coalesce(own_id, 0) FROM pointer WHERE account_id = $1), '')`, id)
	}
	return all
}

func TestUndoKeepsWhatWasEditedSince(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.edit("P", w.catalog("12"))
	run := w.sync()
	w.setFee("R2", "20")
	undo := w.undo(run.Run.ID)
	want := w.all("10")
	want["R2"] = "20"
	if diff := cmp.Diff(want, w.fees()); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
	if undo.Run.Totals.Subscriptions() != 5 {
		t.Errorf("totals: %+v", undo.Run.Totals)
	}
}

// TestUndoListsWhatWasSetSince: where the reseller set their own price over what the run delivered, the row says that it stays,
// and the next one that what was delivered beneath it returns.
func TestUndoListsWhatWasSetSince(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.setFee("R2", "9")
	w.edit("P", w.catalog("12"))
	run := w.sync()
	w.setFee("R1", "15")
	undo := w.undo(run.Run.ID)
	if undo.Run.Totals.OwnKept != 1 {
		t.Errorf("%d own values were left alone, want 1: %+v", undo.Run.Totals.OwnKept, undo.Run.Totals)
	}
	key := domain.FeeKey(mailPlan, month, domain.RecurringFee)
	fee := func(name string) []domain.Outcome {
		result, err := w.db.RunResult(t.Context(), w.provider, undo.Run.ID, w.accounts[name], pages.OutcomeQuery{})
		w.check(err)
		var about []domain.Outcome
		for _, o := range result.Outcomes {
			if o.Key == key {
				about = append(about, o)
			}
		}
		return about
	}
	for name, want := range map[string][]domain.Outcome{
		"R1": {{Option: domain.UpdateFees, What: domain.Kept, Reason: domain.ChangedSince, Key: key, Old: "15", New: "15"},
			{Option: domain.UpdateFees, What: domain.Beneath, Key: key, Old: "12", New: "10"}},
		"R2": {{Option: domain.UpdateFees, What: domain.Restored, Key: key, Old: "12", New: "9"},
			{Option: domain.UpdateFees, What: domain.Beneath, Key: key, Old: "12", New: "10"}},
	} {
		if diff := cmp.Diff(want, fee(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestUndoOfAnUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.edit("P", w.catalog("12"))
	run := w.sync().Run.ID
	first := w.undo(run)
	_, err := w.db.Undo(t.Context(), w.provider, run, nil)
	var conflict *domain.Error
	if !errors.As(err, &conflict) || conflict.Kind != domain.KindConflict || conflict.About != (domain.Ref{Of: domain.ObjectRun, ID: int64(first.Run.ID)}) {
		t.Errorf("a second undo: %v, want a conflict that links to the first", err)
	}
	w.undo(first.Run.ID)
	if diff := cmp.Diff(w.all("12"), w.fees()); diff != "" {
		t.Errorf("after the undo of the undo (-want +got):\n%s", diff)
	}
	w.undo(run) // the first undo counts no more
	if diff := cmp.Diff(w.all("10"), w.fees()); diff != "" {
		t.Errorf("after the third undo (-want +got):\n%s", diff)
	}
}

func TestUndoOfTheFirstDelivery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undo(w.sync().Run.ID)
	if diff := cmp.Diff(w.all("no plan"), w.fees()); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
	states, err := w.db.SyncStatesOf(t.Context(), w.provider, resellerPlan, []domain.AccountID{w.accounts["R1"]})
	if err != nil || !states[w.subs["R1"]].Never {
		t.Errorf("state of R1: %+v, %v; want never synchronized", states[w.subs["R1"]], err)
	}
}

func TestUndoIsForOnesOwnRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.sync().Run.ID
	for _, name := range []string{"R1", "R2"} {
		r, err := w.db.Viewer(t.Context(), w.viewers[name].User.ID)
		w.check(err)
		if _, err := w.db.Undo(t.Context(), r, run, nil); domain.KindOf(err) != domain.KindNotFound {
			t.Errorf("%s undoes the provider's run: %v, want not found", name, err)
		}
	}
	reader := viewer(t, w.db, w.accounts["P"], domain.ReadOnly)
	if _, err := w.db.Undo(t.Context(), reader, run, nil); domain.KindOf(err) != domain.KindForbidden {
		t.Errorf("a read-only user undoes a run: %v, want forbidden", err)
	}
}

// TestUndoLeavesOutWhatIsGone: a price whose rate was removed since the run cannot return. The undo says so, and does not claim
// to have changed it.
func TestUndoLeavesOutWhatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	changed := w.catalog("10")
	for i := range changed.Plans[1].Rates {
		for k := range changed.Plans[1].Rates[i].Prices {
			changed.Plans[1].Rates[i].Prices[k].Prices[domain.RecurringPrice] = price(t, "77")
		}
	}
	w.edit("P", changed)
	run := w.sync()
	without := w.catalog("10")
	gone := without.Plans[1].Rates[0].Resource
	without.Plans[1].Rates = without.Plans[1].Rates[1:]
	w.edit("P", without)
	w.sync()
	undo := w.undo(run.Run.ID)
	result, err := w.db.RunResult(t.Context(), w.provider, undo.Run.ID, w.accounts["R1"], pages.OutcomeQuery{Show: pages.ShowEverything})
	w.check(err)
	listed := false
	for _, o := range result.Outcomes {
		if o.Key.Resource == gone {
			listed = true
			if o.What != domain.Skipped || o.Reason != domain.RemovedSince {
				t.Errorf("about a rate that is gone: %+v", o)
			}
		}
	}
	if !listed {
		t.Error("the price that cannot return is not listed")
	}
	w.check(w.db.ExportRun(t.Context(), w.provider, undo.Run.ID, pages.RunQuery{}, func(pages.RunLines) error { return nil }))
}
