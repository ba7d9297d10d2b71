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
		const query = `
			SELECT told.plan, max(told.at) AS at
			FROM (
				SELECT c.object_id AS plan, c.at FROM change c
				WHERE c.account_id = $1 AND c.object = 'plan' AND c.object_id = ANY ($2) AND c.code = ''
				UNION ALL
				SELECT u.id, c.at FROM change_part p JOIN change c ON c.account_id = p.account_id AND c.id = p.change_id CROSS JOIN unnest(p.plans) AS u (id)
				WHERE p.account_id = $1 AND p.plans && $2 AND u.id = ANY ($2)
			) AS told
			GROUP BY told.plan`
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
