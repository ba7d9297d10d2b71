package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// PlansBehind returns the viewer's plans in which one of their direct resellers is behind (rule G13), each with the reseller
// plans whose subscribers are, by id; a reseller plan is in it with itself when a direct subscriber is behind in anything.
func (d *DB) PlansBehind(ctx context.Context, v domain.Viewer) (map[domain.PlanID][]domain.PlanID, error) {
	behind := map[domain.PlanID][]domain.PlanID{}
	err := ofSubscribers(ctx, d, v, d.behind, behindOf, func(plan domain.PlanID, in plansBehind) {
		for _, id := range slices.Sorted(maps.Keys(in)) {
			behind[id] = append(behind[id], plan)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("plans of account %d in which somebody is behind: %w", v.Account.ID, err)
	}
	return behind, nil
}

// ofSubscribers computes an answer of each reseller plan to which the viewer's direct resellers are subscribed, from what these have, and
// tells it, in the order of plans. of remembers the answers; nil: nobody does.
func ofSubscribers[T any](ctx context.Context, d *DB, v domain.Viewer, of *answers[T], compute func(domain.PlanID, *computation) T, tell func(domain.PlanID, T)) error {
	var plans []domain.PlanID
	var questions []question[T]
	err := d.read(ctx, func(s *store) error {
		subscribed, err := s.subscribedPlans(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		plans, questions = nil, nil
		for _, plan := range subscribed {
			c, err := s.depends(ctx, reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: plan, reach: domain.DirectOnly})
			if domain.KindOf(err) == domain.KindNotFound && err != nil {
				continue // the vendor no longer has this reseller plan
			}
			if err != nil {
				return err
			}
			q, err := ask(ctx, s, c, of)
			if err != nil {
				return err
			}
			plans, questions = append(plans, plan), append(questions, q)
		}
		return nil
	})
	for i, plan := range plans {
		if err == nil {
			tell(plan, questions[i].answer(func(c *computation) T { return compute(plan, c) }))
		}
	}
	return err
}

// plansBehind are plans in which somebody is behind.
type plansBehind map[domain.PlanID]domain.PlanBehind

// behindOf returns the plans in which subscribers of a reseller plan are behind, itself among them if they are in anything.
func behindOf(plan domain.PlanID, c *computation) plansBehind {
	in, anything := domain.BehindPlans(c.input)
	if _, is := in[plan]; anything && !is {
		in[plan] = domain.PlanBehind{}
	}
	return in
}

// NotPassedOn returns what waits of each of the viewer's plans in which one of their direct resellers is behind (rule G13), by the reseller
// plan whose subscribers are; of those that the filter asks for only, nil for all.
func (d *DB) NotPassedOn(ctx context.Context, v domain.Viewer, only func(domain.PlanID) bool) (map[domain.PlanID][]pages.NotPassedOn, error) {
	waits := map[domain.PlanID][]pages.NotPassedOn{}
	err := ofSubscribers(ctx, d, v, d.behind, behindOf, func(plan domain.PlanID, in plansBehind) {
		for id, what := range in {
			if what.Count > 0 && (only == nil || only(id)) {
				waits[id] = append(waits[id], pages.NotPassedOn{By: plan, PlanBehind: what})
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("what account %d has not passed on: %w", v.Account.ID, err)
	}
	return waits, nil
}

// subscribedPlans returns the reseller plans to which the vendor's direct resellers are subscribed.
func (s *store) subscribedPlans(ctx context.Context, vendor domain.AccountID) ([]domain.PlanID, error) {
	var plans []domain.PlanID
	const query = `SELECT DISTINCT plan_id FROM subscription WHERE vendor_id = $1 ORDER BY plan_id`
	err := s.tx.SelectContext(ctx, &plans, query, vendor)
	return plans, err
}
