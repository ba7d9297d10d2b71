package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// ExportPreview calls row as [DB.ExportRun] does, of the run that a dialog would make now; nothing is written. It is computed once, before
// row is called first.
func (d *DB) ExportPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery, row func(pages.RunLines) error) error {
	c, err := d.preview(ctx, v, r)
	if err == nil {
		err = d.exportCalculated(ctx, v, c, q, row)
	}
	if err != nil {
		return fmt.Errorf("export a preview of plan %d: %w", r.Plan, err)
	}
	return nil
}

// ExportUndo calls row as [DB.ExportRun] does, of an undo that is not written.
func (d *DB) ExportUndo(ctx context.Context, v domain.Viewer, run domain.RunID, part domain.Part, q pages.RunQuery, row func(pages.RunLines) error) error {
	c, err := d.previewUndo(ctx, v, run, part)
	if err == nil {
		err = d.exportCalculated(ctx, v, c, q, row)
	}
	if err != nil {
		return fmt.Errorf("export the undo of run %d: %w", run, err)
	}
	return nil
}

// exportCalculated calls row for each reseller of a calculation whom a query finds.
func (d *DB) exportCalculated(ctx context.Context, v domain.Viewer, c *calculation, q pages.RunQuery, row func(pages.RunLines) error) error {
	all := make([]pages.RunReseller, len(c.everybody))
	for i := range c.everybody {
		all[i] = c.reseller(i)
	}
	among, err := d.amongPreviewed(ctx, v, c, q.Everything())
	if err != nil {
		return err
	}
	var places []int
	err = d.readApart(ctx, func(s *store) error {
		places, _, err = s.found(ctx, v.Account.Provider, c.run.Kind, all, q, among)
		return err
	})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(places, exportedAtOnce) {
		if err := d.exportPreviewed(ctx, c, q, at(all, part), part, row); err != nil {
			return err
		}
	}
	return nil
}

// exportPreviewed calls row for some of the resellers.
func (d *DB) exportPreviewed(ctx context.Context, c *calculation, q pages.RunQuery, resellers []pages.RunReseller, places []int, row func(pages.RunLines) error) error {
	var names domain.Names
	results := at(c.everybody, places)
	catalogs := append(catalogsOf(bulk.Column(results, func(r domain.Result) domain.State { return r.After }),
		bulk.Column(results, func(r domain.Result) domain.State { return r.Target.Before })), c.viewer.State.Effective())
	err := d.readApart(ctx, func(s *store) (err error) {
		if err = s.nameResellers(ctx, resellers); err == nil {
			names, err = s.names(ctx, c.run.Account, c.run.Account, catalogs...)
		}
		return err
	})
	if err != nil {
		return err
	}
	by := c.lookedBy()
	for i, reseller := range resellers {
		lines := pages.RunLines{Reseller: reseller, Names: names}
		if q.Priced() {
			lines.Prices = c.lookedPrices(places[i], lookOf(reseller, q.Look))
		} else {
			lines.Outcomes = q.Lines(results[i].Listing(), by, reseller.Account)
		}
		if err := row(lines); err != nil {
			return err
		}
	}
	return nil
}
