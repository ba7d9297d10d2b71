package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the advisory lock that one migrating process holds. It is negative because positive numbers are the
// locks of provider trees.
const migrationLock = -7215

// Migrate brings the schema to the version of this program. Two processes that start it at once take turns; the second
// finds nothing to do. Statements of a migration may take as long as they need.
func (d *DB) Migrate(ctx context.Context) error {
	inner, err := pq.NewConnectorConfig(d.config)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	pool := sql.OpenDB(inner)
	defer pool.Close()
	provider, err := newProvider(pool, d.options)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func newProvider(pool *sql.DB, options Options) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// One try a second, for two minutes.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(migrationLock), lock.WithLockTimeout(1, 120))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, pool, files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true), goose.WithSlog(options.Logger),
		goose.WithGoMigrations(goose.NewGoMigration(addressesCleaned, &goose.GoFunc{RunTx: cleanAddresses}, nil)))
}

// CheckSchema returns an error that says what to do unless the schema has exactly the version of this program.
func (d *DB) CheckSchema(ctx context.Context) error {
	applied, err := d.appliedVersions(ctx)
	if err != nil {
		return fmt.Errorf("check the schema: %w", err)
	}
	known, err := knownVersions()
	if err != nil {
		return fmt.Errorf("check the schema: %w", err)
	}
	if len(applied) == 0 {
		return errors.New("the database has no Tiersync schema yet: run the command migrate first")
	}
	for _, v := range applied {
		if !slices.Contains(known, v) {
			return fmt.Errorf("the database has schema version %d, which this program does not know: "+
				"start the newer program that made it", v)
		}
	}
	for _, v := range known {
		if !slices.Contains(applied, v) {
			return fmt.Errorf("the database lacks schema version %d: run the command migrate first", v)
		}
	}
	return nil
}

// appliedVersions lists the migrations that the database has, in ascending order; none when it is not Tiersync's.
func (d *DB) appliedVersions(ctx context.Context) ([]int64, error) {
	var applied []int64
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		var exists bool
		err := tx.GetContext(ctx, &exists, `SELECT to_regclass('goose_db_version') IS NOT NULL`)
		if err != nil || !exists {
			return err
		}
		return tx.SelectContext(ctx, &applied, `
			SELECT DISTINCT version_id FROM goose_db_version
			WHERE is_applied AND version_id > 0 ORDER BY version_id`)
	})
	return applied, err
}

// knownVersions lists the migrations inside this program, in ascending order.
func knownVersions() ([]int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	known := []int64{addressesCleaned}
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		known = append(known, version)
	}
	slices.Sort(known)
	return known, nil
}
