package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
)

// Undos can be stacked on undos without end, so all the stacks of a page are gone through at once, each undo once. The numbers of changes
// and of runs are the keys of what comes out: no account has those of another.

// logged is the place of something in the log of changes or of runs.
type logged struct{ account, id int64 }

// link leads from something in a log to the next in its stack.
type link struct {
	ID   int64 `db:"id"`
	Next int64 `db:"next"`
}

// undone says of changes or runs, by the table that has them, which undo took each back and still counts: the last one, unless that was
// taken back itself.
func (s *store) undone(ctx context.Context, table string, of []logged) (map[int64]int64, error) {
	stacks, err := s.stacks(ctx, `SELECT max(u.id) FROM `+table+` u WHERE u.account_id = s.account_id AND u.undoes = s.id`, of)
	by := make(map[int64]int64, len(stacks))
	for _, l := range slices.Backward(stacks) { // an undo is younger than what it takes back
		if by[l.Next] == 0 {
			by[l.ID] = l.Next
		}
	}
	return by, err
}

// again says which of the changes took an undo back: the number of undos that are stacked on what was done first decides.
func (s *store) again(ctx context.Context, of []logged) (map[int64]bool, error) {
	stacks, err := s.stacks(ctx, `SELECT c.undoes FROM change c WHERE c.account_id = s.account_id AND c.id = s.id`, of)
	again := make(map[int64]bool, len(stacks)) // false for the undo of what is no undo
	for _, l := range stacks {
		took, undo := again[l.Next]
		again[l.ID] = undo && !took
	}
	return again, err
}

// stacks returns the links of the stacks that these are in, the oldest first. next is a query for what comes after s in its stack; it stands
// as a value, because a join would be planned for the few rows of the first step.
func (s *store) stacks(ctx context.Context, next string, of []logged) ([]link, error) {
	if len(of) == 0 {
		return nil, nil
	}
	query := `
		WITH RECURSIVE stack AS (
			SELECT s.account_id, s.id, (` + next + `) AS next FROM unnest($1::bigint[], $2::bigint[]) s (account_id, id)
			UNION
			SELECT s.account_id, s.id, (` + next + `) FROM (SELECT account_id, next AS id FROM stack WHERE next IS NOT NULL) s
		)
		SELECT id, next FROM stack WHERE next IS NOT NULL ORDER BY id`
	accounts := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.account }))
	ids := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.id }))
	var links []link
	if err := s.tx.SelectContext(ctx, &links, query, accounts, ids); err != nil {
		return nil, fmt.Errorf("the undos stacked on %d entries of a log: %w", len(of), err)
	}
	return links, nil
}
