package main

import (
	"strings"
	"testing"

	"tiersync/db/dbtest"
)

func TestPrune(t *testing.T) {
	t.Parallel()
	url := "--database-url=" + dbtest.PreparedURL(t, "demo", fillDemo)
	var out strings.Builder
	if err := run(&commands{}, []string{"prune", "--years=1", url}, &out); err != nil || !strings.Contains(out.String(), " went 0 entries of the log, 0 changes and 0 runs") {
		t.Errorf("of a demo that is some weeks old: %v: %s", err, &out)
	}
	for _, arguments := range [][]string{{"prune", url}, {"prune", "--years=0", url}} {
		if err := run(&commands{}, arguments, &out); err == nil || !strings.Contains(err.Error(), "--years") {
			t.Errorf("%v: %v", arguments, err)
		}
	}
	if err := run(&commands{}, []string{"verify", url}, &out); err != nil {
		t.Errorf("afterwards: %v: %s", err, &out)
	}
}
