package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// resultRow is what a run did to one reseller, by ids.
type resultRow struct {
	*sharedRow
	Account      domain.AccountID      `db:"account_id"`
	Subscription domain.SubscriptionID `db:"subscription_id"`
	Number       int                   `db:"number"` // of sharedRow
	OwnFrom      int64                 `db:"own_from"`
	OwnTo        int64                 `db:"own_to"`
	Own          []byte                `db:"own_outcomes"`
}

// sharedRow is what came out alike for several resellers, by ids. The arrays are of those who have no row of their own.
type sharedRow struct {
	Number        int           `db:"number"`
	Level         int           `db:"level"`
	DeliveredFrom int64         `db:"delivered_from"`
	DeliveredTo   int64         `db:"delivered_to"`
	Skip          domain.Reason `db:"skip"`
	Outcomes      bulk.IDs      `db:"outcomes"`
	Accounts      bulk.IDs      `db:"account_ids"`
	Subscriptions bulk.IDs      `db:"subscription_ids"`
	Owns          bulk.IDs      `db:"own_ids"` // empty when all are 0
}

// results loads what a run did: to one reseller, or (account 0) to all of them, parents first.
func (s *store) results(ctx context.Context, runAccount domain.AccountID, run domain.RunID, account domain.AccountID) ([]resultRow, error) {
	return s.resultsWith(ctx, runAccount, run, account, "own_outcomes")
}

// resultPointers is results without what came of each reseller's own values, which is most of what there is to read of a run: Own is empty.
func (s *store) resultPointers(ctx context.Context, runAccount domain.AccountID, run domain.RunID, account domain.AccountID) ([]resultRow, error) {
	return s.resultsWith(ctx, runAccount, run, account, "NULL::bytea AS own_outcomes")
}

// resultsWith is results with what the column says of each reseller's own values.
func (s *store) resultsWith(ctx context.Context, runAccount domain.AccountID, run domain.RunID, account domain.AccountID, own string) ([]resultRow, error) {
	var list []resultRow
	single := `
		SELECT account_id, subscription_id, number, coalesce(own_from, 0) AS own_from, coalesce(own_to, 0) AS own_to, ` + own + `
		FROM run_result WHERE run_account_id = $1 AND run_id = $2 AND ($3::bigint = 0 OR account_id = $3)`
	if err := s.tx.SelectContext(ctx, &list, single, runAccount, run, account); err != nil {
		return nil, fmt.Errorf("results of run %d: %w", run, err)
	}
	var groups []sharedRow
	const shared = `
		SELECT number, level, coalesce(delivered_from, 0) AS delivered_from, coalesce(delivered_to, 0) AS delivered_to, skip,
			outcomes, account_ids, subscription_ids, own_ids
		FROM run_shared
		WHERE run_account_id = $1 AND run_id = $2 AND ($3::bigint = 0 OR $3 = ANY (account_ids) OR number = ANY ($4))`
	numbers := bulk.Column(list, func(r resultRow) int64 { return int64(r.Number) })
	if account == 0 {
		numbers = nil
	}
	if err := s.tx.SelectContext(ctx, &groups, shared, runAccount, run, account, pq.Int64Array(numbers)); err != nil {
		return nil, fmt.Errorf("results of run %d: %w", run, err)
	}
	byNumber := make(map[int]*sharedRow, len(groups))
	for i := range groups {
		byNumber[groups[i].Number] = &groups[i]
	}
	for i := range list {
		if list[i].sharedRow = byNumber[list[i].Number]; list[i].sharedRow == nil {
			return nil, fmt.Errorf("results of run %d: row %d is not there", run, list[i].Number)
		}
	}
	for i := range groups {
		list = append(list, groups[i].results(account)...)
	}
	slices.SortFunc(list, func(a, b resultRow) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Account, b.Account),
			cmp.Compare(len(a.Skip), len(b.Skip)), cmp.Compare(a.Subscription, b.Subscription))
	})
	return list, nil
}

// results returns a result for one member, or (account 0) for each.
func (g *sharedRow) results(account domain.AccountID) []resultRow {
	var list []resultRow
	for i, id := range g.Accounts {
		if account != 0 && account != domain.AccountID(id) {
			continue
		}
		row := resultRow{sharedRow: g, Account: domain.AccountID(id), Subscription: domain.SubscriptionID(g.Subscriptions[i])}
		if len(g.Owns) > 0 {
			row.OwnFrom, row.OwnTo = g.Owns[i], g.Owns[i]
		}
		list = append(list, row)
	}
	return list
}

// withBystanders are the rows of everybody of a run: to those who follow its results among them nothing was done.
func withBystanders(rows []resultRow, everybody []pages.RunReseller) []resultRow {
	for _, r := range everybody[len(rows):] {
		rows = append(rows, resultRow{sharedRow: &sharedRow{Level: r.Level, Skip: r.Skip}, Account: r.Account, Subscription: r.Subscription})
	}
	return rows
}

// around returns what the resellers had before the run and after it, in the order of the results.
func (s *store) around(ctx context.Context, rows []resultRow) (before, after []domain.State, err error) {
	pointers := bulk.Column(rows, func(r resultRow) versions.Pointer {
		return versions.Pointer{Account: r.Account, Delivered: r.DeliveredFrom, Own: r.OwnFrom}
	})
	for _, r := range rows {
		pointers = append(pointers, versions.Pointer{Account: r.Account, Delivered: r.DeliveredTo, Own: r.OwnTo})
	}
	states, err := s.versions.States(ctx, pointers)
	if err != nil {
		return nil, nil, err
	}
	return states[:len(rows)], states[len(rows):], nil
}
