package localpg

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/lib/pq"
)

const pollInterval = 20 * time.Millisecond

// makeData makes a database cluster, or copies that of which it is to be a standby. It does so beside the final place and renames it, so
// that a start that was interrupted leaves nothing that looks complete.
func makeData(ctx context.Context, p programs, f *folder, config Config) error {
	making := f.data + ".new"
	for _, old := range []string{making, f.data} {
		if err := os.RemoveAll(old); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
	}
	if err := f.owner.makePrivate(making); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, p.initdb(), initArgs(making, config)...)
	if config.StandbyOf != nil {
		cmd = exec.CommandContext(ctx, p.baseBackup(), "--pgdata", making, "--host", config.StandbyOf.folder.socket, "--username", userName,
			"--checkpoint", "fast", "--write-recovery-conf", "--no-sync")
	}
	cmd.Dir = f.root
	cmd.SysProcAttr = f.owner.attributes()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make the database: %s: %w: %s", filepath.Base(cmd.Path), err, bytes.TrimSpace(out))
	}
	if err := os.Rename(making, f.data); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return nil
}

// initArgs are the arguments that make a cluster of its own.
func initArgs(making string, config Config) []string {
	args := []string{"--pgdata", making, "--username", userName, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"}
	if runtime.GOOS == "darwin" {
		args[len(args)-1] = "en_US.UTF-8" // macOS has no C.UTF-8; names carry their own collation anyway
	}
	if !config.Fsync {
		args = append(args, "--no-sync")
	}
	return args
}

// process is a running postgres.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
	tail *tail         // what it said last

	patience time.Duration // how long stop asks politely
}

// patience is how long a server has to end its sessions and to write down what it has. It ends in less than a second; one that misses the
// signal, as PostgreSQL's checkpointer does when it has only just begun, never ends by itself.
const patience = 30 * time.Second

func startProcess(p programs, f *folder, config Config) (*process, error) {
	durable := "off"
	if config.Fsync {
		durable = "on"
	}
	cmd := exec.Command(p.postgres(), "-D", f.data, "-k", f.socket, "-c", "listen_addresses=",
		"-c", "unix_socket_permissions=0700", "-c", "max_connections=200", "-c", "jit=off",
		"-c", "fsync="+durable, "-c", "full_page_writes="+durable, "-c", "synchronous_commit="+durable,
		"-c", "shared_preload_libraries=plpgsql", // the language of the triggers, which each connection would load for itself
		"-c", "log_min_messages=warning", "-c", "timezone=UTC")
	cmd.Dir = f.root
	cmd.SysProcAttr = f.owner.attributes()
	stopWithParent(cmd.SysProcAttr)
	pr := &process{cmd: cmd, done: make(chan struct{}), tail: &tail{}, patience: patience}
	cmd.Stdout = io.MultiWriter(config.Log, pr.tail)
	cmd.Stderr = cmd.Stdout
	started := make(chan error)
	go func() {
		// The kernel sends the signal of stopWithParent when the *thread* that started the server ends, so this thread
		// stays with this goroutine for as long as the server lives.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log; stop and Done only need to know that it did
			close(pr.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", p.postgres(), err)
	}
	return pr, nil
}

// stop asks the server to end its sessions and go; when ctx is done first, or patience is at its end, to go at once (it recovers at the next
// start).
func (p *process) stop(ctx context.Context) error {
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
	case <-time.After(p.patience):
	}
	if err := p.cmd.Process.Signal(syscall.SIGQUIT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	<-p.done
	return nil
}

// prepare waits until the server answers and makes the database if it is not there.
func (s *Server) prepare(ctx context.Context) error {
	connector, err := pq.NewConnector(s.urlOf("postgres"))
	if err != nil {
		return err
	}
	admin := sql.OpenDB(connector)
	defer admin.Close()
	for {
		err := admin.PingContext(ctx)
		if err == nil {
			break
		}
		select {
		case <-s.process.done:
			return fmt.Errorf("PostgreSQL ended while starting: %s", s.process.tail)
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not answer in time: %w: %s", err, s.process.tail)
		case <-time.After(pollInterval):
		}
	}
	var exists bool
	const query = `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`
	if err := admin.QueryRowContext(ctx, query, databaseName).Scan(&exists); err != nil || exists {
		return err
	}
	_, err = admin.ExecContext(ctx, `CREATE DATABASE `+databaseName)
	return err
}

// stopOrphan ends a server that still runs on data although its program is gone. The caller holds the folder's lock, so
// no program owns that server. A pid file whose process is not such a server is removed: the number may belong to a
// stranger by now, and PostgreSQL would refuse to start.
func stopOrphan(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	pidFile := filepath.Join(data, "postmaster.pid")
	for {
		content, err := os.ReadFile(pidFile)
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for an earlier server: %w", err)
		}
		pid := firstNumber(strings.SplitN(string(content), "\n", 2)[0])
		if !servesData(ctx, pid, data) {
			return os.Remove(pidFile)
		}
		if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop an earlier server (process %d): %w", pid, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("an earlier server (process %d) does not end: %w", pid, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// servesData reports whether process pid is a postgres that works on data, which is its current folder.
func servesData(ctx context.Context, pid int, data string) bool {
	if pid == 0 {
		return false
	}
	if dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); err == nil {
		return dir == data
	}
	out, err := exec.CommandContext(ctx, "ps", "-o", "args=", "-p", fmt.Sprint(pid)).Output()
	return err == nil && strings.Contains(string(out), data)
}
