package versions

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// The parts of a catalog that hold no money are stored in their canonical form, in one table.
const (
	partCategories = "categories"
	partSchedules  = "schedules"
	partOrderFlow  = "order_flow"
	partPrivileges = "privileges"
	partTerms      = "terms"
)

func normalCategories(c *domain.Categories) *domain.Categories {
	n := &domain.Categories{
		Sales:    sorted(c.Sales, func(a, b domain.SalesCategory) int { return cmp.Compare(a.ID, b.ID) }),
		Plan:     sorted(c.Plan, func(a, b domain.PlanCategory) int { return cmp.Compare(a.ID, b.ID) }),
		Resource: slices.Clone(sorted(c.Resource, func(a, b domain.ResourceCategory) int { return cmp.Compare(a.ID, b.ID) })),
	}
	for i := range n.Resource {
		n.Resource[i].Resources = sorted(n.Resource[i].Resources, cmp.Compare[domain.ResourceID])
	}
	return n
}

func normalSchedules(s *domain.Schedules) *domain.Schedules {
	n := &domain.Schedules{
		List: slices.Clone(sorted(s.List, func(a, b domain.Schedule) int { return cmp.Compare(a.ID, b.ID) }))}
	for i := range n.List {
		if len(n.List[i].Details) == 0 {
			n.List[i].Details = nil
		}
	}
	return n
}

func normalOrderFlow(f *domain.OrderFlow) *domain.OrderFlow {
	n := *f
	n.Transitions = sorted(f.Transitions, func(a, b domain.Transition) int {
		return cmp.Or(cmp.Compare(a.OrderType, b.OrderType), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return &n
}

func normalPrivileges(p *domain.PrivilegeSet) *domain.PrivilegeSet {
	return &domain.PrivilegeSet{List: sorted(p.List, cmp.Compare[domain.Privilege])}
}

func normalTerms(t *domain.Terms) *domain.Terms {
	n := *t
	n.Documents = sorted(t.Documents, func(a, b domain.Document) int { return cmp.Compare(a.ID, b.ID) })
	return &n
}

// saveParts makes sure that every part of the catalogs has an id.
func (s *Store) saveParts(ctx context.Context, catalogs []*domain.Catalog) error {
	of := func(err error, save func() error) error {
		if err != nil {
			return err
		}
		return save()
	}
	err := savePart(ctx, s, partCategories, s.categories, canonicalCategories,
		bulk.Column(catalogs, func(c *domain.Catalog) *domain.Categories { return c.Categories }))
	err = of(err, func() error {
		return savePart(ctx, s, partSchedules, s.schedules, canonicalSchedules,
			bulk.Column(catalogs, func(c *domain.Catalog) *domain.Schedules { return c.Schedules }))
	})
	err = of(err, func() error {
		return savePart(ctx, s, partOrderFlow, s.orderFlows, canonicalOrderFlow,
			bulk.Column(catalogs, func(c *domain.Catalog) *domain.OrderFlow { return c.OrderFlow }))
	})
	err = of(err, func() error {
		return savePart(ctx, s, partPrivileges, s.privileges, canonicalPrivileges,
			bulk.Column(catalogs, func(c *domain.Catalog) *domain.PrivilegeSet { return c.Privileges }))
	})
	return of(err, func() error {
		return savePart(ctx, s, partTerms, s.terms, canonicalTerms,
			bulk.Column(catalogs, func(c *domain.Catalog) *domain.Terms { return c.Terms }))
	})
}

func savePart[T any](ctx context.Context, s *Store, kind string, known *identities[T],
	canonical func(*T) ([]byte, error), parts []*T) error {
	unknown := known.unknown(parts)
	if len(unknown) == 0 {
		return nil
	}
	list, err := hashAll(unknown, canonical)
	if err != nil {
		return err
	}
	return storeHashed(ctx, s.tx, "part", known, list, func(fresh []hashed[T]) (map[hash]int64, error) {
		return insertNew(ctx, s.tx, bulk.Into("part").
			Texts("kind", bulk.Column(fresh, func(hashed[T]) string { return kind })).
			Bytes("hash", hashesOf(fresh)).
			JSON("body", bulk.Column(fresh, func(f hashed[T]) string { return string(f.body[len(kind)+1:]) })))
	})
}

// loadParts makes the parts known, all kinds in one query.
func (s *Store) loadParts(ctx context.Context, list []*catalogRow) error {
	ids := func(id func(*catalogRow) int64) []int64 { return bulk.Column(list, id) }
	missing := slices.Concat(
		s.categories.missing(ids(func(r *catalogRow) int64 { return r.Categories }), s.cache.categories),
		s.schedules.missing(ids(func(r *catalogRow) int64 { return r.Schedules }), s.cache.schedules),
		s.orderFlows.missing(ids(func(r *catalogRow) int64 { return r.OrderFlow }), s.cache.orderFlows),
		s.privileges.missing(ids(func(r *catalogRow) int64 { return r.Privileges }), s.cache.privileges),
		s.terms.missing(ids(func(r *catalogRow) int64 { return r.Terms }), s.cache.terms))
	if len(missing) == 0 {
		return nil
	}
	result, err := s.tx.QueryContext(ctx, `SELECT id, kind, hash, body FROM part WHERE id = ANY ($1)`, pq.Int64Array(missing))
	if err != nil {
		return fmt.Errorf("load parts: %w", err)
	}
	defer result.Close()
	for result.Next() {
		var id int64
		var kind string
		var h []byte
		var body sql.RawBytes
		err := result.Scan(&id, &kind, &h, &body)
		if err == nil {
			err = s.addPart(id, kind, hash(h), body)
		}
		if err != nil {
			return fmt.Errorf("load part %d: %w", id, err)
		}
	}
	return result.Err()
}

func (s *Store) addPart(id int64, kind string, h hash, body []byte) error {
	switch kind {
	case partCategories:
		return readInto[categoriesForm](s.categories, id, h, body)
	case partSchedules:
		return readInto[schedulesForm](s.schedules, id, h, body)
	case partOrderFlow:
		return readInto[orderFlowForm](s.orderFlows, id, h, body)
	case partPrivileges:
		return readInto[privilegesForm](s.privileges, id, h, body)
	default:
		return readInto[termsForm](s.terms, id, h, body)
	}
}

func readInto[F storedPart[T], T any](known *identities[T], id int64, h hash, body []byte) error {
	value, err := readPart[F](body)
	if err == nil {
		known.add(version[T]{id, h, value})
	}
	return err
}
