package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// copying does the job as most systems do it: every reseller has rows of their own, and a run writes to them, level by
// level, by set-based SQL, with a log of the old values for the undo. To its advantage it has no constraint but the
// primary keys, keeps only what the measured boxes need, and knows no own values, reasons or outcomes.
//
// It lives in the schema "copies" of a world's database and takes the tree of resellers from there.
type copying struct {
	conn   *sql.DB
	size   Size
	vendor int64 // the provider, whose rows are the source
	run    int
}

var feeNames = []string{"setup", "recurring", "renewal", "transfer", "cancellation", "deposit", "non_refundable"}
var priceNames = []string{"setup", "recurring", "overuse", "cancellation"}

// copiedTable is one kind of row and its log.
type copiedTable struct {
	name   string // "period"
	key    string // besides account_id and plan_id: "period_id"; "" for plans
	other  string // the other columns with their types
	prices []string
}

func copiedTables() []copiedTable {
	return []copiedTable{
		{"plan", "", "name text, category_id bigint, published boolean, disabled boolean, usage_statistics boolean", nil},
		{"period", "period_id", "length integer, unit text, active boolean, position integer", feeNames},
		{"rate", "resource_id", "included bigint, minimum bigint, maximum bigint, visible boolean, position integer", priceNames},
	}
}

func (t copiedTable) keys() []string {
	keys := []string{"account_id", "plan_id"}
	if t.key != "" {
		keys = append(keys, t.key)
	}
	return keys
}

// ddl makes the table and the log of old and new values.
func (t copiedTable) ddl() string {
	columns := func(names []string, as string) string {
		list := make([]string, len(names))
		for i, name := range names {
			list[i] = name + as
		}
		return strings.Join(list, ", ")
	}
	keys := columns(t.keys(), " bigint")
	create := fmt.Sprintf("CREATE TABLE copies.%s (%s, %s", t.name, keys, t.other)
	if len(t.prices) == 0 {
		return create + ", PRIMARY KEY (" + strings.Join(t.keys(), ", ") + "))"
	}
	create += ", " + columns(t.prices, " numeric") + ", PRIMARY KEY (" + strings.Join(t.keys(), ", ") + "));"
	return create + fmt.Sprintf("CREATE TABLE copies.%s_log (run integer, %s, %s, %s)", t.name, keys,
		columns(t.prices, "_old numeric"), columns(t.prices, "_new numeric"))
}

