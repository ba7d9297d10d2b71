package db

import (
	"context"
	"fmt"

	"tiersync/domain"
	"tiersync/views/pages"
)

// fallenPage is the page of a list that a query asks for.
func fallenPage(list []domain.CostMove, q pages.OutcomeQuery) pages.FallenPage {
	return pages.FallenPage{Prices: cut(list, q.Limit, q.Offset), Total: len(list)}
}

// fallenThen are the prices of one who did not take part in a run that were below cost from then on: by what they and their vendor had when it was
// made, and the rates of it. Whoever has another vendor since, to whom the run did nothing, has none.
func (s *store) fallenThen(ctx context.Context, v domain.Viewer, run domain.Run, r pages.RunReseller) ([]domain.CostMove, error) {
	if r.Looks.Of(domain.LookLeftBelow) == 0 {
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
	rows, err := s.results(ctx, v.Account.ID, run.ID, vendor.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	before, after, err := s.around(ctx, rows[:1])
	if err != nil {
		return nil, err
	}
	then, err := s.statesThen(ctx, []domain.AccountID{r.Account}, run, movedIn(rows))
	if err != nil {
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
	return domain.FallenBelow(then[r.Account], domain.CostsFrom(before[0].Effective(), conversion), domain.CostsFrom(after[0].Effective(), conversion)), nil
}
