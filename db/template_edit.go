package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"tiersync/domain"
)

// SaveTemplate stores a new template (ID 0) or changes one of the viewer's own, except its delegated plans (see
// [DB.SetDelegated]), and returns its id. Version must be the one that the viewer saw: else KindConflict.
func (d *DB) SaveTemplate(ctx context.Context, v domain.Viewer, t domain.TemplateRow) (domain.TemplateID, error) {
	t.Name = strings.TrimSpace(t.Name)
	if message := domain.NameProblem(t.Name); message != "" {
		return 0, domain.Invalid("The template cannot be saved as entered.", domain.FieldError{Field: "name", Message: message})
	}
	err := d.edit(ctx, v, func(s *store) (err error) {
		if t.ID == 0 {
			t.ID, err = s.insertTemplate(ctx, v, t)
			return err
		}
		if err := s.lockTemplate(ctx, v, t.ID, t.Version); err != nil {
			return err
		}
		return s.updateTemplate(ctx, v, t)
	})
	if violates(err, "template_name") {
		err = domain.Invalid("The template cannot be saved as entered.",
			domain.FieldError{Field: "name", Message: "Another template has this name"})
	}
	if err != nil {
		return 0, fmt.Errorf("save template %q: %w", t.Name, err)
	}
	return t.ID, nil
}

// SetDelegated makes plans the Delegated Plans of one of the viewer's own templates. All of them must be in his own
// effective catalog: else KindInvalid. version must be the one that he saw: else KindConflict.
func (d *DB) SetDelegated(ctx context.Context, v domain.Viewer, id domain.TemplateID, plans []domain.PlanID, version int) error {
	plans = slices.Compact(slices.Sorted(slices.Values(plans)))
	err := d.edit(ctx, v, func(s *store) error {
		if err := s.lockTemplate(ctx, v, id, version); err != nil {
			return err
		}
		old, err := s.ownTemplate(ctx, v.Account.ID, id)
		if err != nil || slices.Equal(old.Delegated, plans) {
			return err
		}
		if err := s.checkPlans(ctx, v, plans); err != nil {
			return err
		}
		return s.replaceDelegated(ctx, v, old, plans)
	})
	if err != nil {
		return fmt.Errorf("set the delegated plans of template %d: %w", id, err)
	}
	return nil
}

// lockTemplate locks a template of the viewer's own until the transaction ends.
func (s *store) lockTemplate(ctx context.Context, v domain.Viewer, id domain.TemplateID, seen int) error {
	if _, err := s.tx.ExecContext(ctx, `SELECT 1 FROM template WHERE account_id = $1 AND id = $2 FOR UPDATE`, v.Account.ID, id); err != nil {
		return fmt.Errorf("lock template %d: %w", id, err)
	}
	now, err := s.ownTemplate(ctx, v.Account.ID, id)
	if err != nil {
		return err
	}
	if now.Version != seen {
		by := now.UpdatedBy
		if by == "" {
			by = "somebody"
		}
		return domain.Conflict("The template was changed by "+by+" meanwhile. Look at it again before you save.",
			fmt.Sprintf("/products/templates/%d", id))
	}
	return nil
}

// templateValues are the columns that SaveTemplate sets, with their values. An order flow must be the account's own, or
// of somebody above it.
func templateValues(v domain.Viewer, t domain.TemplateRow) ([]any, error) {
	privileges := column(t.Privileges, func(p domain.Privilege) string { return string(p) })
	slices.Sort(privileges)
	terms := sql.NullString{}
	if t.Terms != nil {
		body, err := writeForm(nil, normalTerms(t.Terms), (*form).terms)
		if err != nil {
			return nil, fmt.Errorf("terms of template %q: %w", t.Name, err)
		}
		terms = sql.NullString{String: string(body), Valid: true}
	}
	return []any{v.Account.ID, t.ID, t.Name, t.Active, pq.StringArray(slices.Compact(privileges)), terms, v.User.ID, t.OrderFlow}, nil
}

const templateFlow = `(SELECT f.id FROM order_flow f WHERE f.id = $8 AND account_within($1, f.account_id))`

