package db

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// auditLine is a line of the audit; told is an entry of the log of which a change tells the values.
type auditLine struct {
	pages.LogRow
	told bool
}

// auditLogs reads the logs of the account: changes with the entries that are none, what was written before there were changes, runs.
func (s *store) auditLogs(ctx context.Context, v domain.Viewer, q pages.AuditQuery, about auditThing) ([]auditLog, error) {
	changes, err := s.auditChanges(ctx, v, q, about)
	if err != nil {
		return nil, err
	}
	entries, err := s.auditRows(ctx, v, q, about, auditEntries, q.After.Log)
	if err != nil {
		return nil, err
	}
	past, err := s.auditRows(ctx, v, q, about, auditPast, q.After.Past)
	if err != nil {
		return nil, err
	}
	runs, err := s.auditRows(ctx, v, q, about, auditRuns, q.After.Runs)
	return []auditLog{joined(changes, entries), past, runs}, err
}

// auditChanges reads the next changes that the query lets through: of the account itself, and of somebody above that reached it. Of these, who made
// them is not told, nor which run they made.
func (s *store) auditChanges(ctx context.Context, v domain.Viewer, q pages.AuditQuery, about auditThing) (auditLog, error) {
	const own = `c.account_id = $1 AND ($4::bigint = 0 OR c.user_id = $4)
		AND ($12 = '' OR CASE $12 WHEN 'system' THEN c.user_id IS NULL ELSE u.account_id <> c.account_id END)`
	changes, err := s.auditChangesOf(ctx, v, q, about, own, logRow)
	if err != nil || v.IsProvider() {
		return changes, err
	}
	const reached = `c.reached @> ARRAY[$1::bigint] AND $4::bigint = 0 AND $12 IN ('', 'provider')`
	told, err := s.auditChangesOf(ctx, v, q, about, reached, reachedRow)
	return joined(changes, told), err
}

// auditChangesOf reads the next changes among some that the query lets through, as lines of the audit.
func (s *store) auditChangesOf(ctx context.Context, v domain.Viewer, q pages.AuditQuery, about auditThing, some string, line func(domain.Viewer, toldChange) pages.LogRow) (auditLog, error) {
	where := some + ` AND c.id < $2 AND ($3 = '' OR c.kind = $3)
		AND ($5::timestamptz IS NULL OR c.at >= $5) AND ($6::timestamptz IS NULL OR c.at < $6)
		AND ($7 = '' OR contains_text(c.name, $7) OR c.object_id = $13 OR c.id = $13 OR c.account_id = $1 AND c.run_id = $13
			OR c.object = 'subscription' AND c.object_id IN (SELECT id FROM subscription WHERE account_id = $13)
			OR CASE WHEN c.undoes IS NULL THEN c.kind = ANY ($8) WHEN c.again THEN c.kind = ANY ($9) ELSE c.kind = ANY ($10) END)
		AND (NOT $11 OR c.undoes IS NOT NULL)`
	args := []any{v.Account.ID, before(q.After.Log), q.Kind, q.User, moment(q.From), moment(q.To), q.Search,
		kindsIn(q.Search, domain.Change{}), kindsIn(q.Search, domain.Change{Undoes: 1, Again: true}), kindsIn(q.Search, domain.Change{Undoes: 1}),
		q.Undos, q.By, numberIn(q.Search)}
	if about.Of != "" {
		where += ` AND ` + aboutThing(len(args)+1)
		args = append(args, about.changeArgs()...)
	}
	args = append(args, q.Limit)
	parts := partAt(0)
	if q.Lines {
		parts = lineParts()
	}
	list, err := s.changeRows(ctx, parts, fmt.Sprintf(`%s ORDER BY c.id DESC LIMIT $%d`, where, len(args)), args...)
	return readDown(bulk.Column(list, func(c toldChange) auditLine { return auditLine{LogRow: line(v, c)} }), q.Limit), err
}

// numberIn is the number that a search is, of a change, a run, a reseller or any other thing; null for none.
func numberIn(search string) sql.NullInt64 {
	n, err := strconv.ParseInt(strings.TrimSpace(search), 10, 64)
	return sql.NullInt64{Int64: n, Valid: err == nil && n > 0}
}

// kindsIn are the kinds of change whose words contain a search, of a change like this one.
func kindsIn(search string, like domain.Change) pq.StringArray {
	kinds := pq.StringArray{}
	for _, info := range domain.ChangeKinds() {
		like.Kind = info.Kind
		if strings.Contains(strings.ToLower(like.Words()), strings.ToLower(search)) {
			kinds = append(kinds, string(info.Kind))
		}
	}
	return kinds
}

