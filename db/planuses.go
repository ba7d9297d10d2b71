package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// This file answers what the pages of a plan show besides the plan: what it costs, who is behind in it, who uses it.

// Costs returns what the viewer's account pays its vendor now: the vendor's effective prices at today's rates. A provider
// has no costs. The vendor's catalog itself stays inside.
func (d *DB) Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error) {
	var costs domain.Costs
	if v.IsProvider() {
		return costs, nil
	}
	err := d.read(ctx, func(s *store) error {
		vendor, err := accountWithin(ctx, s.tx, v.Account.Provider, v.Account.Parent)
		if err != nil {
			return err
		}
		now, err := s.standing(ctx, vendor.ID)
		if err != nil {
			return err
		}
		rates, err := s.exchangeRates(ctx, v.Account.Provider)
		if err != nil {
			return err
		}
		costs = domain.CostsFrom(now.Effective(), rates.Conversion(vendor.Currency, v.Account.Currency))
		return nil
	})
	if err != nil {
		return costs, fmt.Errorf("costs of account %d: %w", v.Account.ID, err)
	}
	return costs, nil
}

// PlansBehind returns the viewer's plans in which one of his direct resellers is behind (rule G13), each with the reseller
// plans whose subscribers are, by id; a reseller plan is in it with itself when a direct subscriber is behind in anything.
func (d *DB) PlansBehind(ctx context.Context, v domain.Viewer) (map[domain.PlanID][]domain.PlanID, error) {
	behind := map[domain.PlanID][]domain.PlanID{}
	err := d.read(ctx, func(s *store) error {
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

// maxUses is how many uses of a plan a message names.
const maxUses = 5

// use is one of Total uses of an object.
type use struct {
	Name  string `db:"name"`
	Total int    `db:"total"`
}

// named are the names of uses, and how many more there are.
func named(uses []use) []string {
	names := column(uses, func(u use) string { return u.Name })
	if len(uses) > 0 && uses[0].Total > len(uses) {
		names = append(names, fmt.Sprintf("and %d more", uses[0].Total-len(uses)))
	}
	return names
}

// PlanUses names what uses one of the viewer's own plans, at most five of it and how many more: templates that delegate it, copies of it, live
// subscriptions to it. For a period (not zero) it names the copies and live subscriptions that have this period.
func (d *DB) PlanUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID) (uses []string, err error) {
	err = d.read(ctx, func(s *store) error {
		uses, err = s.planUses(ctx, v, plan, period, false)
		return err
	})
	return uses, err
}

// planUses is PlanUses; with ended, subscriptions that have ended count too.
func (s *store) planUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID, ended bool) ([]string, error) {
	var uses []use
	const query = `
		WITH RECURSIVE below (id) AS (
			SELECT id FROM account WHERE parent_id = $1
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		), used (name) AS (
		SELECT 'service template ' || t.name
		FROM template t JOIN template_plan p ON p.account_id = t.account_id AND p.template_id = t.id
		WHERE $3::bigint = 0 AND t.account_id = $1 AND p.plan_id = $2
		UNION ALL
		SELECT 'the copy of ' || a.name
		FROM below b
		JOIN account a ON a.id = b.id
		JOIN pointer p ON p.account_id = b.id
		JOIN catalog c ON c.id = p.delivered_id
		WHERE EXISTS (
			SELECT FROM plan_version w
			WHERE w.plan_id = $2 AND w.id = ANY (c.plans)
				AND ($3 = 0 OR EXISTS (SELECT FROM period_version f WHERE f.plan_version = w.id AND f.period_id = $3)))
		UNION ALL
		SELECT 'subscription ' || s.name
		FROM below b
		JOIN subscription s ON s.account_id = b.id
		WHERE s.plan_id = $2 AND ($3 = 0 OR s.period_id = $3) AND ($5 OR s.status NOT IN ('Terminated', 'Canceled'))
		)
		SELECT name, count(*) OVER () AS total FROM used LIMIT $4`
	if err := s.tx.SelectContext(ctx, &uses, query, v.Account.ID, plan, period, maxUses, ended); err != nil {
		return nil, fmt.Errorf("uses of plan %d: %w", plan, err)
	}
	return named(uses), nil
}
