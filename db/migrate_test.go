package db_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
)

func openEmpty(t *testing.T) *db.DB {
	t.Helper()
	database, err := db.Open(t.Context(), dbtest.EmptyURL(t), db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	return database
}

func wantMessage(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}

// Fault 66: one migrates, the others wait.
func TestMigrateInParallel(t *testing.T) {
	t.Parallel()
	database := openEmpty(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := database.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := database.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestMigrateAsAnOwner: the role that owns the database and nothing else of the server brings the schema about.
func TestMigrateAsAnOwner(t *testing.T) {
	t.Parallel()
	address := dbtest.EmptyURL(t)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name, role := strings.TrimPrefix(u.Path, "/"), "owner_of_"+strings.TrimPrefix(u.Path, "/tiersync_test_")
	admin := open(t, address)
	if err := execute(t, admin, `CREATE ROLE `+role+` LOGIN PASSWORD 'secret'; ALTER DATABASE `+name+` OWNER TO `+role); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := admin.InTx(context.WithoutCancel(t.Context()), func(tx *sqlx.Tx) error {
			_, err := tx.Exec(`REASSIGN OWNED BY ` + role + ` TO current_user; DROP OWNED BY ` + role + `; DROP ROLE ` + role)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	u.User = url.UserPassword(role, "secret")
	database := open(t, u.String())
	if err := database.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := database.CheckSchema(t.Context()); err != nil {
		t.Error(err)
	}
}

// Fault 81.
func TestCheckSchema(t *testing.T) {
	t.Parallel()
	wantMessage(t, openEmpty(t).CheckSchema(t.Context()), "run the command migrate first")
	database := dbtest.Open(t)
	if err := execute(t, database, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`); err != nil {
		t.Fatal(err)
	}
	wantMessage(t, database.CheckSchema(t.Context()), "does not know")
	if err := execute(t, database, `DELETE FROM goose_db_version WHERE version_id IN (1, 99999)`); err != nil {
		t.Fatal(err)
	}
	wantMessage(t, database.CheckSchema(t.Context()), "lacks schema version 1")
}

func TestCheckOwn(t *testing.T) {
	t.Parallel()
	database := openEmpty(t)
	if err := database.CheckOwn(t.Context()); err != nil {
		t.Errorf("an empty database: %v", err)
	}
	if err := execute(t, database, `CREATE SCHEMA shop; CREATE TABLE shop.basket ()`); err != nil {
		t.Fatal(err)
	}
	wantMessage(t, database.CheckOwn(t.Context()), "shop.basket")
	if err := dbtest.Open(t).CheckOwn(t.Context()); err != nil {
		t.Errorf("our own: %v", err)
	}
}

func TestClaim(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	if err := database.CheckUse(t.Context(), db.UseProduction); err != nil {
		t.Errorf("an unclaimed database: %v", err)
	}
	for range 2 {
		if err := database.Claim(t.Context(), db.UseDemo); err != nil {
			t.Fatal(err)
		}
	}
	wantMessage(t, database.Claim(t.Context(), db.UseProduction), `made for the use "demo"`)
	wantMessage(t, database.CheckUse(t.Context(), db.UseProduction), `made for the use "demo"`)
	unmarked := dbtest.Open(t)
	chain(t, unmarked)
	wantMessage(t, unmarked.Claim(t.Context(), db.UseDemo), "not marked")
}
