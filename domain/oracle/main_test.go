package oracle_test

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets the heap grow, because the oracle's rows are short-lived and many, and draws the same random worlds in every
// run: -rapid.seed=0 draws others.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(m.Run())
}
