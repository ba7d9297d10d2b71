// Bench builds a distributor of any size on a private PostgreSQL, measures what the button Synchronize Reseller(s) costs
// them, and prints the tables of docs/performance.md. Every measurement goes through the same methods of db.DB as the button
// does. Start with Measure in suite.go; Build in world.go makes the distributor.
package main

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/lib/pq"

	"tiersync/db/localpg"
	"tiersync/web/server"
)

// command is the command line.
type command struct {
	Resellers int     `default:"10000" help:"Resellers, all on one reseller plan."`
	Levels    int     `default:"3" help:"Levels of resellers below the provider."`
	Plans     int     `help:"Service plans delegated to all of them; 100 unless said otherwise, with --pages 1,000."`
	Periods   int     `default:"4" help:"Subscription periods of each plan."`
	Rates     int     `default:"20" help:"Resource rates of each plan."`
	Own       float64 `default:"0.2" help:"Share of resellers, at every level, with own values."`
	OwnValues int     `default:"20" help:"Own values of each of those, on five plans."`
	Copies    int     `default:"100" help:"Resellers of the row copies that are compared with, and of the diverged world; times are scaled."`
	Repeat    int     `default:"5" help:"How often everything is measured; the table shows the median."`
	Growth    bool    `default:"true" negatable:"" help:"Measure how time grows with resellers and plans."`
	Quick     bool    `help:"A small size that takes seconds, to see that everything runs."`
	SVG       string  `type:"path" help:"Write the chart of growth to this file."`
	Pages     bool    `help:"Ask the program for every page, in a world with a history, instead of all that."`
	Runs      int     `default:"500" help:"Runs of the history, with --pages."`
	Real      int     `default:"12" help:"Of these, runs that are made; the others are copies of them."`
	New       int     `default:"300" help:"Resellers to whom nothing was ever delivered, with --pages."`
	Times     int     `default:"20" help:"How often each visitor asks for each page."`
	Only      string  `help:"Ask only for pages with this in their name."`
	World     string  `type:"path" help:"Keep the world of --pages in this folder, and take the one that is there."`
	loadFlags `embed:""`
	yearFlags `embed:""`
}

func main() {
	server.BoundMemory() // as the program
	var c command
	kong.Parse(&c, kong.Name("bench"),
		kong.Description("Bench measures the engine on a private PostgreSQL and prints the tables of docs/performance.md."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills
	err := c.run(ctx, slog.New(slog.NewJSONHandler(os.Stderr, nil)), os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures on a PostgreSQL that it starts and removes again, and prints the tables.
func (c *command) run(ctx context.Context, logger *slog.Logger, out io.Writer) (err error) {
	if c.Pages {
		return VisitPages(ctx, c.visits(logger), out)
	}
	server, err := localpg.Start(ctx, localpg.Config{Fsync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
	config := c.config()
	config.Logger = logger
	config.Database = func(ctx context.Context) (string, error) { return newDatabase(ctx, server.URL()) }
	if len(c.Load) > 0 {
		if c.Standby {
			standby, failed := localpg.Start(ctx, localpg.Config{Fsync: true, StandbyOf: server})
			if failed != nil {
				return failed
			}
			defer func() { err = errors.Join(err, standby.Stop(context.WithoutCancel(ctx))) }()
			c.standby = standby.URL()
		}
		all, err := c.measureLoad(ctx, config)
		for _, figures := range all {
			err = errors.Join(err, figures.Write(out))
		}
		return err
	}
	if c.Year {
		figures, err := c.measureYear(ctx, config)
		if err != nil {
			return err
		}
		return figures.Write(out)
	}
	figures, err := Measure(ctx, config)
	if err != nil {
		return err
	}
	if err := figures.Write(out); err != nil || c.SVG == "" {
		return err
	}
	var chart bytes.Buffer
	if err := figures.WriteChart(&chart); err != nil {
		return err
	}
	return os.WriteFile(c.SVG, chart.Bytes(), 0o644)
}

func (c *command) config() Config {
	if c.Quick {
		return Quick()
	}
	config := Config{Sample: c.Copies, Repeat: c.Repeat, Pages: 200, Moments: 24, Size: c.size(100)}
	if c.Growth {
		config.Growth = Growth{Resellers: []int{1000, 2000, 5000, 10000}, Plans: []int{10, 30, 100, 300, 1000}, PlansAt: 1000}
	}
	return config
}

// size is what the flags say, with so many plans where they say nothing of plans.
func (c *command) size(plans int) Size {
	return Size{Resellers: c.Resellers, Levels: c.Levels, Plans: cmp.Or(c.Plans, plans), Periods: c.Periods, Rates: c.Rates, Own: c.Own,
		OwnValues: c.OwnValues}
}

func (c *command) visits(logger *slog.Logger) Visits {
	return Visits{Size: c.size(1000), History: History{Runs: c.Runs, Real: c.Real, New: c.New}, Times: c.Times, Dir: c.World, Only: c.Only,
		Logger: logger}
}

// newDatabase makes another database on the server at address and returns its URL.
func newDatabase(ctx context.Context, address string) (string, error) {
	connector, err := pq.NewConnector(address)
	if err != nil {
		return "", err
	}
	admin := sql.OpenDB(connector)
	defer admin.Close()
	var n int
	if err := admin.QueryRowContext(ctx, `SELECT count(*) FROM pg_database`).Scan(&n); err != nil {
		return "", err
	}
	name := fmt.Sprintf("bench_%d", n)
	if _, err := admin.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(name)); err != nil {
		return "", fmt.Errorf("make database %s: %w", name, err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
