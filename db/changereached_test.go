package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// changesBeforeReached are changes from before 00071_change_reached.sql: of settings, of a moved reseller, of a subscription that was deleted, of the own account, of a plan.
const changesBeforeReached = `
	INSERT INTO change (account_id, id, kind, object, object_id, code, name, reseller_id) VALUES
		(1, 1, 'reseller_settings_changed', 'reseller', 77, '', 'R1', NULL),
		(1, 2, 'reseller_moved', 'reseller', 78, '', 'R11', NULL),
		(1, 3, 'subscription_deleted', 'subscription', 8, '', 'Second', 77),
		(1, 4, 'reseller_settings_changed', 'reseller', 1, '', 'P', NULL),
		(1, 5, 'fees_changed', 'plan', 5, '', 'Gold', NULL);
	INSERT INTO change_part (account_id, change_id, number, edits) VALUES
		(1, 2, 0, '[{"field": "vendor", "from": {"text": "77"}, "to": {"text": "1"}}]')`

// TestMigrationKeepsWhomChangesReached: what stood in an inbox before stands there since.
func TestMigrationKeepsWhomChangesReached(t *testing.T) {
	t.Parallel()
	old := olderDatabase(t, 70, changesBeforeReached)
	old.up()
	if diff := cmp.Diff([]string{"1 {77}", "2 {77,78}", "3 {77}"}, old.query(`SELECT id || ' ' || reached::text FROM change WHERE reached IS NOT NULL ORDER BY id`)); diff != "" {
		t.Errorf("whom changes reached (-want +got):\n%s", diff)
	}
	if _, err := old.pool.ExecContext(t.Context(), `UPDATE change SET reached = NULL`); err == nil {
		t.Error("after the migration the log can be changed")
	}
}
