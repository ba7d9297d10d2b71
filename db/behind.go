package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// PlansBehind returns the viewer's plans in which one of their direct resellers is behind (rule G13), each with the reseller
// plans whose subscribers are, by id; a reseller plan is in it with itself when a direct subscriber is behind in anything.
func (d *DB) PlansBehind(ctx context.Context, v domain.Viewer) (map[domain.PlanID][]domain.PlanID, error) {
	var behind map[domain.PlanID][]domain.PlanID
	err := d.read(ctx, func(s *store) error {
		behind = map[domain.PlanID][]domain.PlanID{}
		plans, err := s.subscribedPlans(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		for _, plan := range plans {
			c, err := s.compute(ctx, reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: plan, reach: domain.DirectOnly})
			if domain.KindOf(err) == domain.KindNotFound && err != nil {
				continue // the vendor no longer has this reseller plan
			}
			if err != nil {
				return err
			}
			in, anything := domain.BehindPlans(c.input)
			if anything {
				in[plan] = true
			}
			for id := range in {
				behind[id] = append(behind[id], plan)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("plans of account %d in which somebody is behind: %w", v.Account.ID, err)
	}
	return behind, nil
}

// subscribedPlans returns the reseller plans to which the vendor's direct resellers are subscribed.
func (s *store) subscribedPlans(ctx context.Context, vendor domain.AccountID) ([]domain.PlanID, error) {
	var plans []domain.PlanID
	const query = `SELECT DISTINCT plan_id FROM subscription WHERE vendor_id = $1 ORDER BY plan_id`
	err := s.tx.SelectContext(ctx, &plans, query, vendor)
	return plans, err
}
