// Package versions keeps the values that never change, and the pointers that say who has which.
//
// Plans, the parts of catalogs, catalogs and lists of outcomes are stored once, under the hash of their canonical form (form.go). What
// vendors have of their own is stored by vendor, in layers of values that an edit elsewhere leaves as they are. A vendor's pointer names
// what was delivered to them and what is their own; each of its moves is an entry of the log.
//
// It works inside the transaction of a caller: [In] is where to begin. Read what accounts have with [Store.Standing] and its sisters,
// what they had with [Store.States] and [Store.StateAt]. To change what one account has, [Store.Lock] its pointer and
// [Store.ReplaceOwn]; to change many, [Store.Save] and [Store.Move], under a lock of the caller's. After the commit, [Store.Keep].
//
// Runs and their results, changes, users and every rule are elsewhere: this package knows neither package db nor who is asking.
package versions

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Store loads and saves versions within one transaction. It gives one pointer for each id, so that package domain may
// compare pointers, and knows the id of everything it gave, so that what did not change is saved without a look at it.
//
// What it gives is shared with other transactions and must not be changed. It is for one goroutine.
type Store struct {
	tx         *sqlx.Tx
	cache      *Cache
	plans      *identities[domain.Plan]
	categories *identities[domain.Categories]
	schedules  *identities[domain.Schedules]
	orderFlows *identities[domain.OrderFlow]
	privileges *identities[domain.PrivilegeSet]
	terms      *identities[domain.Terms]
	layers     *identities[domain.Layer]
	rows       *identities[catalogRow] // of catalogs that were loaded
	catalogs   *identities[domain.Catalog]
	owns       *identities[domain.Own]
}

// In returns the store of a transaction, for as long as the transaction. It knows nothing yet.
func In(tx *sqlx.Tx, cache *Cache) *Store {
	return &Store{tx: tx, cache: cache, plans: newIdentities[domain.Plan](),
		categories: newIdentities[domain.Categories](), schedules: newIdentities[domain.Schedules](),
		orderFlows: newIdentities[domain.OrderFlow](), privileges: newIdentities[domain.PrivilegeSet](),
		terms: newIdentities[domain.Terms](), layers: newIdentities[domain.Layer](),
		rows: newIdentities[catalogRow](), catalogs: newIdentities[domain.Catalog](), owns: newIdentities[domain.Own]()}
}

// Keep puts what the transaction loaded or stored into the cache. Call it after the commit: before, what was stored may
// still vanish.
func (s *Store) Keep() {
	s.cache.plans.put(s.plans.all())
	s.cache.categories.put(s.categories.all())
	s.cache.schedules.put(s.schedules.all())
	s.cache.orderFlows.put(s.orderFlows.all())
	s.cache.privileges.put(s.privileges.all())
	s.cache.terms.put(s.terms.all())
	s.cache.layers.put(s.layers.all())
	s.cache.catalogs.put(s.rows.all())
}

// identities are the versions of one kind that a store knows, by id and by pointer.
type identities[T any] struct {
	byID     map[int64]version[T]
	indexed  sync.Once
	pointers map[*T]version[T] // nil until somebody asks: who only reads does not
}

func newIdentities[T any]() *identities[T] { return &identities[T]{byID: map[int64]version[T]{}} }

// add remembers a version. The first pointer for an id is the one that value returns.
func (i *identities[T]) add(v version[T]) {
	first, known := i.byID[v.id]
	if !known {
		i.byID[v.id] = v
	}
	if i.pointers != nil || known && first.value != v.value {
		i.byValue()[v.value] = v
	}
}

// byValue are the versions by pointer. Several goroutines may ask while nothing is added.
func (i *identities[T]) byValue() map[*T]version[T] {
	i.indexed.Do(func() {
		i.pointers = make(map[*T]version[T], len(i.byID))
		for _, v := range i.byID {
			i.pointers[v.value] = v
		}
	})
	return i.pointers
}

// value returns the version with this id, nil for the id 0.
func (i *identities[T]) value(id int64) *T { return i.byID[id].value }

// id returns the id of a value that the store knows, 0 for nil.
func (i *identities[T]) id(value *T) int64 { return i.byValue()[value].id }

