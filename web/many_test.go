package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/web/server"
)

// manyStory tells of a distributor of two hundred plans, whose resellers come past the program.
const manyStory = `
provider P: USD
user P: administrator
template privileges: all
template delegates Program
template delegates Plan{1..200}
P adds plan Program: type Reseller, plan category Cloud
P adds period Program month: recurring fee 10
P adds plan Plan{1..200}: plan category Cloud
P adds period Plan{1..200} month: setup fee 1, recurring fee 10
`

// exportWhole asks for the first export, too: 887 MB.
var exportWhole = flag.Bool("export.whole", false, "read the export of a first delivery to 5,000 resellers to its end")

// TestFault093And105FiveThousandResellers delivers two hundred plans to five thousand resellers, looks at the lists and exports runs: a list
// has a page, and the program stays small whatever it writes.
func TestFault093And105FiveThousandResellers(t *testing.T) {
	t.Parallel()
	address, plan := manyWorld(t, 5000)
	p := startProgram(t, address)
	v := newVisitor(t, p.url).signIn("P")
	path := fmt.Sprintf("/products/plans/%d", plan)
	run := func() string {
		return v.want(http.StatusSeeOther, v.post(path+"/synchronize", v.dialog(path+"/synchronize"))).Header.Get("Location")
	}
	first := run()
	for _, list := range []string{first, path + "/subscriptions", "/resellers", "/products/plans"} {
		page := v.want(http.StatusOK, v.get(list))
		if rows := page.Page.Find("tbody tr").Length(); rows < 20 || rows > 100 || len(page.Text) > 200_000 {
			t.Errorf("%s: %d rows, %d bytes", list, rows, len(page.Text))
		}
	}
	part := int64(40 << 20)
	if *exportWhole {
		part = 0
	}
	v.export(first, part, 8*200*5000)
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE account SET name = name || ' Ltd' WHERE kind = 'reseller'`)
		return err
	})
	v.export(run(), 0, 5000)
	memory := mostMemory(t, p.cmd.Process.Pid)
	if memory > 300<<20 {
		t.Errorf("the program had %d MB", memory>>20)
	}
	t.Logf("the program had %d MB at most", memory>>20)
}

// manyWorld returns the URL of a database with two hundred plans and so many resellers, and the plan that those are subscribed to.
func manyWorld(t *testing.T, resellers int) (address string, plan domain.PlanID) {
	t.Helper()
	address, planted := dbtest.WorldURL(t, manyStory)
	plan = planted(nil).Plan
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `
			WITH many AS (
				INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency)
				SELECT 1000000 + n, p.id, p.id, 1, 'reseller', 'Reseller ' || n, 'USD' FROM account p, generate_series(1, $2::int) AS n RETURNING *)
			INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
			SELECT id, parent_id, $1, name, 'Active', now(), now() FROM many`, plan, resellers)
		return err
	})
	return address, plan
}

// export reads the CSV of a run: so many bytes of it, or (0) the whole, which has at least so many lines.
func (v *visitor) export(run string, part int64, lines int) {
	v.t.Helper()
	answer, err := v.client.Get(v.url + run + ".csv")
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	var file lineCounter
	if part > 0 {
		if _, err := io.CopyN(&file, answer.Body, part); err != nil {
			v.t.Fatal(err)
		}
		return
	}
	if _, err := io.Copy(&file, answer.Body); err != nil {
		v.t.Fatal(err)
	}
	if file.lines < lines || strings.HasPrefix(string(file.last), "This file is incomplete") {
		v.t.Errorf("%d lines, the last is %q", file.lines, file.last)
	}
	v.t.Logf("%d lines, %d MB", file.lines, file.bytes>>20)
}

// TestFault105ExportsOutliveTheLimit reads a file more slowly than an answer may take.
func TestFault105ExportsOutliveTheLimit(t *testing.T) {
	t.Parallel()
	address, plan := manyWorld(t, 40)
	database, err := db.Open(t.Context(), address, db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	handler, err := server.New(database, server.Config{SessionKey: make([]byte, 32), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	limit := 20 * time.Second // signing in and the run are not what is slow
	at, _ := serving(t, handler, nil, func(s *http.Server) { s.WriteTimeout = limit })
	v := newVisitor(t, "http://"+at).signIn("P")
	path := fmt.Sprintf("/products/plans/%d/synchronize", plan)
	run := v.want(http.StatusSeeOther, v.post(path, v.dialog(path))).Header.Get("Location")
	at, _ = serving(t, handler, nil, func(s *http.Server) { s.WriteTimeout = 300 * time.Millisecond })
	narrow := &net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 16<<10) })
	}}
	slow := v.at("http://" + at)
	slow.client.Transport = &http.Transport{DialContext: narrow.DialContext}
	answer, err := slow.client.Get(slow.url + run + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var file lineCounter
	for range 4 {
		if _, err := io.CopyN(&file, answer.Body, 100<<10); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
	}
	if _, err := io.Copy(&file, answer.Body); err != nil {
		t.Fatal(err)
	}
	if file.lines < 200*40 || strings.HasPrefix(string(file.last), "This file is incomplete") {
		t.Errorf("%d lines, the last is %q", file.lines, file.last)
	}
}

// lineCounter counts the lines of a file and keeps the last one.
type lineCounter struct {
	lines, bytes int
	last         []byte
}

func (l *lineCounter) Write(p []byte) (int, error) {
	l.lines += bytes.Count(p, []byte("\n"))
	l.bytes += len(p)
	l.last = append(l.last, p...)
	if cut := bytes.LastIndexByte(bytes.TrimSuffix(l.last, []byte("\n")), '\n'); cut >= 0 {
		l.last = append([]byte(nil), l.last[cut+1:]...)
	}
	return len(p), nil
}

// mostMemory is the most that a process has had in memory, in bytes.
func mostMemory(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
