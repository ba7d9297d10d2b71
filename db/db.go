// Package db keeps Tiersync's data in PostgreSQL: each method of [DB] is a transaction, on accounts, users and sessions, changes, runs
// and their results, and what pages show of them. Rules are not here: package domain computes, this package reads what it needs and
// writes what it decided.
//
// Start reading at [Open] and [DB.InTx]. Each file holds one noun. versions/ stores the values that never change and the pointers to
// them, bulk/ moves many rows with one statement, migrations/ is the schema, localpg starts a private server for the demo, dbtest gives
// every test a database of its own, demo loads the demo data.
package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/versions"
	"tiersync/domain"
)

// The time limits of ordinary work. Together they keep the promise that a request is answered within 25 seconds,
// whatever happens to the network or the server (faults 71 to 75).
const (
	connectTimeout   = 3 * time.Second  // to open a connection, TLS and password included
	poolWait         = 3 * time.Second  // to get a connection when all are busy
	fullServerPause  = poolWait / 30    // before a server without a free connection is asked again
	statementTimeout = 15 * time.Second // one statement, ended by the server
	lockTimeout      = 10 * time.Second // waiting for one lock
	idleTxTimeout    = 20 * time.Second // a transaction in which nobody speaks, ended by the server
	txBudget         = 20 * time.Second // a whole transaction, when the caller's context has no deadline
	silenceGrace     = 2 * time.Second  // no byte from the server for this much longer than a statement may take
	deadlineGrace    = 2 * time.Second  // after a context's deadline, for the polite way to cancel
)

// Options tune a DB. The zero Options are right for the program.
type Options struct {
	MaxConns     int           // connections for ordinary work, 20 when zero
	TxBudget     time.Duration // how long a transaction may take when the context does not say, 20 s when zero
	Statement    time.Duration // how long one statement may take, 15 s when zero
	ReadURL      string        // a hot standby from which pages may be read, as Open's url says the primary; "": there is none
	Idle         time.Duration // how long a transaction may say nothing, 20 s when zero
	OnePool      bool          // signing in takes the connections for ordinary work, too: for what few use at once, as a test
	HashParallel int           // password hashes at once (19 MiB each) of whoever is known, half as many of strangers; 2 when zero
	Logger       *slog.Logger  // migrations report here; slog.Default when nil
	Watcher      Watcher       // told what was done; may be nil
	AtPoint      func(Point)   // called when a run or an undo is at a point; for tests of crashes and for measuring; may be nil
}

// DB is the database of one Tiersync installation. It is safe for concurrent use.
//
// Signing in and looking up sessions have a few connections of their own, so that they work while everything else waits, but with
// [Options.OnePool].
type DB struct {
	config  pq.Config
	options Options
	work    *sqlx.DB
	signIn  *sqlx.DB
	standby *standby // nil: there is none
	cache   *versions.Cache
	hashing hashing
	counts  *answers[counted]
	looks   *answers[domain.Looked]
	behind  *answers[plansBehind]

	foldings foldings
	chains   *answers[*foundChain]
	moneys   *answers[runMoney]
	contests *answers[*contestedRun]

	standings *rememberedStandings
	plants    bool
}

// Planting returns the same database for worlds that know beforehand which ids things have, in tests and in the demo: what a change makes
// under an id that it says itself has that id. Nothing that comes from a person or from another program goes through it.
func (d *DB) Planting() *DB {
	planting := *d
	planting.plants = true
	return &planting
}

// signInConns is how many connections are kept for signing in and session lookups.
const signInConns = 4

// Open connects to the PostgreSQL at url, a URL or a "key=value" text, which must state sslmode: what is not stated is
// guessed by nobody. It returns when the server has answered once; the schema is not looked at (see [DB.CheckSchema]).
func Open(ctx context.Context, url string, options Options) (*DB, error) {
	config, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	options = options.complete()
	d := &DB{
		config:  config,
		options: options,
		work:    openPool(config, options, options.MaxConns),
		cache:   versions.NewCache(),
		hashing: hashing{known: newRoom(options.HashParallel), strangers: newRoom((options.HashParallel + 1) / 2)},
		counts:  newAnswers[counted](keptAnswers),
		looks:   newAnswers[domain.Looked](keptAnswers),
		behind:  newAnswers[plansBehind](keptAnswers),

		foldings: foldings{newAnswers[*foldedRun](keptFoldings)},
		chains:   newAnswers[*foundChain](keptChains),
		moneys:   newAnswers[runMoney](keptMoney),
		contests: newAnswers[*contestedRun](keptContested),

		standings: newStandings(),
	}
	d.signIn = d.work
	if !options.OnePool {
		d.signIn = openPool(config, options, signInConns)
	}
	if d.standby, err = openStandby(options); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	// A connection for signing in is opened now and kept, so that there is one when the server has no more to give.
	if err := d.inTx(ctx, d.signIn, nil, func(*sqlx.Tx) error { return nil }); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to the database: %w", err), d.Close())
	}
	d.watchStandby(ctx)
	return d, nil
}

// complete returns the options with the usual ones in place of those that are not said.
func (o Options) complete() Options {
	o.MaxConns = cmp.Or(o.MaxConns, 20)
	o.TxBudget = cmp.Or(o.TxBudget, txBudget)
	o.Statement = cmp.Or(o.Statement, statementTimeout)
	o.Idle = cmp.Or(o.Idle, idleTxTimeout)
	o.HashParallel = cmp.Or(o.HashParallel, 2)
	o.Logger = cmp.Or(o.Logger, slog.Default())
	if o.Watcher == nil {
		o.Watcher = nobody{}
	}
	if o.AtPoint == nil {
		o.AtPoint = func(Point) {}
	}
	return o
}

