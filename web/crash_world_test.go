package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/web/webtest"
)

// crashStory tells of a distributor who is large enough for a run to take its time.
const crashStory = `
provider P: USD
reseller A{1..8} under P: USD
reseller B{1..6} under A1: EUR
reseller B{7..12} under A2: USD
reseller C{1..9} under B1: USD
user {P,A1}: administrator
exchange rate: 1 USD = 0.9 EUR
template privileges: all
template terms: every purchase, TOS 1
template order flow Standard: Sales New > Check, Sales Check > Done manually
template delegates Program
template delegates Plan{1..24}
P adds category Office
P adds plan Program: type Reseller, plan category Software, sales categories Office
P adds period Program month: recurring fee 10
P adds plan Plan{1..24}: plan category Software, sales categories Office
P adds period Plan{1..24} month: setup fee 1, recurring fee 10
P adds period Plan{1..24} year: length 12, recurring fee 100
P adds resource Plan{1..24} {users,storage,backups}: included 5, recurring price 2
everything is delivered
`

// crashPlans is how many plans there are, Plan1 and so on.
const crashPlans = 24

// crashes is that distributor in production: on a PostgreSQL that survives what happens to it, with the program in
// a process of its own and an administrator who is signed in.
type crashes struct {
	t       *testing.T
	dir     string // PostgreSQL's
	server  *localpg.Server
	program *program
	client  *http.Client
	planted *worlds.World
	viewer  domain.Viewer
	plan    domain.PlanID
	admin   *sql.DB // to look at the tables: one connection, past the program
	edits   int64
	undo    *action       // of the last run; nil when it was taken back
	took    time.Duration // by the last run
	random  *rand.Rand
	met     []db.Point // by runs of this process, which plants the world
}

func newCrashes(t *testing.T) *crashes {
	t.Helper()
	c := &crashes{t: t, dir: demoDir(t), random: rand.New(rand.NewPCG(*crashSeed, 0))}
	c.startServer()
	t.Cleanup(func() { c.stopServer() })
	c.inDatabase(func(d *db.DB) error {
		err := d.Migrate(t.Context())
		if err == nil {
			err = d.Claim(t.Context(), db.UseProduction)
		}
		if err == nil {
			c.planted, err = worlds.Plant(t.Context(), d, crashStory)
		}
		return err
	})
	c.cameBy(points())
	c.viewer, c.plan = c.planted.Viewers["P"], c.planted.Plan
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c.client = &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	c.start()
	c.wantStatus(c.send("/login", url.Values{"email": {worlds.Email("P")}, "password": {worlds.Password}}), http.StatusSeeOther)
	return c
}

// cameBy checks that what was done last came by these points.
func (c *crashes) cameBy(want []db.Point) {
	c.t.Helper()
	if before := len(c.met) - len(want); before < 0 || !slices.Equal(c.met[before:], want) {
		c.t.Fatalf("it came by %v, crashes are at %v", c.met, want)
	}
}

