package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// UndoByPlan is PreviewUndo with one page of the plans that the undo would be about.
func (d *DB) UndoByPlan(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.RunQuery) (page pages.RunPlansPage, err error) {
	f, err := d.foldedUndo(ctx, v, run, part, foldsByPlan(q))
	if err != nil {
		return page, fmt.Errorf("preview the undo of run %d: %w", run, err)
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		if page, err = s.plansPage(ctx, v, f, q); err != nil || part.Whole() {
			return err
		}
		page.Buyers, err = s.buyers(ctx, f)
		return err
	})
	if err == nil {
		err = d.pricedPage(ctx, v, f, q, &page, d.eachOfUndo(ctx, v, run, part))
	}
	return page, err
}

// UndoMoney is PreviewUndo with what the undo would move in money.
func (d *DB) UndoMoney(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part) (page pages.RunPage, err error) {
	f, err := d.foldedUndo(ctx, v, run, part, folds{money: true})
	if err != nil {
		return page, fmt.Errorf("what the undo of run %d would move in money: %w", run, err)
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		if page, err = s.resellersPage(ctx, v, f, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1}}); err != nil {
			return err
		}
		if page.Money, err = s.money(ctx, f.money); err != nil || part.Whole() {
			return err
		}
		page.Buyers, err = s.buyers(ctx, f)
		return err
	})
	return page, err
}

// ExportUndoByPlan calls row as ExportRunByPlan does, of an undo that is not written.
func (d *DB) ExportUndoByPlan(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.RunQuery, row func(pages.RunPlan, domain.Names) error) error {
	f, err := d.foldedUndo(ctx, v, run, part, foldsByPlan(q))
	if err == nil {
		err = d.exportByPlan(ctx, v, f, q, d.eachOfUndo(ctx, v, run, part), row)
	}
	if err != nil {
		return fmt.Errorf("export the undo of run %d by plan: %w", run, err)
	}
	return nil
}

// foldedUndo is an undo that is not written, with what is asked for of it: as somebody saw it before, where nothing has changed since that it
// depends on. Who asks, and the names of things, are as of now.
func (d *DB) foldedUndo(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, ask folds) (*foldedRun, error) {
	ctx, end := traced(ctx, "preview of an undo")
	var key answerKey
	var now domain.Run
	var f *foldedRun
	undo, err := d.calculateUnless(ctx, func(s *store) (*calculation, bool, error) {
		c, rows, err := s.startUndo(ctx, v, run, part)
		if err != nil {
			return nil, false, err
		}
		changed := c.targets
		if c.input.Rates, c.input.Unmeasured, err = s.conversions(ctx, v.Account.Provider); err != nil {
			return nil, false, err
		}
		if err := s.readBystanders(ctx, v.Account.Provider, c.computation, changed); err != nil {
			return nil, false, err
		}
		mine, err := s.versions.Pointers(ctx, []domain.AccountID{v.Account.ID})
		if err != nil {
			return nil, false, err
		}
		vendors, err := s.versions.Pointers(ctx, c.vendorsAbove())
		if err != nil {
			return nil, false, err
		}
		now = c.run
		all := slices.Concat(c.targets, c.bystanders)
		key = keyOf("undo", v.Account.ID, run, part.Texts(), mine, vendors, len(c.bystanders), pointersOf(all), vendorsOfTargets(all), undoKinds(all),
			c.input.Rates, c.input.Unmeasured)
		var whole bool
		if f, whole = d.foldings.with(key, ask); whole {
			return nil, true, nil
		}
		if err := s.loadUndo(ctx, c, rows); err != nil {
			return nil, false, err
		}
		beside(c.ahead)
		return c, false, s.besideUndo(ctx, c, changed)
	})
	end(err)
	if err != nil {
		return nil, err
	}
	if undo != nil {
		money := beside(func() *domain.Money {
			if !ask.money {
				return nil
			}
			sums := domain.MoneyOf(undo.input, undo.results)
			return &sums
		})
		f = undo.folded(ask)
		f.moved, f.money = undo.pricesMoved(), money()
		d.foldings.add(key, f)
	}
	now.Subscription, now.Reach, now.Totals = f.run.Subscription, f.run.Reach, f.run.Totals
	shown := *f
	shown.run = now
	return &shown, nil
}

// pricesMoved are the plans of which prices go back, by reseller, where an undo is one of a part (rule U5); nil of a whole one.
func (c *calculation) pricesMoved() map[domain.AccountID]map[domain.PlanID]bool {
	if c.run.Part.Whole() {
		return nil
	}
	moved := map[domain.AccountID]map[domain.PlanID]bool{}
	for _, r := range c.results {
		if plans := r.PricesMoved(); len(plans) > 0 {
			moved[r.Target.Account] = plans
		}
	}
	return moved
}

// undoVendors reads what the vendors of those have whom an undo reaches.
func (s *store) undoVendors(ctx context.Context, c *calculation) error {
	above := c.vendorsAbove()
	standings, err := s.versions.Standings(ctx, above)
	if err != nil {
		return err
	}
	maps.Copy(c.standings, standings)
	c.currencies, err = s.currencies(ctx, c.targets, above)
	c.setVendors()
	return err
}

func vendorsOfTargets(targets []targetRow) []domain.AccountID {
	return bulk.Column(targets, func(t targetRow) domain.AccountID { return t.Vendor })
}

// undoKinds are what an undo depends on of resellers besides what they have.
func undoKinds(targets []targetRow) []targetKind {
	return bulk.Column(targets, func(t targetRow) targetKind { return *t.targetKind })
}
