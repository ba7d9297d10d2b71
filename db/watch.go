package db

import (
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// Watcher is told what was done, once it is stored, so that it can be counted. Its methods return at once.
type Watcher interface {
	Ran(kind domain.RunKind, totals domain.RunTotals, took time.Duration) // a run or an undo
	Changed(kind domain.ChangeKind)                                       // a change, undos of changes too
	Alarmed(kind string)                                                  // a security event, of whatever kind: also one whose transaction came to nothing
}

// nobody watches.
type nobody struct{}

func (nobody) Ran(domain.RunKind, domain.RunTotals, time.Duration) {}
func (nobody) Changed(domain.ChangeKind)                           {}
func (nobody) Alarmed(string)                                      {}

// Pools are the pools of connections, by what they are for.
func (d *DB) Pools() map[string]*sqlx.DB {
	return map[string]*sqlx.DB{"work": d.work, "sign-in": d.signIn}
}

// Hashing is how many wait for their turn at hashing a password or are at it, by who they are.
func (d *DB) Hashing() map[string]int {
	return map[string]int{"known": d.hashing.known.crowd(), "strangers": d.hashing.strangers.crowd()}
}
