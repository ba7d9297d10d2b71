package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// buyers lists, by name, the resellers directly below those of an undo whom it does not reach itself, and who were delivered a plan of which
// prices go back: their cost moves with it, and what they sell stays (rule U5).
func (s *store) buyers(ctx context.Context, f *foldedRun) ([]pages.Buyer, error) {
	if len(f.moved) == 0 {
		return nil, nil
	}
	vendors := slices.Sorted(maps.Keys(f.moved))
	takePart := filter(f.resellers, func(r pages.RunReseller) bool { return r.Skip != domain.OutOfReach })
	reached := bulk.Column(takePart, func(r pages.RunReseller) domain.AccountID { return r.Account })
	var list []struct {
		ID     domain.AccountID `db:"id"`
		Vendor domain.AccountID `db:"parent_id"`
		Name   string           `db:"name"`
		Level  int              `db:"level"`
	}
	const query = `
		SELECT id, parent_id, name, level FROM account
		WHERE parent_id = ANY ($1) AND NOT id = ANY ($2) AND status <> 'closed' ORDER BY name COLLATE name_order, id`
	if err := s.tx.SelectContext(ctx, &list, query, bulk.IDArray(vendors), bulk.IDArray(reached)); err != nil {
		return nil, fmt.Errorf("who buys of %d resellers: %w", len(vendors), err)
	}
	ids := make([]domain.AccountID, len(list))
	for i, one := range list {
		ids[i] = one.ID
	}
	standings, err := s.versions.Standings(ctx, ids)
	if err != nil {
		return nil, err
	}
	var buyers []pages.Buyer
	for _, one := range list {
		if n := standings[one.ID].Delivered.Buys(f.moved[one.Vendor]); n > 0 {
			buyers = append(buyers, pages.Buyer{Account: one.ID, Name: one.Name, Level: one.Level, Plans: n})
		}
	}
	return buyers, nil
}
