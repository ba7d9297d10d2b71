package main

import (
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// BenchmarkChain follows a price down to 10,000 resellers, a fifth of whom have 20 own values each, through a run over all prices of 1,000 plans
// that no process has read before, its preview, its undo, and as it is now.
func BenchmarkChain(b *testing.B) {
	ctx, url := b.Context(), dbtest.PreparedURL(b, "", nil)
	d, err := db.Open(ctx, url, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	w, err := Build(ctx, d, Size{Resellers: 10_000, Levels: 3, Plans: 1000, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := w.Deliver(ctx); err != nil {
		b.Fatal(err)
	}
	if err := w.SetOwn(ctx); err != nil {
		b.Fatal(err)
	}
	if err := w.ChangePrices(ctx, 1); err != nil {
		b.Fatal(err)
	}
	var keys []domain.Key
	catalog, _, err := w.DB.Catalog(ctx, w.Viewer, w.Viewer.Account.ID)
	if err != nil {
		b.Fatal(err)
	}
	for key, price := range catalog.Plans[len(catalog.Plans)-1].Prices() {
		if price.IsSet() {
			keys = append(keys, key)
		}
	}
	follow := func(name string, key domain.Key, chain func(pages.ChainQuery) (pages.Chain, error)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if page, err := chain(pages.ChainQuery{Key: key}); err != nil || len(page.Chain.Links) < 10_000 {
					b.Fatalf("%d links, %v", len(page.Chain.Links), err)
				}
			}
		})
	}
	request := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked(priceBoxes), Policy: domain.Keep}
	preview := func(q pages.ChainQuery) (pages.Chain, error) { return w.DB.PreviewChain(ctx, w.Viewer, request, q) }
	follow("preview", keys[0], preview)
	follow("preview, again", keys[0], preview)
	id, _, _, err := w.Run(ctx, domain.Keep, priceBoxes...)
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	if w.DB, err = db.Open(ctx, url, db.Options{}); err != nil {
		b.Fatal(err)
	}
	defer w.DB.Close()
	run := func(q pages.ChainQuery) (pages.Chain, error) { return w.DB.RunChain(ctx, w.Viewer, id, q) }
	follow("run, first price", keys[0], run)
	follow("run, again", keys[0], run)
	follow("run, another price", keys[1], run)
	undo := func(q pages.ChainQuery) (pages.Chain, error) { return w.DB.UndoChain(ctx, w.Viewer, id, nil, q) }
	follow("undo", keys[0], undo)
	follow("undo, again", keys[0], undo)
	follow("now", keys[0], func(q pages.ChainQuery) (pages.Chain, error) { return w.DB.NowChain(ctx, w.Viewer, q) })
}
