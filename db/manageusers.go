package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// This file is how the users of an account are managed by one of them. Who may is checked here, with the rights of the moment
// of the change, because what is at stake are rights; sessions end where a role, rights or a password change.

// managedUser is a user with what only his managers see.
type managedUser struct {
	userRow
	Active bool `db:"active"`
	Total  int  `db:"total"`
}

func (r managedUser) row() domain.UserRow { return domain.UserRow{User: r.user(), Active: r.Active} }

// Users returns one page of the users of the viewer's account. The search looks in names and email addresses; sort keys are
// "name" (default), "email" and "role".
func (d *DB) Users(ctx context.Context, v domain.Viewer, q domain.ListQuery) (list []domain.UserRow, total int, err error) {
	order := map[string]string{"email": "u.email", "role": "u.role"}[q.Sort]
	if order == "" {
		order = "u.name"
	}
	order += " COLLATE name_order"
	if q.Desc {
		order += " DESC"
	}
	query := `
		SELECT ` + userColumns + `, u.active, count(*) OVER () AS total FROM app_user u
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
		SELECT ` + userColumns + `, u.active, 1 AS total FROM app_user u WHERE u.id = $1 AND u.account_id = $2 ` + lock
	err := tx.GetContext(ctx, &row, query, id, v.Account.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.UserRow{}, domain.NotFound("The user")
	}
	return row.row(), err
}

// mayGrant is domain.CheckGrant by what the viewer may at this moment.
func mayGrant(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, have, want domain.User) error {
	now, err := viewerNow(ctx, tx, v)
	if err != nil {
		return err
	}
	return domain.CheckGrant(now, have, want)
}

// userRefused makes a security event of the refusal to touch or make a user; any other error is returned as it is.
func (d *DB) userRefused(ctx context.Context, v domain.Viewer, what string, err error) error {
	if err == nil || domain.KindOf(err) != domain.KindForbidden {
		return err
	}
	return errors.Join(err, d.SecurityEvent(ctx, v, "change refused", what))
}

// CreateUser stores a new user of the viewer's account and returns the id. It fails with KindForbidden where the viewer may
// not grant so much, which is a security event, and with KindInvalid when a field is wrong or somebody has the email address.
func (d *DB) CreateUser(ctx context.Context, v domain.Viewer, u domain.User, password string) (id domain.UserID, err error) {
	u.Account, u.Email, u.Name = v.Account.ID, strings.TrimSpace(u.Email), strings.TrimSpace(u.Name)
	if err := checkUser(u); err != nil {
		return 0, err
	}
	hash, err := d.hashPassword(ctx, password)
	if err != nil {
		return 0, err
	}
	err = d.InTx(ctx, func(tx *sqlx.Tx) error {
		if err := mayGrant(ctx, tx, v, domain.User{}, u); err != nil {
			return err
		}
		const insert = `
			INSERT INTO app_user (account_id, email, name, role, rights, password_hash)
			VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`
		err := tx.GetContext(ctx, &id, insert, u.Account, u.Email, u.Name, u.Role, rightsArray(u.Rights), hash)
		if violates(err, "app_user_email") {
			return domain.Invalid("The user cannot be saved as entered.",
				domain.FieldError{Field: "email", Message: "Somebody has this email address already"})
		}
		if err != nil {
			return err
		}
		return writeAudit(ctx, tx, auditEntry{Account: u.Account, User: v.User.ID, Action: "added user", Object: u.Email,
			Detail: map[string]any{"role": u.Role, "rights": u.Rights}})
	})
	if err = d.userRefused(ctx, v, "create user "+u.Email, err); err != nil {
		return 0, fmt.Errorf("create user %q: %w", u.Email, err)
	}
	return id, nil
}

// ChangeRole gives a user of the viewer's account another role and rights. The last administrator stays one. It fails as
// CreateUser does where the viewer may not touch the user or grant so much.
func (d *DB) ChangeRole(ctx context.Context, v domain.Viewer, id domain.UserID, role domain.Role, rights []domain.Privilege) error {
	if err := checkRole(role, rights); err != nil {
		return err
	}
	return d.manage(ctx, v, id, "changed role", func(u *domain.UserRow) { u.Role, u.Rights = role, rights })
}

// SetActive says whether a user of the viewer's account may sign in. The last administrator stays active. It fails as
// ChangeRole does.
func (d *DB) SetActive(ctx context.Context, v domain.Viewer, id domain.UserID, active bool) error {
	action := "deactivated user"
	if active {
		action = "activated user"
	}
	return d.manage(ctx, v, id, action, func(u *domain.UserRow) { u.Active = active })
}

// manage changes a user of the viewer's account and ends their sessions; nothing happens when nothing differs afterwards.
func (d *DB) manage(ctx context.Context, v domain.Viewer, id domain.UserID, action string, change func(*domain.UserRow)) error {
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		admins, err := administrators(ctx, tx, v.Account.ID, true)
		if err != nil {
			return err
		}
		have, err := managedUserOf(ctx, tx, v, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		want := have
		change(&want)
		if err := mayGrant(ctx, tx, v, have.User, want.User); err != nil {
			return err
		}
		last := len(admins) == 1 && admins[0] == id
		if last && (want.Role != domain.Administrator || !want.Active) {
			return domain.LastAdministrator()
		}
		if have.Role == want.Role && have.Active == want.Active && slices.Equal(have.Rights, want.Rights) {
			return nil
		}
		return replaceUser(ctx, tx, v, want, action)
	})
	if err = d.userRefused(ctx, v, fmt.Sprintf("%s %d", action, id), err); err != nil {
		return fmt.Errorf("%s %d: %w", action, id, err)
	}
	return nil
}

func replaceUser(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, u domain.UserRow, action string) error {
	const update = `UPDATE app_user SET role = $2, rights = $3, active = $4 WHERE id = $1`
	if _, err := tx.ExecContext(ctx, update, u.ID, u.Role, rightsArray(u.Rights), u.Active); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, u.ID); err != nil {
		return err
	}
	return writeAudit(ctx, tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: action, Object: u.Email,
		Detail: map[string]any{"role": u.Role, "rights": u.Rights, "active": u.Active}})
}

// administrators returns the active administrators of an account; with lock it holds them until the transaction ends, so that
// two of them cannot demote each other at the same moment.
func administrators(ctx context.Context, tx *sqlx.Tx, account domain.AccountID, lock bool) ([]domain.UserID, error) {
	var ids []domain.UserID
	query := `SELECT id FROM app_user WHERE account_id = $1 AND role = 'administrator' AND active ORDER BY id` + forUpdate(lock)
	err := tx.SelectContext(ctx, &ids, query, account)
	return ids, err
}

// SetUserPassword gives a user of the viewer's account a new password and ends their sessions. It fails as ChangeRole does.
func (d *DB) SetUserPassword(ctx context.Context, v domain.Viewer, id domain.UserID, password string) error {
	hash, err := d.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	err = d.InTx(ctx, func(tx *sqlx.Tx) error {
		u, err := managedUserOf(ctx, tx, v, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if err := mayGrant(ctx, tx, v, u.User, u.User); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE app_user SET password_hash = $2 WHERE id = $1`, id, hash); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, id); err != nil {
			return err
		}
		return writeAudit(ctx, tx, auditEntry{Account: v.Account.ID, User: v.User.ID, Action: "changed password", Object: u.Email})
	})
	if err = d.userRefused(ctx, v, fmt.Sprintf("set the password of user %d", id), err); err != nil {
		return fmt.Errorf("set the password of user %d: %w", id, err)
	}
	return nil
}
