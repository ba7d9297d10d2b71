package db

import (
	"context"
	"fmt"
	"strings"

	"tiersync/domain"
)

// NotificationTemplates returns, by name, the viewer's own notification templates and those of the vendors above him that
// are Visible to Resellers.
func (d *DB) NotificationTemplates(ctx context.Context, v domain.Viewer) ([]domain.NotificationTemplate, error) {
	var list []struct {
		ID      domain.NotificationID `db:"id"`
		Account domain.AccountID      `db:"account_id"`
		Name    string                `db:"name"`
		Subject string                `db:"subject"`
		Body    string                `db:"body"`
		Visible bool                  `db:"visible"`
	}
	const query = `
		SELECT id, account_id, name, subject, body, visible FROM notification_template
		WHERE account_id = $1 OR visible AND account_within($1, account_id) ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.ID) })
	if err != nil {
		return nil, fmt.Errorf("notification templates of account %d: %w", v.Account.ID, err)
	}
	templates := make([]domain.NotificationTemplate, len(list))
	for i, row := range list {
		templates[i] = domain.NotificationTemplate(row)
	}
	return templates, nil
}

// SaveNotificationTemplate stores a new notification template of the viewer's (ID 0) or changes one, and returns its id.
func (d *DB) SaveNotificationTemplate(ctx context.Context, v domain.Viewer, t domain.NotificationTemplate) (domain.NotificationID, error) {
	row := saved{table: "notification template", name: strings.TrimSpace(t.Name), index: "notification_template_name"}
	row.args = []any{v.Account.ID, row.name, t.Subject, t.Body, t.Visible}
	row.query = `
		INSERT INTO notification_template (account_id, name, subject, body, visible) VALUES ($1, $2, $3, $4, $5) RETURNING id`
	if t.ID != 0 {
		row.query = `
			UPDATE notification_template SET name = $2, subject = $3, body = $4, visible = $5, version = version + 1
			WHERE account_id = $1 AND id = $6 RETURNING id`
		row.args = append(row.args, t.ID)
	}
	id, err := d.save(ctx, v, row)
	return domain.NotificationID(id), err
}
