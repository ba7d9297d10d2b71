package db

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// SecurityEvent stores something that whoever watches over the installation wants to know: a sign-in, a refusal, a request
// that no page of this program could have sent, and where it came from. v is a Viewer with From alone when nobody is known; detail is
// shortened to 500 characters. The row is never changed, and goes after [domain.SecurityEventDays].
func (d *DB) SecurityEvent(ctx context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error { return d.securityEvent(ctx, tx, v, kind, detail) })
}

// securityEvent is SecurityEvent in a transaction.
func (d *DB) securityEvent(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, kind domain.SecurityKind, detail string) error {
	err := insertSecurityEvent(ctx, tx, v, kind, detail)
	if err == nil {
		d.options.Watcher.Alarmed(string(kind))
	}
	return err
}

// securityEvent is SecurityEvent of what is done in the same transaction.
func (s *store) securityEvent(ctx context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error {
	s.done = append(s.done, func(w Watcher) { w.Alarmed(string(kind)) })
	return insertSecurityEvent(ctx, s.tx, v, kind, detail)
}

func insertSecurityEvent(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, kind domain.SecurityKind, detail string) error {
	const insert = `
		INSERT INTO security_event (account_id, user_id, kind, detail, peer)
		SELECT nullif($1::bigint, 0), nullif($2::bigint, 0), $3::text, $4::text, $5::text
		WHERE NOT $6 OR NOT EXISTS (SELECT FROM security_event e WHERE e.peer = $5 AND e.kind = $3 AND e.at > now() - interval '1 minute'
			AND (NOT $7 OR e.user_id = $2))`
	info := kind.Info()
	_, err := tx.ExecContext(ctx, insert, v.Account.ID, v.User.ID, kind, eventText(detail, 500), eventText(v.From, 100), info.Rare, info.Each)
	if err != nil {
		return fmt.Errorf("record a security event: %w", err)
	}
	return nil
}

// eventText is a text of anybody's as it can be stored.
func eventText(text string, limit int) string {
	characters := []rune(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD"))
	return string(characters[:min(len(characters), limit)])
}

// forgetSecurityEvents lets the oldest events go that nobody has to keep, some at a time.
func forgetSecurityEvents(ctx context.Context, tx *sqlx.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT forget_security_events($1)`, domain.SecurityEventDays)
	if err != nil {
		return fmt.Errorf("forget old security events: %w", err)
	}
	return nil
}

// securityRow is a row of security_event as its readers see it.
type securityRow struct {
	ID          int64               `db:"id"`
	At          time.Time           `db:"at"`
	Kind        domain.SecurityKind `db:"kind"`
	Account     domain.AccountID    `db:"account_id"`
	AccountName string              `db:"account_name"`
	User        domain.UserID       `db:"user_id"`
	UserName    string              `db:"user_name"`
	Email       string              `db:"email"`
	Above       bool                `db:"above"`
	From        string              `db:"peer"`
	Detail      string              `db:"detail"`
}

func (r securityRow) event() pages.SecurityEvent {
	return pages.SecurityEvent{ID: r.ID, At: r.At.UTC(), Kind: r.Kind, From: r.From, Detail: r.Detail, Above: r.Above,
		Account: domain.Account{ID: r.Account, Name: r.AccountName}, User: domain.User{ID: r.User, Account: r.Account, Name: r.UserName, Email: r.Email}}
}

// securityEvents are the events that a viewer $1 of an account $2 sees: a provider those of everybody below them, and where they are the
// only provider those of nobody who is known; a reseller those of their own account.
func securityEvents(v domain.Viewer) string {
	if v.IsProvider() {
		return `(a.provider_id = $1 OR e.account_id IS NULL AND NOT EXISTS (SELECT FROM account o WHERE o.kind = 'provider' AND o.id <> $1))`
	}
	return `e.account_id = $1`
}

// SecurityEvents returns a page of what happened at the doors of the viewer's account, the newest first; a provider sees what happened at
// those of all accounts below, too. Who may ask is up to the caller: administrators.
func (d *DB) SecurityEvents(ctx context.Context, v domain.Viewer, q pages.SecurityQuery) (pages.SecurityEvents, error) {
	limit := cmp.Or(max(q.Limit, 0), defaultAudit)
	query := `
		SELECT e.id, e.at, e.kind, e.detail, e.peer, coalesce(a.id, 0) AS account_id, coalesce(a.name, '') AS account_name,
			coalesce(u.id, 0) AS user_id, coalesce(u.name, '') AS user_name, coalesce(u.email, '') AS email, e.user_id IS NOT NULL AND u.id IS NULL AS above
		FROM security_event e LEFT JOIN account a ON a.id = e.account_id
		LEFT JOIN app_user u ON u.id = e.user_id AND ($2 OR u.account_id = $1)
		WHERE ` + securityEvents(v) + ` AND e.id < $3 AND ($4 = '' OR e.kind = $4) AND ($5::bigint = 0 OR u.id = $5)
			AND ($6::timestamptz IS NULL OR e.at >= $6) AND ($7::timestamptz IS NULL OR e.at < $7)
			AND ($8 = '' OR contains_text(e.detail, $8) OR contains_text(e.peer, $8) OR contains_text(u.name, $8) OR contains_text(u.email, $8)
				OR contains_text(a.name, $8))
		ORDER BY e.id DESC LIMIT $9`
	var found pages.SecurityEvents
	err := d.read(ctx, func(s *store) (err error) {
		var rows []securityRow
		err = s.tx.SelectContext(ctx, &rows, query, v.Account.ID, v.IsProvider(), before(q.Before), q.Kind, q.User, moment(q.From), moment(q.To),
			q.Search, limit+1)
		if err != nil {
			return err
		}
		found.Older = 0
		if len(rows) > limit {
			rows = rows[:limit]
			found.Older = rows[limit-1].ID
		}
		found.Rows = bulk.Column(rows, securityRow.event)
		found.Users, err = accountUsers(ctx, s.tx, v.Account.ID)
		return err
	})
	if err != nil {
		return pages.SecurityEvents{}, fmt.Errorf("security events of account %d: %w", v.Account.ID, err)
	}
	return found, nil
}
