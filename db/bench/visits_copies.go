package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tiersync/domain"
)

// copyRuns repeats the runs of a provider that there are, in turn, with their results, their entries of the resellers' logs and a change
// of prices before each, until the provider has so many. What there was is moved into the past, and the copies are spread over the days
// since. No page can tell a copy from a run, although nobody had what it says they had: it is for measuring alone, and would not pass
// [db.DB.Verify].
func copyRuns(ctx context.Context, conn *sql.DB, provider domain.AccountID, runs int) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit this does nothing
	past := fmt.Sprintf(`SET at = at - %d * interval '1 day'`, runs+1)
	for _, statement := range []string{
		`SET LOCAL session_replication_role = replica`, // without the triggers that refuse changes of the log
		`UPDATE run ` + past, `UPDATE entry ` + past, `UPDATE change ` + past,
		fmt.Sprintf(`
			CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
			WITH real AS (
				SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total FROM run WHERE account_id = %[1]d AND kind = 'sync'
			)
			SELECT real.id AS run, nextval('object_id') AS id, now() - (%[2]d - c.n) * interval '1 day' AS at
			FROM real JOIN generate_series(1, %[2]d - (SELECT count(*) FROM real)) AS c (n) ON real.n = c.n %% real.total + 1
			ORDER BY c.n`, provider, runs),
		`CREATE TEMPORARY TABLE copied_change ON COMMIT DROP AS
			SELECT c.*, x.id AS copy_of, nextval(pg_get_serial_sequence('entry', 'id')) AS change FROM copied c, LATERAL (
				SELECT max(id) AS id FROM change WHERE account_id = ` + fmt.Sprint(provider) + ` AND kind = 'catalog_changed') x ORDER BY c.id`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	ofRun := fmt.Sprintf(`JOIN copied c ON t.run_account_id = %d AND t.run_id = c.run ORDER BY c.id`, provider)
	ofChange := func(id string) string {
		return fmt.Sprintf(`JOIN copied_change c ON t.account_id = %d AND t.%s = c.copy_of ORDER BY c.id`, provider, id)
	}
	for _, table := range []copiedRows{
		{"run", fmt.Sprintf(`JOIN copied c ON t.account_id = %d AND t.id = c.run ORDER BY c.id`, provider),
			map[string]string{"id": "c.id", "at": "c.at", "dialog_key": "NULL"}},
		{"run_shared", ofRun, map[string]string{"run_id": "c.id"}},
		{"run_result", ofRun, map[string]string{"run_id": "c.id"}},
		{"entry", ofRun, map[string]string{"run_id": "c.id", "at": "c.at", "id": `nextval(pg_get_serial_sequence('entry', 'id'))`}},
		{"entry", ofChange("id"), map[string]string{"id": "c.change", "at": "c.at"}},
		{"change", ofChange("id"), map[string]string{"id": "c.change", "at": "c.at"}},
		{"change_part", ofChange("change_id"), map[string]string{"change_id": "c.change"}},
	} {
		if err := table.copy(ctx, tx); err != nil {
			return fmt.Errorf("copy rows of %s: %w", table.name, err)
		}
	}
	return tx.Commit()
}

// copiedRows says which rows of a table, t, are copied, and which columns of a copy are others.
type copiedRows struct {
	name, rows string
	others     map[string]string
}

func (c copiedRows) copy(ctx context.Context, tx *sql.Tx) error {
	const query = `SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`
	var all string
	if err := tx.QueryRowContext(ctx, query, c.name).Scan(&all); err != nil {
		return err
	}
	columns := strings.Split(all, ",")
	values := make([]string, len(columns))
	for i, column := range columns {
		values[i] = "t." + column
		if other := c.others[column]; other != "" {
			values[i] = other
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO `+c.name+` (`+all+`) OVERRIDING SYSTEM VALUE SELECT `+strings.Join(values, ", ")+
		` FROM `+c.name+` t `+c.rows)
	return err
}
