package pricesheet_test

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is what this process has used of the processor, which does not depend on what else the machine does.
func cpuTime(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
