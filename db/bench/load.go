package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/lib/pq"

	"tiersync/db"
	"tiersync/db/worlds"
)

// loadFlags ask for a measurement of the whole program under load, in place of the tables.
type loadFlags struct {
	Load          []int  `placeholder:"N,..." help:"Ask the real program for N pages a second, by HTTP, beside runs and undos; nothing else is measured."`
	Seconds       int    `default:"60" help:"How long, with --load."`
	Standby       bool   `help:"With --load: let pages be read from a hot standby."`
	standby       string // its address, where there is one
	LoadResellers int    `default:"1000" help:"Resellers who ask, with --load; the other sizes are those of the tables."`
}

// load is the whole program on a PostgreSQL, and who asks it.
type load struct {
	loadFlags
	size    Size
	logger  *slog.Logger
	address string // of the database
	world   *World
	program *exec.Cmd
	base    string // the program's address
	conn    *sql.DB
	callers []*caller // the provider's first
}

// loadFigures are what came out of a load.
type loadFigures struct {
	Asked, Late   int // Late: not sent, because too many were on their way
	Good          int
	Shed          int // 503 with Retry-After
	Errors        map[string]int
	Took          Sample // of the good answers, from the moment when they were to be asked for
	Runs, RunErrs int
	RunTook       Sample
	CPU           map[string]time.Duration // by process
	Memory        int64                    // the most that the program had, in bytes
	Lasted        time.Duration
}

// measureLoad builds the world, starts the program in a process of its own, signs everybody in and asks: for each load in turn.
func (flags loadFlags) measureLoad(ctx context.Context, config Config) (all []*loadFigures, err error) {
	l := &load{loadFlags: flags, size: config.Size, logger: config.Logger}
	l.size.Resellers = flags.LoadResellers
	if l.address, err = config.Database(ctx); err != nil {
		return nil, err
	}
	connector, err := pq.NewConnector(l.address)
	if err != nil {
		return nil, err
	}
	l.conn = sql.OpenDB(connector)
	defer func() { err = errors.Join(err, l.conn.Close()) }()
	l.logger.InfoContext(ctx, "building", "resellers", l.size.Resellers, "plans", l.size.Plans)
	if err := l.build(ctx); err != nil {
		return nil, err
	}
	stop, err := l.start(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	l.logger.InfoContext(ctx, "signing in", "people", len(l.world.Resellers)+1)
	if err := l.signIn(ctx); err != nil {
		return nil, err
	}
	for _, load := range l.Load {
		l.logger.InfoContext(ctx, "asking", "pages a second", load, "seconds", l.Seconds)
		f, err := l.ask(ctx, load)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// build makes a distributor to whom everything is delivered, and lets everybody sign in as the provider's administrator does.
func (l *load) build(ctx context.Context) error {
	err := l.inDatabase(ctx, func(d *db.DB) (err error) {
		if err = d.Migrate(ctx); err != nil {
			return err
		}
		if err = d.Claim(ctx, db.UseProduction); err != nil {
			return err
		}
		if l.world, err = Build(ctx, d, l.size); err != nil {
			return err
		}
		if _, err = l.world.Deliver(ctx); err != nil {
			return err
		}
		if err = l.world.SetOwn(ctx); err != nil {
			return err
		}
		return l.world.ChangePrices(ctx, 1) // runs have something to do; after an undo they have it again
	})
	if err != nil {
		return err
	}
	const sameHash = `UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE id = $1)`
	if _, err := l.conn.ExecContext(ctx, sameHash, l.world.Viewer.User.ID); err != nil {
		return err
	}
	_, err = l.conn.ExecContext(ctx, `VACUUM ANALYZE`)
	return err
}

// inDatabase does something past the program.
func (l *load) inDatabase(ctx context.Context, do func(*db.DB) error) error {
	d, err := db.Open(ctx, l.address, db.Options{MaxConns: 2, Logger: l.logger})
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}

// start builds the program and starts it as production does. stop ends it.
func (l *load) start(ctx context.Context) (stop func() error, err error) {
	dir, err := os.MkdirTemp("", "tiersync-load-")
	if err != nil {
		return nil, err
	}
	clean := func() error { return os.RemoveAll(dir) }
	binary := filepath.Join(dir, "tiersync")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "tiersync/web")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, errors.Join(fmt.Errorf("build the program: %w", err), clean())
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, errors.Join(err, clean())
	}
	const key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	l.program = exec.CommandContext(ctx, binary, "serve", "--addr=127.0.0.1:0", "--behind-tls", "--session-key="+key, "--database-url="+l.address)
	if l.standby != "" {
		copied, err := sameDatabase(l.standby, l.address)
		if err != nil {
			return nil, errors.Join(err, log.Close(), clean())
		}
		l.program.Args = append(l.program.Args, "--read-url="+copied)
	}
	l.program.Stderr = log
	if err := l.program.Start(); err != nil {
		return nil, errors.Join(err, log.Close(), clean())
	}
	stop = func() error {
		err := l.program.Process.Signal(os.Interrupt)
		if err == nil {
			err = l.program.Wait()
		}
		return errors.Join(err, log.Close(), clean())
	}
	if l.base, err = servedAt(ctx, log.Name()); err != nil {
		return nil, errors.Join(err, stop())
	}
	return stop, nil
}

// sameDatabase is the address of a server with the database of another address.
func sameDatabase(server, address string) (string, error) {
	at, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	of, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	at.Path = of.Path
	return at.String(), nil
}

// signIn signs everybody in at the program, as their browsers do.
func (l *load) signIn(ctx context.Context) error {
	emails := []string{worlds.Email("Distributor")}
	for _, r := range l.world.Resellers {
		emails = append(emails, fmt.Sprintf("admin@%d.example", r.ID))
	}
	client := newClient()
	for i, email := range emails {
		c := &caller{client: client, base: l.base}
		if err := c.signIn(ctx, email); err != nil {
			return err
		}
		if i == 0 {
			c.paths = l.providerPages()
		} else {
			c.paths = l.resellerPages()
		}
		l.callers = append(l.callers, c)
	}
	return nil
}

// Write prints the table of a load.
func (f *loadFigures) Write(out io.Writer) error {
	seconds := f.Lasted.Seconds()
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what, format string, args ...any) { fmt.Fprintf(table, what+"\t"+format+"\n", args...) }
	row("asked for", "%.1f pages a second for %.0f s", float64(f.Asked)/seconds, seconds)
	row("good answers", "%.1f a second", float64(f.Good)/seconds)
	row("p50, p95, p99 of them", "%.0f, %.0f, %.0f ms", f.Took.at(0.5), f.Took.at(0.95), f.Took.at(0.99))
	row("503 with Retry-After", "%.1f a second", float64(f.Shed)/seconds)
	row("errors", "%d %v", sum(f.Errors), f.Errors)
	row("not sent", "%d", f.Late)
	row("runs and undos beside it", "%d, %d failed; p50 %.0f ms, p95 %.0f ms", f.Runs, f.RunErrs, f.RunTook.at(0.5), f.RunTook.at(0.95))
	for _, process := range []string{"program", "PostgreSQL", "client"} {
		cpu := f.CPU[process].Seconds()
		row("CPU of "+process, "%.2f cores, %.2f ms a good answer", cpu/seconds, 1000*cpu/float64(max(1, f.Good)))
	}
	row("memory of program", "%d MB at most", f.Memory>>20)
	return table.Flush()
}

func sum(counts map[string]int) (n int) {
	for _, count := range counts {
		n += count
	}
	return n
}
