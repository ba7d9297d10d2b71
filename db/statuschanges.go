package db

import (
	"context"
	"fmt"
	"time"

	"tiersync/domain"
)

// ChangeStatus changes the status of a subscription that the viewer sold. When an ordered one is activated, the reseller is
// delivered everything by a run with all boxes ticked, in the same transaction (rule G3). What they had set themselves before stays. A change that was
// made already is nothing to do. It fails with KindForbidden without the right at this moment, with KindNotFound for a subscription of another vendor and
// for an unknown change, with KindConflict, about the subscription, when the status rules the change out.
func (d *DB) ChangeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.Done, error) {
	var done domain.Done
	// The lock is a run's from the start: a shared one cannot be made exclusive without a deadlock between two.
	err := d.apart(ctx, v, domain.SubscriptionChanged, true, func(s *store, now domain.Viewer) (err error) {
		done, err = s.changeStatus(ctx, now, id, key)
		return err
	})
	if err != nil {
		return domain.Done{}, fmt.Errorf("%s subscription %d: %w", key, id, err)
	}
	return done, nil
}

// changeStatus is ChangeStatus once the tree has a run's lock, for a viewer who may.
func (s *store) changeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (done domain.Done, err error) {
	change, err := domain.FindStatusChange(key)
	if err != nil {
		return done, err
	}
	old, err := s.lockSubscription(ctx, v, id)
	if err != nil {
		return done, err
	}
	done.Change = domain.Change{Kind: domain.SubscriptionChanged, About: old.Ref()}
	if old.Status == change.To {
		done.Already = []domain.Edit{{Key: domain.Key{Field: domain.FieldSubscriptionStatus}, To: domain.Held{Text: string(change.To), There: true}}}
		return done, s.blameBeside(ctx, v, &done)
	}
	if err := change.Check(old.Subscription); err != nil {
		return done, err
	}
	return done, s.setStatus(ctx, v, old, change, &done)
}

// setStatus needs no care for another live subscription: none that has ended becomes live.
func (s *store) setStatus(ctx context.Context, v domain.Viewer, old domain.SubscriptionRow, change domain.StatusChange, done *domain.Done) (err error) {
	const update = `UPDATE subscription SET status = $3 WHERE id = $1 AND vendor_id = $2`
	if _, err := s.tx.ExecContext(ctx, update, old.ID, v.Account.ID, change.To); err != nil {
		return err
	}
	if change.Key == domain.Activate {
		if done.Run, err = s.activate(ctx, v, old); err != nil {
			return err
		}
	}
	after := old.Subscription
	after.Status = change.To
	done.Edits = domain.EditsOf(old.Subscription, after)
	done.ID, err = s.logRun(ctx, v, done.Change, done.Edits, 0, done.Run)
	return err
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
