package db_test

import (
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// TestPagesOfDecisionsAreRemembered: pages, filters and searches of what there is to decide about are computed once, until something is decided,
// or somebody changes something.
func TestPagesOfDecisionsAreRemembered(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10")+`
everything is delivered
R1 changes Mail month: recurring fee 16
R2 changes Mail month: recurring fee 17
P changes Mail month: recurring fee 12
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
	dialog, err := d.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: resellerPlan})
	if err != nil {
		t.Fatal(err)
	}
	request := domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Policy: domain.Decide}
	look := func(q pages.ContestedQuery) pages.ContestedPage {
		t.Helper()
		q.Limit = 50
		page, err := d.Contested(t.Context(), v, request, q)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	computed = 0
	all := look(pages.ContestedQuery{})
	one := look(pages.ContestedQuery{Account: w.Accounts["R1"]})
	found := look(pages.ContestedQuery{ListQuery: pages.ListQuery{Search: "17.00"}})
	if computed != 1 || all.Total != 2 || one.Total != 1 || found.Total != 1 || found.Rows[0].Target.Account != w.Accounts["R2"] {
		t.Errorf("%d values, %d at R1 and %d of 17.00 were computed %d times", all.Total, one.Total, found.Total, computed)
	}
	if err := d.Decide(t.Context(), v, request, domain.Decisions{{Of: one.Rows[0].Of(), Take: true}}); err != nil {
		t.Fatal(err)
	}
	if decided := look(pages.ContestedQuery{}); decided.Taken != 1 || computed != 2 {
		t.Errorf("after a decision %d are taken, computed %d times", decided.Taken, computed)
	}
	r1 := w.Viewers["R1"]
	key := domain.FeeKey(mailPlan, 22, domain.RecurringFee)
	if _, err := w.DB.Do(t.Context(), r1, domain.ChangeOfMany(domain.CatalogChanged, domain.KeyedValue{Key: key, Value: "19"})); err != nil {
		t.Fatal(err)
	}
	if changed := look(pages.ContestedQuery{Account: w.Accounts["R1"]}); len(changed.Rows) != 1 || changed.Rows[0].Own != "19" {
		t.Errorf("after an edit R1 has %+v", changed.Rows)
	}
}
