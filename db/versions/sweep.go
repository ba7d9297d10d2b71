package versions

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db/bulk"
)

// This file deletes the versions that nobody refers to any more: no pointer, no entry of the log, no run, and no version that stays.

// Turns are the transactions of a sweep, in each of which it does a little.
type Turns interface {
	// Look runs fn in a transaction that sees one moment.
	Look(ctx context.Context, fn func(*sqlx.Tx) error) error
	// Alone runs fn in a transaction beside which nobody writes, and which may delete versions.
	Alone(ctx context.Context, fn func(*sqlx.Tx) error) error
}

// Swept counts the versions that were deleted.
type Swept struct {
	Owns, Layers, Catalogs, Plans, Parts, Outcomes int
}

// kind is one kind of versions. unused lists those that nothing refers to, by account and id (an account of 0 for what all accounts share).
//
// Between that moment and the one in which they are deleted, a version by content may be found by its hash and be referred to again.
// Whatever does so is new then: since lists what is referred to by what came after the latest entry, catalog and run of that moment. What
// belongs to one account is never found by content; since is empty.
type kind struct {
	name    string
	unused  string
	since   string
	delete  []string // from what belongs to it to itself; u are the rows that go
	at      int      // how many are deleted in a turn
	counted func(*Swept) *int
}

// kinds begins with what refers to others.
func kinds() []kind {
	return []kind{
		{
			name: "own", at: 1000, counted: func(s *Swept) *int { return &s.Owns },
			unused: `
				SELECT o.account_id, o.id FROM own o
				WHERE NOT EXISTS (SELECT FROM pointer p WHERE p.account_id = o.account_id AND p.own_id = o.id)
					AND NOT EXISTS (SELECT FROM entry e WHERE e.account_id = o.account_id AND e.own_from = o.id)
					AND NOT EXISTS (SELECT FROM entry e WHERE e.account_id = o.account_id AND e.own_to = o.id)
					AND NOT EXISTS (SELECT FROM run_result r WHERE r.account_id = o.account_id AND r.own_from = o.id)
					AND NOT EXISTS (SELECT FROM run_result r WHERE r.account_id = o.account_id AND r.own_to = o.id)
					AND NOT EXISTS (SELECT FROM (SELECT DISTINCT unnest(own_ids) AS id FROM run_shared) s WHERE s.id = o.id)`,
			delete: []string{`own o USING u WHERE o.account_id = u.account_id AND o.id = u.id`},
		},
		{
			name: "own_layer", at: 500, counted: func(s *Swept) *int { return &s.Layers },
			unused: `
				SELECT l.account_id, l.id FROM own_layer l
				WHERE NOT EXISTS (
					SELECT FROM (SELECT DISTINCT account_id, unnest(layers) AS id FROM own) o WHERE o.account_id = l.account_id AND o.id = l.id)`,
			delete: []string{
				`own_value v USING u WHERE v.account_id = u.account_id AND v.layer_id = u.id`,
				`own_layer l USING u WHERE l.account_id = u.account_id AND l.id = u.id`,
			},
		},
		{
			name: "catalog", at: 200, counted: func(s *Swept) *int { return &s.Catalogs },
			unused: `
				SELECT 0 AS account_id, c.id FROM catalog c
				WHERE NOT EXISTS (SELECT FROM pointer p WHERE p.delivered_id = c.id)
					AND NOT EXISTS (SELECT FROM entry e WHERE e.delivered_from = c.id)
					AND NOT EXISTS (SELECT FROM entry e WHERE e.delivered_to = c.id)
					AND NOT EXISTS (SELECT FROM own o WHERE o.made_catalog_id = c.id)
					AND NOT EXISTS (SELECT FROM run_shared s WHERE s.delivered_from = c.id)
					AND NOT EXISTS (SELECT FROM run_shared s WHERE s.delivered_to = c.id)`,
			since: `
				SELECT unnest(ARRAY[e.delivered_to, o.made_catalog_id]) AS id
				FROM pointer p JOIN entry e ON e.account_id = p.account_id AND e.id > (SELECT entry FROM latest)
				LEFT JOIN own o ON o.account_id = e.account_id AND o.id = e.own_to
				WHERE p.entry_id > (SELECT entry FROM latest)`,
			delete: []string{`catalog c USING u WHERE c.id = u.id`},
		},
		{
			name: "plan_version", at: 100, counted: func(s *Swept) *int { return &s.Plans },
			unused: `
				SELECT 0 AS account_id, p.id FROM plan_version p
				WHERE NOT EXISTS (SELECT FROM (SELECT DISTINCT unnest(plans) AS id FROM catalog) c WHERE c.id = p.id)`,
			since: `SELECT unnest(plans) AS id FROM catalog WHERE id > (SELECT catalog FROM latest)`,
			delete: []string{
				`rate_price r USING u WHERE r.plan_version = u.id`,
				`rate_version r USING u WHERE r.plan_version = u.id`,
				`period_version r USING u WHERE r.plan_version = u.id`,
				`upgrade_version r USING u WHERE r.plan_version = u.id`,
				`plan_version p USING u WHERE p.id = u.id`,
			},
		},
		{
			name: "part", at: 20, counted: func(s *Swept) *int { return &s.Parts },
			unused: `
				SELECT 0 AS account_id, p.id FROM part p
				WHERE NOT EXISTS (SELECT FROM (SELECT DISTINCT ` + partsOfCatalog + ` AS id FROM catalog) c WHERE c.id = p.id)`,
			since:  `SELECT ` + partsOfCatalog + ` AS id FROM catalog WHERE id > (SELECT catalog FROM latest)`,
			delete: []string{`part p USING u WHERE p.id = u.id`},
		},
		{
			name: "outcome_set", at: 500, counted: func(s *Swept) *int { return &s.Outcomes },
			unused: `
				SELECT 0 AS account_id, o.id FROM outcome_set o
				WHERE NOT EXISTS (SELECT FROM (SELECT DISTINCT unnest(outcomes) AS id FROM run_shared) s WHERE s.id = o.id)`,
			since: `
				SELECT unnest(s.outcomes) AS id FROM run r JOIN run_shared s ON s.run_account_id = r.account_id AND s.run_id = r.id
				WHERE r.id > (SELECT run FROM latest)`,
			delete: []string{`outcome_set o USING u WHERE o.id = u.id`},
		},
	}
}

