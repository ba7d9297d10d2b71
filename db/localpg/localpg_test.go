package localpg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lib/pq"
)

// testDir makes a folder that the server's user may enter, which t.TempDir is not when this is root.
func testDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localpg-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "demo")
}

func start(t *testing.T, config Config) *Server {
	t.Helper()
	server, err := Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func stop(t *testing.T, server *Server) {
	t.Helper()
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// query runs SQL on a connection of its own and returns the first value.
func query(t *testing.T, url, text string) (string, error) {
	t.Helper()
	connector, err := pq.NewConnector(url)
	if err != nil {
		t.Fatal(err)
	}
	database := sql.OpenDB(connector)
	defer database.Close()
	var value string
	err = database.QueryRowContext(t.Context(), text).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, err
}

func mustQuery(t *testing.T, url, text string) string {
	t.Helper()
	value, err := query(t, url, text)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestWhatIsThrownAwayIsInMemory: only what is temporary and need not survive a power cut, and that where there is room.
func TestWhatIsThrownAwayIsInMemory(t *testing.T) {
	t.Parallel()
	base := inMemory()
	if base == "" {
		base = os.TempDir()
	}
	for _, fsync := range []bool{false, true} {
		server := start(t, Config{Fsync: fsync})
		data := mustQuery(t, server.URL(), `SHOW data_directory`)
		stop(t, server)
		if want := map[bool]string{false: base, true: os.TempDir()}[fsync]; filepath.Dir(filepath.Dir(data)) != filepath.Clean(want) {
			t.Errorf("with fsync %t the data is in %s, want it below %s", fsync, data, want)
		}
		if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", data, err)
		}
	}
}

func TestDataIsKeptUntilFresh(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	first := start(t, Config{Dir: dir, Fsync: true})
	if got := mustQuery(t, first.URL(), `SHOW listen_addresses`); got != "" {
		t.Errorf("it listens on %q, want the Unix socket alone", got)
	}
	if got := mustQuery(t, first.URL(), `SHOW fsync`); got != "on" {
		t.Errorf("fsync is %s, want on", got)
	}
	mustQuery(t, first.URL(), `CREATE TABLE kept ()`)
	stop(t, first)
	second := start(t, Config{Dir: dir})
	mustQuery(t, second.URL(), `SELECT 'kept'::regclass`)
	stop(t, second)
	third := start(t, Config{Dir: dir, Fresh: true})
	defer stop(t, third)
	if _, err := query(t, third.URL(), `SELECT 'kept'::regclass`); err == nil {
		t.Error("Fresh kept the data")
	}
}

func TestTemporaryFolderIsRemoved(t *testing.T) {
	t.Parallel()
	server := start(t, Config{})
	root := server.folder.root
	stop(t, server)
	if _, err := os.Stat(root); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", root, err)
	}
}

func TestSecondProgramOnOneFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	server := start(t, Config{Dir: dir})
	defer stop(t, server)
	_, err := Start(t.Context(), Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "is in use") {
		t.Errorf("got %v, want a message that the folder is in use", err)
	}
}

func TestLongFolderNames(t *testing.T) {
	t.Parallel()
	server := start(t, Config{Dir: filepath.Join(testDir(t), strings.Repeat("long/", 30))})
	mustQuery(t, server.URL(), `SELECT 1`)
	stop(t, server)
	if _, err := os.Stat(server.folder.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is still there: %v", err)
	}
}

func TestForbiddenFolderIsNamed(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // the server runs as this user, who may enter what they made
	}
	dir := testDir(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{Dir: filepath.Join(dir, "deeper")})
	if err == nil || !strings.Contains(err.Error(), "may not enter "+dir) {
		t.Errorf("got %v, want a message that names %s", err, dir)
	}
}

func TestDataOfAnotherVersionIsNamed(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	stop(t, start(t, Config{Dir: dir}))
	if err := os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "made by PostgreSQL 8") {
		t.Errorf("got %v, want a message about the version", err)
	}
}

func TestForeignPidFileIsRemoved(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	stop(t, start(t, Config{Dir: dir}))
	pidFile := filepath.Join(dir, "data", "postmaster.pid")
	if err := os.WriteFile(pidFile, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o644); err != nil {
		t.Fatal(err)
	}
	server := start(t, Config{Dir: dir})
	mustQuery(t, server.URL(), `SELECT 1`)
	stop(t, server)
}

// childDir tells the copy of this test binary that it is the program to be killed.
const childDir = "LOCALPG_TEST_CHILD_DIR"

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	server, err := Start(context.Background(), Config{Dir: dir})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(server.process.cmd.Process.Pid)
	select {} // until killed
}

// Fault 67: nothing is left running, and the next start finds the data.
func TestKilledProgramLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	program := exec.CommandContext(t.Context(), os.Args[0])
	program.Env = append(os.Environ(), childDir+"="+dir)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscan(out, &pid); err != nil {
		t.Fatal(err)
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait() // it was killed: that is its error
	server := start(t, Config{Dir: dir})
	mustQuery(t, server.URL(), `SELECT 1`)
	stop(t, server)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for syscall.Kill(pid, 0) == nil && servesData(ctx, pid, filepath.Join(dir, "data")) {
		if ctx.Err() != nil {
			t.Fatalf("process %d still runs", pid)
		}
		time.Sleep(pollInterval)
	}
}

// A server that does not end, as one whose checkpointer misses the signal, is not waited for without an end: it goes at once, and starts again.
func TestStopEndsAServerThatHangs(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	server := start(t, Config{Dir: dir})
	pid, err := query(t, server.URL(), `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(number, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	server.process.patience = 100 * time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := server.Stop(ctx); err != nil || ctx.Err() != nil {
		t.Fatalf("stopped with %v, %v", err, ctx.Err())
	}
	server = start(t, Config{Dir: dir})
	if _, err := query(t, server.URL(), `SELECT 1`); err != nil {
		t.Error(err)
	}
	stop(t, server)
}
