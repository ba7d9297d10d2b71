package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// outcomeLists are the shared lists of outcomes of some results.
type outcomeLists struct {
	store  *store
	stored map[int64]*domain.Outcomes // as they are stored
	filled map[filledKey]*domain.Outcomes
}

type filledKey struct {
	id int64
	planPair
}

// outcomeLists loads the lists of outcomes of the results, each once, and what the
// resellers had before and after.
func (s *store) outcomeLists(ctx context.Context, list []resultRow) (*outcomeLists, error) {
	lists := &outcomeLists{store: s, stored: map[int64]*domain.Outcomes{}, filled: map[filledKey]*domain.Outcomes{}}
	var ids []int64
	seen := map[*sharedRow]bool{}
	for _, r := range list {
		if !seen[r.sharedRow] {
			seen[r.sharedRow] = true
			ids = append(ids, r.Outcomes...)
		}
	}
	if err := s.loadAround(ctx, list); err != nil {
		return nil, err
	}
	missing := newIdentities[domain.Outcomes]().missing(ids, nil)
	if len(missing) == 0 {
		return lists, nil
	}
	rows, err := s.tx.QueryContext(ctx, `SELECT id, body, changes FROM outcome_set WHERE id = ANY ($1)`,
		pq.Int64Array(missing))
	if err != nil {
		return nil, fmt.Errorf("load outcomes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var body sql.RawBytes
		o := &domain.Outcomes{}
		err := rows.Scan(&id, &body, &o.Changes)
		if err == nil {
			o.List, err = decodeOutcomes(body)
		}
		if err != nil {
			return nil, fmt.Errorf("load outcomes %d: %w", id, err)
		}
		lists.stored[id] = o
	}
	return lists, rows.Err()
}

// of returns the shared outcomes of a result, the same pointers for what is the same.
func (l *outcomeLists) of(r resultRow) []*domain.Outcomes {
	before, after := l.store.catalogs.value(r.DeliveredFrom), l.store.catalogs.value(r.DeliveredTo)
	all := make([]*domain.Outcomes, len(r.Outcomes))
	for i, id := range r.Outcomes {
		stored := l.stored[id]
		key := filledKey{id, pairOf(stored.List, before, after)}
		if all[i] = l.filled[key]; all[i] == nil {
			all[i] = &domain.Outcomes{List: key.fill(stored.List), Changes: stored.Changes}
			l.filled[key] = all[i]
		}
	}
	return all
}

// result returns all outcomes of a result, and what the reseller had before and after.
func (l *outcomeLists) result(r resultRow) (domain.Result, error) {
	own, err := r.ownOutcomes()
	result := domain.Result{Outcomes: l.of(r), Own: own}
	result.Target.Before, result.After = l.store.state(r.DeliveredFrom, r.OwnFrom), l.store.state(r.DeliveredTo, r.OwnTo)
	return result, err
}

// ownOutcomes returns what the run did to the reseller's own values.
func (r resultRow) ownOutcomes() ([]domain.Outcome, error) {
	list, err := decodeOutcomes(r.Own)
	if err != nil {
		return nil, fmt.Errorf("outcomes of account %d: %w", r.Account, err)
	}
	return list, nil
}

// RunResult returns what a run of the viewer's own account did to one reseller, else KindNotFound.
func (d *DB) RunResult(ctx context.Context, v domain.Viewer, id domain.RunID, account domain.AccountID, q domain.OutcomeQuery) (domain.RunResult, error) {
	var result domain.RunResult
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
		if len(rows) == 0 || len(resellers) == 0 {
			return domain.NotFound("The reseller")
		}
		result.Reseller = resellers[0].RunReseller
		list, err := s.allOutcomes(ctx, rows[0])
		if err != nil {
			return err
		}
		names, err := s.namesOf(ctx, v.Account.ID, rows[0])
		result.OutcomePage = pageOutcomes(list, q, names)
		return err
	})
	return result, err
}

func (s *store) allOutcomes(ctx context.Context, row resultRow) ([]domain.Outcome, error) {
	lists, err := s.outcomeLists(ctx, []resultRow{row})
	if err != nil {
		return nil, err
	}
	result, err := lists.result(row)
	return result.Listing(), err
}

// namesOf returns the names of what a result may mention: of what the reseller had after it and before it, and of what
// their vendor has now.
func (s *store) namesOf(ctx context.Context, viewer domain.AccountID, row resultRow) (domain.Names, error) {
	if err := s.loadCatalogs(ctx, []int64{row.DeliveredTo, row.DeliveredFrom}); err != nil {
		return domain.Names{}, err
	}
	var vendor domain.AccountID
	if err := s.tx.GetContext(ctx, &vendor, `SELECT parent_id FROM account WHERE id = $1`, row.Account); err != nil {
		return domain.Names{}, fmt.Errorf("vendor of account %d: %w", row.Account, err)
	}
	now, err := s.standings(ctx, []domain.AccountID{row.Account, vendor})
	if err != nil {
		return domain.Names{}, err
	}
	return s.names(ctx, viewer, row.Account, s.catalogs.value(row.DeliveredTo), s.catalogs.value(row.DeliveredFrom),
		now[row.Account].Effective(), now[vendor].Effective())
}

// ExportRun calls row for each reseller of a run of the viewer's own account, with all their outcomes. The names are those
// of the viewer's catalog and of what the reseller has now. No transaction is open while row works.
func (d *DB) ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, row func(domain.RunReseller, []domain.Outcome, domain.Names) error) error {
	var resellers []ranked
	var results []resultRow // in the same order
	var lists *outcomeLists
	var names domain.Names
	err := d.read(ctx, func(s *store) error {
		_, err := s.run(ctx, v, id)
		if err != nil {
			return err
		}
		if resellers, err = s.runResellers(ctx, v, id, 0); err != nil {
			return err
		}
		if results, err = s.results(ctx, v.Account.ID, id, 0); err != nil {
			return err
		}
		if lists, err = s.outcomeLists(ctx, results); err != nil {
			return err
		}
		names, err = s.exportNames(ctx, v, results)
		return err
	})
	if err != nil {
		return fmt.Errorf("export run %d: %w", id, err)
	}
	for i, r := range results {
		result, err := lists.result(r)
		if err != nil {
			return err
		}
		if err := row(resellers[i].RunReseller, result.Listing(), names); err != nil {
			return err
		}
	}
	return nil
}

// exportNames returns the names of all that the viewer has and of all that the run left its resellers with.
func (s *store) exportNames(ctx context.Context, v domain.Viewer, results []resultRow) (domain.Names, error) {
	now, err := s.standing(ctx, v.Account.ID)
	if err != nil {
		return domain.Names{}, err
	}
	ids := bulk.Column(results, func(r resultRow) int64 { return r.DeliveredTo })
	ids = append(ids, bulk.Column(results, func(r resultRow) int64 { return r.DeliveredFrom })...)
	if err := s.loadCatalogs(ctx, ids); err != nil {
		return domain.Names{}, err
	}
	catalogs := append(bulk.Column(ids, s.catalogs.value), now.Effective())
	return s.names(ctx, v.Account.ID, v.Account.ID, catalogs...)
}
