package main

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// BenchmarkByPlan reads a run of 10,000 resellers over all prices of 1,000 plans, and its preview, by plan and by reseller: the first page, a
// later one, and what filters and searches find. A fifth of the resellers have 20 own values each.
func BenchmarkByPlan(b *testing.B) {
	w, url := priced(b, Size{Resellers: 10_000, Levels: 3, Plans: 1000, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20}, (*World).SetOwn)
	byPlan(b, w, url)
}

// BenchmarkByPlanRules does the same where a fifth of the resellers of every level have rules for all their prices, so that there are many
// different costs, and prices, of a plan.
func BenchmarkByPlanRules(b *testing.B) {
	w, url := priced(b, Size{Resellers: 1000, Levels: 3, Plans: 200, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20}, (*World).SetRules)
	byPlan(b, w, url)
}

// priced is a world in which everything is delivered, resellers have something of their own, and all prices change.
func priced(b *testing.B, size Size, own func(*World, context.Context) error) (*World, string) {
	ctx, url := b.Context(), dbtest.PreparedURL(b, "", nil)
	d, err := db.Open(ctx, url, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	w, err := Build(ctx, d, size)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := w.Deliver(ctx); err != nil {
		b.Fatal(err)
	}
	if err := own(w, ctx); err != nil {
		b.Fatal(err)
	}
	if err := w.ChangePrices(ctx, 1); err != nil {
		b.Fatal(err)
	}
	return w, url
}

func byPlan(b *testing.B, w *World, url string) {
	ctx := b.Context()
	request := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked(priceBoxes), Policy: domain.Keep}
	again(b, w, url)
	b.Run("preview with money", func(b *testing.B) {
		inMoney(b, func() (pages.RunPage, error) {
			page, _, err := w.DB.Preview(ctx, w.Viewer, request, pages.RunQuery{})
			return page, err
		})
	})
	again(b, w, url)
	ask(b, w, "preview by plan", func(q pages.RunQuery) (int, error) {
		page, _, err := w.DB.PreviewByPlan(ctx, w.Viewer, request, q)
		return len(page.Plans), err
	})
	ask(b, w, "preview by reseller", func(q pages.RunQuery) (int, error) {
		page, _, err := w.DB.Preview(ctx, w.Viewer, request, q)
		return len(page.Resellers), err
	})
	id, _, _, err := w.Run(ctx, domain.Keep, priceBoxes...)
	if err != nil {
		b.Fatal(err)
	}
	again(b, w, url)
	for _, name := range []string{"run with money", "run with money again"} {
		b.Run(name, func(b *testing.B) {
			inMoney(b, func() (pages.RunPage, error) { return w.DB.RunMoney(ctx, w.Viewer, id) })
		})
	}
	again(b, w, url)
	ask(b, w, "run by plan", func(q pages.RunQuery) (int, error) {
		page, err := w.DB.RunByPlan(ctx, w.Viewer, id, q)
		return len(page.Plans), err
	})
	ask(b, w, "run by reseller", func(q pages.RunQuery) (int, error) {
		page, err := w.DB.Run(ctx, w.Viewer, id, q)
		return len(page.Resellers), err
	})
	b.Run("undo with money", func(b *testing.B) {
		inMoney(b, func() (pages.RunPage, error) { return w.DB.UndoMoney(ctx, w.Viewer, id, nil) })
	})
	ask(b, w, "undo by plan", func(q pages.RunQuery) (int, error) {
		page, err := w.DB.UndoByPlan(ctx, w.Viewer, id, nil, q)
		return len(page.Plans), err
	})
	ask(b, w, "undo by reseller", func(q pages.RunQuery) (int, error) {
		page, err := w.DB.PreviewUndo(ctx, w.Viewer, id, nil, q)
		return len(page.Resellers), err
	})
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	b.Logf("%d MB in use", memory.HeapInuse/1e6)
}

// again opens the database as another process does, of which nothing is in memory.
func again(b *testing.B, w *World, url string) {
	b.Helper()
	if w.DB != nil {
		if err := w.DB.Close(); err != nil {
			b.Fatal(err)
		}
	}
	d, err := db.Open(b.Context(), url, db.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	w.DB = d
}

// inMoney measures a page that says what a run moves in money.
func inMoney(b *testing.B, page func() (pages.RunPage, error)) {
	for b.Loop() {
		if found, err := page(); err != nil || found.Money == nil || len(found.Money.Rows) == 0 {
			b.Fatalf("%+v, %v", found.Money, err)
		}
	}
}

// ask measures pages: the first one by plan reads or computes everything, the others what stays of it.
func ask(b *testing.B, w *World, what string, found func(pages.RunQuery) (int, error)) {
	for _, page := range []struct {
		name  string
		query pages.RunQuery
	}{
		{"first page", pages.RunQuery{}},
		{"first page again", pages.RunQuery{}},
		{"page 7", pages.RunQuery{ListQuery: pages.ListQuery{Offset: w.Size.Plans * 3 / 10}}},
		{"one plan", pages.RunQuery{ListQuery: pages.ListQuery{Search: fmt.Sprint("Plan", w.Size.Plans*7/9)}}},
		{"box", pages.RunQuery{Finding: pages.Finding{Option: domain.UpdateFees}}},
		{"outcome", pages.RunQuery{Finding: pages.Finding{What: domain.Updated}}},
		{"level", pages.RunQuery{Finding: pages.Finding{Level: 2}}},
		{"value", pages.RunQuery{ListQuery: pages.ListQuery{Search: "recurring fee"}}},
		{"reseller", pages.RunQuery{ListQuery: pages.ListQuery{Search: "Reseller77"}}},
	} {
		b.Run(what+" "+page.name, func(b *testing.B) {
			for b.Loop() {
				if n, err := found(page.query); err != nil || n == 0 {
					b.Fatalf("%d found, %v", n, err)
				}
			}
		})
	}
}