// The logs that tell no values, with the columns of auditRow.
var (
	auditEntries = `SELECT e.id, e.account_id, e.at, e.user_id, e.action, e.object AS name, coalesce(e.run_id, 0) AS run_id,
		coalesce(e.run_account_id, 0) AS run_account_id, true AS entry FROM entry e`
	auditPast = `SELECT id, account_id, at, user_id, action, object AS name, 0 AS run_id, 0 AS run_account_id, false AS entry FROM audit`
	auditRuns = `SELECT id, account_id, at, user_id, CASE kind WHEN 'undo' THEN ` + wordsOf(domain.RunUndone) + `
			ELSE ` + wordsOf(domain.Synchronized) + ` END AS action,
		plan_name AS name, id AS run_id, account_id AS run_account_id, false AS entry FROM run`
)

// wordsOf are the words of a kind of change as a literal of SQL.
func wordsOf(kind domain.ChangeKind) string { return pq.QuoteLiteral(kind.Info().Words) }

type auditRow struct {
	ID         domain.ChangeID  `db:"id"`
	Account    domain.AccountID `db:"account_id"`
	At         time.Time        `db:"at"`
	UserName   string           `db:"user_name"`
	Above      bool             `db:"above"`
	Action     string           `db:"action"`
	Name       string           `db:"name"`
	Run        domain.RunID     `db:"run_id"`
	RunAccount domain.AccountID `db:"run_account_id"`
	Told       bool             `db:"told"`
}

// auditRows reads the next rows of a log that the query lets through, before one of them.
func (s *store) auditRows(ctx context.Context, v domain.Viewer, q pages.AuditQuery, about auditThing, log string, after int64) (auditLog, error) {
	words := ""
	if q.Undos {
		words = domain.RunUndone.Info().Words
	} else if q.Kind != "" {
		words = q.Kind.Info().Words
	}
	where := ""
	args := []any{v.Account.ID, before(after), words, q.User, moment(q.From), moment(q.To), q.Search, q.Limit, q.By, numberIn(q.Search)}
	if about.Of != "" {
		where = ` AND ` + aboutRun(len(args)+1)
		args = append(args, about.rowArgs()...)
	}
	query := `
		SELECT r.id, r.account_id, r.at, coalesce(u.name, '') AS user_name, r.user_id IS NOT NULL AND u.id IS NULL AS above, r.action, r.name, r.run_id, r.run_account_id,
			r.entry AND EXISTS (SELECT FROM change c WHERE c.account_id = r.account_id AND c.id = r.id) AS told
		FROM (
			SELECT id, account_id, at, user_id, action, name, run_id, run_account_id, entry FROM (` + log + `) l
			WHERE l.account_id = $1 AND l.id < $2 AND ($3 = '' OR l.action = $3) AND ($4::bigint = 0 OR l.user_id = $4)
				AND ($5::timestamptz IS NULL OR l.at >= $5) AND ($6::timestamptz IS NULL OR l.at < $6)
				AND ($7 = '' OR contains_text(l.action, $7) OR contains_text(l.name, $7) OR l.run_id = $10 OR l.entry AND l.id = $10
					OR l.run_account_id = $1 AND l.run_id IN (SELECT run_id FROM entry WHERE account_id = $10 AND run_account_id = $1))
				AND ($9 = '' OR ` + rowMaker + ` = $9)` + where + `
			ORDER BY l.id DESC LIMIT $8
		) r LEFT JOIN app_user u ON u.id = r.user_id AND u.account_id = $1 ORDER BY r.id DESC`
	var list []auditRow
	if err := s.tx.SelectContext(ctx, &list, query, args...); err != nil {
		return auditLog{}, fmt.Errorf("a log of account %d: %w", v.Account.ID, err)
	}
	return readDown(bulk.Column(list, func(r auditRow) auditLine { return r.line(v) }), q.Limit), nil
}

// rowMaker is who did what a row of a log tells, where it was no user of the account.
const rowMaker = `CASE
	WHEN l.run_account_id NOT IN (0, l.account_id) THEN 'provider'
	WHEN l.user_id IS NULL THEN 'system'
	WHEN EXISTS (SELECT FROM app_user own WHERE own.id = l.user_id AND own.account_id = l.account_id) THEN ''
	ELSE 'provider' END`

// readDown is what was read of a log of which at most limit rows were asked for.
func readDown(rows []auditLine, limit int) auditLog {
	log := auditLog{rows: rows, all: len(rows) < limit}
	if len(rows) > 0 {
		log.floor = int64(rows[len(rows)-1].ID)
	}
	return log
}

func (r auditRow) line(v domain.Viewer) auditLine {
	record := domain.ChangeRecord{ID: r.ID, Account: r.Account, At: r.At.UTC(), UserName: r.UserName, Above: r.Above, About: domain.Ref{Name: r.Name}, Run: r.Run}
	return auditLine{pages.LogRow{ChangeRecord: record, Action: r.Action, MineRun: r.Run != 0 && r.RunAccount == v.Account.ID}, r.Told}
}

// moment is a time for a query; the zero time is null.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
