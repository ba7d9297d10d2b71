package db

import "tiersync/domain"

// accountsBelow is a query of the ids of all accounts below the viewer's, $1: for a provider those of their tree, which an index knows;
// for a reseller by a walk down.
func accountsBelow(v domain.Viewer) string {
	if v.IsProvider() {
		return `SELECT id FROM account WHERE provider_id = $1 AND parent_id IS NOT NULL`
	}
	return `
		WITH RECURSIVE below (id) AS (
			SELECT id FROM account WHERE parent_id = $1
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		) SELECT id FROM below`
}
