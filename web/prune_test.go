package main

import (
	"database/sql"
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

// TestTheServingRoleCannotPrune: whoever breaks into the program cannot delete the log as pruning does. Pruning takes the role that owns the
// tables.
func TestTheServingRoleCannotPrune(t *testing.T) {
	t.Parallel()
	owner, _ := smallWorld(t)
	serving := asServingRole(t, owner)
	err := run(&commands{}, []string{"prune", "--years=1", "--database-url=" + serving}, new(strings.Builder))
	if err == nil || !strings.Contains(err.Error(), "owns the tables") {
		t.Errorf("prune as the serving role: %v", err)
	}
	if err := run(&commands{}, []string{"prune", "--years=1", "--database-url=" + owner}, new(strings.Builder)); err != nil {
		t.Errorf("prune as the owner: %v", err)
	}
	pool, err := sql.Open("postgres", serving)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	for _, table := range []string{"entry", "change_part", "run_result", "audit", "security_event"} {
		tx, err := pool.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = tx.ExecContext(t.Context(), `SET LOCAL tiersync.prunes = 'yes'; DELETE FROM `+table)
		if err == nil || !strings.Contains(err.Error(), "is refused") {
			t.Errorf("the serving role deletes from %s: %v", table, err)
		}
		_ = tx.Rollback()
	}
}
