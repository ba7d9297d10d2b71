package versions

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Move is one vendor's pointer going from one state to another.
type Move struct {
	From    Standing
	To      Standing        // its State is the caller's; Save fills in the Pointer
	Tidings *domain.Tidings // what the log keeps of it in numbers; nil: nothing
}

// told are the tidings of moves in one list, each once, since many have the same, and where those of each move begin and end there,
// from 1. Those of whom there are none end before they begin.
type told struct{ numbers, begin, end pq.Int64Array }

// tidingsOf collects those of moves, in their order.
func tidingsOf(moves []Move) told {
	known := map[domain.Tidings][2]int64{}
	var t told
	for _, m := range moves {
		at := [2]int64{1, 0}
		if m.Tidings != nil {
			var there bool
			if at, there = known[*m.Tidings]; !there {
				at = t.add(*m.Tidings)
				known[*m.Tidings] = at
			}
		}
		t.begin, t.end = append(t.begin, at[0]), append(t.end, at[1])
	}
	return t
}

// add appends tidings up to the last of which there is any, and returns where they are.
func (t *told) add(tidings domain.Tidings) [2]int64 {
	end := len(tidings)
	for end > 1 && tidings[end-1] == 0 {
		end--
	}
	begin := int64(len(t.numbers)) + 1
	for _, n := range tidings[:end] {
		t.numbers = append(t.numbers, int64(n))
	}
	return [2]int64{begin, int64(len(t.numbers))}
}

// Moved reports whether the two are different rows. Ask after Save.
func (m Move) Moved() bool {
	return m.To.Pointer.Delivered != m.From.Pointer.Delivered || m.To.Pointer.Own != m.From.Pointer.Own
}

// Save stores the states to which the moves lead, with everything in them, and fills in their pointers. What equals a stored value
// becomes that row; what this transaction loaded takes no query. The pointers in the database stay where they are. It fails for a
// price without an exchange rate.
func (s *Store) Save(ctx context.Context, moves []Move) error {
	var owns []ownOf
	var catalogs []*domain.Catalog
	for _, m := range moves {
		owns = append(owns, ownOf{m.From.Pointer.Account, m.To.Own})
		if m.To.Delivered != nil {
			catalogs = append(catalogs, m.To.Delivered)
		}
	}
	if err := s.saveCatalogs(ctx, catalogs); err != nil {
		return err
	}
	if err := s.saveOwns(ctx, owns); err != nil {
		return err
	}
	for i := range moves {
		to := &moves[i].To
		to.Pointer = Pointer{Account: moves[i].From.Pointer.Account, Delivered: s.catalogs.id(to.Delivered), Own: s.owns.id(to.Own)}
	}
	return nil
}

// Cause says who moves pointers and why, for the log.
type Cause struct {
	User       domain.UserID    // zero: the command line
	RunAccount domain.AccountID // whose run it is; zero for an edit
	Run        domain.RunID
	Action     string // in the past: "changed plan fees"
	Object     string // the name of what it was done to
}

// Move moves the pointers whose states differ and writes one entry of the log for each: one statement, and another
// for who had no pointer yet. Save comes first.
func (s *Store) Move(ctx context.Context, moves []Move, why Cause) error {
	_, err := s.move(ctx, moves, why)
	return err
}