const partsOfCatalog = `unnest(ARRAY[categories_id, schedules_id, order_flow_id, privileges_id, terms_id])`

// Sweep deletes the versions that nothing refers to, a few in each turn, and counts them. Whatever is read or written meanwhile, no
// version goes that somebody has, may bring back, or comes to while the sweep goes on.
func Sweep(ctx context.Context, turns Turns, swept *Swept) error {
	for _, k := range kinds() {
		if err := k.sweep(ctx, turns, k.counted(swept)); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
	}
	return nil
}

// moment is the latest of what there was when nobody wrote.
type moment struct {
	Entry   int64 `db:"entry"`
	Catalog int64 `db:"catalog"`
	Run     int64 `db:"run"`
}

func (k kind) sweep(ctx context.Context, turns Turns, swept *int) error {
	var latest moment
	const now = `
		SELECT (SELECT coalesce(max(entry_id), 0) FROM pointer) AS entry, (SELECT coalesce(max(id), 0) FROM catalog) AS catalog,
			(SELECT coalesce(max(id), 0) FROM run) AS run`
	if err := turns.Alone(ctx, func(tx *sqlx.Tx) error { return tx.GetContext(ctx, &latest, now) }); err != nil {
		return err
	}
	var unused []owned
	if err := turns.Look(ctx, func(tx *sqlx.Tx) error { return tx.SelectContext(ctx, &unused, k.unused) }); err != nil {
		return err
	}
	for some := range slices.Chunk(unused, k.at) {
		var n int
		err := turns.Alone(ctx, func(tx *sqlx.Tx) (err error) {
			n, err = k.deleteUnused(ctx, tx, some, latest)
			return err
		})
		if err != nil {
			return err
		}
		*swept += n
	}
	return nil
}

// owned is a version by id, and the account that it is of; 0 for what all share.
type owned struct {
	Account int64 `db:"account_id"`
	ID      int64 `db:"id"`
}

// deleteUnused deletes those of the versions that nothing came to refer to since a moment.
func (k kind) deleteUnused(ctx context.Context, tx *sqlx.Tx, some []owned, latest moment) (int, error) {
	ids := bulk.Column(some, func(o owned) int64 { return o.ID })
	if k.since != "" {
		var again bulk.IDs
		query := `
			WITH latest (entry, catalog, run) AS (SELECT $1::bigint, $2::bigint, $3::bigint)
			SELECT array_agg(DISTINCT id) FROM (` + k.since + `) s WHERE id = ANY ($4)`
		if err := tx.QueryRowContext(ctx, query, latest.Entry, latest.Catalog, latest.Run, pq.Int64Array(ids)).Scan(&again); err != nil {
			return 0, err
		}
		some = slices.DeleteFunc(slices.Clone(some), func(o owned) bool { return slices.Contains(again, o.ID) })
		ids = bulk.Column(some, func(o owned) int64 { return o.ID })
	}
	accounts := bulk.Column(some, func(o owned) int64 { return o.Account })
	for _, from := range k.delete {
		query := `WITH u AS (SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS u (id, account_id)) DELETE FROM ` + from
		if _, err := tx.ExecContext(ctx, query, pq.Int64Array(ids), pq.Int64Array(accounts)); err != nil {
			return 0, err
		}
	}
	return len(some), nil
}
