package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Change returns a change of the viewer's own account, with the values around a place of those that are told; behind the last one, with
// the last ones. It fails with KindNotFound for any other change. A change of a user takes the right that the list of users takes:
// KindForbidden.
func (d *DB) Change(ctx context.Context, v domain.Viewer, id domain.ChangeID, place int) (pages.ChangePage, error) {
	var page pages.ChangePage
	err := d.read(ctx, func(s *store) (err error) {
		page, err = s.changePage(ctx, v, id, partAt(place))
		return err
	})
	if err != nil {
		return pages.ChangePage{}, fmt.Errorf("change %d: %w", id, err)
	}
	return page, nil
}

// WholeChange is Change with all values, whatever their number.
func (d *DB) WholeChange(ctx context.Context, v domain.Viewer, id domain.ChangeID) (page pages.ChangePage, err error) {
	err = d.read(ctx, func(s *store) (err error) {
		page, err = s.changePage(ctx, v, id, everyPart)
		return err
	})
	if err != nil {
		return pages.ChangePage{}, fmt.Errorf("change %d: %w", id, err)
	}
	return page, nil
}

func (s *store) changePage(ctx context.Context, v domain.Viewer, id domain.ChangeID, some someParts) (pages.ChangePage, error) {
	record, err := s.change(ctx, v, id, some)
	if err != nil {
		return pages.ChangePage{}, err
	}
	page := pages.ChangePage{ChangeRecord: record.ChangeRecord, First: record.first, Total: record.total}
	if page.File, err = s.fileOf(ctx, v.Account.ID, id); err != nil {
		return page, err
	}
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return page, err
	}
	gone, err := s.gone(ctx, v, now.Effective(), []domain.Ref{page.About})
	if err != nil {
		return page, err
	}
	page.Sold = now.Effective()
	page.Gone, page.ChangeRecord = gone[0], v.SeenRecord(page.ChangeRecord, now.Own)
	if page.Moved, err = s.movedByRules(ctx, v, record.ChangeRecord); err != nil {
		return page, err
	}
	page.Names, err = s.namesThen(ctx, v, page.ChangeRecord, now.Effective(), id, id-1)
	return page, err
}

// namesThen returns the names of what a change mentions: those in its catalog at the entries of the log that are given, the first
// that has one, else those there are now.
func (s *store) namesThen(ctx context.Context, v domain.Viewer, record domain.ChangeRecord, now *domain.Catalog, entries ...domain.ChangeID) (domain.Names, error) {
	var catalogs []*domain.Catalog
	if domain.InCatalog(record.About.Of) {
		for _, id := range entries {
			then, err := s.versions.StateAt(ctx, v.Account.ID, id)
			if err != nil {
				return domain.Names{}, err
			}
			catalogs = append(catalogs, then.Effective())
		}
	}
	n, err := s.changeNames(ctx, v, []domain.ChangeRecord{record}, append(catalogs, now)...)
	return n.For(record.About, record.Edits), err
}

// PlansThen returns what plans of the viewer's were called after each of some changes, of those that are called otherwise now or are no
// more: one query for all of them.
func (d *DB) PlansThen(ctx context.Context, v domain.Viewer, changes []domain.ChangeID) (map[domain.ChangeID]map[domain.PlanID]string, error) {
	var rows []struct {
		Change domain.ChangeID `db:"id"`
		Plan   domain.PlanID   `db:"plan_id"`
		Name   string          `db:"name"`
	}
	err := d.read(ctx, func(s *store) error {
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		var plans []*domain.Plan
		if catalog := now.Effective(); catalog != nil {
			plans = catalog.Plans
		}
		names := bulk.Column(plans, func(p *domain.Plan) string { return p.Name })
		const query = `
			SELECT DISTINCT e.id, p.plan_id, p.name
			FROM entry e
			LEFT JOIN own o ON o.account_id = e.account_id AND o.id = e.own_to
			JOIN catalog c ON c.id IN (e.delivered_to, o.made_catalog_id)
			JOIN plan_version p ON p.id = ANY (c.plans)
			LEFT JOIN unnest($3::bigint[], $4::text[]) AS n (plan_id, name) ON n.plan_id = p.plan_id
			WHERE e.account_id = $1 AND e.id = ANY ($2) AND n.name IS DISTINCT FROM p.name`
		return s.tx.SelectContext(ctx, &rows, query, v.Account.ID, bulk.IDArray(changes),
			bulk.IDArray(bulk.Column(plans, func(p *domain.Plan) domain.PlanID { return p.ID })), pq.StringArray(names))
	})
	if err != nil {
		return nil, fmt.Errorf("what plans were called after %d changes: %w", len(changes), err)
	}
	then := map[domain.ChangeID]map[domain.PlanID]string{}
	for _, r := range rows {
		if then[r.Change] == nil {
			then[r.Change] = map[domain.PlanID]string{}
		}
		then[r.Change][r.Plan] = r.Name
	}
	return then, nil
}

