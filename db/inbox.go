package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// What reached an account, $1, by the numbers of the log: above $2, below $3, of what the user $4 has not read where $5 says so. All is asked on
// indexes: what a run changed stands in its entry; of runs from before, their results tell. Whom a change reached stands in it.
const (
	beyond      = `greatest($2::bigint, CASE WHEN $5 THEN (SELECT inbox_read FROM app_user WHERE id = $4) END)`
	reachedRuns = `
		FROM entry e
		WHERE e.account_id = $1 AND e.id > ` + beyond + ` AND e.id < $3 AND e.run_id IS NOT NULL AND e.run_account_id <> e.account_id
			AND (e.told[1] > 0 OR e.told IS NULL AND EXISTS (
				SELECT FROM run_reseller_of(e.run_account_id, e.run_id, ARRAY[e.account_id]) r WHERE r.changes > 0))
			AND (NOT $5 OR NOT EXISTS (SELECT FROM inbox_seen s WHERE s.user_id = $4 AND s.entry_id = e.id))`
	reachedChanges = `c.reached @> ARRAY[$1::bigint] AND c.id > ` + beyond + ` AND c.id < $3
			AND (NOT $5 OR NOT EXISTS (SELECT FROM inbox_seen s WHERE s.user_id = $4 AND s.entry_id = c.id))`
)

// inboxArgs are the arguments of what reached the viewer's account.
func inboxArgs(v domain.Viewer, after, until int64, unread bool) []any {
	return []any{v.Account.ID, after, before(until), v.User.ID, unread}
}

// defaultInbox is how many rows a page of an inbox has.
const defaultInbox = 25

// Inbox returns a page of what reached the viewer's account. A run that changed nothing for them is not in it. Who did it is not said.
func (d *DB) Inbox(ctx context.Context, v domain.Viewer, q pages.InboxQuery) (inbox pages.Inbox, err error) {
	limit := cmp.Or(max(q.Limit, 0), defaultInbox)
	err = d.read(ctx, func(s *store) error {
		inbox = pages.Inbox{}
		read, err := s.inboxRead(ctx, v)
		if err != nil {
			return err
		}
		if inbox.Rows, err = s.inboxRows(ctx, v, int64(q.Before), q.Unread, limit+1); err != nil {
			return err
		}
		if len(inbox.Rows) > limit {
			inbox.Rows, inbox.Older = inbox.Rows[:limit], inbox.Rows[limit-1].ID
		}
		if inbox.Newest, err = s.newestReached(ctx, v); err != nil {
			return err
		}
		return s.completeInbox(ctx, v, read, &inbox)
	})
	if err != nil {
		return pages.Inbox{}, fmt.Errorf("inbox of account %d: %w", v.Account.ID, err)
	}
	return inbox, nil
}

// inboxRead is up to which entry of the log the viewer has marked everything as read.
func (s *store) inboxRead(ctx context.Context, v domain.Viewer) (read int64, err error) {
	err = s.tx.GetContext(ctx, &read, `SELECT coalesce((SELECT inbox_read FROM app_user WHERE id = $1), 0)`, v.User.ID)
	return read, err
}

// reachedRun is a run that changed an account, at the entry of their log that says so.
type reachedRun struct {
	ID      domain.ChangeID `db:"id"`
	At      time.Time       `db:"at"`
	Run     domain.RunID    `db:"run_id"`
	Kind    domain.RunKind  `db:"kind"`
	Options pq.StringArray  `db:"options"`
	Policy  domain.Policy   `db:"policy"`
	Told    bulk.IDs        `db:"told"`
	takenBack
}

// reachedColumns are those of a reachedRun; e is the entry, r the run.
const reachedColumns = `e.id, r.at, e.run_id, r.kind, r.options, r.policy, coalesce(e.told, (
	SELECT ARRAY[sum(x.changes)] FROM run_reseller_of(e.run_account_id, e.run_id, ARRAY[e.account_id]) x))::bigint[] AS told, ` + takenBackColumns

// takenBack is the run that an undo took back, as takenBackJoin joins it to the run r at the entry e: all of it is empty for no undo.
type takenBack struct {
	BackAt    sql.NullTime    `db:"back_at"`
	BackKind  domain.RunKind  `db:"back_kind"`
	BackEntry domain.ChangeID `db:"back_entry"`
}

const (
	takenBackColumns = `b.at AS back_at, coalesce(b.kind, '') AS back_kind, coalesce((
			SELECT o.id FROM entry o WHERE o.account_id = e.account_id AND o.id < e.id AND o.run_account_id = b.account_id AND o.run_id = b.id
			ORDER BY o.id DESC LIMIT 1), 0) AS back_entry`
	takenBackJoin = `LEFT JOIN run b ON b.account_id = r.account_id AND b.id = r.undoes`
)

