package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// accountRow is a row of account.
type accountRow struct {
	ID                  domain.AccountID     `db:"id"`
	Parent              domain.AccountID     `db:"parent"`
	Provider            domain.AccountID     `db:"provider_id"`
	Kind                domain.AccountKind   `db:"kind"`
	Level               int                  `db:"level"`
	Name                string               `db:"name"`
	Status              domain.AccountStatus `db:"status"`
	Currency            domain.Currency      `db:"currency"`
	Created             time.Time            `db:"created_at"`
	OperatingUnit       bool                 `db:"operating_unit"`
	DisableCategories   bool                 `db:"disable_categories"`
	DisablePrices       bool                 `db:"disable_prices"`
	SyncDisplayCategory bool                 `db:"sync_display_category"`
	AskTwoStep          bool                 `db:"ask_two_step"`
	JumpLimit           int                  `db:"price_jump_limit"`
	LowMargin           int                  `db:"low_margin"`
	Guards              guardsColumn         `db:"guards"`
	ShopOpen            bool                 `db:"shop_open"`
	ShopName            string               `db:"shop_name"`
}

const accountColumns = `a.id, coalesce(a.parent_id, 0) AS parent, a.provider_id, a.kind, a.level, a.name, a.status,
	a.currency, a.created_at, a.operating_unit, a.disable_categories, a.disable_prices, a.sync_display_category, a.ask_two_step, a.price_jump_limit,
	a.low_margin, a.guards, a.shop_open, a.shop_name`

func (r accountRow) account() domain.Account {
	return domain.Account{ID: r.ID, Parent: r.Parent, Provider: r.Provider, Kind: r.Kind, Level: r.Level, Name: r.Name,
		Status: r.Status, Currency: r.Currency, Created: r.Created, AskTwoStep: r.AskTwoStep, JumpLimit: r.JumpLimit, LowMargin: r.LowMargin,
		Guards: domain.GuardSettings(r.Guards), Shop: domain.Shop{Open: r.ShopOpen, Name: r.ShopName},
		Switches: domain.Switches{OperatingUnit: r.OperatingUnit, DisableCategories: r.DisableCategories,
			DisablePrices: r.DisablePrices, SyncDisplayCategory: r.SyncDisplayCategory}}
}

// Account returns the account id if it is the viewer's own or stands below it, else KindNotFound.
func (d *DB) Account(ctx context.Context, viewer, id domain.AccountID) (domain.Account, error) {
	var account domain.Account
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) (err error) {
		account, err = accountWithin(ctx, tx, viewer, id)
		return err
	})
	return account, err
}

// accountWithin loads account id if it is the viewer's own or stands below it.
func accountWithin(ctx context.Context, tx *sqlx.Tx, viewer, id domain.AccountID) (domain.Account, error) {
	var row accountRow
	const query = `SELECT ` + accountColumns + ` FROM account a WHERE a.id = $1 AND account_within($1, $2)`
	err := tx.GetContext(ctx, &row, query, id, viewer)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.NotFound("The reseller")
	}
	if err != nil {
		return domain.Account{}, fmt.Errorf("account %d for %d: %w", id, viewer, err)
	}
	return row.account(), nil
}

// loadAccount loads any account: for callers that know already that it may be seen.
func loadAccount(ctx context.Context, tx *sqlx.Tx, id domain.AccountID) (domain.Account, error) {
	return accountWithin(ctx, tx, id, id)
}

