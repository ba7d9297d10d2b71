package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"tiersync/db/dbtest"
)

// TestFault094Load asks the real program for some pages a second beside runs and undos: each is answered. How fast is measured by hand:
// the machine of a test run is busy.
func TestFault094Load(t *testing.T) {
	t.Parallel()
	flags := loadFlags{Load: []int{10}, Seconds: 4, LoadResellers: 12}
	config := Config{Size: Size{Levels: 3, Plans: 5, Periods: 2, Rates: 3, Own: 0.5, OwnValues: 2}, Logger: slog.New(slog.DiscardHandler)}
	config.Database = func(context.Context) (string, error) { return dbtest.PreparedURL(t, "", nil), nil }
	var table strings.Builder
	all, err := flags.measureLoad(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	figures := all[0]
	if err := figures.Write(&table); err != nil {
		t.Fatal(err)
	}
	if figures.Asked != 40 || figures.Good != 40 || figures.Runs == 0 || figures.RunErrs > 0 || figures.CPU["program"] <= 0 || figures.Memory <= 0 {
		t.Errorf("not everything was answered, or measured:\n%s", &table)
	}
}