// Close ends all connections. Transactions under way fail.
func (d *DB) Close() error {
	return errors.Join(d.standby.close(), d.work.Close(), d.signIn.Close())
}

// openPool returns a pool of connections with the time limits of the options.
func openPool(config pq.Config, options Options, conns int) *sqlx.DB {
	limited := config.Clone()
	limited.Runtime["statement_timeout"] = milliseconds(options.Statement)
	limited.Runtime["lock_timeout"] = milliseconds(lockTimeout)
	limited.Runtime["idle_in_transaction_session_timeout"] = milliseconds(options.Idle)
	pool := sql.OpenDB(connector{limited, options.Statement + silenceGrace})
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return sqlx.NewDb(pool, "postgres")
}

// InTx runs fn in one transaction and is the only way to write. When fn returns an error or panics, nothing of it is
// stored. What comes back is a *domain.Error or wraps one wherever the failure is a known kind (errors.go); when the
// connection was lost while committing, nobody knows whether the work was stored: KindUnavailable, and the caller has to
// look. fn must use tx for everything and must not keep it. It may be run again from its beginning, by a transaction that is tried again:
// what it fills outside itself it fills anew.
func (d *DB) InTx(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	endSnapshot(ctx) // what is read next sees what was written, and nobody holds two connections
	return d.inTx(ctx, d.work, nil, fn)
}

// InReadTx runs fn in one read-only transaction that sees a single moment of the database in all its queries. A single
// query takes it too: there is no other way to read. Within [DB.Snapshot] it is the snapshot's transaction.
func (d *DB) InReadTx(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	if snap := snapshotIn(ctx); snap != nil {
		return snap.read(ctx, d, func(s *store) error { return fn(s.tx) })
	}
	return d.inReadTx(ctx, fn)
}

// readOnly is a transaction that sees a single moment.
var readOnly = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}

// inTx runs fn in a transaction, and again where it lost against another, as in a deadlock, or met what a migration had changed: nothing
// of it was stored then.
func (d *DB) inTx(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions, fn func(tx *sqlx.Tx) error) (err error) {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	for range transactionTries {
		if err = d.tryTx(ctx, pool, options, fn); !worthAnotherTry(err) || ctx.Err() != nil {
			break
		}
	}
	return err
}

// bounded gives a context a deadline that has none.
func (d *DB) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d.options.TxBudget)
}

// transactionTries is how often a transaction is tried at most.
const transactionTries = 3

// tryTx runs fn in one transaction.
func (d *DB) tryTx(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions, fn func(tx *sqlx.Tx) error) error {
	conn, tx, err := begin(ctx, pool, options)
	if err != nil {
		return translate(err)
	}
	defer conn.Close()
	defer tx.Rollback() // after Commit this does nothing; after an error or a panic it undoes the work
	if err := fn(tx); err != nil {
		return translate(late(ctx, err))
	}
	if err := tx.Commit(); err != nil {
		return translateCommit(err)
	}
	if options == nil && pool == d.work {
		if err := d.wrote(ctx, conn); err != nil {
			return translateCommit(err)
		}
	}
	return nil
}

// late says of an error that is none of the program's whether it is one because there was no time left.
func late(ctx context.Context, err error) error {
	if ctx.Err() != nil && domain.KindOf(err) == domain.KindInternal {
		err = fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

// begin opens a transaction. It passes by connections that ended while nobody used them: a server that was restarted leaves as many
// of them as the pool holds.
func begin(ctx context.Context, pool *sqlx.DB, options *sql.TxOptions) (*sqlx.Conn, *sqlx.Tx, error) {
	for left := pool.Stats().MaxOpenConnections; ; left-- {
		conn, err := acquire(ctx, pool)
		if err != nil {
			return nil, nil, err
		}
		tx, err := conn.BeginTxx(ctx, options)
		if err == nil {
			return conn, tx, nil
		}
		err = errors.Join(fmt.Errorf("begin: %w", err), conn.Close())
		if left <= 0 || ctx.Err() != nil || !ended(err) {
			return nil, nil, err
		}
	}
}

// acquire takes a connection from the pool, waiting at most poolWait for the pool or the server to have one, and gives it the deadline of
// ctx.
func acquire(ctx context.Context, pool *sqlx.DB) (*sqlx.Conn, error) {
	wait, cancel := context.WithTimeout(ctx, poolWait)
	defer cancel()
	conn, err := pool.Connx(wait)
	for serverFull(err) && wait.Err() == nil {
		select {
		case <-wait.Done():
		case <-time.After(fullServerPause):
			conn, err = pool.Connx(wait)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("get a connection: %w", err)
	}
	deadline, _ := ctx.Deadline()
	err = conn.Raw(func(driverConn any) error {
		return driverConn.(*limitedConn).wire.SetDeadline(deadline.Add(deadlineGrace))
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("get a connection: %w", err), conn.Close())
	}
	return conn, nil
}

// storeLock is the advisory lock of what all trees share, the versions. It is negative because positive numbers are the locks of trees.
const storeLock = -7216

// lockTree takes the lock of a provider's tree until the transaction ends: every write in the tree takes it first, shared
// for an edit (which then locks its own row), exclusive for a run or an undo. With it, shared, comes the lock of the store, which
// pruning alone takes exclusively. It is the only rule about locks.
func lockTree(ctx context.Context, tx *sqlx.Tx, provider domain.AccountID, exclusive bool) error {
	query := `SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock_shared($2)`
	if exclusive {
		query = `SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock($2)`
	}
	if _, err := tx.ExecContext(ctx, query, storeLock, provider); err != nil {
		return fmt.Errorf("lock the tree of provider %d: %w", provider, err)
	}
	return nil
}

func milliseconds(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }
