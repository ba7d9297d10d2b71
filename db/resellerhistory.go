package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// ResellerHistory returns what happened to a reseller below the viewer: changes of their settings and of their subscriptions, and the
// runs and undos that changed them, whoever of those above them did it. What they did themselves is not in it. Only what the viewer's
// own account did has a page and the names of people; of runs of others it tells that they were, and no more. It fails with
// KindNotFound for any other account.
//
// Entries of the log count along with changes, so that the two are read as far back as the page needs, and merged.
func (d *DB) ResellerHistory(ctx context.Context, v domain.Viewer, reseller domain.AccountID, q pages.HistoryQuery) (pages.History, error) {
	var history pages.History
	err := d.read(ctx, func(s *store) error {
		account, err := accountWithin(ctx, s.tx, v.Account.ID, reseller)
		if err == nil && reseller == v.Account.ID {
			err = domain.NotFound("The reseller")
		}
		if err != nil {
			return err
		}
		limit := cmp.Or(max(q.Limit, 0), defaultHistory)
		of := auditThing{Ref: domain.Ref{Of: domain.ObjectReseller, ID: int64(reseller)}}
		if of.subscriptions, err = s.subscriptionIDs(ctx, reseller); err != nil {
			return err
		}
		rows, err := s.resellerChanges(ctx, v, of, before(int64(q.Before)), limit+1)
		if err != nil {
			return err
		}
		runs, err := s.resellerRuns(ctx, v, of, before(int64(q.Before)), limit+1)
		if err != nil {
			return err
		}
		rows = append(rows, runs...)
		slices.SortFunc(rows, func(a, b pages.LogRow) int { return cmp.Compare(b.ID, a.ID) })
		history.Rows, history.Older = pageOf(rows, 0, limit)
		return s.completeResellerHistory(ctx, v, account, &history)
	})
	if err != nil {
		return pages.History{}, fmt.Errorf("history of account %d: %w", reseller, err)
	}
	return history, nil
}

// resellerChanges returns the changes of a reseller's settings and subscriptions before an entry of the log.
func (s *store) resellerChanges(ctx context.Context, v domain.Viewer, of auditThing, before int64, limit int) ([]pages.LogRow, error) {
	where := `c.id < $1 AND ` + aboutThing(3) + ` ORDER BY c.id DESC LIMIT $2`
	list, err := s.changeRows(ctx, partAt(0), where, append([]any{before, limit}, of.changeArgs()...)...)
	return bulk.Column(list, func(c toldChange) pages.LogRow {
		row := logRow(v, c)
		row.Reseller = domain.AccountID(of.ID)
		return row
	}), err
}

// resellerRun is a run that changed a reseller, at the entry of their log that says so.
type resellerRun struct {
	ID       domain.ChangeID  `db:"id"`
	At       time.Time        `db:"at"`
	Account  domain.AccountID `db:"account_id"`
	Run      domain.RunID     `db:"run_id"`
	Kind     domain.RunKind   `db:"kind"`
	UserName string           `db:"user_name"`
	PlanName string           `db:"plan_name"`
	Changes  int              `db:"changes"`
}

// resellerRuns returns the runs that changed a reseller before an entry of the log, but for those that a change of a subscription made
// in the same moment: the change tells of them.
func (s *store) resellerRuns(ctx context.Context, v domain.Viewer, of auditThing, before int64, limit int) ([]pages.LogRow, error) {
	var list []resellerRun
	const query = `
		SELECT e.id, r.at, r.account_id, r.id AS run_id, r.kind, coalesce(u.name, '') AS user_name, r.plan_name,
			coalesce(x.changes, 0) AS changes
		FROM (
			SELECT id, run_account_id, run_id FROM entry
			WHERE account_id = $2 AND id < $3 AND run_id IS NOT NULL
				AND NOT EXISTS (SELECT FROM change c WHERE c.account_id = run_account_id AND c.run_id = entry.run_id
					AND c.object = 'subscription' AND c.object_id = ANY ($5))
			ORDER BY id DESC LIMIT $4
		) e
		JOIN run r ON r.account_id = e.run_account_id AND r.id = e.run_id
		LEFT JOIN app_user u ON u.id = r.user_id AND u.account_id = $1
		LEFT JOIN LATERAL (
			SELECT sum(x.changes) AS changes FROM run_reseller_of(r.account_id, r.id, ARRAY[$2::bigint]) x
		) x ON r.account_id = $1
		ORDER BY e.id DESC`
	if err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, of.ID, before, limit, pq.Int64Array(of.subscriptions)); err != nil {
		return nil, err
	}
	undone, err := s.undone(ctx, "run", bulk.Column(list, func(r resellerRun) logged { return logged{int64(r.Account), int64(r.Run)} }))
	return bulk.Column(list, func(r resellerRun) pages.LogRow {
		row := r.row(v, domain.AccountID(of.ID))
		if row.MineRun {
			row.RunUndoneBy = domain.RunID(undone[int64(r.Run)])
		}
		return row
	}), err
}

// row is the run as a line of the history of a reseller. Of a run of another account it says only that it was.
func (r resellerRun) row(v domain.Viewer, reseller domain.AccountID) pages.LogRow {
	kind := domain.Synchronized
	if r.Kind == domain.UndoRun {
		kind = domain.RunUndone
	}
	row := pages.LogRow{Action: kind.Info().Words, Reseller: reseller, MineRun: r.Account == v.Account.ID}
	row.ChangeRecord = domain.ChangeRecord{ID: r.ID, Account: r.Account, At: r.At.UTC(), Run: r.Run, Above: !row.MineRun}
	if row.MineRun {
		row.UserName, row.About.Name, row.Changes = r.UserName, r.PlanName, r.Changes
	}
	return row
}

// completeResellerHistory adds the names: of what changes mention, and of the accounts below the viewer that made them.
func (s *store) completeResellerHistory(ctx context.Context, v domain.Viewer, reseller domain.Account, history *pages.History) error {
	var makers []struct {
		ID   domain.AccountID `db:"id"`
		Name string           `db:"name"`
	}
	const query = `SELECT id, name FROM account WHERE id = ANY ($1) AND id <> $2 AND account_within(id, $2)`
	ids := bulk.Column(history.Rows, func(r pages.LogRow) int64 { return int64(r.Account) })
	if err := s.tx.SelectContext(ctx, &makers, query, pq.Int64Array(ids), v.Account.ID); err != nil {
		return err
	}
	now, err := s.versions.Standings(ctx, []domain.AccountID{v.Account.ID, reseller.Parent})
	if err != nil {
		return err
	}
	gone, err := s.gone(ctx, v, now[v.Account.ID].Effective(), bulk.Column(history.Rows, func(r pages.LogRow) domain.Ref { return r.About }))
	if err != nil {
		return err
	}
	for i := range history.Rows {
		row := &history.Rows[i]
		row.Gone = gone[i]
		for _, maker := range makers {
			if maker.ID == row.Account {
				row.By = maker.Name
			}
		}
	}
	records := recordsOf(history.Rows)
	history.Names, err = s.changeNames(ctx, v, records, now[v.Account.ID].Effective(), now[reseller.Parent].Effective())
	return err
}