func newCopying(ctx context.Context, conn *sql.DB, w *World) (*copying, error) {
	c := &copying{conn: conn, size: w.Size, vendor: int64(w.Viewer.Account.ID)}
	ddl := []statement{{"schema of the copies", `CREATE SCHEMA copies`, nil}}
	for _, t := range copiedTables() {
		ddl = append(ddl, statement{"table of copies", t.ddl(), nil})
	}
	for _, s := range ddl {
		if _, err := conn.ExecContext(ctx, s.query); err != nil {
			return nil, fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return c, c.source(ctx)
}

// source makes the provider's rows.
func (c *copying) source(ctx context.Context) error {
	prices := func(names []string) string {
		return strings.Repeat(", (100 + 10 * x + p % 7)::numeric / 100", len(names))
	}
	return inTx(ctx, c.conn,
		statement{"source plans", `INSERT INTO copies.plan SELECT $1, p, 'Plan ' || p, 1, true, false, false
			FROM generate_series(1, $2) p`, []any{c.vendor, c.size.Plans}},
		statement{"source periods", `INSERT INTO copies.period SELECT $1, p, x, x, 'months', true, x` + prices(feeNames) + `
			FROM generate_series(1, $2) p, generate_series(1, $3) x`, []any{c.vendor, c.size.Plans, c.size.Periods}},
		statement{"source rates", `INSERT INTO copies.rate SELECT $1, p, x, 0, 0, -1, true, x` + prices(priceNames) + `
			FROM generate_series(1, $2) p, generate_series(1, $3) x`, []any{c.vendor, c.size.Plans, c.size.Rates}})
}

// changePrices gives every n-th plan of the provider other prices.
func (c *copying) changePrices(ctx context.Context, n int) error {
	var steps []statement
	for _, t := range copiedTables() {
		if len(t.prices) == 0 {
			continue
		}
		set := make([]string, len(t.prices))
		for i, name := range t.prices {
			set[i] = name + " = " + name + " + 0.01"
		}
		steps = append(steps, statement{"change " + t.name, "UPDATE copies." + t.name + " SET " + strings.Join(set, ", ") +
			" WHERE account_id = $1 AND plan_id % $2 = 0", []any{c.vendor, n}})
	}
	return inTx(ctx, c.conn, steps...)
}

// deliver gives all resellers their first rows.
func (c *copying) deliver(ctx context.Context) (time.Duration, error) {
	return timed(func() error { return inTx(ctx, c.conn, c.deliverSteps()...) })
}

func (c *copying) deliverSteps() []statement {
	var steps []statement
	for level := 1; level <= c.size.Levels; level++ {
		for _, t := range copiedTables() {
			query := `INSERT INTO copies.` + t.name + ` SELECT a.id, ` + t.allBut("v") + `
				FROM account a JOIN copies.` + t.name + ` v ON v.account_id = a.parent_id WHERE a.level = $1`
			steps = append(steps, statement{"deliver " + t.name, query, []any{level}})
		}
	}
	return steps
}

// allBut lists all columns but account_id.
func (t copiedTable) allBut(alias string) string {
	names := append([]string{}, t.keys()[1:]...)
	for other := range strings.SplitSeq(t.other, ", ") {
		names = append(names, strings.Fields(other)[0])
	}
	return alias + "." + strings.Join(append(names, t.prices...), ", "+alias+".")
}

// update brings all fees and prices to the vendor's, level by level, and logs the old ones.
func (c *copying) update(ctx context.Context) (time.Duration, error) {
	c.run++
	var steps []statement
	for level := 1; level <= c.size.Levels; level++ {
		for _, t := range copiedTables() {
			if len(t.prices) > 0 {
				steps = append(steps, statement{"update " + t.name, t.updateSQL(), []any{c.run, level}})
			}
		}
	}
	return timed(func() error { return inTx(ctx, c.conn, steps...) })
}

// updateSQL logs what differs and updates exactly that.
func (t copiedTable) updateSQL() string {
	of := func(alias string, names []string) string { return alias + "." + strings.Join(names, ", "+alias+".") }
	return `WITH logged AS (
			INSERT INTO copies.` + t.name + `_log
			SELECT $1, ` + of("c", t.keys()) + `, ` + of("c", t.prices) + `, ` + of("v", t.prices) + `
			FROM account a
			JOIN copies.` + t.name + ` c ON c.account_id = a.id
			JOIN copies.` + t.name + ` v ON v.account_id = a.parent_id AND v.plan_id = c.plan_id AND v.` + t.key + ` = c.` + t.key + `
			WHERE a.level = $2 AND (` + of("c", t.prices) + `) IS DISTINCT FROM (` + of("v", t.prices) + `)
			RETURNING *)
		UPDATE copies.` + t.name + ` u SET (` + strings.Join(t.prices, ", ") + `) = ROW (` + of("l", suffixed(t.prices, "_new")) + `)
		FROM logged l WHERE ` + t.same("u", "l")
}

// undo takes the last run back where nothing changed since, and logs that.
func (c *copying) undo(ctx context.Context) (time.Duration, error) {
	undone := c.run
	c.run++
	var steps []statement
	for _, t := range copiedTables() {
		if len(t.prices) > 0 {
			steps = append(steps, statement{"undo " + t.name, t.undoSQL(), []any{c.run, undone}})
		}
	}
	return timed(func() error { return inTx(ctx, c.conn, steps...) })
}

func (t copiedTable) undoSQL() string {
	of := func(alias string, names []string) string { return alias + "." + strings.Join(names, ", "+alias+".") }
	return `WITH logged AS (
			INSERT INTO copies.` + t.name + `_log
			SELECT $1, ` + of("c", t.keys()) + `, ` + of("c", t.prices) + `, ` + of("o", suffixed(t.prices, "_old")) + `
			FROM copies.` + t.name + `_log o
			JOIN copies.` + t.name + ` c ON ` + t.same("c", "o") + `
			WHERE o.run = $2 AND (` + of("c", t.prices) + `) IS NOT DISTINCT FROM (` + of("o", suffixed(t.prices, "_new")) + `)
			RETURNING *)
		UPDATE copies.` + t.name + ` u SET (` + strings.Join(t.prices, ", ") + `) = ROW (` + of("l", suffixed(t.prices, "_new")) + `)
		FROM logged l WHERE ` + t.same("u", "l")
}

func (t copiedTable) same(a, b string) string {
	var equal []string
	for _, key := range t.keys() {
		equal = append(equal, a+"."+key+" = "+b+"."+key)
	}
	return strings.Join(equal, " AND ")
}

func suffixed(names []string, suffix string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = name + suffix
	}
	return list
}
