package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// LastDelivery is LastRunFor without the outcomes, which may be many: when the viewer's own account was changed by a run the
// last time, and by how much. Run is zero when no run has.
func (d *DB) LastDelivery(ctx context.Context, v domain.Viewer) (domain.Delivery, error) {
	var row struct {
		Run     domain.RunID   `db:"run_id"`
		At      time.Time      `db:"at"`
		Kind    domain.RunKind `db:"kind"`
		Changes int            `db:"changes"`
	}
	const query = `
		SELECT run.id AS run_id, run.at, run.kind, r.changes
		FROM entry e
		JOIN run ON run.account_id = e.run_account_id AND run.id = e.run_id
		JOIN run_reseller r ON r.run_account_id = run.account_id AND r.run_id = run.id
			AND r.account_id = e.account_id AND r.changes > 0
		WHERE e.account_id = $1 ORDER BY e.id DESC LIMIT 1`
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		err := tx.GetContext(ctx, &row, query, v.Account.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return domain.Delivery{}, fmt.Errorf("last delivery to account %d: %w", v.Account.ID, err)
	}
	return domain.Delivery{Run: row.Run, At: row.At.UTC(), Kind: row.Kind, Changes: row.Changes}, nil
}
