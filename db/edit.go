package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// Catalog returns the effective catalog and the state of the viewer's own account or of one below it (rows of other
// accounts are KindNotFound).
func (d *DB) Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error) {
	var now standing
	err := d.read(ctx, func(s *store) error {
		if _, err := accountWithin(ctx, s.tx, v.Account.ID, account); err != nil {
			return err
		}
		var err error
		now, err = s.standing(ctx, account)
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
	if err := lockPointer(ctx, s.tx, v.Account.ID); err != nil {
		return err
	}
	now, err := s.standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	own, err := change(now.State)
	if err != nil {
		return err
	}
	_, err = s.replaceOwn(ctx, v.Account.ID, now, own, cause{user: v.User.ID, action: action, object: object})
	return err
}

// replaceOwn moves an account's pointer to another Own and returns the entry of the log, zero where it holds the same.
func (s *store) replaceOwn(ctx context.Context, account domain.AccountID, now standing, own *domain.Own, why cause) (int64, error) {
	if own == nil {
		own = &domain.Own{}
	}
	if own.Made != nil {
		if err := s.saveCatalogs(ctx, []*domain.Catalog{own.Made}); err != nil {
			return 0, err
		}
	}
	if s.sameOwn(now.Own, own) {
		return 0, nil
	}
	moves := []move{{account: account, from: now, after: domain.State{Delivered: now.Delivered, Own: own}}}
	if err := s.saveStates(ctx, moves); err != nil {
		return 0, err
	}
	if err := movePointers(ctx, s.tx, moves, why); err != nil {
		return 0, err
	}
	var entry int64
	err := s.tx.GetContext(ctx, &entry, `SELECT entry_id FROM pointer WHERE account_id = $1`, account)
	return entry, err
}

// sameOwn reports whether two Owns have the same content. Their made catalogs are known.
func (s *store) sameOwn(a, b *domain.Own) bool {
	if a.IsEmpty() || b.IsEmpty() {
		return a.IsEmpty() == b.IsEmpty()
	}
	return s.catalogs.id(a.Made) == s.catalogs.id(b.Made) && sameLayers(a.Layers, b.Layers)
}

func sameLayers(a, b []*domain.Layer) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !sameOverrides(a[i], b[i]) {
			return false
		}
	}
	return true
}

func sameOverrides(a, b *domain.Layer) bool {
	if a.Plan != b.Plan || len(a.Values) != len(b.Values) {
		return false
	}
	for i, v := range a.Values {
		w := b.Values[i]
		if v.Key != w.Key || v.Value != w.Value || v.Base != w.Base || v.By != w.By || !v.At.Equal(w.At) {
			return false
		}
	}
	return true
}

// read runs fn with a store in one read-only transaction.
func (d *DB) read(ctx context.Context, fn func(*store) error) error {
	var s *store
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		s = d.newStore(tx)
		return fn(s)
	})
	if err == nil {
		s.keep()
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
		s.keep()
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
