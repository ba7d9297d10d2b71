package db

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Undo takes a run of the viewer's own account back, or a part of it, and returns the undo, which is a run of its own and can be undone
// (rules U1 to U3 and U5). What was changed since the run stays and is listed. It fails with KindNotFound for another account's
// run and for a part that the run did not change, with KindForbidden when the user lacks the rights that the run took, and with
// KindConflict, about the undo, when it was taken back already.
func (d *DB) Undo(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part) (domain.RunID, error) {
	var id domain.RunID
	ctx, end := traced(ctx, "undo")
	err := d.write(ctx, func(s *store) error {
		started := time.Now()
		if err := lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
			return err
		}
		s.atPoint(Locked)
		undo, err := s.readUndo(ctx, v, run, part)
		if err != nil {
			return err
		}
		undo.compute()
		undo.started = started
		id, err = s.record(ctx, undo)
		return err
	})
	end(err)
	if err != nil {
		return 0, fmt.Errorf("undo run %d: %w", run, err)
	}
	d.options.AtPoint(Committed)
	return id, nil
}

// PreviewUndo computes the undo and writes nothing: it returns the page that the undo would have. It fails as Undo does.
func (d *DB) PreviewUndo(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.RunQuery) (page pages.RunPage, err error) {
	f, err := d.foldedUndo(ctx, v, run, part, folds{plans: q.InOutcomes()})
	if err != nil {
		return page, fmt.Errorf("preview the undo of run %d: %w", run, err)
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		if page, err = s.resellersPage(ctx, v, f, q); err != nil || part.Whole() {
			return err
		}
		page.Buyers, err = s.buyers(ctx, f)
		return err
	})
	return page, err
}

// PreviewUndoResult is what the undo of PreviewUndo would do to one reseller: KindNotFound when the run did not change them.
func (d *DB) PreviewUndoResult(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, account domain.AccountID, q pages.OutcomeQuery) (result pages.RunResult, err error) {
	undo, err := d.previewUndo(ctx, v, run, part)
	if err != nil {
		return result, err
	}
	err = d.readApart(ctx, func(s *store) error {
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		result, err = undo.result(ctx, s, account, now.State, q)
		return err
	})
	return result, err
}

// previewUndo computes what the undo of a run would do.
func (d *DB) previewUndo(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part) (*calculation, error) {
	ctx, end := traced(ctx, "preview of an undo")
	undo, err := d.calculateApart(ctx, func(s *store) (*calculation, error) { return s.readUndo(ctx, v, run, part) })
	end(err)
	if err != nil {
		return nil, fmt.Errorf("preview the undo of run %d: %w", run, err)
	}
	return undo, nil
}

// readUndo reads what it takes to compute what taking a run back does to each reseller that the run changed. Who buys beside them is read while
// that is computed already.
func (s *store) readUndo(ctx context.Context, v domain.Viewer, id domain.RunID, part domain.Part) (*calculation, error) {
	c, rows, err := s.startUndo(ctx, v, id, part)
	if err != nil {
		return nil, err
	}
	changed := c.targets
	if err := s.loadUndo(ctx, c, rows); err != nil {
		return nil, err
	}
	beside(c.ahead)
	if err := s.readBystanders(ctx, v.Account.Provider, c.computation, changed); err != nil {
		return nil, err
	}
	return c, s.besideUndo(ctx, c, changed)
}

// startUndo reads who takes a run back, and whom that may reach, with what they have now by its number. With who buys beside them, that is all
// that it depends on, and nothing that takes long. Its targets are those of the rows.
func (s *store) startUndo(ctx context.Context, v domain.Viewer, id domain.RunID, part domain.Part) (*calculation, []resultRow, error) {
	run, err := s.run(ctx, v, id)
	if err != nil {
		return nil, nil, err
	}
	now, err := s.currentViewer(ctx, v, domain.Ticked(run.Options))
	if err != nil {
		return nil, nil, err
	}
	if err := run.Undoable(part); err != nil {
		return nil, nil, err
	}
	c := &calculation{computation: &computation{}, action: domain.RunUndone.Info().Words, fingerprint: []byte{}}
	c.run = run
	c.run.Again = run.Kind == domain.UndoRun
	c.run.ID, c.run.Kind, c.run.Undoes, c.run.UndoneBy = 0, domain.UndoRun, id, 0
	c.run.Part, c.run.Parts, c.run.PartsBefore = part, nil, run.Parts
	c.run.LeftOut, c.run.Decisions = nil, nil // these were the run's
	c.run.User, c.run.UserName = now.User.ID, now.User.Name
	c.run.SinceDialog, c.run.Rates = nil, map[domain.Currency]string{}
	rows, err := s.resultPointers(ctx, v.Account.ID, id, part.Reseller())
	if err != nil {
		return nil, nil, err
	}
	rows = filter(rows, func(r resultRow) bool {
		return part.Has(r.Account) && (r.DeliveredFrom != r.DeliveredTo || r.OwnFrom != r.OwnTo)
	})
	if rows, err = s.stillBelow(ctx, v, rows); err != nil {
		return nil, nil, err
	}
	if reseller := part.Reseller(); reseller != 0 && len(rows) > 0 {
		const name = `SELECT name FROM account WHERE id = $1`
		if err := s.tx.GetContext(ctx, &c.run.Reseller, name, reseller); err != nil {
			return nil, nil, fmt.Errorf("name of account %d: %w", reseller, err)
		}
	}
	c.targets, err = s.undoTargets(ctx, rows)
	return c, rows, err
}

