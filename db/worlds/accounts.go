package worlds

import (
	"context"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/domain"
)

// Accounts are the ids of all accounts in a database, by name.
func Accounts(ctx context.Context, d *db.DB) (map[string]domain.AccountID, error) {
	ids := map[string]domain.AccountID{}
	return ids, d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		var rows []struct {
			ID   domain.AccountID
			Name string
		}
		err := tx.SelectContext(ctx, &rows, `SELECT id, name FROM account`)
		for _, row := range rows {
			ids[row.Name] = row.ID
		}
		return err
	})
}
