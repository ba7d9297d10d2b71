package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"

	"tiersync/domain"
)

// pages reads what the list page and the plan page of random resellers show, in a world where some kept own values.
func (s *suite) pages(ctx context.Context, p *place, _ *floor) error {
	random := rand.New(rand.NewPCG(1, 1))
	return s.repeat(func(int) error {
		for range s.Pages {
			r := p.Resellers[random.IntN(len(p.Resellers))]
			took, err := timed(func() error { return p.readList(ctx, r) })
			if err != nil {
				return err
			}
			s.figures.ours(ListPage, Sample{took})
			n := random.IntN(p.Size.Plans)
			if took, err = timed(func() error { return p.readPlan(ctx, r, n) }); err != nil {
				return err
			}
			s.figures.ours(PlanPage, Sample{took})
		}
		return nil
	})
}

// readList makes the rows of the list Service Plans: names, categories and statuses.
func (p *place) readList(ctx context.Context, r Reseller) error {
	catalog, _, err := p.DB.Catalog(ctx, p.as(r), r.ID)
	if err != nil {
		return err
	}
	published := 0
	for _, plan := range catalog.Plans {
		if plan.Name != "" && plan.PlanCategory != 0 && plan.Status() == domain.StatusPublished {
			published++
		}
	}
	if published != p.Size.Plans {
		return fmt.Errorf("reseller %d sells %d plans", r.ID, published)
	}
	return nil
}

// readPlan makes what the pages of one plan show: fees and prices.
func (p *place) readPlan(ctx context.Context, r Reseller, n int) error {
	catalog, _, err := p.DB.Catalog(ctx, p.as(r), r.ID)
	if err != nil {
		return err
	}
	plan := catalog.Plans[n]
	if len(plan.Periods) != p.Size.Periods || len(plan.Rates) != p.Size.Rates {
		return fmt.Errorf("reseller %d: plan %d is not complete", r.ID, plan.ID)
	}
	return nil
}

// pages reads the same from row copies: as one transaction that sees one moment, as ours does.
func (c *copying) pages(ctx context.Context, f *Figures, resellers []Reseller, reads int) error {
	random := rand.New(rand.NewPCG(1, 1))
	for range reads {
		r := resellers[random.IntN(len(resellers))]
		took, err := timed(func() error {
			return c.read(ctx, c.size.Plans, statement{"list", listSQL, []any{r.ID}})
		})
		if err != nil {
			return err
		}
		f.Copying[ListPage] = append(f.Copying[ListPage], took)
		plan := 1 + random.IntN(c.size.Plans)
		took, err = timed(func() error {
			return c.read(ctx, 1+c.size.Periods+c.size.Rates,
				statement{"plan", `SELECT name, category_id, published, disabled, usage_statistics FROM copies.plan
					WHERE account_id = $1 AND plan_id = $2`, []any{r.ID, plan}},
				statement{"periods", `SELECT period_id, length, unit, active, setup, recurring, renewal, transfer, cancellation,
					deposit, non_refundable FROM copies.period WHERE account_id = $1 AND plan_id = $2 ORDER BY position`, []any{r.ID, plan}},
				statement{"rates", `SELECT resource_id, included, minimum, maximum, visible, setup, recurring, overuse, cancellation
					FROM copies.rate WHERE account_id = $1 AND plan_id = $2 ORDER BY position`, []any{r.ID, plan}})
		})
		if err != nil {
			return err
		}
		f.Copying[PlanPage] = append(f.Copying[PlanPage], took)
	}
	return nil
}

// listSQL reads the list with the statuses, which depend on prices that are not set.
const listSQL = `
	SELECT p.plan_id, p.name, p.category_id, p.published, p.disabled,
		EXISTS (SELECT FROM copies.period f WHERE f.account_id = p.account_id AND f.plan_id = p.plan_id AND f.active
			AND (f.setup + f.recurring + f.renewal + f.transfer + f.cancellation + f.deposit + f.non_refundable) IS NULL)
		OR EXISTS (SELECT FROM copies.rate x WHERE x.account_id = p.account_id AND x.plan_id = p.plan_id
			AND (x.setup + x.recurring + x.overuse + x.cancellation) IS NULL) AS held
	FROM copies.plan p WHERE p.account_id = $1 ORDER BY p.plan_id`

// read runs the queries in one read-only transaction and scans every column of every row.
func (c *copying) read(ctx context.Context, want int, queries ...statement) error {
	tx, err := c.conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	read := 0
	for _, q := range queries {
		n, err := scanAll(ctx, tx, q)
		if err != nil {
			return fmt.Errorf("read %s: %w", q.what, err)
		}
		read += n
	}
	if read != want {
		return fmt.Errorf("read %d rows of the copies instead of %d", read, want)
	}
	return tx.Commit()
}

func scanAll(ctx context.Context, tx *sql.Tx, q statement) (int, error) {
	rows, err := tx.QueryContext(ctx, q.query, q.args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	into, values := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	n := 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}
