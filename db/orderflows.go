package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

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

// SaveOrderFlow stores a new order flow of the viewer's (ID 0) or replaces one, and returns its id. It reaches nobody
// before box 11 does.
func (d *DB) SaveOrderFlow(ctx context.Context, v domain.Viewer, f domain.OrderFlow) (domain.FlowID, error) {
	id, err := d.save(ctx, v, savedFlow(v, f))
	return domain.FlowID(id), err
}

// EditOrderFlow changes an order flow of the viewer's: change gets it as it is and returns another one. When change fails,
// nothing is stored. Two edits of a flow follow each other.
func (d *DB) EditOrderFlow(ctx context.Context, v domain.Viewer, id domain.FlowID,
	change func(domain.OrderFlow) (domain.OrderFlow, error)) error {
	err := d.edit(ctx, v, func(s *store) error {
		var now flowRow
		const query = `SELECT id, name, transitions FROM order_flow WHERE account_id = $1 AND id = $2 FOR UPDATE`
		err := s.tx.GetContext(ctx, &now, query, v.Account.ID, id)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.NotFound("The order flow")
		}
		if err != nil {
			return err
		}
		flow, err := now.flow()
		if err != nil {
			return err
		}
		if flow, err = change(flow); err != nil {
			return err
		}
		_, err = s.saveRow(ctx, v, savedFlow(v, flow))
		return err
	})
	if err != nil {
		return fmt.Errorf("edit order flow %d: %w", id, err)
	}
	return nil
}

func savedFlow(v domain.Viewer, f domain.OrderFlow) saved {
	row := saved{table: "order flow", name: strings.TrimSpace(f.Name), index: "order_flow_name"}
	row.args = []any{v.Account.ID, row.name, writeTransitions(normalOrderFlow(&f).Transitions)}
	row.query = `INSERT INTO order_flow (account_id, name, transitions) VALUES ($1, $2, $3) RETURNING id`
	if f.ID != 0 {
		row.query = `UPDATE order_flow SET name = $2, transitions = $3 WHERE account_id = $1 AND id = $4 RETURNING id`
		row.args = append(row.args, f.ID)
	}
	return row
}
