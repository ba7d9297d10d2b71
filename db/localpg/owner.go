package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the user the server runs as: PostgreSQL refuses to run as root.
type owner struct {
	switches bool // this program is root and the server becomes uid and gid
	name     string
	uid, gid int
}

// serverUser is the current user, or for root the user postgres, else nobody.
func serverUser() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{name: "this user", uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil {
			return owner{switches: true, name: name, uid: uid, gid: gid}, nil
		}
	}
	return owner{}, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: " +
		"start this as another user, or set DATABASE_URL")
}

// attributes makes a child process run as the owner, in a process group of its own so that Ctrl-C reaches it through
// this program only.
func (o owner) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true}
	if o.switches {
		a.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return a
}

// makePrivate makes a folder that only the owner may enter.
func (o owner) makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if o.switches {
		if err := os.Chown(dir, o.uid, o.gid); err != nil {
			return fmt.Errorf("give the data folder to user %s: %w", o.name, err)
		}
	}
	return os.Chmod(dir, 0o700)
}

// canEnter returns an error that names the first folder on the way to dir that the owner may not pass.
func (o owner) canEnter(dir string) error {
	if !o.switches {
		return nil
	}
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			return fmt.Errorf("look at the data folder: %w", err)
		}
		if !o.mayPass(info) {
			return fmt.Errorf("PostgreSQL runs as user %s, who may not enter %s: "+
				"choose another folder with --data (or chmod o+x %s)", o.name, at, at)
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

func (o owner) mayPass(info os.FileInfo) bool {
	mode := info.Mode().Perm()
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case ok && int(stat.Uid) == o.uid:
		return mode&0o100 != 0
	case ok && int(stat.Gid) == o.gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}

// lockFile opens and locks a file until it is closed or this program ends.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		closeErr := file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = fmt.Errorf("%s is in use: another demo runs on it; stop that one, or choose another folder with --data",
				filepath.Dir(path))
		}
		return nil, errors.Join(err, closeErr)
	}
	return file, nil
}
