package db_test

import (
	"errors"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// start synchronizes without a dialog, as an API or a scheduler does.
func (w *world) start(v domain.Viewer, r domain.RunRequest) domain.RunID {
	w.t.Helper()
	id, err := w.db.Synchronize(w.t.Context(), v, r)
	w.check(err)
	return id
}

// TestRunsWithoutADialog makes runs under keys of the caller's own: the same again is the same run.
func TestRunsWithoutADialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nightly := domain.RunRequest{Key: "nightly-2026-11-26", Plan: resellerPlan, Options: domain.AllOptions()}
	first := w.start(w.provider, nightly)
	if page, err := w.db.Run(t.Context(), w.provider, first, pages.RunQuery{}); err != nil || page.Run.Totals.Changed != 5 || len(page.Run.SinceDialog) != 0 {
		t.Fatalf("the first run: %+v, %v", page.Run, err)
	}
	w.edit("P", w.catalog("12"))
	before := counts(t, w.db)
	if again := w.start(w.provider, nightly); again != first || before["run"] != counts(t, w.db)["run"] {
		t.Errorf("the same again is run %d, want %d", again, first)
	}
	fees := nightly
	fees.Options = boxSet([]domain.OptionKey{domain.UpdateFees})
	if other := w.start(w.provider, fees); other == first {
		t.Error("other choices under the same key must be another run")
	}
	nightly.Key = ""
	if one, two := w.start(w.provider, nightly), w.start(w.provider, nightly); one == two {
		t.Error("without a key every request is a run")
	}
}

// TestKeysOfOthers uses the key of a colleague and of another company.
func TestKeysOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nightly := domain.RunRequest{Key: "nightly", Plan: resellerPlan, Options: domain.AllOptions()}
	first := w.start(w.provider, nightly)
	colleague := viewer(t, w.db, w.accounts["P"], domain.Administrator)
	w.nothing(domain.KindConflict, func() error { _, err := w.db.Synchronize(t.Context(), colleague, nightly); return err })
	r1, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
	w.check(err)
	if theirs := w.start(r1, nightly); theirs == first {
		t.Error("a reseller was led to the provider's run")
	}
}

// TestKeysAreLines refuses keys that are no line of text.
func TestKeysAreLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, key := range []string{strings.Repeat("é", domain.KeyLimit+1), "a\nb", "\x00", "\xff"} {
		r := domain.RunRequest{Key: key, Plan: resellerPlan, Options: domain.AllOptions()}
		w.nothing(domain.KindInvalid, func() error { _, err := w.db.Synchronize(t.Context(), w.provider, r); return err })
	}
	w.start(w.provider, domain.RunRequest{Key: strings.Repeat("é", domain.KeyLimit), Plan: resellerPlan, Options: domain.AllOptions()})
}

// TestRunsBoundToThePricesOfNewPlans shows a plan in the preview that is about to be created, and changes its price.
func TestRunsBoundToThePricesOfNewPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions()}
	_, digest, err := w.db.Preview(t.Context(), w.provider, r, pages.RunQuery{})
	w.check(err)
	r.PreviewDigest = digest
	w.edit("P", w.catalog("12"))
	w.nothing(domain.KindConflict, func() error { _, err := w.db.Synchronize(t.Context(), w.provider, r); return err })
	_, r.PreviewDigest, err = w.db.Preview(t.Context(), w.provider, r, pages.RunQuery{})
	w.check(err)
	w.start(w.provider, r)
}

// TestRunsBoundToWhatWasSeen says what was changed since, and does nothing that the preview did not show.
func TestRunsBoundToWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	r := domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions()}
	_, digest, err := w.db.Preview(t.Context(), w.provider, r, pages.RunQuery{})
	w.check(err)
	w.edit("P", w.catalog("12"))
	r.PreviewDigest = digest
	err = w.nothing(domain.KindConflict, func() error { _, err := w.db.Synchronize(t.Context(), w.provider, r); return err })
	if changed := (*domain.PreviewChanged)(nil); !errors.As(err, &changed) {
		t.Errorf("got %v, want that the preview no longer holds", err)
	}
	r.PreviewDigest = ""
	r.Seen = domain.Seen{Entry: 1, Template: ask[domain.TemplateID](t, w.db, `SELECT min(id) FROM template`), TemplateVersion: 1}
	page, err := w.db.Run(t.Context(), w.provider, w.start(w.provider, r), pages.RunQuery{})
	if err != nil || len(page.Run.SinceDialog) == 0 {
		t.Errorf("the run says nothing of what was changed since: %+v, %v", page.Run.SinceDialog, err)
	}
	r.Plan = 999
	w.nothing(domain.KindConflict, func() error { _, err := w.db.Synchronize(t.Context(), w.provider, r); return err })
	r.Seen = domain.Seen{}
	w.nothing(domain.KindNotFound, func() error { _, err := w.db.Synchronize(t.Context(), w.provider, r); return err })
}
