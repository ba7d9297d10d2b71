package db_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
	"tiersync/domain"
)

// TestFault079FullDevice lets PostgreSQL write the table of runs to a device that is full, which Linux has for such tests: a run meets what
// the server really says then, nothing of it is stored, and it is made once there is room.
func TestFault079FullDevice(t *testing.T) {
	t.Parallel()
	server, err := localpg.Start(t.Context(), localpg.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	w := emptyWorld(t, openOn(t, server))
	w.check(w.db.Migrate(t.Context()))
	planted, err := worlds.Plant(t.Context(), w.db, worldStory("10"))
	w.check(err)
	w.provider = planted.Viewers["P"]
	request := w.request()
	w.exec(`CHECKPOINT`)
	file := filepath.Join(ask[string](t, w.db, `SELECT current_setting('data_directory')`), ask[string](t, w.db, `SELECT pg_relation_filepath('run')`))
	if n := ask[int](t, w.db, `SELECT pg_relation_size('run')`); n != 0 {
		t.Fatalf("the table has %d bytes already", n)
	}
	w.check(os.Rename(file, file+".kept"))
	w.check(os.Symlink("/dev/full", file))

	w.db = openOn(t, server) // connections that have not opened the file
	err = w.nothing(domain.KindUnavailable, w.synchronize(w.provider, request))
	if message := messageOf(err); message != diskFull {
		t.Errorf("the message is %q: %v", message, err)
	}

	w.check(os.Remove(file))
	w.check(os.Rename(file+".kept", file))
	w.db = openOn(t, server)
	if page := w.run(w.provider, request); page.Run.Totals.Changed != 5 {
		t.Errorf("with room again, the run changes %d resellers", page.Run.Totals.Changed)
	}
	wantSound(t, w.db)
}

func openOn(t *testing.T, server *localpg.Server) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), server.URL(), db.Options{MaxConns: 4, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
