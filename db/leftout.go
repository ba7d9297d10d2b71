package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/views/pages"
)

// LeaveOut says of things that the preview of a dialog showed which of them the run is to leave out: those that were chosen, and no other of
// them. It is kept with the dialog, for its previews and for the run that is sent from them. It fails with KindForbidden where the viewer may
// not synchronize, with KindInvalid, beside the field "key", where the dialog is not theirs or can no longer be sent.
func (d *DB) LeaveOut(ctx context.Context, v domain.Viewer, r domain.RunRequest, shown, chosen domain.LeftOut) error {
	err := d.chooseInPreview(ctx, v, r, "left_out", func(texts []string) ([]string, error) {
		next := domain.ParseLeftOut(texts).Instead(shown, chosen)
		return next.Texts(), next.Check()
	})
	if err != nil {
		return fmt.Errorf("leave out of a run of plan %d: %w", r.Plan, err)
	}
	return nil
}

// chooseInPreview keeps with a dialog what is chosen in its previews, in a column of its row: choose makes it of what is there. It fails as
// LeaveOut does, and as choose does.
func (d *DB) chooseInPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest, column string, choose func(texts []string) ([]string, error)) error {
	if err := v.MaySynchronize(); err != nil {
		return err
	}
	err := d.write(ctx, func(s *store) error {
		if _, err := s.seenInDialog(ctx, v, r); err != nil {
			return err
		}
		var texts pq.StringArray
		if err := s.tx.GetContext(ctx, &texts, `SELECT `+column+` FROM dialog WHERE key = $1 FOR UPDATE`, r.Key); err != nil {
			return err
		}
		next, err := choose(texts)
		if err != nil {
			return err
		}
		_, err = s.tx.ExecContext(ctx, `UPDATE dialog SET `+column+` = $2 WHERE key = $1`, r.Key, pq.StringArray(next))
		return err
	})
	if errors.Is(err, errForeignDialog) {
		err = errors.Join(err, d.SecurityEvent(ctx, v, domain.DialogEvent, fmt.Sprintf("plan %d", r.Plan)))
	}
	return err
}

// withLeftOut is a request with what is left out in the dialog that it names, if that is the viewer's.
func (s *store) withLeftOut(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.RunRequest, error) {
	return leftOutIn(ctx, s.tx, v, r)
}

func leftOutIn(ctx context.Context, tx *sqlx.Tx, v domain.Viewer, r domain.RunRequest) (domain.RunRequest, error) {
	if r.Key == "" {
		return r, nil
	}
	var row struct {
		LeftOut   pq.StringArray `db:"left_out"`
		Decisions pq.StringArray `db:"decisions"`
	}
	const query = `SELECT left_out, decisions FROM dialog WHERE key = $1 AND user_id = $2 AND account_id = $3 AND plan_id = $4
		AND coalesce(subscription_id, 0) = $5`
	err := tx.GetContext(ctx, &row, query, r.Key, v.User.ID, v.Account.ID, r.Plan, r.Subscription)
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("what a dialog leaves out: %w", err)
	}
	r.LeftOut, r.Decisions = domain.ParseLeftOut(row.LeftOut), domain.ParseDecisions(row.Decisions)
	return r, nil
}

// LeftOut is what is left out in the viewer's dialog that a request names; nothing where it names none of theirs.
func (d *DB) LeftOut(ctx context.Context, v domain.Viewer, r domain.RunRequest) (list domain.LeftOut, err error) {
	r.LeftOut = nil
	err = d.read(ctx, func(s *store) error {
		r, err = s.withLeftOut(ctx, v, r)
		return err
	})
	return r.LeftOut, err
}

// namedLeftOut is what a page lists of what a run left out, under the names of today.
func (s *store) namedLeftOut(ctx context.Context, v domain.Viewer, all domain.LeftOut) (left pages.LeftOut, err error) {
	if len(all) == 0 {
		return left, nil
	}
	left.First = all.First(pages.LeftOutShown)
	left.Names, err = s.namesOf(ctx, v, left.First)
	return left, err
}

// chosen lists on a run's page what was left out of it, and what was decided about it.
func (s *store) chosen(ctx context.Context, v domain.Viewer, run domain.Run, page *pages.RunPage) (err error) {
	if page.Left, err = s.namedLeftOut(ctx, v, run.LeftOut); err != nil {
		return err
	}
	page.Decided, err = s.namedDecisions(ctx, v, run.Decisions)
	return err
}

// namesOf are the names of today of what leaves mention.
func (s *store) namesOf(ctx context.Context, v domain.Viewer, leaves []domain.Leave) (names domain.Names, err error) {
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return names, err
	}
	if names, err = s.changeNames(ctx, v, nil, now.Effective()); err != nil {
		return names, err
	}
	var accounts []int64
	for _, leave := range leaves {
		accounts = append(accounts, int64(leave.Account))
	}
	return names, s.addNames(ctx, v, names, accounts)
}
