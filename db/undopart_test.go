package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// TestUndoForOneReseller takes a run back for one reseller alone, then the rest of it, and then brings the part back (rule U5).
func TestUndoForOneReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	before := states(w)
	w.edit("P", w.catalog("12"))
	run := w.sync().Run.ID
	after := states(w)
	part := domain.PartOf(w.accounts["R1"])
	page, err := w.db.PreviewUndo(t.Context(), w.provider, run, part, pages.RunQuery{})
	w.check(err)
	if page.Run.Reseller != "R1" || page.Run.Totals.Subscriptions() != 1 || len(page.Buyers) == 0 || page.Buyers[0].Plans == 0 {
		t.Errorf("the preview is of %q, %+v, and bought by %+v", page.Run.Reseller, page.Run.Totals, page.Buyers)
	}
	undo, err := w.db.Undo(t.Context(), w.provider, run, part)
	w.check(err)
	want := states(w)
	for name := range want {
		want[name] = after[name]
	}
	want["R1"] = before["R1"]
	if diff := cmp.Diff(want, states(w)); diff != "" {
		t.Errorf("pointers after the undo of the part (-want +got):\n%s", diff)
	}
	_, err = w.db.Undo(t.Context(), w.provider, run, part)
	if domain.KindOf(err) != domain.KindConflict {
		t.Errorf("the part was taken back twice: %v", err)
	}
	shown, err := w.db.Run(t.Context(), w.provider, run, pages.RunQuery{})
	w.check(err)
	if shown.Run.UndoneBy != 0 || shown.Run.PartUndoneBy(part) != undo {
		t.Errorf("the run was taken back by %d, and parts of it: %+v", shown.Run.UndoneBy, shown.Run.Parts)
	}
	kept, err := w.db.Run(t.Context(), w.provider, undo, pages.RunQuery{})
	w.check(err)
	if kept.Run.Part.Reseller() != w.accounts["R1"] || kept.Run.Reseller != "R1" || kept.Run.Reach != domain.ThisReseller {
		t.Errorf("the undo is recorded as %+v", kept.Run)
	}
	w.undo(run)
	if diff := cmp.Diff(before, states(w)); diff != "" {
		t.Errorf("pointers after the undo of the rest (-before +got):\n%s", diff)
	}
	if _, err := w.db.Undo(t.Context(), w.provider, run, domain.PartOf(w.accounts["R2"])); domain.KindOf(err) != domain.KindConflict {
		t.Errorf("a part of what was taken back as a whole: %v", err)
	}
	w.undo(undo)
	want = before
	want["R1"] = after["R1"]
	if diff := cmp.Diff(want, states(w)); diff != "" {
		t.Errorf("pointers after the undo of the first undo (-want +got):\n%s", diff)
	}
}

// TestUndoForAResellerWhomTheRunDidNotChange: there is nothing of theirs to take back.
func TestUndoForAResellerWhomTheRunDidNotChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.sync().Run.ID
	for _, id := range []domain.AccountID{w.provider.Account.ID, 1 << 40} {
		if _, err := w.db.Undo(t.Context(), w.provider, run, domain.PartOf(id)); domain.KindOf(err) != domain.KindNotFound {
			t.Errorf("account %d: %v", id, err)
		}
	}
}
