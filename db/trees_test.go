package db_test

import (
	"fmt"
	"testing"
	"time"

	"tiersync/domain"
)

// plant puts resellers below the provider past the program: as a chain, each below the one before, or all side by side.
func (w *world) plant(count int, chain bool) {
	w.t.Helper()
	const accounts = `
		INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency)
		SELECT 1000000 + n, CASE WHEN $3 AND n > 1 THEN 1000000 + n - 1 ELSE $1 END, $1, CASE WHEN $3 THEN n ELSE 1 END,
			'reseller', 'Reseller ' || n, 'USD'
		FROM generate_series(1, $2::integer) AS n`
	w.exec(accounts, w.accounts["P"], count, chain)
	const subscriptions = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
		SELECT id, parent_id, $1, name, 'Active', now(), now() FROM account WHERE id > 1000000`
	w.exec(subscriptions, resellerPlan)
}

func TestFault056DeepAndWideTrees(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		count int
		chain bool
	}{{"50 levels", 50, true}, {"5000 side by side", 5000, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.plant(tt.count, tt.chain)
			page := w.sync()
			if got := page.Run.Totals; got.Changed != tt.count+5 {
				t.Errorf("totals: %+v, want %d changed", got, tt.count+5)
			}
			last := fmt.Sprint("Reseller ", tt.count)
			w.accounts[last] = domain.AccountID(1000000 + tt.count)
			if got := w.fee(last, mailPlan); got != "10" {
				t.Errorf("fee of the last reseller: %s, want 10", got)
			}
			if page.Run.Duration > 5*time.Second {
				t.Errorf("the run took %s", page.Run.Duration)
			}
		})
	}
}
