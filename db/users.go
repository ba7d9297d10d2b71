package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

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
	TwoStep bool             `db:"two_step"`
}

const userColumns = `u.id, u.account_id, u.email, u.name, u.role, u.rights, u.password_hash, u.two_step_secret IS NOT NULL AS two_step`

func (r userRow) user() domain.User {
	u := domain.User{ID: r.ID, Account: r.Account, Email: r.Email, Name: r.Name, Role: r.Role, TwoStep: r.TwoStep}
	for _, right := range r.Rights {
		u.Rights = append(u.Rights, domain.Privilege(right))
	}
	return u
}

// Viewer returns who asks: the user, their account and the privileges the account has at this moment. It fails with
// KindNotFound when the user may not sign in any more.
func (d *DB) Viewer(ctx context.Context, user domain.UserID) (domain.Viewer, error) {
	var viewer domain.Viewer
	err := d.readLatest(ctx, readOnly, func(tx *sqlx.Tx, _ bool) (err error) {
		viewer, err = loadViewer(ctx, tx, user)
		return err
	})
	if err != nil {
		return domain.Viewer{}, fmt.Errorf("look up viewer %d: %w", user, err)
	}
	return viewer, nil
}

// viewerRow is a user with their account, and what that was given.
type viewerRow struct {
	User userRow `db:"u"`
	accountRow
	Granted pq.StringArray `db:"granted"`
}

const viewerColumns = `u.id AS "u.id", u.account_id AS "u.account_id", u.email AS "u.email", u.name AS "u.name", u.role AS "u.role",
	u.rights AS "u.rights", u.two_step_secret IS NOT NULL AS "u.two_step", ` + accountColumns + `,
	ARRAY(SELECT p.privilege FROM account_privilege p WHERE p.account_id = a.id) AS granted`

func (r viewerRow) viewer() domain.Viewer {
	account := r.account()
	return domain.Viewer{User: r.User.user(), Account: account, Granted: granted(account.Kind, r.Granted)}
}

// loadViewer is Viewer within a transaction, for what must be decided by the rights of this moment: one query.
func loadViewer(ctx context.Context, tx *sqlx.Tx, user domain.UserID) (domain.Viewer, error) {
	var row viewerRow
	const query = `SELECT ` + viewerColumns + ` FROM app_user u JOIN account a ON a.id = u.account_id WHERE u.id = $1 AND u.active`
	if err := tx.GetContext(ctx, &row, query, user); err != nil {
		return domain.Viewer{}, err
	}
	if row.Status == domain.AccountClosed {
		return domain.Viewer{}, domain.NotFound("Your account")
	}
	return row.viewer(), nil
}

// viewerNow is the viewer with the rights of this moment, whatever the page said that was opened before. It fails with
// KindForbidden when the user may not sign in any more.
func viewerNow(ctx context.Context, tx *sqlx.Tx, v domain.Viewer) (domain.Viewer, error) {
	now, err := loadViewer(ctx, tx, v.User.ID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && now.Account.ID != v.Account.ID {
		err = domain.SignedOut()
	}
	now.From = v.From
	return now, err
}

// granted lists what an account may do that was given some privileges, in the order of domain.Privileges. A provider needs none.
func granted(kind domain.AccountKind, given []string) []domain.Privilege {
	return slices.DeleteFunc(domain.Privileges(), func(p domain.Privilege) bool {
		return kind != domain.Provider && !slices.Contains(given, string(p))
	})
}

// UserByEmail returns the user with that email address, however it is written, active or not.
func (d *DB) UserByEmail(ctx context.Context, email string) (domain.User, error) {
	return d.userWhere(ctx, `lower(u.email) = $1`, domain.CleanEmail(email))
}

// userWhere returns the one user for whom a condition holds, active or not, else KindNotFound.
func (d *DB) userWhere(ctx context.Context, condition string, arg any) (domain.User, error) {
	var row userRow
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		err := tx.GetContext(ctx, &row, `SELECT `+userColumns+` FROM app_user u WHERE `+condition, arg)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.NotFound("The user")
		}
		return err
	})
	if err != nil {
		return domain.User{}, fmt.Errorf("look up user %v: %w", arg, err)
	}
	return row.user(), nil
}

// CommandLine is who acts for an account from the command line: nobody who signs in, and nobody's rights are asked.
func CommandLine(account domain.Account) domain.Viewer {
	return domain.Viewer{Account: account, User: domain.User{Account: account.ID, Role: domain.Administrator}, Granted: domain.Privileges()}
}

// AddUser adds a user from the command line and returns their id, as Do does with [domain.UserAdded]; their own ID is ignored. It
// fails with KindInvalid when a field is wrong or somebody has the email address, with KindNotFound for an unknown account.
func (d *DB) AddUser(ctx context.Context, u domain.User, password string) (domain.UserID, error) {
	done, err := d.forAccount(ctx, u.Account, userAdded(u), password)
	if err != nil {
		return 0, fmt.Errorf("add user %q: %w", u.Email, err)
	}
	return domain.UserID(done.Change.About.ID), nil
}

// userAdded is the change that adds a user; their own ID is ignored.
func userAdded(u domain.User) domain.Change {
	return domain.Change{Kind: domain.UserAdded, Typed: domain.UserRow{User: u, Active: true}.Values(),
		About: domain.Ref{Of: domain.ObjectUser, ID: domain.NewID, Name: domain.CleanEmail(u.Email)}}
}

// SetPassword gives a user a new password from the command line, as Do does with [domain.PasswordChanged].
func (d *DB) SetPassword(ctx context.Context, user domain.UserID, password string) error {
	u, err := d.userWhere(ctx, `u.id = $1`, user)
	if err == nil {
		c := domain.Change{Kind: domain.PasswordChanged, Part: true, About: domain.Ref{Of: domain.ObjectUser, ID: int64(user), Name: u.Email}}
		_, err = d.forAccount(ctx, u.Account, c, password)
	}
	if err != nil {
		return fmt.Errorf("set the password of user %d: %w", user, err)
	}
	return nil
}

// forAccount makes a change of a user with a password from the command line.
func (d *DB) forAccount(ctx context.Context, id domain.AccountID, c domain.Change, password string) (domain.Done, error) {
	account, err := d.Account(ctx, id, id)
	if err != nil {
		return domain.Done{}, err
	}
	return d.DoWithPassword(ctx, CommandLine(account), c, password)
}

func rightsArray(rights []domain.Privilege) pq.StringArray {
	array := pq.StringArray{} // not nil: the column is NOT NULL
	for _, right := range rights {
		array = append(array, string(right))
	}
	return array
}
