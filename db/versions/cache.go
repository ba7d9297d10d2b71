package versions

import (
	"container/list"
	"crypto/sha256"
	"sync"

	"tiersync/domain"
)

// hash is the SHA-256 of the canonical form of a version.
type hash = [sha256.Size]byte

// version is an immutable value together with its row.
type version[T any] struct {
	id    int64
	hash  hash // zero for what is not stored by content: layers of own values
	value *T
}

// Cache keeps recently used versions, for all transactions of a process. They never change, so nothing ever has to be invalidated;
// each kind is bounded by count, own values by the number of values, and catalogs by that of plans they name. Of these the rows are kept:
// with what is in them they would keep every plan. It is safe for concurrent use.
type Cache struct {
	plans      *lru[domain.Plan]
	categories *lru[domain.Categories]
	schedules  *lru[domain.Schedules]
	orderFlows *lru[domain.OrderFlow]
	privileges *lru[domain.PrivilegeSet]
	terms      *lru[domain.Terms]
	layers     *lru[domain.Layer]
	catalogs   *lru[catalogRow]
}

const (
	cachedPlans  = 8000    // about 7 KB each with 20 rates
	cachedParts  = 500     // of each kind
	cachedValues = 120_000 // own values, in all layers; about 250 bytes each
	cachedRefs   = 500_000 // plans that catalogs name; 8 bytes each
)

// NewCache returns an empty cache: at most about 90 MB when it is full.
func NewCache() *Cache {
	return &Cache{
		plans:      newLRU[domain.Plan](cachedPlans),
		categories: newLRU[domain.Categories](cachedParts),
		schedules:  newLRU[domain.Schedules](cachedParts),
		orderFlows: newLRU[domain.OrderFlow](cachedParts),
		privileges: newLRU[domain.PrivilegeSet](cachedParts),
		terms:      newLRU[domain.Terms](cachedParts),
		layers:     newWeighedLRU(cachedValues, func(l *domain.Layer) int { return len(l.Values) }),
		catalogs:   newWeighedLRU(cachedRefs, func(r *catalogRow) int { return 1 + len(r.Plans) }),
	}
}

// lru holds the most recently used versions of one kind by id. It is safe for concurrent use.
type lru[T any] struct {
	mu     sync.Mutex
	limit  int
	weight func(*T) int // of one version
	total  int          // weight of all
	order  *list.List   // of version[T], the most recently used in front
	byID   map[int64]*list.Element
}

func newLRU[T any](limit int) *lru[T] {
	return newWeighedLRU(limit, func(*T) int { return 1 })
}

func newWeighedLRU[T any](limit int, weight func(*T) int) *lru[T] {
	return &lru[T]{limit: limit, weight: weight, order: list.New(), byID: map[int64]*list.Element{}}
}

// get returns those of the ids that are kept.
func (l *lru[T]) get(ids []int64) []version[T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := make([]version[T], 0, len(ids))
	for _, id := range ids {
		if element, ok := l.byID[id]; ok {
			l.order.MoveToFront(element)
			found = append(found, element.Value.(version[T]))
		}
	}
	return found
}

// put keeps the versions. A version that is kept already stays the one value for its id.
func (l *lru[T]) put(versions []version[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, v := range versions {
		if element, ok := l.byID[v.id]; ok {
			l.order.MoveToFront(element)
			continue
		}
		l.byID[v.id] = l.order.PushFront(v)
		l.total += l.weight(v.value)
	}
	for l.total > l.limit {
		oldest := l.order.Remove(l.order.Back()).(version[T])
		delete(l.byID, oldest.id)
		l.total -= l.weight(oldest.value)
	}
}
