package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file follows a price through what a run or an undo would do. Of what was followed already nothing is computed again.

// chainAround is who stands around those whom a calculation reaches, and the rates by which prices come down to them.
type chainAround struct {
	tree       []treeRow
	accounts   []domain.AccountID // those between and the viewer, and the viewer's vendor
	pointers   []versions.Pointer // of those of them who ever had anything
	rates      domain.ExchangeRates
	unmeasured map[domain.ResourceID]bool
	key        answerKey // of all that a chain depends on
}

// PreviewChain returns the chain of a price in the run that a dialog would make now. It fails as Preview does.
func (d *DB) PreviewChain(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.ChainQuery) (page pages.Chain, err error) {
	f, err := d.calculatedChain(ctx, v, q.Key, func(s *store) (*calculation, answerKey, func() error, error) {
		now, err := s.currentViewer(ctx, v, r.Options)
		if err == nil {
			r, err = s.withLeftOut(ctx, now, r)
		}
		if err != nil {
			return nil, answerKey{}, nil, err
		}
		c, err := s.prepareRun(ctx, now, r)
		if err != nil {
			return nil, answerKey{}, nil, err
		}
		key, err := s.previewKey(ctx, c)
		return c, key, func() error { return s.loadRun(ctx, c) }, err
	})
	if err != nil {
		return page, fmt.Errorf("chain of a price in a preview of plan %d: %w", r.Plan, err)
	}
	return d.chainPage(ctx, v, f, q)
}

// UndoChain returns the chain of a price in what taking a run back, or a part of it, would do. It fails as PreviewUndo does.
func (d *DB) UndoChain(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.ChainQuery) (page pages.Chain, err error) {
	f, err := d.calculatedChain(ctx, v, q.Key, func(s *store) (*calculation, answerKey, func() error, error) {
		c, rows, err := s.startUndo(ctx, v, run, part)
		if err == nil {
			err = s.loadUndo(ctx, c, rows)
		}
		if err != nil {
			return nil, answerKey{}, nil, err
		}
		key := keyOf("undo", v.Account.ID, run, part.Texts(), pointersOf(c.targets), undoKinds(c.targets))
		return c, key, func() error { return nil }, nil // nobody who buys beside them is in it
	})
	if err != nil {
		return page, fmt.Errorf("chain of a price in the undo of run %d: %w", run, err)
	}
	return d.chainPage(ctx, v, f, q)
}

// calculatedChain follows a price in what read begins to find out: with the key of all that it depends on, and how to complete it.
func (d *DB) calculatedChain(ctx context.Context, v domain.Viewer, key domain.Key, read func(*store) (*calculation, answerKey, func() error, error)) (f *foundChain, err error) {
	ctx, end := traced(ctx, "chain")
	var around chainAround
	c, err := d.calculateUnless(ctx, func(s *store) (*calculation, bool, error) {
		c, on, complete, err := read(s)
		if err != nil {
			return nil, false, err
		}
		if around, err = s.chainAround(ctx, v, c.targets, key, on); err != nil {
			return nil, false, err
		}
		known := false
		if f, known = d.chains.get(around.key); known {
			return nil, true, nil
		}
		return c, false, complete()
	})
	end(err)
	if err != nil || c == nil {
		return f, err
	}
	err = d.readApart(ctx, func(s *store) error {
		states, err := s.versions.States(ctx, around.pointers)
		if err != nil {
			return err
		}
		others := map[domain.AccountID]domain.State{}
		for _, account := range around.accounts {
			others[account] = domain.State{}
		}
		for i, p := range around.pointers {
			others[p.Account] = states[i]
		}
		list, err := s.buying(ctx, v, seats(around.tree, c.results, key, others), others)
		if err != nil {
			return err
		}
		run := c.totaled()
		f, err = s.followed(ctx, v, &run, others[v.Account.ID], key, list, around.rates, around.unmeasured)
		return err
	})
	if err == nil {
		d.chains.put(around.key, f)
	}
	return f, err
}

// chainAround reads who stands around targets. on is what else the chain depends on.
func (s *store) chainAround(ctx context.Context, v domain.Viewer, targets []targetRow, key domain.Key, on answerKey) (a chainAround, err error) {
	if a.tree, err = s.chainTree(ctx, v); err != nil {
		return a, err
	}
	reached := bulk.Column(targets, func(t targetRow) domain.AccountID { return t.Account })
	a.accounts = withVendor(v, between(a.tree, reached))
	if a.pointers, err = s.versions.Pointers(ctx, a.accounts); err != nil {
		return a, err
	}
	a.rates, a.unmeasured, err = s.conversions(ctx, v.Account.Provider)
	a.key = keyOf("chain", v.Account.ID, v.SeesCosts(), key.Text(), on, a.tree, a.pointers, a.rates, a.unmeasured)
	return a, err
}
