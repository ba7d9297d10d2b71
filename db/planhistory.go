package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// PlanHistory returns the history of a plan of the viewer's: every entry of their log in which it became otherwise, the newest first.
// Changes are found in their log by the plan; of what no change tells, that is runs and edits from before there were changes, a
// bounded number of entries is looked through for a page.
func (d *DB) PlanHistory(ctx context.Context, v domain.Viewer, plan domain.PlanID, q pages.HistoryQuery) (pages.History, error) {
	var history pages.History
	err := d.read(ctx, func(s *store) error {
		limit := cmp.Or(max(q.Limit, 0), defaultHistory)
		told, err := s.planChanges(ctx, v, plan, before(int64(q.Before)), limit+1)
		if err != nil {
			return err
		}
		enough := int64(0) // the page does not reach further back
		if len(told) > limit {
			enough = int64(told[limit].ID)
		}
		past, seen, floor, err := s.planPast(ctx, v, plan, before(int64(q.Before)), enough, limit+1)
		if err != nil {
			return err
		}
		rows := append(told, past...)
		slices.SortFunc(rows, func(a, b pages.LogRow) int { return cmp.Compare(b.ID, a.ID) })
		history.Rows, history.Older = pageOf(rows, floor, limit)
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		seeRows(v, history.Rows, now.State)
		history.Names, err = s.changeNames(ctx, v, recordsOf(history.Rows), append([]*domain.Catalog{now.Effective()}, catalogsIn(seen...)...)...)
		return err
	})
	if err != nil {
		return pages.History{}, fmt.Errorf("history of plan %d: %w", plan, err)
	}
	return history, nil
}

// pageOf cuts the rows to a page; below floor, which is zero where all was looked through, there may be rows that are not among them.
func pageOf(rows []pages.LogRow, floor int64, limit int) ([]pages.LogRow, domain.ChangeID) {
	rows = slices.DeleteFunc(rows, func(r pages.LogRow) bool { return int64(r.ID) < floor })
	if len(rows) > limit {
		return rows[:limit], rows[limit-1].ID
	}
	return rows, domain.ChangeID(floor)
}

// planChanges returns the changes of the plan before an entry of the log, those of many things at once among them.
func (s *store) planChanges(ctx context.Context, v domain.Viewer, plan domain.PlanID, before int64, limit int) ([]pages.LogRow, error) {
	about := auditThing{Ref: domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}}
	where := `c.account_id = $1 AND c.id < $2 AND ` + aboutThing(4) + ` ORDER BY c.id DESC LIMIT $3`
	list, err := s.changeRows(ctx, planParts(plan), where, append([]any{v.Account.ID, before, limit}, about.changeArgs()...)...)
	rows := make([]pages.LogRow, len(list))
	for i, c := range list {
		c.Edits = filter(c.Edits, func(e domain.Edit) bool { return e.Key.Plan == plan })
		c.total = pages.Told(c.Edits) // of others, the history of a plan does not tell
		rows[i] = logRow(v, c)
	}
	return rows, err
}

// pastChunks are how many entries are looked through at once for what no change tells, one after the other until a page is full: mostly
// the latest do, and a plan may have been as it is for years.
var pastChunks = []int{60, 240, 900, 2800}

