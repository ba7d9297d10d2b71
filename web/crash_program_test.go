package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tiersync/db"
)

// The program in a process of its own, so that it can be killed: this test binary once more, with the arguments of the
// command serve.

// asProgram is set in the environment of that process.
const asProgram = "TIERSYNC_TEST_AS_PROGRAM"

// haltingServe is the command serve with something to do at the points of a run.
type haltingServe struct {
	serveCommand
	atPoint func(db.Point)
}

// Run is serveCommand.Run.
func (c *haltingServe) Run(ctx context.Context, logger *slog.Logger) error {
	return c.serve(ctx, logger, db.Options{AtPoint: c.atPoint})
}

// programMain is the program's main with a way to halt it. A line of standard input names a point: the next run or undo
// that comes there says so on standard output and goes on when it reads an empty line.
func programMain() int {
	var halt atomic.Value
	halt.Store("")
	goOn := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			if lines.Text() == "" {
				goOn <- struct{}{}
				continue
			}
			halt.Store(lines.Text())
			fmt.Println("will halt")
		}
		os.Exit(3) // the test is gone
	}()
	var c struct {
		Serve haltingServe `cmd:""`
	}
	c.Serve.atPoint = func(p db.Point) {
		if halt.CompareAndSwap(string(p), "") {
			fmt.Println("halted")
			<-goOn
		}
	}
	if err := run(&c, os.Args[1:], io.Discard); err != nil {
		fmt.Fprintln(os.Stderr, "tiersync:", err)
		return 1
	}
	return 0
}

// program is that process, seen from the test.
type program struct {
	t     *testing.T
	url   string
	cmd   *exec.Cmd
	in    io.Writer
	said  chan string   // lines of its standard output
	ended chan struct{} // closed when it has ended
	mu    sync.Mutex
	log   bytes.Buffer
}

// programCommand is the program in a process of its own, which serves a database; of a flag that is there twice, the last one counts.
func programCommand(t *testing.T, databaseURL string, flags ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"serve", "--addr=127.0.0.1:0", "--behind-tls", "--session-key=" + goodKey, "--database-url=" + databaseURL},
		flags...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// startProgram starts the program on a database and returns when it serves.
func startProgram(t *testing.T, databaseURL string, flags ...string) *program {
	t.Helper()
	var err error
	p := &program{t: t, said: make(chan string, 10), ended: make(chan struct{})}
	p.cmd = programCommand(t, databaseURL, flags...)
	serving := make(chan string, 1)
	p.cmd.Stdout = &lines{each: func(line string) { p.said <- line }}
	p.cmd.Stderr = &lines{each: func(line string) {
		var entry struct{ Msg, Addr string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
			serving <- entry.Addr
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		fmt.Fprintln(&p.log, line)
	}}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is in its state
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	p.url = "http://" + await(p, serving, "to serve")
	return p
}

// await waits for something that the program does.
func await(p *program, event <-chan string, what string) string {
	p.t.Helper()
	select {
	case value := <-event:
		return value
	case <-p.ended:
		p.t.Fatalf("the program has ended (%v) instead %s\n%s", p.cmd.ProcessState, what, p.tail())
	case <-time.After(25 * time.Second):
		p.t.Fatalf("waited in vain for the program %s\n%s", what, p.tail())
	}
	return ""
}

// tail is the end of the program's log.
func (p *program) tail() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := p.log.String()
	return text[max(0, len(text)-3000):]
}

// haltAt makes the next run or undo halt at the point; awaitHalt waits for it, goOn lets it go on.
func (p *program) haltAt(at db.Point) {
	p.t.Helper()
	p.tell(string(at))
	await(p, p.said, "to listen")
}

func (p *program) awaitHalt() {
	p.t.Helper()
	await(p, p.said, "to halt")
}

func (p *program) goOn() {
	p.t.Helper()
	p.tell("")
}

func (p *program) tell(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

// signal asks the program to end.
func (p *program) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// kill ends the program at once, if it still runs.
func (p *program) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.ended
}

// lines is a writer that hands over every line.
type lines struct {
	rest string
	each func(string)
}

func (l *lines) Write(text []byte) (int, error) {
	l.rest += string(text)
	for {
		line, after, found := strings.Cut(l.rest, "\n")
		if !found {
			return len(text), nil
		}
		l.rest = after
		l.each(line)
	}
}
