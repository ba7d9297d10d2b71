package db_test

import (
	"strconv"
	"testing"

	"tiersync/domain"
)

// TestManyAreBlamedInAFewQueries finds who made a value what it is beneath many later changes, and asks no more for them than for one.
func TestManyAreBlamedInAFewQueries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}
	seen, err := w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	first := w.do("P", feeChange("12", 0))
	_, few, err := w.db.BlamedScans(t.Context(), w.provider, about, seen, recurringFee())
	w.check(err)
	for i := range 20 {
		w.do("P", domain.Change{Kind: domain.PlanChanged, About: about, Part: true,
			Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShort, Plan: mailPlan}, Value: strconv.Itoa(i)}}})
	}
	by, many, err := w.db.BlamedScans(t.Context(), w.provider, about, seen, recurringFee())
	if w.check(err); by.Entry != first.ID || by.By != w.provider.User.Name {
		t.Errorf("blamed is %+v, want change %d", by, first.ID)
	}
	if many > few+2 {
		t.Errorf("%d searches of the log for 21 changes, %d for one", many, few)
	}
}
