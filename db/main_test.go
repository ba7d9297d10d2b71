package db_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"tiersync/db/dbtest"
)

// TestMain draws the same random worlds in every run: -rapid.seed=0 draws others.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(dbtest.Main(m))
}
