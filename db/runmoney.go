package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file tells what a run that was made moved in money: of the versions that it kept, once, for a run never changes.

// keptMoney is how many runs are remembered so: a few sums each.
const keptMoney = 100

// runMoney is what a run moved in money.
type runMoney struct {
	domain.Money
	moved int // resellers who are not added up, because they have another vendor since
}

// RunMoney returns a run of the viewer's own account with what it moved in money, else KindNotFound. Costs are those of the vendor before the
// run and after their own part of it, at the rates of then. Who was moved to another vendor since is not added up.
func (d *DB) RunMoney(ctx context.Context, v domain.Viewer, id domain.RunID) (page pages.RunPage, err error) {
	if page, err = d.Run(ctx, v, id, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1}}); err != nil {
		return page, err
	}
	sums, err := d.runMoney(ctx, v, page.Run)
	if err != nil {
		return page, fmt.Errorf("what run %d moved in money: %w", id, err)
	}
	err = d.read(ctx, func(s *store) error {
		page.Money, err = s.money(ctx, &sums.Money)
		return err
	})
	if err == nil {
		page.Money.Moved = sums.moved
	}
	return page, err
}

func (d *DB) runMoney(ctx context.Context, v domain.Viewer, run domain.Run) (sums runMoney, err error) {
	ctx, end := traced(ctx, "money of a run")
	defer func() { end(err) }()
	var key answerKey
	var known bool
	var in domain.Input
	var results []domain.Result
	err = d.readApart(ctx, func(s *store) (err error) {
		now, unmeasured, err := s.conversions(ctx, v.Account.Provider)
		if err != nil {
			return err
		}
		in.Unmeasured = unmeasured
		if in.Rates, err = s.ratesIn(ctx, v.Account.Provider, now, run); err != nil {
			return err
		}
		rows, err := s.resultPointers(ctx, v.Account.ID, run.ID, 0)
		if err != nil {
			return err
		}
		moved, err := s.movedSince(ctx, run, rows)
		if err != nil {
			return err
		}
		key = keyOf("money", v.Account.ID, run.ID, moved, in.Rates, in.Unmeasured)
		if sums, known = d.moneys.get(key); known {
			return nil
		}
		kept := filter(rows, func(r resultRow) bool { return !slices.Contains(moved, r.Account) })
		sums.moved = len(rows) - len(kept)
		results, err = s.moneyResults(ctx, v, run, rows, kept, &in)
		return err
	})
	if err != nil || known {
		return sums, err
	}
	endSnapshot(ctx)
	sums.Money = domain.MoneyOf(in, results)
	d.moneys.put(key, sums)
	return sums, nil
}

// movedSince are the resellers of a run who were given another vendor since.
func (s *store) movedSince(ctx context.Context, run domain.Run, rows []resultRow) (moved []domain.AccountID, err error) {
	const query = `
		SELECT DISTINCT object_id FROM change
		WHERE object = $1 AND object_id = ANY ($2) AND kind = $3 AND at > $4 ORDER BY 1`
	accounts := bulk.IDArray(bulk.Column(rows, func(r resultRow) domain.AccountID { return r.Account }))
	if err := s.tx.SelectContext(ctx, &moved, query, domain.ObjectReseller, accounts, domain.ResellerMoved, run.At); err != nil {
		return nil, fmt.Errorf("who was moved since run %d: %w", run.ID, err)
	}
	return moved, nil
}

// moneyResults are those of the rows that are kept, as far as money goes, with what their vendors had before the run.
func (s *store) moneyResults(ctx context.Context, v domain.Viewer, run domain.Run, all, kept []resultRow, in *domain.Input) ([]domain.Result, error) {
	accounts, err := s.vendorsOf(ctx, bulk.Column(kept, func(r resultRow) domain.AccountID { return r.Account }))
	if err != nil {
		return nil, err
	}
	asked := slices.Collect(maps.Keys(accounts))
	for _, a := range accounts {
		asked = append(asked, a.Vendor)
	}
	states, err := s.aroundRun(ctx, run, asked, all)
	if err != nil {
		return nil, err
	}
	in.Vendors = map[domain.AccountID]domain.VendorState{}
	for _, a := range accounts {
		in.Vendors[a.Vendor] = domain.VendorState{State: states[a.Vendor][0], Currency: a.VendorCurrency}
	}
	results := make([]domain.Result, len(kept))
	for i, row := range kept {
		a := accounts[row.Account]
		results[i] = domain.Result{After: states[row.Account][1], Target: domain.Target{Subscription: row.Subscription, Account: row.Account,
			Vendor: a.Vendor, Level: row.Level, Currency: a.Currency, Before: states[row.Account][0], Skip: row.Skip}}
	}
	return results, nil
}

// buysOf is from whom a reseller buys, and in which currencies.
type buysOf struct {
	ID             domain.AccountID `db:"id"`
	Vendor         domain.AccountID `db:"parent_id"`
	Currency       domain.Currency  `db:"currency"`
	VendorCurrency domain.Currency  `db:"vendor_currency"`
}

func (s *store) vendorsOf(ctx context.Context, accounts []domain.AccountID) (map[domain.AccountID]buysOf, error) {
	var list []buysOf
	const query = `
		SELECT a.id, a.parent_id, a.currency, v.currency AS vendor_currency FROM account a JOIN account v ON v.id = a.parent_id
		WHERE a.id = ANY ($1)`
	if err := s.tx.SelectContext(ctx, &list, query, bulk.IDArray(accounts)); err != nil {
		return nil, fmt.Errorf("vendors of %d resellers: %w", len(accounts), err)
	}
	of := make(map[domain.AccountID]buysOf, len(list))
	for _, one := range list {
		of[one.ID] = one
	}
	return of, nil
}

// movedIn is an account that a run moved, zero for none.
func movedIn(rows []resultRow) domain.AccountID {
	i := slices.IndexFunc(rows, func(r resultRow) bool { return r.DeliveredFrom != r.DeliveredTo || r.OwnFrom != r.OwnTo })
	if i < 0 {
		return 0
	}
	return rows[i].Account
}
