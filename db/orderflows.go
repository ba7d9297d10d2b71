package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"tiersync/domain"
)

// OrderFlows returns, by name, the order flows that the viewer may give a template: his own and those of the vendors
// above him.
func (d *DB) OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error) {
	var list []struct {
		ID          domain.FlowID `db:"id"`
		Name        string        `db:"name"`
		Transitions []byte        `db:"transitions"`
	}
	const query = `
		SELECT id, name, transitions FROM order_flow WHERE account_within($1, account_id) ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.ID) })
	if err != nil {
		return nil, fmt.Errorf("order flows of account %d: %w", v.Account.ID, err)
	}
	flows := make([]domain.OrderFlow, len(list))
	for i, row := range list {
		flows[i] = domain.OrderFlow{ID: row.ID, Name: row.Name}
		if err := json.Unmarshal(row.Transitions, &flows[i].Transitions); err != nil {
			return nil, fmt.Errorf("order flow %d: %w", row.ID, err)
		}
	}
	return flows, nil
}

// SaveOrderFlow stores a new order flow of the viewer's (ID 0) or changes one, and returns its id. It reaches nobody
// before box 11 does.
func (d *DB) SaveOrderFlow(ctx context.Context, v domain.Viewer, f domain.OrderFlow) (domain.FlowID, error) {
	steps := normalOrderFlow(&f).Transitions
	if steps == nil {
		steps = []domain.Transition{}
	}
	transitions, err := json.Marshal(steps)
	if err != nil {
		return 0, fmt.Errorf("order flow %q: %w", f.Name, err)
	}
	row := saved{table: "order flow", name: strings.TrimSpace(f.Name), index: "order_flow_name"}
	row.args = []any{v.Account.ID, row.name, string(transitions)}
	row.query = `INSERT INTO order_flow (account_id, name, transitions) VALUES ($1, $2, $3) RETURNING id`
	if f.ID != 0 {
		row.query = `UPDATE order_flow SET name = $2, transitions = $3 WHERE account_id = $1 AND id = $4 RETURNING id`
		row.args = append(row.args, f.ID)
	}
	id, err := d.save(ctx, v, row)
	return domain.FlowID(id), err
}
