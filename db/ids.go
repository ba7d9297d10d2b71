package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// newIDs takes n ids from the one sequence of object ids.
func newIDs(ctx context.Context, tx *sqlx.Tx, n int) ([]int64, error) {
	var ids []int64
	err := tx.SelectContext(ctx, &ids, `SELECT nextval('object_id') FROM generate_series(1, $1)`, n)
	if err != nil {
		return nil, fmt.Errorf("take %d ids: %w", n, err)
	}
	return ids, nil
}

// NewIDs returns n new object ids, for plans, periods, categories and whatever else is made inside a catalog.
func (d *DB) NewIDs(ctx context.Context, n int) (ids []int64, err error) {
	err = d.InTx(ctx, func(tx *sqlx.Tx) (err error) {
		ids, err = newIDs(ctx, tx, n)
		return err
	})
	return ids, err
}

// NextID returns one new object id.
func (d *DB) NextID(ctx context.Context) (int64, error) {
	ids, err := d.NewIDs(ctx, 1)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}
