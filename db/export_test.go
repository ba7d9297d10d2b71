package db

import (
	"context"
	"errors"
	"weak"

	"github.com/jmoiron/sqlx"

	"tiersync/db/versions"
	"tiersync/domain"
)

// Overwrite makes what the viewer's account has of its own something else, as no screen does it: past all checks, and with an entry of
// the log but no change, as everything was before there were changes. It is for tests of data from then, and of how
// values are stored that nobody can make.
func (d *DB) Overwrite(ctx context.Context, v domain.Viewer, own *domain.Own) error {
	return d.write(ctx, func(s *store) error {
		if err := lockTree(ctx, s.tx, v.Account.Provider, false); err != nil {
			return err
		}
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err == nil {
			_, err = s.versions.ReplaceOwn(ctx, now, own, versions.Cause{User: v.User.ID, Action: "Edit", Object: "Catalog"})
		}
		return err
	})
}

// LogChange logs a change that was not made: what it says it did is not so. It is for tests of the log itself.
func (d *DB) LogChange(ctx context.Context, v domain.Viewer, c domain.Change, edits []domain.Edit) (id domain.ChangeID, err error) {
	err = d.write(ctx, func(s *store) error {
		id, err = s.logChange(ctx, v, c, edits, 0)
		return err
	})
	return id, err
}

// BlamedScans is Blamed, and how often the log was searched for it.
func (d *DB) BlamedScans(ctx context.Context, v domain.Viewer, about domain.Ref, since domain.ChangeID, key domain.Key) (domain.Blame, int, error) {
	found, scans := &domain.Collisions{List: []domain.Collision{{Key: key}}}, 0
	err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		s := &store{tx: tx, versions: versions.In(tx, versions.NewCache()), atPoint: d.options.AtPoint}
		if err := s.blameEach(ctx, v, domain.Change{About: about, Seen: since}, found); err != nil {
			return err
		}
		return tx.GetContext(ctx, &scans, `SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'entry'`)
	})
	return found.List[0].Blame, scans, err
}

// LentRead is how many notification templates and order flows are read to say what an account may choose from, and what it is called.
func (d *DB) LentRead(ctx context.Context, v domain.Viewer) (rows int, err error) {
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		s := &store{tx: tx, versions: versions.In(tx, versions.NewCache()), atPoint: d.options.AtPoint}
		about := domain.Change{About: domain.Ref{Of: domain.ObjectTemplate}, Edits: []domain.Edit{{Key: domain.Key{Field: domain.FieldOrderFlow}}}}
		if _, err := tx.ExecContext(ctx, `SET LOCAL plan_cache_mode = auto`); err != nil { // as everywhere but in tests
			return err
		}
		_, namesErr := s.names(ctx, v.Account.ID, v.Account.ID)
		_, visibleErr := s.visibleNotifications(ctx, v.Account.ID, nil)
		err := errors.Join(s.listFacts(ctx, v, about, false, &domain.Facts{}), namesErr, visibleErr, s.addNames(ctx, v, domain.NamesOf(), nil))
		if err != nil {
			return err
		}
		return tx.GetContext(ctx, &rows, `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
			WHERE relname IN ('notification_template', 'order_flow')`)
	})
	return rows, err
}

// BusySigningIn takes the desks at which strangers' passwords are hashed, and all connections for signing in while during runs, which is
// told how many stand in the line.
func (d *DB) BusySigningIn(ctx context.Context, during func(line func() int)) error {
	room := d.hashing.strangers
	for range room.desks {
		leave, err := room.enter(ctx)
		if err != nil {
			return err
		}
		defer leave()
	}
	var hold func(connections int) error
	hold = func(connections int) error {
		if connections == 0 {
			during(func() int { return room.crowd() - room.desks })
			return nil
		}
		return d.inTx(ctx, d.signIn, nil, func(*sqlx.Tx) error { return hold(connections - 1) })
	}
	return hold(signInConns)
}

// FoldedPreview returns what is remembered of a preview, and whether all that it was made of is still in memory.
func (d *DB) FoldedPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest) (remembered any, whole func() bool, err error) {
	c, err := d.previewUnless(ctx, v, r, func(answerKey) bool { return false })
	if err != nil {
		return nil, nil, err
	}
	made := weak.Make(c)
	return c.folded(folds{plans: true}), func() bool { return made.Value() != nil }, nil
}