// loadUndo reads what the resellers had around the run and have now, and leaves out whom its part does not touch. What it does to the others is
// computed where it is first asked for, and may be before the rest is read: see [calculation.ahead].
func (s *store) loadUndo(ctx context.Context, c *calculation, rows []resultRow) error {
	before, after, err := s.around(ctx, rows)
	if err != nil {
		return err
	}
	undoing := domain.NewUndoing().Of(domain.Ticked(c.run.Options)).Part(c.run.Part)
	var touched []targetRow
	for i, row := range rows {
		if undoing.Touches(row.Account, before[i], after[i]) {
			n := len(touched)
			before[n], after[n], rows[n] = before[i], after[i], row
			touched = append(touched, c.targets[i])
		}
	}
	if c.targets = touched; len(touched) == 0 && !c.run.Part.Whole() {
		return undoing.TouchesNothing()
	}
	c.ofPart(rows)
	if c.standings, err = s.versions.Standings(ctx, nil, pointersOf(touched)...); err != nil {
		return err
	}
	targets := bulk.Column(touched, func(t targetRow) domain.Target { return t.target(c.standings[t.Account]) })
	c.ahead = sync.OnceValue(func() []domain.Result {
		return undoing.Results(len(targets), func(i int) (domain.Target, domain.State, domain.State) { return targets[i], before[i], after[i] })
	})
	c.work = func() ([]domain.Result, func() []domain.LookCounts) {
		results := c.ahead()
		return results, func() []domain.LookCounts { return domain.LookBelow(c.input, results) }
	}
	return s.undoVendors(ctx, c)
}

// besideUndo reads what those have who buy from the targets of an undo without being among them, those whom the run changed and its part does not
// touch included.
func (s *store) besideUndo(ctx context.Context, c *calculation, changed []targetRow) error {
	reached := setOf(bulk.Column(c.targets, func(t targetRow) domain.AccountID { return t.Account }))
	others := filter(changed, func(t targetRow) bool { return t.runs() && !reached[t.Account] })
	c.bystanders = filter(append(c.bystanders, others...), func(t targetRow) bool { return reached[t.Vendor] })
	return s.loadBystanders(ctx, c.computation)
}

// ofPart says of an undo for one reseller whose subscription it is about.
func (c *calculation) ofPart(rows []resultRow) {
	if c.run.Part.Reseller() != 0 {
		c.run.Subscription, c.run.Reach = rows[0].Subscription, domain.ThisReseller
	}
}

// stillBelow leaves the results of resellers who stand below the viewer: who was moved to another vendor since is theirs no more.
func (s *store) stillBelow(ctx context.Context, v domain.Viewer, rows []resultRow) ([]resultRow, error) {
	if v.IsProvider() { // nobody leaves the tree
		return rows, nil
	}
	var below []domain.AccountID
	if err := s.tx.SelectContext(ctx, &below, walkDown, v.Account.ID); err != nil {
		return nil, fmt.Errorf("who stands below account %d: %w", v.Account.ID, err)
	}
	is := setOf(below)
	return filter(rows, func(r resultRow) bool { return is[r.Account] }), nil
}

// undoTargets returns the resellers of the results, in their order. An account that was closed since is passed by; the
// state of its subscription does not matter for taking something back.
func (s *store) undoTargets(ctx context.Context, rows []resultRow) ([]targetRow, error) {
	const query = `
		SELECT 'Active' AS status, a.status AS account_status, a.level, a.currency, a.operating_unit, a.disable_categories,
			a.disable_prices, false AS sync_display_category, array_agg(u.subscription) AS subscriptions,
			array_agg(a.id) AS accounts, array_agg(a.parent_id) AS vendors,
			array_agg(coalesce(p.delivered_id, 0)) AS delivered, array_agg(coalesce(p.own_id, 0)) AS owns
		FROM unnest($1::bigint[], $2::bigint[]) AS u (account, subscription)
		JOIN account a ON a.id = u.account
		LEFT JOIN pointer p ON p.account_id = a.id
		GROUP BY 2, 3, 4, 5, 6, 7`
	accounts := bulk.Column(rows, func(r resultRow) int64 { return int64(r.Account) })
	subscriptions := bulk.Column(rows, func(r resultRow) int64 { return int64(r.Subscription) })
	list, err := s.targetRows(ctx, query, pq.Int64Array(accounts), pq.Int64Array(subscriptions))
	if err != nil {
		return nil, fmt.Errorf("the resellers of a run: %w", err)
	}
	return list, nil
}
