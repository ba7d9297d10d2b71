package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

type templateRow struct {
	ID         domain.TemplateID `db:"id"`
	Account    domain.AccountID  `db:"account_id"`
	Name       string            `db:"name"`
	Version    int               `db:"version"`
	Active     bool              `db:"active"`
	OrderFlow  domain.FlowID     `db:"order_flow"`
	Privileges pq.StringArray    `db:"privileges"`
	Terms      versions.Terms    `db:"terms"`
	Updated    time.Time         `db:"updated_at"`
	UpdatedBy  string            `db:"updated_by"`
	Delegated  bulk.IDs          `db:"delegated"`
}

const templateColumns = `t.id, t.account_id, t.name, t.version, t.active, coalesce(t.order_flow_id, 0) AS order_flow,
	t.privileges, t.terms, t.updated_at, coalesce((SELECT u.name FROM app_user u WHERE u.id = t.updated_by), '') AS updated_by,
	ARRAY(SELECT p.plan_id FROM template_plan p
		WHERE p.account_id = t.account_id AND p.template_id = t.id ORDER BY p.plan_id) AS delegated`

func (r templateRow) template() domain.TemplateRow {
	t := domain.TemplateRow{ID: r.ID, Account: r.Account, Name: r.Name, Version: r.Version, Active: r.Active,
		Delegated: idsOf[domain.PlanID](r.Delegated), OrderFlow: r.OrderFlow, Terms: r.Terms.Terms, Updated: r.Updated, UpdatedBy: r.UpdatedBy}
	for _, p := range r.Privileges {
		t.Privileges = append(t.Privileges, domain.Privilege(p))
	}
	return t
}

// Templates returns the viewer's own reseller service templates by name.
func (d *DB) Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error) {
	var templates []domain.TemplateRow
	err := d.read(ctx, func(s *store) error {
		var list []templateRow
		const query = `SELECT ` + templateColumns + ` FROM template t WHERE t.account_id = $1 ORDER BY t.name COLLATE name_order, t.id`
		if err := s.tx.SelectContext(ctx, &list, query, v.Account.ID); err != nil {
			return err
		}
		templates = bulk.Column(list, templateRow.template)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("templates of account %d: %w", v.Account.ID, err)
	}
	return templates, nil
}

// TemplatesSeen returns the last entry of the log about each of the viewer's own templates, as [DB.Seen] does of one.
func (d *DB) TemplatesSeen(ctx context.Context, v domain.Viewer) (map[domain.TemplateID]domain.ChangeID, error) {
	var rows []struct {
		Template domain.TemplateID `db:"id"`
		Seen     domain.ChangeID   `db:"seen"`
	}
	err := d.read(ctx, func(s *store) error {
		const query = `
			SELECT t.id, coalesce((SELECT max(c.id) FROM change c
				WHERE c.object = 'template' AND c.object_id = t.id AND c.code = '' AND c.account_id = $1), 1) AS seen
			FROM template t WHERE t.account_id = $1`
		return s.tx.SelectContext(ctx, &rows, query, v.Account.ID)
	})
	if err != nil {
		return nil, fmt.Errorf("what was seen of the templates of account %d: %w", v.Account.ID, err)
	}
	seen := map[domain.TemplateID]domain.ChangeID{}
	for _, row := range rows {
		seen[row.Template] = row.Seen
	}
	return seen, nil
}

// Template returns one of the viewer's own templates, else KindNotFound.
func (d *DB) Template(ctx context.Context, v domain.Viewer, id domain.TemplateID) (domain.TemplateRow, error) {
	var t domain.TemplateRow
	err := d.read(ctx, func(s *store) (err error) {
		t, err = s.ownTemplate(ctx, v.Account.ID, id)
		return err
	})
	return t, err
}

// ownTemplate loads a template of the account.
func (s *store) ownTemplate(ctx context.Context, account domain.AccountID, id domain.TemplateID) (domain.TemplateRow, error) {
	var row templateRow
	const query = `SELECT ` + templateColumns + ` FROM template t WHERE t.account_id = $1 AND t.id = $2`
	err := s.tx.GetContext(ctx, &row, query, account, id)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.TemplateRow{}, domain.NotFound("The service template")
	}
	if err != nil {
		return domain.TemplateRow{}, fmt.Errorf("template %d: %w", id, err)
	}
	return row.template(), nil
}

// resolvedTemplate loads the template of a reseller plan, which may belong to anybody above the viewer ([domain.TemplateRow.SeenBy]), with the
// content at this moment of what it refers to.
func (s *store) resolvedTemplate(ctx context.Context, viewer domain.AccountID, id domain.TemplateID) (domain.TemplateRow, *domain.Template, error) {
	var row struct {
		templateRow
		FlowName    sql.NullString       `db:"flow_name"`
		Transitions versions.Transitions `db:"transitions"`
	}
	const query = `
		SELECT ` + templateColumns + `, f.name AS flow_name, f.transitions
		FROM template t LEFT JOIN order_flow f ON f.id = t.order_flow_id
		WHERE t.id = $2 AND account_within($1, t.account_id)`
	err := s.tx.GetContext(ctx, &row, query, viewer, id)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.TemplateRow{}, nil, domain.NotFound("The plan's service template")
	}
	if err != nil {
		return domain.TemplateRow{}, nil, fmt.Errorf("template %d: %w", id, err)
	}
	t := row.template()
	resolved := &domain.Template{ID: t.ID, Account: t.Account, Name: t.Name, Version: t.Version, Active: t.Active,
		Delegated: t.Delegated, Terms: t.Terms}
	if len(t.Privileges) > 0 {
		resolved.Privileges = &domain.PrivilegeSet{List: slices.Sorted(slices.Values(t.Privileges))}
	}
	if row.FlowName.Valid {
		resolved.OrderFlow = &domain.OrderFlow{ID: t.OrderFlow, Name: row.FlowName.String, Transitions: row.Transitions}
	}
	return t, resolved, nil
}
