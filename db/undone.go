package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
)

// logged is the place of something in the log of changes or of runs.
type logged struct{ account, id int64 }

// undone says of changes or runs, by the table that has them, which undo took each back and still counts: the last one, unless that was
// taken back itself. Their numbers are the keys: no account has those of another. Undos can be stacked on undos without end, so all stacks
// are gone through at once, each undo once.
func (s *store) undone(ctx context.Context, table string, of []logged) (map[int64]int64, error) {
	if len(of) == 0 {
		return nil, nil
	}
	last := `(SELECT max(u.id) FROM ` + table + ` u WHERE u.account_id = s.account_id AND u.undoes = s.id)`
	query := `
		WITH RECURSIVE stack AS (
			SELECT s.account_id, s.id, ` + last + ` AS undo FROM unnest($1::bigint[], $2::bigint[]) s (account_id, id)
			UNION
			SELECT s.account_id, s.id, ` + last + ` FROM (SELECT account_id, undo AS id FROM stack WHERE undo IS NOT NULL) s
		)
		SELECT id, undo FROM stack WHERE undo IS NOT NULL ORDER BY id DESC`
	var undos []struct {
		ID   int64 `db:"id"`
		Undo int64 `db:"undo"`
	}
	if err := s.tx.SelectContext(ctx, &undos, query, accountsOf(of), placesOf(of)); err != nil {
		return nil, fmt.Errorf("what was taken back of %d in %s: %w", len(of), table, err)
	}
	by := make(map[int64]int64, len(undos))
	for _, u := range undos { // an undo is younger than what it takes back
		if by[u.Undo] == 0 {
			by[u.ID] = u.Undo
		}
	}
	return by, nil
}

// again says which of the changes took an undo back: the number of undos that are stacked on what was done first decides.
func (s *store) again(ctx context.Context, of []logged) (map[int64]bool, error) {
	if len(of) == 0 {
		return nil, nil
	}
	const query = `
		WITH RECURSIVE stack AS (
			SELECT c.account_id, c.id, c.undoes FROM unnest($1::bigint[], $2::bigint[]) s (account_id, id)
				JOIN change c ON c.account_id = s.account_id AND c.id = s.id WHERE c.undoes IS NOT NULL
			UNION
			SELECT c.account_id, c.id, c.undoes FROM stack s JOIN change c ON c.account_id = s.account_id AND c.id = s.undoes
				WHERE c.undoes IS NOT NULL
		)
		SELECT id, undoes FROM stack ORDER BY id`
	var undos []struct {
		ID     int64 `db:"id"`
		Undoes int64 `db:"undoes"`
	}
	if err := s.tx.SelectContext(ctx, &undos, query, accountsOf(of), placesOf(of)); err != nil {
		return nil, fmt.Errorf("what %d changes took back: %w", len(of), err)
	}
	again := make(map[int64]bool, len(undos)) // false for the undo of what is no undo
	for _, u := range undos {
		took, undo := again[u.Undoes]
		again[u.ID] = undo && !took
	}
	return again, nil
}

func accountsOf(of []logged) pq.Int64Array {
	return bulk.Column(of, func(l logged) int64 { return l.account })
}

func placesOf(of []logged) pq.Int64Array {
	return bulk.Column(of, func(l logged) int64 { return l.id })
}
