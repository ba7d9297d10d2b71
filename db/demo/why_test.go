package demo_test

import (
	"slices"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/domain/oracle"
)

// TestWhyAddsUpForEveryPrice asks, of every price of every account of the demo, why it is so: as the provider, who sees the whole chain, and as the
// account itself, who is told nothing of its vendor but what they sell.
func TestWhyAddsUpForEveryPrice(t *testing.T) {
	t.Parallel()
	d := open(t)
	provider := viewer(t, d, "admin@provider.example")
	var asked atomic.Int64
	t.Run("accounts", func(t *testing.T) {
		for _, a := range accountsBelow(t, d, provider) {
			t.Run(a.Name, func(t *testing.T) {
				t.Parallel()
				own := domain.Viewer{Account: a, User: domain.User{Account: a.ID, Role: domain.Administrator}, Granted: domain.Privileges()}
				catalog, _, err := d.Catalog(t.Context(), provider, a.ID)
				if err != nil {
					t.Fatal(err)
				}
				for i, p := range catalog.Plans {
					asked.Add(int64(everyPriceAddsUp(t, d, provider, a, p)))
					if a.ID != provider.Account.ID && i%5 == 0 {
						everyPriceAddsUp(t, d, own, a, p)
					}
				}
			})
		}
	})
	if asked := asked.Load(); asked < 1000 {
		t.Errorf("only %d prices were asked for", asked)
	}
}

// accountsBelow are all accounts of the viewer's tree, their own first.
func accountsBelow(t *testing.T, d *db.DB, v domain.Viewer) []domain.Account {
	t.Helper()
	var ids []domain.AccountID
	err := d.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.SelectContext(t.Context(), &ids, `SELECT id FROM account WHERE provider_id = $1 ORDER BY level, id`, v.Account.ID)
	})
	accounts := make([]domain.Account, len(ids))
	for i := 0; i < len(ids) && err == nil; i++ {
		accounts[i], err = d.Account(t.Context(), v.Account.ID, ids[i])
	}
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

// everyPriceAddsUp asks as somebody for all prices of a plan of an account, and returns how many there are.
func everyPriceAddsUp(t *testing.T, d *db.DB, v domain.Viewer, a domain.Account, p *domain.Plan) int {
	t.Helper()
	var keys []domain.Key
	for key := range p.EveryPrice() {
		keys = append(keys, key)
	}
	whys, err := d.Whys(t.Context(), v, a.ID, p.ID, keys...)
	if err != nil {
		t.Fatal(err)
	}
	for i, why := range whys {
		sold, _ := p.Price(keys[i])
		if problem := oracle.AddsUp(keys[i], why.Steps, sold); problem != "" || why.Sold != sold {
			t.Errorf("%s of %s, %s, as %s: %s\n%+v", keys[i].Text(), p.Name, a.Name, v.Account.Name, problem, why.Steps)
		}
		if n := len(why.History); sold.IsSet() && (n == 0 || why.History[n-1].Price != sold || why.History[n-1].Cost != why.Cost) {
			t.Errorf("%s of %s, %s: the history ends otherwise: %+v", keys[i].Text(), p.Name, a.Name, why.History)
		}
		beyond := func(s domain.WhyStep) bool {
			return why.Chain[s.Of].ID != v.Account.ID && s.Of < why.Self && s.Kind != domain.WhyTheirs && s.Kind != domain.WhyMSRP
		}
		if slices.ContainsFunc(why.Steps, beyond) || len(why.Chain) > 0 && why.Self > 1 {
			t.Errorf("%s of %s tells %s of their vendor: %+v", keys[i].Text(), p.Name, v.Account.Name, why.Steps)
		}
	}
	return len(keys)
}
