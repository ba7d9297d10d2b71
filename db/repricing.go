package db

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// putBelowNow is whom a change that is about to be made would put below cost, by what everybody has now.
func (s *store) putBelowNow(ctx context.Context, v domain.Viewer, done domain.Done, now domain.State) (domain.PutBelow, error) {
	if !done.Repriced() || !v.Holds(domain.ManageSubResellers) {
		return domain.PutBelow{}, nil
	}
	r := domain.Repricing{}
	var err error
	if r.Input.Rates, r.Unmeasured, err = s.conversions(ctx, v.Account.Provider); err != nil {
		return domain.PutBelow{}, err
	}
	r.Rates = r.Input.Rates
	if domain.InCatalog(done.Change.About.Of) {
		r.Vendors = map[domain.AccountID]domain.VendorState{v.Account.ID: {State: now, Currency: v.Account.Currency}}
		r.After = map[domain.AccountID]domain.State{v.Account.ID: {Delivered: now.Delivered, Own: done.Own}}
	} else {
		r.Rates = maps.Clone(r.Rates)
		for _, e := range done.Edits {
			setRate(r.Rates, domain.Currency(done.Change.About.Code), e.To)
		}
	}
	rows, err := s.buyersOf(ctx, v, done.Change.About)
	if err != nil {
		return domain.PutBelow{}, err
	}
	if err := s.loadBuyers(ctx, &r, rows, math.MaxInt64, time.Time{}); err != nil {
		return domain.PutBelow{}, err
	}
	counts := r.Below()
	sum := domain.SumPutBelow(counts)
	sum.Costs = v.SeesCosts()
	sum.First, sum.Names, err = s.belowSellers(ctx, v, r, counts, 0, domain.PutBelowFirst)
	return sum, err
}

// repricingOf is what a change of the viewer's moved when it was made, by what everybody had then; nothing where it moved no cost. Whoever has
// another vendor since is looked at with that one.
func (s *store) repricingOf(ctx context.Context, v domain.Viewer, c domain.ChangeRecord) (r domain.Repricing, err error) {
	if !(domain.Applied{Edits: c.Edits}).Repriced() || !v.Holds(domain.ManageSubResellers) {
		return r, nil
	}
	now, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return r, err
	}
	r.Unmeasured = unmeasured
	rates, err := s.ratesThen(ctx, v.Account.Provider, now)
	if err != nil {
		return r, err
	}
	r.Input.Rates, r.Rates = rates[0].Rates, rates[0].Rates
	for _, then := range rates {
		if then.Entry < c.ID {
			r.Input.Rates = then.Rates
		}
		if then.Entry <= c.ID {
			r.Rates = then.Rates
		}
	}
	if domain.InCatalog(c.About.Of) {
		before, err := s.versions.StateAt(ctx, v.Account.ID, c.ID-1)
		if err != nil {
			return r, err
		}
		after, err := s.versions.StateAt(ctx, v.Account.ID, c.ID)
		if err != nil {
			return r, err
		}
		r.Vendors = map[domain.AccountID]domain.VendorState{v.Account.ID: {State: before, Currency: v.Account.Currency}}
		r.After = map[domain.AccountID]domain.State{v.Account.ID: after}
	}
	rows, err := s.buyersOf(ctx, v, c.About)
	if err != nil {
		return r, err
	}
	return r, s.loadBuyers(ctx, &r, rows, c.ID, c.At)
}

// buyersOf are those who pay otherwise once a thing of the viewer's is another, each account once: of a price who buys from the viewer, of an
// exchange rate everybody whose vendor's prices are converted by it.
func (s *store) buyersOf(ctx context.Context, v domain.Viewer, about domain.Ref) ([]targetRow, error) {
	who, args := `a.parent_id = $2`, []any{v.Account.Provider, v.Account.ID}
	if !domain.InCatalog(about.Of) {
		who, args[1] = `a.provider_id = $1 AND (a.currency = $2) <> (vendor.currency = $2)`, about.Code
	}
	query := targetColumns + `
		FROM account a JOIN account vendor ON vendor.id = a.parent_id
		JOIN subscription s ON s.account_id = a.id AND s.vendor_id = a.parent_id
		JOIN account root ON root.id = $1
		LEFT JOIN pointer p ON p.account_id = a.id
		WHERE ` + who + `
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`
	list, err := s.targetRows(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("who pays by %s: %w", about.Name, err)
	}
	return onceEach(filter(list, targetRow.runs)), nil
}

