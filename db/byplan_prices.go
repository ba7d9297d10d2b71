package db

import (
	"context"
	"slices"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// This file pages by plan the prices of a run that are looked for by what they cost: those that its file by reseller has.

// eachResult walks through the resellers of a run whom a query finds, as [DB.ExportRun] does.
type eachResult func(pages.RunQuery, func(pages.RunLines) error) error

func (d *DB) eachOfRun(ctx context.Context, v domain.Viewer, id domain.RunID) eachResult {
	return func(q pages.RunQuery, row func(pages.RunLines) error) error { return d.ExportRun(ctx, v, id, q, row) }
}

func (d *DB) eachOfPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest) eachResult {
	return func(q pages.RunQuery, row func(pages.RunLines) error) error {
		return d.ExportPreview(ctx, v, r, q, row)
	}
}

func (d *DB) eachOfUndo(ctx context.Context, v domain.Viewer, id domain.RunID, part domain.Part) eachResult {
	return func(q pages.RunQuery, row func(pages.RunLines) error) error {
		return d.ExportUndo(ctx, v, id, part, q, row)
	}
}

// eachKept walks through what is remembered of a run.
func (d *DB) eachKept(ctx context.Context, v domain.Viewer, f *foldedRun) eachResult {
	return func(q pages.RunQuery, row func(pages.RunLines) error) error {
		var places []int
		var resellers []pages.RunReseller
		var names domain.Names
		err := d.readApart(ctx, func(s *store) (err error) {
			if places, _, err = s.found(ctx, v.Account.Provider, f.run.Kind, f.resellers, q, nil); err != nil {
				return err
			}
			resellers = at(f.resellers, places)
			if err = s.nameResellers(ctx, resellers); err == nil {
				names, err = s.namesOver(ctx, v.Account.ID, f.names)
			}
			return err
		})
		for i, r := range resellers {
			if err == nil {
				err = row(pages.RunLines{Reseller: r, Prices: f.prices[places[i]], Names: names})
			}
		}
		return err
	}
}

// keepPrices remembers the prices of everybody that a look by cost counts, where they are not too many.
func (f *foldedRun) keepPrices(c *calculation, k domain.Look) {
	var count pages.PricedCount
	for _, r := range f.resellers {
		count.Add(r.Looks.Of(k))
	}
	if f.look = k; count.TooMany() {
		return
	}
	f.prices = make([][]domain.CostMove, len(f.resellers))
	for i, r := range f.resellers {
		f.prices[i] = c.lookedPrices(i, lookOf(r, k))
	}
}

// pricedCount is how many prices a query of [pages.RunQuery.Priced] walks through to find those that it looks for.
func (s *store) pricedCount(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery) (count pages.PricedCount, err error) {
	places, _, err := s.found(ctx, v.Account.Provider, f.run.Kind, f.resellers, q.AtResellers(), nil)
	for _, i := range places {
		count.Add(f.resellers[i].Looks.Of(q.Look))
	}
	return count, err
}

// pricedPlans are the plans of the prices that a query of [pages.RunQuery.Priced] looks for, all of them, with the names of what they are of. It walks
// where they are not remembered.
func (d *DB) pricedPlans(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery, walk eachResult) ([]pages.RunPlan, domain.Names, error) {
	prices := pages.NewPricedPlans(q)
	if f.look == q.Look && f.prices != nil {
		walk = d.eachKept(ctx, v, f)
	}
	if err := walk(q.AtResellers(), prices.Add); err != nil {
		return nil, domain.Names{}, err
	}
	var order, found map[domain.AccountID]int
	err := d.readApart(ctx, func(s *store) (err error) {
		if order, err = s.nameOrder(ctx, v.Account.Provider, ""); err != nil || strings.TrimSpace(q.Search) == "" {
			found = order
			return err
		}
		found, err = s.nameOrder(ctx, v.Account.Provider, strings.TrimSpace(q.Search))
		return err
	})
	return prices.Plans(order, found), prices.Names(), err
}

// namesOfPrice is how many resellers are named of a price by itself.
const namesOfPrice = 200

// pricedPage fills in one page of these plans, or, where only one is found, of its values.
func (d *DB) pricedPage(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery, page *pages.RunPlansPage, walk eachResult) error {
	if !q.Priced() || page.Priced.TooMany() {
		return nil
	}
	plans, names, err := d.pricedPlans(ctx, v, f, q, walk)
	if err != nil {
		return err
	}
	page.Names, page.Total, page.Single = names, len(plans), len(plans) == 1
	page.Plans = cut(plans, q.Limit, q.Offset)
	if page.Single {
		one := plans[0]
		one.Values, page.Total = cut(one.Values, q.Limit, q.Offset), one.Total
		page.Plans = []pages.RunPlan{one}
	}
	rows, first := max(1, rowsOnPage/max(1, len(page.Plans))), pages.CaseNames
	if (q.Key != domain.Key{}) {
		first = namesOfPrice
	}
	for i, plan := range page.Plans {
		if !page.Single {
			plan = plan.Cut(rows)
		}
		plan.FirstOnly(first)
		plan.Did = slices.ContainsFunc(f.plans, func(p foldedPlan) bool { return p.id == plan.Plan && p.summary.Did() })
		page.Plans[i] = plan
	}
	return nil
}

// exportPriced calls row for each of these plans. It fails with KindInvalid where there are too many prices.
func (d *DB) exportPriced(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery, walk eachResult, row func(pages.RunPlan, domain.Names) error) error {
	err := d.readApart(ctx, func(s *store) error {
		count, err := s.pricedCount(ctx, v, f, q)
		if err == nil && count.TooMany() {
			err = pages.ErrTooManyPriced
		}
		return err
	})
	if err != nil {
		return err
	}
	plans, names, err := d.pricedPlans(ctx, v, f, q, walk)
	for _, plan := range plans {
		plan.FirstOnly(pages.CaseNames)
		if err := row(plan, names); err != nil {
			return err
		}
	}
	return err
}
