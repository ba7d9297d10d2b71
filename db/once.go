package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// MadeBefore returns the change that a form made which the viewer's account sent before, found by its key ([domain.Change.Once]). ok is
// false where it made nothing yet.
func (d *DB) MadeBefore(ctx context.Context, v domain.Viewer, key string) (done domain.Done, ok bool, err error) {
	if key == "" {
		return done, false, nil
	}
	err = d.read(ctx, func(s *store) error {
		const made = `c.account_id = $1 AND c.id = (SELECT change_id FROM form_sent WHERE account_id = $1 AND key = $2)`
		list, err := s.changeRows(ctx, partAt(0), made, v.Account.ID, key)
		if ok = len(list) > 0; ok {
			c := list[0]
			done = domain.Done{ID: c.ID, Again: true, Change: domain.Change{Kind: c.Kind, About: c.About}, Applied: domain.Applied{Edits: c.Edits}}
		}
		return err
	})
	return done, ok, err
}

// keepOnce says what a form made, in the transaction that makes it: of two that are sent at once, the second finds the key taken.
func (s *store) keepOnce(ctx context.Context, v domain.Viewer, c domain.Change, made domain.ChangeID) error {
	if c.Once == "" {
		return nil
	}
	_, err := s.tx.ExecContext(ctx, `INSERT INTO form_sent (account_id, key, change_id) VALUES ($1, $2, $3)`, v.Account.ID, c.Once, made)
	if err != nil {
		return fmt.Errorf("keep that a form was sent: %w", err)
	}
	return nil
}

// orMade returns what a form made that was refused because it was sent before; ok is false for any other refusal. What was made before
// explains every one: a name that is taken, a thing that is there already.
func (d *DB) orMade(ctx context.Context, v domain.Viewer, key string, refused error) (domain.Done, bool) {
	if domain.KindOf(refused) == domain.KindForbidden {
		return domain.Done{}, false
	}
	done, ok, err := d.MadeBefore(ctx, v, key)
	return done, ok && err == nil
}