// planPast returns the entries that are no change in which the plan became otherwise, the newest first: those before an entry, down to
// another one. seen are their versions of it; floor is the entry down to which it looked, zero when all was looked through that was asked for.
func (s *store) planPast(ctx context.Context, v domain.Viewer, plan domain.PlanID, before, enough int64, limit int) (rows []pages.LogRow, seen []domain.State, floor int64, err error) {
	var first int64 // change of the account: what is older and no run is an edit from before there were changes
	const query = `SELECT coalesce(min(id), 9223372036854775807) FROM change WHERE account_id = $1`
	if err := s.tx.GetContext(ctx, &first, query, v.Account.ID); err != nil {
		return nil, nil, 0, err
	}
	if v.IsProvider() { // whom no run changes
		before = min(before, first)
	}
	var moves []planMove
	for _, size := range pastChunks {
		chunk, err := s.planMoves(ctx, v.Account.ID, plan, before, first, enough, size)
		if err != nil {
			return nil, nil, 0, err
		}
		if len(chunk) > 0 {
			before = int64(chunk[len(chunk)-1].ID)
		}
		moved, err := s.thatMoved(ctx, v.Account.ID, plan, chunk)
		if err != nil {
			return nil, nil, 0, err
		}
		moves = append(moves, moved...)
		if len(moves) >= limit { // those below the page are not needed
			moves, before = moves[:limit], int64(moves[limit-1].ID)
			break
		}
		if len(chunk) < size {
			before = 0
			break
		}
	}
	rows, err = s.moveRows(ctx, v, plan, moves)
	for _, m := range moves {
		seen = append(seen, m.after, m.before)
	}
	return rows, seen, before, err
}

// thatMoved are the entries of a list that made something otherwise about the plan, with what the account had of it around them.
func (s *store) thatMoved(ctx context.Context, account domain.AccountID, plan domain.PlanID, list []planMove) ([]planMove, error) {
	list = filter(list, func(m planMove) bool { return m.moved() || m.GeneralFrom != m.GeneralTo })
	had, has, err := s.statesAround(ctx, account, list)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].before, list[i].after = had[i], has[i]
	}
	return filter(list, func(m planMove) bool { return m.moved() || len(m.edits(plan)) > 0 }), nil
}

// planMove is an entry of a vendor's log with the versions of one plan before and after it; 0 is none.
type planMove struct {
	changeRow
	RunAccount    domain.AccountID `db:"run_account_id"`
	DeliveredFrom int64            `db:"delivered_from"`
	DeliveredTo   int64            `db:"delivered_to"`
	MadeFrom      int64            `db:"made_from"`
	MadeTo        int64            `db:"made_to"`
	LayerFrom     int64            `db:"layer_from"`
	LayerTo       int64            `db:"layer_to"`
	GeneralFrom   int64            `db:"general_from"` // rules for more than a plan are there, and what is of no plan
	GeneralTo     int64            `db:"general_to"`
	Rules         bool             `db:"rules"` // a change of price rules

	before, after domain.State
}

func (m planMove) moved() bool {
	return m.DeliveredFrom != m.DeliveredTo || m.MadeFrom != m.MadeTo || m.LayerFrom != m.LayerTo
}

// edits are what the entry made otherwise about the plan.
func (m planMove) edits(plan domain.PlanID) []domain.Edit {
	return domain.VersionEdits(domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}, m.before, m.after)
}

// moveColumns are what the queries for versions of a plan read of the log.
const moveColumns = `e.id, e.account_id, e.at, e.user_id, e.run_account_id, e.run_id, e.action, e.object,
	e.delivered_from, e.delivered_to, e.own_from, e.own_to`

// ruleChanges are the changes of price rules of account $1 that are not about plan $3 alone: what they made of its prices they do not tell.
const ruleChanges = `ARRAY(SELECT c.id FROM change c WHERE c.account_id = $1 AND c.kind = 'price_rules_changed'
				AND NOT EXISTS (SELECT FROM change_part p WHERE p.account_id = c.account_id AND p.change_id = c.id AND p.plans @> ARRAY[$3::bigint]))`