// unknown returns those of the values that have no id yet, each once, without nil.
func (i *identities[T]) unknown(values []*T) []*T {
	var list []*T
	seen, known := map[*T]bool{nil: true}, i.byValue()
	for _, v := range values {
		if _, ok := known[v]; !ok && !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// missing returns those of the ids that are not known, sorted, each once, without 0; what the cache has becomes known.
func (i *identities[T]) missing(ids []int64, cached *lru[T]) []int64 {
	list := make([]int64, 0, len(ids))
	for _, id := range ids {
		if _, known := i.byID[id]; !known && id != 0 {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if cached == nil {
		return list
	}
	for _, v := range cached.get(list) {
		i.add(v)
	}
	return slices.DeleteFunc(list, func(id int64) bool { return i.byID[id].value != nil })
}

func (i *identities[T]) all() []version[T] {
	list := make([]version[T], 0, len(i.byID))
	for _, v := range i.byID {
		list = append(list, v)
	}
	return list
}

// hashed is a value that is about to be stored, with its canonical form.
type hashed[T any] struct {
	hash  hash
	body  []byte
	value *T
}

// hashAll returns the values with their hashes, in the order of the hashes: whoever stores versions inserts them in this
// order, so that two transactions that store the same never wait for each other in a circle. canonical is called from
// several goroutines.
func hashAll[T any](values []*T, canonical func(*T) ([]byte, error)) ([]hashed[T], error) {
	list := make([]hashed[T], len(values))
	workers := min(runtime.GOMAXPROCS(0), len(values))
	errs := make([]error, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			defer func() { // as a request's own goroutine does
				if p := recover(); p != nil {
					errs[worker] = fmt.Errorf("panic: %v", p)
				}
			}()
			for i := worker; i < len(values) && errs[worker] == nil; i += workers {
				var body []byte
				body, errs[worker] = canonical(values[i])
				list[i] = hashed[T]{sha256.Sum256(body), body, values[i]}
			}
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b hashed[T]) int { return slices.Compare(a.hash[:], b.hash[:]) })
	return list, nil
}

// distinct returns the first of each hash of a list that is sorted by hash.
func distinct[T any](list []hashed[T]) []hashed[T] {
	return slices.CompactFunc(slices.Clone(list), func(a, b hashed[T]) bool { return a.hash == b.hash })
}

// storeHashed stores the values that are not stored yet, by their hashes, and makes all of them known. insert stores
// versions and returns the ids of those that no other transaction has stored meanwhile.
func storeHashed[T any](ctx context.Context, tx *sqlx.Tx, table string, known *identities[T], list []hashed[T],
	insert func([]hashed[T]) (map[hash]int64, error)) error {
	ids, err := idsByHash(ctx, tx, table, hashesOf(list))
	if err != nil {
		return err
	}
	stored := func(v hashed[T]) bool { return ids[v.hash] != 0 }
	if fresh := slices.DeleteFunc(distinct(list), stored); len(fresh) > 0 {
		inserted, err := insert(fresh)
		if err != nil {
			return fmt.Errorf("store %d rows of %s: %w", len(fresh), table, err)
		}
		for h, id := range inserted {
			ids[h] = id
		}
		others, err := idsByHash(ctx, tx, table, hashesOf(slices.DeleteFunc(slices.Clone(fresh), stored)))
		if err != nil {
			return err
		}
		for h, id := range others {
			ids[h] = id
		}
	}
	for _, v := range list {
		known.add(version[T]{ids[v.hash], v.hash, v.value})
	}
	return nil
}

func hashesOf[T any](list []hashed[T]) [][]byte {
	hashes := make([][]byte, len(list))
	for i := range list {
		hashes[i] = list[i].hash[:]
	}
	return hashes
}

// insertNew inserts the rows whose hash is not there yet and returns the ids of those it inserted.
func insertNew(ctx context.Context, tx *sqlx.Tx, rows *bulk.Insert) (map[hash]int64, error) {
	query, args := rows.Statement()
	return scanIDs(ctx, tx, query+" ON CONFLICT (hash) DO NOTHING RETURNING id, hash", args...)
}

// idsByHash returns the ids of those hashes that are stored.
func idsByHash(ctx context.Context, tx *sqlx.Tx, table string, hashes [][]byte) (map[hash]int64, error) {
	if len(hashes) == 0 {
		return map[hash]int64{}, nil
	}
	return scanIDs(ctx, tx, "SELECT id, hash FROM "+table+" WHERE hash = ANY ($1)", pq.ByteaArray(hashes))
}

func scanIDs(ctx context.Context, tx *sqlx.Tx, query string, args ...any) (map[hash]int64, error) {
	result, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	ids := map[hash]int64{}
	for result.Next() {
		var id int64
		var h []byte
		if err := result.Scan(&id, &h); err != nil {
			return nil, err
		}
		ids[hash(h)] = id
	}
	return ids, result.Err()
}

// newIDs takes n ids from the one sequence of object ids.
func (s *Store) newIDs(ctx context.Context, n int) ([]int64, error) {
	var ids []int64
	err := s.tx.SelectContext(ctx, &ids, `SELECT nextval('object_id') FROM generate_series(1, $1)`, n)
	if err != nil {
		return nil, fmt.Errorf("take %d ids: %w", n, err)
	}
	return ids, nil
}
