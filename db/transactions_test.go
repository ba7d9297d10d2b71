package db_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
)

// write runs statements in one transaction.
func write(ctx context.Context, d *db.DB, statements ...string) error {
	return d.InTx(ctx, func(tx *sqlx.Tx) error {
		for _, query := range statements {
			if _, err := tx.ExecContext(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestFault103EndedConnections lets the server close all connections of the pool, as it does when it is restarted.
func TestFault103EndedConnections(t *testing.T) {
	t.Parallel()
	url := dbtest.PreparedURL(t, "", nil)
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	var open, release sync.WaitGroup
	open.Add(12)
	release.Add(1)
	var used sync.WaitGroup
	for range 12 {
		used.Go(func() {
			err := d.InReadTx(t.Context(), func(*sqlx.Tx) error {
				open.Done()
				release.Wait()
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	open.Wait()
	release.Done()
	used.Wait()
	other, err := db.Open(t.Context(), url, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	const end = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
	if err := write(t.Context(), other, end); err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		if err := write(t.Context(), d, `SELECT 1`); err != nil {
			t.Fatalf("request %d: %v", n, err)
		}
	}
	if _, err := d.UserByEmail(t.Context(), "nobody@example.com"); err == nil {
		t.Error("somebody has no address")
	}
}

// TestFault106Deadlock lets two transactions wait for each other: the server ends one of them, and nobody sees it.
func TestFault106Deadlock(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if err := write(t.Context(), d, `CREATE TABLE kept (id int PRIMARY KEY, n int)`, `INSERT INTO kept VALUES (1, 0), (2, 0)`); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup // have the first of their rows, when each is tried the first time
	both.Add(2)
	add := func(first, second int) error {
		var once sync.Once
		return d.InTx(t.Context(), func(tx *sqlx.Tx) error {
			const query = `UPDATE kept SET n = n + 1 WHERE id = $1`
			if _, err := tx.ExecContext(t.Context(), query, first); err != nil {
				return err
			}
			once.Do(func() { both.Done(); both.Wait() })
			_, err := tx.ExecContext(t.Context(), query, second)
			return err
		})
	}
	var group sync.WaitGroup
	group.Go(func() {
		if err := add(1, 2); err != nil {
			t.Errorf("1, 2: %v", err)
		}
	})
	group.Go(func() {
		if err := add(2, 1); err != nil {
			t.Errorf("2, 1: %v", err)
		}
	})
	group.Wait()
	if n, err := scalar(t.Context(), d, `SELECT sum(n) FROM kept WHERE n = $1`, 2); err != nil || n != 4 {
		t.Errorf("sum %d, %v, want each row counted twice", n, err)
	}
}

// TestFault106SerializationFailure lets a row change that a transaction of one moment changes, too: the server refuses that, it is tried
// again, and nobody sees it.
func TestFault106SerializationFailure(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if err := write(t.Context(), d, `CREATE TABLE kept (n int)`, `INSERT INTO kept VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	tries := 0
	err := d.InTx(t.Context(), func(tx *sqlx.Tx) error {
		tries++
		if _, err := tx.ExecContext(t.Context(), `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`); err != nil {
			return err
		}
		var n int
		if err := tx.GetContext(t.Context(), &n, `SELECT n FROM kept`); err != nil {
			return err
		}
		if tries == 1 {
			if err := write(t.Context(), d, `UPDATE kept SET n = n + 10`); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(t.Context(), `UPDATE kept SET n = $1`, n+1)
		return err
	})
	if n, failed := scalar(t.Context(), d, `SELECT n FROM kept WHERE n > $1`, 0); err != nil || failed != nil || n != 12 || tries != 2 {
		t.Errorf("%d after %d tries: %v, %v", n, tries, err, failed)
	}
}
