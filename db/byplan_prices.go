package db

import (
	"context"
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// This file pages by plan the prices of a run that are looked for by what they cost: those that its file by reseller has.

// eachResult walks through the resellers of a run whom a query finds, as [DB.ExportRun] does.
type eachResult func(pages.RunQuery, func(pages.RunLines) error) error

// pricedPlans are the plans of the prices that a query of [pages.RunQuery.Priced] looks for, all of them, with the names of what they are of.
func (d *DB) pricedPlans(ctx context.Context, v domain.Viewer, q pages.RunQuery, walk eachResult) ([]pages.RunPlan, domain.Names, error) {
	prices, all := pages.NewPricedPlans(q), q
	all.Search, all.Finding = "", pages.Finding{Level: q.Level, Currency: q.Currency}
	if err := walk(all, prices.Add); err != nil {
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
func (d *DB) pricedPage(ctx context.Context, v domain.Viewer, q pages.RunQuery, page *pages.RunPlansPage, walk eachResult) error {
	plans, names, err := d.pricedPlans(ctx, v, q, walk)
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
		page.Plans[i] = plan
	}
	return nil
}

// exportPriced calls row for each of these plans.
func (d *DB) exportPriced(ctx context.Context, v domain.Viewer, q pages.RunQuery, walk eachResult, row func(pages.RunPlan, domain.Names) error) error {
	plans, names, err := d.pricedPlans(ctx, v, q, walk)
	for _, plan := range plans {
		plan.FirstOnly(pages.CaseNames)
		if err := row(plan, names); err != nil {
			return err
		}
	}
	return err
}
