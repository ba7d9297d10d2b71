package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// names returns the names of what is in the catalogs, of the resources and order flows of the account and of everybody above it,
// and of their notification templates: the viewer's own, and those that are visible to resellers (rule 5b).
func (s *store) names(ctx context.Context, viewer, account domain.AccountID, catalogs ...*domain.Catalog) (domain.Names, error) {
	n := domain.NamesOf(catalogs...)
	var list []nameRow
	const query = `
		SELECT 'resource' AS object, id, name FROM resource WHERE account_id = ANY (account_and_above($1))
		UNION ALL
		SELECT 'order_flow_template', id, name FROM order_flow WHERE account_id = ANY (account_and_above($1))
		UNION ALL
		SELECT 'notification_template', id, name FROM notification_template
		WHERE account_id = ANY (account_and_above($1)) AND (visible OR account_id = $2)`
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
