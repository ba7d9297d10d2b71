package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"text/tabwriter"
	"time"

	"tiersync/db"
	"tiersync/db/demo"
	"tiersync/db/localpg"
	"tiersync/web/server"
)

// demoCommand starts everything that a first look needs.
type demoCommand struct {
	Addr           string         `env:"TIERSYNC_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	Data           string         `type:"path" help:"Folder of the private PostgreSQL's data. Default: in the user's cache folder."`
	Fresh          bool           `help:"Forget what was changed and start over."`
	Password       string         `env:"TIERSYNC_DEMO_PASSWORD" help:"Password of every demo user. Default: a random one, printed."`
	TrustedProxies []netip.Prefix `env:"TIERSYNC_TRUSTED_PROXIES" placeholder:"CIDR,..." help:"Networks of the proxies whose X-Forwarded-For says where a visitor comes from. Of anybody else it is ignored."`
	DatabaseURL    string         `env:"DATABASE_URL" help:"Use this PostgreSQL instead of a private one. It must be empty or hold a demo."`

	TrustDatabaseNetwork bool `env:"TIERSYNC_TRUST_DATABASE_NETWORK" help:"Allow an unverified connection to a PostgreSQL on another machine."`
}

// Run starts the demo and serves until ctx is done.
func (c *demoCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) (err error) {
	listener, err := net.Listen("tcp", c.Addr) // first: an address in use should cost no time
	if err != nil {
		return err
	}
	defer listener.Close()
	database, stop, err := c.openDatabase(ctx, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if c.Password == "" {
		c.Password = rand.Text()[:16]
	}
	signIns, err := loadDemo(ctx, database, c.Password)
	if err != nil {
		return err
	}
	key := make([]byte, 32)
	rand.Read(key) // never fails
	handler, err := server.New(database, server.Config{SessionKey: key, Logger: logger, Proxies: c.TrustedProxies, Demo: true, Footnote: demo.Note})
	if err != nil {
		return err
	}
	if err := printSignIns(out, listener.Addr().String(), c.Password, signIns); err != nil {
		logger.WarnContext(ctx, "the sign-ins could not be printed", "error", err)
	}
	return serveOn(ctx, listener, newServer(handler, logger), logger)
}

// openDatabase connects to DATABASE_URL or to a private server that it starts. stop ends both.
func (c *demoCommand) openDatabase(ctx context.Context, logger *slog.Logger) (database *db.DB, stop func() error, err error) {
	url, stopServer := c.DatabaseURL, func() error { return nil }
	if url == "" {
		if url, stopServer, err = c.startServer(ctx); err != nil {
			return nil, nil, err
		}
	} else if c.Fresh {
		return nil, nil, errors.New("--fresh deletes nothing in a database of yours: make DATABASE_URL point to an empty one")
	}
	database, err = databaseFlags{url, c.TrustDatabaseNetwork}.open(ctx, db.Options{Logger: logger})
	if err != nil {
		return nil, nil, errors.Join(err, stopServer())
	}
	return database, func() error { return errors.Join(database.Close(), stopServer()) }, nil
}

// startServer starts a private PostgreSQL.
func (c *demoCommand) startServer(ctx context.Context) (url string, stop func() error, err error) {
	if c.Data == "" {
		if c.Data, err = localpg.DefaultDir(); err != nil {
			return "", nil, err
		}
	}
	private, err := localpg.Start(ctx, localpg.Config{Dir: c.Data, Fresh: c.Fresh, Fsync: true})
	if err != nil {
		return "", nil, err
	}
	return private.URL(), func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return private.Stop(ctx)
	}, nil
}

// loadDemo makes sure that the database is a demo's, current and full.
func loadDemo(ctx context.Context, database *db.DB, password string) ([]demo.SignIn, error) {
	if err := database.CheckOwn(ctx); err != nil {
		return nil, err
	}
	if err := database.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := database.CheckSchema(ctx); err != nil {
		return nil, err
	}
	if err := database.Claim(ctx, db.UseDemo); err != nil {
		return nil, err
	}
	return demo.Load(ctx, database, password)
}

func printSignIns(w io.Writer, addr, password string, signIns []demo.SignIn) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\nTiersync runs at http://%s\n\nSign in with the password %s as\n\n", addr, password)
	for _, s := range signIns {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", s.Email, s.Account, s.What)
	}
	fmt.Fprint(table, "\nThe data is made up and prices are illustrative. Ctrl-C stops it; changes are kept.\n\n")
	return table.Flush()
}
