package db_test

import (
	"slices"

	"github.com/jmoiron/sqlx"

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
		('Service plan', 'yes'), ('Name', plan_name), ('Status', status), ('Short description', short_description),
		('Attach Usage Statistics', CASE WHEN usage_statistics THEN 'yes' ELSE 'no' END),
		('Published', CASE WHEN published THEN 'yes' ELSE 'no' END), ('Notification schedule', coalesce(schedule_id, 0)::text),
		('Plan category', coalesce(plan_category_id, 0)::text), ('Sales categories', array_to_string(sales_categories, ' '))
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT account_id, field, plan_id, period_id, 0, 0, coalesce(text, '')
	FROM reseller_fee CROSS JOIN LATERAL (VALUES
		('Subscription period', 'yes'), ('Notification schedule', coalesce(schedule_id, 0)::text),
		('Setup fee', trim_scale(setup_fee)::text), ('Recurring fee', trim_scale(recurring_fee)::text),
		('Renewal fee', trim_scale(renewal_fee)::text), ('Transfer fee', trim_scale(transfer_fee)::text),
		('Cancellation fee', trim_scale(cancellation_fee)::text), ('Deposit', trim_scale(deposit_fee)::text),
		('Non-refundable amount', trim_scale(non_refundable_fee)::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT account_id, field, plan_id, period_id, resource_id, from_amount, coalesce(text, '')
	FROM reseller_rate CROSS JOIN LATERAL (VALUES
		('Price row', 'yes'), ('Setup price', trim_scale(setup_price)::text), ('Recurring price', trim_scale(recurring_price)::text),
		('Overuse price', trim_scale(overuse_price)::text), ('Cancellation price', trim_scale(cancellation_price)::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)
	UNION ALL
	SELECT DISTINCT account_id, field, plan_id, 0, resource_id, 0, text
	FROM reseller_rate CROSS JOIN LATERAL (VALUES
		('Resource rate', 'yes'), ('Included', included::text), ('Minimum', minimum::text), ('Maximum', maximum::text)
	) AS v (field, text)
	WHERE account_id = ANY ($1)`

// checkViews compares the reporting views with what the oracle's resellers sell.
func (p *play) checkViews() {
	var list []shown
	err := p.work.InReadTx(p.Context(), func(tx *sqlx.Tx) error { return tx.SelectContext(p.Context(), &list, inViews, p.ids()) })
	p.check(err)
	views, fields := map[domain.AccountID]oracle.Rows{}, map[domain.Field]bool{}
	for _, v := range list {
		if views[v.Account] == nil {
			views[v.Account] = oracle.Rows{}
		}
		fields[v.Field] = true
		views[v.Account][domain.Key{Field: v.Field, Plan: v.Plan, Period: v.Period, Resource: v.Resource, From: v.From}] = v.Text
	}
	for _, a := range p.world.Accounts[1:] {
		sells := oracle.Rows{}
		for key, text := range a.Shop.EffectiveWithStatus() {
			if fields[key.Field] && key.Plan != 0 {
				sells[key] = text
			}
		}
		if lines := oracle.Diff("views", views[a.ID], sells); len(lines) > 0 {
			p.fail("the reporting views do not say what the oracle's resellers sell", a, slices.Clip(lines))
		}
	}
}
