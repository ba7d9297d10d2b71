package oracle_test

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"testing"
)

// TestMain lets the heap grow, because the oracle's rows are short-lived and many, and draws the same random worlds in every
// run: -rapid.seed=0 draws others. Tests run at once: how many sequences all of them play is said before the first begins.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	set("rapid.seed", "20261122")
	flag.Parse()
	set("rapid.checks", strconv.Itoa(*sequences))
	os.Exit(m.Run())
}

func set(name, value string) {
	if err := flag.Set(name, value); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
