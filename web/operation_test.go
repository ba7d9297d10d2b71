package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/localpg"
)

// What somebody meets who runs the program: in processes of their own, on databases of their own.

// smallStory tells of a distributor with one reseller, who was delivered to.
const smallStory = `
provider P: USD
reseller R under P: USD
user {P,R}: administrator
template privileges: all
template delegates Program Mail
P adds plan Program: type Reseller, plan category Cloud
P adds period Program month: recurring fee 10
P adds plan Mail: plan category Cloud
P adds period Mail month: recurring fee 10
everything is delivered
P changes Mail month: recurring fee 12
`

// smallWorld returns the URL of a database with that distributor, and the address of their dialog.
func smallWorld(t *testing.T) (address, dialog string) {
	t.Helper()
	address, planted := dbtest.WorldURL(t, smallStory)
	return address, fmt.Sprintf("/products/plans/%d/synchronize", planted(nil).Plan)
}

// TestFault078RestoredBackup restores the backup of before somebody signed in and opened a dialog: neither is known any more, everything
// else is, and what was restored is what was computed.
func TestFault078RestoredBackup(t *testing.T) {
	t.Parallel()
	address, path := smallWorld(t)
	p := startProgram(t, address)
	before := newVisitor(t, p.url).signIn("P")
	known := before.dialog(path)
	backup := filepath.Join(t.TempDir(), "backup")
	tool(t, "pg_dump", "--format=custom", "--file="+backup, address)
	after := newVisitor(t, p.url).signIn("P")
	unknown := after.dialog(path)
	p.kill()

	restored := dbtest.EmptyURL(t)
	tool(t, "pg_restore", "--exit-on-error", "--no-owner", "--dbname="+restored, backup)
	p = startProgram(t, restored)
	before, after = before.at(p.url), after.at(p.url)
	if a := after.get("/products/plans"); !strings.HasPrefix(a.Header.Get("Location"), "/login") {
		t.Errorf("a session from after the backup: status %d", a.StatusCode)
	}
	refused := before.want(http.StatusUnprocessableEntity, before.post(path, unknown))
	if !strings.Contains(refused.Text, "was not opened here") || refused.Page.Find("input[name=opt][checked]").Length() != len(unknown["opt"]) {
		t.Errorf("a dialog from after the backup: %s", refused.Page.Find("main").Text())
	}
	before.want(http.StatusSeeOther, before.post(path, known))
	var out bytes.Buffer
	if err := run(&commands{}, []string{"verify", "--database-url=" + restored}, &out); err != nil {
		t.Errorf("verify: %v\n%s", err, &out)
	}
}

// tool runs a program of PostgreSQL's.
func tool(t *testing.T, name string, args ...string) {
	t.Helper()
	path, err := localpg.Program(name)
	if err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(path, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, said)
	}
}

// TestFault079LogCannotBeWritten gives the program a standard error on a full disk, and one whose reader is gone: it answers, what is to be
// audited is, and it stops when it is asked to.
func TestFault079LogCannotBeWritten(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	reader, gone, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	for name, file := range map[string]*os.File{"full disk": full, "nobody reads": gone} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer file.Close()
			address, _ := smallWorld(t)
			at := freeAddress(t)
			cmd := programCommand(t, address, "--addr="+at)
			cmd.Stderr = file
			in, err := cmd.StdinPipe() // at whose end the program ends, too
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := sync.OnceValue(cmd.Wait)
			t.Cleanup(func() { _ = cmd.Process.Kill(); _ = ended() })
			awaitHealth(t, "http://"+at)
			v := newVisitor(t, "http://"+at).signIn("P")
			v.want(http.StatusOK, v.get("/products/plans"))
			if n := countRows(t, address, `SELECT count(*) FROM security_event WHERE kind = 'signed in'`); n != 1 {
				t.Errorf("%d sign-ins are audited", n)
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := ended(); err != nil {
				t.Errorf("stop: %v", err)
			}
		})
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func awaitHealth(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(25 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if answer, err := http.Get(address + "/healthz"); err == nil {
			answer.Body.Close()
			return
		}
	}
	t.Fatal("the program does not answer")
}

func countRows(t *testing.T, address, query string) (n int) {
	t.Helper()
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error { return tx.GetContext(ctx, &n, query) })
	return n
}

// inDatabaseAt does something past the program.
func inDatabaseAt(t *testing.T, address string, do func(context.Context, *sqlx.Tx) error) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // it may clean up
	d, err := db.Open(ctx, address, db.Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.InTx(ctx, func(tx *sqlx.Tx) error { return do(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}
