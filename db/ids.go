package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// newID takes an id from the one sequence of object ids.
func newID[ID ~int64](ctx context.Context, tx *sqlx.Tx) (ID, error) {
	var id ID
	if err := tx.GetContext(ctx, &id, `SELECT nextval('object_id')`); err != nil {
		return 0, fmt.Errorf("take an id: %w", err)
	}
	return id, nil
}

// NewIDs returns n new object ids, for what is told with the ids that it will have: see [DB.Planting].
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

// numbering is which ids the things get that changes make.
type numbering struct {
	domain.Numbers
	ids  map[int64]bool // that were taken
	made map[int64]bool // those under which something was made already
}

// number takes an id for everything that the changes make. A preview takes none: it has those that come next.
func (s *store) number(ctx context.Context, write bool, changes ...domain.Change) (numbering, error) {
	n := numbering{made: map[int64]bool{}}
	placeholders := domain.Placeholders(changes...)
	if len(placeholders) == 0 {
		return n, nil
	}
	query := `SELECT nextval('object_id') FROM generate_series(1, $1)`
	if !write {
		query = `SELECT last_value + n FROM object_id, generate_series(1, $1) AS n`
	}
	var ids []int64
	if err := s.tx.SelectContext(ctx, &ids, query, len(placeholders)); err != nil {
		return n, fmt.Errorf("take %d ids: %w", len(placeholders), err)
	}
	n.Numbers, n.ids = domain.Numbers{}, map[int64]bool{}
	for i, id := range ids {
		n.Numbers[placeholders[i]], n.ids[id] = id, true
	}
	return n, nil
}

// before names a thing as it is known before the change: by [domain.NewID] where it is about to be made.
func (n numbering) before(about domain.Ref) domain.Ref {
	if n.ids[about.ID] && !n.made[about.ID] {
		about.ID = domain.NewID
	}
	return about
}

// idsOf gives plain ids their type; nil when there are none.
func idsOf[ID ~int64](list []int64) []ID {
	if len(list) == 0 {
		return nil
	}
	return bulk.Column(list, func(id int64) ID { return ID(id) })
}
