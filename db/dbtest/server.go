package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/lib/pq"

	"tiersync/db/localpg"
)

// server is a PostgreSQL on which databases can be made: a private one, or somebody's.
type server struct {
	private *localpg.Server // nil when the server is somebody's
	url     *url.URL
	admin   *sql.DB
}

// sharedServer returns the server of this process and starts it if need be. The caller holds shared.mu.
func sharedServer(ctx context.Context) (*server, error) {
	if !shared.main {
		return nil, errors.New("the package lacks: func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }")
	}
	if shared.server != nil {
		return shared.server, nil
	}
	s, err := startServer(ctx)
	if err != nil {
		return nil, err
	}
	shared.server = s
	shared.templates = map[string]*template{}
	return s, nil
}

func startServer(ctx context.Context) (*server, error) {
	s := &server{}
	text := os.Getenv("TEST_DATABASE_URL")
	if text == "" {
		private, err := localpg.Start(ctx, localpg.Config{})
		if err != nil {
			return nil, err
		}
		s.private, text = private, private.URL()
	}
	if err := s.connect(text); err != nil {
		return nil, errors.Join(err, s.close(ctx))
	}
	return s, nil
}

func (s *server) connect(text string) error {
	var err error
	if s.url, err = url.Parse(text); err != nil || !strings.HasPrefix(s.url.Scheme, "postgres") {
		return errors.New("TEST_DATABASE_URL is not a URL like postgres://user:password@host/name?sslmode=disable")
	}
	connector, err := pq.NewConnector(text)
	if err != nil {
		return err
	}
	s.admin = sql.OpenDB(connector)
	return nil
}

// The modes in which prepared statements are planned.
const (
	planAsAsked = "auto"               // for what they are asked at first, which is what the program does
	planOnce    = "force_generic_plan" // for whatever they may be asked
)

// urlOf returns the URL of a database, whose statements are planned that way.
func (s *server) urlOf(database, planned string) string {
	u := *s.url
	u.Path = "/" + database
	parameters := u.Query()
	parameters.Set("options", "-cplan_cache_mode="+planned)
	u.RawQuery = parameters.Encode()
	return u.String()
}

// create makes a database as a copy of template and returns its name. Files are copied as they are: going through the server's buffers, as
// it does else, takes three times the processor's time.
func (s *server) create(ctx context.Context, template string) (string, error) {
	name := "tiersync_test_" + strings.ToLower(rand.Text())
	_, err := s.admin.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(name)+
		` TEMPLATE `+pq.QuoteIdentifier(template)+` STRATEGY file_copy`)
	if err != nil {
		return "", fmt.Errorf("make a database from %s: %w", template, err)
	}
	return name, nil
}

func (s *server) drop(ctx context.Context, name string) error {
	if _, err := s.admin.ExecContext(ctx, `DROP DATABASE `+pq.QuoteIdentifier(name)+` WITH (FORCE)`); err != nil {
		return fmt.Errorf("drop %s: %w", name, err)
	}
	return nil
}

// close removes the templates and ends a private server.
func (s *server) close(ctx context.Context) error {
	var errs []error
	if s.private == nil {
		for _, made := range shared.templates {
			if made.database != "" { // it was made
				errs = append(errs, s.drop(ctx, made.database))
			}
		}
	}
	if s.admin != nil {
		errs = append(errs, s.admin.Close())
	}
	if s.private != nil {
		errs = append(errs, s.private.Stop(ctx))
	}
	return errors.Join(errs...)
}
