package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// auditEntry is one line of an account's audit: who did what to which object. Its row is never changed.
type auditEntry struct {
	Account domain.AccountID // whose audit it is
	User    domain.UserID    // zero for the command line
	Action  string           // in the past: "changed protections"
	Object  string           // what it was done to, by name
	Detail  map[string]any   // what changed, for a person to read as JSON; nil for nothing
}

// writeAudit adds an entry in the transaction of the change itself, so that there is never one without the other.
func writeAudit(ctx context.Context, tx *sqlx.Tx, e auditEntry) error {
	if e.Detail == nil {
		e.Detail = map[string]any{}
	}
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return fmt.Errorf("write the audit of account %d: %w", e.Account, err)
	}
	const insert = `
		INSERT INTO audit (account_id, user_id, action, object, detail) VALUES ($1, nullif($2::bigint, 0), $3, $4, $5)`
	if _, err := tx.ExecContext(ctx, insert, e.Account, e.User, e.Action, e.Object, string(detail)); err != nil {
		return fmt.Errorf("write the audit of account %d: %w", e.Account, err)
	}
	return nil
}

// SecurityEvent stores something that whoever watches over the installation wants to know: a sign-in, a refusal, a request
// that no page of this program could have sent. v is the zero Viewer when nobody is known; detail is shortened to 500
// characters. The row is never changed.
func (d *DB) SecurityEvent(ctx context.Context, v domain.Viewer, kind, detail string) error {
	text := []rune(strings.ReplaceAll(strings.ToValidUTF8(detail, "\uFFFD"), "\x00", "\uFFFD"))
	if len(text) > 500 {
		text = text[:500]
	}
	return d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const insert = `
			INSERT INTO security_event (account_id, user_id, kind, detail)
			VALUES (nullif($1::bigint, 0), nullif($2::bigint, 0), $3, $4)`
		if _, err := tx.ExecContext(ctx, insert, v.Account.ID, v.User.ID, kind, string(text)); err != nil {
			return fmt.Errorf("record a security event: %w", err)
		}
		return nil
	})
}
