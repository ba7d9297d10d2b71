package db

import (
	"context"
	"fmt"
	"time"

	"tiersync/domain"
)

// ChangeStatus changes the status of a subscription that the viewer sold. When an ordered one is activated, the reseller is
// delivered everything by a run with all boxes ticked, in the same transaction (rule G3): that run is returned, zero when
// there is none. What they had set themselves before stays. A change that was made already is nothing to do. It fails with
// KindForbidden without the right at this moment, with KindNotFound for a subscription of another vendor and for an unknown
// change, with KindConflict, about the subscription, when the status rules the change out.
func (d *DB) ChangeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.RunID, error) {
	var run domain.RunID
	// The lock is a run's from the start: a shared one cannot be made exclusive without a deadlock between two.
	err := d.apart(ctx, v, domain.SubscriptionChanged, true, func(s *store, now domain.Viewer) (err error) {
		run, err = s.changeStatus(ctx, now, id, key)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s subscription %d: %w", key, id, err)
	}
	return run, nil
}

// changeStatus is ChangeStatus once the tree has a run's lock, for a viewer who may.
func (s *store) changeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.RunID, error) {
	change, err := domain.FindStatusChange(key)
	if err != nil {
		return 0, err
	}
	old, err := s.lockSubscription(ctx, v, id)
	if err != nil || old.Status == change.To {
		return 0, err
	}
	if err := change.Check(old.Subscription); err != nil {
		return 0, err
	}
	return s.setStatus(ctx, v, old, change)
}

// setStatus needs no care for another live subscription: none that has ended becomes live.
func (s *store) setStatus(ctx context.Context, v domain.Viewer, old domain.SubscriptionRow, change domain.StatusChange) (run domain.RunID, err error) {
	const update = `UPDATE subscription SET status = $3 WHERE id = $1 AND vendor_id = $2`
	if _, err := s.tx.ExecContext(ctx, update, old.ID, v.Account.ID, change.To); err != nil {
		return 0, err
	}
	if change.Key == domain.Activate {
		if run, err = s.activate(ctx, v, old); err != nil {
			return 0, err
		}
	}
	after := old.Subscription
	after.Status = change.To
	_, err = s.logRun(ctx, v, domain.Change{Kind: domain.SubscriptionChanged, About: after.Ref()},
		domain.EditsOf(old.Subscription, after), 0, run)
	return run, err
}

// activate delivers everything to a reseller whose order becomes active.
func (s *store) activate(ctx context.Context, v domain.Viewer, sub domain.SubscriptionRow) (domain.RunID, error) {
	request := sub.Delivery()
	started := time.Now()
	run, err := s.calculate(ctx, v, request)
	if err != nil {
		return 0, err
	}
	if run.fingerprint, err = fingerprint(request); err != nil {
		return 0, err
	}
	run.started, run.action = started, "activated subscription"
	return s.record(ctx, run)
}
