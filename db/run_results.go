package db

import (
	"context"
	"fmt"

	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// resultsRead are results with what the resellers had before the run and after it, and with the lists of outcomes that they share.
type resultsRead struct {
	rows          []resultRow
	before, after []domain.State // in the order of rows
	shared        *versions.OutcomeLists
}

// readResults loads what the results point at, each thing once.
func (s *store) readResults(ctx context.Context, rows []resultRow) (*resultsRead, error) {
	before, after, err := s.around(ctx, rows)
	if err != nil {
		return nil, err
	}
	var ids []int64
	seen := map[*sharedRow]bool{}
	for _, r := range rows {
		if !seen[r.sharedRow] {
			seen[r.sharedRow] = true
			ids = append(ids, r.Outcomes...)
		}
	}
	shared, err := s.versions.Outcomes(ctx, ids)
	return &resultsRead{rows, before, after, shared}, err
}

// outcomes returns all that the run did to the reseller of a result.
func (read *resultsRead) outcomes(i int) ([]domain.Outcome, error) {
	row, before, after := read.rows[i], read.before[i], read.after[i]
	own, err := versions.DecodeOutcomes(row.Own)
	if err != nil {
		return nil, fmt.Errorf("outcomes of account %d: %w", row.Account, err)
	}
	result := domain.Result{Outcomes: read.shared.Of(row.Outcomes, before.Delivered, after.Delivered), Own: own, After: after}
	result.Target.Before = before
	return result.Listing(), nil
}

// results are those of the run as far as they say what came of it, in these currencies. Who shares all lists has the same array.
func (read *resultsRead) results(currencies map[domain.AccountID]domain.Currency) ([]domain.Result, error) {
	results := make([]domain.Result, len(read.rows))
	shared := map[*sharedRow][]*domain.Outcomes{}
	for i, row := range read.rows {
		if _, known := shared[row.sharedRow]; !known {
			shared[row.sharedRow] = read.shared.Of(row.Outcomes, read.before[i].Delivered, read.after[i].Delivered)
		}
		own, err := versions.DecodeOutcomes(row.Own)
		if err != nil {
			return nil, fmt.Errorf("outcomes of account %d: %w", row.Account, err)
		}
		target := domain.Target{Subscription: row.Subscription, Account: row.Account, Level: row.Level, Currency: currencies[row.Account],
			Before: read.before[i], Skip: row.Skip}
		results[i] = domain.Result{Target: target, After: read.after[i], Outcomes: shared[row.sharedRow], Own: own}
	}
	return results, nil
}

// catalogs lists what the resellers had before the run and after it.
func (read *resultsRead) catalogs() []*domain.Catalog { return catalogsOf(read.after, read.before) }

// catalogsOf lists what was delivered and what was made by the resellers themselves, each once.
func catalogsOf(all ...[]domain.State) []*domain.Catalog {
	var list []*domain.Catalog
	seen := map[*domain.Catalog]bool{nil: true}
	for _, states := range all {
		for _, state := range states {
			for _, c := range []*domain.Catalog{state.Delivered, state.Own.MadeCatalog()} {
				if !seen[c] {
					seen[c] = true
					list = append(list, c)
				}
			}
		}
	}
	return list
}

// RunResult returns what a run of the viewer's own account did to one reseller, else KindNotFound.
func (d *DB) RunResult(ctx context.Context, v domain.Viewer, id domain.RunID, account domain.AccountID, q pages.OutcomeQuery) (pages.RunResult, error) {
	var result pages.RunResult
	err := d.read(ctx, func(s *store) (err error) {
		if result.Run, err = s.run(ctx, v, id); err != nil {
			return err
		}
		resellers, err := s.runResellers(ctx, v, id, account)
		if err != nil {
			return err
		}
		rows, err := s.results(ctx, v.Account.ID, id, account)
		if err != nil {
			return err
		}
		everybody, by, _, err := s.readLooks(ctx, v.Account.ID, id, resellers)
		if err != nil {
			return err
		}
		rows = withBystanders(rows, everybody)
		at := liveOf(account, len(everybody), func(i int) (domain.AccountID, domain.Reason) { return everybody[i].Account, everybody[i].Skip })
		if at < 0 {
			return domain.NotFound("The reseller")
		}
		rows, everybody = rows[at:], everybody[at:at+1]
		if err := s.nameResellers(ctx, everybody); err != nil {
			return err
		}
		result.Reseller = everybody[0]
		prices, err := s.lookedAt(ctx, v, result.Run, rows[0], lookOf(result.Reseller, q.Look), by)
		if err != nil {
			return err
		}
		result.Prices = lookedPrices(prices, q)
		result.OutcomePage, err = s.outcomePage(ctx, v, rows[0], q, by)
		return err
	})
	return result, err
}

// Delivered counts what a run of the viewer's own account brought to one reseller, else KindNotFound.
func (d *DB) Delivered(ctx context.Context, v domain.Viewer, id domain.RunID, account domain.AccountID) (delivered domain.Delivered, err error) {
	err = d.read(ctx, func(s *store) error {
		rows, err := s.results(ctx, v.Account.ID, id, account)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return domain.NotFound("The reseller")
		}
		read, err := s.readResults(ctx, rows[:1])
		if err != nil {
			return err
		}
		list, err := read.outcomes(0)
		delivered = domain.DeliveredBy(list)
		return err
	})
	return delivered, err
}

// outcomePage pages what a run did to one reseller. The names are those of what they had after it and before it, and of what they and
// their vendor have now.
func (s *store) outcomePage(ctx context.Context, v domain.Viewer, row resultRow, q pages.OutcomeQuery, by *domain.LookFacts) (pages.OutcomePage, error) {
	read, err := s.readResults(ctx, []resultRow{row})
	if err != nil {
		return pages.OutcomePage{}, err
	}
	list, err := read.outcomes(0)
	if err != nil {
		return pages.OutcomePage{}, err
	}
	var vendor domain.AccountID
	if err := s.tx.GetContext(ctx, &vendor, `SELECT parent_id FROM account WHERE id = $1`, row.Account); err != nil {
		return pages.OutcomePage{}, fmt.Errorf("vendor of account %d: %w", row.Account, err)
	}
	now, err := s.versions.Standings(ctx, []domain.AccountID{row.Account, vendor})
	if err != nil {
		return pages.OutcomePage{}, err
	}
	names, err := s.names(ctx, v.Account.ID, row.Account, append(read.catalogs(), now[row.Account].Effective(), now[vendor].Effective())...)
	return pageOutcomes(list, q, names, by, row.Account), err
}