// onceEach are accounts once each, of which the list has all subscriptions together.
func onceEach(list []targetRow) []targetRow {
	return slices.CompactFunc(list, func(a, b targetRow) bool { return a.Account == b.Account })
}

// loadBuyers completes a repricing with who buys, and their vendors, by what they had before a change; behind the last one: what they have now.
func (s *store) loadBuyers(ctx context.Context, r *domain.Repricing, rows []targetRow, then domain.ChangeID, at time.Time) error {
	accounts := bulk.Column(rows, func(t targetRow) domain.AccountID { return t.Account })
	if len(rows) == 0 {
		return nil
	}
	vendors := slices.Compact(slices.Sorted(slices.Values(bulk.Column(rows, func(t targetRow) domain.AccountID { return t.Vendor }))))
	all := slices.Concat(accounts, filter(vendors, func(id domain.AccountID) bool { _, known := r.Vendors[id]; return !known }))
	had, err := s.statesBefore(ctx, all, then, at)
	if err != nil {
		return err
	}
	currencies, err := s.currenciesOf(ctx, vendors)
	if err != nil {
		return err
	}
	if r.Vendors == nil {
		r.Vendors = map[domain.AccountID]domain.VendorState{}
	}
	for _, id := range vendors {
		if _, known := r.Vendors[id]; !known {
			r.Vendors[id] = domain.VendorState{State: had[id], Currency: currencies[id]}
		}
	}
	for _, row := range rows {
		r.Bystanders = append(r.Bystanders, row.target(versions.Standing{State: had[row.Account]}))
	}
	return nil
}

// ChangePutBelow returns one page of the prices that a change of the viewer's put below cost, of the resellers in the order of levels and ids, with
// how many there are of each. It fails as [DB.Change] does.
func (d *DB) ChangePutBelow(ctx context.Context, v domain.Viewer, id domain.ChangeID, q pages.ListQuery) (page pages.PutBelowPage, err error) {
	err = d.read(ctx, func(s *store) error {
		record, err := s.change(ctx, v, id, everyPart)
		if err != nil {
			return err
		}
		page, err = s.putBelowPage(ctx, v, record.ChangeRecord, q)
		return err
	})
	if err != nil {
		return page, fmt.Errorf("what change %d put below cost: %w", id, err)
	}
	return page, nil
}

func (s *store) putBelowPage(ctx context.Context, v domain.Viewer, c domain.ChangeRecord, q pages.ListQuery) (page pages.PutBelowPage, err error) {
	page.Change = c
	r, err := s.repricingOf(ctx, v, c)
	if err != nil {
		return page, err
	}
	counts := r.Below()
	page.Sum = domain.SumPutBelow(counts)
	page.Resellers, page.Names, err = s.belowSellers(ctx, v, r, counts, q.Offset, q.Offset+q.Limit)
	return page, err
}

// belowSellers are, of the prices that Below counted, those from one place up to another, by whom they are.
func (s *store) belowSellers(ctx context.Context, v domain.Viewer, r domain.Repricing, counts []int, begins, ends int) ([]domain.BelowSeller, domain.Names, error) {
	var sellers []domain.BelowSeller
	var list []pages.RunReseller
	var catalogs []*domain.Catalog
	at := 0
	for i, t := range r.Bystanders {
		from, to := max(begins-at, 0), min(ends-at, counts[i])
		if at += counts[i]; from < to {
			sellers = append(sellers, domain.BelowSeller{Account: t.Account, Prices: r.List(t)[from:to]})
			list = append(list, pages.RunReseller{Account: t.Account})
			catalogs = append(catalogs, t.Before.Effective())
		}
	}
	if len(list) == 0 {
		return nil, domain.Names{}, nil
	}
	if err := s.nameResellers(ctx, list); err != nil {
		return nil, domain.Names{}, err
	}
	for i, named := range list {
		sellers[i].Name, sellers[i].Vendor, sellers[i].Currency = named.Name, named.VendorName, named.Currency
	}
	names, err := s.names(ctx, v.Account.ID, v.Account.ID, catalogs...)
	return sellers, names, err
}