// CreateAccount stores a new account and returns its id. Of a, it reads Parent (zero makes a provider), Name, Status
// (active when empty), Currency and Switches; everything else follows from the parent.
func (d *DB) CreateAccount(ctx context.Context, a domain.Account) (domain.AccountID, error) {
	err := d.write(ctx, func(s *store) (err error) {
		a, err = s.createAccount(ctx, a)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("create account %q: %w", a.Name, err)
	}
	return a.ID, nil
}

func (s *store) createAccount(ctx context.Context, a domain.Account) (domain.Account, error) {
	a.Name = domain.CleanLine(a.Name)
	if err := a.Check(); err != nil {
		return a, err
	}
	var err error
	if a.ID, err = newID[domain.AccountID](ctx, s.tx); err != nil {
		return a, err
	}
	a.Status = cmp.Or(a.Status, domain.AccountActive)
	a.Provider, a.Kind, a.Level = a.ID, domain.Provider, 0
	vendor := a
	if a.Parent != 0 {
		if vendor, err = loadAccount(ctx, s.tx, a.Parent); err != nil {
			return a, err
		}
		a.Provider, a.Kind, a.Level = vendor.Provider, domain.Reseller, vendor.Level+1
	}
	if err := lockTree(ctx, s.tx, a.Provider, false); err != nil {
		return a, err
	}
	return a, s.insertAccount(ctx, CommandLine(vendor), a, "")
}

// AddAdministrator adds an administrator from the command line and returns their id: to the provider of exactly that name, who is made
// if there is none, in a database that is for that use (see Claim); all of it or nothing. It fails as AddUser and
// [domain.CheckProvider] do.
func (d *DB) AddAdministrator(ctx context.Context, use Use, provider string, currency domain.Currency, u domain.User, password string) (domain.UserID, error) {
	u.Role = domain.Administrator
	c := userAdded(u)
	hash, err := d.newPassword(ctx, password, domain.Account{Name: provider}, u.Email, u.Name)
	if err == nil {
		c.Secret = hash
		err = d.write(ctx, func(s *store) error {
			if err := claim(ctx, s.tx, use); err != nil {
				return err
			}
			account, err := s.ensureProvider(ctx, provider, currency)
			if err != nil {
				return err
			}
			done, _, err := s.doAll(ctx, CommandLine(account), []domain.Change{c})
			if err == nil {
				u.ID = domain.UserID(done[0].Change.About.ID)
			}
			return err
		})
	}
	if err != nil {
		return 0, fmt.Errorf("add an administrator of %q: %w", provider, err)
	}
	return u.ID, nil
}

// ensureProvider returns the provider of exactly that name and makes them if there is none. Two that do so at once take turns.
func (s *store) ensureProvider(ctx context.Context, name string, currency domain.Currency) (domain.Account, error) {
	if _, err := s.tx.ExecContext(ctx, `LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return domain.Account{}, err
	}
	var rows []accountRow
	const query = `SELECT ` + accountColumns + ` FROM account a WHERE a.kind = 'provider' ORDER BY a.id`
	if err := s.tx.SelectContext(ctx, &rows, query); err != nil {
		return domain.Account{}, fmt.Errorf("look up provider %q: %w", name, err)
	}
	account, err := domain.CheckProvider(bulk.Column(rows, accountRow.account), name, currency)
	if err != nil || account.ID != 0 {
		return account, err
	}
	return s.createAccount(ctx, domain.Account{Name: name, Currency: cmp.Or(currency, domain.UsualCurrency)})
}

// insertAccount stores an account and says so in the log of its vendor, v; a provider has none.
func (s *store) insertAccount(ctx context.Context, v domain.Viewer, a domain.Account, once string) error {
	const insert = `
		INSERT INTO account (id, parent_id, provider_id, kind, level, name, status, currency,
			operating_unit, disable_categories, disable_prices, sync_display_category)
		VALUES ($1, nullif($2::bigint, 0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	p := a.Switches
	_, err := s.tx.ExecContext(ctx, insert, a.ID, a.Parent, a.Provider, a.Kind, a.Level, a.Name, a.Status, a.Currency,
		p.OperatingUnit, p.DisableCategories, p.DisablePrices, p.SyncDisplayCategory)
	if err != nil {
		return err
	}
	_, err = s.logChange(ctx, v, domain.Change{Kind: domain.ResellerCreated, Once: once,
		About: domain.Ref{Of: domain.ObjectReseller, ID: int64(a.ID), Name: a.Name}}, domain.EditsOf(nil, a), 0)
	return err
}
