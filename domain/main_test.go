package domain

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage wait, because the tests make many small worlds and throw them away, and draws the same random worlds
// in every run: -rapid.seed=0 draws others.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(m.Run())
}
