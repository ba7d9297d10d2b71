package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// logged is the place of something in the log of changes or of runs.
type logged struct{ account, id int64 }

// partsUndone says of runs which undos took parts of them back and still count, the first one first.
func (s *store) partsUndone(ctx context.Context, of []logged) (map[int64][]domain.PartUndone, error) {
	var undos []struct {
		Account int64          `db:"account_id"`
		ID      int64          `db:"id"`
		Undoes  int64          `db:"undoes"`
		Part    pq.StringArray `db:"part"`
	}
	const query = `
		SELECT u.account_id, u.id, u.undoes, u.part FROM unnest($1::bigint[], $2::bigint[]) r (account_id, id)
		JOIN run u ON u.account_id = r.account_id AND u.undoes = r.id WHERE u.part <> '{}' ORDER BY u.id`
	accounts := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.account }))
	ids := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.id }))
	if err := s.tx.SelectContext(ctx, &undos, query, accounts, ids); err != nil {
		return nil, fmt.Errorf("parts of %d runs that were taken back: %w", len(of), err)
	}
	list := make([]logged, len(undos))
	for i, u := range undos {
		list[i] = logged{u.Account, u.ID}
	}
	undone, err := s.undone(ctx, "run", list)
	if err != nil {
		return nil, err
	}
	parts := map[int64][]domain.PartUndone{}
	for _, u := range undos {
		if undone[u.ID] == 0 {
			parts[u.Undoes] = append(parts[u.Undoes], domain.PartUndone{By: domain.RunID(u.ID), Part: domain.ParsePart(u.Part)})
		}
	}
	return parts, nil
}

// partsBefore are the undos of parts of the run that an undo takes back which are older than it and still count.
func (s *store) partsBefore(ctx context.Context, undo domain.Run) ([]domain.PartUndone, error) {
	parts, err := s.partsUndone(ctx, []logged{{int64(undo.Account), int64(undo.Undoes)}})
	return filter(parts[int64(undo.Undoes)], func(p domain.PartUndone) bool { return p.By < undo.ID }), err
}

// undone says of changes or runs, by the table that has them, which undo took each back and still counts: the last one, unless that was
// taken back itself. Undos can be stacked on undos without end, so all the stacks are gone through at once, each undo once. The numbers of
// changes and of runs are the keys of what comes out: no account has those of another.
func (s *store) undone(ctx context.Context, table string, of []logged) (map[int64]int64, error) {
	if len(of) == 0 {
		return nil, nil
	}
	// It stands as a value, because a join would be planned for the few rows of the first step.
	whole := ``
	if table == "run" {
		whole = ` AND u.part = '{}'`
	}
	last := `(SELECT max(u.id) FROM ` + table + ` u WHERE u.account_id = s.account_id AND u.undoes = s.id` + whole + `)`
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
	accounts := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.account }))
	ids := pq.Int64Array(bulk.Column(of, func(l logged) int64 { return l.id }))
	if err := s.tx.SelectContext(ctx, &undos, query, accounts, ids); err != nil {
		return nil, fmt.Errorf("what %d entries of a log took back: %w", len(of), err)
	}
	by := make(map[int64]int64, len(undos))
	for _, u := range undos { // the youngest first: an undo is younger than what it takes back
		if by[u.Undo] == 0 {
			by[u.ID] = u.Undo
		}
	}
	return by, nil
}
