package db

import (
	"context"

	"github.com/jmoiron/sqlx"

	"tiersync/db/versions"
	"tiersync/domain"
)

// store is one transaction with the versions that it reads and writes.
type store struct {
	tx       *sqlx.Tx
	versions *versions.Store
	atPoint  func(Point)
	plants   bool // see [DB.Planting]
	done     []func(Watcher)
}

func (d *DB) newStore(tx *sqlx.Tx) *store {
	return &store{tx: tx, versions: versions.In(tx, d.cache), atPoint: d.options.AtPoint, plants: d.plants}
}

// read runs fn with a store in one read-only transaction: that of the context's snapshot where it has one.
func (d *DB) read(ctx context.Context, fn func(*store) error) error {
	if snap := snapshotIn(ctx); snap != nil {
		return snap.read(ctx, d, fn)
	}
	return d.readApart(ctx, fn)
}

// readApart is read in a transaction of its own, for what is worked on for long after it was read, or is much: it neither stays in the
// snapshot nor keeps that open.
func (d *DB) readApart(ctx context.Context, fn func(*store) error) error {
	var s *store
	err := d.inReadTx(ctx, func(tx *sqlx.Tx) error {
		s = d.newStore(tx)
		return fn(s)
	})
	if err == nil {
		s.versions.Keep()
	}
	return err
}

// write runs fn with a store in one transaction.
func (d *DB) write(ctx context.Context, fn func(*store) error) error {
	var s *store
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		s = d.newStore(tx)
		return fn(s)
	})
	if err == nil {
		s.versions.Keep()
		for _, tell := range s.done {
			tell(d.options.Watcher)
		}
	}
	return err
}

// apart makes a change of a kind that has a method of its own ([domain.Apart]): fn runs in a transaction that holds the tree's
// lock, alone in the tree or beside other edits, with the viewer's rights of this moment, which allow the kind.
func (d *DB) apart(ctx context.Context, v domain.Viewer, kind domain.ChangeKind, alone bool, fn func(s *store, now domain.Viewer) error) error {
	return d.write(ctx, func(s *store) error {
		if err := lockTree(ctx, s.tx, v.Account.Provider, alone); err != nil {
			return err
		}
		now, err := s.mayNow(ctx, v, kind)
		if err != nil {
			return err
		}
		return fn(s, now)
	})
}
