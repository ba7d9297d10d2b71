package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// undosBefore are two stacks of undos from before 00015_brought_back.sql, and a change that was taken back twice.
const undosBefore = `
	INSERT INTO change (account_id, id, kind, object, object_id, code, name, edits, undoes) VALUES
		(1, 1, 'fees_changed', 'plan', 5, '', 'Gold', '[]', NULL), (1, 2, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 1),
		(1, 3, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 2), (1, 4, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 3),
		(1, 5, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 4), (1, 6, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 1),
		(2, 3, 'fees_changed', 'plan', 5, '', 'Gold', '[]', NULL), (2, 7, 'fees_changed', 'plan', 5, '', 'Gold', '[]', 3)`

func TestMigrationTellsWhatWasBroughtBack(t *testing.T) {
	t.Parallel()
	old := olderDatabase(t, 14, undosBefore)
	old.up()
	got := old.query(`SELECT account_id || ' ' || id FROM change WHERE again ORDER BY account_id, id`)
	if diff := cmp.Diff([]string{"1 3", "1 5"}, got); diff != "" {
		t.Errorf("brought back (-want +got):\n%s", diff)
	}
	if _, err := old.pool.ExecContext(t.Context(), `UPDATE change SET name = 'Forged'`); err == nil {
		t.Error("the log can be changed after the migration")
	}
}
