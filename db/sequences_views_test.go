package db_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// shown is one value of the reporting views.
type shown struct {
	Account  domain.AccountID  `db:"account_id"`
	Field    domain.Field      `db:"field"`
	Plan     domain.PlanID     `db:"plan_id"`
	Period   domain.PeriodID   `db:"period_id"`
	Resource domain.ResourceID `db:"resource_id"`
	From     int64             `db:"from_amount"`
	Text     string            `db:"text"`
}

// inViews lists every value of the reporting views under the name that the oracle has for it.
const inViews = `
	SELECT account_id, field, plan_id, 0 AS period_id, 0 AS resource_id, 0 AS from_amount, text
	FROM reseller_plan CROSS JOIN LATERAL (VALUES
		('service_plan', 'yes'), ('name', plan_name), ('Status', status), ('short_description', short_description),
		('usage_statistics', CASE WHEN usage_statistics THEN 'yes' ELSE 'no' END),
		('published', CASE WHEN published THEN 'yes' ELSE 'no' END), ('notification_schedule', coalesce(schedule_id, 0)::text),
		('plan_category', coalesce(plan_category_id, 0)::text), ('sales_categories', array_to_string(sales_categories, ' '))
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT account_id, field, plan_id, period_id, 0, 0, coalesce(text, '')
	FROM reseller_fee CROSS JOIN LATERAL (VALUES
		('subscription_period', 'yes'), ('notification_schedule', coalesce(schedule_id, 0)::text),
		('setup_fee', trim_scale(setup_fee)::text), ('recurring_fee', trim_scale(recurring_fee)::text),
		('renewal_fee', trim_scale(renewal_fee)::text), ('transfer_fee', trim_scale(transfer_fee)::text),
		('cancellation_fee', trim_scale(cancellation_fee)::text), ('deposit_fee', trim_scale(deposit_fee)::text),
		('non_refundable_fee', trim_scale(non_refundable_fee)::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT account_id, field, plan_id, period_id, resource_id, from_amount, coalesce(text, '')
	FROM reseller_rate CROSS JOIN LATERAL (VALUES
		('price_row', 'yes'), ('setup_price', trim_scale(setup_price)::text), ('recurring_price', trim_scale(recurring_price)::text),
		('overuse_price', trim_scale(overuse_price)::text), ('cancellation_price', trim_scale(cancellation_price)::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT DISTINCT account_id, field, plan_id, 0, resource_id, 0, text
	FROM reseller_rate CROSS JOIN LATERAL (VALUES
		('resource_rate', 'yes'), ('included', included::text), ('minimum', minimum::text), ('maximum', maximum::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)`

// sells is what the oracle's reseller sells at the end of a sequence.
type sells struct {
	rows    oracle.Rows
	journal string
}

// ended remembers what everybody has at the end of a sequence. The views are compared for many sequences at once, because
// PostgreSQL takes longer to plan the query than to answer it.
func (s *stage) ended(p *play) {
	s.mu.Lock()
	defer s.mu.Unlock()
	journal := p.world.Journal()
	for i, a := range p.world.Accounts {
		s.left[a.ID] = p.pointers[i]
		if a.Parent != 0 {
			s.sold[a.ID] = sells{a.Shop.EffectiveWithStatus(), journal}
		}
	}
	if len(s.sold) >= 100 {
		s.checkViews()
	}
}

// checkViews compares the reporting views with what the oracle's resellers sell. The caller holds mu, if anybody else is
// there.
func (s *stage) checkViews() {
	s.Helper()
	var list []shown
	ids := pq.Array(slices.Collect(maps.Keys(s.sold)))
	err := s.work.InReadTx(s.Context(), func(tx *sqlx.Tx) error { return tx.SelectContext(s.Context(), &list, inViews, ids) })
	if err != nil {
		s.Error(err)
		return
	}
	views, fields := map[domain.AccountID]oracle.Rows{}, map[domain.Field]bool{}
	for _, v := range list {
		if views[v.Account] == nil {
			views[v.Account] = oracle.Rows{}
		}
		fields[v.Field] = true
		views[v.Account][domain.Key{Field: v.Field, Plan: v.Plan, Period: v.Period, Resource: v.Resource, From: v.From}] = v.Text
	}
	for id, sold := range s.sold {
		maps.DeleteFunc(sold.rows, func(key domain.Key, _ string) bool { return !fields[key.Field] || key.Plan == 0 })
		if lines := oracle.Diff("views", views[id], sold.rows); len(lines) > 0 {
			s.Errorf("account %d: the reporting views do not say what they sell:\n%s\nwhat happened:\n%s", id,
				strings.Join(lines[:min(len(lines), 15)], "\n"), sold.journal)
		}
	}
	clear(s.sold)
}
