package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// PreviewByPlan is Preview with one page of the plans that the run would be about.
func (d *DB) PreviewByPlan(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery) (page pages.RunPlansPage, digest string, err error) {
	f, err := d.foldedPreview(ctx, v, r, foldsByPlan(q))
	if err != nil {
		return page, "", fmt.Errorf("preview a run of plan %d: %w", r.Plan, err)
	}
	err = d.readApart(ctx, func(s *store) (err error) {
		page, err = s.plansPage(ctx, v, f, q)
		return err
	})
	if err == nil {
		err = d.pricedPage(ctx, v, f, q, &page, d.eachOfPreview(ctx, v, r))
	}
	return page, f.digest, err
}

// ExportPreviewByPlan calls row as ExportRunByPlan does, of the run that a dialog would make now; nothing is written.
func (d *DB) ExportPreviewByPlan(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery, row func(pages.RunPlan, domain.Names) error) error {
	f, err := d.foldedPreview(ctx, v, r, foldsByPlan(q))
	if err == nil {
		err = d.exportByPlan(ctx, v, f, q, d.eachOfPreview(ctx, v, r), row)
	}
	if err != nil {
		return fmt.Errorf("export a preview of plan %d by plan: %w", r.Plan, err)
	}
	return nil
}

// foldedPreview is a run that is not written, with what is asked for of it: as somebody saw it before, where nothing has changed since that it
// depends on. Its sums of money are always there.
func (d *DB) foldedPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest, ask folds) (*foldedRun, error) {
	var key answerKey
	var known *foldedRun
	c, err := d.previewUnless(ctx, v, r, func(is answerKey) (whole bool) {
		key = is
		known, whole = d.foldings.with(key, ask)
		return whole
	})
	if err != nil || c == nil {
		return known, err
	}
	money := beside(func() *domain.Money {
		if known != nil {
			return known.money
		}
		sums := domain.MoneyOf(c.input, c.results)
		return &sums
	})
	f := c.folded(ask)
	f.money = money()
	d.foldings.add(key, f)
	return f, nil
}

// previewUnless computes what a run would do, nil where that is known under all that it depends on. It fails as Preview does.
func (d *DB) previewUnless(ctx context.Context, v domain.Viewer, r domain.RunRequest, known func(answerKey) bool) (*calculation, error) {
	ctx, end := traced(ctx, "preview")
	c, err := d.calculateUnless(ctx, func(s *store) (*calculation, bool, error) {
		now, err := s.currentViewer(ctx, v, r.Options)
		if err != nil {
			return nil, false, err
		}
		if r, err = s.withLeftOut(ctx, now, r); err != nil {
			return nil, false, err
		}
		c, err := s.prepareRun(ctx, now, r)
		if err != nil {
			return nil, false, err
		}
		key, err := s.previewKey(ctx, c)
		if err != nil {
			return nil, false, err
		}
		if known(key) {
			return nil, true, nil
		}
		return c, false, s.loadRun(ctx, c)
	})
	end(err)
	return c, err
}

// amongPreviewed says of which resellers of a calculation there is what a query looks for in outcomes; nil where it looks for none.
func (d *DB) amongPreviewed(ctx context.Context, v domain.Viewer, c *calculation, q pages.RunQuery) (among []bool, err error) {
	if !q.InOutcomes() {
		return nil, nil
	}
	f := c.folded(folds{plans: true})
	err = d.readApart(ctx, func(s *store) error {
		among, err = s.among(ctx, v, f, q)
		return err
	})
	return among, err
}

// previewKey is a hash of all that the page of a preview depends on.
func (s *store) previewKey(ctx context.Context, c *calculation) (answerKey, error) {
	if len(c.others) > 0 { // see computation.key
		if err := s.load(ctx, c.computation); err != nil {
			return answerKey{}, err
		}
	}
	key, err := c.computation.key()
	run := c.run
	return keyOf("preview", key, c.facts, run.Account, run.Plan, run.PlanName, run.Subscription, run.Reseller, run.Reach, run.Template,
		run.TemplateName, run.TemplateVersion, c.template.Active), err
}

// calculateUnless is calculateApart for what may turn out to be known already: then it is nil.
func (d *DB) calculateUnless(ctx context.Context, read func(*store) (c *calculation, known bool, err error)) (c *calculation, err error) {
	known := false
	err = d.readApart(ctx, func(s *store) (err error) {
		c, known, err = read(s)
		return err
	})
	if err != nil || known {
		return nil, err
	}
	endSnapshot(ctx)
	c.compute()
	d.options.AtPoint(Computed)
	return c, nil
}

// folded is what is remembered of a calculation, with what is asked for of it.
func (c *calculation) folded(ask folds) *foldedRun {
	digest := beside(c.digest)
	f := &foldedRun{run: c.totaled(), by: c.lookedBy(), found: c.guarded(), resellers: make([]pages.RunReseller, 0, len(c.everybody))}
	for i := range c.everybody {
		f.resellers = append(f.resellers, c.reseller(i))
	}
	if ask.plans {
		catalogs := catalogsOf(bulk.Column(c.results, func(r domain.Result) domain.State { return r.After }),
			bulk.Column(c.results, func(r domain.Result) domain.State { return r.Target.Before }))
		f.names = domain.NamesOf(append(catalogs, c.viewer.Effective())...)
		f.fold(c.results)
	}
	if ask.prices != "" {
		f.keepPrices(c, ask.prices)
	}
	f.digest = digest()
	return f
}
