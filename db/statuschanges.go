package db

import (
	"context"
	"fmt"
	"time"

	"tiersync/domain"
)

// ChangeStatus changes the status of a subscription that the viewer sold. When an ordered one is activated, the reseller is
// delivered everything by a run with all boxes ticked, in the same transaction (rule G3): that run is returned, zero when
// there is none. What he had set himself before stays. A change that was made already is nothing to do. It fails with
// KindNotFound for a subscription of another vendor and for an unknown change, with KindConflict, linking to the audit, when
// the status rules the change out.
func (d *DB) ChangeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.RunID, error) {
	if !v.May(domain.ManageSubResellers) {
		return 0, domain.Forbidden("Your role does not include the right: " + string(domain.ManageSubResellers) + ".")
	}
	var run domain.RunID
	err := d.write(ctx, func(s *store) (err error) {
		// The lock is a run's from the start: a shared one cannot be made exclusive without a deadlock between two.
		if err := lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
			return err
		}
		run, err = s.changeStatus(ctx, v, id, key)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s subscription %d: %w", key, id, err)
	}
	return run, nil
}

// changeStatus is ChangeStatus once the tree has a run's lock.
func (s *store) changeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.RunID, error) {
	change, err := domain.FindStatusChange(key)
	if err != nil {
		return 0, err
	}
	old, err := s.lockSubscription(ctx, v, id)
	if err != nil || old.Status == change.To {
		return 0, err
	}
	if refusal := change.Refusal(old.Subscription); refusal != "" {
		return 0, domain.Conflict(refusal+" Nothing was changed.", auditLink(v, old.Name))
	}
	if err := s.setStatus(ctx, v, old, change); err != nil || change.Key != domain.Activate {
		return 0, err
	}
	return s.activate(ctx, v, old)
}

// setStatus needs no care for another live subscription: none that has ended becomes live.
func (s *store) setStatus(ctx context.Context, v domain.Viewer, old domain.SubscriptionRow, change domain.StatusChange) error {
	const update = `UPDATE subscription SET status = $3 WHERE id = $1 AND vendor_id = $2`
	if _, err := s.tx.ExecContext(ctx, update, old.ID, v.Account.ID, change.To); err != nil {
		return err
	}
	return writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: change.Action, Object: old.Name,
		Detail: map[string]any{"subscription": old.ID, "from": old.Status, "to": change.To}})
}

// activate delivers everything to a reseller whose order becomes active.
func (s *store) activate(ctx context.Context, v domain.Viewer, sub domain.SubscriptionRow) (domain.RunID, error) {
	request := domain.RunRequest{Plan: sub.Plan, Subscription: sub.ID, Reach: domain.ThisReseller,
		Options: domain.AllOptions(), Policy: domain.Keep}
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
