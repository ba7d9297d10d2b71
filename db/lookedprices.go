package db

import (
	"context"
	"fmt"

	"tiersync/domain"
	"tiersync/views/pages"
)

// lookedPrices is the page of a list that a query asks for.
func lookedPrices(list []domain.CostMove, q pages.OutcomeQuery) pages.LookedPrices {
	return pages.LookedPrices{Prices: cut(list, q.Limit, q.Offset), Total: len(list)}
}

// lookOf is the look whose prices are listed of a reseller: that of a query, and of one who does not take part the one that they are there for. It is
// "" where there is nothing of it.
func lookOf(r pages.RunReseller, q pages.OutcomeQuery) domain.Look {
	k := q.Look
	if r.Looks.Of(domain.LookLeftBelow) > 0 {
		k = domain.LookLeftBelow
	}
	if r.Looks.Of(k) == 0 {
		return ""
	}
	return k
}

// lookedThen are the prices of the reseller of a row that a look counted in a run: by what they and their vendor had when it was made, and the rates
// of it. Whoever has another vendor since, to whom the run did nothing, has none.
func (s *store) lookedThen(ctx context.Context, v domain.Viewer, run domain.Run, row resultRow, r pages.RunReseller, k domain.Look, by *domain.LookFacts) ([]domain.CostMove, error) {
	if k == "" || by == nil {
		return nil, nil
	}
	var vendor struct {
		ID       domain.AccountID `db:"id"`
		Currency domain.Currency  `db:"currency"`
	}
	const query = `SELECT vendor.id, vendor.currency FROM account a JOIN account vendor ON vendor.id = a.parent_id WHERE a.id = $1`
	if err := s.tx.GetContext(ctx, &vendor, query, r.Account); err != nil {
		return nil, fmt.Errorf("vendor of account %d: %w", r.Account, err)
	}
	above, err := s.resultPointers(ctx, v.Account.ID, run.ID, vendor.ID)
	if err != nil || len(above) == 0 && vendor.ID != run.Account {
		return nil, err
	}
	was, is, err := s.aroundOf(ctx, run, vendor.ID, above)
	if err != nil {
		return nil, err
	}
	own := []resultRow{row}
	if r.Skip == domain.OutOfReach {
		own = nil
	}
	var sale domain.Sale
	if sale.Before, sale.After, err = s.aroundOf(ctx, run, r.Account, own, above...); err != nil {
		return nil, err
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, err
	}
	if rates, err = s.ratesIn(ctx, v.Account.Provider, rates, run); err != nil {
		return nil, err
	}
	conversion := rates.Conversion(vendor.Currency, r.Currency, unmeasured)
	sale.Was, sale.Is = domain.CostsFrom(was.Effective(), conversion), domain.CostsFrom(is.Effective(), conversion)
	return sale.PricesOf(k, *by), nil
}

// aroundOf is what an account had before a run and after it: what the first of its rows says, or, of one whom the run did not reach, what they had
// when it was made. moved are rows of others, by which that is found.
func (s *store) aroundOf(ctx context.Context, run domain.Run, account domain.AccountID, rows []resultRow, moved ...resultRow) (before, after domain.State, err error) {
	if len(rows) > 0 {
		was, is, err := s.around(ctx, rows[:1])
		if err != nil {
			return before, after, err
		}
		return was[0], is[0], nil
	}
	then, err := s.statesThen(ctx, []domain.AccountID{account}, run, movedIn(moved))
	return then[account], then[account], err
}
