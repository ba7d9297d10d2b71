package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
	"tiersync/views/pages"
)

// This file is how the users of an account are managed by one of them. What may become of a user is checked with every change of
// one (domain/checksettings.go).

// managedUser is a user with what only those who manage them see.
type managedUser struct {
	userRow
	Active  bool `db:"active"`
	Invited bool `db:"invited"`
	Total   int  `db:"total"`
}

func (r managedUser) row() domain.UserRow {
	return domain.UserRow{User: r.user(), Active: r.Active, Invited: r.Invited}
}

// Users returns one page of the users of the viewer's account. The search looks in names and email addresses; sort keys are
// "name" (default), "email" and "role".
func (d *DB) Users(ctx context.Context, v domain.Viewer, q pages.ListQuery) (list []domain.UserRow, total int, err error) {
	order := map[string]string{"email": "u.email", "role": "u.role"}[q.Sort]
	if order == "" {
		order = "u.name"
	}
	order += " COLLATE name_order"
	if q.Desc {
		order += " DESC"
	}
	query := `
		SELECT ` + userColumns + `, u.active, u.password_hash = '' AS invited, count(*) OVER () AS total FROM app_user u
		WHERE u.account_id = $1
		  AND ($2 = '' OR contains_text(u.name, $2) OR contains_text(u.email, $2))
		ORDER BY u.active DESC, ` + order + `, u.id LIMIT $3 OFFSET $4`
	var rows []managedUser
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		limit, offset := window(q.Limit, q.Offset)
		return tx.SelectContext(ctx, &rows, query, v.Account.ID, q.Search, limit, offset)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("users of account %d: %w", v.Account.ID, err)
	}
	for _, r := range rows {
		total = r.Total
		list = append(list, r.row())
	}
	return list, total, nil
}

// ManagedUser returns a user of the viewer's account.
func (d *DB) ManagedUser(ctx context.Context, v domain.Viewer, id domain.UserID) (row domain.UserRow, err error) {
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		row, err = managedUserOf(ctx, tx, v, id, "")
		return err
	})
	if err != nil {
		return row, fmt.Errorf("user %d of account %d: %w", id, v.Account.ID, err)
	}
	return row, nil
}

// managedUserOf loads a user of the viewer's account; lock is "" or "FOR UPDATE".
func managedUserOf(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, id domain.UserID, lock string) (domain.UserRow, error) {
	var row managedUser
	query := `
		SELECT ` + userColumns + `, u.active, u.password_hash = '' AS invited, 1 AS total FROM app_user u WHERE u.id = $1 AND u.account_id = $2 ` + lock
	err := tx.GetContext(ctx, &row, query, id, v.Account.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.UserRow{}, domain.NotFound("The user")
	}
	return row.row(), err
}

// administrators returns the active administrators of an account; with lock it holds them until the transaction ends, so that
// two of them cannot demote each other at the same moment.
func administrators(ctx context.Context, tx *sqlx.Tx, account domain.AccountID, lock bool) ([]domain.UserID, error) {
	var ids []domain.UserID
	query := `SELECT id FROM app_user WHERE account_id = $1 AND role = 'administrator' AND active ORDER BY id` + forUpdate(lock)
	err := tx.SelectContext(ctx, &ids, query, account)
	return ids, err
}

// DoWithPassword is Do for a change that sets a password: [domain.PasswordChanged] of somebody's own, or [domain.UserAdded] from the
// command line. The password is checked and hashed before the transaction; nothing but the hash is stored, and the log has neither.
func (d *DB) DoWithPassword(ctx context.Context, v domain.Viewer, c domain.Change, password string) (domain.Done, error) {
	about := []string{c.About.Name}
	for _, typed := range c.Typed {
		about = append(about, typed.Value)
	}
	if c.Kind == domain.PasswordChanged {
		u, err := d.userWhere(ctx, `u.id = $1`, c.About.ID)
		if err != nil {
			return domain.Done{}, err
		}
		about = append(about, u.Email, u.Name)
	}
	hash, err := d.newPassword(ctx, password, v.Account, about...)
	if err != nil {
		return domain.Done{}, err
	}
	c.Secret = hash
	return d.Do(ctx, v, c)
}
