package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// RunByPlan returns a run of the viewer's own account with one page of the plans that it was about, else KindNotFound.
func (d *DB) RunByPlan(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery) (page pages.RunPlansPage, err error) {
	f, err := d.foldedRun(ctx, v, id)
	if err != nil {
		return page, fmt.Errorf("run %d by plan: %w", id, err)
	}
	err = d.read(ctx, func(s *store) error {
		if page, err = s.plansPage(ctx, v, f, q); err != nil {
			return err
		}
		return s.chosen(ctx, v, f.run, &page.RunPage)
	})
	if err == nil {
		err = d.pricedPage(ctx, v, f, q, &page, d.eachOfRun(ctx, v, id))
	}
	return page, err
}

// ExportRunByPlan calls row for each plan of a run of the viewer's own account that the query finds, on whatever page, by id, with all its
// values. It fails as RunByPlan does.
func (d *DB) ExportRunByPlan(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunPlan, domain.Names) error) error {
	f, err := d.foldedRun(ctx, v, id)
	if err == nil {
		err = d.exportByPlan(ctx, v, f, q, d.eachOfRun(ctx, v, id), row)
	}
	if err != nil {
		return fmt.Errorf("export run %d by plan: %w", id, err)
	}
	return nil
}

// amongStored says of which resellers of a stored run there is what a query looks for in outcomes; nil where it looks for none.
func (d *DB) amongStored(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery) (among []bool, err error) {
	if !q.InOutcomes() {
		return nil, nil
	}
	f, err := d.foldedRun(ctx, v, id)
	if err != nil {
		return nil, err
	}
	err = d.read(ctx, func(s *store) error {
		among, err = s.among(ctx, v, f, q)
		return err
	})
	return among, err
}

// foldedRun is a stored run by plan. What is said of it beside, such as what took it back, is as of now.
func (d *DB) foldedRun(ctx context.Context, v domain.Viewer, id domain.RunID) (*foldedRun, error) {
	var run domain.Run
	var key answerKey
	err := d.read(ctx, func(s *store) (err error) {
		if run, err = s.run(ctx, v, id); err != nil {
			return err
		}
		now, err := s.versions.Pointers(ctx, []domain.AccountID{v.Account.ID})
		key = keyOf("run", v.Account.ID, id, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	known, is := d.foldings.get(key)
	if !is {
		known = &foldedRun{}
		var results []domain.Result
		err := d.readApart(ctx, func(s *store) (err error) {
			results, err = s.readFolding(ctx, v, id, known)
			return err
		})
		if err != nil {
			return nil, err
		}
		endSnapshot(ctx)
		known.fold(results)
		d.foldings.put(key, known)
	}
	f := *known
	f.run = run
	return &f, nil
}

// readFolding reads what a run did to everybody.
func (s *store) readFolding(ctx context.Context, v domain.Viewer, id domain.RunID, f *foldedRun) (results []domain.Result, err error) {
	if f.resellers, err = s.runResellers(ctx, v, id, 0); err != nil {
		return nil, err
	}
	rows, err := s.results(ctx, v.Account.ID, id, 0)
	if err != nil {
		return nil, err
	}
	if len(rows) != len(f.resellers) {
		return nil, fmt.Errorf("%d results of %d resellers", len(rows), len(f.resellers))
	}
	if f.resellers, f.by, f.found, err = s.readLooks(ctx, v.Account.ID, id, f.resellers); err != nil {
		return nil, err
	}
	read, err := s.readResults(ctx, rows)
	if err != nil {
		return nil, err
	}
	currencies, err := s.currenciesOf(ctx, bulk.Column(rows, func(r resultRow) domain.AccountID { return r.Account }))
	if err != nil {
		return nil, err
	}
	mine, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return nil, err
	}
	f.names = domain.NamesOf(append(read.catalogs(), mine.Effective())...)
	return read.results(currencies)
}
