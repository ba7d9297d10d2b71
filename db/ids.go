package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
)

// newID takes an id from the one sequence of object ids.
func newID[ID ~int64](ctx context.Context, tx *sqlx.Tx) (ID, error) {
	var id ID
	if err := tx.GetContext(ctx, &id, `SELECT nextval('object_id')`); err != nil {
		return 0, fmt.Errorf("take an id: %w", err)
	}
	return id, nil
}

// NewIDs returns n new object ids, for plans, periods, categories and whatever else is made inside a catalog.
func (d *DB) NewIDs(ctx context.Context, n int) ([]int64, error) {
	var ids []int64
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		return tx.SelectContext(ctx, &ids, `SELECT nextval('object_id') FROM generate_series(1, $1)`, n)
	})
	if err != nil {
		return nil, fmt.Errorf("take %d ids: %w", n, err)
	}
	return ids, nil
}

// NextID returns one new object id.
func (d *DB) NextID(ctx context.Context) (int64, error) {
	ids, err := d.NewIDs(ctx, 1)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// idsOf gives plain ids their type; nil when there are none.
func idsOf[ID ~int64](list []int64) []ID {
	if len(list) == 0 {
		return nil
	}
	return bulk.Column(list, func(id int64) ID { return ID(id) })
}
