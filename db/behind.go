package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

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

// NotPassedOn returns the viewer's plans in which one of their direct resellers is behind (rule G13), with what waits of each, by the reseller
// plan whose subscribers are behind; a reseller plan is in it with itself when a direct subscriber is behind in anything. Of plans that only
// ask for, nil for all.
func (d *DB) NotPassedOn(ctx context.Context, v domain.Viewer, only func(domain.PlanID) bool) (map[domain.PlanID][]pages.NotPassedOn, error) {
	waits := map[domain.PlanID][]pages.NotPassedOn{}
	var rated []domain.PlanID
	err := ofSubscribers(ctx, d, v, d.behind, behindOf, func(plan domain.PlanID, in plansBehind) {
		for id, what := range in {
			if only == nil || only(id) {
				waits[id] = append(waits[id], pages.NotPassedOn{By: plan, PlanBehind: what})
				if what.OnlyRates {
					rated = append(rated, id)
				}
			}
		}
	})
	if err == nil && len(rated) > 0 {
		err = d.ratesAlone(ctx, v, rated, waits)
	}
	if err != nil {
		return nil, fmt.Errorf("what account %d has not passed on: %w", v.Account.ID, err)
	}
	return waits, nil
}

// ratesAlone takes back of plans of which nothing but converted prices wait that it is the exchange rate, where the plan was changed since the last
// synchronization, too.
func (d *DB) ratesAlone(ctx context.Context, v domain.Viewer, plans []domain.PlanID, waits map[domain.PlanID][]pages.NotPassedOn) error {
	var rows []struct {
		Plan    domain.PlanID `db:"plan"`
		By      domain.PlanID `db:"by"`
		Changed bool          `db:"changed"`
	}
	// What was changed since the first of the last synchronizations is little, whatever the number of plans.
	const query = `
		WITH last AS MATERIALIZED (
			SELECT plan_id, max(at) AS at FROM run WHERE account_id = $1 AND kind = 'sync' GROUP BY 1
		), changed AS MATERIALIZED (
			SELECT u.plan, max(c.at) AS at
			FROM change c JOIN change_part p ON p.account_id = c.account_id AND p.change_id = c.id
			CROSS JOIN LATERAL unnest(coalesce(p.plans, CASE WHEN c.object = 'plan' AND c.code = '' THEN ARRAY[c.object_id] END)) AS u (plan)
			WHERE c.account_id = $1 AND c.at >= (SELECT min(at) FROM last)
			GROUP BY 1
		)
		SELECT u.plan, l.plan_id AS by, coalesce(c.at >= l.at, false) AS changed
		FROM unnest($2::bigint[]) AS u (plan) CROSS JOIN last l LEFT JOIN changed c USING (plan)`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &rows, query, v.Account.ID, bulk.IDArray(plans)) })
	if err != nil {
		return fmt.Errorf("plans changed since they were passed on: %w", err)
	}
	same := map[[2]domain.PlanID]bool{}
	for _, row := range rows {
		same[[2]domain.PlanID{row.Plan, row.By}] = !row.Changed
	}
	for _, id := range plans {
		for i, by := range waits[id] {
			waits[id][i].OnlyRates = by.OnlyRates && same[[2]domain.PlanID{id, by.By}]
		}
	}
	return nil
}

// subscribedPlans returns the reseller plans to which the vendor's direct resellers are subscribed.
func (s *store) subscribedPlans(ctx context.Context, vendor domain.AccountID) ([]domain.PlanID, error) {
	var plans []domain.PlanID
	const query = `SELECT DISTINCT plan_id FROM subscription WHERE vendor_id = $1 ORDER BY plan_id`
	err := s.tx.SelectContext(ctx, &plans, query, vendor)
	return plans, err
}