func (t takenBack) tells() pages.TakenBack {
	return pages.TakenBack{At: t.BackAt.Time.UTC(), Kind: t.BackKind, Entry: t.BackEntry}
}

// inboxRows returns what reached the viewer's account before an entry, the newest first.
func (s *store) inboxRows(ctx context.Context, v domain.Viewer, until int64, unread bool, limit int) ([]pages.InboxRow, error) {
	args := inboxArgs(v, 0, until, unread)
	var runs []reachedRun
	const query = `
		SELECT ` + reachedColumns + `
		FROM (SELECT e.id, e.account_id, e.run_account_id, e.run_id, e.told ` + reachedRuns + ` ORDER BY e.id DESC LIMIT $6) e
		JOIN run r ON r.account_id = e.run_account_id AND r.id = e.run_id
		` + takenBackJoin + `
		ORDER BY e.id DESC`
	if err := s.tx.SelectContext(ctx, &runs, query, append(args, limit)...); err != nil {
		return nil, fmt.Errorf("runs that reached account %d: %w", v.Account.ID, err)
	}
	changes, err := s.changeRows(ctx, lineParts(), reachedChanges+` ORDER BY c.id DESC LIMIT $6`, append(args, limit)...)
	if err != nil {
		return nil, err
	}
	rows := append(bulk.Column(runs, reachedRun.row), bulk.Column(changes, func(c toldChange) pages.InboxRow {
		return pages.InboxRow{LogRow: reachedRow(v, c)}
	})...)
	slices.SortFunc(rows, func(a, b pages.InboxRow) int { return cmp.Compare(b.ID, a.ID) })
	return rows[:min(len(rows), limit)], nil
}

// reachedRow is a line of a log of a change of somebody above that reached the viewer's account.
func reachedRow(v domain.Viewer, c toldChange) pages.LogRow {
	row := logRow(v, c)
	row.ChangeRecord, row.Reached = c.SeenFromBelow(v.Account.ID), true
	return row
}

func (r reachedRun) row() pages.InboxRow {
	kind := domain.Synchronized
	if r.Kind == domain.UndoRun {
		kind = domain.RunUndone
	}
	record := domain.ChangeRecord{ID: r.ID, At: r.At.UTC(), Run: r.Run, Above: true}
	return pages.InboxRow{LogRow: pages.LogRow{ChangeRecord: record, Action: kind.Info().Words, Received: r.received()}}
}

// received is what the run did to the account.
func (r reachedRun) received() pages.Received {
	received := pages.Received{Ran: r.Kind, Options: options(r.Options), Policy: r.Policy, Back: r.tells()}
	for i := range min(len(r.Told), len(received.Tidings)) {
		received.Tidings[i] = int(r.Told[i])
	}
	return received
}

// newestReached is the newest entry of the log of what reached the viewer's account, zero for none.
func (s *store) newestReached(ctx context.Context, v domain.Viewer) (newest domain.ChangeID, err error) {
	const query = `
		SELECT greatest(0, (SELECT e.id ` + reachedRuns + ` ORDER BY e.id DESC LIMIT 1), (SELECT max(c.id) FROM change c WHERE ` + reachedChanges + `))`
	err = s.tx.GetContext(ctx, &newest, query, inboxArgs(v, 0, 0, false)...)
	return newest, err
}

// completeInbox says what the viewer has not opened yet, of rows that are behind what they marked as read, and adds the names.
func (s *store) completeInbox(ctx context.Context, v domain.Viewer, read int64, inbox *pages.Inbox) error {
	var seen []domain.ChangeID
	ids := bulk.Column(inbox.Rows, func(r pages.InboxRow) domain.ChangeID { return r.ID })
	const query = `SELECT entry_id FROM inbox_seen WHERE user_id = $1 AND entry_id = ANY ($2)`
	if err := s.tx.SelectContext(ctx, &seen, query, v.User.ID, bulk.IDArray(ids)); err != nil {
		return err
	}
	for i := range inbox.Rows {
		row := &inbox.Rows[i]
		row.Unread = int64(row.ID) > read && !slices.Contains(seen, row.ID)
	}
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	records := bulk.Column(inbox.Rows, func(r pages.InboxRow) domain.ChangeRecord { return r.ChangeRecord })
	if inbox.Names, err = s.changeNames(ctx, v, records, now.Effective()); err != nil {
		return err
	}
	return s.subscribedNames(ctx, v, records, inbox.Names)
}