// planMoves reads the next entries between two that are runs, changes of price rules, or edits from before the first change, with the versions of
// the plan. The plan is looked for in the catalogs by SQL, because only few of them need be loaded.
func (s *store) planMoves(ctx context.Context, account domain.AccountID, plan domain.PlanID, before, first, after int64, limit int) ([]planMove, error) {
	const query = `
		WITH log AS MATERIALIZED (
			SELECT ` + moveColumns + ` FROM entry e
			WHERE e.account_id = $1 AND e.id < $2 AND e.id > $5 AND (e.run_id IS NOT NULL OR e.id < $6 OR e.id = ANY (` + ruleChanges + `))
			ORDER BY e.id DESC LIMIT $4
		), ` + planVersions + `
		SELECT l.id, l.account_id, l.at, CASE WHEN u.account_id = l.account_id THEN u.name ELSE '' END AS user_name,
			coalesce(l.run_id, 0) AS run_id, coalesce(l.run_account_id, 0) AS run_account_id, l.action AS kind, l.object AS name,
			coalesce(df.version, 0) AS delivered_from, coalesce(dt.version, 0) AS delivered_to,
			coalesce(mf.version, 0) AS made_from, coalesce(mt.version, 0) AS made_to,
			coalesce(f.layer, 0) AS layer_from, coalesce(t.layer, 0) AS layer_to,
			coalesce(f.general, 0) AS general_from, coalesce(t.general, 0) AS general_to, l.run_id IS NULL AND l.id >= $6 AS rules
		FROM log l LEFT JOIN app_user u ON u.id = l.user_id
		LEFT JOIN owned f ON f.id = l.own_from LEFT JOIN owned t ON t.id = l.own_to
		LEFT JOIN version df ON df.catalog = l.delivered_from LEFT JOIN version dt ON dt.catalog = l.delivered_to
		LEFT JOIN version mf ON mf.catalog = f.made LEFT JOIN version mt ON mt.catalog = t.made
		ORDER BY l.id DESC`
	var list []planMove
	if err := s.tx.SelectContext(ctx, &list, query, account, before, plan, limit, after, first); err != nil {
		return nil, fmt.Errorf("entries of account %d before %d: %w", account, before, err)
	}
	return list, nil
}

// planVersions are the versions of plan $3 in the catalogs that the entries in log lead from and to, and its layers of own values.
const planVersions = `owned AS MATERIALIZED (
			SELECT o.id, o.made_catalog_id AS made,
				(SELECT l.id FROM own_layer l WHERE l.account_id = $1 AND l.id = ANY (o.layers) AND l.plan_id = $3) AS layer,
				(SELECT l.id FROM own_layer l WHERE l.account_id = $1 AND l.id = ANY (o.layers) AND l.plan_id = 0) AS general
			FROM own o WHERE o.account_id = $1 AND o.id IN (SELECT own_from FROM log UNION SELECT own_to FROM log)
		), version AS MATERIALIZED (
			SELECT c.id AS catalog, w.id AS version
			FROM catalog c CROSS JOIN LATERAL unnest(c.plans) AS p (id) JOIN plan_version w ON w.id = p.id AND w.plan_id = $3
			WHERE c.id IN (SELECT delivered_from FROM log UNION SELECT delivered_to FROM log UNION SELECT made FROM owned)
		)`

// statesAround returns what the account had of the plan before each move, and what after it.
func (s *store) statesAround(ctx context.Context, account domain.AccountID, moves []planMove) (before, after []domain.State, err error) {
	pointers := make([]versions.PlanPointer, 2*len(moves))
	for i, m := range moves {
		pointers[i] = versions.PlanPointer{Account: account, Delivered: m.DeliveredFrom, Made: m.MadeFrom, Layer: m.LayerFrom, General: m.GeneralFrom}
		pointers[len(moves)+i] = versions.PlanPointer{Account: account, Delivered: m.DeliveredTo, Made: m.MadeTo, Layer: m.LayerTo, General: m.GeneralTo}
	}
	states, err := s.versions.PlanStates(ctx, pointers)
	if err != nil {
		return nil, nil, err
	}
	return states[:len(moves)], states[len(moves):], nil
}

// catalogsIn returns the catalogs in the states, for the names in them.
func catalogsIn(states ...domain.State) []*domain.Catalog {
	var list []*domain.Catalog
	for _, state := range states {
		list = append(list, state.Delivered, state.Own.MadeCatalog())
	}
	return list
}

