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
	if !about.Of.Info().Removable {
		return fmt.Errorf("nobody removes a %s", about.Of.Noun())
	}
	var id any = about.ID
	if about.Code != "" {
		id = about.Code
	}
	_, err := s.tx.ExecContext(ctx, `DELETE FROM `+keepers[about.Of].row+`$2`, v.Account.ID, id)
	return err
}

// users is what uses a thing in the viewer's tree, at most five and how many more.
type users func(s *store, ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error)

// thingUsers is what uses a thing outside catalogs, or a plan.
func (s *store) thingUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	if users := keepers[about.Of].users; users != nil {
		return users(s, ctx, v, about)
	}
	return domain.Uses{}, nil
}

func (s *store) planUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	return s.planUses(ctx, v, domain.PlanID(about.ID), 0, true)
}

func (s *store) exchangeRateUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	const query = `SELECT 'account' AS used_as, name FROM account WHERE provider_id = $1 AND currency = $2 ORDER BY id`
	users, err := s.usesBy(ctx, query, v.Account.Provider, about.Code)
	return domain.Uses{List: users}.First(maxUses), err
}

func (s *store) flowUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	templates, err := s.usesBy(ctx, `SELECT 'template' AS used_as, name FROM template WHERE order_flow_id = $1 ORDER BY id`, about.ID)
	if err != nil {
		return domain.Uses{}, err
	}
	holders, err := s.holders(ctx, v, func(c *domain.Catalog) bool { return c.Uses(about) })
	return domain.Uses{List: holders}.After(templates).First(maxUses), err
}

func (s *store) catalogUsers(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.Uses, error) {
	holders, err := s.holders(ctx, v, func(c *domain.Catalog) bool { return c.Uses(about) })
	return domain.Uses{List: holders}.First(maxUses), err
}

// usesBy are the uses that a query finds.
func (s *store) usesBy(ctx context.Context, query string, args ...any) ([]domain.Use, error) {
	var list []use
	if err := s.tx.SelectContext(ctx, &list, query, args...); err != nil {
		return nil, fmt.Errorf("what uses it: %w", err)
	}
	return bulk.Column(list, use.use), nil
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
