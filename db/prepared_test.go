package db_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
)

// oneConnection returns a database with a pool of one: what comes after something meets its connection.
func oneConnection(t *testing.T) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dbtest.PreparedURL(t, "", nil), db.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// scalar asks for one number in a transaction of its own.
func scalar(ctx context.Context, d *db.DB, query string, args ...any) (n int, err error) {
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &n, query, args...) })
	return n, err
}

func prepared(t *testing.T, d *db.DB) int {
	t.Helper()
	n, err := scalar(t.Context(), d, `SELECT count(*) FROM pg_prepared_statements`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStatementsThatComeAgainArePrepared(t *testing.T) {
	t.Parallel()
	d := oneConnection(t)
	for n := range 5 {
		got, err := scalar(t.Context(), d, `SELECT $1::int + $2::int`, n, 1)
		if err != nil || got != n+1 {
			t.Fatalf("%d + 1 = %d, %v", n, got, err)
		}
	}
	if got := prepared(t, d); got != 1 {
		t.Errorf("%d statements are prepared, want that which came again", got)
	}
	long := fmt.Sprintf("{%0*d}", 9000, 7)
	for range 3 {
		if got, err := scalar(t.Context(), d, `SELECT cardinality($1::bigint[])`, long); err != nil || got != 1 {
			t.Fatalf("a long list: %d, %v", got, err)
		}
	}
	if got := prepared(t, d); got != 1 {
		t.Errorf("%d statements are prepared: those with long lists are planned each time", got)
	}
	for range 3 {
		if got, err := scalar(t.Context(), d, `/* planned each time */ SELECT $1::int`, 7); err != nil || got != 7 {
			t.Fatalf("a query that is planned each time: %d, %v", got, err)
		}
	}
	if got := prepared(t, d); got != 1 {
		t.Errorf("%d statements are prepared: one says that it is planned each time", got)
	}
}

func TestPreparedStatementsAreBounded(t *testing.T) {
	t.Parallel()
	d := oneConnection(t)
	for n := range 700 {
		for range 2 {
			if got, err := scalar(t.Context(), d, fmt.Sprintf(`SELECT $1::int + %d`, n), 1); err != nil || got != n+1 {
				t.Fatalf("statement %d: %d, %v", n, got, err)
			}
		}
	}
	if got := prepared(t, d); got == 0 || got > 256 {
		t.Errorf("%d statements are prepared", got)
	}
}

// TestPreparedStatementsSurviveAMigration: what a statement returns changes while a program keeps it.
func TestPreparedStatementsSurviveAMigration(t *testing.T) {
	t.Parallel()
	d := oneConnection(t)
	change := func(query string) {
		t.Helper()
		err := d.InTx(t.Context(), func(tx *sqlx.Tx) error {
			_, err := tx.ExecContext(t.Context(), query)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const query = `SELECT n FROM kept WHERE n = $1`
	ask := func() error {
		_, err := scalar(t.Context(), d, query, 1)
		return err
	}
	change(`CREATE TABLE kept AS SELECT 1 AS n`)
	for range 3 {
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	change(`ALTER TABLE kept ALTER n TYPE bigint`)
	tries := 0
	err := d.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		tries++
		return tx.GetContext(t.Context(), new(int64), query, 1)
	})
	if err != nil || tries != 2 {
		t.Errorf("after %d tries: %v; it is to be forgotten and asked again", tries, err)
	}
}

// TestGivingUpEndsTheConnection: nobody knows which statement the server stops when somebody gives up.
func TestGivingUpEndsTheConnection(t *testing.T) {
	t.Parallel()
	d := oneConnection(t)
	pid := func() int {
		t.Helper()
		n, err := scalar(t.Context(), d, `SELECT pg_backend_pid()`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	const sleep = `SELECT 1 FROM pg_sleep($1)`
	for range 2 {
		if _, err := scalar(t.Context(), d, sleep, 0.001); err != nil {
			t.Fatal(err)
		}
	}
	before := pid()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := scalar(ctx, d, sleep, 30); err == nil {
		t.Fatal("nobody gave up")
	}
	if after := pid(); after == before {
		t.Errorf("connection %d is used again", after)
	}
}
