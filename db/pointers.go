package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// standing is what a vendor has, with the ids of its two layers; 0 is none.
type standing struct {
	domain.State
	delivered int64
	own       int64
	entry     int64 // the last entry of his log
}

// pointerRow is a vendor's pointer by ids; 0 is none.
type pointerRow struct {
	account               domain.AccountID
	delivered, own, entry int64
}

// pointers returns the pointers of the accounts that have one. Whatever their number, they come in one row of arrays.
func (s *store) pointers(ctx context.Context, accounts []domain.AccountID) ([]pointerRow, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	var all struct {
		Accounts  bulk.IDs `db:"accounts"`
		Delivered bulk.IDs `db:"delivered"`
		Owns      bulk.IDs `db:"owns"`
		Entries   bulk.IDs `db:"entries"`
	}
	const query = `
		SELECT array_agg(p.account_id) AS accounts, array_agg(coalesce(p.delivered_id, 0)) AS delivered,
			array_agg(coalesce(p.own_id, 0)) AS owns, array_agg(coalesce(p.entry_id, 0)) AS entries
		FROM unnest($1::bigint[]) AS u (id) JOIN pointer p ON p.account_id = u.id`
	if err := s.tx.GetContext(ctx, &all, query, pq.Int64Array(int64s(accounts))); err != nil {
		return nil, fmt.Errorf("load the pointers of %d accounts: %w", len(accounts), err)
	}
	list := make([]pointerRow, len(all.Accounts))
	for i, account := range all.Accounts {
		list[i] = pointerRow{domain.AccountID(account), all.Delivered[i], all.Owns[i], all.Entries[i]}
	}
	return list, nil
}

// standings returns what each of the accounts has. An account without a pointer has nothing yet.
func (s *store) standings(ctx context.Context, accounts []domain.AccountID) (map[domain.AccountID]standing, error) {
	list, err := s.pointers(ctx, accounts)
	if err != nil {
		return nil, err
	}
	return s.follow(ctx, list)
}

// follow returns what the pointers point at.
func (s *store) follow(ctx context.Context, list []pointerRow) (map[domain.AccountID]standing, error) {
	owns, err := s.ownRows(ctx, bulk.Column(list, func(p pointerRow) int64 { return int64(p.account) }),
		bulk.Column(list, func(p pointerRow) int64 { return p.own }))
	if err != nil {
		return nil, err
	}
	catalogs := append(bulk.Column(owns, func(r ownRow) int64 { return r.MadeCatalog }),
		bulk.Column(list, func(p pointerRow) int64 { return p.delivered })...)
	if err := s.loadCatalogs(ctx, catalogs); err != nil {
		return nil, err
	}
	if err := s.addOwns(ctx, owns); err != nil {
		return nil, err
	}
	all := make(map[domain.AccountID]standing, len(list))
	for _, p := range list {
		all[p.account] = standing{State: s.state(p.delivered, p.own), delivered: p.delivered, own: p.own, entry: p.entry}
	}
	return all, nil
}

// state returns the state that the ids of two layers stand for; 0 is none.
func (s *store) state(delivered, own int64) domain.State {
	return domain.State{Delivered: s.catalogs.value(delivered), Own: s.owns.value(own)}
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

// movePointers moves the pointers whose states differ and writes one entry of the log for each: one statement, and another
// for who had no pointer yet.
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
		UPDATE pointer p SET delivered_id = l.delivered_to, own_id = l.own_to, entry_id = l.id
		FROM logged l WHERE p.account_id = l.account_id`
	ids := func(id func(move) int64) pq.Int64Array { return bulk.Column(moves, id) }
	accounts := ids(func(m move) int64 { return int64(m.account) })
	result, err := tx.ExecContext(ctx, query, why.user, why.runAccount, why.run, why.action, why.object, accounts,
		ids(func(m move) int64 { return m.from.delivered }), ids(func(m move) int64 { return m.deliveredTo }),
		ids(func(m move) int64 { return m.from.own }), ids(func(m move) int64 { return m.ownTo }))
	if err != nil {
		return fmt.Errorf("move %d pointers: %w", len(moves), err)
	}
	if moved, err := result.RowsAffected(); err != nil || moved == int64(len(moves)) {
		return err
	}
	const first = `
		INSERT INTO pointer (account_id, delivered_id, own_id, entry_id)
		SELECT e.account_id, e.delivered_to, e.own_to, e.id
		FROM unnest($1::bigint[]) AS u (account_id)
		CROSS JOIN LATERAL (
			SELECT account_id, id, delivered_to, own_to FROM entry WHERE account_id = u.account_id ORDER BY id DESC LIMIT 1
		) e
		WHERE NOT EXISTS (SELECT FROM pointer p WHERE p.account_id = u.account_id)`
	if _, err := tx.ExecContext(ctx, first, accounts); err != nil {
		return fmt.Errorf("set %d first pointers: %w", len(moves), err)
	}
	return nil
}
