package db

import (
	"context"

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
