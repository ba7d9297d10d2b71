package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// resourceRow has the fields of domain.Resource.
type resourceRow struct {
	ID         domain.ResourceID `db:"id"`
	Account    domain.AccountID  `db:"account_id"`
	Name       string            `db:"name"`
	Unit       string            `db:"unit"`
	Additive   bool              `db:"additive"`
	Measurable bool              `db:"measurable"`
}

const resourceQuery = `SELECT id, account_id, name, unit, additive, measurable FROM resource `

// Resources returns the resources of the viewer's provider by name. Names and units are live for everybody below.
func (d *DB) Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error) {
	var list []resourceRow
	const query = resourceQuery + `WHERE account_id = $1 ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.Provider) })
	if err != nil {
		return nil, fmt.Errorf("resources of provider %d: %w", v.Account.Provider, err)
	}
	return bulk.Column(list, func(r resourceRow) domain.Resource { return domain.Resource(r) }), nil
}
