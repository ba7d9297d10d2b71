package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// AuditLog returns one page of what happened to the viewer's account, the newest first: changes of its catalog, of its users
// and of the accounts below it, and the runs it made. The search looks in users, actions and objects. Users of other accounts have no name
// here: what the vendor above did is his own affair.
func (d *DB) AuditLog(ctx context.Context, v domain.Viewer, q domain.ListQuery) (list []domain.AuditRow, total int, err error) {
	var rows []struct {
		ID       int64        `db:"id"`
		At       time.Time    `db:"at"`
		UserName string       `db:"user_name"`
		Run      domain.RunID `db:"run_id"`
		Mine     bool         `db:"mine"`
		Action   string       `db:"action"`
		Object   string       `db:"object"`
		Total    int          `db:"total"`
	}
	const query = `
		WITH log AS (
			SELECT e.id, e.at, e.user_id, coalesce(e.run_id, 0) AS run_id, e.run_account_id, e.action, e.object
			FROM entry e WHERE e.account_id = $1
			UNION ALL
			SELECT a.id, a.at, a.user_id, 0, NULL, a.action, a.object FROM audit a WHERE a.account_id = $1
			UNION ALL
			SELECT r.id, r.at, r.user_id, r.id, r.account_id,
				CASE r.kind WHEN 'undo' THEN 'undid a synchronization' ELSE 'synchronized resellers' END, r.plan_name
			FROM run r WHERE r.account_id = $1
		), named AS (
			SELECT l.id, l.at, coalesce(u.name, '') AS user_name, l.run_id, coalesce(l.run_account_id = $1, false) AS mine,
				l.action, l.object
			FROM log l LEFT JOIN app_user u ON u.id = l.user_id AND u.account_id = $1
		)
		SELECT id, at, user_name, run_id, mine, action, object, count(*) OVER () AS total FROM named
		WHERE $2 = '' OR contains_text(user_name, $2) OR contains_text(action, $2)
			OR contains_text(object, $2)
		ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4`
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		limit, offset := window(q.Limit, q.Offset)
		return tx.SelectContext(ctx, &rows, query, v.Account.ID, q.Search, limit, offset)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("audit of account %d: %w", v.Account.ID, err)
	}
	for _, r := range rows {
		total = r.Total
		list = append(list, domain.AuditRow{Mine: r.Mine, LogEntry: domain.LogEntry{ID: r.ID, At: r.At, UserName: r.UserName,
			Run: r.Run, Action: r.Action, Object: r.Object}})
	}
	return list, total, nil
}
