package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
)

// userRow is a row of app_user.
type userRow struct {
	ID      domain.UserID    `db:"id"`
	Account domain.AccountID `db:"account_id"`
	Email   string           `db:"email"`
	Name    string           `db:"name"`
	Role    domain.Role      `db:"role"`
	Rights  pq.StringArray   `db:"rights"`
	Hash    string           `db:"password_hash"`
}

const userColumns = `u.id, u.account_id, u.email, u.name, u.role, u.rights, u.password_hash`

func (r userRow) user() domain.User {
	u := domain.User{ID: r.ID, Account: r.Account, Email: r.Email, Name: r.Name, Role: r.Role}
	for _, right := range r.Rights {
		u.Rights = append(u.Rights, domain.Privilege(right))
	}
	return u
}

// Authenticate returns the user with that email address (in any case) and password. Whatever does not fit (no such user,
// wrong password, a user or an account that may not sign in) fails with the same KindInvalid error after the same time.
// A password of more than 256 bytes is refused before hashing. Every try is a security event.
func (d *DB) Authenticate(ctx context.Context, email, password string) (domain.User, error) {
	if len(password) > maxPassword {
		return domain.User{}, checkPasswordLength(password)
	}
	row, err := d.signInRow(ctx, email)
	known := !errors.Is(err, sql.ErrNoRows)
	if err != nil && known {
		return domain.User{}, fmt.Errorf("sign in: %w", err)
	}
	hash := nobodysHash
	if known {
		hash = row.Hash
	}
	match, err := d.matchPassword(ctx, password, hash)
	if err != nil {
		return domain.User{}, fmt.Errorf("sign in: %w", err)
	}
	who := domain.Viewer{User: row.user(), Account: domain.Account{ID: row.Account}}
	if !known || !match {
		return domain.User{}, errors.Join(domain.Invalid("The email address or the password is wrong."),
			d.SecurityEvent(ctx, who, "sign-in refused", email))
	}
	return who.User, d.SecurityEvent(ctx, who, "signed in", "")
}

// signInRow finds who may sign in under an email address; sql.ErrNoRows is in the error when nobody may.
func (d *DB) signInRow(ctx context.Context, email string) (row userRow, err error) {
	email = strings.TrimSpace(email)
	if !utf8.ValidString(email) || strings.ContainsRune(email, 0) {
		return row, sql.ErrNoRows // no row can have it, and PostgreSQL would refuse the question
	}
	err = d.inTx(ctx, d.signIn, nil, func(tx *sqlx.Tx) error {
		const query = `
			SELECT ` + userColumns + `
			FROM app_user u JOIN account a ON a.id = u.account_id
			WHERE lower(u.email) = lower($1) AND u.active AND a.status <> 'closed'`
		return tx.GetContext(ctx, &row, query, email)
	})
	return row, err
}

// Viewer returns who asks: the user, his account and the privileges the account has at this moment. It fails with
// KindNotFound when the user may not sign in any more.
func (d *DB) Viewer(ctx context.Context, user domain.UserID) (domain.Viewer, error) {
	var viewer domain.Viewer
	err := d.inTx(ctx, d.signIn, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, func(tx *sqlx.Tx) (err error) {
		viewer, err = loadViewer(ctx, tx, user)
		return err
	})
	if err != nil {
		return domain.Viewer{}, fmt.Errorf("look up viewer %d: %w", user, err)
	}
	return viewer, nil
}

// loadViewer is Viewer within a transaction, for what must be decided by the rights of this moment.
func loadViewer(ctx context.Context, tx *sqlx.Tx, user domain.UserID) (domain.Viewer, error) {
	var row userRow
	const query = `SELECT ` + userColumns + ` FROM app_user u WHERE u.id = $1 AND u.active`
	if err := tx.GetContext(ctx, &row, query, user); err != nil {
		return domain.Viewer{}, err
	}
	account, err := loadAccount(ctx, tx, row.Account)
	if err != nil {
		return domain.Viewer{}, err
	}
	if account.Status == domain.AccountClosed {
		return domain.Viewer{}, domain.NotFound("Your account")
	}
	privileges, err := granted(ctx, tx, account)
	return domain.Viewer{User: row.user(), Account: account, Granted: privileges}, err
}

// viewerNow is the viewer with the rights of this moment, whatever the page said that was opened before. It fails with
// KindForbidden when the user may not sign in any more.
func viewerNow(ctx context.Context, tx *sqlx.Tx, v domain.Viewer) (domain.Viewer, error) {
	now, err := loadViewer(ctx, tx, v.User.ID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && now.Account.ID != v.Account.ID {
		err = domain.Forbidden("You may not sign in any more.")
	}
	return now, err
}

// granted lists what an account may do, in the order of domain.Privileges.
func granted(ctx context.Context, tx *sqlx.Tx, account domain.Account) ([]domain.Privilege, error) {
	if account.Kind == domain.Provider {
		return domain.Privileges(), nil
	}
	var has []domain.Privilege
	const query = `SELECT privilege FROM account_privilege WHERE account_id = $1`
	if err := tx.SelectContext(ctx, &has, query, account.ID); err != nil {
		return nil, fmt.Errorf("privileges of account %d: %w", account.ID, err)
	}
	return slices.DeleteFunc(domain.Privileges(), func(p domain.Privilege) bool { return !slices.Contains(has, p) }), nil
}

// UserByEmail returns the user with that email address in any case, active or not.
func (d *DB) UserByEmail(ctx context.Context, email string) (domain.User, error) {
	var row userRow
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		const query = `SELECT ` + userColumns + ` FROM app_user u WHERE lower(u.email) = lower($1)`
		err := tx.GetContext(ctx, &row, query, strings.TrimSpace(email))
		if errors.Is(err, sql.ErrNoRows) {
			return domain.NotFound("The user")
		}
		return err
	})
	if err != nil {
		return domain.User{}, fmt.Errorf("look up user %q: %w", email, err)
	}
	return row.user(), nil
}

