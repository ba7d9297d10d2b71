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

// TestPricesByCostAreComputedOnce: which prices a look by cost counts in a preview, or in that of an undo, is found out with the preview
// itself, for every page and every filter.
func TestPricesByCostAreComputedOnce(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10")+`
everything is delivered
R1 changes Mail month: recurring fee 11
R2 changes Mail month: recurring fee 11.5
R2 changes Office month: recurring fee 11
P changes {Mail,Office} month: recurring fee 12
`)
	w := planted(open(t, address))
	computed := 0
	d, err := db.Open(t.Context(), address, db.Options{AtPoint: func(at db.Point) {
		if at == db.Computed {
			computed++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	v := w.Viewers["P"]
	request := domain.RunRequest{Plan: resellerPlan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Policy: domain.Keep}
	queries := []pages.RunQuery{
		{},
		{ListQuery: pages.ListQuery{Limit: 1, Offset: 1}},
		{ListQuery: pages.ListQuery{Search: "11.50"}},
		{Finding: pages.Finding{Level: 1, Currency: "USD", Plan: mailPlan}},
		{Finding: pages.Finding{Level: 3}},
	}
	want := []int{2, 2, 1, 1, 0}
	told := func(look domain.Look, ask func(pages.RunQuery) (pages.RunPlansPage, error)) {
		t.Helper()
		computed = 0
		for i, q := range queries {
			q.Look = look
			page, err := ask(q)
			if err != nil {
				t.Fatal(err)
			}
			if page.Total != want[i] || want[i] > 0 && page.Names.Plans[page.Plans[0].Plan] == "" {
				t.Errorf("%+v finds %d: %+v, want %d", q, page.Total, page.Plans, want[i])
			}
		}
		if computed != 1 {
			t.Errorf("it was computed %d times", computed)
		}
	}
	told(domain.LookStillBelow, func(q pages.RunQuery) (pages.RunPlansPage, error) {
		page, _, err := d.PreviewByPlan(t.Context(), v, request, q)
		return page, err
	})
	request.Policy = domain.Overwrite
	run, err := w.DB.Synchronize(t.Context(), v, request)
	if err != nil {
		t.Fatal(err)
	}
	told(domain.LookBelowCost, func(q pages.RunQuery) (pages.RunPlansPage, error) { return d.UndoByPlan(t.Context(), v, run, nil, q) })
}
