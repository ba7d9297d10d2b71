package db_test

import (
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// TestARunOfBillionsOfChanges stores what a run over 100,000 resellers with 1,000 plans adds up to, and reads it.
func TestARunOfBillionsOfChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, err := w.db.SendDialog(t.Context(), w.provider, w.request())
	w.check(err)
	const many = 10_800_000_000
	w.exec(`
		INSERT INTO run SELECT (jsonb_populate_record(r,
			jsonb_build_object('id', $1::bigint, 'dialog_key', null, 'changes', $2::bigint, 'own_overwritten', $2::bigint, 'own_kept', $2::bigint))).*
		FROM run r WHERE id = $3`, id+1_000_000, int64(many), id)
	page, err := w.db.Run(t.Context(), w.provider, domain.RunID(id+1_000_000), pages.RunQuery{})
	w.check(err)
	if got := page.Run.Totals; got.Changes != many || got.OwnOverwritten != many || got.OwnKept != many {
		t.Errorf("the totals are %+v", got)
	}
}
