package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// A page asks several methods, each a transaction. What they read in the context of a snapshot is of one moment, and is read once: they
// share a transaction and the versions that it loaded. It is for reading alone, so that a method need not know whether it is in one; a
// transaction to write is a parameter, as everywhere.

// snapshot is that transaction. It begins with the first that is read.
type snapshot struct {
	mu     sync.Mutex
	conn   *sqlx.Conn
	store  *store // nil before the first, and after a failure
	cancel context.CancelFunc
	ended  bool
}

// snapshotKey is under which a context has its snapshot.
type snapshotKey struct{}

// Snapshot returns a context in which everything that is read is of one moment, until end is called or something is written. end may be
// called more than once; afterwards the context is an ordinary one.
func (d *DB) Snapshot(ctx context.Context) (in context.Context, end func()) {
	snap := &snapshot{}
	return context.WithValue(ctx, snapshotKey{}, snap), snap.end
}

// endSnapshot ends the snapshot of a context, if it has one: before something is written, or computed for long.
func endSnapshot(ctx context.Context) {
	if snap := snapshotIn(ctx); snap != nil {
		snap.end()
	}
}

// snapshotIn returns the snapshot of a context, nil for none and for one that has ended.
func snapshotIn(ctx context.Context) *snapshot {
	snap, _ := ctx.Value(snapshotKey{}).(*snapshot)
	if snap == nil {
		return nil
	}
	snap.mu.Lock()
	defer snap.mu.Unlock()
	if snap.ended {
		return nil
	}
	return snap
}

// read runs fn in the snapshot, and begins it where this is the first.
func (snap *snapshot) read(ctx context.Context, d *DB, fn func(*store) error) (err error) {
	snap.mu.Lock()
	defer snap.mu.Unlock()
	for range transactionTries {
		first := snap.store == nil
		if first {
			if err := snap.begin(ctx, d); err != nil {
				return translate(err)
			}
		}
		if err = fn(snap.store); !endsTransaction(err) {
			return translate(err)
		}
		snap.close()
		if !first || !worthAnotherTry(err) {
			break
		}
	}
	return translate(late(ctx, err))
}

// begin begins it on the standby, where that has the page too, or else on the primary.
func (snap *snapshot) begin(ctx context.Context, d *DB) error {
	if d.fresh(ctx) && snap.beginOn(ctx, d, d.standby.pool) == nil {
		return nil
	}
	return snap.beginOn(ctx, d, d.work)
}

func (snap *snapshot) beginOn(ctx context.Context, d *DB, pool *sqlx.DB) error {
	ctx, cancel := d.bounded(ctx)
	conn, tx, err := begin(ctx, pool, readOnly)
	if err != nil {
		cancel()
		return err
	}
	snap.conn, snap.store, snap.cancel = conn, d.newStore(tx), cancel
	return nil
}

// endsTransaction reports whether nothing more can be read after an error: it comes from the server or the connection, and not from the
// program or from rows that are not there.
func endsTransaction(err error) bool {
	var known *domain.Error
	return err != nil && !errors.As(err, &known) && !errors.Is(err, sql.ErrNoRows)
}

// close gives the connection back.
func (snap *snapshot) close() {
	if snap.store != nil {
		_ = snap.store.tx.Rollback() // there is nothing to store
		_ = snap.conn.Close()        // a connection that failed is not used again
		snap.cancel()
	}
	snap.conn, snap.store = nil, nil
}

func (snap *snapshot) end() {
	snap.mu.Lock()
	defer snap.mu.Unlock()
	if snap.store != nil {
		snap.store.versions.Keep()
	}
	snap.close()
	snap.ended = true
}
