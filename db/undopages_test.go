package db_test

import (
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// TestPagesOfAnUndoAreRemembered: pages and filters of a preview of an undo are computed once, as a whole and of a part, until something changes
// on which it depends. Then they tell of that.
func TestPagesOfAnUndoAreRemembered(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10"))
	w := &world{t: t, db: open(t, address)}
	made := planted(w.db)
	w.provider, w.template, w.accounts, w.viewers, w.subs = made.Viewers["P"], made.Template, made.Accounts, made.Viewers, made.Subscriptions
	computed := 0
	other, err := db.Open(t.Context(), address, db.Options{AtPoint: func(at db.Point) {
		if at == db.Computed {
			computed++
		}
	}})
	w.check(err)
	t.Cleanup(func() { _ = other.Close() })
	w.sync()
	w.edit("P", w.catalog("12"))
	run := w.sync().Run.ID
	id, err := w.db.Planting().AddUser(t.Context(), domain.User{Account: w.provider.Account.ID, Email: "ben@p.example", Name: "Ben", Role: domain.Administrator}, "a long enough sentence")
	w.check(err)
	second, err := w.db.Viewer(t.Context(), id)
	w.check(err)
	parts := map[string]domain.Part{"whole": nil, "a reseller": domain.PartOf(w.accounts["R1"])}
	before := map[string]domain.RunTotals{}
	for name, part := range parts {
		computed = 0
		plans := func(q pages.RunQuery) pages.RunPlansPage {
			page, err := other.UndoByPlan(t.Context(), w.provider, run, part, q)
			w.check(err)
			return page
		}
		first := plans(pages.RunQuery{})
		plans(pages.RunQuery{Finding: pages.Finding{Level: 1}})
		plans(pages.RunQuery{ListQuery: pages.ListQuery{Search: "Mail"}})
		page, err := other.PreviewUndo(t.Context(), w.provider, run, part, pages.RunQuery{})
		w.check(err)
		if computed != 1 {
			t.Errorf("%s: four pages are computed %d times, want 1", name, computed)
		}
		if part != nil && (len(first.Buyers) == 0 || len(page.Buyers) != len(first.Buyers)) {
			t.Errorf("%s: the pages name %d and %d who bought at what goes back", name, len(first.Buyers), len(page.Buyers))
		}
		if page.Run.UserName != w.provider.User.Name || page.Run.Kind != domain.UndoRun || page.Run.Totals.Changed == 0 {
			t.Errorf("%s: the page is of %+v", name, page.Run)
		}
		before[name] = page.Run.Totals
		page, err = other.PreviewUndo(t.Context(), second, run, part, pages.RunQuery{})
		if w.check(err); computed != 1 || page.Run.UserName != second.User.Name {
			t.Errorf("%s: to the second user the page says that %s takes it back", name, page.Run.UserName)
		}
	}
	w.edit("P", w.catalog("13"))
	w.sync()
	for name, part := range parts {
		computed = 0
		page, err := other.PreviewUndo(t.Context(), w.provider, run, part, pages.RunQuery{})
		if w.check(err); computed != 1 || page.Run.Totals == before[name] {
			t.Errorf("%s, after a later run: computed %d times, %+v", name, computed, page.Run.Totals)
		}
	}
}
