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
	run       domain.RunID
	query     pages.RunQuery
	among     []bool // of which of them there is what the query looks for in outcomes; nil: it looks for none
	by        *domain.LookFacts
	resellers []pages.RunReseller // named part by part
	rows      []resultRow         // in the same order; what was done to own values is not among it
}

// ExportRun calls row for each reseller of a run of the viewer's own account whom the query finds, on whatever page, in the order of the
// tree, with the outcomes that it asks for. The names are those of the viewer's catalog and of what the reseller has now. No transaction is
// open while row works, and what is held in memory does not grow with what was done to each.
func (d *DB) ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunReseller, []domain.Outcome, domain.Names) error) error {
	e := runExport{viewer: v, run: id, query: q}
	var err error
	if e.among, err = d.amongStored(ctx, v, id, q); err == nil {
		err = d.read(ctx, func(s *store) error { return s.beginExport(ctx, &e) })
	}
	if err != nil {
		return fmt.Errorf("export run %d: %w", id, err)
	}
	for from := 0; from < len(e.rows); from += exportedAtOnce {
		to := min(from+exportedAtOnce, len(e.rows))
		var results *resultsRead
		var names domain.Names
		err := d.read(ctx, func(s *store) (err error) {
			if err = s.nameResellers(ctx, e.resellers[from:to]); err == nil {
				results, names, err = s.exported(ctx, &e, e.rows[from:to])
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("export run %d: %w", id, err)
		}
		for i, reseller := range e.resellers[from:to] {
			list, err := results.outcomes(i)
			if err != nil {
				return err
			}
			if err := row(reseller, q.Lines(list, e.by), names); err != nil {
				return err
			}
		}
	}
	return nil
}

// beginExport finds out whose results there are.
func (s *store) beginExport(ctx context.Context, e *runExport) error {
	run, err := s.run(ctx, e.viewer, e.run)
	if err != nil {
		return err
	}
	if e.resellers, err = s.runResellers(ctx, e.viewer, e.run, 0); err != nil {
		return err
	}
	e.rows, err = s.resultPointers(ctx, e.viewer.Account.ID, e.run, 0)
	if err != nil {
		return err
	}
	if len(e.rows) != len(e.resellers) {
		return fmt.Errorf("%d results of %d resellers", len(e.rows), len(e.resellers))
	}
	if e.resellers, e.by, _, err = s.readLooks(ctx, e.viewer.Account.ID, e.run, e.resellers); err != nil {
		return err
	}
	e.rows = withBystanders(e.rows, e.resellers)
	found, _, err := s.found(ctx, e.viewer.Account.Provider, run.Kind, e.resellers, e.query, e.among)
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
func (s *store) exported(ctx context.Context, e *runExport, part []resultRow) (*resultsRead, domain.Names, error) {
	rows := slices.Clone(part)
	var owns []resultRow
	const query = `
		SELECT account_id, subscription_id, own_outcomes FROM run_result
		WHERE run_account_id = $1 AND run_id = $2 AND account_id = ANY ($3)`
	accounts := pq.Int64Array(bulk.Column(rows, func(r resultRow) int64 { return int64(r.Account) }))
	if err := s.tx.SelectContext(ctx, &owns, query, e.viewer.Account.ID, e.run, accounts); err != nil {
		return nil, domain.Names{}, fmt.Errorf("results of run %d: %w", e.run, err)
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
