package db

import (
	"context"
	"fmt"

	"tiersync/db/versions"
	"tiersync/domain"
)

// Catalog returns the effective catalog and the state of the viewer's own account or of one below it (rows of other
// accounts are KindNotFound).
func (d *DB) Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error) {
	var now versions.Standing
	err := d.read(ctx, func(s *store) error {
		if _, err := accountWithin(ctx, s.tx, v.Account.ID, account); err != nil {
			return err
		}
		var err error
		now, err = s.versions.Standing(ctx, account)
		return err
	})
	if err != nil {
		return nil, domain.State{}, fmt.Errorf("catalog of account %d: %w", account, err)
	}
	return now.Effective(), now.State, nil
}