// EditsOf returns the edits around a place of those that a change of the viewer's own account tells, as [DB.Change] does, and the place
// of what comes behind them; zero: nothing.
func (d *DB) EditsOf(ctx context.Context, v domain.Viewer, id domain.ChangeID, place int) (edits []domain.Edit, next int, err error) {
	err = d.read(ctx, func(s *store) error {
		c, err := s.change(ctx, v, id, partAt(place))
		if next = c.first + pages.Told(c.Edits); next >= c.total {
			next = 0
		}
		if err != nil {
			return err
		}
		now, err := s.versions.Standing(ctx, v.Account.ID)
		edits = v.SeenRecord(c.ChangeRecord, now.Own).Edits
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("values of change %d from %d: %w", id, place, err)
	}
	return edits, next, nil
}

// change returns a change of the viewer's own account that they may see, with the edits of some of its parts.
func (s *store) change(ctx context.Context, v domain.Viewer, id domain.ChangeID, some someParts) (toldChange, error) {
	list, err := s.changeRows(ctx, some, `c.account_id = $1 AND c.id = $2`, v.Account.ID, id)
	switch {
	case err != nil:
		return toldChange{}, err
	case len(list) == 0:
		return toldChange{}, domain.NotFound("The change")
	case list[0].About.Of == domain.ObjectUser && domain.UserID(list[0].About.ID) != v.User.ID:
		return list[0], v.Needs(domain.ManageUsers)
	}
	return list[0], nil
}

// undoing completes an undo with what it takes back, as the log has it. It fails with KindNotFound for what is no change of the
// viewer's account, with KindInvalid for one of a kind that cannot be taken back, and with KindConflict when it was taken back already.
func (s *store) undoing(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Change, error) {
	if c.Undoes == 0 {
		return c, nil
	}
	record, err := s.change(ctx, v, c.Undoes, everyPart)
	if err == nil {
		err = record.Undoable()
	}
	if err != nil {
		return c, err
	}
	undo := record.Undo()
	undo.Bound, undo.WantsBelow = c.Bound, c.WantsBelow
	return undo, nil
}

// defaultHistory is how many rows a page of a history has.
const defaultHistory = 25

// Changes returns the history of a thing of the viewer's own outside catalogs, or of a schedule or category of theirs. What happened to
// resellers, [DB.ResellerHistory] tells.
func (d *DB) Changes(ctx context.Context, v domain.Viewer, about domain.Ref, q pages.HistoryQuery) (pages.History, error) {
	var history pages.History
	limit := q.Limit
	if limit <= 0 {
		limit = defaultHistory
	}
	err := d.read(ctx, func(s *store) error {
		const where = `c.object = $1 AND c.object_id = $2 AND c.code = $3 AND c.id < $4 AND c.account_id = $5 ORDER BY c.id DESC LIMIT $6`
		list, err := s.changeRows(ctx, lineParts(), where, about.Of, about.ID, about.Code, before(int64(q.Before)), v.Account.ID, limit+1)
		if err != nil {
			return err
		}
		if len(list) > limit {
			list, history.Older = list[:limit], list[limit-1].ID
		}
		history.Rows = bulk.Column(list, func(c toldChange) pages.LogRow { return logRow(v, c) })
		now, err := s.versions.Standing(ctx, v.Account.ID)
		if err != nil {
			return err
		}
		history.Names, err = s.changeNames(ctx, v, recordsOf(history.Rows), now.Effective())
		return err
	})
	if err != nil {
		return pages.History{}, fmt.Errorf("history of %s: %w", about.Name, err)
	}
	return history, nil
}

// before is the number that those asked for come before; zero is none.
func before(id int64) int64 {
	if id == 0 {
		return 1<<63 - 1
	}
	return id
}

// logRow is a change as a line of a log that the viewer reads. Who made one of another account has no name.
func logRow(v domain.Viewer, c toldChange) pages.LogRow {
	record, mine := c.ChangeRecord, c.Account == v.Account.ID
	if !mine {
		record.UserName, record.Above = "", true
	}
	return pages.LogRow{ChangeRecord: record, Action: record.Words(), Mine: mine, MineRun: mine, More: c.total - pages.Told(c.Edits)}
}

// seeRows leaves of lines of a log what the viewer may see, whose account has this.
func seeRows(v domain.Viewer, rows []pages.LogRow, now domain.State) {
	for i := range rows {
		rows[i].ChangeRecord = v.SeenRecord(rows[i].ChangeRecord, now.Own)
	}
}

// recordsOf are the changes that lines of a log tell.
func recordsOf(rows []pages.LogRow) []domain.ChangeRecord {
	return bulk.Column(rows, func(r pages.LogRow) domain.ChangeRecord { return r.ChangeRecord })
}

// changeNames returns the names of what changes mention.
func (s *store) changeNames(ctx context.Context, v domain.Viewer, list []domain.ChangeRecord, catalogs ...*domain.Catalog) (domain.Names, error) {
	n, err := s.names(ctx, v.Account.ID, v.Account.ID, catalogs...)
	if err != nil {
		return n, err
	}
	var accounts []int64
	for _, record := range list {
		n.NamesIn(record.About, record.Edits)
		for _, e := range record.Edits {
			accounts = append(accounts, accountsAt(e.Key, e.From, e.To)...)
		}
	}
	for _, record := range list {
		if record.Account == v.Account.ID && slices.ContainsFunc(record.Edits, n.Lacks) {
			if n, err = s.namesAround(ctx, n, record); err != nil {
				return n, err
			}
		}
	}
	return n, s.addNames(ctx, v, n, accounts)
}

// namesAround adds the names of categories and schedules that the account had before a change of its, and after it, and has no more.
func (s *store) namesAround(ctx context.Context, n domain.Names, record domain.ChangeRecord) (domain.Names, error) {
	for _, at := range []domain.ChangeID{record.ID, record.ID - 1} {
		then, err := s.versions.StateAt(ctx, record.Account, at)
		if err != nil {
			return n, err
		}
		n = n.Knowing(then.Effective())
	}
	return n, nil
}

// accountsAt are the accounts that values at a key name.
func accountsAt(key domain.Key, values ...domain.Held) (accounts []int64) {
	if key.Field.Info().Names != domain.ObjectReseller {
		return nil
	}
	for _, held := range values {
		accounts = append(accounts, domain.ParseIDs[int64](held.Text)...)
	}
	return accounts
}

// addNames adds the names of templates, the documents in them and order flows that the viewer may use, and of those of the accounts that
// they may see. Who was moved away from them is called as their log last told.
func (s *store) addNames(ctx context.Context, v domain.Viewer, n domain.Names, accounts []int64) error {
	var list []nameRow
	const query = vendorLine + `
		SELECT 'template' AS object, id, name, 0 AS template FROM template WHERE account_id = $1
		UNION ALL SELECT 'order_flow_template', id, name, 0 FROM order_flow WHERE account_id ` + inLine + `
		UNION ALL SELECT 'terms', (d->>'ID')::bigint, d->>'Name', t.id FROM template t, jsonb_array_elements(t.terms->'Documents') d
			WHERE t.account_id = $1 AND jsonb_typeof(t.terms->'Documents') = 'array'
		UNION ALL (SELECT DISTINCT ON (object_id) object, object_id, name, 0 FROM change
			WHERE object = 'reseller' AND object_id = ANY ($2) AND (account_id = $1 OR reached @> ARRAY[$1::bigint]) ORDER BY object_id, id DESC)
		UNION ALL SELECT 'reseller', id, name, 0 FROM account WHERE id = ANY ($2) AND account_within(id, $1)`
	if err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, pq.Int64Array(accounts)); err != nil {
		return fmt.Errorf("names of templates and flows: %w", err)
	}
	for _, row := range list {
		if row.Template != 0 {
			n.AddDocument(row.Template, row.ID, row.Name)
		} else {
			n.Add(row.Object, row.ID, row.Name)
		}
	}
	return nil
}

