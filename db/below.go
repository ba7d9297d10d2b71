package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// accountsBelow is a query of the ids of all accounts below the viewer's, $1: for a provider those of their tree, which an index knows;
// for a reseller by a walk down.
func accountsBelow(v domain.Viewer) string {
	if v.IsProvider() {
		return `SELECT id FROM account WHERE provider_id = $1 AND parent_id IS NOT NULL`
	}
	return walkDown
}

const walkDown = `
		WITH RECURSIVE below (id) AS (
			SELECT id FROM account WHERE parent_id = $1
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		) SELECT id FROM below`

// treeBelow returns the ids of all accounts below one, as a tree: each before those below it, siblings by name. They come as two arrays
// in the order of names, and are put in their places here: sorting by the names of everybody above is dear.
func (s *store) treeBelow(ctx context.Context, a domain.Account) ([]domain.AccountID, error) {
	of := `provider_id = $1 AND parent_id IS NOT NULL`
	if a.ID != a.Provider {
		of = `id IN (` + walkDown + `)`
	}
	var all struct {
		IDs     bulk.IDs `db:"ids"`
		Parents bulk.IDs `db:"parents"`
	}
	query := `
		SELECT array_agg(id) AS ids, array_agg(parent_id) AS parents
		FROM (SELECT id, parent_id FROM account WHERE ` + of + ` ORDER BY name COLLATE name_order, id) named`
	if err := s.tx.GetContext(ctx, &all, query, a.ID); err != nil {
		return nil, fmt.Errorf("the tree below account %d: %w", a.ID, err)
	}
	children := make(map[domain.AccountID][]domain.AccountID, len(all.IDs)/8)
	for i, id := range all.IDs {
		parent := domain.AccountID(all.Parents[i])
		children[parent] = append(children[parent], domain.AccountID(id))
	}
	tree := make([]domain.AccountID, 0, len(all.IDs))
	var add func(domain.AccountID)
	add = func(parent domain.AccountID) {
		for _, id := range children[parent] {
			tree = append(tree, id)
			add(id)
		}
	}
	add(a.ID)
	return tree, nil
}
