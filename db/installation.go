package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Use says what a database was made for.
type Use string

// The uses of a database. The demo has passwords that were shown on a screen; it and production never share a database.
const (
	UseDemo       Use = "demo"
	UseProduction Use = "production"
)

// CheckOwn returns an error when the database holds tables of another program. It wants no schema yet.
func (d *DB) CheckOwn(ctx context.Context) error {
	applied, err := d.appliedVersions(ctx)
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	if len(applied) > 0 {
		return nil
	}
	var foreign string
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		const query = `
			SELECT c.oid::regclass::text
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'goose_db_version'
			  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
			  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
			ORDER BY 1 LIMIT 1`
		return tx.GetContext(ctx, &foreign, query)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("look at the database: %w", err)
	default:
		return fmt.Errorf("the database holds data of something else (%s): use an empty one", foreign)
	}
}

// Claim marks the database as made for use, once and for all. It fails when it was made for the other use before, or
// holds accounts although nobody has marked it.
func (d *DB) Claim(ctx context.Context, use Use) error {
	return d.InTx(ctx, func(tx *sqlx.Tx) error { return claim(ctx, tx, use) })
}

func claim(ctx context.Context, tx *sqlx.Tx, use Use) error {
	const claim = `
		INSERT INTO installation (kind)
		SELECT $1 WHERE NOT EXISTS (SELECT FROM account)
		ON CONFLICT (only_row) DO NOTHING`
	if _, err := tx.ExecContext(ctx, claim, use); err != nil {
		return fmt.Errorf("claim the database: %w", err)
	}
	return checkUse(ctx, tx, use)
}

// CheckUse fails when the database was made for another use. An unclaimed one fits any.
func (d *DB) CheckUse(ctx context.Context, use Use) error {
	return d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		err := checkUse(ctx, tx, use)
		if errors.Is(err, errUnclaimed) {
			return nil
		}
		return err
	})
}

var errUnclaimed = errors.New("the database holds accounts, but is not marked as a demo or as production")

func checkUse(ctx context.Context, tx *sqlx.Tx, use Use) error {
	var found Use
	err := tx.GetContext(ctx, &found, `SELECT kind FROM installation`)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errUnclaimed
	case err != nil:
		return fmt.Errorf("look at the installation: %w", err)
	case found != use:
		return fmt.Errorf("the database was made for the use %q and cannot serve as %q: use another one", found, use)
	}
	return nil
}
