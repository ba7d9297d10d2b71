package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/db/versions"
	"tiersync/domain"
)

// Catalog returns the effective catalog and the state of the viewer's own account or of one below it (rows of other
// accounts are KindNotFound).
func (d *DB) Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error) {
	var now versions.Standing
	err := d.read(ctx, func(s *store) error {
		if _, err := accountWithin(ctx, s.tx, v.Account.ID, account); err != nil {
			return err
		}
		var err error
		now, err = s.versions.Standing(ctx, account)
		return err
	})
	if err != nil {
		return nil, domain.State{}, fmt.Errorf("catalog of account %d: %w", account, err)
	}
	return now.Effective(), now.State, nil
}

// EditCatalog changes what the viewer's account made itself: all that a provider has, a reseller's own plans, categories,
// schedules and terms. change gets that catalog and returns a new one; when it fails, or the content stays the same,
// nothing is written. action and object tell the log what was done to what in the past: "changed plan fees", "Business Basic".
//
// change may run at the same time as another account's edit, never as another edit of this account or a run.
func (d *DB) EditCatalog(ctx context.Context, v domain.Viewer, action, object string,
	change func(*domain.Catalog) (*domain.Catalog, error)) error {
	return d.EditOwn(ctx, v, action, object, func(now domain.State) (*domain.Own, error) {
		made, err := change(now.Own.MadeCatalog())
		if err != nil {
			return nil, err
		}
		return now.Own.WithMade(made), nil
	})
}

// EditOwn changes what the viewer's account has of its own: the values it set over delivered ones, and what it made.
// change gets the account's state and returns a new Own. Everything else is as in EditCatalog.
func (d *DB) EditOwn(ctx context.Context, v domain.Viewer, action, object string,
	change func(domain.State) (*domain.Own, error)) error {
	err := d.edit(ctx, v, func(s *store) error { return s.editOwn(ctx, v, action, object, change) })
	if err != nil {
		return fmt.Errorf("%s: %s: %w", action, object, err)
	}
	return nil
}

// editOwn is EditOwn in a transaction that holds the tree's lock.
func (s *store) editOwn(ctx context.Context, v domain.Viewer, action, object string,
	change func(domain.State) (*domain.Own, error)) error {
	if err := s.versions.Lock(ctx, v.Account.ID); err != nil {
		return err
	}
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	own, err := change(now.State)
	if err != nil {
		return err
	}
	_, err = s.versions.ReplaceOwn(ctx, now, own, versions.Cause{User: v.User.ID, Action: action, Object: object})
	return err
}

// read runs fn with a store in one read-only transaction.
func (d *DB) read(ctx context.Context, fn func(*store) error) error {
	var s *store
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		s = d.newStore(tx)
		return fn(s)
	})
	if err == nil {
		s.versions.Keep()
	}
	return err
}

// write runs fn with a store in one transaction.
func (d *DB) write(ctx context.Context, fn func(*store) error) error {
	var s *store
	err := d.InTx(ctx, func(tx *sqlx.Tx) error {
		s = d.newStore(tx)
		return fn(s)
	})
	if err == nil {
		s.versions.Keep()
	}
	return err
}

// edit runs fn in a transaction that holds the tree's lock for edits. Read-only users are refused.
func (d *DB) edit(ctx context.Context, v domain.Viewer, fn func(*store) error) error {
	if v.User.Role == domain.ReadOnly {
		return domain.Forbidden("Your role does not allow changes.")
	}
	return d.write(ctx, func(s *store) error {
		if err := lockTree(ctx, s.tx, v.Account.Provider, false); err != nil {
			return err
		}
		return fn(s)
	})
}
