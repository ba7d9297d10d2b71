package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/domain"
)

// passOn says to whom a change is to be passed on, to whoever may do that: a change of the vendor's own plan to those who have a copy
// of it, a change of a template to those who are subscribed to a plan based on it. Of several reseller plans it names the one with the
// most resellers.
func (s *store) passOn(ctx context.Context, v domain.Viewer, done *domain.Done) error {
	plan := domain.PlanID(0)
	switch about := done.Change.About; {
	case !v.May(domain.SynchronizeSubReseller) || !done.PassedOn():
		return nil
	case about.Of == domain.ObjectPlan:
		plan = domain.PlanID(about.ID)
	case about.Of != domain.ObjectTemplate:
		return nil
	}
	var templates pq.Int64Array
	const query = `
		SELECT coalesce(array_agg(t.id), '{}') FROM template t
		WHERE t.account_id = $1 AND t.active AND ($2 = 0 AND t.id = $3 OR EXISTS (
			SELECT FROM template_plan p WHERE p.account_id = $1 AND p.template_id = t.id AND p.plan_id = $2))`
	if err := s.tx.GetContext(ctx, &templates, query, v.Account.ID, plan, done.Change.About.ID); err != nil {
		return fmt.Errorf("templates with %s: %w", done.Change.About.Name, err)
	}
	now, err := s.standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	var plans []int64
	for _, p := range now.Effective().Plans {
		for _, template := range templates {
			if p.Type == domain.ResellerPlan && int64(p.Template) == template {
				plans = append(plans, int64(p.ID))
			}
		}
	}
	if len(plans) == 0 {
		return nil
	}
	done.PassOn, err = s.subscribers(ctx, v, plans, plan)
	return err
}

// subscribers is the reseller plan, of some, to which the most resellers below the viewer are subscribed that runs reach. plan is one
// that they have a copy of; zero: they need not.
func (s *store) subscribers(ctx context.Context, v domain.Viewer, plans []int64, plan domain.PlanID) (domain.PassOn, error) {
	var list []struct {
		Plan      domain.PlanID `db:"plan_id"`
		Resellers int           `db:"resellers"`
	}
	const query = `
		WITH RECURSIVE below (id) AS (
			SELECT id FROM account WHERE parent_id = $1
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		), reached AS MATERIALIZED (
			SELECT s.plan_id, s.account_id, p.delivered_id
			FROM below b JOIN account a ON a.id = b.id AND a.status <> 'closed'
			JOIN subscription s ON s.account_id = b.id AND s.plan_id = ANY ($2) AND s.status NOT IN ('Ordered', 'Terminated', 'Canceled')
			LEFT JOIN pointer p ON p.account_id = b.id
		), copies AS MATERIALIZED (
			SELECT c.id FROM catalog c
			WHERE c.id IN (SELECT delivered_id FROM reached)
				AND EXISTS (SELECT FROM plan_version w WHERE w.plan_id = $3 AND w.id = ANY (c.plans))
		)
		SELECT r.plan_id, count(DISTINCT r.account_id) AS resellers FROM reached r
		WHERE $3 = 0 OR r.delivered_id IN (SELECT id FROM copies)
		GROUP BY r.plan_id ORDER BY resellers DESC, r.plan_id LIMIT 1`
	err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, pq.Int64Array(plans), plan)
	if err != nil || len(list) == 0 {
		return domain.PassOn{}, err
	}
	return domain.PassOn{Plan: list[0].Plan, Resellers: list[0].Resellers}, nil
}
