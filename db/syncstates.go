package db

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"tiersync/domain"
)

// SyncStates returns the state of synchronization of every subscription to a reseller plan below the viewer: what he is
// behind in is computed from what each vendor has now, never stored (rule G13). Resellers whom runs pass by are behind in
// nothing. It fails with KindNotFound when the viewer has no such reseller plan.
func (d *DB) SyncStates(ctx context.Context, v domain.Viewer, plan domain.PlanID) (map[domain.SubscriptionID]domain.SyncState, error) {
	return d.syncStates(ctx, v, plan, nil)
}

// SyncStatesOf is SyncStates for the subscriptions of some accounts only: those of one page of a list.
func (d *DB) SyncStatesOf(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error) {
	if accounts == nil {
		accounts = []domain.AccountID{}
	}
	return d.syncStates(ctx, v, plan, accounts)
}

func (d *DB) syncStates(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error) {
	states := map[domain.SubscriptionID]domain.SyncState{}
	err := d.read(ctx, func(s *store) error {
		r := reached{viewer: v.Account.ID, provider: v.Account.Provider, plan: plan, reach: domain.AllLevels, accounts: accounts}
		c, err := s.compute(ctx, r)
		if err != nil {
			return err
		}
		last, err := s.lastRuns(ctx, c.targets)
		if err != nil {
			return err
		}
		behind := domain.Behind(c.input)
		for _, t := range c.input.Targets {
			state := last[t.Subscription]
			state.Never = t.Before.Delivered == nil
			if t.Skip == "" {
				state.Boxes = behind[t.Subscription]
			}
			states[t.Subscription] = state
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("state of synchronization of plan %d: %w", plan, err)
	}
	return states, nil
}

// lastRuns returns the last run that reached each of the subscriptions.
func (s *store) lastRuns(ctx context.Context, targets []targetRow) (map[domain.SubscriptionID]domain.SyncState, error) {
	var list []struct {
		Subscription domain.SubscriptionID `db:"subscription_id"`
		Run          domain.RunID          `db:"run_id"`
		At           time.Time             `db:"at"`
	}
	const query = `
		SELECT DISTINCT ON (r.subscription_id) r.subscription_id, r.run_id, run.at
		FROM run_result r JOIN run ON run.account_id = r.run_account_id AND run.id = r.run_id
		WHERE r.subscription_id = ANY ($1) AND r.skip = '' AND run.kind = 'sync'
		ORDER BY r.subscription_id, r.run_id DESC`
	ids := column(targets, func(t targetRow) int64 { return int64(t.Subscription) })
	if err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(ids)); err != nil {
		return nil, fmt.Errorf("last runs of %d subscriptions: %w", len(targets), err)
	}
	last := map[domain.SubscriptionID]domain.SyncState{}
	for _, row := range list {
		last[row.Subscription] = domain.SyncState{LastRun: row.Run, LastAt: row.At.UTC()}
	}
	return last, nil
}
