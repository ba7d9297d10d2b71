package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// addPeople gives every reseller an administrator, as whom they edit, and notes what there is to edit.
func (w *World) addPeople(ctx context.Context) error {
	var made []struct {
		Account domain.AccountID `db:"account_id"`
		User    domain.UserID    `db:"id"`
	}
	err := w.DB.InTx(ctx, func(tx *sqlx.Tx) error {
		return tx.SelectContext(ctx, &made, `
			INSERT INTO app_user (account_id, email, name, role, password_hash)
			SELECT id, 'admin@' || id || '.example', 'Admin', 'administrator', 'nobody signs in' FROM account
			WHERE provider_id = $1 AND kind = 'reseller' RETURNING account_id, id`, w.Viewer.Account.ID)
	})
	if err != nil {
		return fmt.Errorf("the resellers' administrators: %w", err)
	}
	w.admins = map[domain.AccountID]domain.UserID{}
	for _, row := range made {
		w.admins[row.Account] = row.User
	}
	catalog, _, err := w.DB.Catalog(ctx, w.Viewer, w.Viewer.Account.ID)
	if err != nil {
		return err
	}
	w.sold = slices.DeleteFunc(slices.Clone(catalog.Plans), func(p *domain.Plan) bool { return p.Type != domain.GenericPlan })
	return nil
}

// as is the administrator of a reseller.
func (w *World) as(r Reseller) domain.Viewer {
	viewer := w.Viewer
	viewer.User.ID, viewer.User.Account = w.admins[r.ID], r.ID
	viewer.Account.ID, viewer.Account.Parent = r.ID, r.Parent
	viewer.Account.Kind, viewer.Account.Level = domain.Reseller, r.Level
	return viewer
}
