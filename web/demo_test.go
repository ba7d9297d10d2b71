package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/demo"
)

// startDemo runs the demo until the test or stop ends it, and returns its address and what it printed.
func startDemo(t *testing.T, command demoCommand) (url, printed string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := command.Run(ctx, slog.New(slog.DiscardHandler), writer)
		writer.CloseWithError(io.EOF)
		done <- err
	}()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("demo: %v", err)
		}
		done <- nil // for the cleanup, when a test stops it by hand
	}
	t.Cleanup(stop)
	for lines := bufio.NewScanner(reader); lines.Scan(); {
		line := lines.Text()
		printed += line + "\n"
		if _, after, ok := strings.Cut(line, "http://"); ok {
			url = "http://" + strings.TrimSpace(after)
		}
		if strings.Contains(line, "Ctrl-C") {
			go func() { _, _ = io.Copy(io.Discard, reader) }() // else the demo waits for a reader of its last line
			return url, printed, stop
		}
	}
	t.Fatalf("the demo ended while starting: %v\n%s", <-done, printed)
	return "", "", nil
}

func demoDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "demo-test-") // t.TempDir is closed to the user PostgreSQL runs as
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

func TestDemoStartsFromNothingAndKeepsItsData(t *testing.T) {
	t.Parallel()
	command := demoCommand{Addr: "127.0.0.1:0", Data: demoDir(t)}
	var passwords []string
	for range 2 {
		begin := time.Now()
		url, printed, stop := startDemo(t, command)
		for _, email := range []string{"admin@provider.example", "operator@provider.example", "viewer@provider.example"} {
			if !strings.Contains(printed, email) {
				t.Errorf("%s is not printed:\n%s", email, printed)
			}
		}
		_, after, _ := strings.Cut(printed, "with the password ")
		password, _, _ := strings.Cut(after, " ")
		passwords = append(passwords, password)
		response, err := http.Get(url + "/login")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != http.StatusOK || err != nil || !strings.Contains(string(body), demo.Note) {
			t.Errorf("the first page answers %s, %v: %s", response.Status, err, body)
		}
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("the first page took %v", took)
		}
		stop()
	}
	if passwords[0] == passwords[1] || len(passwords[0]) < 12 {
		t.Errorf("the random passwords %q are not", passwords)
	}
}

func TestDemoUsesADatabaseThatIsEmptyOrADemo(t *testing.T) {
	t.Parallel()
	command := demoCommand{Addr: "127.0.0.1:0", Password: "given", DatabaseURL: dbtest.EmptyURL(t)}
	for range 2 {
		_, printed, stop := startDemo(t, command)
		if !strings.Contains(printed, "with the password given") {
			t.Errorf("the password is not printed:\n%s", printed)
		}
		stop()
	}
	production := dbtest.PreparedURL(t, "production", func(ctx context.Context, database *db.DB) error {
		return database.Claim(ctx, db.UseProduction)
	})
	command.DatabaseURL = production
	err := command.Run(t.Context(), slog.New(slog.DiscardHandler), io.Discard)
	if err == nil || !strings.Contains(err.Error(), `use "production"`) {
		t.Errorf("got %v, want a refusal of a production database", err)
	}
	command.Fresh = true
	if err := command.Run(t.Context(), slog.New(slog.DiscardHandler), io.Discard); err == nil {
		t.Error("--fresh was accepted for somebody's database")
	}
}

func TestDemoSaysThatTheAddressIsInUse(t *testing.T) {
	t.Parallel()
	command := demoCommand{Addr: "127.0.0.1:0", DatabaseURL: dbtest.EmptyURL(t)}
	url, _, _ := startDemo(t, command)
	command.Addr = strings.TrimPrefix(url, "http://")
	err := command.Run(t.Context(), slog.New(slog.DiscardHandler), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v, want that the address is in use", err)
	}
}
