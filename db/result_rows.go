package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
)

// resultRow is what a run did to one reseller, by ids.
type resultRow struct {
	Account       domain.AccountID      `db:"account_id"`
	Subscription  domain.SubscriptionID `db:"subscription_id"`
	Level         int                   `db:"level"`
	DeliveredFrom int64                 `db:"delivered_from"`
	DeliveredTo   int64                 `db:"delivered_to"`
	OwnFrom       int64                 `db:"own_from"`
	OwnTo         int64                 `db:"own_to"`
	Skip          domain.Reason         `db:"skip"`
	Lists         string                `db:"outcomes"`
	Outcomes      idArray               // Lists, shared by the rows in which they are the same
	Own           []byte                `db:"own_outcomes"`
}

// sharedRow is what a run did to several resellers alike, by ids.
type sharedRow struct {
	Level         int           `db:"level"`
	DeliveredFrom int64         `db:"delivered_from"`
	DeliveredTo   int64         `db:"delivered_to"`
	Skip          domain.Reason `db:"skip"`
	Outcomes      idArray       `db:"outcomes"`
	Accounts      idArray       `db:"account_ids"`
	Subscriptions idArray       `db:"subscription_ids"`
	Owns          idArray       `db:"own_ids"` // empty when all are 0
}

// results loads what a run did: to one reseller, or (account 0) to all of them, parents first.
func (s *store) results(ctx context.Context, runAccount domain.AccountID, run domain.RunID, account domain.AccountID) ([]resultRow, error) {
	var list []resultRow
	const single = `
		SELECT account_id, subscription_id, level, coalesce(delivered_from, 0) AS delivered_from,
			coalesce(delivered_to, 0) AS delivered_to, coalesce(own_from, 0) AS own_from, coalesce(own_to, 0) AS own_to,
			skip, outcomes, own_outcomes
		FROM run_result WHERE run_account_id = $1 AND run_id = $2 AND ($3::bigint = 0 OR account_id = $3)`
	if err := s.tx.SelectContext(ctx, &list, single, runAccount, run, account); err != nil {
		return nil, fmt.Errorf("results of run %d: %w", run, err)
	}
	var groups []sharedRow
	const shared = `
		SELECT level, coalesce(delivered_from, 0) AS delivered_from, coalesce(delivered_to, 0) AS delivered_to, skip, outcomes,
			account_ids, subscription_ids, own_ids
		FROM run_shared WHERE run_account_id = $1 AND run_id = $2 AND ($3::bigint = 0 OR $3 = ANY (account_ids))`
	if err := s.tx.SelectContext(ctx, &groups, shared, runAccount, run, account); err != nil {
		return nil, fmt.Errorf("results of run %d: %w", run, err)
	}
	if err := shareLists(list); err != nil {
		return nil, fmt.Errorf("results of run %d: %w", run, err)
	}
	for _, g := range groups {
		list = append(list, g.results(account)...)
	}
	slices.SortFunc(list, func(a, b resultRow) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Account, b.Account),
			cmp.Compare(len(a.Skip), len(b.Skip)), cmp.Compare(a.Subscription, b.Subscription))
	})
	return list, nil
}

// shareLists reads each different list of outcomes once.
func shareLists(list []resultRow) error {
	known := map[string]idArray{}
	for i := range list {
		ids, there := known[list[i].Lists]
		if !there {
			if err := ids.Scan([]byte(list[i].Lists)); err != nil {
				return err
			}
			known[list[i].Lists] = ids
		}
		list[i].Outcomes = ids
	}
	return nil
}

// results returns a result for one reseller of the group, or (account 0) for each. They share the list of outcomes.
func (g sharedRow) results(account domain.AccountID) []resultRow {
	var list []resultRow
	for i, id := range g.Accounts {
		if account != 0 && account != domain.AccountID(id) {
			continue
		}
		row := resultRow{Account: domain.AccountID(id), Subscription: domain.SubscriptionID(g.Subscriptions[i]), Level: g.Level,
			DeliveredFrom: g.DeliveredFrom, DeliveredTo: g.DeliveredTo, Skip: g.Skip, Outcomes: g.Outcomes}
		if len(g.Owns) > 0 {
			row.OwnFrom, row.OwnTo = g.Owns[i], g.Owns[i]
		}
		list = append(list, row)
	}
	return list
}
