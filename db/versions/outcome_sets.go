package versions

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// SharedOutcomes are the lists of outcomes that results share, each distinct one once, as they are stored.
type SharedOutcomes struct {
	lists []hashed[domain.Outcomes]
	err   error // is that of SaveOutcomes
}

// ShareOutcomes finds out the lists that results share. It takes no database, and all processors.
func ShareOutcomes(results []domain.Result) (shared SharedOutcomes) {
	var all []*domain.Outcomes
	seen, pairs := map[**domain.Outcomes]bool{}, map[*domain.Outcomes]planPair{}
	for _, r := range results {
		if len(r.Outcomes) == 0 || seen[&r.Outcomes[0]] { // what came out alike has the same array
			continue
		}
		seen[&r.Outcomes[0]] = true
		for _, o := range r.Outcomes {
			if _, ok := pairs[o]; !ok {
				pairs[o] = pairOf(o.List, r.Target.Before.Delivered, r.After.Delivered)
				all = append(all, o)
			}
		}
	}
	shared.lists, shared.err = hashAll(all, func(o *domain.Outcomes) ([]byte, error) { return encodeOutcomes(o.List, pairs[o]), nil })
	return shared
}

// SaveOutcomes stores lists of outcomes, and returns their ids.
func (s *Store) SaveOutcomes(ctx context.Context, shared SharedOutcomes) (map[*domain.Outcomes]int64, error) {
	if shared.err != nil || len(shared.lists) == 0 {
		return nil, shared.err
	}
	known := newIdentities[domain.Outcomes]()
	err := storeHashed(ctx, s.tx, "outcome_set", known, shared.lists,
		func(fresh []hashed[domain.Outcomes]) (map[hash]int64, error) {
			return insertNew(ctx, s.tx, bulk.Into("outcome_set").
				Bytes("hash", hashesOf(fresh)).
				Bytes("body", bulk.Column(fresh, func(f hashed[domain.Outcomes]) []byte { return f.body })).
				Ints("changes", bulk.Column(fresh, func(f hashed[domain.Outcomes]) int64 { return int64(f.value.Changes) })))
		})
	ids := make(map[*domain.Outcomes]int64, len(shared.lists))
	for _, list := range shared.lists {
		ids[list.value] = known.id(list.value)
	}
	return ids, err
}

// OutcomeLists are lists of outcomes by id, as SaveOutcomes stored them. They are there after the transaction, too.
type OutcomeLists struct {
	stored map[int64]*domain.Outcomes
	filled map[filledKey]*domain.Outcomes
}

type filledKey struct {
	id int64
	planPair
}

// Outcomes loads lists of outcomes, each once, in one query.
func (s *Store) Outcomes(ctx context.Context, ids []int64) (*OutcomeLists, error) {
	lists := &OutcomeLists{stored: map[int64]*domain.Outcomes{}, filled: map[filledKey]*domain.Outcomes{}}
	missing := newIdentities[domain.Outcomes]().missing(ids, nil)
	if len(missing) == 0 {
		return lists, nil
	}
	rows, err := s.tx.QueryContext(ctx, `SELECT id, body, changes FROM outcome_set WHERE id = ANY ($1)`,
		pq.Int64Array(missing))
	if err != nil {
		return nil, fmt.Errorf("load outcomes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var body sql.RawBytes
		o := &domain.Outcomes{}
		err := rows.Scan(&id, &body, &o.Changes)
		if err == nil {
			o.List, err = DecodeOutcomes(body)
		}
		if err != nil {
			return nil, fmt.Errorf("load outcomes %d: %w", id, err)
		}
		lists.stored[id] = o
	}
	return lists, rows.Err()
}

// Of returns the lists with these ids of a reseller who had one catalog delivered before the run and another after it: the same
// pointers for what is the same. It is for one goroutine.
func (l *OutcomeLists) Of(ids []int64, before, after *domain.Catalog) []*domain.Outcomes {
	all := make([]*domain.Outcomes, len(ids))
	for i, id := range ids {
		stored := l.stored[id]
		key := filledKey{id, pairOf(stored.List, before, after)}
		if all[i] = l.filled[key]; all[i] == nil {
			all[i] = &domain.Outcomes{List: key.fill(stored.List), Changes: stored.Changes}
			l.filled[key] = all[i]
		}
	}
	return all
}
