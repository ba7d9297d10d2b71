package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// PricesNow names all that a price list of the viewer's comes to depends on, beside who they are and what is in it: what they have, what their
// vendor has, the exchange rates, the resources, and from which jump on is asked. What it names is the same as long as the text is.
func (d *DB) PricesNow(ctx context.Context, v domain.Viewer) (now string, err error) {
	const query = `
		SELECT concat_ws('/', coalesce(p.delivered_id, 0), coalesce(p.own_id, 0), coalesce(a.parent_id, 0), coalesce(up.delivered_id, 0),
			coalesce(up.own_id, 0), top.price_jump_limit,
			(SELECT md5(string_agg(e.currency || ' ' || e.rate, ',' ORDER BY e.currency)) FROM exchange_rate e WHERE e.account_id = top.id),
			(SELECT md5(string_agg(r.id || ' ' || r.measurable || ' ' || r.name, ',' ORDER BY r.id)) FROM resource r WHERE r.account_id = top.id))
		FROM account a JOIN account top ON top.id = a.provider_id
		LEFT JOIN pointer p ON p.account_id = a.id LEFT JOIN pointer up ON up.account_id = a.parent_id
		WHERE a.id = $1`
	err = d.read(ctx, func(s *store) error { return s.tx.GetContext(ctx, &now, query, v.Account.ID) })
	if err != nil {
		return "", fmt.Errorf("what the prices of account %d depend on: %w", v.Account.ID, err)
	}
	return now, nil
}