func (c *crashes) check(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// startServer starts PostgreSQL on the data that is there.
func (c *crashes) startServer() {
	c.t.Helper()
	var err error
	c.server, err = localpg.Start(context.WithoutCancel(c.t.Context()), localpg.Config{Dir: c.dir, Fsync: true})
	c.check(err)
	connector, err := pq.NewConnector(c.server.URL() + "&application_name=test")
	c.check(err)
	c.admin = sql.OpenDB(connector)
	c.admin.SetMaxOpenConns(1)
}

func (c *crashes) stopServer() {
	c.t.Helper()
	_ = c.admin.Close() // the server may be gone
	c.check(c.server.Stop(context.WithoutCancel(c.t.Context())))
}

// crashServer stops PostgreSQL as pg_ctl stop -m immediate does.
func (c *crashes) crashServer() {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	c.check(err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	c.check(err)
	c.check(syscall.Kill(pid, syscall.SIGQUIT))
	c.stopServer() // waits for its end
}

// start starts the program, in place of the one that may still run.
func (c *crashes) start() {
	c.t.Helper()
	if c.program != nil {
		c.program.kill()
	}
	c.program = startProgram(c.t, c.server.URL())
}

// inDatabase does something past the program.
func (c *crashes) inDatabase(do func(*db.DB) error) {
	c.t.Helper()
	d, err := db.Open(c.t.Context(), c.server.URL()+"&application_name=test",
		db.Options{MaxConns: 2, AtPoint: func(p db.Point) { c.met = append(c.met, p) }})
	c.check(err)
	defer d.Close()
	c.check(do(d))
}

// send posts a form; get opens a page.
func (c *crashes) send(path string, form url.Values) webtest.Answer {
	c.t.Helper()
	a, err := c.post(c.t.Context(), path, form)
	c.check(err)
	return a
}

func (c *crashes) post(ctx context.Context, path string, form url.Values) (webtest.Answer, error) {
	return webtest.Fetch(ctx, c.client, http.MethodPost, c.program.url+path, form.Encode())
}

func (c *crashes) get(path string) webtest.Answer {
	c.t.Helper()
	a, err := webtest.Fetch(c.t.Context(), c.client, http.MethodGet, c.program.url+path, "")
	c.check(err)
	return a
}

func (c *crashes) wantStatus(a webtest.Answer, want int) {
	c.t.Helper()
	if a.StatusCode != want {
		c.t.Fatalf("%s %s: status %d, want %d\n%s", a.Request.Method, a.Request.URL, a.StatusCode, want, a.Page.Find("main").Text())
	}
}

// edit makes sure that there is something to do: a cent on the recurring fees of every fourth plan of the provider's, and
// an own price at one of the resellers.
func (c *crashes) edit() {
	c.t.Helper()
	c.edits++
	var text strings.Builder
	for plan := 1 + c.edits%4; plan <= crashPlans; plan += 4 {
		fmt.Fprintf(&text, "P changes Plan%d {month,year}: recurring fee %s\n", plan, decimal.New(1000+c.edits, -2))
	}
	fmt.Fprintf(&text, "A1 changes Plan%d month: recurring fee %d\n", 1+c.edits%crashPlans, 1000+c.edits)
	c.inDatabase(func(d *db.DB) error { return c.planted.On(d).Tell(c.t.Context(), text.String()) })
}

// picture is what is in every table that a run writes, and in those that no run may touch: hashes, or for what is only ever
// added to, how many rows.
type picture struct {
	written, kept map[string]string
	runs          int
	changes       int // of a change only
	lastRun       domain.RunID
	pointers      string // what everybody has to whom a run may deliver
}

func (c *crashes) picture() picture {
	c.t.Helper()
	p := picture{written: map[string]string{}, kept: map[string]string{}}
	for _, table := range []string{"plan_version", "upgrade_version", "period_version", "rate_version", "rate_price", "part", "catalog",
		"own", "own_layer", "own_value", "entry", "run", "run_result", "run_shared", "outcome_set"} {
		var rows string
		c.ask(`SELECT count(*) FROM `+table, &rows)
		p.written[table] = rows
	}
	for _, table := range []string{"account", "subscription", "template", "template_plan", "exchange_rate", "resource", "order_flow",
		"notification_template"} {
		p.kept[table] = c.hash(`SELECT * FROM ` + table)
	}
	p.kept["the provider"] = c.hash(`SELECT p.* FROM pointer p JOIN account a ON a.id = p.account_id WHERE a.kind = 'provider'`)
	p.written["pointer"] = c.hash(`SELECT * FROM pointer`)
	p.pointers = c.hash(`SELECT account_id, delivered_id, own_id FROM pointer JOIN account a ON a.id = account_id WHERE a.kind <> 'provider'`)
	c.ask(`SELECT count(*), coalesce(max(id), 0) FROM run WHERE plan_id = `+fmt.Sprint(c.plan), &p.runs, &p.lastRun)
	return p
}

func (c *crashes) hash(query string) (text string) {
	c.t.Helper()
	c.ask(`SELECT md5(coalesce(string_agg(x::text, E'\n' ORDER BY x::text), '')) FROM (`+query+`) x`, &text)
	return text
}

func (c *crashes) ask(query string, into ...any) {
	c.t.Helper()
	if err := c.admin.QueryRowContext(c.t.Context(), query).Scan(into...); err != nil {
		c.t.Fatalf("%s: %v", query, err)
	}
}

// settled waits until PostgreSQL has noticed that the program is gone: a commit that was sent may still happen.
func (c *crashes) settled() {
	c.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		var left int
		c.ask(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tiersync'`, &left)
		if left == 0 {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%d connections of the killed program are left", left)
		}
	}
}

// same fails for tables that differ.
func (c *crashes) same(before, after map[string]string, what string) {
	c.t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		c.t.Errorf("%s (-before +after):\n%s", what, diff)
	}
}
