package db

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// SyncStatesOf returns the state of synchronization of the subscriptions to a reseller plan that some accounts below the viewer have,
// those of one page of a list: what they are behind in is computed from what each vendor has now, never stored (rule G13). Resellers
// whom runs pass by are behind in nothing. It fails with KindNotFound when the viewer has no such reseller plan.
func (d *DB) SyncStatesOf(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]pages.SyncState, error) {
	if accounts == nil {
		accounts = []domain.AccountID{} // not everybody's
	}
	var states map[domain.SubscriptionID]pages.SyncState
	err := d.read(ctx, func(s *store) error {
		states = map[domain.SubscriptionID]pages.SyncState{}
		r := reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: plan, reach: domain.AllLevels, accounts: accounts}
		c, err := s.compute(ctx, r)
		if err != nil {
			return err
		}
		last, err := s.lastRuns(ctx, r, c.targets)
		if err != nil {
			return err
		}
		behind := domain.Behind(c.input)
		for _, t := range c.input.Targets {
			state := last[t.Subscription]
			state.Skip, state.Never = t.Skip, t.Before.Delivered == nil
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

// lastRuns returns the last run that reached each of the targets, which subscribe to the plan. It looks at the latest runs first, and at
// more and more of them until everybody is found or there are no more: none reached a subscription before it was made, and ids are
// given in that order.
func (s *store) lastRuns(ctx context.Context, of reached, targets []targetRow) (map[domain.SubscriptionID]pages.SyncState, error) {
	const query = `
		WITH latest AS (
			SELECT account_id, id, at FROM run
			WHERE plan_id = $1 AND kind = 'sync' AND id < $2 AND id > $6 ORDER BY id DESC LIMIT $3
		)
		SELECT l.account_id, l.id, l.at,
			ARRAY(SELECT r.subscription_id FROM run_reseller_of(l.account_id, l.id, $5) r
				WHERE r.skip = '' AND r.subscription_id = ANY ($4)) AS subscriptions
		FROM latest l ORDER BY l.id DESC`
	last := map[domain.SubscriptionID]pages.SyncState{}
	var runs []logged
	before := domain.RunID(math.MaxInt64)
	for size := 5; ; size *= 4 {
		sought := filter(targets, func(t targetRow) bool { return last[t.Subscription].LastRun == 0 })
		if len(sought) == 0 {
			break
		}
		subscriptions := bulk.Column(sought, func(t targetRow) int64 { return int64(t.Subscription) })
		accounts := bulk.Column(sought, func(t targetRow) int64 { return int64(t.Account) })
		var latest []struct {
			Account       domain.AccountID `db:"account_id"`
			ID            domain.RunID     `db:"id"`
			At            time.Time        `db:"at"`
			Subscriptions bulk.IDs         `db:"subscriptions"`
		}
		if err := s.tx.SelectContext(ctx, &latest, query, of.plan, before, size, pq.Int64Array(subscriptions), pq.Int64Array(accounts),
			slices.Min(subscriptions)); err != nil {
			return nil, fmt.Errorf("last runs of %d subscriptions: %w", len(targets), err)
		}
		if len(latest) == 0 {
			break
		}
		for _, run := range latest {
			before = run.ID
			reached := len(last)
			for _, id := range run.Subscriptions {
				if _, known := last[domain.SubscriptionID(id)]; !known {
					last[domain.SubscriptionID(id)] = pages.SyncState{LastRun: run.ID, Mine: run.Account == of.viewer, LastAt: run.At.UTC()}
				}
			}
			if len(last) > reached {
				runs = append(runs, logged{int64(run.Account), int64(run.ID)})
			}
		}
	}
	return last, s.tellUndone(ctx, last, runs)
}

// tellUndone adds which undo took each of the last runs back.
func (s *store) tellUndone(ctx context.Context, last map[domain.SubscriptionID]pages.SyncState, runs []logged) error {
	undone, err := s.undone(ctx, "run", runs)
	for subscription, state := range last {
		state.UndoneBy = domain.RunID(undone[int64(state.LastRun)])
		last[subscription] = state
	}
	return err
}
