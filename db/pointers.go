package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
)

// standing is what a vendor has, with the ids of its two layers; 0 is none.
type standing struct {
	domain.State
	delivered int64
	own       int64
	entry     int64 // the last entry of his log
}

type pointerRow struct {
	Account   domain.AccountID `db:"account_id"`
	Delivered int64            `db:"delivered"`
	Entry     int64            `db:"entry"`
	ownRow
}

// standings returns what each of the accounts has. An account without a pointer has nothing yet.
func (s *store) standings(ctx context.Context, accounts []domain.AccountID) (map[domain.AccountID]standing, error) {
	var list []pointerRow
	const query = `
		SELECT p.account_id, coalesce(p.delivered_id, 0) AS delivered, coalesce(p.entry_id, 0) AS entry,
			coalesce(p.own_id, 0) AS own_id, coalesce(o.made_catalog_id, 0) AS made_catalog,
			coalesce(o.layers, '{}') AS layers
		FROM pointer p LEFT JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
		WHERE p.account_id = ANY ($1)`
	if err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(int64s(accounts))); err != nil {
		return nil, fmt.Errorf("load the pointers of %d accounts: %w", len(accounts), err)
	}
	var catalogs []int64
	for _, row := range list {
		catalogs = append(catalogs, row.Delivered, row.MadeCatalog)
	}
	if err := s.loadCatalogs(ctx, catalogs); err != nil {
		return nil, err
	}
	if err := s.addOwns(ctx, column(list, func(r pointerRow) ownRow { return r.ownRow })); err != nil {
		return nil, err
	}
	all := map[domain.AccountID]standing{}
	for _, row := range list {
		all[row.Account] = standing{
			State:     domain.State{Delivered: s.catalogs.value(row.Delivered), Own: s.owns.value(row.ID)},
			delivered: row.Delivered, own: row.ID, entry: row.Entry,
		}
	}
	return all, nil
}

// standing returns what one account has.
func (s *store) standing(ctx context.Context, account domain.AccountID) (standing, error) {
	all, err := s.standings(ctx, []domain.AccountID{account})
	return all[account], err
}

// lockPointer locks an account's pointer until the transaction ends, so that two edits of one vendor take turns.
func lockPointer(ctx context.Context, tx *sqlx.Tx, account domain.AccountID) error {
	const query = `INSERT INTO pointer (account_id) VALUES ($1) ON CONFLICT (account_id) DO NOTHING`
	if _, err := tx.ExecContext(ctx, query, account); err != nil {
		return fmt.Errorf("lock the pointer of account %d: %w", account, err)
	}
	_, err := tx.ExecContext(ctx, `SELECT 1 FROM pointer WHERE account_id = $1 FOR UPDATE`, account)
	if err != nil {
		return fmt.Errorf("lock the pointer of account %d: %w", account, err)
	}
	return nil
}

// move is one vendor's pointer going from one state to another.
type move struct {
	account            domain.AccountID
	after              domain.State
	from               standing
	deliveredTo, ownTo int64 // filled in by saveStates
}

// moved reports whether the two states are different rows.
func (m move) moved() bool { return m.deliveredTo != m.from.delivered || m.ownTo != m.from.own }

// saveStates stores the states to which the moves lead and fills in their ids.
func (s *store) saveStates(ctx context.Context, moves []move) error {
	var owns []ownOf
	var catalogs []*domain.Catalog
	for _, m := range moves {
		owns = append(owns, ownOf{m.account, m.after.Own})
		if m.after.Delivered != nil {
			catalogs = append(catalogs, m.after.Delivered)
		}
	}
	if err := s.saveCatalogs(ctx, catalogs); err != nil {
		return err
	}
	if err := s.saveOwns(ctx, owns); err != nil {
		return err
	}
	for i := range moves {
		moves[i].deliveredTo = s.catalogs.id(moves[i].after.Delivered)
		moves[i].ownTo = s.owns.id(moves[i].after.Own)
	}
	return nil
}

// cause says who moves pointers and why, for the log.
type cause struct {
	user       domain.UserID
	runAccount domain.AccountID // zero for an edit
	run        domain.RunID
	action     string
	object     string
}

// movePointers moves the pointers whose states differ and writes one entry of the log for each: one statement.
func movePointers(ctx context.Context, tx *sqlx.Tx, moves []move, why cause) error {
	moves = filter(moves, move.moved)
	if len(moves) == 0 {
		return nil
	}
	const query = `
		WITH logged AS (
			INSERT INTO entry (account_id, user_id, run_account_id, run_id, action, object,
				delivered_from, delivered_to, own_from, own_to)
			SELECT u.account_id, nullif($1::bigint, 0), nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5,
				nullif(u.delivered_from, 0), nullif(u.delivered_to, 0), nullif(u.own_from, 0), nullif(u.own_to, 0)
			FROM unnest($6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
				AS u (account_id, delivered_from, delivered_to, own_from, own_to)
			RETURNING account_id, id, delivered_to, own_to
		)
		INSERT INTO pointer AS p (account_id, delivered_id, own_id, entry_id)
		SELECT account_id, delivered_to, own_to, id FROM logged
		ON CONFLICT (account_id) DO UPDATE
		SET delivered_id = excluded.delivered_id, own_id = excluded.own_id, entry_id = excluded.entry_id`
	ids := func(id func(move) int64) pq.Int64Array { return column(moves, id) }
	_, err := tx.ExecContext(ctx, query, why.user, why.runAccount, why.run, why.action, why.object,
		ids(func(m move) int64 { return int64(m.account) }),
		ids(func(m move) int64 { return m.from.delivered }), ids(func(m move) int64 { return m.deliveredTo }),
		ids(func(m move) int64 { return m.from.own }), ids(func(m move) int64 { return m.ownTo }))
	if err != nil {
		return fmt.Errorf("move %d pointers: %w", len(moves), err)
	}
	return nil
}
