package db

import (
	"context"
	"maps"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// lookedPrices is the page of a list that a query asks for.
func lookedPrices(list []domain.CostMove, q pages.OutcomeQuery) pages.LookedPrices {
	return pages.LookedPrices{Prices: cut(list, q.Limit, q.Offset), Total: len(list)}
}

// lookOf is the look whose prices are listed of a reseller: the one asked for, and of one who does not take part the one that they are there for. It is
// "" where there is nothing of it.
func lookOf(r pages.RunReseller, asked domain.Look) domain.Look {
	if r.Looks.Of(domain.LookLeftBelow) > 0 {
		asked = domain.LookLeftBelow
	}
	if r.Looks.Of(asked) == 0 {
		return ""
	}
	return asked
}

// lookedAt are the prices of the reseller of a row that a look counted in a run.
func (s *store) lookedAt(ctx context.Context, v domain.Viewer, run domain.Run, row resultRow, k domain.Look, by *domain.LookFacts) ([]domain.CostMove, error) {
	if k == "" {
		return nil, nil
	}
	buys, err := s.vendorsOf(ctx, []domain.AccountID{row.Account})
	if err != nil {
		return nil, err
	}
	above, err := s.resultPointers(ctx, v.Account.ID, run.ID, buys[row.Account].Vendor)
	if err != nil {
		return nil, err
	}
	prices, err := s.lookedThen(ctx, v, run, map[domain.AccountID]domain.Look{row.Account: k}, append(above, row), by)
	return prices[row.Account], err
}

// lookedThen are the prices of resellers that a look, of each their own, counted in a run: by what they and their vendors had when it was made, and the
// rates of it. rows are those that the run has of them and of their vendors. Whoever has another vendor since, to whom the run did nothing, has none.
func (s *store) lookedThen(ctx context.Context, v domain.Viewer, run domain.Run, looks map[domain.AccountID]domain.Look, rows []resultRow, by *domain.LookFacts) (map[domain.AccountID][]domain.CostMove, error) {
	maps.DeleteFunc(looks, func(_ domain.AccountID, k domain.Look) bool { return k == "" })
	if len(looks) == 0 || by == nil {
		return nil, nil
	}
	buys, err := s.vendorsOf(ctx, slices.Sorted(maps.Keys(looks)))
	if err != nil {
		return nil, err
	}
	ran := map[domain.AccountID]bool{run.Account: true}
	for _, row := range rows {
		ran[row.Account] = true
	}
	var asked []domain.AccountID
	for id, of := range buys {
		if ran[of.Vendor] {
			asked = append(asked, id, of.Vendor)
		}
	}
	states, err := s.aroundRun(ctx, run, asked, rows)
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
	prices := map[domain.AccountID][]domain.CostMove{}
	for id, of := range buys {
		if !ran[of.Vendor] {
			continue
		}
		own, above, conversion := states[id], states[of.Vendor], rates.Conversion(of.VendorCurrency, of.Currency, unmeasured)
		was, is := domain.CostsFrom(above[0].Effective(), conversion), domain.CostsFrom(above[1].Effective(), conversion)
		prices[id] = domain.Sale{Before: own[0], After: own[1], Was: was, Is: is}.PricesOf(looks[id], *by)
	}
	return prices, nil
}

// aroundRun is what accounts had before a run and after it: what the first of their rows says, or, of those whom the run did not reach, what
// they had when it was made.
func (s *store) aroundRun(ctx context.Context, run domain.Run, accounts []domain.AccountID, rows []resultRow) (map[domain.AccountID][2]domain.State, error) {
	asked := map[domain.AccountID]bool{}
	for _, id := range accounts {
		asked[id] = true
	}
	var known []resultRow
	for _, row := range rows {
		if asked[row.Account] && row.Skip != domain.OutOfReach {
			known = append(known, row)
			delete(asked, row.Account)
		}
	}
	before, after, err := s.around(ctx, known)
	if err != nil {
		return nil, err
	}
	then, err := s.statesThen(ctx, slices.Sorted(maps.Keys(asked)), run, movedIn(rows))
	if err != nil {
		return nil, err
	}
	states := map[domain.AccountID][2]domain.State{}
	for i, row := range known {
		states[row.Account] = [2]domain.State{before[i], after[i]}
	}
	for id, state := range then {
		states[id] = [2]domain.State{state, state}
	}
	return states, nil
}
