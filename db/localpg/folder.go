package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// maxSocketPath is what a Unix socket address can hold on every system, less the longest file name PostgreSQL appends.
const maxSocketPath = 100 - len("/.s.PGSQL.5432.lock")

// folder is the place of one server on disk. Whoever has it open holds its lock.
type folder struct {
	root      string // everything below is inside
	data      string // PostgreSQL's data directory
	socket    string // the folder of the Unix socket
	owner     owner
	lock, log *os.File
	base      string   // where temporary folders are made
	temporary []string // removed by close
}

// openFolder makes or opens the folder at dir, a temporary one when dir is empty, and locks it. What need not survive a power cut is made in
// memory where there is room, because a file is made and removed there in a fraction of the time, and each database is hundreds of files.
func openFolder(dir string, survives bool, o owner) (_ *folder, err error) {
	f := &folder{owner: o, base: os.TempDir()}
	if memory := inMemory(); memory != "" && !survives {
		f.base = memory
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.close())
		}
	}()
	if dir == "" {
		if f.root, err = f.makeTemporary(); err != nil {
			return nil, err
		}
	} else {
		if f.root, err = filepath.Abs(dir); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(f.root, 0o755); err != nil {
			return nil, fmt.Errorf("make the data folder: %w", err)
		}
	}
	if err := o.canEnter(f.root); err != nil {
		return nil, err
	}
	if f.lock, err = lockFile(filepath.Join(f.root, "lock")); err != nil {
		return nil, err
	}
	f.data = filepath.Join(f.root, "data")
	f.socket = filepath.Join(f.root, "socket")
	if len(f.socket) > maxSocketPath {
		if f.socket, err = f.makeTemporary(); err != nil {
			return nil, err
		}
	}
	return f, o.makePrivate(f.socket)
}

// makeTemporary makes a folder that every user may enter, because the server runs as another user when this is root.
func (f *folder) makeTemporary() (string, error) {
	base := f.base
	if len(base)+len("/tiersync-0123456789/socket") > maxSocketPath || f.owner.canEnter(base) != nil {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "tiersync-")
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	f.temporary = append(f.temporary, dir)
	return dir, os.Chmod(dir, 0o755)
}

// openLog makes the file for the server's messages since this start.
func (f *folder) openLog() (_ *os.File, err error) {
	f.log, err = os.Create(filepath.Join(f.root, "postgresql.log"))
	return f.log, err
}

// close unlocks the folder and removes what was temporary.
func (f *folder) close() error {
	var errs []error
	for _, dir := range f.temporary {
		errs = append(errs, os.RemoveAll(dir))
	}
	if f.log != nil {
		errs = append(errs, f.log.Close())
	}
	if f.lock != nil {
		errs = append(errs, f.lock.Close())
	}
	return errors.Join(errs...)
}

// dataVersion is the major version of the PostgreSQL that made the data, empty when there is none.
func (f *folder) dataVersion() string {
	version, err := os.ReadFile(filepath.Join(f.data, "PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(version))
}
