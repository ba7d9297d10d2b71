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

// LastDelivery is LastRunFor without the outcomes, which may be many: when the viewer's own account was changed by a run the
// last time, and by how much. Run is zero when no run has.
func (d *DB) LastDelivery(ctx context.Context, v domain.Viewer) (delivery pages.Delivery, err error) {
	err = d.read(ctx, func(s *store) error {
		delivery, _, err = s.lastDelivery(ctx, v.Account.ID, 0)
		return err
	})
	if err != nil {
		return pages.Delivery{}, fmt.Errorf("last delivery to account %d: %w", v.Account.ID, err)
	}
	return delivery, nil
}

// LastRunFor returns what the last run that changed the viewer's own account did to it; Run is zero when none has.
func (d *DB) LastRunFor(ctx context.Context, v domain.Viewer, q pages.OutcomeQuery) (pages.Delivery, error) {
	return d.delivery(ctx, v, 0, q)
}

// RunFor returns what a run did to the viewer's own account, by the entry of their log in which it reached them. It fails with
// KindNotFound where that is no entry of theirs, or none of a run.
func (d *DB) RunFor(ctx context.Context, v domain.Viewer, entry domain.ChangeID, q pages.OutcomeQuery) (pages.Delivery, error) {
	delivery, err := d.delivery(ctx, v, entry, q)
	if err == nil && delivery.Run == 0 {
		err = domain.NotFound("The synchronization")
	}
	return delivery, err
}

// delivery reads what a run did to the viewer's own account: that of an entry of their log, or the last one (zero) that changed them.
func (d *DB) delivery(ctx context.Context, v domain.Viewer, entry domain.ChangeID, q pages.OutcomeQuery) (delivery pages.Delivery, err error) {
	err = d.read(ctx, func(s *store) error {
		var by domain.AccountID
		if delivery, by, err = s.lastDelivery(ctx, v.Account.ID, entry); err != nil || delivery.Run == 0 {
			return err
		}
		if delivery.Earlier, err = s.earlierRun(ctx, v.Account.ID, delivery.Entry); err != nil {
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
		delivery.OutcomePage, err = s.outcomePage(ctx, v, rows[0], q, nil)
		delivery.Outcomes = v.SeenOutcomes(delivery.Outcomes, now.State)
		delivery.Added = domain.AddedSince(delivery.Outcomes, now.Effective())
		return err
	})
	if err != nil {
		return pages.Delivery{}, fmt.Errorf("run for account %d: %w", v.Account.ID, err)
	}
	return delivery, nil
}

// lastDelivery finds the run of an entry of an account's log, or the last run (zero) that changed what they sell, and whose run it was.
func (s *store) lastDelivery(ctx context.Context, account domain.AccountID, entry domain.ChangeID) (pages.Delivery, domain.AccountID, error) {
	var run struct {
		Entry   domain.ChangeID  `db:"entry"`
		Account domain.AccountID `db:"account_id"`
		ID      domain.RunID     `db:"id"`
		At      time.Time        `db:"at"`
		Kind    domain.RunKind   `db:"kind"`
		Changes int              `db:"changes"`
		takenBack
	}
	const query = `
		SELECT e.id AS entry, r.account_id, r.id, r.at, r.kind, x.changes, ` + takenBackColumns + `
		FROM entry e
		JOIN run r ON r.account_id = e.run_account_id AND r.id = e.run_id
		JOIN LATERAL run_reseller_of(r.account_id, r.id, ARRAY[e.account_id]) x ON x.changes > 0 OR e.id = $2
		` + takenBackJoin + `
		WHERE e.account_id = $1 AND ($2 = 0 OR e.id = $2) ORDER BY e.id DESC LIMIT 1`
	err := s.tx.GetContext(ctx, &run, query, account, entry)
	if errors.Is(err, sql.ErrNoRows) {
		return pages.Delivery{}, 0, nil
	}
	return pages.Delivery{Entry: run.Entry, Run: run.ID, At: run.At.UTC(), Kind: run.Kind, Changes: run.Changes, Back: run.tells()}, run.Account, err
}

// earlierRun finds the entry of an account's log in which a run reached them before that, zero for none.
func (s *store) earlierRun(ctx context.Context, account domain.AccountID, entry domain.ChangeID) (before domain.ChangeID, err error) {
	const query = `SELECT coalesce(max(id), 0) FROM entry WHERE account_id = $1 AND run_id IS NOT NULL AND id < $2`
	err = s.tx.GetContext(ctx, &before, query, account, entry)
	return before, err
}
