package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// maxSessions is how many browsers a user may be signed in with; one more ends the oldest.
const maxSessions = 5

// errNoSession says that a token is unknown, or its session is over: signed out, ended, 30 minutes idle, 12 hours old, from the
// future, or its user or account may not sign in any more.
var errNoSession = domain.NotFound("Your session")

// CreateSession signs user in and returns the token of a new session: 43 characters, random. It is stored nowhere; what
// is stored is its hash. Sessions that are long over are removed on the way.
func (d *DB) CreateSession(ctx context.Context, user domain.UserID, from domain.Place) (token string, err error) {
	token = newToken()
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		// The user's row orders sign-ins of the same user, so that two at once do not both count five.
		const lockUser = `SELECT id FROM app_user WHERE id = $1 AND active FOR UPDATE`
		if err := tx.GetContext(ctx, &user, lockUser, user); err != nil {
			return fmt.Errorf("create a session of user %d: %w", user, err)
		}
		// One that is over stays for a while, because a form may still come from it (KeepForm).
		const endOld = `
			DELETE FROM session WHERE user_id = $1 AND (last_seen_at < now() - interval '4 days'
				OR greatest(created_at, last_seen_at) > now() + interval '4 days' OR token_hash IN (
				SELECT token_hash FROM live_session WHERE user_id = $1
				ORDER BY created_at DESC, token_hash OFFSET $2))`
		if _, err := tx.ExecContext(ctx, endOld, user, maxSessions-1); err != nil {
			return fmt.Errorf("end old sessions of user %d: %w", user, err)
		}
		// clock_timestamp, not now: sign-ins that waited for each other get different times.
		const insert = `
			INSERT INTO session (token_hash, user_id, created_at, last_seen_at, address, browser)
			VALUES ($1, $2, clock_timestamp(), clock_timestamp(), $3, $4)`
		if _, err := tx.ExecContext(ctx, insert, hashToken(token), user, from.Address, from.Browser); err != nil {
			return fmt.Errorf("create a session of user %d: %w", user, err)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// SessionViewer returns who asks with session token, as [DB.Viewer] does, and the data saved with it, and counts as a click: the session
// lives another 30 minutes. It fails with KindNotFound when there is no such session, or not any more.
func (d *DB) SessionViewer(ctx context.Context, token string) (v domain.Viewer, data []byte, err error) {
	var row struct {
		viewerRow
		Data  []byte `db:"data"`
		Stale bool   `db:"stale"`
	}
	err = d.readLatest(ctx, nil, func(tx *sqlx.Tx, writes bool) error {
		const query = `
			SELECT s.data, s.last_seen_at < now() - interval '20 seconds' AS stale, ` + viewerColumns + `
			FROM live_session s JOIN app_user u ON u.id = s.user_id JOIN account a ON a.id = u.account_id WHERE s.token_hash = $1`
		err := tx.GetContext(ctx, &row, query, hashToken(token))
		if errors.Is(err, sql.ErrNoRows) {
			return errNoSession
		}
		if err != nil || !row.Stale || !writes {
			return err
		}
		// Not on every click, and without waiting for the disk: half a minute more or less is not worth a write each time.
		if _, err := tx.ExecContext(ctx, `SET LOCAL synchronous_commit = off`); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE session SET last_seen_at = now() WHERE token_hash = $1`, hashToken(token))
		return err
	})
	if err != nil {
		return domain.Viewer{}, nil, fmt.Errorf("look up a session: %w", err)
	}
	return row.viewer(), row.Data, nil
}

// ChangeSessionData replaces the data of a session with what change makes of it, at most 64 KiB; "" is none. Of several requests at once
// each changes what the one before left. It fails with KindNotFound when the session is over.
func (d *DB) ChangeSessionData(ctx context.Context, token string, change func(data []byte) ([]byte, error)) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const lock = `
			SELECT data FROM session
			WHERE token_hash = $1 AND token_hash IN (SELECT token_hash FROM live_session WHERE token_hash = $1) FOR UPDATE`
		var data []byte
		err := tx.GetContext(ctx, &data, lock, hashToken(token))
		if errors.Is(err, sql.ErrNoRows) {
			return errNoSession
		}
		if err != nil {
			return fmt.Errorf("read session data: %w", err)
		}
		if data, err = change(data); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE session SET data = $2 WHERE token_hash = $1`, hashToken(token), data); err != nil {
			return fmt.Errorf("save session data: %w", err)
		}
		return nil
	})
}

// KeepForm keeps a form, at most 64 KiB, with a session of the user's that is over: its sender signs in again, and gets it back by
// [DB.KeptForm]. It fails with KindNotFound for another user's session, one that goes on, one that was signed out, and one that
// nobody has used for four days.
func (d *DB) KeepForm(ctx context.Context, token string, user domain.UserID, form []byte) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const update = `
			UPDATE session SET data = $3
			WHERE token_hash = $1 AND user_id = $2 AND last_seen_at > now() - interval '4 days'
			  AND token_hash NOT IN (SELECT token_hash FROM live_session WHERE token_hash = $1)`
		result, err := tx.ExecContext(ctx, update, hashToken(token), user, form)
		if err != nil {
			return fmt.Errorf("keep a form: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(errNoSession, err)
		}
		return nil
	})
}

// KeptForm returns the data of a session of the user's that is over, a form that was kept among it, else KindNotFound.
func (d *DB) KeptForm(ctx context.Context, token string, user domain.UserID) (form []byte, err error) {
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const query = `
			SELECT data FROM session
			WHERE token_hash = $1 AND user_id = $2
			  AND token_hash NOT IN (SELECT token_hash FROM live_session WHERE token_hash = $1)`
		err := tx.GetContext(ctx, &form, query, hashToken(token), user)
		if errors.Is(err, sql.ErrNoRows) {
			return errNoSession
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for a kept form: %w", err)
	}
	return form, nil
}

// SessionEndedBy returns the kind of change that ended a session, "" where none did: it goes on, its time is over, or nobody knows it.
func (d *DB) SessionEndedBy(ctx context.Context, token string) (by domain.ChangeKind, err error) {
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const query = `SELECT coalesce((SELECT ended_by FROM session WHERE token_hash = $1), '')`
		return tx.GetContext(ctx, &by, query, hashToken(token))
	})
	if err != nil {
		return "", fmt.Errorf("what ended a session: %w", err)
	}
	return by, nil
}

// EndSession signs a session out. One that is over already is no error.
func (d *DB) EndSession(ctx context.Context, token string) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE token_hash = $1`, hashToken(token)); err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		return nil
	})
}

// endSessions signs a user out everywhere, after their password or their rights changed, or everybody of an account that was closed: by
// is the kind of that change. Each session is over, as by its time: a form may still come from it, and one that is kept with it stays.
func endSessions(ctx context.Context, tx *sqlx.Tx, user domain.UserID, account domain.AccountID, by domain.ChangeKind) error {
	const end = `
		UPDATE session SET created_at = least(created_at, now() - interval '1 day'),
			ended_by = CASE WHEN last_seen_at > now() - interval '30 minutes' AND created_at > now() - interval '12 hours' THEN $3 ELSE ended_by END
		WHERE user_id IN (SELECT id FROM app_user WHERE id = $1 OR account_id = $2)`
	if _, err := tx.ExecContext(ctx, end, user, account, by); err != nil {
		return fmt.Errorf("end the sessions of user %d, account %d: %w", user, account, err)
	}
	return nil
}

func newToken() string {
	token := make([]byte, 32)
	rand.Read(token) // never fails: the program would have ended
	return base64.RawURLEncoding.EncodeToString(token)
}

func hashToken(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}