// move also returns the last entry of the pointers that there were; 0 is none.
func (s *Store) move(ctx context.Context, moves []Move, why Cause) (last int64, err error) {
	moves = slices.DeleteFunc(slices.Clone(moves), func(m Move) bool { return !m.Moved() })
	if len(moves) == 0 {
		return 0, nil
	}
	const query = `
		WITH logged AS (
			INSERT INTO entry (account_id, user_id, run_account_id, run_id, action, object,
				delivered_from, delivered_to, own_from, own_to, told)
			SELECT u.account_id, nullif($1::bigint, 0), nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5,
				nullif(u.delivered_from, 0), nullif(u.delivered_to, 0), nullif(u.own_from, 0), nullif(u.own_to, 0),
				CASE WHEN u.told_from <= u.told_to THEN ($11::integer[])[u.told_from:u.told_to] END
			FROM unnest($6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $12::integer[], $13::integer[])
				AS u (account_id, delivered_from, delivered_to, own_from, own_to, told_from, told_to)
			RETURNING account_id, id, delivered_to, own_to
		), moved AS (
			UPDATE pointer p SET delivered_id = l.delivered_to, own_id = l.own_to, entry_id = l.id
			FROM logged l WHERE p.account_id = l.account_id
			RETURNING p.entry_id
		)
		SELECT count(*), coalesce(max(entry_id), 0) FROM moved`
	ids := func(id func(Move) int64) pq.Int64Array { return bulk.Column(moves, id) }
	accounts := ids(func(m Move) int64 { return int64(m.From.Pointer.Account) })
	t := tidingsOf(moves)
	var moved int
	err = s.tx.QueryRowContext(ctx, query, why.User, why.RunAccount, why.Run, why.Action, why.Object, accounts,
		ids(func(m Move) int64 { return m.From.Pointer.Delivered }), ids(func(m Move) int64 { return m.To.Pointer.Delivered }),
		ids(func(m Move) int64 { return m.From.Pointer.Own }), ids(func(m Move) int64 { return m.To.Pointer.Own }),
		t.numbers, t.begin, t.end).Scan(&moved, &last)
	if err != nil {
		return 0, fmt.Errorf("move %d pointers: %w", len(moves), err)
	}
	if moved == len(moves) {
		return last, nil
	}
	return last, s.firstPointers(ctx, accounts)
}

// firstPointers gives those of the accounts a pointer that have none yet, to where the log says.
func (s *Store) firstPointers(ctx context.Context, accounts pq.Int64Array) error {
	const query = `
		INSERT INTO pointer (account_id, delivered_id, own_id, entry_id)
		SELECT e.account_id, e.delivered_to, e.own_to, e.id
		FROM unnest($1::bigint[]) AS u (account_id)
		CROSS JOIN LATERAL (
			SELECT account_id, id, delivered_to, own_to FROM entry WHERE account_id = u.account_id ORDER BY id DESC LIMIT 1
		) e
		WHERE NOT EXISTS (SELECT FROM pointer p WHERE p.account_id = u.account_id)`
	if _, err := s.tx.ExecContext(ctx, query, accounts); err != nil {
		return fmt.Errorf("set first pointers among those of %d accounts: %w", len(accounts), err)
	}
	return nil
}

// ReplaceOwn gives a vendor another Own and returns the entry of the log, 0 where it holds the same: then nothing is written. The
// caller has locked the pointer and read now after that.
func (s *Store) ReplaceOwn(ctx context.Context, now Standing, own *domain.Own, why Cause) (entry int64, err error) {
	if own == nil {
		own = &domain.Own{}
	}
	if own.Made != nil {
		if err := s.saveCatalogs(ctx, []*domain.Catalog{own.Made}); err != nil {
			return 0, err
		}
	}
	if s.sameOwn(now.Own, own) {
		return 0, nil
	}
	moves := []Move{{From: now, To: Standing{State: domain.State{Delivered: now.Delivered, Own: own}}}}
	if err := s.Save(ctx, moves); err != nil {
		return 0, err
	}
	return s.move(ctx, moves, why)
}

// sameOwn reports whether two Owns have the same content. Their made catalogs are known.
func (s *Store) sameOwn(a, b *domain.Own) bool {
	if a.IsEmpty() || b.IsEmpty() {
		return a.IsEmpty() == b.IsEmpty()
	}
	return s.catalogs.id(a.Made) == s.catalogs.id(b.Made) && sameLayers(a.Layers, b.Layers)
}

func sameLayers(a, b []*domain.Layer) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !sameOverrides(a[i], b[i]) {
			return false
		}
	}
	return true
}

func sameOverrides(a, b *domain.Layer) bool {
	if a.Plan != b.Plan || len(a.Values) != len(b.Values) {
		return false
	}
	for i, v := range a.Values {
		w := b.Values[i]
		if v.Key != w.Key || v.Value != w.Value || v.Base != w.Base || v.By != w.By || !v.At.Equal(w.At) || v.Lock != w.Lock {
			return false
		}
	}
	return true
}
