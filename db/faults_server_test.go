package db_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// TestFault072SlowNetwork makes a change over a network that answers after a quarter of a second and carries ten thousand bytes a second,
// and a run over one that answers after an eighth, each sent twice at once: they take their time, and happen once.
func TestFault072SlowNetwork(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10"))
	p := planted(open(t, address))
	dialog, err := p.DB.OpenDialog(t.Context(), p.Viewers["P"], domain.DialogRequest{Plan: resellerPlan})
	if err != nil {
		t.Fatal(err)
	}
	fee := domain.Change{Kind: domain.FeesChanged, Part: true, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"},
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.RecurringFee.Field(), Plan: mailPlan, Period: month}, Value: "12"}}}
	for name, test := range map[string]struct {
		latency time.Duration // there, and back again
		send    func(*db.DB) (int64, error)
		made    string // counts what was made
	}{
		"change": {125 * time.Millisecond, func(d *db.DB) (int64, error) {
			_, err := d.Do(t.Context(), p.Viewers["P"], fee)
			return 0, err // who comes second changes nothing
		}, `SELECT count(*) FROM change WHERE kind = 'fees_changed' AND object_id = $1`},
		"run": {60 * time.Millisecond, func(d *db.DB) (int64, error) {
			id, err := d.SendDialog(t.Context(), p.Viewers["P"], domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.AllOptions()})
			return int64(id), err
		}, `SELECT count(*) FROM run WHERE plan_id = $1 - 1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slow := (&cable{latency: test.latency, bytes: 10_000}).open(t, address)
			began := time.Now()
			var made [2]int64
			var both sync.WaitGroup
			for i := range made {
				both.Go(func() {
					id, err := test.send(slow)
					for range 3 { // who waited for the other until their own time was over sends it again
						if domain.KindOf(err) == domain.KindUnavailable {
							id, err = test.send(slow)
						}
					}
					if made[i] = id; err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			if took := time.Since(began); took < 8*test.latency {
				t.Errorf("it took %v: the network is not slow", took)
			}
			if n, err := scalar(t.Context(), p.DB, test.made, int(mailPlan)); err != nil || n != 1 || made[0] != made[1] {
				t.Errorf("%d were made: %v, %v", n, made, err)
			}
		})
	}
}

// TestFault073FullServer takes all connections that the server gives: whoever needs one waits for three seconds, and gets one when it is
// given back.
func TestFault073FullServer(t *testing.T) {
	t.Parallel()
	d, full := openLimited(t, 3)
	began := time.Now()
	wantKind(t, write(t.Context(), d, `SELECT 1`), domain.KindUnavailable)
	if took := time.Since(began); took < 2*time.Second || took > 6*time.Second {
		t.Errorf("it waited %v", took)
	}
	time.AfterFunc(500*time.Millisecond, full)
	if err := write(t.Context(), d, `SELECT 1`); err != nil {
		t.Errorf("a connection was given back, but: %v", err)
	}
}

// openLimited returns a database whose owner may have so many connections, which are all taken: but for that for signing in, by somebody
// who gives them back when asked.
func openLimited(t *testing.T, limit int) (*db.DB, func()) {
	t.Helper()
	address := dbtest.PreparedURL(t, "", nil)
	admin := open(t, address)
	role := "limited_" + strings.ToLower(rand.Text())
	if err := execute(t, admin, fmt.Sprintf(`CREATE ROLE %s LOGIN PASSWORD 'limited' CONNECTION LIMIT %d`, role, limit)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := write(context.WithoutCancel(t.Context()), admin, `DROP ROLE `+role); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "limited")
	d, err := db.Open(t.Context(), u.String(), db.Options{MaxConns: limit})
	if err != nil {
		t.Fatal(err)
	}
	other, err := db.Open(t.Context(), u.String(), db.Options{MaxConns: limit})
	if err != nil {
		t.Fatal(err)
	}
	var taken, release sync.WaitGroup
	taken.Add(1)
	release.Add(1)
	go func() {
		_ = other.InReadTx(t.Context(), func(*sqlx.Tx) error { taken.Done(); release.Wait(); return nil })
		_ = other.Close()
	}()
	taken.Wait()
	give := sync.OnceFunc(release.Done)
	t.Cleanup(func() { give(); _ = d.Close() })
	return d, give
}

// TestFault075SilentTransaction halts a run for longer than a transaction may say nothing: the server ends it, nothing of it is stored,
// and the same dialog can be sent again.
func TestFault075SilentTransaction(t *testing.T) {
	t.Parallel()
	address, planted := dbtest.WorldURL(t, worldStory("10"))
	p := planted(open(t, address))
	var halts atomic.Int32
	halting, err := db.Open(t.Context(), address, db.Options{MaxConns: 2, Idle: 300 * time.Millisecond, AtPoint: func(at db.Point) {
		if at == db.ResultsWritten && halts.Add(1) == 1 {
			time.Sleep(time.Second)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = halting.Close() })
	dialog, err := halting.OpenDialog(t.Context(), p.Viewers["P"], domain.DialogRequest{Plan: resellerPlan})
	if err != nil {
		t.Fatal(err)
	}
	request := domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.AllOptions()}
	before := counts(t, p.DB)
	_, err = halting.SendDialog(t.Context(), p.Viewers["P"], request)
	wantKind(t, err, domain.KindUnavailable)
	if diff := cmp.Diff(before, counts(t, p.DB)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
	if _, err := halting.SendDialog(t.Context(), p.Viewers["P"], request); err != nil {
		t.Errorf("sent again: %v", err)
	}
}

// TestFault079FullDisk lets the server say that its disk is full, as it does for a row that does not fit.
func TestFault079FullDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
			$$ BEGIN RAISE EXCEPTION 'could not extend file "base/5/16404": No space left on device' USING ERRCODE = 'disk_full'; END $$;
		CREATE TRIGGER full_disk BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION full_disk()`)
	err := w.nothing(domain.KindUnavailable, w.synchronize(w.provider, w.request()))
	if message := messageOf(err); message != diskFull {
		t.Errorf("the message is %q", message)
	}
}

const diskFull = "The database's disk is full, so nothing can be saved. Nothing was changed; whoever runs this installation has to make room."

// messageOf is what users read of an error.
func messageOf(err error) string {
	var known *domain.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Message
}
