package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// vendorLine begins a query about what account $1 and all above it have, and inLine is the condition that an account is one of these: they are
// found once, not for each row.
const (
	vendorLine = `WITH line AS MATERIALIZED (SELECT account_and_above($1) AS ids)`
	inLine     = `= ANY ((SELECT ids FROM line)::bigint[])`
)

// names returns the names of what is in the catalogs, of the resources and order flows of the account and of everybody above it,
// and of their notification templates: the viewer's own, and those that are visible to resellers (rule 5b).
func (s *store) names(ctx context.Context, viewer, account domain.AccountID, catalogs ...*domain.Catalog) (domain.Names, error) {
	n := domain.NamesOf(catalogs...)
	var list []nameRow
	const query = vendorLine + `
		SELECT 'resource' AS object, id, name FROM resource WHERE account_id ` + inLine + `
		UNION ALL
		SELECT 'order_flow_template', id, name FROM order_flow WHERE account_id ` + inLine + `
		UNION ALL
		SELECT 'notification_template', id, name FROM notification_template
		WHERE account_id ` + inLine + ` AND (visible OR account_id = $2)`
	if err := s.tx.SelectContext(ctx, &list, query, account, viewer); err != nil {
		return n, fmt.Errorf("names for account %d: %w", account, err)
	}
	for _, row := range list {
		n.Add(row.Object, row.ID, row.Name)
	}
	return n, nil
}

// nameRow is the name of a thing outside catalogs.
type nameRow struct {
	Object   domain.Object     `db:"object"`
	ID       int64             `db:"id"`
	Name     string            `db:"name"`
	Template domain.TemplateID `db:"template"` // in which a document is called so; zero for anything else
}
