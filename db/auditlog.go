package db

import (
	"cmp"
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// defaultAudit is how many lines a page of the audit has.
const defaultAudit = 50

// Audit returns one page of what happened to the viewer's account, the newest first: changes of its catalog, of its settings, of its
// users and of the accounts below it, the runs it made, and the runs that changed it. Users of other accounts have no name here: what
// the vendor above did is their own affair. Of changes of users it tells the values only to those who may manage users. It fails with
// KindNotFound for a thing that the account does not know.
//
// Each log is read backwards from where the page before ended, and no further than the page needs.
func (d *DB) Audit(ctx context.Context, v domain.Viewer, q pages.AuditQuery) (pages.Audit, error) {
	if q.Limit <= 0 {
		q.Limit = defaultAudit
	}
	var audit pages.Audit
	err := d.read(ctx, func(s *store) error {
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		about, err := s.auditAbout(ctx, v, q.About, now.Effective())
		if err != nil {
			return err
		}
		audit.About = about.Ref
		logs, err := s.auditLogs(ctx, v, q, about)
		if err != nil {
			return err
		}
		audit.Rows, audit.Next = mergeLogs(logs, q)
		if audit.Users, err = accountUsers(ctx, s.tx, v.Account.ID); err != nil {
			return err
		}
		seeRows(v, audit.Rows, now.State)
		if err = s.tellRuns(ctx, v, audit.Rows); err != nil {
			return err
		}
		if err = s.tellReached(ctx, v, audit.Rows); err != nil {
			return err
		}
		return s.completeAudit(ctx, v, &audit, now.Effective())
	})
	if err != nil {
		return pages.Audit{}, fmt.Errorf("audit of account %d: %w", v.Account.ID, err)
	}
	return audit, nil
}

// completeAudit adds what is there still, and the names.
func (s *store) completeAudit(ctx context.Context, v domain.Viewer, audit *pages.Audit, catalog *domain.Catalog) error {
	things := append(bulk.Column(audit.Rows, func(r pages.LogRow) domain.Ref { return r.About }), audit.About)
	gone, err := s.gone(ctx, v, catalog, things)
	if err != nil {
		return err
	}
	audit.AboutGone = gone[len(audit.Rows)]
	for i := range audit.Rows {
		row := &audit.Rows[i]
		if row.Gone = gone[i]; row.About.Of == domain.ObjectUser && domain.UserID(row.About.ID) != v.User.ID && !v.May(domain.ManageUsers) {
			row.Edits, row.More, row.Mine = nil, 0, false
		}
	}
	audit.Names, err = s.changeNames(ctx, v, recordsOf(audit.Rows), catalog)
	return err
}

// tellRuns gives the lines that are about a run of the viewer's own account, and nothing else, that run, and the plan that it passed on.
func (s *store) tellRuns(ctx context.Context, v domain.Viewer, rows []pages.LogRow) error {
	var ids pq.Int64Array
	for _, row := range rows {
		if row.MineRun && row.Kind == "" {
			ids = append(ids, int64(row.Run))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var list []runRow
	err := s.tx.SelectContext(ctx, &list, `SELECT `+runColumns+runTables+`WHERE r.account_id = $1 AND r.id = ANY ($2)`, v.Account.ID, ids)
	if err != nil {
		return fmt.Errorf("%d runs of the audit: %w", len(ids), err)
	}
	runs := map[domain.RunID]domain.Run{}
	for _, row := range list {
		if runs[row.ID], err = row.run(); err != nil {
			return err
		}
	}
	for i, row := range rows {
		if row.MineRun && row.Kind == "" {
			ran := runs[row.Run]
			rows[i].Ran, rows[i].About = ran, domain.Ref{Of: domain.ObjectPlan, ID: int64(ran.Plan), Name: ran.PlanName}
		}
	}
	return nil
}

// tellReached gives the lines that are about a run of another account what that did to the viewer's.
func (s *store) tellReached(ctx context.Context, v domain.Viewer, rows []pages.LogRow) error {
	isReached := func(r pages.LogRow) bool { return r.Run != 0 && !r.MineRun && r.Kind == "" }
	ids := bulk.Column(filter(rows, isReached), func(r pages.LogRow) domain.ChangeID { return r.ID })
	if len(ids) == 0 {
		return nil
	}
	var list []reachedRun
	const query = `
		SELECT ` + reachedColumns + `
		FROM entry e
		JOIN run r ON r.account_id = e.run_account_id AND r.id = e.run_id
		` + takenBackJoin + `
		WHERE e.account_id = $1 AND e.id = ANY ($2)`
	if err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, bulk.IDArray(ids)); err != nil {
		return fmt.Errorf("%d runs that reached account %d: %w", len(ids), v.Account.ID, err)
	}
	received := map[domain.ChangeID]pages.Received{}
	for _, run := range list {
		received[run.ID] = run.received()
	}
	for i, row := range rows {
		if isReached(row) {
			rows[i].Received = received[row.ID]
		}
	}
	return nil
}

// accountUsers are the users of an account by name.
func accountUsers(ctx context.Context, tx *sqlx.Tx, account domain.AccountID) ([]domain.User, error) {
	var rows []struct {
		ID   domain.UserID `db:"id"`
		Name string        `db:"name"`
	}
	err := tx.SelectContext(ctx, &rows, `SELECT id, name FROM app_user WHERE account_id = $1 ORDER BY name COLLATE name_order, id`, account)
	users := make([]domain.User, len(rows))
	for i, r := range rows {
		users[i] = domain.User{ID: r.ID, Name: r.Name}
	}
	return users, err
}

// auditLog is what was read of one log, the newest first: down to a row, or all of it.
type auditLog struct {
	rows  []auditLine
	all   bool
	floor int64
	read  *int64 // in the place where the page ends: the last row that was taken
}

// mergeLogs takes a page from the logs, the latest row of any first, and says where it ends. A log that was read only in part ends the
// page when it is used up.
func mergeLogs(logs []auditLog, q pages.AuditQuery) (rows []pages.LogRow, next pages.AuditPlace) {
	place := q.After
	logs[0].read, logs[1].read, logs[2].read = &place.Log, &place.Past, &place.Runs
	for len(rows) < q.Limit {
		latest := -1
		for i, log := range logs {
			switch {
			case len(log.rows) == 0 && !log.all:
				*log.read = log.floor
				return rows, place
			case len(log.rows) > 0 && (latest < 0 || log.rows[0].At.After(logs[latest].rows[0].At)):
				latest = i
			}
		}
		if latest < 0 {
			return rows, pages.AuditPlace{}
		}
		log := &logs[latest]
		rows = append(rows, log.rows[0].LogRow)
		*log.read, log.rows = int64(log.rows[0].ID), log.rows[1:]
	}
	for _, log := range logs {
		if len(log.rows) > 0 || !log.all {
			return rows, place
		}
	}
	return rows, pages.AuditPlace{}
}

// joined are two logs with numbers from one sequence as one, as far as both were read. A change that an entry stands for counts once.
func joined(changes, entries auditLog) auditLog {
	var both auditLog
	a, b := changes.rows, entries.rows
	for {
		switch {
		case len(a) == 0 && !changes.all:
			both.floor = changes.floor
			return both
		case len(b) == 0 && !entries.all:
			both.floor = entries.floor
			return both
		case len(a) == 0 && len(b) == 0:
			both.all = true
			return both
		case len(b) == 0 || len(a) > 0 && cmp.Compare(a[0].ID, b[0].ID) >= 0:
			if len(b) > 0 && a[0].ID == b[0].ID {
				b = b[1:]
			}
			both.rows, a = append(both.rows, a[0]), a[1:]
		default:
			if !b[0].told {
				both.rows = append(both.rows, b[0])
			}
			b = b[1:]
		}
	}
}
