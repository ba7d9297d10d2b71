package db

import (
	"context"
	"fmt"
	"maps"
	"time"

	"tiersync/domain"
)

// CatalogOn returns what the viewer's account had at a moment: at the last entry of its log before it.
func (d *DB) CatalogOn(ctx context.Context, v domain.Viewer, at time.Time) (*domain.Catalog, error) {
	var then domain.State
	err := d.read(ctx, func(s *store) error {
		var last domain.ChangeID
		const query = `SELECT coalesce((SELECT id FROM entry WHERE account_id = $1 AND at < $2 ORDER BY id DESC LIMIT 1), 0)`
		err := s.tx.GetContext(ctx, &last, query, v.Account.ID, at)
		if err == nil {
			then, err = s.versions.StateAt(ctx, v.Account.ID, last)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("catalog of account %d on %s: %w", v.Account.ID, at.Format(time.DateOnly), err)
	}
	return then.Effective(), nil
}

// PricesBehind returns the prices of the viewer that one of their direct resellers does not have yet, as [domain.BehindPrices] says.
func (d *DB) PricesBehind(ctx context.Context, v domain.Viewer) (map[domain.Key]bool, error) {
	behind := map[domain.Key]bool{}
	prices := func(_ domain.PlanID, c *computation) map[domain.Key]bool { return domain.BehindPrices(c.input) }
	err := ofSubscribers(ctx, d, v, nil, prices, func(_ domain.PlanID, in map[domain.Key]bool) { maps.Copy(behind, in) })
	if err != nil {
		return nil, fmt.Errorf("prices of account %d that somebody does not have: %w", v.Account.ID, err)
	}
	return behind, nil
}
