package db

import (
	"context"
	"fmt"
	"maps"
	"time"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// This file tells what held when a run was made, of those whom it did not reach: its page says that of those whom it did.

// statesThen returns what accounts had when a run was made: at the last entry of theirs before it. Where the log does not go back so far, it is
// what the first one that is left found. moved is an account that the run moved: it has the tree for itself, so that nobody's entry stands between those
// of its own. Zero: it moved nobody, and its time tells.
func (s *store) statesThen(ctx context.Context, accounts []domain.AccountID, run domain.Run, moved domain.AccountID) (map[domain.AccountID]domain.State, error) {
	const at = `SELECT min(id) AS id FROM entry WHERE account_id = $3 AND run_account_id = $4 AND run_id = $5`
	then, err := s.statesAt(ctx, at, accounts, run.At, moved, run.Account, run.ID)
	if err != nil {
		return nil, fmt.Errorf("what %d accounts had at run %d: %w", len(accounts), run.ID, err)
	}
	return then, nil
}

// statesBefore returns what accounts had when a change was made: at the last entry of theirs before it.
func (s *store) statesBefore(ctx context.Context, accounts []domain.AccountID, change domain.ChangeID, made time.Time) (map[domain.AccountID]domain.State, error) {
	then, err := s.statesAt(ctx, `SELECT $3::bigint AS id`, accounts, made, change)
	if err != nil {
		return nil, fmt.Errorf("what %d accounts had at change %d: %w", len(accounts), change, err)
	}
	return then, nil
}

// statesAt is what accounts had at the entry of the log that a query finds; where it finds none, a time tells.
func (s *store) statesAt(ctx context.Context, entry string, accounts []domain.AccountID, at time.Time, args ...any) (map[domain.AccountID]domain.State, error) {
	var pointers []versions.Pointer
	query := `
		WITH moment AS (` + entry + `)
		SELECT u.id AS account, coalesce(CASE WHEN was.id IS NOT NULL THEN was.delivered_to WHEN later.id IS NOT NULL THEN later.delivered_from
			ELSE p.delivered_id END, 0) AS delivered,
			coalesce(CASE WHEN was.id IS NOT NULL THEN was.own_to WHEN later.id IS NOT NULL THEN later.own_from ELSE p.own_id END, 0) AS own
		FROM unnest($1::bigint[]) AS u (id) CROSS JOIN moment
		LEFT JOIN LATERAL (
			SELECT e.id, e.delivered_to, e.own_to FROM entry e
			WHERE e.account_id = u.id AND (e.id < moment.id OR moment.id IS NULL AND e.at <= $2) ORDER BY e.id DESC LIMIT 1) was ON true
		LEFT JOIN LATERAL (
			SELECT e.id, e.delivered_from, e.own_from FROM entry e WHERE e.account_id = u.id ORDER BY e.id LIMIT 1) later ON true
		LEFT JOIN pointer p ON p.account_id = u.id`
	if err := s.tx.SelectContext(ctx, &pointers, query, append([]any{bulk.IDArray(accounts), at}, args...)...); err != nil {
		return nil, err
	}
	states, err := s.versions.States(ctx, pointers)
	if err != nil {
		return nil, err
	}
	then := make(map[domain.AccountID]domain.State, len(pointers))
	for i, p := range pointers {
		then[p.Account] = states[i]
	}
	return then, nil
}

// ratesIn are the exchange rates of a run: those that it used, and of currencies for which it needed none those that held then. now are those of
// today.
func (s *store) ratesIn(ctx context.Context, provider domain.AccountID, now domain.ExchangeRates, run domain.Run) (domain.ExchangeRates, error) {
	list, err := s.ratesThen(ctx, provider, now)
	if err != nil {
		return nil, err
	}
	rates := maps.Clone(list[0].Rates)
	for _, then := range list {
		if !then.At.After(run.At) {
			rates = maps.Clone(then.Rates)
		}
	}
	used, err := ratesOf(run.Rates)
	maps.Copy(rates, used)
	return rates, err
}
