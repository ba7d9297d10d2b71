package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Runs returns the runs of the viewer's own account, the latest first (Desc: the first one first), and how many match: by id, plan, user, by a
// reseller whom they reached, or by a plan that they changed. Sort keys: "latest" (the default), "plan", "user", "changes".
func (d *DB) Runs(ctx context.Context, v domain.Viewer, q pages.ListQuery) ([]domain.Run, int, error) {
	return d.RunsAbout(ctx, v, pages.RunsAbout{}, q)
}

// RunsAbout is Runs of those that reached a reseller below the viewer, or that are about a plan or changed it; neither where both are zero.
func (d *DB) RunsAbout(ctx context.Context, v domain.Viewer, about pages.RunsAbout, q pages.ListQuery) ([]domain.Run, int, error) {
	var list []runRow
	var runs []domain.Run
	query, args := runsQuery(v, about, q)
	err := d.read(ctx, func(s *store) (err error) {
		list = nil
		if err = s.tx.SelectContext(ctx, &list, query, args...); err == nil {
			runs, err = s.runsOf(ctx, list)
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("runs of account %d: %w", v.Account.ID, err)
	}
	if len(list) == 0 {
		return nil, 0, nil
	}
	return runs, list[0].Total, nil
}

// RunsThatChanged are those of the viewer's runs that changed what a reseller has.
func (d *DB) RunsThatChanged(ctx context.Context, v domain.Viewer, reseller domain.AccountID, runs []domain.Run) (map[domain.RunID]bool, error) {
	const query = `
		SELECT run_id FROM run_shared
		WHERE run_account_id = $1 AND run_id = ANY ($2) AND delivered_from IS DISTINCT FROM delivered_to AND account_ids @> ARRAY[$3::bigint]
		UNION
		SELECT z.run_id FROM run_result z JOIN run_shared x ON x.run_account_id = z.run_account_id AND x.run_id = z.run_id AND x.number = z.number
		WHERE z.run_account_id = $1 AND z.run_id = ANY ($2) AND z.account_id = $3
			AND (x.delivered_from IS DISTINCT FROM x.delivered_to OR z.own_from IS DISTINCT FROM z.own_to)`
	if len(runs) == 0 {
		return nil, nil
	}
	var ids []domain.RunID
	of := pq.Int64Array(bulk.Column(runs, func(r domain.Run) int64 { return int64(r.ID) }))
	err := d.read(ctx, func(s *store) error {
		ids = nil
		return s.tx.SelectContext(ctx, &ids, query, v.Account.ID, of, reseller)
	})
	if err != nil {
		return nil, fmt.Errorf("which of %d runs changed account %d: %w", len(runs), reseller, err)
	}
	return setOf(ids), nil
}

// runsQuery is the query of a page of runs. Whom and what is asked for is found once, not for each run.
func runsQuery(v domain.Viewer, about pages.RunsAbout, q pages.ListQuery) (query string, args []any) {
	var parts []string
	where, search := ``, strings.TrimSpace(q.Search)
	limit, offset := window(q.Limit, q.Offset)
	args = []any{v.Account.ID, search, limit, offset}
	if search != "" {
		args = append(args, v.Account.Provider)
		parts = append(parts, runsThatReached("reached", `provider_id = $5 AND account_within(id, $1) AND id <> $1 AND (id::text = $2 OR contains_text(name, $2))`),
			runsThatChanged("altered", `plan_id::text = $2 OR contains_text(name, $2)`))
		where = ` AND (r.id::text = $2 OR contains_text(r.plan_name, $2) OR contains_text(u.name, $2) OR contains_text(reseller.name, $2)
			OR r.id IN (SELECT run_id FROM reached) OR r.id IN (SELECT run_id FROM altered))`
	}
	if about.Reseller != 0 {
		args = append(args, about.Reseller)
		parts = append(parts, runsThatReached("theirs", fmt.Sprintf(`id = $%d AND account_within(id, $1)`, len(args))))
		where += ` AND r.id IN (SELECT run_id FROM theirs)`
	}
	if about.Plan != 0 {
		args = append(args, about.Plan)
		parts = append(parts, runsThatChanged("its", fmt.Sprintf(`plan_id = $%d`, len(args))))
		where += fmt.Sprintf(` AND (r.plan_id = $%d OR r.id IN (SELECT run_id FROM its))`, len(args))
	}
	with := ``
	if len(parts) > 0 {
		with = ` WITH` + strings.Join(parts, `,`)
	}
	return plannedEachTime + with + ` SELECT ` + runColumns + `, count(*) OVER () AS total` + runTables + `
		WHERE r.account_id = $1 AND $2::text IS NOT NULL` + where + ` ORDER BY ` + runOrder(q) + ` LIMIT $3 OFFSET $4`, args
}

// runsThatReached is a part of a query under a name: the runs of the viewer, $1, that reached one of the accounts of a condition.
func runsThatReached(name, accounts string) string {
	return ` ` + name + ` AS MATERIALIZED (
		WITH sought AS MATERIALIZED (SELECT coalesce(array_agg(id), '{}') AS ids FROM account WHERE ` + accounts + `)
		SELECT x.run_id FROM run_shared x
		WHERE x.run_account_id = $1 AND x.skip = '' AND x.account_ids && (SELECT ids FROM sought)
		UNION
		SELECT z.run_id FROM sought, run_result z JOIN run_shared x ON x.run_account_id = z.run_account_id AND x.run_id = z.run_id AND x.number = z.number
		WHERE z.run_account_id = $1 AND z.account_id = ANY (sought.ids) AND x.skip = '')`
}

// runsThatChanged is a part of a query under a name: the runs of the viewer, $1, by which a reseller has another version of one of the plans of a
// condition. Which versions of them a catalog holds is found once, whatever number of runs delivered it.
func runsThatChanged(name, plans string) string {
	return ` ` + name + ` AS MATERIALIZED (
		WITH sought AS MATERIALIZED (SELECT id FROM plan_version WHERE ` + plans + `),
		moved AS MATERIALIZED (
			SELECT run_id, coalesce(delivered_from, 0) AS was, coalesce(delivered_to, 0) AS became FROM run_shared
			WHERE run_account_id = $1 AND delivered_to IS DISTINCT FROM delivered_from AND EXISTS (SELECT FROM sought)
		), pairs AS MATERIALIZED (SELECT DISTINCT was, became FROM moved),
		held AS MATERIALIZED (
			SELECT c.id, array_agg(s.id ORDER BY s.id) AS versions
			FROM (SELECT id, unnest(plans) AS version FROM catalog WHERE id IN (SELECT was FROM pairs UNION SELECT became FROM pairs)) c
			JOIN sought s ON s.id = c.version
			GROUP BY c.id
		), changed AS MATERIALIZED (
			SELECT was, became FROM pairs LEFT JOIN held f ON f.id = was LEFT JOIN held t ON t.id = became WHERE f.versions IS DISTINCT FROM t.versions
		)
		SELECT DISTINCT run_id FROM moved JOIN changed USING (was, became))`
}
