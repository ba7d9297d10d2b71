package db

import (
	"context"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

func loadTemplate(ctx context.Context, s *store, v domain.Viewer, about domain.Ref, lock bool) (domain.Thing, error) {
	if lock {
		if err := lockRow(ctx, s.tx, `SELECT 1 FROM template WHERE account_id = $1 AND id = $2 FOR UPDATE`, v.Account.ID, about.ID); err != nil {
			return nil, err
		}
	}
	t, err := s.ownTemplate(ctx, v.Account.ID, domain.TemplateID(about.ID))
	return found(about, &t, err)
}

func saveTemplate(ctx context.Context, s *store, v domain.Viewer, done *domain.Done) error {
	t := *done.After.(*domain.TemplateRow)
	t.ID = domain.TemplateID(done.Change.About.ID)
	const upsert = `
		INSERT INTO template (account_id, id, name, active, privileges, terms, updated_by, order_flow_id)
		VALUES ($1, $2, $3, $4, $5, $6::jsonb, nullif($7::bigint, 0), ` + templateFlow + `)
		ON CONFLICT (account_id, id) DO UPDATE SET name = $3, active = $4, privileges = $5, terms = $6::jsonb,
			updated_by = nullif($7::bigint, 0), order_flow_id = excluded.order_flow_id, version = template.version + 1, updated_at = now()`
	if _, err := s.tx.ExecContext(ctx, upsert, templateValues(v, t)...); err != nil {
		return taken(err, "template_name", domain.FieldTemplateName)
	}
	const remove = `DELETE FROM template_plan WHERE account_id = $1 AND template_id = $2 AND plan_id <> ALL ($3)`
	if _, err := s.tx.ExecContext(ctx, remove, v.Account.ID, t.ID, bulk.IDArray(t.Delegated)); err != nil {
		return err
	}
	const insert = `
		INSERT INTO template_plan (account_id, template_id, plan_id) SELECT $1, $2, unnest($3::bigint[]) ON CONFLICT DO NOTHING`
	_, err := s.tx.ExecContext(ctx, insert, v.Account.ID, t.ID, bulk.IDArray(t.Delegated))
	return err
}

// templateValues are the columns of a template, with their values. An order flow must be the account's own, or of somebody above
// it.
func templateValues(v domain.Viewer, t domain.TemplateRow) []any {
	privileges := bulk.Column(t.Privileges, func(p domain.Privilege) string { return string(p) })
	slices.Sort(privileges)
	return []any{v.Account.ID, t.ID, t.Name, t.Active, pq.StringArray(slices.Compact(privileges)), versions.Terms{Terms: t.Terms}, v.User.ID, t.OrderFlow}
}

const templateFlow = `(SELECT f.id FROM order_flow f WHERE f.id = $8 AND account_within($1, f.account_id))`