// AddUser stores a new user, whose id is ignored, and returns his id. It fails with KindInvalid when a field is wrong and
// with KindConflict when somebody has that email address.
func (d *DB) AddUser(ctx context.Context, u domain.User, password string) (domain.UserID, error) {
	u.Email, u.Name = strings.TrimSpace(u.Email), strings.TrimSpace(u.Name)
	if err := checkUser(u); err != nil {
		return 0, err
	}
	hash, err := d.hashPassword(ctx, password)
	if err != nil {
		return 0, err
	}
	var id domain.UserID
	err = d.InTx(ctx, func(tx *sqlx.Tx) error {
		const insert = `
			INSERT INTO app_user (account_id, email, name, role, rights, password_hash)
			VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`
		err := tx.GetContext(ctx, &id, insert, u.Account, u.Email, u.Name, u.Role, rightsArray(u.Rights), hash)
		if violates(err, "app_user_email") {
			return domain.Conflict("Somebody has this email address already.", "")
		}
		if err != nil {
			return err
		}
		return writeAudit(ctx, tx, auditEntry{Account: u.Account, Action: "added user", Object: u.Email,
			Detail: map[string]any{"role": u.Role}})
	})
	if err != nil {
		return 0, fmt.Errorf("add user %q: %w", u.Email, err)
	}
	return id, nil
}

// SetPassword gives a user a new password and ends his sessions.
func (d *DB) SetPassword(ctx context.Context, user domain.UserID, password string) error {
	hash, err := d.hashPassword(ctx, password)
	if err != nil {
		return err
	}
	const update = `UPDATE app_user SET password_hash = $2 WHERE id = $1 RETURNING account_id, email`
	return d.changeUser(ctx, user, "changed password", nil, update, user, hash)
}

// SetRole gives a user another role and rights and ends his sessions. Rights count for an operator only.
func (d *DB) SetRole(ctx context.Context, user domain.UserID, role domain.Role, rights []domain.Privilege) error {
	if err := checkRole(role, rights); err != nil {
		return err
	}
	const update = `UPDATE app_user SET role = $2, rights = $3 WHERE id = $1 RETURNING account_id, email`
	detail := map[string]any{"role": role, "rights": rights}
	return d.changeUser(ctx, user, "changed role", detail, update, user, role, rightsArray(rights))
}

// changeUser runs an update of one user that returns his account and email, ends his sessions and writes the audit.
func (d *DB) changeUser(ctx context.Context, user domain.UserID, action string, detail map[string]any, update string, args ...any) error {
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		var row userRow
		err := tx.GetContext(ctx, &row, update, args...)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.NotFound("The user")
		}
		if err != nil {
			return err
		}
		if err := endSessions(ctx, tx, user); err != nil {
			return err
		}
		return writeAudit(ctx, tx, auditEntry{Account: row.Account, Action: action, Object: row.Email, Detail: detail})
	})
	if err != nil {
		return fmt.Errorf("%s of user %d: %w", action, user, err)
	}
	return nil
}

func checkUser(u domain.User) error {
	var fields []domain.FieldError
	if address, err := mail.ParseAddress(u.Email); err != nil || address.Address != u.Email || len(u.Email) > 254 {
		fields = append(fields, domain.FieldError{Field: "email", Message: "Enter an email address like ann@company.example"})
	}
	if message := domain.NameProblem(u.Name); message != "" {
		fields = append(fields, domain.FieldError{Field: "name", Message: message})
	}
	if len(fields) > 0 {
		return domain.Invalid("The user cannot be saved as entered.", fields...)
	}
	return checkRole(u.Role, u.Rights)
}

func checkRole(role domain.Role, rights []domain.Privilege) error {
	if !slices.Contains(domain.Roles(), role) {
		return domain.Invalid("Choose a role from the list.", domain.FieldError{Field: "role", Message: "Choose from the list"})
	}
	for _, right := range rights {
		if !slices.Contains(domain.Privileges(), right) {
			return domain.Invalid("Choose rights from the list.", domain.FieldError{Field: "rights", Message: "Choose from the list"})
		}
	}
	return nil
}

func rightsArray(rights []domain.Privilege) pq.StringArray {
	array := pq.StringArray{} // not nil: the column is NOT NULL
	for _, right := range rights {
		array = append(array, string(right))
	}
	return array
}
