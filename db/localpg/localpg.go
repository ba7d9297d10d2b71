// Package localpg runs a private PostgreSQL server for the demo and for tests: nothing to set up, reachable only
// through a Unix socket in a folder of its own, stopped with the program even when the program is killed.
//
// [Start] is the way in. binaries.go finds PostgreSQL on this machine or fetches it, folder.go prepares the data, and
// server.go runs the process.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Config says where a server keeps its data and how careful it is with it.
type Config struct {
	Dir   string    // folder for everything, made when missing; empty for a temporary one that Stop removes
	Fresh bool      // forget what Dir holds and start over
	Fsync bool      // survive a power cut; tests do without and are faster, and where Dir is empty their data is in memory, if there is room
	Log   io.Writer // the server's own messages; the file postgresql.log in Dir when nil

	StandbyOf *Server // a hot standby of this one, made of a copy of its data; nil for a server of its own
}

const (
	databaseName = "tiersync"
	userName     = "tiersync"
	startTimeout = 30 * time.Second
)

// Server is a running PostgreSQL.
type Server struct {
	folder  *folder
	process *process
}

// Start starts a server and returns when it answers. It fails with one message that a person can act on: no PostgreSQL
// on the machine, a folder in use by another program, data of another PostgreSQL version.
func Start(ctx context.Context, config Config) (*Server, error) {
	owner, err := serverUser()
	if err != nil {
		return nil, err
	}
	folder, err := openFolder(config.Dir, config.Fsync, owner)
	if err != nil {
		return nil, err
	}
	server, err := startIn(ctx, folder, config)
	if err != nil {
		return nil, errors.Join(err, folder.close())
	}
	return server, nil
}

func startIn(ctx context.Context, f *folder, config Config) (*Server, error) {
	if err := stopOrphan(ctx, f.data); err != nil {
		return nil, err
	}
	if config.Fresh {
		if err := os.RemoveAll(f.data); err != nil {
			return nil, fmt.Errorf("start over: %w", err)
		}
	}
	programs, err := findPrograms(ctx, f.dataVersion(), f.owner)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout) // after findPrograms, which may fetch them from far away
	defer cancel()
	if f.dataVersion() == "" {
		if err := makeData(ctx, programs, f, config); err != nil {
			return nil, err
		}
	}
	if config.Log == nil {
		if config.Log, err = f.openLog(); err != nil {
			return nil, err
		}
	}
	process, err := startProcess(programs, f, config)
	if err != nil {
		return nil, err
	}
	server := &Server{folder: f, process: process}
	if err := server.prepare(ctx); err != nil {
		return nil, errors.Join(err, process.stop(ctx))
	}
	return server, nil
}

// URL is the connection URL of the server's database.
func (s *Server) URL() string { return s.urlOf(databaseName) }

func (s *Server) urlOf(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(userName),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {s.folder.socket}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// Stop ends the server, politely until ctx is done or for half a minute, and removes its folder if it was a temporary one.
func (s *Server) Stop(ctx context.Context) error {
	return errors.Join(s.process.stop(ctx), s.folder.close())
}

// DefaultDir is where the demo keeps its data unless told otherwise: the user's cache folder, or the system's for root,
// whose own folders the unprivileged server cannot enter.
func DefaultDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/cache/tiersync/demo", nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder (or use --data): %w", err)
	}
	return filepath.Join(cache, "tiersync", "demo"), nil
}
