package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

type flowRow struct {
	ID          domain.FlowID `db:"id"`
	Name        string        `db:"name"`
	Transitions []byte        `db:"transitions"`
}

func (r flowRow) flow() (domain.OrderFlow, error) {
	transitions, err := readTransitions(r.Transitions)
	if err != nil {
		return domain.OrderFlow{}, fmt.Errorf("order flow %d: %w", r.ID, err)
	}
	return domain.OrderFlow{ID: r.ID, Name: r.Name, Transitions: transitions}, nil
}

// OrderFlows returns, by name, the order flows that the viewer may give a template: his own and those of the vendors
// above him.
func (d *DB) OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error) {
	var list []flowRow
	const query = `
		SELECT id, name, transitions FROM order_flow WHERE account_within($1, account_id) ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.ID) })
	if err != nil {
		return nil, fmt.Errorf("order flows of account %d: %w", v.Account.ID, err)
	}
	flows := make([]domain.OrderFlow, len(list))
	for i, row := range list {
		if flows[i], err = row.flow(); err != nil {
			return nil, err
		}
	}
	return flows, nil
}
