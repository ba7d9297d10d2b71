package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// toldRuns is in how many runs it is looked for what they left a reseller to do.
const toldRuns = 20

// toldResult is what a run did to the viewer's account, by ids.
type toldResult struct {
	Entry    domain.ChangeID `db:"id"`
	Outcomes bulk.IDs        `db:"outcomes"`
	Own      []byte          `db:"own_outcomes"`
}

// ToldByRuns returns what the last runs told the viewer's account that may be left to do, the newest first: overwritten prices, upgrade paths that
// were not copied, notifications left out. Only runs are read of which the log says that they told such a thing.
func (d *DB) ToldByRuns(ctx context.Context, v domain.Viewer) (told [][]domain.Outcome, err error) {
	var rows []toldResult
	query := fmt.Sprintf(`
		WITH e AS MATERIALIZED (
			SELECT e.id, e.account_id, e.run_account_id, e.run_id FROM entry e
			WHERE e.account_id = $1 AND e.run_id IS NOT NULL AND (e.told[%d] > 0 OR e.told[%d] > 0 OR e.told[%d] > 0)
			ORDER BY e.id DESC LIMIT $2
		)
		SELECT e.id, s.outcomes, coalesce(z.own_outcomes, '') AS own_outcomes
		FROM e
		JOIN LATERAL (
			SELECT number, own_outcomes FROM run_result z WHERE z.account_id = e.account_id AND z.run_id = e.run_id AND z.run_account_id = e.run_account_id
			UNION ALL
			SELECT s.number, NULL FROM run_shared s WHERE s.run_account_id = e.run_account_id AND s.run_id = e.run_id AND s.account_ids @> ARRAY[e.account_id]
		) z ON true
		JOIN run_shared s ON s.run_account_id = e.run_account_id AND s.run_id = e.run_id AND s.number = z.number
		ORDER BY e.id DESC`, domain.TidingOverwritten+1, domain.TidingPaths+1, domain.TidingNotified+1)
	err = d.read(ctx, func(s *store) error {
		rows, told = nil, nil
		if err := s.tx.SelectContext(ctx, &rows, query, v.Account.ID, toldRuns); err != nil {
			return err
		}
		stored, err := s.versions.Outcomes(ctx, slices.Concat(bulk.Column(rows, func(r toldResult) []int64 { return r.Outcomes })...))
		if err != nil {
			return err
		}
		for _, r := range rows {
			list, err := versions.DecodeOutcomes(r.Own)
			if err != nil {
				return fmt.Errorf("outcomes of account %d: %w", v.Account.ID, err)
			}
			for _, o := range stored.Of(r.Outcomes, nil, nil) {
				list = append(list, o.List...)
			}
			told = append(told, list)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what runs told account %d: %w", v.Account.ID, err)
	}
	return told, nil
}

// belowLooked is of how many plans below cost it is looked for since when they are.
const belowLooked = 100

// BelowCostSince returns since when and why prices of the viewer's account are below what they cost, for each of the plans, the first hundred at
// most; nothing for who does not see costs. It takes the same number of statements whatever their number.
func (d *DB) BelowCostSince(ctx context.Context, v domain.Viewer, list []domain.PlanBelowCost) (falls [][]domain.Fall, err error) {
	list = list[:min(len(list), belowLooked)]
	if len(list) == 0 || v.IsProvider() || !v.SeesCosts() {
		return nil, nil
	}
	err = d.read(ctx, func(s *store) (err error) {
		falls, err = s.belowCostSince(ctx, v, list)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("since when %d plans of account %d are below cost: %w", len(list), v.Account.ID, err)
	}
	return falls, nil
}

func (s *store) belowCostSince(ctx context.Context, v domain.Viewer, list []domain.PlanBelowCost) ([][]domain.Fall, error) {
	chain, err := s.chainOf(ctx, v, v.Account.ID) // their vendor, and they
	if err != nil {
		return nil, err
	}
	plans := bulk.Column(list, func(p domain.PlanBelowCost) domain.PlanID { return p.ID })
	slices.Sort(plans) // own prices and others may be of one plan
	plans = slices.Compact(plans)
	pasts, err := s.planPasts(ctx, v, plans, chain)
	if err != nil {
		return nil, err
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return nil, err
	}
	then, err := s.ratesThen(ctx, v.Account.Provider, rates)
	if err != nil {
		return nil, err
	}
	falls := make([][]domain.Fall, len(list))
	for i, p := range list {
		at, _ := slices.BinarySearch(plans, p.ID)
		vendor, own := pasts[at][0], pasts[at][len(chain)-1]
		vendor.Opaque = true
		falls[i] = domain.FallsBelowCost(own, domain.Costing{Vendor: &vendor, Rates: then, Unmeasured: unmeasured}, p.Keys)
	}
	return falls, nil
}
