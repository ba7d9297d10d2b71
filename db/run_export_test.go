package db_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// TestFault105ExportsAreReadInParts compares what an export tells of more resellers than are read at once with the pages of the run:
// each of them once, in the order of the tree.
func TestFault105ExportsAreReadInParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.plant(230, false)
	w.setFee("R1", "15")
	w.edit("P", w.catalog("12"))
	run := w.sync()
	rows, err := w.db.Run(t.Context(), w.provider, run.Run.ID, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1000}})
	w.check(err)
	type told struct {
		pages.RunReseller
		Outcomes []domain.Outcome
	}
	want, got := map[domain.AccountID]told{}, map[domain.AccountID]told{}
	for _, r := range rows.Resellers {
		result, err := w.db.RunResult(t.Context(), w.provider, run.Run.ID, r.Account, pages.OutcomeQuery{Limit: 10000, Show: pages.ShowEverything})
		w.check(err)
		want[r.Account] = told{r, result.Outcomes}
	}
	last := 0
	w.check(w.db.ExportRun(t.Context(), w.provider, run.Run.ID, pages.RunQuery{}, func(lines pages.RunLines) error {
		r := lines.Reseller
		if _, twice := got[r.Account]; twice || r.Level < last {
			return fmt.Errorf("%s comes twice, or after those below them", r.Name)
		}
		got[r.Account], last = told{r, lines.Outcomes}, r.Level
		return nil
	}))
	if diff := cmp.Diff(want, got, equalValues()); diff != "" || len(got) != 235 {
		t.Errorf("%d resellers (-pages +export):\n%s", len(got), diff)
	}
}

// TestFilesHaveWhatNoBoxWasTickedFor: a file has, of whoever it is asked for by an outcome, what was left because its box was not ticked, too, as
// its lines have of all others. Of a run, and of its preview.
func TestFilesHaveWhatNoBoxWasTickedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.edit("P", w.catalog("12"))
	request := w.request()
	request.Options = domain.Ticked([]domain.OptionKey{domain.AttachUsage})
	query := pages.RunQuery{Finding: pages.Finding{What: domain.Skipped}}
	count := func(lines *int) func(pages.RunLines) error {
		return func(r pages.RunLines) error {
			*lines += len(r.Outcomes)
			return nil
		}
	}
	var previewed, stored, byPlan int
	w.check(w.db.ExportPreview(t.Context(), w.provider, request, query, count(&previewed)))
	run := w.run(w.provider, request)
	w.check(w.db.ExportRun(t.Context(), w.provider, run.Run.ID, query, count(&stored)))
	query.Show = pages.ShowEverything
	w.check(w.db.ExportRunByPlan(t.Context(), w.provider, run.Run.ID, query, func(p pages.RunPlan, _ domain.Names) error {
		for _, v := range p.Values {
			for _, c := range v.Cases {
				byPlan += c.Resellers
			}
		}
		return nil
	}))
	if stored == 0 || previewed != stored || byPlan != stored {
		t.Errorf("%d lines in the file of the preview, %d in that of the run, %d by plan", previewed, stored, byPlan)
	}
}
