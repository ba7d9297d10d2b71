package domain

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage wait: the tests make many small worlds and throw them away.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800)
	os.Exit(m.Run())
}
