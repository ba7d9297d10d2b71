package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db/dbtest"
)

// ownValuesBefore are own values as they were stored before 00011_field_keys.sql, under the labels of that time.
const ownValuesBefore = `
	SET session_replication_role = replica; -- nothing around the values is needed
	INSERT INTO own_layer (account_id, id, plan_id) VALUES (5, 70, 1001), (5, 71, 0);
	INSERT INTO own_value (account_id, layer_id, field, period_id, resource_id, from_amount, category_id, schedule_id, name, amount,
		value, base, set_at)
	VALUES (5, 70, 'Recurring fee', 2, 0, 0, 0, 0, '', 15.55, '15.55', '12', now()),
		(5, 70, 'Deposit', 2, 0, 0, 0, 0, '', NULL, '', '3', now()),
		(5, 70, 'Published', 0, 0, 0, 0, 0, '', NULL, 'no', 'yes', now()),
		(5, 70, 'Upgrade path', 0, 0, 0, 0, 0, '1002', NULL, 'downgrade;10;smaller; cheaper', '', now()),
		(5, 71, 'Order flow transition', 0, 0, 0, 0, 0, '7 Sales: In stock: yes → Done', NULL, 'yes', 'no', now());
	SET session_replication_role = origin`

// TestMigrateKeepsOwnValues: what resellers had set themselves is theirs under the keys of fields, an upgrade path value by value.
func TestMigrateKeepsOwnValues(t *testing.T) {
	t.Parallel()
	pool, migrations := migratedTo(t, dbtest.EmptyURL(t), 10)
	if _, err := pool.ExecContext(t.Context(), ownValuesBefore); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.UpTo(t.Context(), 11); err != nil {
		t.Fatal(err)
	}
	var got []string
	rows, err := pool.QueryContext(t.Context(), `
		SELECT format('%s %s %s %s %s over %s', plan_id, field, replace(name, E'\n', '|'), coalesce(amount::text, '-'), value, base)
		FROM own_value v JOIN own_layer l ON l.account_id = v.account_id AND l.id = v.layer_id ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		got = append(got, text)
	}
	want := []string{
		"0 order_flow_transition 7|Sales|In stock: yes|Done - yes over no",
		"1001 deposit_fee  -  over 3",
		"1001 published  - no over yes",
		"1001 recurring_fee  15.55 15.55 over 12",
		"1001 upgrade_description 1002 - smaller; cheaper over ",
		"1001 upgrade_downgrade 1002 - yes over ",
		"1001 upgrade_fee 1002 10 10 over ",
		"1001 upgrade_path 1002 - yes over ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("own values (-want +got):\n%s", diff)
	}
	if _, err := pool.ExecContext(t.Context(), `UPDATE own_value SET value = 'x'`); err == nil {
		t.Error("own values can be changed after the migration")
	}
}
