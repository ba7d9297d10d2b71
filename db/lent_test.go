package db_test

import (
	"testing"

	"tiersync/db/dbtest"
)

// TestWhatVendorsLendIsNotSoughtAmongAllTenants: what an account may use of those above is found from their ids, however many others have
// notification templates and order flows in the same database.
func TestWhatVendorsLendIsNotSoughtAmongAllTenants(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, bystanderStory)
	for _, statement := range []string{
		`INSERT INTO account (id, provider_id, level, kind, name, currency) 
			SELECT n, n, 0, 'provider', 'Another ' || n, 'USD' FROM generate_series(900001, 900200) n`,
		`INSERT INTO notification_template (account_id, name, subject, body, visible)
			SELECT 900001 + n % 200, 'Notice ' || n, '', '', true FROM generate_series(1, 2000) n`,
		`INSERT INTO order_flow (account_id, name, transitions) SELECT 900001 + n % 200, 'Flow ' || n, '[]' FROM generate_series(1, 2000) n`,
		`ANALYZE notification_template, order_flow`,
	} {
		if err := execute(t, w.DB, statement); err != nil {
			t.Fatal(err)
		}
	}
	read, err := w.DB.LentRead(t.Context(), w.Viewers["A"])
	if err != nil {
		t.Fatal(err)
	}
	if read > 100 {
		t.Errorf("%d rows are read of what vendors lend, most of them of others", read)
	}
}
