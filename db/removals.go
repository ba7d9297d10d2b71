package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// removeThing takes a thing away of which nothing is left.
func (s *store) removeThing(ctx context.Context, v domain.Viewer, about domain.Ref) error {
	k := keepers[about.Of]
	if !k.removable {
		return fmt.Errorf("nobody removes a %s", about.Of.Noun())
	}
	var id any = about.ID
	if about.Code != "" {
		id = about.Code
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM `+k.row+`$2`, v.Account.ID, id)
	return err
}

// thingUsers is what uses a thing outside catalogs, or a plan, in the viewer's tree, at most five and how many more.
func (s *store) thingUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	var users []use
	var err error
	switch about.Of {
	case domain.ObjectPlan:
		return s.planUses(ctx, v, domain.PlanID(about.ID), 0, true)
	case domain.ObjectExchangeRate:
		const query = `SELECT 'account' AS used_as, name FROM account WHERE provider_id = $1 AND currency = $2 ORDER BY id`
		err = s.tx.SelectContext(ctx, &users, query, v.Account.Provider, about.Code)
	case domain.ObjectFlow:
		const query = `SELECT 'template' AS used_as, name FROM template WHERE order_flow_id = $1 ORDER BY id`
		err = s.tx.SelectContext(ctx, &users, query, about.ID)
	}
	if err != nil {
		return domain.Uses{}, fmt.Errorf("what uses %s: %w", about.Name, err)
	}
	holders, err := s.holders(ctx, v, func(c *domain.Catalog) bool { return c.Uses(about) })
	return domain.Uses{List: holders}.After(bulk.Column(users, use.use)).First(maxUses), err
}

// holders are the catalogs of the viewer's tree that are so.
func (s *store) holders(ctx context.Context, v domain.Viewer, so func(*domain.Catalog) bool) ([]domain.Use, error) {
	var accounts []struct {
		ID   domain.AccountID `db:"id"`
		Name string           `db:"name"`
	}
	if err := s.tx.SelectContext(ctx, &accounts, `SELECT id, name FROM account WHERE provider_id = $1 ORDER BY level, id`, v.Account.Provider); err != nil {
		return nil, fmt.Errorf("the tree of provider %d: %w", v.Account.Provider, err)
	}
	ids := make([]domain.AccountID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	all, err := s.versions.Standings(ctx, ids)
	if err != nil {
		return nil, err
	}
	var holders []domain.Use
	for _, a := range accounts {
		if slices.ContainsFunc([]*domain.Catalog{all[a.ID].Delivered, all[a.ID].Own.MadeCatalog()}, so) {
			holders = append(holders, domain.Use{As: domain.UsedByCatalog, Name: a.Name})
		}
	}
	return holders, nil
}
