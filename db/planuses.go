package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// maxUses is how many uses of a plan a message names.
const maxUses = 5

// use is one of Total uses of an object.
type use struct {
	As    domain.UseKind `db:"used_as"`
	Name  string         `db:"name"`
	Of    string         `db:"of_whom"`
	Total int            `db:"total"`
}

func (u use) use() domain.Use { return domain.Use{As: u.As, Name: u.Name, Of: u.Of} }

// usesOf are the uses that were read, and how many more there are.
func usesOf(rows []use) domain.Uses {
	uses := domain.Uses{List: bulk.Column(rows, use.use)}
	if len(rows) > 0 {
		uses.More = rows[0].Total - len(rows)
	}
	return uses
}

// PlanUses is what uses one of the viewer's own plans, at most five of it and how many more: templates that delegate it, copies of it, live
// subscriptions to it. For a period (not zero) it is the copies and live subscriptions that have this period.
func (d *DB) PlanUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID) (uses domain.Uses, err error) {
	err = d.read(ctx, func(s *store) error {
		uses, err = s.planUses(ctx, v, plan, period, false)
		return err
	})
	return uses, err
}

// planUses is PlanUses; with ended, subscriptions that have ended count too.
func (s *store) planUses(ctx context.Context, v domain.Viewer, plan domain.PlanID, period domain.PeriodID, ended bool) (domain.Uses, error) {
	var uses []use
	// The catalogs that were delivered are few, those who have them are many.
	query := `
		WITH below (id) AS NOT MATERIALIZED (` + accountsBelow(v) + `), version AS MATERIALIZED (
			SELECT w.id FROM plan_version w
			WHERE w.plan_id = $2 AND ($3::bigint = 0 OR EXISTS (SELECT FROM period_version f WHERE f.plan_version = w.id AND f.period_id = $3))
		), copy AS MATERIALIZED (
			SELECT c.id FROM catalog c
			WHERE c.id IN (SELECT delivered_id FROM pointer) AND EXISTS (SELECT FROM unnest(c.plans) u (id) WHERE u.id IN (SELECT id FROM version))
		), used (nth, used_as, name) AS (
		SELECT 1, 'template', t.name
		FROM template t JOIN template_plan p ON p.account_id = t.account_id AND p.template_id = t.id
		WHERE $3 = 0 AND t.account_id = $1 AND p.plan_id = $2
		UNION ALL
		SELECT 2, 'copy', a.name
		FROM pointer p JOIN account a ON a.id = p.account_id
		WHERE p.delivered_id IN (SELECT id FROM copy) AND a.id IN (SELECT id FROM below)
		UNION ALL
		SELECT 3, 'subscription', s.name
		FROM subscription s
		WHERE s.plan_id = $2 AND ($3 = 0 OR s.period_id = $3) AND ($5 OR s.status NOT IN ('Terminated', 'Canceled'))
			AND s.account_id IN (SELECT id FROM below)
		)
		SELECT used_as, name, count(*) OVER () AS total FROM used ORDER BY nth, name COLLATE name_order LIMIT $4`
	if err := s.tx.SelectContext(ctx, &uses, query, v.Account.ID, plan, period, maxUses, ended); err != nil {
		return domain.Uses{}, fmt.Errorf("uses of plan %d: %w", plan, err)
	}
	return usesOf(uses), nil
}

// PlanCopies returns the viewer's direct resellers whom runs reach, each with the reseller plan, and whether they have an enabled copy of a plan.
func (d *DB) PlanCopies(ctx context.Context, v domain.Viewer, plan domain.PlanID) ([]domain.PlanCopy, error) {
	var rows []copyRow
	err := d.read(ctx, func(s *store) error {
		const query = `
			WITH subscribed AS MATERIALIZED (
				SELECT account_id, plan_id FROM subscription WHERE vendor_id = $1 AND status <> ALL ($3)
			), reached AS MATERIALIZED (
				SELECT s.account_id, s.plan_id, p.delivered_id
				FROM subscribed s JOIN account a ON a.id = s.account_id LEFT JOIN pointer p ON p.account_id = a.id
				WHERE a.status <> $4
			), copy AS MATERIALIZED (
				SELECT c.id FROM catalog c
				WHERE c.id IN (SELECT delivered_id FROM reached)
					AND c.plans && ARRAY(SELECT w.id FROM plan_version w WHERE w.plan_id = $2 AND NOT w.disabled)
			)
			SELECT r.account_id, r.plan_id, coalesce(r.delivered_id IN (SELECT id FROM copy), false) AS has
			FROM reached r
			ORDER BY r.plan_id, r.account_id`
		return s.tx.SelectContext(ctx, &rows, query, v.Account.ID, plan, pq.Array(domain.SkippedStatuses()), domain.AccountClosed)
	})
	if err != nil {
		return nil, fmt.Errorf("copies of plan %d: %w", plan, err)
	}
	return bulk.Column(rows, func(r copyRow) domain.PlanCopy { return domain.PlanCopy(r) }), nil
}

// SoldOn reports whether a direct reseller of the viewer, whom runs reach, has an enabled copy of one of the plans.
func (d *DB) SoldOn(ctx context.Context, v domain.Viewer, plans ...domain.PlanID) (sold bool, err error) {
	err = d.read(ctx, func(s *store) error {
		const query = `
			WITH given AS MATERIALIZED (
				SELECT DISTINCT p.delivered_id
				FROM subscription s JOIN account a ON a.id = s.account_id JOIN pointer p ON p.account_id = a.id
				WHERE s.vendor_id = $1 AND s.status <> ALL ($3) AND a.status <> $4
			), version AS MATERIALIZED (
				SELECT id FROM plan_version WHERE plan_id = ANY ($2) AND NOT disabled
			)
			SELECT EXISTS (
				SELECT FROM given g JOIN catalog c ON c.id = g.delivered_id
				WHERE EXISTS (SELECT FROM unnest(c.plans) u (id) WHERE u.id IN (SELECT id FROM version))
			)`
		return s.tx.GetContext(ctx, &sold, query, v.Account.ID, pq.Array(plans), pq.Array(domain.SkippedStatuses()), domain.AccountClosed)
	})
	if err != nil {
		return false, fmt.Errorf("who has %d plans: %w", len(plans), err)
	}
	return sold, nil
}

type copyRow struct {
	Account domain.AccountID `db:"account_id"`
	By      domain.PlanID    `db:"plan_id"`
	Has     bool             `db:"has"`
}
