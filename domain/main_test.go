package domain

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage wait, because the tests make many small worlds and throw them away, and draws the same random worlds
// in every run: -rapid.seed=0 draws others. In short mode, as for mutations, it is enough to know that something fails.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	set("rapid.seed", "20261122")
	flag.Parse()
	if testing.Short() {
		set("rapid.shrinktime", "0s")
		set("rapid.nofailfile", "true")
	}
	os.Exit(m.Run())
}

func set(name, value string) {
	if err := flag.Set(name, value); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
