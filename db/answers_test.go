package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// computed is what pages show that is remembered between them.
type computed struct {
	All, One []domain.BoxCount
	LeftOut  []domain.Outcome
	Behind   map[domain.PlanID][]pages.NotPassedOn
	States   map[domain.SubscriptionID]domain.SyncState
}

// TestAnswersAreOfThisMoment changes one thing after the other on which a dialog depends, and asks a process that remembers what it
// was asked before, and one that does not.
func TestAnswersAreOfThisMoment(t *testing.T) {
	t.Parallel()
	url, planted := dbtest.WorldURL(t, `
		provider P: USD
		user P: administrator
		reseller A under P: USD
		reseller AA under A: EUR, operating unit
		exchange rate: 1 USD = 0.5 EUR
		notification expiry: visible
		P adds schedule Remind: -7 expiry, 3 expiry
		P adds category Office
		P adds plan Mail: plan category Software, sales categories Office, notification schedule Remind
		P adds period Mail month: recurring fee 10
		P adds resource Mail users: recurring price 2
		P adds resource Mail disk: recurring price 0.01
		P adds plan Web: plan category Software
		P adds period Web month: recurring fee 5
		P adds plan Program: type Reseller, plan category Software
		P adds period Program month
		template delegates Mail
		template privileges: Edit prices
		template order flow Standard: Sales New > Done
		everything is delivered`)
	open := func() *db.DB {
		d, err := db.Open(t.Context(), url, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	remembers := open()
	w := planted(remembers)
	asked := func(d *db.DB) computed {
		t.Helper()
		v := w.Viewers["P"]
		all, err := d.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: w.Plan})
		if err != nil {
			t.Fatal(err)
		}
		one, err := d.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: w.Plan, Subscription: w.Subscriptions["AA"]})
		if err != nil {
			t.Fatal(err)
		}
		behind, err := d.NotPassedOn(t.Context(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		states, err := d.SyncStatesOf(t.Context(), v, w.Plan, []domain.AccountID{w.Viewers["A"].Account.ID, w.Viewers["AA"].Account.ID})
		if err != nil {
			t.Fatal(err)
		}
		return computed{all.Counts, one.Counts, all.LeftOut, behind, states}
	}
	before := asked(remembers)
	for _, step := range []struct{ story, sql string }{
		{story: "P changes Mail month: recurring fee 12"},
		{story: "A changes Mail month: recurring fee 13"},
		{story: "resource disk: not measurable"},
		{story: "exchange rate: 1 USD = 0.8 EUR"},
		{story: "template delegates Web"},
		{story: "template privileges: Edit prices, View reports"},
		{story: "template order flow Standard: Sales New > Done, Sales Done > Closed"},
		{story: "template terms: every purchase, TOS 1"},
		{story: "notification expiry: not visible"},
		{sql: "UPDATE account SET disable_prices = true WHERE name = 'AA'"},
		{sql: "UPDATE subscription SET status = 'Terminated' WHERE account_id = (SELECT id FROM account WHERE name = 'AA')"},
		{sql: "UPDATE subscription SET status = 'Active' WHERE account_id = (SELECT id FROM account WHERE name = 'AA')"},
		{sql: "UPDATE account SET status = 'closed' WHERE name = 'A'"},
		{sql: "UPDATE account SET status = 'active' WHERE name = 'A'"},
		{story: "everything is delivered"},
	} {
		err := w.Tell(t.Context(), step.story)
		if err == nil && step.sql != "" {
			err = remembers.InTx(t.Context(), func(tx *sqlx.Tx) error {
				_, err := tx.Exec(step.sql)
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		now := asked(remembers)
		if diff := cmp.Diff(asked(open()), now); diff != "" {
			t.Errorf("after %q of a process that knows nothing yet (-) and one that remembers (+):\n%s", step.story+step.sql, diff)
		}
		if cmp.Equal(before, now) {
			t.Errorf("after %q everything is as before: %+v", step.story+step.sql, now)
		}
		if again := asked(remembers); !cmp.Equal(now, again) {
			t.Errorf("after %q the same was answered otherwise: %s", step.story+step.sql, cmp.Diff(now, again))
		}
		before = now
	}
}
