package db_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/db/dbtest"
	"tiersync/db/versions"
	"tiersync/db/versions/golden"
	"tiersync/domain"
)

// TestVerifyGoldenRows: rows that the first release stored are what they were, whatever was migrated since, and are found
// again by their hashes.
func TestVerifyGoldenRows(t *testing.T) {
	t.Parallel()
	d := open(t, firstRelease(t))
	found, err := d.Verify(t.Context())
	if err != nil || found.Catalogs != 1 || len(found.Wrong) > 0 {
		t.Errorf("verify looked at %d catalogs, found %q, %v", found.Catalogs, found.Wrong, err)
	}
	err = d.InTx(t.Context(), func(tx *sqlx.Tx) error {
		store := versions.In(tx, versions.NewCache())
		now, err := store.Standing(t.Context(), 1001)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(golden.Catalog(), now.Effective(), equalValues()); diff != "" {
			t.Errorf("catalog (-want +got):\n%s", diff)
		}
		same := (&domain.Own{}).WithMade(golden.Catalog())
		entry, err := store.ReplaceOwn(t.Context(), now, same, versions.Cause{Action: "imported", Object: "Everything"})
		if entry != 0 {
			t.Error("the same was stored again as something else")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// firstRelease returns the URL of a database that the first release filled, migrated to what it is today.
func firstRelease(t *testing.T) string {
	t.Helper()
	url := dbtest.EmptyURL(t)
	stored, err := os.ReadFile("testdata/form1.sql")
	if err != nil {
		t.Fatal(err)
	}
	pool, migrations := migratedTo(t, url, 9)
	if _, err := pool.ExecContext(t.Context(), string(stored)); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	return url
}
