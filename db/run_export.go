package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// exportedAtOnce is of how many resellers an export reads at once what was done to them. A run over thousands has a gigabyte of lines;
// what is kept of all of them from beginning to end is who they are.
const exportedAtOnce = 100

// runExport is an export of a run under way.
type runExport struct {
	viewer    domain.Viewer
	run       domain.Run
	query     pages.RunQuery
	among     []bool // of which of them there is what the query looks for in outcomes; nil: it looks for none
	by        *domain.LookFacts
	resellers []pages.RunReseller // named part by part
	rows      []resultRow         // in the same order; what was done to own values is not among it
	all       []resultRow         // of everybody
}

// ExportRun calls row for each reseller of a run of the viewer's own account whom the query finds, on whatever page, in the order of the
// tree, with the outcomes that it asks for. The names are those of the viewer's catalog and of what the reseller has now. No transaction is
// open while row works, and what is held in memory does not grow with what was done to each.
func (d *DB) ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunLines) error) error {
	e := runExport{viewer: v, query: q}
	var err error
	if e.among, err = d.amongStored(ctx, v, id, q.Everything()); err == nil {
		err = d.read(ctx, func(s *store) error { return s.beginExport(ctx, id, &e) })
	}
	if err != nil {
		return fmt.Errorf("export run %d: %w", id, err)
	}
	for from := 0; from < len(e.rows); from += exportedAtOnce {
		to := min(from+exportedAtOnce, len(e.rows))
		var lines []pages.RunLines
		err := d.read(ctx, func(s *store) (err error) {
			lines, err = s.exported(ctx, &e, e.resellers[from:to], e.rows[from:to])
			return err
		})
		if err != nil {
			return fmt.Errorf("export run %d: %w", id, err)
		}
		for _, one := range lines {
			if err := row(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// beginExport finds out whose results there are.
func (s *store) beginExport(ctx context.Context, id domain.RunID, e *runExport) (err error) {
	if e.run, err = s.run(ctx, e.viewer, id); err != nil {
		return err
	}
	if e.resellers, err = s.runResellers(ctx, e.viewer, id, 0); err != nil {
		return err
	}
	if e.all, err = s.resultPointers(ctx, e.viewer.Account.ID, id, 0); err != nil {
		return err
	}
	if len(e.all) != len(e.resellers) {
		return fmt.Errorf("%d results of %d resellers", len(e.all), len(e.resellers))
	}
	if e.resellers, e.by, _, err = s.readLooks(ctx, e.viewer.Account.ID, id, e.resellers); err != nil {
		return err
	}
	e.rows = withBystanders(e.all, e.resellers)
	found, _, err := s.found(ctx, e.viewer.Account.Provider, e.run.Kind, e.resellers, e.query, e.among)
	if err != nil {
		return err
	}
	e.resellers, e.rows = at(e.resellers, found), at(e.rows, found)
	return nil
}

// at are what stands at some places of a list.
func at[T any](list []T, places []int) []T {
	return bulk.Column(places, func(i int) T { return list[i] })
}

// exported reads what was done to some of the resellers.
func (s *store) exported(ctx context.Context, e *runExport, resellers []pages.RunReseller, part []resultRow) ([]pages.RunLines, error) {
	if err := s.nameResellers(ctx, resellers); err != nil {
		return nil, err
	}
	results, names, err := s.exportedResults(ctx, e, part)
	if err != nil {
		return nil, err
	}
	var prices map[domain.AccountID][]domain.CostMove
	if e.query.Priced() {
		looks := map[domain.AccountID]domain.Look{}
		for _, r := range resellers {
			looks[r.Account] = lookOf(r, e.query.Look)
		}
		if prices, err = s.lookedThen(ctx, e.viewer, e.run, looks, e.all, e.by); err != nil {
			return nil, err
		}
	}
	lines := make([]pages.RunLines, len(resellers))
	for i, r := range resellers {
		lines[i] = pages.RunLines{Reseller: r, Prices: prices[r.Account], Names: names}
		if e.query.Priced() {
			continue
		}
		list, err := results.outcomes(i)
		if err != nil {
			return nil, err
		}
		lines[i].Outcomes = e.query.Lines(list, e.by, r.Account)
	}
	return lines, nil
}

// exportedResults are the results of rows, with what was done to own values, and the names of what they mention.
func (s *store) exportedResults(ctx context.Context, e *runExport, part []resultRow) (*resultsRead, domain.Names, error) {
	rows := slices.Clone(part)
	var owns []resultRow
	const query = `
		SELECT account_id, subscription_id, own_outcomes FROM run_result
		WHERE run_account_id = $1 AND run_id = $2 AND account_id = ANY ($3)`
	accounts := pq.Int64Array(bulk.Column(rows, func(r resultRow) int64 { return int64(r.Account) }))
	if err := s.tx.SelectContext(ctx, &owns, query, e.viewer.Account.ID, e.run.ID, accounts); err != nil {
		return nil, domain.Names{}, fmt.Errorf("results of run %d: %w", e.run.ID, err)
	}
	for i := range rows {
		for _, own := range owns {
			if own.Account == rows[i].Account && own.Subscription == rows[i].Subscription {
				rows[i].Own = own.Own
			}
		}
	}
	results, err := s.readResults(ctx, rows)
	if err != nil {
		return nil, domain.Names{}, err
	}
	now, err := s.versions.Standing(ctx, e.viewer.Account.ID)
	if err != nil {
		return nil, domain.Names{}, err
	}
	account := e.viewer.Account.ID
	names, err := s.names(ctx, account, account, append(results.catalogs(), now.Effective())...)
	return results, names, err
}
