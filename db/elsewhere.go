package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// elsewhere fills in what other reseller plans of the targets delegate to them: their other live subscriptions' templates
// (rule 2a). Most resellers have one reseller plan, so that mostly nothing is found.
func (s *store) elsewhere(ctx context.Context, c *computation) error {
	if len(c.others) == 0 {
		return nil
	}
	sold := map[domain.AccountID]*domain.Catalog{} // by vendor
	templates := func(t domain.Target) (ids []domain.TemplateID) {
		if sold[t.Vendor] == nil {
			sold[t.Vendor] = c.standings[t.Vendor].Effective()
		}
		for _, id := range c.others[t.Account] {
			if plan := sold[t.Vendor].Plan(id); plan != nil {
				ids = append(ids, plan.Template)
			}
		}
		return ids
	}
	var all []domain.TemplateID
	for _, t := range c.input.Targets {
		all = append(all, templates(t)...)
	}
	delegated, err := s.delegatedBy(ctx, all)
	if err != nil {
		return err
	}
	for i, t := range c.input.Targets {
		var plans []domain.PlanID
		for _, template := range templates(t) {
			plans = append(plans, delegated[template]...)
		}
		slices.Sort(plans)
		c.input.Targets[i].Elsewhere = slices.Compact(plans)
	}
	return nil
}

// otherPlans returns the reseller plans other than this one that the targets have a live subscription to.
func (s *store) otherPlans(ctx context.Context, c *computation) (map[domain.AccountID][]domain.PlanID, error) {
	var rows []struct {
		Account domain.AccountID `db:"account_id"`
		Plan    domain.PlanID    `db:"plan_id"`
	}
	const query = `
		SELECT account_id, plan_id FROM subscription
		WHERE account_id = ANY ($1) AND plan_id <> $2 AND status <> ALL ($3)`
	accounts := bulk.Column(c.targets, func(t targetRow) int64 { return int64(t.Account) })
	skipped := bulk.Column(domain.SkippedStatuses(), func(s domain.SubscriptionStatus) string { return string(s) })
	if err := s.tx.SelectContext(ctx, &rows, query, pq.Int64Array(accounts), c.plan.ID, pq.StringArray(skipped)); err != nil {
		return nil, fmt.Errorf("other reseller plans of %d resellers: %w", len(accounts), err)
	}
	plans := map[domain.AccountID][]domain.PlanID{}
	for _, row := range rows {
		plans[row.Account] = append(plans[row.Account], row.Plan)
	}
	return plans, nil
}

// delegatedBy returns the delegated plans of each of these templates.
func (s *store) delegatedBy(ctx context.Context, templates []domain.TemplateID) (map[domain.TemplateID][]domain.PlanID, error) {
	var rows []struct {
		Template domain.TemplateID `db:"template_id"`
		Plan     domain.PlanID     `db:"plan_id"`
	}
	const query = `SELECT template_id, plan_id FROM template_plan WHERE template_id = ANY ($1)`
	if err := s.tx.SelectContext(ctx, &rows, query, bulk.IDArray(templates)); err != nil {
		return nil, fmt.Errorf("plans that %d templates delegate: %w", len(templates), err)
	}
	plans := map[domain.TemplateID][]domain.PlanID{}
	for _, row := range rows {
		plans[row.Template] = append(plans[row.Template], row.Plan)
	}
	return plans, nil
}
