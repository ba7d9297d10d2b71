package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
)

// checkFields compares what every part of a change says of the fields of its values with the values.
func checkFields(t *testing.T, database *db.DB) {
	t.Helper()
	const wrong = `
		SELECT count(*) FILTER (WHERE EXISTS (
			(SELECT coalesce((e ->> 'plan')::bigint, 0), (e ->> 'field') || CASE WHEN e -> 'from' IS NULL THEN '+' WHEN e -> 'to' IS NULL THEN '-' ELSE '' END
				FROM json_array_elements(p.edits) e
			EXCEPT SELECT plan::bigint, field
				FROM json_array_elements(p.fields) g, json_array_elements_text(g -> 'plans') plan, json_array_elements_text(g -> 'fields') field)
			UNION ALL
			(SELECT plan::bigint, field
				FROM json_array_elements(p.fields) g, json_array_elements_text(g -> 'plans') plan, json_array_elements_text(g -> 'fields') field
			EXCEPT SELECT coalesce((e ->> 'plan')::bigint, 0), (e ->> 'field') || CASE WHEN e -> 'from' IS NULL THEN '+' WHEN e -> 'to' IS NULL THEN '-' ELSE '' END
				FROM json_array_elements(p.edits) e)
		)) || ' of ' || count(*) || ' parts' FROM change_part p`
	if got, all := ask[string](t, database, wrong), ask[string](t, database, `SELECT '0 of ' || count(*) || ' parts' FROM change_part`); got != all || all == "0 of 0 parts" {
		t.Errorf("%s of changes say other fields than their values have", got)
	}
}

// changesBeforeFields are changes from before 00074_fields_of_changes.sql: of prices of two plans, of a plan that was made, of nothing that a plan has.
const changesBeforeFields = `
	INSERT INTO change (account_id, id, kind, object, object_id, code, name) VALUES
		(1, 1, 'catalog_changed', 'catalog', 0, '', 'Prices'), (1, 2, 'plan_created', 'plan', 7, '', 'Silver'),
		(1, 3, 'reseller_settings_changed', 'reseller', 1, '', 'P'), (1, 4, 'plan_created', 'plan', 8, '', 'Empty');
	INSERT INTO change_part (account_id, change_id, number, edits) VALUES
		(1, 1, 0, '[{"field": "setup_fee", "plan": 5, "period": 1, "from": {"text": "1"}, "to": {"text": "2"}},
			{"field": "recurring_fee", "plan": 5, "period": 1, "from": {"text": "1"}, "to": {"text": "2"}},
			{"field": "recurring_fee", "plan": 5, "period": 2, "from": {"text": "1"}, "to": {"text": "2"}},
			{"field": "recurring_fee", "plan": 6, "period": 3, "from": {"text": "1"}, "to": {"text": "2"}},
			{"field": "setup_fee", "plan": 6, "period": 3, "from": {"text": "1"}, "to": {"text": "2"}},
			{"field": "recurring_fee", "plan": 9, "period": 4, "from": {"text": "1"}}]'),
		(1, 2, 0, '[{"field": "name", "plan": 7, "to": {"text": "Silver"}}]'),
		(1, 3, 0, '[{"field": "vendor", "from": {"text": "77"}, "to": {"text": "1"}}]'),
		(1, 4, 0, '[]')`

// TestMigrationSaysOfWhichFieldsChangesAre: as every change since is stored.
func TestMigrationSaysOfWhichFieldsChangesAre(t *testing.T) {
	t.Parallel()
	old := olderDatabase(t, 73, changesBeforeFields)
	old.up()
	want := []string{
		`1 [{"plans": [5, 6], "fields": ["recurring_fee", "setup_fee"]}, {"plans": [9], "fields": ["recurring_fee-"]}]`,
		`2 [{"plans": [7], "fields": ["name+"]}]`,
		`3 [{"plans": [0], "fields": ["vendor"]}]`,
		`4 []`,
	}
	if diff := cmp.Diff(want, old.query(`SELECT change_id || ' ' || fields::jsonb FROM change_part ORDER BY change_id`)); diff != "" {
		t.Errorf("of which fields changes are (-want +got):\n%s", diff)
	}
	if _, err := old.pool.ExecContext(t.Context(), `UPDATE change_part SET fields = '[]'`); err == nil {
		t.Error("after the migration the log can be changed")
	}
}
