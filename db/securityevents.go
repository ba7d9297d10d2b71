package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// SecurityEvent stores something that whoever watches over the installation wants to know: a sign-in, a refusal, a request
// that no page of this program could have sent. v is the zero Viewer when nobody is known; detail is shortened to 500
// characters. The row is never changed.
func (d *DB) SecurityEvent(ctx context.Context, v domain.Viewer, kind, detail string) error {
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error { return d.securityEvent(ctx, tx, v, kind, detail) })
}

func (d *DB) securityEvent(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, kind, detail string) error {
	text := []rune(strings.ReplaceAll(strings.ToValidUTF8(detail, "\uFFFD"), "\x00", "\uFFFD"))
	if len(text) > 500 {
		text = text[:500]
	}
	const insert = `
		INSERT INTO security_event (account_id, user_id, kind, detail)
		VALUES (nullif($1::bigint, 0), nullif($2::bigint, 0), $3, $4)`
	if _, err := tx.ExecContext(ctx, insert, v.Account.ID, v.User.ID, kind, string(text)); err != nil {
		return fmt.Errorf("record a security event: %w", err)
	}
	d.options.Watcher.Alarmed(kind)
	return nil
}
