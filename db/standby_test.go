package db_test

import (
	"context"
	"database/sql"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/db"
	"tiersync/db/localpg"
	"tiersync/db/worlds"
	"tiersync/domain"
)

// pair is a world on a primary of its own, with a hot standby.
type pair struct {
	*world
	primary, standby *localpg.Server
	program          *db.DB // reads pages from the standby
	stopped          map[*localpg.Server]bool
}

func newPair(t *testing.T) pair {
	t.Helper()
	p := pair{stopped: map[*localpg.Server]bool{}}
	start := func(config localpg.Config) *localpg.Server {
		s, err := localpg.Start(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.stop(s) })
		return s
	}
	primary := start(localpg.Config{})
	d, err := db.Open(t.Context(), primary.URL(), db.Options{HashParallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // some of its connections ended with the server
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	planted, err := worlds.Plant(t.Context(), d, worldStory("10"))
	if err != nil {
		t.Fatal(err)
	}
	p.world = &world{t: t, db: d, provider: planted.Viewers["P"], template: planted.Template, accounts: planted.Accounts, viewers: planted.Viewers,
		subs: planted.Subscriptions}
	p.sync()
	p.primary, p.standby = primary, start(localpg.Config{StandbyOf: primary})
	p.program, err = db.Open(t.Context(), primary.URL(), db.Options{ReadURL: p.standby.URL(), HashParallel: 1})
	p.check(err)
	t.Cleanup(func() { _ = p.program.Close() })
	return p
}

// stop stops a server that was not stopped yet.
func (p pair) stop(s *localpg.Server) {
	p.t.Helper()
	if !p.stopped[s] {
		p.stopped[s] = true
		p.check(s.Stop(context.WithoutCancel(p.t.Context())))
	}
}

// replayed waits until the standby has all that a session wrote.
func (p pair) replayed(s *db.Session) {
	p.t.Helper()
	for !p.onStandby(`SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn >= $1`, s.Written()) {
		time.Sleep(20 * time.Millisecond)
	}
}

// onStandby asks the standby itself, and returns an answer of yes or no.
func (p pair) onStandby(query string, args ...any) (yes bool) {
	p.t.Helper()
	connector, err := pq.NewConnector(p.standby.URL())
	p.check(err)
	standby := sql.OpenDB(connector)
	defer standby.Close()
	p.check(standby.QueryRowContext(p.t.Context(), query, args...).Scan(&yes))
	return yes
}

// sees is the fee of the mail plan on a page of a session.
func (p pair) sees(s *db.Session, name string) (string, error) {
	effective, _, err := p.program.Catalog(db.InSession(p.t.Context(), s, true), p.provider, p.accounts[name])
	if err != nil {
		return "", err
	}
	return effective.Plan(mailPlan).Period(month).Fees[domain.RecurringFee].String(), nil
}

// shows fails unless a page of the session comes to show that fee within a while.
func (p pair) shows(what string, s *db.Session, want string) {
	p.t.Helper()
	var got string
	var err error
	for range 300 {
		if got, err = p.sees(s, "P"); err == nil && got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Errorf("%s: a page shows %q, %v; want %q", what, got, err, want)
}

// saves lets a session change the fee.
func (p pair) saves(s *db.Session, fee string) error {
	_, err := p.program.Do(db.InSession(p.t.Context(), s, false), p.provider, feeChange(fee, 0))
	return err
}

func TestPagesOfAStandby(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	reader, clerk := db.NewSession(0), db.NewSession(0)
	p.shows("at first", reader, "10")
	for n := range 40 { // nobody sees a state from before their own last change
		fee := strconv.Itoa(100 + n)
		p.check(p.saves(clerk, fee))
		if got, err := p.sees(clerk, "P"); err != nil || got != fee {
			t.Fatalf("who saved %s sees %q, %v", fee, got, err)
		}
	}
	p.replayed(clerk)
	p.shows("what was saved", reader, "139")

	// The standby is behind: readers see what it has, who wrote sees what is.
	p.onStandby(`SELECT pg_wal_replay_pause() IS NOT NULL`)
	p.check(p.saves(clerk, "11"))
	if got, err := p.sees(reader, "P"); err != nil || got != "139" {
		t.Errorf("a page is not read from the standby: %q, %v", got, err)
	}
	for _, s := range []*db.Session{clerk, db.NewSession(clerk.Written())} { // in any process
		if got, err := p.sees(s, "P"); err != nil || got != "11" {
			t.Errorf("who saved sees %q, %v", got, err)
		}
	}
	p.shows("of a standby that is far behind", reader, "11") // read from the primary
	p.onStandby(`SELECT pg_wal_replay_resume() IS NOT NULL`)
	p.shows("of one that is not behind any more", reader, "11")
}

func TestNobodySeesHalfARun(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	reader := db.NewSession(0)
	p.shows("at first", reader, "10")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range 20 {
			_, err := p.db.Do(context.WithoutCancel(t.Context()), p.provider, feeChange(strconv.Itoa(20+n), 0))
			p.check(err)
			p.sync()
		}
	}()
	for {
		fees := map[string]bool{}
		p.check(p.program.InReadTx(db.InSession(t.Context(), reader, true), func(tx *sqlx.Tx) error {
			var list []string
			err := tx.SelectContext(t.Context(), &list, `
				SELECT DISTINCT p.delivered_id::text FROM pointer p JOIN account a ON a.id = p.account_id WHERE a.kind = 'reseller'`)
			for _, f := range list {
				fees[f] = true
			}
			return err
		}))
		if len(fees) != 1 {
			t.Fatalf("resellers who always have the same have %d different catalogs", len(fees))
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func TestPagesWithoutAPrimary(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	reader, clerk := db.NewSession(0), db.NewSession(0)
	p.check(p.saves(clerk, "11"))
	p.shows("before", reader, "11")
	token, err := p.program.CreateSession(t.Context(), p.provider.User.ID, domain.Place{})
	p.check(err)
	p.check(p.saves(clerk, "12"))
	p.replayed(clerk)
	p.onStandby(`SELECT pg_wal_replay_pause() IS NOT NULL`)
	late := db.NewSession(0)
	p.check(p.saves(late, "13"))
	p.stop(p.primary)
	for p.program.HasPrimary() {
		time.Sleep(20 * time.Millisecond)
	}
	page := db.InSession(t.Context(), reader, true)
	if v, _, err := p.program.SessionViewer(page, token); err != nil || v.User.ID != p.provider.User.ID {
		t.Errorf("whose session it is: %d, %v", v.User.ID, err)
	}
	if v, err := p.program.Viewer(page, p.provider.User.ID); err != nil || v.Account.ID != p.provider.Account.ID {
		t.Errorf("who asks: %+v, %v", v, err)
	}
	p.shows("without the primary", reader, "12")
	if got, err := p.sees(late, "P"); domain.KindOf(err) != domain.KindUnavailable {
		t.Errorf("a page older than what its reader wrote shows %q, %v", got, err)
	}
	if err := p.saves(clerk, "14"); domain.KindOf(err) != domain.KindUnavailable {
		t.Errorf("saving without a primary: %v", err)
	}
	p.onStandby(`SELECT pg_promote()`)
	p.shows("of the standby that was promoted", late, "13") // all that it had received
	p.stop(p.standby)
	if _, err := p.sees(reader, "P"); domain.KindOf(err) != domain.KindUnavailable {
		t.Errorf("without any server: %v", err)
	}
}

// TestFault080And104AStandbyInItsPlace lets the connections lead to a hot standby, as after a failover that was done by halves: nothing is
// saved and nothing is served that somebody could take for saved, until it is promoted; then everything works by itself.
func TestFault080And104AStandbyInItsPlace(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	standby, err := url.Parse(p.standby.URL())
	p.check(err)
	c := &cable{}
	d := c.open(t, p.primary.URL())
	save := func(fee string) error {
		_, err := d.Do(t.Context(), p.provider, feeChange(fee, 0))
		return err
	}
	p.check(save("11"))
	written := db.NewSession(0)
	p.check(p.saves(written, "12"))
	p.replayed(written)
	c.leadTo(standby)
	p.stop(p.primary)
	for range 6 { // each connection of before, and new ones
		if err := save("13"); domain.KindOf(err) != domain.KindUnavailable {
			t.Errorf("saving on a standby: %v", err)
		}
		_, err := d.CreateSession(t.Context(), p.provider.User.ID, domain.Place{})
		if domain.KindOf(err) != domain.KindUnavailable {
			t.Errorf("signing in on a standby: %v", err)
		}
	}
	if !p.onStandby(`SELECT pg_promote()`) {
		t.Fatal("the standby is not promoted")
	}
	p.check(save("14"))
	if n := ask[int](t, d, `SELECT count(*) FROM change WHERE kind = 'fees_changed'`); n != 3 {
		t.Errorf("%d changes are in the log", n)
	}
	catalog, _, err := d.Catalog(t.Context(), p.provider, p.provider.Account.ID)
	p.check(err)
	if fee := catalog.Plan(mailPlan).Period(month).Fees[domain.RecurringFee].String(); fee != "14" {
		t.Errorf("the fee is %s", fee)
	}
}

func TestPagesWithoutAStandby(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	reader := db.NewSession(0)
	p.shows("before", reader, "10")
	p.stop(p.standby)
	p.check(p.saves(db.NewSession(0), "11"))
	p.shows("without the standby", reader, "11")
	if !p.program.HasPrimary() {
		t.Error("the primary is taken for gone")
	}
}
