package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// programs is a folder with the programs of one PostgreSQL version that are needed.
type programs struct{ bin string }

func (p programs) initdb() string   { return filepath.Join(p.bin, "initdb") }
func (p programs) postgres() string { return filepath.Join(p.bin, "postgres") }

// baseBackup copies a server's data for a standby.
func (p programs) baseBackup() string { return filepath.Join(p.bin, "pg_basebackup") }

// findPrograms looks for PostgreSQL of the given major version (any when empty): on the PATH, then where systems install
// it, newest first. Where there is none at all it fetches one, except as root.
func findPrograms(ctx context.Context, version string, o owner) (programs, error) {
	var others []string
	for _, bin := range candidates() {
		found, err := majorVersion(ctx, bin)
		if err != nil {
			continue // not a PostgreSQL that runs here
		}
		if version == "" || found == version {
			return programs{bin: bin}, nil
		}
		others = append(others, found)
	}
	if len(others) > 0 {
		return programs{}, wrongVersion(version, others...)
	}
	if o.switches {
		return programs{}, errors.New("no PostgreSQL found on the PATH or in /usr/lib/postgresql: " +
			"install it (on Debian and Ubuntu: apt-get install postgresql), or set DATABASE_URL")
	}
	p, err := fetch()
	if err != nil {
		return programs{}, fmt.Errorf("no PostgreSQL found on the PATH or in /usr/lib/postgresql, and fetching one failed: "+
			"install it (on Debian and Ubuntu: apt-get install postgresql), or set DATABASE_URL: %w", err)
	}
	found, err := majorVersion(ctx, p.bin)
	if err != nil {
		return programs{}, fmt.Errorf("the PostgreSQL that was fetched does not run: %w", err)
	}
	if version != "" && found != version {
		return programs{}, wrongVersion(version, found)
	}
	return p, nil
}

func wrongVersion(version string, found ...string) error {
	return fmt.Errorf("the data was made by PostgreSQL %s, but this machine has %s: "+
		"install that version, or start over with --fresh", version, strings.Join(found, ", "))
}

// Program is the path of another program of the PostgreSQL on this machine, such as pg_dump.
func Program(name string) (string, error) {
	for _, bin := range candidates() {
		path := filepath.Join(bin, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no %s beside a PostgreSQL on the PATH or in /usr/lib/postgresql: install it (on Debian and Ubuntu: apt-get install postgresql)", name)
}

// candidates lists the folders that hold initdb and postgres.
func candidates() []string {
	var bins []string
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			bins = append(bins, filepath.Dir(real))
		}
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"} {
		found, _ := filepath.Glob(pattern) // the only error is a malformed pattern
		slices.SortFunc(found, func(a, b string) int { return firstNumber(b) - firstNumber(a) })
		bins = append(bins, found...)
	}
	return slices.DeleteFunc(bins, func(bin string) bool {
		return !isFile(programs{bin}.initdb()) || !isFile(programs{bin}.postgres())
	})
}

// majorVersion asks the PostgreSQL in bin for its version: "15" from "postgres (PostgreSQL) 15.13 (Debian ...)".
func majorVersion(ctx context.Context, bin string) (string, error) {
	out, err := exec.CommandContext(ctx, programs{bin}.postgres(), "--version").Output()
	if err != nil {
		return "", err
	}
	match := regexp.MustCompile(`\) ([0-9]+)`).FindSubmatch(out)
	if match == nil {
		return "", fmt.Errorf("unexpected version %q", out)
	}
	return string(match[1]), nil
}

// fetch downloads a PostgreSQL into the user's cache, once. The library only starts what it fetched over TCP, so it does
// that for a moment, with data that is thrown away.
func fetch() (programs, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return programs{}, err
	}
	version := embeddedpostgres.V17
	root := filepath.Join(cache, "tiersync", "postgresql-"+string(version))
	p := programs{bin: filepath.Join(root, "bin")}
	if isFile(p.initdb()) && isFile(p.postgres()) {
		return p, nil
	}
	scratch, err := os.MkdirTemp("", "tiersync-fetch-")
	if err != nil {
		return programs{}, err
	}
	defer os.RemoveAll(scratch)
	port, err := freePort()
	if err != nil {
		return programs{}, err
	}
	server := embeddedpostgres.NewDatabase(embeddedpostgres.DefaultConfig().Version(version).Port(port).
		RuntimePath(scratch).BinariesPath(root).CachePath(filepath.Join(cache, "tiersync")).Logger(io.Discard))
	if err := server.Start(); err != nil {
		return programs{}, err
	}
	return p, server.Stop()
}

func freePort() (uint32, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return uint32(listener.Addr().(*net.TCPAddr).Port), nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// firstNumber is the version in a path such as /usr/lib/postgresql/15/bin, 0 when it has none.
func firstNumber(path string) int {
	n, _ := strconv.Atoi(regexp.MustCompile(`[0-9]+`).FindString(path))
	return n
}
