package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"tiersync/db"
	"tiersync/domain"
)

// yearFlags ask for what a year of runs takes on disk, in place of the tables.
type yearFlags struct {
	Year bool `help:"Make a year of runs, prune it, and measure the disk; nothing else is measured."`
	Days int  `default:"365" help:"Days of that year, with --year."`
}

// On every day of the year one plan in a hundred gets other prices, on every thirtieth all do; each time everybody gets them, and what
// resellers set themselves is kept.
const (
	dailyShare = 100
	priceList  = 30
)

// yearFigures are what a year took.
type yearFigures struct {
	Size              Size
	Days, Runs        int
	Stages            []stage
	WAL, WALOfPruning int64 // bytes that PostgreSQL's log took
	Pruning           time.Duration
	Pruned            db.Pruned
}

// stage is the disk at one moment, in bytes by kind of what is stored, indexes included.
type stage struct {
	what string
	disk map[string]int64
}

// storedKinds are the kinds in the order of the table, and which tables each is made of; what is in none of them is the rest.
func storedKinds() []struct{ what, tables string } {
	return []struct{ what, tables string }{
		{"log", "entry,log_start"},
		{"results of runs", "run,run_shared,run_result,outcome_set"},
		{"changes", "change,change_part,form_sent"},
		{"plans and catalogs", "plan_version,upgrade_version,period_version,rate_version,rate_price,part,catalog"},
		{"own values", "own,own_layer,own_value"},
		{"accounts and the rest", ""},
	}
}

// measureYear makes the runs of a year, one after the other, and prunes all of it; then another month goes by.
func (flags yearFlags) measureYear(ctx context.Context, config Config) (_ *yearFigures, err error) {
	var address string
	database := config.Database
	config.Database = func(ctx context.Context) (_ string, err error) {
		address, err = database(ctx)
		return address, err
	}
	s := &suite{Config: config}
	defer func() { err = errors.Join(err, s.close()) }()
	p, err := s.build(ctx, config.Size)
	if err != nil {
		return nil, err
	}
	f := &yearFigures{Size: config.Size, Days: flags.Days}
	for _, stage := range f.stages(ctx, p, address) {
		config.Logger.InfoContext(ctx, "measuring the disk", "when", stage.what)
		if err := stage.reach(); err != nil {
			return nil, fmt.Errorf("%s: %w", stage.what, err)
		}
		if err := f.measure(ctx, p.conn, stage.what); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// stages are what is measured, each with how it comes about after the one before.
func (f *yearFigures) stages(ctx context.Context, p *place, address string) []struct {
	what  string
	reach func() error
} {
	return []struct {
		what  string
		reach func() error
	}{
		{"at the start", func() error {
			if _, err := p.Deliver(ctx); err != nil {
				return err
			}
			return p.SetOwn(ctx)
		}},
		{fmt.Sprintf("after %d days", f.Days), func() (err error) {
			f.WAL, err = walOf(ctx, p.conn, func() error { return f.days(ctx, p.World, f.Days) })
			return err
		}},
		{"pruned", func() (err error) {
			start := time.Now()
			f.WALOfPruning, err = walOf(ctx, p.conn, func() (err error) {
				f.Pruned, err = prune(ctx, address)
				return err
			})
			f.Pruning = time.Since(start)
			return err
		}},
		{"a month later", func() error { return new(yearFigures).days(ctx, p.World, min(priceList, f.Days)) }},
		{"pruned, VACUUM FULL", func() error {
			if _, err := prune(ctx, address); err != nil {
				return err
			}
			_, err := p.conn.ExecContext(ctx, `VACUUM FULL`)
			return err
		}},
	}
}

// prune deletes all history that it can, as the command does.
func prune(ctx context.Context, address string) (_ db.Pruned, err error) {
	d, err := db.Open(ctx, address, db.Options{Logger: slog.New(slog.DiscardHandler), Statement: time.Hour, TxBudget: time.Hour})
	if err != nil {
		return db.Pruned{}, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Prune(ctx, time.Now())
}

// days lets days go by, each with its prices and its run.
func (f *yearFigures) days(ctx context.Context, w *World, days int) error {
	for day := range days {
		share := dailyShare
		if day%priceList == priceList-1 {
			share = 1
		}
		if err := w.ChangePrices(ctx, share); err != nil {
			return fmt.Errorf("prices of day %d: %w", day, err)
		}
		if _, _, _, err := w.Run(ctx, domain.Keep, priceBoxes...); err != nil {
			return fmt.Errorf("the run of day %d: %w", day, err)
		}
		f.Runs++
	}
	return nil
}

// measure adds a stage. The server has tidied up by then, as it does by itself, so that what is free is used again; files stay as long
// as they are.
func (f *yearFigures) measure(ctx context.Context, conn *sql.DB, what string) error {
	if _, err := conn.ExecContext(ctx, `VACUUM ANALYZE`); err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, `
		SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
	if err != nil {
		return err
	}
	defer rows.Close()
	disk := map[string]int64{}
	for rows.Next() {
		var table string
		var bytes int64
		if err := rows.Scan(&table, &bytes); err != nil {
			return err
		}
		disk[kindOf(table)] += bytes
	}
	f.Stages = append(f.Stages, stage{what, disk})
	return rows.Err()
}

func kindOf(table string) string {
	kinds := storedKinds()
	for _, k := range kinds {
		if slices.Contains(strings.Split(k.tables, ","), table) {
			return k.what
		}
	}
	return kinds[len(kinds)-1].what
}

// walOf is how many bytes PostgreSQL's log took while fn ran: what an archive of it takes, and a standby is sent.
func walOf(ctx context.Context, conn *sql.DB, fn func() error) (bytes int64, err error) {
	const position = `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint`
	var before int64
	if err := conn.QueryRowContext(ctx, position).Scan(&before); err != nil {
		return 0, err
	}
	if err := fn(); err != nil {
		return 0, err
	}
	err = conn.QueryRowContext(ctx, position).Scan(&bytes)
	return bytes - before, err
}

// Write prints the table.
func (f *yearFigures) Write(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d resellers, %d plans; %d days, each with a run over all: every day 1 %% of the plans have other prices, every %dth all.\n"+
		"%.0f %% of the resellers have %d own values each, which are kept.\n\n",
		f.Size.Resellers, f.Size.Plans, f.Days, priceList, f.Size.Own*100, f.Size.OwnValues)
	lines := [][]string{{"on disk"}}
	for _, s := range f.Stages {
		lines[0] = append(lines[0], s.what)
	}
	totals := []string{"all"}
	for _, s := range f.Stages {
		var all int64
		for _, bytes := range s.disk {
			all += bytes
		}
		totals = append(totals, megabytes(all))
	}
	for _, k := range storedKinds() {
		line := []string{k.what}
		for _, s := range f.Stages {
			line = append(line, megabytes(s.disk[k.what]))
		}
		lines = append(lines, line)
	}
	writeTable(&b, append(lines, totals))
	p := f.Pruned
	fmt.Fprintf(&b, "\n%d runs; PostgreSQL's log took %s, and %s while pruning for %.0f s. What went: %d entries of the log, %d changes, %d runs, "+
		"%d catalogs, %d versions of plans, %d lists of outcomes, %d sets of own values.\n", f.Runs, megabytes(f.WAL), megabytes(f.WALOfPruning),
		f.Pruning.Seconds(), p.Entries, p.Changes, p.Runs, p.Catalogs, p.Plans, p.Outcomes, p.Owns)
	_, err := io.WriteString(out, b.String())
	return err
}
