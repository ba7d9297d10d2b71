package main

import (
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// BenchmarkWaiting asks for What Waits of a provider of 10,000 resellers and 1,000 plans, a fifth of the resellers with 20 own values each: where
// nobody is behind and where all are, of a process that knows nothing, again, and after one reseller's price and a run over all prices of everybody.
func BenchmarkWaiting(b *testing.B) {
	w, url := priced(b, Size{Resellers: 10_000, Levels: 3, Plans: 1000, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20}, (*World).SetOwn)
	ctx := b.Context()
	waits := func(name string) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if page, err := w.DB.Waiting(ctx, w.Viewer); err != nil || len(page.Runs) == 0 {
					b.Fatalf("%d runs, %v", len(page.Runs), err)
				}
			}
		})
	}
	const oneByOne = `UPDATE subscription SET created_at = created_at - id % 100000 * interval '1 minute'`
	if err := w.DB.InTx(ctx, func(tx *sqlx.Tx) error { _, err := tx.ExecContext(ctx, oneByOne); return err }); err != nil { // nobody begins at the same moment
		b.Fatal(err)
	}
	again(b, w, url)
	waits("all behind, first")
	waits("all behind, again")
	if err := w.setOwn(ctx, w.withOwn()[0], 500, 1); err != nil {
		b.Fatal(err)
	}
	waits("after an own price")
	if _, _, _, err := w.Run(ctx, domain.Keep, priceBoxes...); err != nil {
		b.Fatal(err)
	}
	waits("after a run over all")
	waits("nobody behind, again")
	again(b, w, url)
	waits("nobody behind, first")
}
