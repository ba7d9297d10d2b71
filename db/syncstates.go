package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tiersync/domain"
	"tiersync/views/pages"
)

// SyncStatesOf returns the state of synchronization of the subscriptions to a reseller plan that some accounts below the viewer have,
// those of one page of a list: it is computed from what each vendor has now, never stored (rule G13). Of resellers
// whom runs pass by, and of those to whom nothing was delivered, no boxes are told. It fails with KindNotFound when the viewer has no such reseller plan.
func (d *DB) SyncStatesOf(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error) {
	if accounts == nil {
		accounts = []domain.AccountID{} // not everybody's
	}
	states, err := d.syncStates(ctx, v, plan, accounts)
	if err != nil {
		return nil, fmt.Errorf("state of synchronization of plan %d: %w", plan, err)
	}
	return states, nil
}

// syncStates is SyncStatesOf; of everybody where accounts is nil.
func (d *DB) syncStates(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error) {
	var q *standingsQuestion
	var names map[domain.AccountID]string
	err := d.read(ctx, func(s *store) (err error) {
		r := reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: plan, reach: domain.AllLevels}
		if accounts != nil { // who is behind above them is part of their state
			if r.accounts, err = s.withVendors(ctx, accounts); err != nil {
				return err
			}
		}
		if q, err = d.askStandings(ctx, s, r); err != nil {
			return err
		}
		names, err = s.vendorNames(ctx, q.targets)
		return err
	})
	if err != nil {
		return nil, err
	}
	return syncStates(q.answer(), names), nil
}

// OwnState returns the state of synchronization of the viewer's own account, of all their subscriptions together, as their vendor sees it; false
// where they have none to a reseller plan that their vendor has.
func (d *DB) OwnState(ctx context.Context, v domain.Viewer) (state domain.SyncState, known bool, err error) {
	var questions []*standingsQuestion
	err = d.read(ctx, func(s *store) error {
		questions = nil
		vendor, err := accountWithin(ctx, s.tx, v.Account.Provider, v.Account.Parent)
		if err != nil {
			return err
		}
		var plans []domain.PlanID
		const query = `SELECT DISTINCT plan_id FROM subscription WHERE account_id = $1 AND vendor_id = $2 ORDER BY plan_id`
		if err := s.tx.SelectContext(ctx, &plans, query, v.Account.ID, vendor.ID); err != nil {
			return err
		}
		for _, plan := range plans {
			r := reached{viewer: vendor.ID, currency: vendor.Currency, provider: v.Account.Provider, plan: plan, reach: domain.AllLevels,
				accounts: []domain.AccountID{v.Account.ID}}
			q, err := d.askStandings(ctx, s, r)
			if err != nil && domain.KindOf(err) == domain.KindNotFound {
				continue
			}
			if err != nil {
				return err
			}
			questions = append(questions, q)
		}
		return nil
	})
	if err != nil {
		return state, false, fmt.Errorf("own state of synchronization of account %d: %w", v.Account.ID, err)
	}
	var states []domain.SyncState
	for _, q := range questions {
		for _, one := range syncStates(q.answer(), nil) {
			states = append(states, one)
		}
	}
	return domain.Together(states), len(states) > 0, nil
}

// LastReached returns the last run that reached a subscription of a reseller below the viewer; Run is zero for none.
func (d *DB) LastReached(ctx context.Context, v domain.Viewer, sub domain.Subscription) (pages.Reached, error) {
	var last struct {
		Account domain.AccountID `db:"account_id"`
		ID      domain.RunID     `db:"id"`
		At      time.Time        `db:"at"`
	}
	// From the latest run down to the first that reached them. None did before the subscription was made, and ids are given in that order.
	const query = `
		SELECT r.account_id, r.id, r.at
		FROM (SELECT account_id, id, at FROM run WHERE plan_id = $2 AND kind = 'sync' AND id > $1 ORDER BY id DESC OFFSET 0) r
		CROSS JOIN LATERAL (
			SELECT FROM run_reseller_of(r.account_id, r.id, ARRAY[$3::bigint]) x WHERE x.subscription_id = $1 AND x.skip = '' LIMIT 1) reached
		LIMIT 1`
	var reached pages.Reached
	err := d.read(ctx, func(s *store) error {
		reached = pages.Reached{}
		err := s.tx.GetContext(ctx, &last, query, sub.ID, sub.Plan, sub.Account)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		of := []logged{{int64(last.Account), int64(last.ID)}}
		undone, err := s.undone(ctx, "run", of)
		if err != nil {
			return err
		}
		parts, err := s.partsUndone(ctx, of)
		reached = pages.Reached{Run: last.ID, Mine: last.Account == v.Account.ID, At: last.At.UTC(), UndoneBy: domain.RunID(undone[int64(last.ID)])}
		if reached.UndoneBy == 0 {
			reached.UndoneBy = domain.Run{Parts: parts[int64(last.ID)]}.PartUndoneBy(domain.PartOf(sub.Account))
		}
		return err
	})
	if err != nil {
		return pages.Reached{}, fmt.Errorf("last run of subscription %d: %w", sub.ID, err)
	}
	return reached, nil
}
