package db_test

import (
	"context"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// TestASnapshotIsOfOneMoment: what several methods read in it is of when the first of them read, whatever is written meanwhile.
func TestASnapshotIsOfOneMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, end := w.db.Snapshot(t.Context())
	defer end()
	fee := func(ctx context.Context) string {
		t.Helper()
		catalog, _, err := w.db.Catalog(ctx, w.provider, w.provider.Account.ID)
		w.check(err)
		return catalog.Plan(mailPlan).Periods[0].Fees[domain.RecurringFee].String()
	}
	before := fee(ctx)
	w.edit("P", w.catalog("77"))
	if got := fee(ctx); got != before {
		t.Errorf("in the snapshot the fee became %s", got)
	}
	if got := fee(t.Context()); got == before {
		t.Errorf("outside the snapshot the fee is still %s", got)
	}
	end()
	if got := fee(ctx); got == before {
		t.Errorf("after the snapshot the fee is still %s", got)
	}
}

// TestASnapshotEndsWithWhatIsWritten, so that what is read next sees it, and with a failure, so that one can go on.
func TestASnapshotEndsWithWhatIsWritten(t *testing.T) {
	t.Parallel()
	d := oneConnection(t)
	ctx, end := d.Snapshot(t.Context())
	defer end()
	read := func(query string) (n int, err error) {
		err = d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &n, query) })
		return n, err
	}
	first, err := read(`SELECT n FROM nowhere`)
	if err == nil {
		t.Fatalf("a faulty query answered %d", first)
	}
	if n, err := read(`SELECT 1`); err != nil || n != 1 {
		t.Fatalf("after a failure: %d, %v", n, err)
	}
	// With a pool of one, this waits in vain where the snapshot keeps its connection.
	if err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `CREATE TABLE written AS SELECT 7 AS n`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := read(`SELECT n FROM written`); err != nil || n != 7 {
		t.Errorf("what was written: %d, %v", n, err)
	}
}
