package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/lib/pq"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
)

// Visits says in which world every page of the program is asked for, and how often.
type Visits struct {
	Size    Size
	History History
	Times   int    // for each page and visitor
	Dir     string // keeps the world for the next time; "" for nowhere
	Only    string // a part of the routes' names; "" for all
	Logger  *slog.Logger
}

// visit is what a page cost a visitor.
type visit struct {
	page    page
	visitor string
	took    Sample
	asked   asked // each time
	cpu     time.Duration
	size    int
	status  int
}

// refused says that the visitor may not see the page, or lacks what it would show.
func (v visit) refused() bool { return v.status >= http.StatusBadRequest }

// VisitPages builds the world on a PostgreSQL of its own, asks the program for every page over HTTP, and prints what each costs.
func VisitPages(ctx context.Context, config Visits, out io.Writer) (err error) {
	log := &sqlLog{}
	server, err := localpg.Start(ctx, localpg.Config{Dir: config.Dir, Fsync: true, Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
	conn, err := plainConnection(server.URL())
	if err != nil {
		return err
	}
	defer conn.Close()
	visitors, err := openWorld(ctx, server.URL(), conn, config)
	if err != nil {
		return err
	}
	if err := tellStatements(ctx, conn, false); err != nil {
		return err
	}
	tiersync, err := startProgram(ctx, server.URL())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tiersync.stop()) }()
	a := &asker{conn: conn, log: log, cpu: tiersync.cpu, times: config.Times}
	for _, v := range visitors {
		if err := v.signIn(ctx, tiersync.url, worlds.Password); err != nil {
			return err
		}
	}
	var all []visit
	for _, p := range everyPage() {
		if !p.named(config.Only) {
			continue
		}
		config.Logger.InfoContext(ctx, "asking", "page", p.name())
		some, err := a.ask(ctx, p, visitors)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	return writeVisits(out, config, visitors, all, tiersync.memory())
}

// plainConnection is a connection for SQL of ours, which the log tells apart from the program's.
func plainConnection(address string) (*sql.DB, error) {
	connector, err := pq.NewConnector(address + "&application_name=bench")
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// openWorld builds the world, or takes the one that is there, and returns who visits it.
func openWorld(ctx context.Context, address string, conn *sql.DB, config Visits) (_ []*visitor, err error) {
	d, err := db.Open(ctx, address+"&application_name=bench", db.Options{Logger: slog.New(slog.DiscardHandler), TxBudget: time.Hour, Statement: time.Hour})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	var there bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM account)`).Scan(&there); err != nil {
		return nil, err
	}
	if !there {
		config.Logger.InfoContext(ctx, "building", "resellers", config.Size.Resellers, "plans", config.Size.Plans, "runs", config.History.Runs)
		if err := buildVisited(ctx, d, conn, config.Size, config.History); err != nil {
			return nil, err
		}
	}
	return visitorsOf(ctx, d, conn, config.Size.Levels)
}

// asker asks a program for pages.
type asker struct {
	conn  *sql.DB
	log   *sqlLog
	cpu   func() time.Duration
	times int
}

// ask asks for a page as each of the visitors who has what it shows. The first time is not counted: caches fill.
func (a *asker) ask(ctx context.Context, p page, visitors []*visitor) ([]visit, error) {
	var list []visit
	for _, v := range visitors {
		path, lacks := p.address(v.ids)
		if lacks != "" || !p.Opens(v.viewer) {
			continue
		}
		visit := visit{page: p, visitor: v.name}
		var err error
		if visit.status, visit.size, err = v.get(ctx, path); err != nil {
			return nil, fmt.Errorf("%s as %s: %w", path, v.name, err)
		}
		if visit.status >= http.StatusInternalServerError {
			fmt.Fprintln(os.Stderr, v.name, path, visit.status)
		}
		if !visit.refused() {
			if err := a.repeat(ctx, v, path, &visit); err != nil {
				return nil, fmt.Errorf("%s as %s: %w", path, v.name, err)
			}
		}
		list = append(list, visit)
	}
	return list, nil
}

// repeat asks for the page as often as each is asked for. Of the statements the least count: now and then one is added by the time that
// has passed, as for a session that goes on.
func (a *asker) repeat(ctx context.Context, v *visitor, path string, visit *visit) error {
	if _, err := a.log.take(ctx, a.conn); err != nil {
		return err
	}
	before := a.cpu()
	var took time.Duration
	times := a.times
	if visit.page.export() { // which may take a minute
		times = 1
	}
	for n := range times {
		start := time.Now()
		if _, _, err := v.get(ctx, path); err != nil {
			return err
		}
		visit.took = append(visit.took, time.Since(start))
		asked, err := a.log.take(ctx, a.conn)
		if err != nil {
			return err
		}
		took += asked.Took
		if n == 0 || asked.Statements < visit.asked.Statements {
			visit.asked.Statements = asked.Statements
		}
		if n == 0 || asked.Rows < visit.asked.Rows {
			visit.asked.Rows = asked.Rows
		}
	}
	visit.cpu = (a.cpu() - before) / time.Duration(times)
	visit.asked.Took = took / time.Duration(times)
	return nil
}
