package db

import (
	"context"

	"tiersync/domain"
)

// Overwrite makes what the viewer's account has of its own something else, as no screen does it: past all checks, and with an entry of
// the log but no change, as everything was before there were changes.
func (d *DB) Overwrite(ctx context.Context, v domain.Viewer, own *domain.Own) error {
	return d.edit(ctx, v, func(s *store) error {
		now, err := s.standing(ctx, v.Account.ID)
		if err == nil {
			_, err = s.replaceOwn(ctx, v.Account.ID, now, own, cause{user: v.User.ID, action: "Edit", object: "Catalog"})
		}
		return err
	})
}