// moveRows tell entries: what they made otherwise about the plan. Changes of price rules have a page.
func (s *store) moveRows(ctx context.Context, v domain.Viewer, plan domain.PlanID, moves []planMove) ([]pages.LogRow, error) {
	rules := bulk.Column(filter(moves, func(m planMove) bool { return m.Rules }), func(m planMove) domain.ChangeID { return m.ID })
	told := map[domain.ChangeID]pages.LogRow{}
	if len(rules) > 0 {
		list, err := s.changeRows(ctx, planParts(plan), `c.account_id = $1 AND c.id = ANY ($2)`, v.Account.ID, bulk.IDArray(rules))
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			told[c.ID] = logRow(v, c)
		}
	}
	var rows []pages.LogRow
	for _, m := range moves {
		row, is := told[m.ID]
		if !is {
			record := domain.ChangeRecord{ID: m.ID, Account: m.Account, At: m.At.UTC(), UserName: m.UserName, Run: m.Run, About: domain.Ref{Name: m.Name}}
			row = pages.LogRow{ChangeRecord: record, Action: string(m.Kind), MineRun: m.RunAccount == v.Account.ID}
		}
		row.Edits, row.More = m.edits(plan), 0
		rows = append(rows, row)
	}
	return rows, nil
}

// PlanVersions returns a plan of the viewer's as it was after entries of their log, in the order asked for, and the names of what the
// versions mention. It fails with KindNotFound for an entry of another account, and where none of them has the plan.
func (d *DB) PlanVersions(ctx context.Context, v domain.Viewer, plan domain.PlanID, ids ...domain.ChangeID) (list []pages.PlanVersion, n domain.Names, err error) {
	err = d.read(ctx, func(s *store) error {
		const query = `
			WITH log AS MATERIALIZED (SELECT ` + moveColumns + ` FROM entry e WHERE e.account_id = $1 AND e.id = ANY ($2)), ` + planVersions + `
			SELECT l.id, l.account_id, l.at, CASE WHEN u.account_id = l.account_id THEN u.name ELSE '' END AS user_name,
				coalesce(l.run_id, 0) AS run_id, coalesce(dt.version, 0) AS delivered_to, coalesce(mt.version, 0) AS made_to,
				coalesce(t.layer, 0) AS layer_to, coalesce(t.general, 0) AS general_to
			FROM log l LEFT JOIN app_user u ON u.id = l.user_id LEFT JOIN owned t ON t.id = l.own_to
			LEFT JOIN version dt ON dt.catalog = l.delivered_to LEFT JOIN version mt ON mt.catalog = t.made`
		var moves []planMove
		if err := s.tx.SelectContext(ctx, &moves, query, v.Account.ID, bulk.IDArray(ids), plan); err != nil {
			return err
		}
		_, states, err := s.statesAround(ctx, v.Account.ID, moves)
		if err != nil {
			return err
		}
		if list, err = inOrder(moves, states, plan, ids); err != nil {
			return err
		}
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		n, err = s.changeNames(ctx, v, nil, append([]*domain.Catalog{now.Effective()}, catalogsIn(states...)...)...)
		return err
	})
	if err != nil {
		return nil, n, fmt.Errorf("versions %d of plan %d: %w", ids, plan, err)
	}
	return list, n, nil
}

// inOrder are the versions that the moves lead to, whose states they are, as asked for.
func inOrder(moves []planMove, states []domain.State, plan domain.PlanID, ids []domain.ChangeID) ([]pages.PlanVersion, error) {
	var list []pages.PlanVersion
	there := false
	for _, id := range ids {
		i := slices.IndexFunc(moves, func(m planMove) bool { return m.ID == id })
		if i < 0 {
			return nil, domain.NotFound("The version")
		}
		m := moves[i]
		there = there || states[i].Effective().Plan(plan) != nil
		list = append(list, pages.PlanVersion{ID: id, At: m.At.UTC(), UserName: m.UserName, Run: m.Run, State: states[i]})
	}
	if !there {
		return nil, domain.NotFound("The version")
	}
	return list, nil
}
