package db

import (
	"github.com/jmoiron/sqlx"

	"tiersync/db/versions"
)

// store is one transaction with the versions that it reads and writes.
type store struct {
	tx       *sqlx.Tx
	versions *versions.Store
	atPoint  func(Point)
}

func (d *DB) newStore(tx *sqlx.Tx) *store {
	return &store{tx: tx, versions: versions.In(tx, d.cache), atPoint: d.options.AtPoint}
}
