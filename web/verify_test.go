package main

import (
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	command := []string{"verify", "--database-url=" + dbtest.PreparedURL(t, "demo", fillDemo)}
	var out strings.Builder
	if err := run(&commands{}, command, &out); err != nil || !strings.HasPrefix(out.String(), "Everything is as it was computed: ") {
		t.Errorf("%v: %s", err, &out)
	}
}

func TestVerifySaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	url := dbtest.PreparedURL(t, "demo", fillDemo)
	database, err := db.Open(t.Context(), url, db.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	err = database.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE pointer SET own_id = NULL WHERE own_id IS NOT NULL`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = run(&commands{}, []string{"verify", "--database-url=" + url}, &out)
	if err == nil || !strings.Contains(out.String(), "the pointer is not where the log says") {
		t.Errorf("%v: %s", err, &out)
	}
}
