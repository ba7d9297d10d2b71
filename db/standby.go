package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// This file lets pages be read from a hot standby. What a session wrote last is remembered as a position of the log that PostgreSQL
// replicates (LSN), and no page of it is read from a standby that has not replayed up to there; nor from one that is far behind, whoever
// asks. Everything else goes to the primary.

const (
	standbyLook   = time.Second      // between two looks at both servers, and what one may take
	standbyBehind = 10 * time.Second // a standby that lacks what the primary had so long ago is not read from
)

// standby is a server that replays what the primary writes.
type standby struct {
	pool     *sqlx.DB
	usable   atomic.Bool
	primary  atomic.Bool // answered when it was asked last
	replayed atomic.Int64
	stop     context.CancelFunc
	watching sync.WaitGroup
}

// position is a position of the log of writes; 0 is its beginning.
type position = int64

// sighting is where the primary's log was at a time.
type sighting struct {
	at  time.Time
	log position
}

// openStandby returns the standby of the options, nil where they name none. It need not answer yet.
func openStandby(options Options) (*standby, error) {
	if options.ReadURL == "" {
		return nil, nil
	}
	config, err := parseURL(options.ReadURL)
	if err != nil {
		return nil, fmt.Errorf("the standby: %w", err)
	}
	return &standby{pool: openPool(config, options, options.MaxConns)}, nil
}

// watchStandby looks at both servers from now on.
func (d *DB) watchStandby(ctx context.Context) {
	if d.standby == nil {
		return
	}
	ctx, d.standby.stop = context.WithCancel(context.WithoutCancel(ctx))
	d.standby.primary.Store(true)
	d.standby.watching.Go(func() {
		var primary []sighting
		for ctx.Err() == nil {
			primary = d.lookAtServers(ctx, primary)
			select {
			case <-time.After(standbyLook):
			case <-ctx.Done():
			}
		}
	})
}

// lookAtServers finds out whether the standby may be read from. It takes where the primary was at earlier looks and returns what is to be
// remembered of that.
func (d *DB) lookAtServers(ctx context.Context, primary []sighting) []sighting {
	ctx, cancel := context.WithTimeout(ctx, standbyLook)
	defer cancel()
	now := sighting{at: time.Now()}
	const written = `SELECT pg_current_wal_lsn() - '0/0'::pg_lsn`
	err := d.signIn.QueryRowContext(ctx, written).Scan(&now.log)
	d.standby.primary.Store(err == nil)
	if err == nil {
		primary = append(primary, now)
	}
	var wanted position
	for len(primary) > 0 && now.at.Sub(primary[0].at) > standbyBehind {
		wanted, primary = primary[0].log, primary[1:]
	}
	inRecovery, replayed, standbyErr := d.standby.look(ctx)
	// One that was promoted is no standby any more: what is written to the primary does not come there. Where there is no primary, it has
	// all that anybody can read.
	d.standby.usable.Store(standbyErr == nil && replayed >= wanted && (inRecovery || err != nil))
	return primary
}

// look returns how far the standby is, and whether it is one still.
func (s *standby) look(ctx context.Context) (inRecovery bool, replayed position, err error) {
	const query = `SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)`
	if err := s.pool.QueryRowContext(ctx, query).Scan(&inRecovery, &replayed); err != nil {
		return false, 0, fmt.Errorf("ask the standby: %w", err)
	}
	s.replayed.Store(replayed)
	return inRecovery, replayed, nil
}

// weak says why pages cannot be read from it, where they cannot: serving, the program would read from the primary without a word.
func (s *standby) weak(ctx context.Context) []Weakness {
	if s == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, standbyBehind)
	defer cancel()
	inRecovery, _, err := s.look(ctx)
	switch {
	case err != nil:
		return []Weakness{{Kind: WeakStandbySilent, Err: err}}
	case !inRecovery:
		return []Weakness{{Kind: WeakNoStandby}}
	}
	return nil
}

