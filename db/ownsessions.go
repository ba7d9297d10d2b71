package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// This file is what somebody sees and does of their own sessions.

// sessionRow is a live session of a user.
type sessionRow struct {
	ID      domain.SessionID `db:"id"`
	Address string           `db:"address"`
	Browser string           `db:"browser"`
	Created time.Time        `db:"created_at"`
	Seen    time.Time        `db:"last_seen_at"`
	Current bool             `db:"current"`
}

// Sessions returns the browsers that the viewer is signed in with, the last used first; token is that of the session that asks.
func (d *DB) Sessions(ctx context.Context, v domain.Viewer, token string) ([]domain.Session, error) {
	var rows []sessionRow
	err := d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const query = `
			SELECT s.id, s.address, s.browser, s.created_at, s.last_seen_at, s.token_hash = $2 AS current
			FROM live_session l JOIN session s ON s.token_hash = l.token_hash WHERE l.user_id = $1
			ORDER BY current DESC, s.last_seen_at DESC, s.id`
		return tx.SelectContext(ctx, &rows, query, v.User.ID, hashToken(token))
	})
	if err != nil {
		return nil, fmt.Errorf("sessions of user %d: %w", v.User.ID, err)
	}
	list := make([]domain.Session, len(rows))
	for i, r := range rows {
		list[i] = domain.Session{ID: r.ID, Place: domain.Place{Address: r.Address, Browser: r.Browser}, Since: r.Created.UTC(), Seen: r.Seen.UTC(), Current: r.Current}
	}
	return list, nil
}

// EndOwnSession signs one session of the viewer's out, every one of them for the number zero. It fails with KindNotFound for one that is
// not theirs, or not there any more.
func (d *DB) EndOwnSession(ctx context.Context, v domain.Viewer, id domain.SessionID) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const end = `DELETE FROM session WHERE user_id = $1 AND ($2::bigint = 0 OR id = $2)`
		result, err := tx.ExecContext(ctx, end, v.User.ID, id)
		if err != nil {
			return fmt.Errorf("end session %d of user %d: %w", id, v.User.ID, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return domain.NotFound("The session")
		}
		kind := domain.SessionEndedEvent
		if id == 0 {
			kind = domain.SignedOutEvent
		}
		return d.securityEvent(ctx, tx, v, kind, "")
	})
}
