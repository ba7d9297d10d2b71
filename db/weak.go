package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// WeaknessKind is what can be weak about a database as this program uses it.
type WeaknessKind string

// The kinds of weaknesses: what the role may do beyond its work, settings by which a crash or too many processes lose something,
// administrators with a password that everybody knows, and a standby from which nothing can be read.
const (
	WeakSuperuser      WeaknessKind = "superuser"
	WeakOwner          WeaknessKind = "owner"
	WeakMakesDatabases WeaknessKind = "makes_databases"
	WeakMakesRoles     WeaknessKind = "makes_roles"
	WeakSetting        WeaknessKind = "setting"
	WeakConnections    WeaknessKind = "connections"
	WeakPassword       WeaknessKind = "password"
	WeakStandbySilent  WeaknessKind = "standby_silent"
	WeakNoStandby      WeaknessKind = "no_standby"
)

// Weakness is one thing that is weak about a database.
type Weakness struct {
	Kind       WeaknessKind
	Name       string // of the role, of the setting, or the address of the administrator
	Value      string // of the setting
	Has, Needs int    `db:"-"` // connections
	Err        error  `db:"-"` // why a standby does not answer
}

// Weaknesses are what is weak about the database. known are passwords that everybody knows, which no administrator of a provider should have.
func (d *DB) Weaknesses(ctx context.Context, known []string) ([]Weakness, error) {
	var weak []Weakness
	var admins []userRow
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		weak = nil
		const ofRoleAndSettings = `
			SELECT w.kind, r.rolname AS name, '' AS value FROM pg_roles r, LATERAL (VALUES
				(r.rolsuper, 'superuser'),
				(NOT r.rolsuper AND EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')), 'owner'),
				(r.rolcreatedb AND NOT r.rolsuper, 'makes_databases'),
				(r.rolcreaterole AND NOT r.rolsuper, 'makes_roles')) AS w (holds, kind)
			WHERE r.rolname = current_user AND w.holds
			UNION ALL
			SELECT 'setting', name, setting FROM pg_settings
			WHERE (name IN ('fsync', 'full_page_writes') AND setting = 'off') OR (name = 'synchronous_commit' AND setting IN ('off', 'local'))`
		if err := tx.SelectContext(ctx, &weak, ofRoleAndSettings); err != nil {
			return err
		}
		var connections int
		if err := tx.GetContext(ctx, &connections, `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int`); err != nil {
			return err
		}
		if need := d.options.MaxConns + signInConns; connections < need {
			weak = append(weak, Weakness{Kind: WeakConnections, Has: connections, Needs: need})
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
				weak = append(weak, Weakness{Kind: WeakPassword, Name: admin.Email})
			}
		}
	}
	return weak, nil
}
