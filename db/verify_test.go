package db_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// verify fails for everything that is not stored as it was computed.
func (w *world) verify() {
	w.t.Helper()
	v, err := w.db.Verify(w.t.Context())
	w.check(err)
	for _, wrong := range v.Wrong {
		w.t.Error(wrong)
	}
	if v.Catalogs == 0 {
		w.t.Error("no catalog was looked at")
	}
}

func TestVerifyFindsNothingAfterOrdinaryWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.edit("P", w.variedCatalog())
	w.sync()
	w.overrideEverything("R1")
	w.edit("P", w.catalog("12"))
	run := w.sync().Run.ID
	w.setFee("R2", "20")
	w.undo(run)
	w.sync()
	w.verify()
}

func TestVerifyFindsDamage(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, table, damage, want string }{
		{"another price", "period_version", `UPDATE period_version SET recurring_fee = 11 WHERE plan_version = 2`, "plan version 2 is not what was stored"},
		{"another part", "part", `UPDATE part SET body = '{"Plan": null, "Sales": null, "Resource": null}' WHERE id = 1`,
			"categories 1 is not what was stored"},
		{"outcomes", "outcome_set", `UPDATE outcome_set SET body = body || '\x00' WHERE id = 1`, "list of outcomes 1 is not what was stored"},
		{"a pointer", "pointer", `UPDATE pointer SET delivered_id = NULL WHERE account_id = (SELECT max(account_id) FROM pointer)`,
			"the pointer is not where the log says"},
		{"a change", "change_part", `INSERT INTO change (account_id, id, kind, object, object_id, code, name)
				SELECT min(id), 1, 'fees_changed', 'plan', 2, '', 'Mail' FROM account;
			INSERT INTO change_part (account_id, change_id, number, edits, fields) SELECT account_id, id, 1, '[]', '[]' FROM change`,
			"some of its values are not there"},
		{"a run", "run", `UPDATE run SET changes = changes + 1`, "the totals are not those of its resellers"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.sync()
			w.exec(`ALTER TABLE ` + test.table + ` DISABLE TRIGGER USER`)
			w.exec(test.damage)
			v, err := w.db.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(v.Wrong) != 1 || !strings.Contains(v.Wrong[0], test.want) {
				t.Errorf("found %q, want %q alone", v.Wrong, test.want)
			}
		})
	}
}

// Each query has the whole time: two that take 1.5 s do not fit into one transaction of 2.5 s.
func TestVerifyGivesEachQueryItsTime(t *testing.T) {
	t.Parallel()
	url := dbtest.PreparedURL(t, "", nil)
	w := emptyWorld(t, open(t, url))
	w.exec(`ALTER TABLE outcome_set RENAME TO outcomes;
		CREATE VIEW outcome_set AS SELECT o.* FROM pg_sleep(1.5) CROSS JOIN outcomes o`)
	hasty, err := db.Open(t.Context(), url, db.Options{MaxConns: 1, TxBudget: 2500 * time.Millisecond})
	w.check(err)
	t.Cleanup(func() { hasty.Close() })
	if _, err := hasty.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOptionsLimitAStatement(t *testing.T) {
	t.Parallel()
	database, err := db.Open(t.Context(), dbtest.EmptyURL(t), db.Options{MaxConns: 1, Statement: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	err = database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), `SELECT pg_sleep(60)`)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
}