// subscribedNames adds the names of the plans, and of their periods, to which changes subscribe the viewer: they are their vendor's, who does not
// pass on every plan to which they sell subscriptions.
func (s *store) subscribedNames(ctx context.Context, v domain.Viewer, list []domain.ChangeRecord, n domain.Names) error {
	var plans []domain.PlanID
	for _, record := range list {
		for _, e := range record.Edits {
			if e.Key.Field == domain.FieldSubscriptionPlan {
				plans = append(plans, domain.ParseIDs[domain.PlanID](e.From.Text+" "+e.To.Text)...)
			}
		}
	}
	if len(plans) == 0 || v.Account.Parent == 0 {
		return nil
	}
	vendor, err := s.versions.Standing(ctx, v.Account.Parent)
	if err != nil {
		return err
	}
	sold := vendor.Effective()
	for _, id := range plans {
		if plan := sold.Plan(id); plan != nil {
			n.Add(domain.ObjectPlan, int64(id), plan.Name)
			for _, period := range plan.Periods {
				n.Add(domain.ObjectPeriod, int64(period.ID), period.Label())
			}
		}
	}
	return nil
}

// Unread counts what reached the viewer's account and they did not open yet, up to [pages.InboxMost]. It is asked on every page.
func (d *DB) Unread(ctx context.Context, v domain.Viewer) (unread int, err error) {
	const query = `
		SELECT count(*) FROM (
			(SELECT e.id ` + reachedRuns + ` LIMIT $6)
			UNION ALL
			(SELECT c.id FROM change c WHERE ` + reachedChanges + ` LIMIT $6)
			LIMIT $6
		) x`
	err = d.read(ctx, func(s *store) error {
		return s.tx.GetContext(ctx, &unread, query, append(inboxArgs(v, 0, 0, true), pages.InboxMost)...)
	})
	if err != nil {
		return 0, fmt.Errorf("what user %d did not read: %w", v.User.ID, err)
	}
	return unread, nil
}

// InboxChange returns a change of their settings or subscriptions that reached the viewer's account: KindNotFound for any other.
func (d *DB) InboxChange(ctx context.Context, v domain.Viewer, id domain.ChangeID) (row pages.InboxRow, names domain.Names, err error) {
	err = d.read(ctx, func(s *store) error {
		list, err := s.changeRows(ctx, partAt(0), reachedChanges, inboxArgs(v, int64(id)-1, int64(id)+1, false)...)
		if err == nil && len(list) == 0 {
			err = domain.NotFound("The page")
		}
		if err != nil {
			return err
		}
		inbox := pages.Inbox{Rows: []pages.InboxRow{{LogRow: reachedRow(v, list[0])}}}
		if err = s.completeInbox(ctx, v, 0, &inbox); err != nil {
			return err
		}
		row, names = inbox.Rows[0], inbox.Names
		return nil
	})
	return row, names, err
}

// MarkOpened says that the viewer has opened something that reached their account. What they had opened already writes nothing.
func (d *DB) MarkOpened(ctx context.Context, v domain.Viewer, id domain.ChangeID) error {
	const open = `FROM app_user u WHERE u.id = $1 AND u.inbox_read < $2 AND NOT EXISTS (SELECT FROM inbox_seen s WHERE s.user_id = $1 AND s.entry_id = $2)`
	unread := false
	err := d.read(ctx, func(s *store) error {
		return s.tx.GetContext(ctx, &unread, `SELECT EXISTS (SELECT `+open+`)`, v.User.ID, id)
	})
	if err != nil || !unread {
		return err
	}
	return d.write(ctx, func(s *store) error {
		const query = `INSERT INTO inbox_seen (user_id, entry_id) SELECT $1, $2 ` + open + ` ON CONFLICT DO NOTHING`
		_, err := s.tx.ExecContext(ctx, query, v.User.ID, id)
		return err
	})
}

// MarkAllRead says that the viewer has seen all that reached their account up to an entry of the log.
func (d *DB) MarkAllRead(ctx context.Context, v domain.Viewer, until domain.ChangeID) error {
	return d.write(ctx, func(s *store) error {
		newest, err := s.newestReached(ctx, v)
		if err != nil {
			return err
		}
		until = min(until, newest)
		if _, err := s.tx.ExecContext(ctx, `UPDATE app_user SET inbox_read = greatest(inbox_read, $2) WHERE id = $1`, v.User.ID, until); err != nil {
			return fmt.Errorf("mark as read: %w", err)
		}
		_, err = s.tx.ExecContext(ctx, `DELETE FROM inbox_seen WHERE user_id = $1 AND entry_id <= $2`, v.User.ID, until)
		return err
	})
}
