package db

import (
	"context"
	"fmt"
	"time"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// PlansChanged returns when the viewer's account last changed some of its plans, by a change of one or of many at once; none of which the log has
// no change. What runs did is none of the account's.
func (d *DB) PlansChanged(ctx context.Context, v domain.Viewer, plans []domain.PlanID) (map[domain.PlanID]time.Time, error) {
	var rows []struct {
		Plan domain.PlanID `db:"plan"`
		At   time.Time     `db:"at"`
	}
	err := d.read(ctx, func(s *store) error {
		// Each plan is looked up from its newest change back: of thousands of changes most are of other plans, or of other accounts.
		const query = `
			SELECT u.plan, c.at
			FROM unnest($2::bigint[]) AS u (plan)
			CROSS JOIN LATERAL (
				SELECT greatest(
					(SELECT one.id FROM change one WHERE one.object = 'plan' AND one.object_id = u.plan AND one.code = '' AND one.account_id = $1 ORDER BY one.id DESC LIMIT 1),
					(SELECT max(p.change_id) FROM change_part p WHERE p.plans @> ARRAY[u.plan] AND p.account_id = $1)) AS id
			) AS last
			JOIN change c ON c.account_id = $1 AND c.id = last.id`
		return s.tx.SelectContext(ctx, &rows, query, v.Account.ID, bulk.IDArray(plans))
	})
	if err != nil {
		return nil, fmt.Errorf("last changes of %d plans of account %d: %w", len(plans), v.Account.ID, err)
	}
	changed := map[domain.PlanID]time.Time{}
	for _, row := range rows {
		changed[row.Plan] = row.At.UTC()
	}
	return changed, nil
}
