package main

import (
	"context"
	"encoding/xml"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

// TestMeasure runs the whole benchmark in its quick form. It asserts that everything was measured, never how fast.
func TestMeasure(t *testing.T) {
	t.Parallel()
	config := Quick()
	config.Logger = slog.New(slog.DiscardHandler)
	config.Database = func(context.Context) (string, error) { return dbtest.PreparedURL(t, "", nil), nil }
	figures, err := Measure(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range Steps() {
		if figures.Ours[step].Median() <= 0 {
			t.Errorf("not measured: %s", step)
		}
	}
	for _, step := range []Step{FirstDelivery, AllPrices, PartOfPrices, Nothing, UndoAll, ListPage, PlanPage} {
		if figures.Copying[step].Median() <= 0 {
			t.Errorf("not measured with row copies: %s", step)
		}
	}
	for _, step := range []Step{AllPrices, OneReseller, UndoAll, DivergedAll} {
		for i, phase := range Phases() {
			if samples := figures.Phases[step]; samples == nil || samples[i].Median() <= 0 {
				t.Errorf("not measured: %q of %s", phase.Label, step)
			}
		}
	}
	if got, want := len(figures.Growth), len(config.Growth.Resellers)+len(config.Growth.Plans); got != want {
		t.Errorf("%d points of growth, want %d", got, want)
	}
	if figures.Distinct < 2 {
		t.Errorf("%d resellers have only %d different catalogs", config.Sample, figures.Distinct)
	}
	var table strings.Builder
	if err := figures.Write(&table); err != nil {
		t.Fatal(err)
	}
	var chart strings.Builder
	if err := figures.WriteChart(&chart); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal([]byte(chart.String()), new(struct{})); err != nil {
		t.Errorf("the chart is not XML: %v", err)
	}
}

// BenchmarkRun is the button over 1,000 resellers in three levels, 100 plans with 20 rates each, a fifth of the resellers
// with 20 own values on 5 plans, all prices changed: the dialog with its counts, the run, and its undo.
func BenchmarkRun(b *testing.B) {
	size := Size{Resellers: 1000, Levels: 3, Plans: 100, Periods: 4, Rates: 20, Own: 0.2, OwnValues: 20}
	for _, bench := range []struct {
		name   string
		policy domain.Policy
		rules  bool
	}{{"overwrite", domain.Overwrite, false}, {"keep", domain.Keep, false}, {"rules", domain.Keep, true}} {
		b.Run(bench.name, func(b *testing.B) {
			w, err := Build(b.Context(), dbtest.Open(b), size)
			if err != nil {
				b.Fatal(err)
			}
			first, err := w.Deliver(b.Context())
			if err == nil && bench.rules {
				err = w.SetRules(b.Context())
			}
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(first.Seconds()*1000, "ms/delivery")
			var dialogs, runs, undos float64
			for range b.N {
				b.StopTimer()
				if err := w.SetOwn(b.Context()); err != nil {
					b.Fatal(err)
				}
				if err := w.ChangePrices(b.Context(), 1); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				id, dialog, run, err := w.Run(b.Context(), bench.policy, domain.UpdateFees, domain.UpdatePrices)
				if err != nil {
					b.Fatal(err)
				}
				undo, err := timed(func() error {
					_, err := w.DB.Undo(b.Context(), w.Viewer, id, nil)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				dialogs, runs, undos = dialogs+dialog.Seconds(), runs+run.Seconds(), undos+undo.Seconds()
			}
			b.ReportMetric(dialogs*1000/float64(b.N), "ms/dialog")
			b.ReportMetric(runs*1000/float64(b.N), "ms/run")
			b.ReportMetric(undos*1000/float64(b.N), "ms/undo")
		})
	}
}

func TestStopwatchIsForRunsAlone(t *testing.T) {
	t.Parallel()
	var w stopwatch
	w.start()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { w.at(db.ChangeLocked) }) // of editors, while a run is on its way
	}
	w.at(db.Computed)
	group.Wait()
	if _, counted := w.took[db.ChangeLocked]; counted || len(w.took) != 1 {
		t.Errorf("the watch counted %v", w.took)
	}
}
