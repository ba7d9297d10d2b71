package versions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// Pointer says by ids what a vendor has; an id of 0 is nothing.
type Pointer struct {
	Account        domain.AccountID
	Delivered, Own int64
	Entry          int64 // of the log: the last that moved it; 0 where nobody asked
}

// Standing is what a vendor has, and their pointer to it.
type Standing struct {
	domain.State
	Pointer Pointer
}

// Standing returns what an account has now: nothing, when it has no pointer yet.
func (s *Store) Standing(ctx context.Context, account domain.AccountID) (Standing, error) {
	all, err := s.Standings(ctx, []domain.AccountID{account})
	return all[account], err
}

// Standings returns what each of the accounts has now, and what the pointers point at that the caller has read already. The number
// of queries is the same for any number of accounts.
func (s *Store) Standings(ctx context.Context, accounts []domain.AccountID, read ...Pointer) (map[domain.AccountID]Standing, error) {
	pointers, err := s.Pointers(ctx, accounts)
	if err != nil {
		return nil, err
	}
	pointers = append(pointers, read...)
	states, err := s.States(ctx, pointers)
	if err != nil {
		return nil, err
	}
	all := make(map[domain.AccountID]Standing, len(pointers))
	for _, account := range accounts {
		all[account] = Standing{Pointer: Pointer{Account: account}}
	}
	for i, p := range pointers {
		all[p.Account] = Standing{states[i], p}
	}
	return all, nil
}

// Pointers returns the pointers of the accounts that have one. Whatever their number, they come in one row of arrays.
func (s *Store) Pointers(ctx context.Context, accounts []domain.AccountID) ([]Pointer, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	var all struct {
		Accounts  bulk.IDs `db:"accounts"`
		Delivered bulk.IDs `db:"delivered"`
		Owns      bulk.IDs `db:"owns"`
		Entries   bulk.IDs `db:"entries"`
	}
	const columns = `
		SELECT array_agg(p.account_id) AS accounts, array_agg(coalesce(p.delivered_id, 0)) AS delivered,
			array_agg(coalesce(p.own_id, 0)) AS owns, array_agg(coalesce(p.entry_id, 0)) AS entries`
	query, arg := columns+` FROM unnest($1::bigint[]) AS u (id) JOIN pointer p ON p.account_id = u.id`, any(bulk.IDArray(accounts))
	if len(accounts) == 1 { // as nearly always: it is planned once
		query, arg = columns+` FROM pointer p WHERE p.account_id = $1`, accounts[0]
	}
	if err := s.tx.GetContext(ctx, &all, query, arg); err != nil {
		return nil, fmt.Errorf("load the pointers of %d accounts: %w", len(accounts), err)
	}
	list := make([]Pointer, len(all.Accounts))
	for i, account := range all.Accounts {
		list[i] = Pointer{domain.AccountID(account), all.Delivered[i], all.Owns[i], all.Entries[i]}
	}
	return list, nil
}

// States returns what each of the pointers points at, in their order: in a fixed number of queries, and none for what is known.
func (s *Store) States(ctx context.Context, pointers []Pointer) ([]domain.State, error) {
	owns, err := s.ownRows(ctx, bulk.Column(pointers, func(p Pointer) int64 { return int64(p.Account) }),
		bulk.Column(pointers, func(p Pointer) int64 { return p.Own }))
	if err != nil {
		return nil, err
	}
	catalogs := append(bulk.Column(owns, func(r ownRow) int64 { return r.MadeCatalog }),
		bulk.Column(pointers, func(p Pointer) int64 { return p.Delivered })...)
	if err := s.loadCatalogs(ctx, catalogs); err != nil {
		return nil, err
	}
	if err := s.addOwns(ctx, owns); err != nil {
		return nil, err
	}
	return bulk.Column(pointers, func(p Pointer) domain.State {
		return domain.State{Delivered: s.catalogs.value(p.Delivered), Own: s.owns.value(p.Own)}
	}), nil
}

// StateAt returns what a vendor had at an entry of the log, or at the last of theirs before it.
func (s *Store) StateAt(ctx context.Context, account domain.AccountID, at domain.ChangeID) (domain.State, error) {
	had := Pointer{Account: account}
	const query = `
		SELECT coalesce(delivered_to, 0) AS delivered, coalesce(own_to, 0) AS own FROM entry
		WHERE account_id = $1 AND id <= $2 ORDER BY id DESC LIMIT 1`
	err := s.tx.QueryRowContext(ctx, query, account, at).Scan(&had.Delivered, &had.Own)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.State{}, nil
	}
	if err != nil {
		return domain.State{}, fmt.Errorf("what account %d had at %d: %w", account, at, err)
	}
	states, err := s.States(ctx, []Pointer{had})
	if err != nil {
		return domain.State{}, err
	}
	return states[0], nil
}

// Lock locks an account's pointer until the transaction ends, so that two edits of one vendor take turns, and returns what they have.
func (s *Store) Lock(ctx context.Context, account domain.AccountID) (Standing, error) {
	const lock = `
		SELECT coalesce(delivered_id, 0), coalesce(own_id, 0), coalesce(entry_id, 0) FROM pointer WHERE account_id = $1 FOR UPDATE`
	const first = `INSERT INTO pointer (account_id) VALUES ($1) ON CONFLICT (account_id) DO NOTHING`
	p := Pointer{Account: account}
	err := s.tx.QueryRowContext(ctx, lock, account).Scan(&p.Delivered, &p.Own, &p.Entry)
	if errors.Is(err, sql.ErrNoRows) {
		if _, err = s.tx.ExecContext(ctx, first, account); err == nil {
			err = s.tx.QueryRowContext(ctx, lock, account).Scan(&p.Delivered, &p.Own, &p.Entry)
		}
	}
	if err != nil {
		return Standing{}, fmt.Errorf("lock the pointer of account %d: %w", account, err)
	}
	all, err := s.Standings(ctx, nil, p)
	return all[account], err
}
