package oracle_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets the heap grow: the oracle's rows are short-lived and many.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