func (s *store) insertTemplate(ctx context.Context, v domain.Viewer, t domain.TemplateRow) (domain.TemplateID, error) {
	ids, err := newIDs(ctx, s.tx, 1)
	if err != nil {
		return 0, err
	}
	t.ID = domain.TemplateID(ids[0])
	args, err := templateValues(v, t)
	if err != nil {
		return 0, err
	}
	const insert = `
		INSERT INTO template (account_id, id, name, active, privileges, terms, updated_by, order_flow_id)
		VALUES ($1, $2, $3, $4, $5, $6::jsonb, nullif($7::bigint, 0), ` + templateFlow + `)`
	if _, err := s.tx.ExecContext(ctx, insert, args...); err != nil {
		return 0, err
	}
	if len(t.Delegated) > 0 {
		if err := s.checkPlans(ctx, v, t.Delegated); err != nil {
			return 0, err
		}
		if err := s.insertDelegated(ctx, v, t.ID, t.Delegated); err != nil {
			return 0, err
		}
	}
	return t.ID, writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "created service template",
		Object: t.Name, Detail: map[string]any{"template": t.ID}})
}

func (s *store) updateTemplate(ctx context.Context, v domain.Viewer, t domain.TemplateRow) error {
	args, err := templateValues(v, t)
	if err != nil {
		return err
	}
	const update = `
		UPDATE template SET name = $3, active = $4, privileges = $5, terms = $6::jsonb, updated_by = nullif($7::bigint, 0),
			order_flow_id = ` + templateFlow + `, version = version + 1, updated_at = now()
		WHERE account_id = $1 AND id = $2`
	if _, err := s.tx.ExecContext(ctx, update, args...); err != nil {
		return err
	}
	return writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "changed service template",
		Object: t.Name, Detail: map[string]any{"template": t.ID, "active": t.Active, "order flow": t.OrderFlow, "privileges": t.Privileges}})
}

// checkPlans refuses plans that the viewer's account does not have.
func (s *store) checkPlans(ctx context.Context, v domain.Viewer, plans []domain.PlanID) error {
	now, err := s.standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	catalog := now.Effective()
	for _, id := range plans {
		if catalog.Plan(id) == nil {
			return domain.Invalid("Choose from the list", domain.FieldError{Field: "plan", Message: "Choose from the list"})
		}
	}
	return nil
}

func (s *store) replaceDelegated(ctx context.Context, v domain.Viewer, old domain.TemplateRow, plans []domain.PlanID) error {
	const remove = `DELETE FROM template_plan WHERE account_id = $1 AND template_id = $2`
	if _, err := s.tx.ExecContext(ctx, remove, v.Account.ID, old.ID); err != nil {
		return err
	}
	if err := s.insertDelegated(ctx, v, old.ID, plans); err != nil {
		return err
	}
	const touch = `
		UPDATE template SET version = version + 1, updated_at = now(), updated_by = nullif($3::bigint, 0)
		WHERE account_id = $1 AND id = $2`
	if _, err := s.tx.ExecContext(ctx, touch, v.Account.ID, old.ID, v.User.ID); err != nil {
		return err
	}
	notIn := func(list []domain.PlanID) func(domain.PlanID) bool {
		return func(id domain.PlanID) bool { return !slices.Contains(list, id) }
	}
	return writeAudit(ctx, s.tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "changed delegated plans",
		Object: old.Name, Detail: map[string]any{"template": old.ID, "delegated": filter(plans, notIn(old.Delegated)),
			"withdrawn": filter(old.Delegated, notIn(plans))}})
}

func (s *store) insertDelegated(ctx context.Context, v domain.Viewer, id domain.TemplateID, plans []domain.PlanID) error {
	const insert = `
		INSERT INTO template_plan (account_id, template_id, plan_id) SELECT DISTINCT $1::bigint, $2::bigint, unnest($3::bigint[])`
	_, err := s.tx.ExecContext(ctx, insert, v.Account.ID, id, pq.Int64Array(int64s(plans)))
	return err
}
