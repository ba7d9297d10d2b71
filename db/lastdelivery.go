package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tiersync/domain"
)

// LastDelivery is LastRunFor without the outcomes, which may be many: when the viewer's own account was changed by a run the
// last time, and by how much. Run is zero when no run has.
func (d *DB) LastDelivery(ctx context.Context, v domain.Viewer) (delivery domain.Delivery, err error) {
	err = d.read(ctx, func(s *store) error {
		delivery, _, err = s.lastDelivery(ctx, v.Account.ID)
		return err
	})
	if err != nil {
		return domain.Delivery{}, fmt.Errorf("last delivery to account %d: %w", v.Account.ID, err)
	}
	return delivery, nil
}

// LastRunFor returns what the last run that changed the viewer's own account did to it; Run is zero when none has.
func (d *DB) LastRunFor(ctx context.Context, v domain.Viewer, q domain.OutcomeQuery) (delivery domain.Delivery, err error) {
	err = d.read(ctx, func(s *store) error {
		var by domain.AccountID
		if delivery, by, err = s.lastDelivery(ctx, v.Account.ID); err != nil || delivery.Run == 0 {
			return err
		}
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		delivery.Held = now.Held()
		rows, err := s.results(ctx, by, delivery.Run, v.Account.ID)
		if err != nil {
			return err
		}
		delivery.OutcomePage, err = s.outcomePage(ctx, v, rows[0], q)
		return err
	})
	if err != nil {
		return domain.Delivery{}, fmt.Errorf("last run for account %d: %w", v.Account.ID, err)
	}
	return delivery, nil
}

// lastDelivery finds the last run that changed an account, and whose run it was.
func (s *store) lastDelivery(ctx context.Context, account domain.AccountID) (domain.Delivery, domain.AccountID, error) {
	var run struct {
		Account domain.AccountID `db:"account_id"`
		ID      domain.RunID     `db:"id"`
		At      time.Time        `db:"at"`
		Kind    domain.RunKind   `db:"kind"`
		Changes int              `db:"changes"`
	}
	const query = `
		SELECT run.account_id, run.id, run.at, run.kind, r.changes
		FROM entry e
		JOIN run ON run.account_id = e.run_account_id AND run.id = e.run_id
		JOIN run_reseller r ON r.run_account_id = run.account_id AND r.run_id = run.id
			AND r.account_id = e.account_id AND r.changes > 0
		WHERE e.account_id = $1 ORDER BY e.id DESC LIMIT 1`
	err := s.tx.GetContext(ctx, &run, query, account)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Delivery{}, 0, nil
	}
	return domain.Delivery{Run: run.ID, At: run.At.UTC(), Kind: run.Kind, Changes: run.Changes}, run.Account, err
}
