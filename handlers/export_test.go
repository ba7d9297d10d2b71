package handlers_test

import (
	"fmt"
	"net/http"
	"testing"
)

// Fault 9: an escaped digit is a digit, in a page's address and in that of its export.
func TestFault009EscapedIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	last := len(run) - 1
	escaped := fmt.Sprintf("%s%%%x", run[:last], run[last])
	for _, path := range []string{escaped, escaped + ".csv", "/products/plans/%32"} {
		w.get("P", path).want(http.StatusOK)
	}
	for _, path := range []string{run + "%2Fx.csv", run + "%20.csv"} {
		w.get("P", path).want(http.StatusNotFound)
	}
}
