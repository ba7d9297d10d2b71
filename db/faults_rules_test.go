package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// chainStory is a chain of three currencies, whose middle has a rule, and an own value on one of the two plans.
const chainStory = `
provider P: USD
reseller A under P: EUR
reseller B under A: JPY
user {P,A,B}: administrator
exchange rate: 1 USD = 0.5 EUR
exchange rate: 1 USD = 100 JPY
template privileges: all
template delegates Program Mail Office
P adds plan {Program,Mail,Office}: plan category Cloud
P adds period {Program,Mail,Office} month: recurring fee 10
P changes Program: type Reseller
everything is delivered
A rules fees: +20 %
A changes Office month: recurring fee 9
`

// A rule and an own value meet Overwrite, Keep and undo in a chain of three currencies: as docs/rules.md says, and as SQL reads it.
func TestFault122RulesInAChain(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, chainStory)
	fees := func() map[string]string {
		found := map[string]string{}
		for _, who := range []string{"A", "B"} {
			v := w.Viewers[who]
			catalog, _, err := w.DB.Catalog(t.Context(), v, v.Account.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range catalog.Plans {
				if p.Type != domain.ResellerPlan {
					price := p.Periods[0].Fees[domain.RecurringFee].String()
					found[who+" "+p.Name] = price
					sold := ask[string](t, w.DB, `SELECT trim_scale(recurring_fee)::text FROM reseller_fee WHERE account_id = $1 AND plan_id = $2`, v.Account.ID, p.ID)
					if sold != price {
						t.Errorf("SQL reads %s of %s at %s, and domain %s", sold, p.Name, who, price)
					}
				}
			}
		}
		return found
	}
	runs := func(policy domain.Policy) domain.RunID {
		t.Helper()
		id, err := w.DB.Synchronize(t.Context(), w.Viewers["P"], domain.RunRequest{Plan: planNamed(t, w.DB, w.Viewers["P"], "Program"), Reach: domain.AllLevels,
			Options: domain.AllOptions(), Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	expect := func(when string, want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, fees()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	expect("with a rule and an own value, before a run", map[string]string{"A Mail": "6", "A Office": "9", "B Mail": "1000", "B Office": "1000"})
	runs(domain.Keep)
	kept := map[string]string{"A Mail": "6", "A Office": "9", "B Mail": "1200", "B Office": "1800"}
	expect("after Keep", kept)
	if err := w.Tell(t.Context(), "P changes {Mail,Office} month: recurring fee 20"); err != nil {
		t.Fatal(err)
	}
	overwrite := runs(domain.Overwrite)
	expect("after Overwrite", map[string]string{"A Mail": "10", "A Office": "10", "B Mail": "2000", "B Office": "2000"})
	if _, err := w.DB.Undo(t.Context(), w.Viewers["P"], overwrite, nil); err != nil {
		t.Fatal(err)
	}
	expect("after the undo", kept)
}

// planNamed is the id of a plan of somebody's.
func planNamed(t testing.TB, d *db.DB, v domain.Viewer, name string) domain.PlanID {
	t.Helper()
	catalog, _, err := d.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range catalog.Plans {
		if p.Name == name {
			return p.ID
		}
	}
	t.Fatalf("there is no plan %s", name)
	return 0
}
