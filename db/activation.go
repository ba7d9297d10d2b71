package db

import (
	"context"
	"fmt"
	"time"

	"tiersync/domain"
)

// SetSubscriptionStatus changes the status of a subscription that the viewer sold. When an ordered one becomes active, the
// reseller is delivered everything by a run with all boxes ticked, in the same transaction (rule G3): that run is
// returned, zero when there is none. What he had set himself before stays. It fails with KindNotFound for a subscription
// of another vendor and with KindConflict when a subscription that ended would come to stand beside a live one.
func (d *DB) SetSubscriptionStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, status domain.SubscriptionStatus) (domain.RunID, error) {
	if !v.May(domain.ManageSubResellers) {
		return 0, domain.Forbidden("Your role does not include the right: " + string(domain.ManageSubResellers) + ".")
	}
	if !knownStatus(status) {
		return 0, domain.Invalid("Choose from the list", domain.FieldError{Field: "status", Message: "Choose from the list"})
	}
	var run domain.RunID
	err := d.write(ctx, func(s *store) error {
		// The lock is a run's from the start: a shared one cannot be made exclusive without a deadlock between two.
		if err := lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
			return err
		}
		old, err := s.lockSubscription(ctx, v, id)
		if err != nil || old.Status == status {
			return err
		}
		const update = `UPDATE subscription SET status = $3 WHERE id = $1 AND vendor_id = $2`
		if _, err := s.tx.ExecContext(ctx, update, id, v.Account.ID, status); err != nil {
			return err
		}
		err = writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "changed subscription",
			Object: old.Name, Detail: map[string]any{"subscription": id, "from": old.Status, "to": status}})
		if err != nil || old.Status != domain.Ordered || status != domain.Active {
			return err
		}
		run, err = s.activate(ctx, v, old)
		return err
	})
	if violates(err, "subscription_live") {
		err = domain.Conflict("The reseller has another live subscription to this plan.", "")
	}
	if err != nil {
		return 0, fmt.Errorf("set the status of subscription %d: %w", id, err)
	}
	return run, nil
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
