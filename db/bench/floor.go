package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// floor is the least that any design must write when every reseller changes: one pointer updated and one row of the log
// inserted for each, in one transaction, by hand-written SQL without a constraint but the primary keys.
type floor struct {
	conn      *sql.DB
	resellers int
	round     int
}

const floorTables = `
	CREATE SCHEMA floor;
	CREATE TABLE floor.pointer (account_id bigint PRIMARY KEY, version bigint NOT NULL);
	CREATE TABLE floor.log (
		account_id bigint NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT now(),
		version_from bigint NOT NULL, version_to bigint NOT NULL, PRIMARY KEY (account_id, id))`

func newFloor(ctx context.Context, conn *sql.DB, resellers int) (*floor, error) {
	f := &floor{conn: conn, resellers: resellers}
	if _, err := conn.ExecContext(ctx, floorTables); err != nil {
		return nil, fmt.Errorf("tables of the floor: %w", err)
	}
	_, err := conn.ExecContext(ctx, `INSERT INTO floor.pointer SELECT n, 0 FROM generate_series(1, $1) n`, resellers)
	if err == nil {
		_, err = conn.ExecContext(ctx, `ANALYZE floor.pointer`)
	}
	if err != nil {
		return nil, fmt.Errorf("rows of the floor: %w", err)
	}
	return f, nil
}

// run moves every pointer once.
func (f *floor) run(ctx context.Context) (time.Duration, error) {
	f.round++
	const log = `
		INSERT INTO floor.log (account_id, version_from, version_to)
		SELECT account_id, version, $1 FROM floor.pointer`
	return timed(func() error {
		return inTx(ctx, f.conn,
			statement{"the floor's log", log, []any{f.round}},
			statement{"the floor's pointers", `UPDATE floor.pointer SET version = $1`, []any{f.round}})
	})
}

// statement is one step of a transaction.
type statement struct {
	what  string
	query string
	args  []any
}

func inTx(ctx context.Context, conn *sql.DB, steps ...statement) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for _, s := range steps {
		if _, err := tx.ExecContext(ctx, s.query, s.args...); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return tx.Commit()
}
