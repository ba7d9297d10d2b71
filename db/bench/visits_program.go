package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is the real program in a process of its own.
type program struct {
	cmd    *exec.Cmd
	folder string
	url    string
}

// startProgram builds the program from the sources around, starts it on a database that is migrated, and returns when it serves.
func startProgram(ctx context.Context, database string) (_ *program, err error) {
	p := &program{}
	if p.folder, err = os.MkdirTemp("", "tiersync-bench"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(p.folder))
		}
	}()
	binary := filepath.Join(p.folder, "tiersync")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "tiersync/web").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the program: %w: %s", err, out)
	}
	p.cmd = exec.Command(binary, "serve", "--addr=127.0.0.1:0", "--behind-tls")
	p.cmd.Env = append(os.Environ(), "DATABASE_URL="+database, "TIERSYNC_SESSION_KEY="+sessionKey())
	log, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var entry struct{ Msg, Addr string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Msg == "serving" {
			p.url = "http://" + entry.Addr
			go func() { _, _ = io.Copy(io.Discard, log) }() // until it ends
			return p, nil
		}
	}
	return nil, fmt.Errorf("the program ended: %w: %s", p.cmd.Wait(), lines.Text())
}

// sessionKey is any.
func sessionKey() string {
	key := make([]byte, 32)
	for i := range key {
		key[i] = byte(rand.Uint32())
	}
	return hex.EncodeToString(key)
}

// stop ends the program.
func (p *program) stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	_, waitErr := p.cmd.Process.Wait()
	return errors.Join(err, waitErr, os.RemoveAll(p.folder))
}

// cpu is how long the program has kept processors busy since it started; 0 where the system does not tell.
func (p *program) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ") // the name of the program may hold anything
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	var ticks int64
	for _, field := range fields[11:13] { // user and system
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // a tick is a hundredth of a second on every Linux
}

// memory is the most that the program had resident at any time.
func (p *program) memory() int64 { return memoryOf(p.cmd.Process.Pid, "VmHWM") }
