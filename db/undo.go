package db

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"tiersync/domain"
)

// Undo takes a run of the viewer's own account back and returns the undo, which is a run of its own and can be undone
// (rules U1 to U3). What was changed since the run stays and is listed. It fails with KindNotFound for another account's
// run, with KindForbidden when the user lacks the rights that the run took, and with KindConflict, linking to the undo,
// when the run was taken back already.
func (d *DB) Undo(ctx context.Context, v domain.Viewer, run domain.RunID) (domain.RunID, error) {
	var id domain.RunID
	err := d.write(ctx, func(s *store) error {
		started := time.Now()
		if err := lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
			return err
		}
		undo, err := s.calculateUndo(ctx, v, run)
		if err != nil {
			return err
		}
		undo.started = started
		id, err = s.record(ctx, undo)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("undo run %d: %w", run, err)
	}
	return id, nil
}

// PreviewUndo computes the undo and writes nothing: it returns the page that the undo would have. It fails as Undo does.
func (d *DB) PreviewUndo(ctx context.Context, v domain.Viewer, run domain.RunID, q domain.RunQuery) (domain.RunPage, error) {
	var page domain.RunPage
	err := d.read(ctx, func(s *store) error {
		undo, err := s.calculateUndo(ctx, v, run)
		if err != nil {
			return err
		}
		page = undo.page(q)
		return nil
	})
	if err != nil {
		return page, fmt.Errorf("preview the undo of run %d: %w", run, err)
	}
	return page, nil
}

// calculateUndo computes what taking a run back does to each reseller that the run changed.
func (s *store) calculateUndo(ctx context.Context, v domain.Viewer, id domain.RunID) (*calculation, error) {
	run, err := s.run(ctx, v, id)
	if err != nil {
		return nil, err
	}
	options := domain.OptionSet{}
	for _, key := range run.Options {
		options[key] = true
	}
	now, err := s.currentViewer(ctx, v, options)
	if err != nil {
		return nil, err
	}
	if run.UndoneBy != 0 {
		return nil, domain.Conflict("This synchronization was taken back already.", fmt.Sprintf("/synchronizations/%d", run.UndoneBy))
	}
	c := &calculation{computation: &computation{}, action: "Undo", fingerprint: []byte{}}
	c.run = run
	c.run.ID, c.run.Kind, c.run.Undoes, c.run.UndoneBy = 0, domain.UndoRun, id, 0
	c.run.User, c.run.UserName = now.User.ID, now.User.Name
	c.run.SinceDialog, c.run.Rates = nil, map[domain.Currency]string{}
	return c, s.undoResults(ctx, v, id, c)
}

// undoResults fills in the targets and results of an undo.
func (s *store) undoResults(ctx context.Context, v domain.Viewer, id domain.RunID, c *calculation) error {
	rows, err := s.results(ctx, v.Account.ID, id, 0)
	if err != nil {
		return err
	}
	rows = filter(rows, func(r resultRow) bool { return r.DeliveredFrom != r.DeliveredTo || r.OwnFrom != r.OwnTo })
	if c.targets, err = s.undoTargets(ctx, rows); err != nil {
		return err
	}
	if err := s.loadAround(ctx, rows); err != nil {
		return err
	}
	if c.standings, err = s.standings(ctx, column(rows, func(r resultRow) domain.AccountID { return r.Account })); err != nil {
		return err
	}
	sets, err := s.outcomeSets(ctx, rows)
	if err != nil {
		return err
	}
	reversed := map[int64]*domain.Outcomes{}
	for setID, o := range sets {
		reversed[setID] = o.Reversed(nil)
	}
	for i, row := range rows {
		target := c.targets[i].target(c.standings[row.Account])
		result, err := s.undoResult(row, target, sets, reversed)
		if err != nil {
			return err
		}
		c.results = append(c.results, result)
	}
	return nil
}

// undoResult takes a run back for one reseller. Where nothing changed since, what comes out is shared by all.
func (s *store) undoResult(row resultRow, target domain.Target, sets, reversed map[int64]*domain.Outcomes) (domain.Result, error) {
	result := domain.Result{Target: target, After: target.Before}
	if target.Skip != "" {
		return result, nil
	}
	original, err := row.outcomes(sets)
	if err != nil {
		return result, err
	}
	var stays []domain.Outcome
	result.After, stays = domain.Undo(s.state(row.DeliveredFrom, row.OwnFrom), s.state(row.DeliveredTo, row.OwnTo), target.Before)
	kept := map[domain.Key]bool{}
	for _, o := range stays {
		kept[o.Key] = true
	}
	for i, setID := range row.Outcomes {
		back := reversed[setID]
		if len(kept) > 0 {
			back = original.Outcomes[i].Reversed(kept)
		}
		if back != nil {
			result.Outcomes = append(result.Outcomes, back)
		}
	}
	result.Own = append(domain.Reversed(original.Own, kept), stays...)
	return result, nil
}

func (s *store) state(delivered, own int64) domain.State {
	return domain.State{Delivered: s.catalogs.value(delivered), Own: s.owns.value(own)}
}

// loadAround makes known what the resellers had before a run and after it.
func (s *store) loadAround(ctx context.Context, rows []resultRow) error {
	var catalogs, owns []int64
	for _, r := range rows {
		catalogs = append(catalogs, r.DeliveredFrom, r.DeliveredTo)
		owns = append(owns, r.OwnFrom, r.OwnTo)
	}
	var list []ownRow
	const query = `
		SELECT id AS own_id, coalesce(made_catalog_id, 0) AS made_catalog, layers
		FROM own WHERE account_id = ANY ($1) AND id = ANY ($2)`
	accounts := column(rows, func(r resultRow) int64 { return int64(r.Account) })
	err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(accounts), pq.Int64Array(s.owns.missing(owns, nil)))
	if err != nil {
		return fmt.Errorf("load what %d resellers had: %w", len(rows), err)
	}
	for _, own := range list {
		catalogs = append(catalogs, own.MadeCatalog)
	}
	if err := s.loadCatalogs(ctx, catalogs); err != nil {
		return err
	}
	return s.addOwns(ctx, list)
}

// undoTargets returns the resellers of the results, in their order. An account that was closed since is passed by; the
// state of its subscription does not matter for taking something back.
func (s *store) undoTargets(ctx context.Context, rows []resultRow) ([]targetRow, error) {
	var list []targetRow
	const query = `
		SELECT u.subscription AS id, a.id AS account_id, a.parent_id AS vendor_id, a.name, vendor.name AS vendor_name, a.level,
			rank() OVER (ORDER BY a.name, a.id) AS name_rank, 'Active' AS status, a.status AS account_status, a.currency,
			vendor.currency AS vendor_currency, a.operating_unit, a.disable_categories, a.disable_prices,
			false AS sync_display_category
		FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS u (account, subscription, place)
		JOIN account a ON a.id = u.account
		JOIN account vendor ON vendor.id = a.parent_id
		ORDER BY u.place`
	accounts := column(rows, func(r resultRow) int64 { return int64(r.Account) })
	subscriptions := column(rows, func(r resultRow) int64 { return int64(r.Subscription) })
	err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(accounts), pq.Int64Array(subscriptions))
	if err != nil {
		return nil, fmt.Errorf("the resellers of a run: %w", err)
	}
	return list, nil
}
