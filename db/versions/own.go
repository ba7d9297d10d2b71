package versions

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// ownRow is a row of own; a MadeCatalog of 0 is none.
type ownRow struct {
	Account     int64    `db:"account_id"`
	ID          int64    `db:"own_id"`
	MadeCatalog int64    `db:"made_catalog"`
	Layers      bulk.IDs `db:"layers"`
}

// ownRows loads what the accounts have of their own; an id of 0 is nothing.
func (s *Store) ownRows(ctx context.Context, accounts, ids []int64) ([]ownRow, error) {
	var of, wanted []int64
	for i, id := range ids {
		if id != 0 && s.owns.value(id) == nil {
			of, wanted = append(of, accounts[i]), append(wanted, id)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	var list []ownRow
	const query = `
		SELECT o.account_id, o.id AS own_id, coalesce(o.made_catalog_id, 0) AS made_catalog, o.layers
		FROM unnest($1::bigint[], $2::bigint[]) AS u (account_id, id) JOIN own o ON o.account_id = u.account_id AND o.id = u.id`
	if err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(of), pq.Int64Array(wanted)); err != nil {
		return nil, fmt.Errorf("load what %d accounts have of their own: %w", len(wanted), err)
	}
	return list, nil
}

// addOwns makes what vendors have of their own known. Their made catalogs are known already.
func (s *Store) addOwns(ctx context.Context, list []ownRow) error {
	if err := s.loadLayers(ctx, list); err != nil {
		return err
	}
	for _, row := range list {
		if row.ID != 0 && s.owns.value(row.ID) == nil {
			own := &domain.Own{Made: s.catalogs.value(row.MadeCatalog)}
			if len(row.Layers) > 0 {
				own.Layers = bulk.Column(row.Layers, s.layers.value)
			}
			s.owns.add(version[domain.Own]{id: row.ID, value: own})
		}
	}
	return nil
}

// loadLayers makes the layers of the rows known: one query, none when the cache has them.
func (s *Store) loadLayers(ctx context.Context, list []ownRow) error {
	var accounts, ids []int64
	for _, row := range list {
		ids = append(ids, row.Layers...)
	}
	missing := s.layers.missing(ids, s.cache.layers)
	if len(missing) == 0 {
		return nil
	}
	owner := map[int64]int64{}
	for _, row := range list {
		for _, id := range row.Layers {
			owner[id] = row.Account
		}
	}
	for _, id := range missing {
		accounts = append(accounts, owner[id])
	}
	loaded, err := s.readLayers(ctx, accounts, missing)
	if err != nil {
		return fmt.Errorf("load own values: %w", err)
	}
	for _, id := range missing {
		if loaded[id] == nil {
			return fmt.Errorf("load own values: layer %d is not there", id)
		}
		s.layers.add(version[domain.Layer]{id: id, value: loaded[id]})
	}
	return nil
}

// readLayers reads layers from the tables, each with the account that it is of. One without a value is not among them.
func (s *Store) readLayers(ctx context.Context, accounts, ids []int64) (map[int64]*domain.Layer, error) {
	const query = `
		SELECT l.id, l.plan_id, v.field, v.period_id, v.resource_id, v.from_amount, v.category_id, v.schedule_id, v.name,
			v.value, v.base, coalesce(v.set_by, 0), v.set_at, v.lock
		FROM unnest($1::bigint[], $2::bigint[]) AS u (account_id, id)
		JOIN own_layer l ON l.account_id = u.account_id AND l.id = u.id
		JOIN own_value v ON v.account_id = l.account_id AND v.layer_id = l.id
		ORDER BY l.id, v.period_id, v.resource_id, v.from_amount, v.field COLLATE "C", v.category_id, v.schedule_id,
			v.name COLLATE "C"` // the order of domain.Layer
	result, err := s.tx.QueryContext(ctx, query, pq.Int64Array(accounts), pq.Int64Array(ids))
	if err != nil {
		return nil, err
	}
	defer result.Close()
	loaded := map[int64]*domain.Layer{}
	for result.Next() {
		id, plan, v, err := scanOverride(result)
		if err != nil {
			return nil, err
		}
		if loaded[id] == nil {
			loaded[id] = &domain.Layer{Plan: plan}
		}
		loaded[id].Values = append(loaded[id].Values, v)
	}
	return loaded, result.Err()
}

func scanOverride(row *sql.Rows) (id int64, plan domain.PlanID, v domain.Override, err error) {
	k := &v.Key
	err = row.Scan(&id, &plan, &k.Field, &k.Period, &k.Resource, &k.From, &k.Category, &k.Schedule, &k.Name,
		&v.Value, &v.Base, &v.By, &v.At, &v.Lock)
	k.Plan, v.At = plan, v.At.UTC()
	return id, plan, v, err
}

// ownOf is what one vendor has of their own.
type ownOf struct {
	account domain.AccountID
	own     *domain.Own
}

// saveOwns makes sure that everything has an id. Own values are not shared between vendors, so that there is nothing to
// find by content; what an edit did not touch keeps its id. An empty Own is none: it gets no id.
func (s *Store) saveOwns(ctx context.Context, list []ownOf) error {
	list = slices.DeleteFunc(slices.Clone(list), func(o ownOf) bool { return o.own.IsEmpty() || s.owns.id(o.own) != 0 })
	if len(list) == 0 {
		return nil
	}
	made := slices.DeleteFunc(bulk.Column(list, func(o ownOf) *domain.Catalog { return o.own.Made }),
		func(c *domain.Catalog) bool { return c == nil })
	if err := s.saveCatalogs(ctx, made); err != nil {
		return err
	}
	fresh := s.freshLayers(list)
	ids, err := s.newIDs(ctx, len(fresh)+len(list))
	if err != nil {
		return err
	}
	for i := range fresh {
		fresh[i].id = ids[i]
		s.layers.add(version[domain.Layer]{id: ids[i], value: fresh[i].layer})
	}
	ids = ids[len(fresh):]
	for i, o := range list {
		s.owns.add(version[domain.Own]{id: ids[i], value: o.own})
	}
	rows := bulk.Into("own").
		Ints("account_id", bulk.Column(list, func(o ownOf) int64 { return int64(o.account) })).
		Ints("id", ids).
		Refs("made_catalog_id", bulk.Column(list, func(o ownOf) int64 { return s.catalogs.id(o.own.Made) })).
		Lists("layers", bulk.Column(list, func(o ownOf) []int64 { return bulk.Column(o.own.Layers, s.layers.id) }))
	if len(fresh) == 0 {
		return rows.Run(ctx, s.tx)
	}
	return rows.Run(ctx, s.tx, layerRows(fresh), overrideRows(fresh))
}

// layerOf is one layer of a vendor.
type layerOf struct {
	account int64
	id      int64
	layer   *domain.Layer
}

// freshLayers are those that have no id yet.
func (s *Store) freshLayers(list []ownOf) []layerOf {
	var fresh []layerOf
	for _, o := range list {
		for _, layer := range s.layers.unknown(o.own.Layers) {
			fresh = append(fresh, layerOf{account: int64(o.account), layer: layer})
		}
	}
	return fresh
}

func layerRows(fresh []layerOf) *bulk.Insert {
	return bulk.Into("own_layer").
		Ints("account_id", bulk.Column(fresh, func(l layerOf) int64 { return l.account })).
		Ints("id", bulk.Column(fresh, func(l layerOf) int64 { return l.id })).
		Ints("plan_id", bulk.Column(fresh, func(l layerOf) int64 { return int64(l.layer.Plan) }))
}

func overrideRows(fresh []layerOf) *bulk.Insert {
	type row struct {
		layerOf
		v domain.Override
	}
	var list []row
	for _, l := range fresh {
		for _, v := range l.layer.Values {
			list = append(list, row{l, v})
		}
	}
	texts := func(value func(row) string) []string { return bulk.Column(list, value) }
	ints := func(value func(row) int64) []int64 { return bulk.Column(list, value) }
	return bulk.Into("own_value").
		Ints("account_id", ints(func(r row) int64 { return r.account })).
		Ints("layer_id", ints(func(r row) int64 { return r.id })).
		Texts("field", texts(func(r row) string { return string(r.v.Key.Field) })).
		Ints("period_id", ints(func(r row) int64 { return int64(r.v.Key.Period) })).
		Ints("resource_id", ints(func(r row) int64 { return int64(r.v.Key.Resource) })).
		Ints("from_amount", ints(func(r row) int64 { return r.v.Key.From })).
		Ints("category_id", ints(func(r row) int64 { return int64(r.v.Key.Category) })).
		Ints("schedule_id", ints(func(r row) int64 { return int64(r.v.Key.Schedule) })).
		Texts("name", texts(func(r row) string { return r.v.Key.Name })).
		Prices("amount", texts(func(r row) string { return amountText(r.v) })).
		Texts("value", texts(func(r row) string { return r.v.Value })).
		Texts("base", texts(func(r row) string { return r.v.Base })).
		Texts("lock", texts(func(r row) string { return r.v.Lock })).
		Refs("set_by", ints(func(r row) int64 { return int64(r.v.By) })).
		Times("set_at", bulk.Column(list, func(r row) time.Time { return r.v.At }))
}

// amountText returns the value of an own price or fee, "" for every other field.
func amountText(v domain.Override) string {
	if v.Key.Field.IsPrice() {
		return v.Value
	}
	return ""
}
