package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tiersync/domain"
)

// ShopOf returns the active reseller who lets everybody see their catalog under this address. Any other text, an address that nobody has and
// one that is switched off are KindNotFound alike, after the same question to the same index.
func (d *DB) ShopOf(ctx context.Context, name string) (domain.Account, error) {
	var row accountRow
	const query = `SELECT ` + accountColumns + ` FROM account a WHERE a.shop_name = $1 AND a.shop_name <> '' AND a.shop_open AND a.status = 'active'`
	err := d.read(ctx, func(s *store) error { return s.tx.GetContext(ctx, &row, query, name) })
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.NotFound("The page")
	}
	if err != nil {
		return domain.Account{}, fmt.Errorf("the shop %q: %w", name, err)
	}
	return row.account(), nil
}

// shopNameTaken is the refusal of an address where err says that another shop has it.
func shopNameTaken(err error) error {
	if violates(err, "account_shop_name") {
		return domain.ShopNameTaken()
	}
	return err
}