// gone reports of each thing whether it is not there any more: in the viewer's catalog, or outside.
func (s *store) gone(ctx context.Context, v domain.Viewer, catalog *domain.Catalog, things []domain.Ref) ([]bool, error) {
	gone := make([]bool, len(things))
	objects, ids, codes := make([]string, len(things)), make([]int64, len(things)), make([]string, len(things))
	for i, about := range things {
		objects[i], ids[i], codes[i] = string(about.Of), about.ID, about.Code
		if domain.InCatalog(about.Of) && about.ID != 0 {
			gone[i] = catalog.Thing(about) == nil
		}
	}
	var list []bool
	query := `SELECT CASE u.object ` + goneByKind() + ` ELSE false END
		FROM unnest($2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS u (object, id, code, n) ORDER BY u.n`
	err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, pq.StringArray(objects), pq.Int64Array(ids), pq.StringArray(codes))
	if err != nil {
		return nil, fmt.Errorf("what is still there of %d things: %w", len(things), err)
	}
	for i := range gone {
		gone[i] = gone[i] || list[i]
	}
	return gone, nil
}

// goneByKind asks of each kind of thing outside catalogs whether the one with the id or code of u has no row any more.
func goneByKind() (kinds string) {
	for _, of := range slices.Sorted(maps.Keys(keepers)) {
		named := `u.id`
		if of.Info().ByCode {
			named = `u.code`
		}
		if row := keepers[of].row; row != "" {
			kinds += ` WHEN '` + string(of) + `' THEN NOT EXISTS (SELECT FROM ` + row + named + `)`
		}
	}
	return kinds
}
