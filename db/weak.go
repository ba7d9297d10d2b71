package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// Weaknesses says what is weak about the database as this program uses it, a sentence each: what its role may do beyond its work, settings
// by which a crash or too many processes lose something, and administrators of providers whose password is one of the given.
func (d *DB) Weaknesses(ctx context.Context, known []string) ([]string, error) {
	var weak []string
	var admins []userRow
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		weak = nil
		const role = `
			SELECT w.text FROM pg_roles r, LATERAL (VALUES
				(r.rolsuper, 'The database role ' || r.rolname || ' is a superuser: make one that may only read and write.'),
				(NOT r.rolsuper AND EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')),
					'The database role ' || r.rolname || ' owns tables, so it can change the schema and switch off what protects the log: migrate as the owner, serve as another role.'),
				(r.rolcreatedb AND NOT r.rolsuper, 'The database role ' || r.rolname || ' may make databases.'),
				(r.rolcreaterole AND NOT r.rolsuper, 'The database role ' || r.rolname || ' may make roles.')) AS w (holds, text)
			WHERE r.rolname = current_user AND w.holds`
		if err := tx.SelectContext(ctx, &weak, role); err != nil {
			return err
		}
		const settings = `
			SELECT 'The setting ' || name || ' of PostgreSQL is ' || setting || ': a crash can lose or damage what was stored.' FROM pg_settings
			WHERE (name IN ('fsync', 'full_page_writes') AND setting = 'off') OR (name = 'synchronous_commit' AND setting IN ('off', 'local'))
			ORDER BY name COLLATE name_order`
		var lose []string
		if err := tx.SelectContext(ctx, &lose, settings); err != nil {
			return err
		}
		weak = append(weak, lose...)
		var connections int
		if err := tx.GetContext(ctx, &connections, `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int`); err != nil {
			return err
		}
		if need := d.options.MaxConns + signInConns; connections < need {
			weak = append(weak, fmt.Sprintf("PostgreSQL gives %d connections, and this process alone may take %d.", connections, need))
		}
		return tx.SelectContext(ctx, &admins, `
			SELECT `+userColumns+` FROM app_user u JOIN account a ON a.id = u.account_id
			WHERE a.kind = 'provider' AND u.role = $1 AND u.active ORDER BY u.id LIMIT 50`, domain.Administrator)
	})
	if err != nil {
		return nil, fmt.Errorf("what is weak about the database: %w", err)
	}
	weak = append(weak, d.standby.weak(ctx)...)
	for _, admin := range admins {
		for _, password := range known {
			match, err := matches(password, admin.Hash)
			if err != nil {
				return nil, err
			}
			if match {
				weak = append(weak, fmt.Sprintf("The password of %s is one that everybody knows.", admin.Email))
			}
		}
	}
	return weak, nil
}