func (s *standby) close() error {
	if s == nil {
		return nil
	}
	if s.stop != nil {
		s.stop()
		s.watching.Wait()
	}
	return s.pool.Close()
}

// Session is how far a browser's session has come: what it reads is never older. It is safe for concurrent use.
type Session struct{ written atomic.Int64 }

// NewSession returns one that wrote last at a position of the log, as [Session.Written] returned it; 0: never.
func NewSession(written int64) *Session {
	s := &Session{}
	s.written.Store(written)
	return s
}

// Written is the position after the last write of the session.
func (s *Session) Written() int64 { return s.written.Load() }

type sessionKey struct{}

// InSession returns the context of what is read and written in a session. What is read with pages may come from a standby.
func InSession(ctx context.Context, s *Session, pages bool) context.Context {
	return context.WithValue(ctx, sessionKey{}, inSession{s, pages})
}

// onPrimary is the context of what is true at this moment, and nothing older, whoever asks.
func onPrimary(ctx context.Context) context.Context { return InSession(ctx, nil, false) }

type inSession struct {
	*Session
	pages bool
}

// HasPrimary reports whether anything can be changed at the moment, as far as it is known without asking.
func (d *DB) HasPrimary() bool { return d.standby == nil || d.standby.primary.Load() }

// wrote remembers that the session of a context has written, on the connection that did.
func (d *DB) wrote(ctx context.Context, conn *sqlx.Conn) error {
	session, _ := ctx.Value(sessionKey{}).(inSession)
	if d.standby == nil || session.Session == nil {
		return nil
	}
	var written position
	// Where the next write goes, which is behind this one even where the server does not wait for its disk.
	const next = `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn`
	if err := conn.QueryRowContext(ctx, next).Scan(&written); err != nil {
		return fmt.Errorf("where the log is: %w", err)
	}
	session.written.Store(max(written, session.written.Load()))
	return nil
}

// fresh reports whether a page of the context's session may be read from the standby.
func (d *DB) fresh(ctx context.Context) bool {
	session, _ := ctx.Value(sessionKey{}).(inSession)
	if d.standby == nil || session.Session == nil || !session.pages || !d.standby.usable.Load() {
		return false
	}
	written := session.Written()
	if written <= d.standby.replayed.Load() {
		return true
	}
	inRecovery, replayed, err := d.standby.look(ctx)
	return err == nil && replayed >= written && (inRecovery || !d.HasPrimary())
}

// inReadTx runs fn in a transaction that reads: on the primary or, where a page is read that the standby has too, there. What the standby
// cannot answer, the primary can.
func (d *DB) inReadTx(ctx context.Context, fn func(tx *sqlx.Tx) error) error {
	if d.fresh(ctx) {
		err := d.inTx(ctx, d.standby.pool, readOnly, fn)
		if domain.KindOf(err) != domain.KindUnavailable || ctx.Err() != nil || !d.HasPrimary() {
			return err
		}
	}
	return d.inTx(ctx, d.work, readOnly, fn)
}

// readLatest runs fn in a transaction for signing in, which sees what is true at this moment. Where the primary is gone and a page is
// asked for, it is one of the standby, which cannot write.
func (d *DB) readLatest(ctx context.Context, options *sql.TxOptions, fn func(tx *sqlx.Tx, writes bool) error) error {
	if d.HasPrimary() {
		err := d.inTx(ctx, d.signIn, options, func(tx *sqlx.Tx) error { return fn(tx, true) })
		if domain.KindOf(err) != domain.KindUnavailable || ctx.Err() != nil || !d.fresh(ctx) {
			return err
		}
	} else if !d.fresh(ctx) {
		return domain.Unreachable.Because(errors.New("the primary did not answer when it was asked last"))
	}
	return d.inTx(ctx, d.standby.pool, readOnly, func(tx *sqlx.Tx) error { return fn(tx, false) })
}
