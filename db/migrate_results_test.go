package db_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"

	"tiersync/db/dbtest"
)

// resultsBefore are the results of a run as they were stored before 00009_lean_runs.sql: of three resellers alike on two
// levels, one of them with something of their own, and of three about whose own values there was something to say, two of them
// alike.
const resultsBefore = `
	INSERT INTO run (account_id, id, duration_us, kind, plan_id, plan_name, reach, options, policy, template_id, template_name,
		template_version, rates, fingerprint, since_dialog, resellers, changed, unchanged, skipped, changes, own_overwritten, own_kept)
	VALUES (1, 10, 1, 'sync', 5, 'Gold', 'all', '{}', 'overwrite', 6, 'Partners', 1, '{}', '', '{}', 6, 6, 0, 0, 14, 2, 1);
	INSERT INTO outcome_set (id, hash, body, changes) OVERRIDING SYSTEM VALUE VALUES (1, sha256('a'), 'a', 2);
	INSERT INTO own (account_id, id, layers) VALUES (5, 80, '{}'), (6, 90, '{}'), (6, 91, '{}'), (7, 92, '{}');
	INSERT INTO run_shared (run_account_id, run_id, number, skip, outcomes, changes, account_ids, subscription_ids, levels, own_ids)
	VALUES (1, 10, 0, '', '{1}', 2, '{2,3,4}', '{12,13,14}', '{1,2,1}', '{0,0,70}');
	INSERT INTO run_result (account_id, run_account_id, run_id, subscription_id, level, own_from, own_to, skip, outcomes,
		own_outcomes, changes, own_overwritten, own_kept)
	VALUES (5, 1, 10, 15, 2, 80, NULL, '', '{1}', '', 3, 1, 0), (6, 1, 10, 16, 2, 90, 91, '', '{1}', '', 3, 1, 0),
		(7, 1, 10, 17, 2, 92, 92, 'on hold', '{}', '', 0, 0, 1)`

// migratedTo returns an open database with the schema of an earlier version, and what migrates it further.
func migratedTo(t *testing.T, url string, version int64) (*sql.DB, *goose.Provider) {
	t.Helper()
	connector, err := pq.NewConnector(url)
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	t.Cleanup(func() { pool.Close() })
	pool.SetMaxOpenConns(1)
	migrations, err := goose.NewProvider(goose.DialectPostgres, pool, os.DirFS("migrations"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return pool, migrations
}

// older is a database at an earlier version of the schema.
type older struct {
	t          testing.TB
	url        string
	pool       *sql.DB
	migrations *goose.Provider
}

// olderDatabase returns a database at a version of the schema, with what planted puts into it past the program and without what
// that refers to.
func olderDatabase(t *testing.T, version int64, planted string) older {
	t.Helper()
	o := older{t: t, url: dbtest.EmptyURL(t)}
	o.pool, o.migrations = migratedTo(t, o.url, version)
	o.plant(planted)
	return o
}

// plant executes statements past the program and without what their rows refer to.
func (o older) plant(statements string) {
	o.t.Helper()
	statements = "SET session_replication_role = replica; " + statements + "; SET session_replication_role = origin"
	if _, err := o.pool.ExecContext(o.t.Context(), statements); err != nil {
		o.t.Fatal(err)
	}
}

// up migrates to the present version.
func (o older) up() {
	o.t.Helper()
	if _, err := o.migrations.Up(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// query returns the one column of a query.
func (o older) query(query string) []string {
	o.t.Helper()
	rows, err := o.pool.QueryContext(o.t.Context(), query)
	if err != nil {
		o.t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			o.t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		o.t.Fatal(err)
	}
	return list
}

// TestMigrateKeepsResults: what a run did to whom reads the same after the tables of results were made leaner.
func TestMigrateKeepsResults(t *testing.T) {
	t.Parallel()
	o := olderDatabase(t, 8, resultsBefore)
	const resellers = `SELECT r::text FROM run_reseller r ORDER BY account_id`
	before := o.query(resellers)
	if len(before) != 6 {
		t.Fatalf("%d resellers before the migration: %q", len(before), before)
	}
	o.up()
	if diff := cmp.Diff(before, o.query(resellers)); diff != "" {
		t.Errorf("resellers of the run (-before +after):\n%s", diff)
	}
	groups := []string{"(0,1,{2;4},{0;70})", "(1,2,{3},{})", "(2,2,{},{})", "(3,2,{},{})"}
	const shared = `
		SELECT format('(%s,%s,{%s},{%s})', number, level, array_to_string(account_ids, ';'), array_to_string(own_ids, ';'))
		FROM run_shared ORDER BY number`
	if diff := cmp.Diff(groups, o.query(shared)); diff != "" {
		t.Errorf("rows of run_shared (-want +got):\n%s", diff)
	}
}
