package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"tiersync/domain"
)

// saved is what one of the small tables of settings needs to know of a row that is about to be written.
type saved struct {
	table string // for errors
	name  string
	index string // the unique index on names
	query string // INSERT or UPDATE .. RETURNING id; no row: it is not the viewer's
	args  []any
}

// saveRow writes one row of a viewer's settings with its line in the audit, and returns its id.
func (s *store) saveRow(ctx context.Context, v domain.Viewer, row saved) (id int64, err error) {
	wrong := func(message string) error {
		return domain.Invalid("The "+row.table+" cannot be saved as entered.", domain.FieldError{Field: "name", Message: message})
	}
	if message := domain.NameProblem(row.name); message != "" {
		return 0, wrong(message)
	}
	err = s.tx.GetContext(ctx, &id, row.query, row.args...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, domain.NotFound("The " + row.table)
	case violates(err, row.index):
		return 0, wrong("Another " + row.table + " has this name")
	case err != nil:
		return 0, err
	}
	return id, writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "saved " + row.table, Object: row.name})
}

// Resources returns the resources of the viewer's provider by name. Names and units are live for everybody below him.
func (d *DB) Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error) {
	var list []struct {
		ID         domain.ResourceID `db:"id"`
		Account    domain.AccountID  `db:"account_id"`
		Name       string            `db:"name"`
		Unit       string            `db:"unit"`
		Additive   bool              `db:"additive"`
		Measurable bool              `db:"measurable"`
	}
	const query = `
		SELECT id, account_id, name, unit, additive, measurable FROM resource WHERE account_id = $1 ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.Provider) })
	if err != nil {
		return nil, fmt.Errorf("resources of provider %d: %w", v.Account.Provider, err)
	}
	resources := make([]domain.Resource, len(list))
	for i, row := range list {
		resources[i] = domain.Resource(row)
	}
	return resources, nil
}

// SaveResource stores a new resource of the viewer's (ID 0) or changes one, puts it into a resource category of his (0: into
// none), and returns its id. It fails with KindInvalid when there is no such category; then nothing of the resource is stored.
func (d *DB) SaveResource(ctx context.Context, v domain.Viewer, r domain.Resource, group domain.CategoryID) (domain.ResourceID, error) {
	row := saved{table: "resource", name: strings.TrimSpace(r.Name), index: "resource_name"}
	row.args = []any{v.Account.ID, row.name, strings.TrimSpace(r.Unit), r.Additive, r.Measurable}
	row.query = `INSERT INTO resource (account_id, name, unit, additive, measurable) VALUES ($1, $2, $3, $4, $5) RETURNING id`
	if r.ID != 0 {
		row.query = `
			UPDATE resource SET name = $2, unit = $3, additive = $4, measurable = $5
			WHERE account_id = $1 AND id = $6 RETURNING id`
		row.args = append(row.args, r.ID)
	}
	err := d.edit(ctx, v, func(s *store) error {
		isNew := r.ID == 0
		id, err := s.saveRow(ctx, v, row)
		r.ID = domain.ResourceID(id)
		if err != nil || isNew && group == 0 {
			return err
		}
		return s.editOwn(ctx, v, "grouped resource", row.name, func(now domain.State) (*domain.Own, error) {
			return domain.GroupResource(now, r.ID, group)
		})
	})
	if err != nil {
		return 0, fmt.Errorf("save resource %q: %w", row.name, err)
	}
	return r.ID, nil
}
