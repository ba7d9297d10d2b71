package db_test

import (
	"context"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
)

// ask returns the one value of a query's answer.
func ask[T any](t testing.TB, d *db.DB, query string, args ...any) T {
	t.Helper()
	var value T
	err := d.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &value, query, args...)
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

// newURL returns the URL of a migrated, empty database for this test alone.
func newURL(t testing.TB) string {
	t.Helper()
	return dbtest.PreparedURL(t, "", func(context.Context, *db.DB) error { return nil })
}
