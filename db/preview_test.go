package db_test

import (
	"runtime"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// TestAPreviewComputesWithNothingOpen looks at the server's transactions while previews of a run and of its undo compute, within the
// snapshot of a page, too.
func TestAPreviewComputesWithNothingOpen(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10"))
	w := planted(open(t, address))
	computed := 0
	d, err := db.Open(t.Context(), address, db.Options{AtPoint: func(at db.Point) {
		if at != db.Computed {
			return
		}
		computed++
		const query = `
			SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'`
		if n := ask[int](t, w.DB, query); n != 0 {
			t.Errorf("%d transactions are open", n)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	v, request := w.Viewers["P"], domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions()}
	run, err := w.DB.Synchronize(t.Context(), v, request)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := d.Snapshot(t.Context())
	defer end()
	if _, _, err := d.Catalog(ctx, v, v.Account.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Preview(ctx, v, request, pages.RunQuery{}); err != nil {
		t.Error(err)
	}
	if _, err := d.PreviewResult(t.Context(), v, request, w.Accounts["R1"], pages.OutcomeQuery{}); err != nil {
		t.Error(err)
	}
	if _, err := d.PreviewUndo(t.Context(), v, run, nil, pages.RunQuery{}); err != nil {
		t.Error(err)
	}
	if _, err := d.PreviewUndoResult(t.Context(), v, run, nil, w.Accounts["R1"], pages.OutcomeQuery{}); err != nil {
		t.Error(err)
	}
	if computed != 4 {
		t.Errorf("%d previews computed, want 4", computed)
	}
}

// TestOfAPreviewOnlyItsSummaryIsKept: what is remembered of a preview takes a few bytes for each outcome and does not keep the run, which takes
// hundreds.
func TestOfAPreviewOnlyItsSummaryIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	remembered, whole, err := w.db.FoldedPreview(t.Context(), w.viewers["P"], domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions()})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if whole() {
		t.Error("the run of which it was made is in memory")
	}
	runtime.KeepAlive(remembered)
}
