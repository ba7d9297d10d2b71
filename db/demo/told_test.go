package demo_test

import (
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/views/pages"
)

func TestTheHistoryIsToldOverWeeks(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	runs, _, err := d.Runs(t.Context(), v, pages.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]bool{}
	for _, run := range runs {
		days[run.At.Format(time.DateOnly)] = true
	}
	if age := time.Since(runs[0].At); len(days) != 4 || age < 16*24*time.Hour || age > 18*24*time.Hour {
		t.Errorf("the runs are of %v, the last one %v ago; want four days and 17 days ago", days, age)
	}
	audit, err := d.Audit(t.Context(), v, pages.AuditQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(audit.Rows[len(audit.Rows)-1].At); age < 60*24*time.Hour {
		t.Errorf("the audit begins %v ago, want about two months", age)
	}
	err = d.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		unordered := 0
		const query = `SELECT count(*) FROM (SELECT at < lag(at) OVER (ORDER BY id) AS early FROM entry) e WHERE early`
		if err := tx.GetContext(t.Context(), &unordered, query); err != nil {
			return err
		}
		if unordered != 0 {
			t.Errorf("%d entries are earlier than the one before", unordered)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheHistoryCannotBeChanged(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, table := range []string{"entry", "change", "audit", "run"} {
		err := d.InTx(t.Context(), func(tx *sqlx.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE `+table+` SET at = now()`)
			return err
		})
		if err == nil {
			t.Errorf("the rows of %s can be changed", table)
		}
	}
}
