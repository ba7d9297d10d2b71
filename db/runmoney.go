package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"
	"github.com/shopspring/decimal"

	"tiersync/db/bulk"
	"tiersync/db/versions"
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
		if in.Rates, in.Unmeasured, err = s.conversionsOf(ctx, v, run); err != nil {
			return err
		}
		rows, err := s.results(ctx, v.Account.ID, run.ID, 0)
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

// conversionsOf are the exchange rates of a run: those that it used, or, of an undo, those that held then.
func (s *store) conversionsOf(ctx context.Context, v domain.Viewer, run domain.Run) (domain.ExchangeRates, map[domain.ResourceID]bool, error) {
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, nil, err
	}
	then, err := s.ratesThen(ctx, v.Account.Provider, rates)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range then {
		if !one.At.After(run.At) {
			rates = one.Rates
		}
	}
	used := domain.ExchangeRates{}
	for currency, rate := range rates {
		used[currency] = rate
	}
	for currency, text := range run.Rates {
		if used[currency], err = decimal.NewFromString(text); err != nil {
			return nil, nil, fmt.Errorf("rate of run %d: %w", run.ID, err)
		}
	}
	return used, unmeasured, nil
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
	before, after, err := s.around(ctx, all)
	if err != nil {
		return nil, err
	}
	accounts, err := s.vendorsOf(ctx, bulk.Column(kept, func(r resultRow) domain.AccountID { return r.Account }))
	if err != nil {
		return nil, err
	}
	in.Vendors = map[domain.AccountID]domain.VendorState{}
	states := map[domain.AccountID][2]domain.State{}
	for i, row := range all {
		states[row.Account] = [2]domain.State{before[i], after[i]}
	}
	var others []domain.AccountID
	for _, a := range accounts {
		if had, there := states[a.Vendor]; there {
			in.Vendors[a.Vendor] = domain.VendorState{State: had[0], Currency: a.VendorCurrency}
		} else {
			others = append(others, a.Vendor)
			in.Vendors[a.Vendor] = domain.VendorState{Currency: a.VendorCurrency}
		}
	}
	slices.Sort(others)
	others = slices.Compact(others)
	had, err := s.statesAt(ctx, run, all, others)
	if err != nil {
		return nil, err
	}
	for i, id := range others {
		in.Vendors[id] = domain.VendorState{State: had[i], Currency: in.Vendors[id].Currency}
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

// statesAt is what accounts that a run did not reach had when it was made. A run has the tree for itself, so nobody's entry of the log stands
// between those of its own; where it moved nothing there are none, and its time tells.
func (s *store) statesAt(ctx context.Context, run domain.Run, rows []resultRow, accounts []domain.AccountID) ([]domain.State, error) {
	const query = `
		WITH made AS (
			SELECT min(id) AS id FROM entry WHERE account_id = $2 AND run_account_id = $3 AND run_id = $4
		)
		SELECT a.id AS account, coalesce(had.delivered, next.delivered, p.delivered_id, 0) AS delivered, coalesce(had.own, next.own, p.own_id, 0) AS own
		FROM made, unnest($1::bigint[]) WITH ORDINALITY AS a (id, place)
		LEFT JOIN pointer p ON p.account_id = a.id
		LEFT JOIN LATERAL (
			SELECT coalesce(delivered_to, 0) AS delivered, coalesce(own_to, 0) AS own FROM entry e
			WHERE e.account_id = a.id AND (e.id < made.id OR made.id IS NULL AND e.at <= $5) ORDER BY e.id DESC LIMIT 1) had ON true
		LEFT JOIN LATERAL (
			SELECT coalesce(delivered_from, 0) AS delivered, coalesce(own_from, 0) AS own FROM entry e
			WHERE e.account_id = a.id AND had IS NULL ORDER BY e.id LIMIT 1) next ON true
		ORDER BY a.place`
	var moved domain.AccountID
	if i := slices.IndexFunc(rows, func(r resultRow) bool { return r.DeliveredFrom != r.DeliveredTo || r.OwnFrom != r.OwnTo }); i >= 0 {
		moved = rows[i].Account
	}
	var list []struct {
		Account   domain.AccountID `db:"account"`
		Delivered int64            `db:"delivered"`
		Own       int64            `db:"own"`
	}
	ended := run.At.Add(run.Duration)
	if err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(bulk.IDArray(accounts)), moved, run.Account, run.ID, ended); err != nil {
		return nil, fmt.Errorf("what %d vendors had at run %d: %w", len(accounts), run.ID, err)
	}
	pointers := make([]versions.Pointer, len(list))
	for i, one := range list {
		pointers[i] = versions.Pointer{Account: one.Account, Delivered: one.Delivered, Own: one.Own}
	}
	return s.versions.States(ctx, pointers)
}
