package versions

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// catalogRow is a row of catalog; 0 is no part.
type catalogRow struct {
	ID         int64    `db:"id"`
	Hash       []byte   `db:"hash"`
	Plans      bulk.IDs `db:"plans"`
	Categories int64    `db:"categories"`
	Schedules  int64    `db:"schedules"`
	OrderFlow  int64    `db:"order_flow"`
	Privileges int64    `db:"privileges"`
	Terms      int64    `db:"terms"`
}

// loadCatalogs makes the catalogs known, with everything that is in them.
func (s *Store) loadCatalogs(ctx context.Context, ids []int64) error {
	list, err := s.catalogRowsOf(ctx, s.catalogs.missing(ids, nil))
	if err != nil || len(list) == 0 {
		return err
	}
	if err := s.loadParts(ctx, list); err != nil {
		return err
	}
	var plans []int64
	for _, row := range list {
		plans = append(plans, row.Plans...)
	}
	if err := s.loadPlans(ctx, plans); err != nil {
		return err
	}
	for _, row := range list {
		s.catalogs.add(version[domain.Catalog]{row.ID, hash(row.Hash), &domain.Catalog{
			Plans:      bulk.Column(row.Plans, s.plans.value),
			Categories: s.categories.value(row.Categories),
			Schedules:  s.schedules.value(row.Schedules),
			OrderFlow:  s.orderFlows.value(row.OrderFlow),
			Privileges: s.privileges.value(row.Privileges),
			Terms:      s.terms.value(row.Terms),
		}})
	}
	return nil
}

// catalogRowsOf returns the rows of those catalogs that there are: one query, none where the cache has them.
func (s *Store) catalogRowsOf(ctx context.Context, ids []int64) ([]*catalogRow, error) {
	missing := s.rows.missing(ids, s.cache.catalogs)
	if len(missing) > 0 {
		var list []*catalogRow
		const query = `
			SELECT id, hash, plans, coalesce(categories_id, 0) AS categories, coalesce(schedules_id, 0) AS schedules,
				coalesce(order_flow_id, 0) AS order_flow, coalesce(privileges_id, 0) AS privileges,
				coalesce(terms_id, 0) AS terms
			FROM catalog WHERE id = ANY ($1)`
		if err := s.tx.SelectContext(ctx, &list, query, pq.Int64Array(missing)); err != nil {
			return nil, fmt.Errorf("load %d catalogs: %w", len(missing), err)
		}
		for _, row := range list {
			s.rows.add(version[catalogRow]{id: row.ID, value: row})
		}
	}
	return slices.DeleteFunc(bulk.Column(ids, s.rows.value), func(row *catalogRow) bool { return row == nil }), nil
}

// saveCatalogs makes sure that every catalog has an id, with everything that is in it.
func (s *Store) saveCatalogs(ctx context.Context, catalogs []*domain.Catalog) error {
	unknown := s.catalogs.unknown(catalogs)
	if len(unknown) == 0 {
		return nil
	}
	var plans []*domain.Plan
	for _, c := range unknown {
		plans = append(plans, c.Plans...)
	}
	if err := s.savePlans(ctx, plans); err != nil {
		return err
	}
	if err := s.saveParts(ctx, unknown); err != nil {
		return err
	}
	list, err := hashAll(unknown, s.canonicalCatalog)
	if err != nil {
		return err
	}
	return storeHashed(ctx, s.tx, "catalog", s.catalogs, list,
		func(fresh []hashed[domain.Catalog]) (map[hash]int64, error) {
			return insertNew(ctx, s.tx, s.catalogRows(fresh))
		})
}

// canonicalCatalog returns form 1 of a catalog: the hashes of what is in it, one after the other. As in git, the hash of a
// tree is made of the hashes of its leaves. A part that comes with a later form is added only where a catalog has it, and the
// form then begins with the line "form 2" (see form.go).
func (s *Store) canonicalCatalog(c *domain.Catalog) ([]byte, error) {
	var form bytes.Buffer
	fmt.Fprintf(&form, "catalog of %d plans\n", len(c.Plans))
	add := func(h hash) { form.Write(h[:]) }
	for _, p := range c.Plans {
		add(s.plans.byValue()[p].hash)
	}
	add(s.categories.byValue()[c.Categories].hash)
	add(s.schedules.byValue()[c.Schedules].hash)
	add(s.orderFlows.byValue()[c.OrderFlow].hash)
	add(s.privileges.byValue()[c.Privileges].hash)
	add(s.terms.byValue()[c.Terms].hash)
	return form.Bytes(), nil
}

func (s *Store) catalogRows(fresh []hashed[domain.Catalog]) *bulk.Insert {
	type row = hashed[domain.Catalog]
	return bulk.Into("catalog").
		Bytes("hash", hashesOf(fresh)).
		Lists("plans", bulk.Column(fresh, func(f row) []int64 { return bulk.Column(f.value.Plans, s.plans.id) })).
		Refs("categories_id", bulk.Column(fresh, func(f row) int64 { return s.categories.id(f.value.Categories) })).
		Refs("schedules_id", bulk.Column(fresh, func(f row) int64 { return s.schedules.id(f.value.Schedules) })).
		Refs("order_flow_id", bulk.Column(fresh, func(f row) int64 { return s.orderFlows.id(f.value.OrderFlow) })).
		Refs("privileges_id", bulk.Column(fresh, func(f row) int64 { return s.privileges.id(f.value.Privileges) })).
		Refs("terms_id", bulk.Column(fresh, func(f row) int64 { return s.terms.id(f.value.Terms) }))
}
