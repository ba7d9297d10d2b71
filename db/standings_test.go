package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/versions"
	"tiersync/domain"
)

// threeAccounts makes a provider with two resellers.
func threeAccounts(t *testing.T, d *db.DB) (ids [3]domain.AccountID) {
	t.Helper()
	for i, name := range []string{"P", "R", "S"} {
		var err error
		if ids[i], err = d.CreateAccount(t.Context(), domain.Account{Parent: ids[0], Name: name, Currency: "USD"}); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// within runs fn with a store in one transaction, and keeps what it loaded after the commit.
func within(t *testing.T, d *db.DB, cache *versions.Cache, fn func(context.Context, *versions.Store) error) {
	t.Helper()
	var store *versions.Store
	err := d.InTx(t.Context(), func(tx *sqlx.Tx) error {
		store = versions.In(tx, cache)
		return fn(t.Context(), store)
	})
	if err != nil {
		t.Fatal(err)
	}
	store.Keep()
}

func selling(name string) *domain.Catalog {
	return &domain.Catalog{Plans: []*domain.Plan{{ID: 7, Name: name, Type: domain.GenericPlan}}}
}

// TestPointersMove delivers to two resellers what is stored once, and asks what they have and had, with and without the cache.
func TestPointersMove(t *testing.T) {
	t.Parallel()
	d, cache := dbtest.Open(t), versions.NewCache()
	a := threeAccounts(t, d)
	within(t, d, cache, func(ctx context.Context, s *versions.Store) error {
		all, err := s.Standings(ctx, a[1:])
		if err != nil {
			return err
		}
		for _, id := range a[1:] {
			if now := all[id]; now.Pointer != (versions.Pointer{Account: id}) || now.State != (domain.State{}) {
				t.Errorf("before anything: account %d has %+v", id, now)
			}
		}
		to := func(c *domain.Catalog) versions.Standing { return versions.Standing{State: domain.State{Delivered: c}} }
		moves := []versions.Move{{From: all[a[1]], To: to(selling("Mail"))}, {From: all[a[2]], To: to(selling("Mail"))},
			{From: versions.Standing{Pointer: versions.Pointer{Account: a[0]}}}}
		if err := s.Save(ctx, moves); err != nil {
			return err
		}
		if one, other := moves[0].To.Pointer, moves[1].To.Pointer; one.Delivered == 0 || one.Delivered != other.Delivered || moves[2].Moved() {
			t.Errorf("equal catalogs are rows %d and %d; what was nothing and is nothing moved: %t", one.Delivered, other.Delivered, moves[2].Moved())
		}
		return s.Move(ctx, moves, versions.Cause{Action: "delivered", Object: "Mail"})
	})
	for _, cache := range []*versions.Cache{cache, versions.NewCache()} {
		within(t, d, cache, func(ctx context.Context, s *versions.Store) error {
			all, err := s.Standings(ctx, a[:])
			if err != nil {
				return err
			}
			if diff := cmp.Diff(selling("Mail"), all[a[1]].Delivered, equalValues()); diff != "" || all[a[0]].Pointer.Entry != 0 {
				t.Errorf("entry %d of the provider, delivered (-want +got):\n%s", all[a[0]].Pointer.Entry, diff)
			}
			one, other := all[a[1]], all[a[2]]
			if one.Delivered != other.Delivered || one.Pointer.Entry == other.Pointer.Entry || one.Pointer.Entry == 0 {
				t.Errorf("two resellers have %+v and %+v of the same", one, other)
			}
			states, err := s.States(ctx, []versions.Pointer{{}, other.Pointer, one.Pointer})
			if err == nil && (states[0] != (domain.State{}) || states[1] != other.State || states[2] != one.State) {
				t.Errorf("the states are %+v", states)
			}
			return err
		})
	}
}

// TestReplaceOwn gives a reseller own values, the same again, and others: what they had is there at each entry of the log.
func TestReplaceOwn(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	r := threeAccounts(t, d)[1]
	at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	own := func(name string) *domain.Own {
		return (*domain.Own)(nil).With(domain.Override{Key: domain.Key{Field: domain.FieldName, Plan: 7}, Value: name, At: at})
	}
	var entries []int64
	for _, name := range []string{"Ours", "Ours", "Mine"} {
		within(t, d, versions.NewCache(), func(ctx context.Context, s *versions.Store) error {
			now, err := s.Lock(ctx, r)
			if err != nil {
				return err
			}
			entry, err := s.ReplaceOwn(ctx, now, own(name), versions.Cause{Action: "renamed", Object: "Mail"})
			entries = append(entries, entry)
			return err
		})
	}
	if entries[0] == 0 || entries[1] != 0 || entries[2] <= entries[0] {
		t.Fatalf("the entries are %d: the second holds the same as the first", entries)
	}
	within(t, d, versions.NewCache(), func(ctx context.Context, s *versions.Store) error {
		for entry, want := range map[int64]*domain.Own{entries[0] - 1: nil, entries[0]: own("Ours"), entries[2]: own("Mine"), entries[2] + 9: own("Mine")} {
			state, err := s.StateAt(ctx, r, domain.ChangeID(entry))
			if err != nil {
				return err
			}
			if diff := cmp.Diff(want, state.Own, equalValues()); diff != "" || state.Delivered != nil {
				t.Errorf("at entry %d, delivered %v, own (-want +got):\n%s", entry, state.Delivered, diff)
			}
		}
		return nil
	})
}
