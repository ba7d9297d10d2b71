package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"tiersync/db/dbtest"
)

// TestYear lets a few days go by at a small distributor, and prunes them.
func TestYear(t *testing.T) {
	t.Parallel()
	flags := yearFlags{Days: 4}
	config := Config{Size: Size{Resellers: 12, Levels: 3, Plans: 5, Periods: 2, Rates: 3, Own: 0.5, OwnValues: 2}, Logger: slog.New(slog.DiscardHandler)}
	config.Database = func(context.Context) (string, error) { return dbtest.PreparedURL(t, "", nil), nil }
	figures, err := flags.measureYear(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := figures.Write(&table); err != nil {
		t.Fatal(err)
	}
	if figures.Runs != 4 || len(figures.Stages) != 5 || figures.WAL <= 0 || figures.Pruned.Runs == 0 || figures.Pruned.Entries == 0 {
		t.Errorf("not everything was measured:\n%s", &table)
	}
	for _, s := range figures.Stages {
		for _, k := range storedKinds() {
			if s.disk[k.what] <= 0 {
				t.Errorf("%s: nothing stored of %s", s.what, k.what)
			}
		}
	}
}
