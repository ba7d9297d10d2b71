// Package dbtest gives every test a PostgreSQL database of its own, migrated, in a few hundredths of a second.
//
// A package whose tests use it says so once:
//
//	func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }
//
// The server is a private one that ends with the tests, or the one at TEST_DATABASE_URL, whose user must be allowed to
// create databases. Where neither can be had, tests fail and say why: they are never skipped.
package dbtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"tiersync/db"
	"tiersync/db/worlds"
)

// shared is the one server of this test process. It is a global because testing gives TestMain and the tests nothing
// else in common.
var shared struct {
	mu        sync.Mutex
	main      bool // Main runs and will clean up
	server    *server
	templates map[string]*template // by the name of what they were prepared with
	drops     errgroup.Group       // of databases whose tests are over
}

// template is a database that tests get copies of, once it is prepared.
type template struct {
	once     sync.Once
	database string
	world    *worlds.World // that was planted there; nil for none
	err      error         // of preparing it
}

// Main runs the tests and removes what they used. Give its result to os.Exit.
func Main(m *testing.M) int {
	shared.mu.Lock()
	shared.main = true
	shared.mu.Unlock()
	code := m.Run()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.server == nil {
		return code
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := errors.Join(shared.drops.Wait(), shared.server.close(ctx)); err != nil {
		fmt.Fprintln(os.Stderr, "dbtest:", err)
		return max(code, 1)
	}
	return code
}

// Open returns a migrated, empty database for this test alone.
func Open(t testing.TB) *db.DB {
	t.Helper()
	return OpenPrepared(t, migrated, nil)
}

// OpenPrepared returns a database for this test alone that holds what prepare (nil for nothing) put into it. prepare
// runs once for each name in a test process; every test gets a copy of the result.
func OpenPrepared(t testing.TB, name string, prepare func(context.Context, *db.DB) error) *db.DB {
	t.Helper()
	return open(t, PreparedURL(t, name, prepare))
}

// PreparedURL is OpenPrepared for tests that start a program of their own.
func PreparedURL(t testing.TB, name string, prepare func(context.Context, *db.DB) error) string {
	t.Helper()
	var plant planter
	if prepare != nil {
		plant = func(ctx context.Context, d *db.DB) (*worlds.World, error) { return nil, prepare(ctx, d) }
	}
	url, _ := copied(t, name, plant)
	return url
}

// EmptyURL returns the URL of a database for this test alone that holds nothing, not even the schema.
func EmptyURL(t testing.TB) string {
	t.Helper()
	shared.mu.Lock()
	s, err := sharedServer(t.Context())
	shared.mu.Unlock()
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	return newDatabase(t, s, "template0")
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	database, err := db.Open(t.Context(), url, options())
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	t.Cleanup(func() {
		if err := database.Close(); err != nil {
			t.Errorf("dbtest: close: %v", err)
		}
	})
	return database
}

func newDatabase(t testing.TB, s *server, template string) string {
	t.Helper()
	name, err := s.create(t.Context(), template)
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	t.Cleanup(func() { // a drop waits a tenth of a second for connections that have just ended: the next test does not
		shared.drops.Go(func() error { return s.drop(context.WithoutCancel(t.Context()), name) })
	})
	if _, measures := t.(*testing.B); measures {
		return s.urlOf(name, planAsAsked)
	}
	return s.urlOf(name, planOnce) // hardly anything is asked in a test so often that planning it anew pays
}

// planter puts something into a migrated database, and returns the world that it planted, if it is one. The nil planter puts nothing there.
type planter func(context.Context, *db.DB) (*worlds.World, error)

// copied returns the URL of a copy, for this test alone, of what plant puts into a database. It does so once for each name.
func copied(t testing.TB, name string, plant planter) (string, *worlds.World) {
	t.Helper()
	s, made, err := prepared(t.Context(), name, plant)
	if err != nil {
		t.Fatalf("dbtest: prepare %q: %v", name, err)
	}
	return newDatabase(t, s, made.database), made.world
}

// prepared returns the database that was prepared under name, and prepares it if this is the first to ask. Others are prepared meanwhile.
func prepared(ctx context.Context, name string, plant planter) (*server, *template, error) {
	shared.mu.Lock()
	s, err := sharedServer(ctx)
	if err != nil {
		shared.mu.Unlock()
		return nil, nil, err
	}
	made := shared.templates[name]
	if made == nil {
		made = &template{}
		shared.templates[name] = made
	}
	shared.mu.Unlock()
	made.once.Do(func() { made.err = s.prepare(ctx, made, name, plant) })
	return s, made, made.err
}

// migrated is the name of the migrated schema alone, on which the others build.
const migrated = ""

func (s *server) prepare(ctx context.Context, made *template, name string, plant planter) error {
	from := "template0"
	if name != migrated {
		_, schema, err := prepared(ctx, migrated, nil)
		if err != nil {
			return err
		}
		from = schema.database
	}
	var err error
	if made.database, err = s.create(ctx, from); err != nil {
		return err
	}
	database, err := db.Open(ctx, s.urlOf(made.database, planOnce), options())
	if err != nil {
		return err
	}
	err = database.Migrate(ctx)
	if err == nil && plant != nil {
		made.world, err = plant(ctx, database)
	}
	return errors.Join(err, database.Close()) // nobody may be connected to a template while it is copied
}

// options are few connections, because many tests run at once, and none that is kept for signing in: beginning and ending one more for each
// test takes a tenth of what the server needs for all. Tests about those open the database themselves. The log of migrations stays out of
// the tests' output.
func options() db.Options {
	return db.Options{MaxConns: 8, OnePool: true, Logger: slog.New(slog.DiscardHandler)}
}
