package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// notificationRow has the fields of domain.NotificationTemplate.
type notificationRow struct {
	ID      domain.NotificationID `db:"id"`
	Account domain.AccountID      `db:"account_id"`
	Name    string                `db:"name"`
	Subject string                `db:"subject"`
	Body    string                `db:"body"`
	Visible bool                  `db:"visible"`
}

const notificationQuery = ` SELECT id, account_id, name, subject, body, visible FROM notification_template `

// NotificationTemplates returns, by name, the viewer's own notification templates and those of the vendors above them that
// are Visible to Resellers.
func (d *DB) NotificationTemplates(ctx context.Context, v domain.Viewer) ([]domain.NotificationTemplate, error) {
	var list []notificationRow
	const query = vendorLine + notificationQuery + `
		WHERE account_id ` + inLine + ` AND (visible OR account_id = $1) ORDER BY name COLLATE name_order, id`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.ID) })
	if err != nil {
		return nil, fmt.Errorf("notification templates of account %d: %w", v.Account.ID, err)
	}
	return bulk.Column(list, func(r notificationRow) domain.NotificationTemplate { return domain.NotificationTemplate(r) }), nil
}

// OfferedSchedule returns a schedule as the vendor of the viewer's account has it now; nil where they have none of this id, and for a provider.
func (d *DB) OfferedSchedule(ctx context.Context, v domain.Viewer, id domain.ScheduleID) (schedule *domain.Schedule, err error) {
	if v.IsProvider() {
		return nil, nil
	}
	err = d.read(ctx, func(s *store) error {
		vendor, err := s.versions.Standing(ctx, v.Account.Parent)
		if err == nil {
			schedule = vendor.Effective().Schedules.Schedule(id)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("schedule %d of the vendor of account %d: %w", id, v.Account.ID, err)
	}
	return schedule, nil
}
