package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

type flowRow struct {
	ID          domain.FlowID        `db:"id"`
	Name        string               `db:"name"`
	Transitions versions.Transitions `db:"transitions"`
}

func (r flowRow) flow() domain.OrderFlow {
	return domain.OrderFlow{ID: r.ID, Name: r.Name, Transitions: r.Transitions}
}

// OrderFlows returns, by name, the order flows that the viewer may give a template: their own and those of the vendors
// above them.
func (d *DB) OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error) {
	var list []flowRow
	const query = vendorLine + `
		SELECT id, name, transitions FROM order_flow
		WHERE account_id ` + inLine + ` ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.ID) })
	if err != nil {
		return nil, fmt.Errorf("order flows of account %d: %w", v.Account.ID, err)
	}
	return bulk.Column(list, flowRow.flow), nil
}
