package db_test

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

const insertEvent = `INSERT INTO security_event (kind) VALUES ('test')`

func countEvents(t *testing.T, database *db.DB) (count int) {
	t.Helper()
	err := database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &count, `SELECT count(*) FROM security_event`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestInTxStoresAllOrNothing(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	insert := func(tx *sqlx.Tx) {
		if _, err := tx.ExecContext(t.Context(), insertEvent); err != nil {
			t.Error(err)
		}
	}
	refused := errors.New("refused")
	if err := database.InTx(t.Context(), func(tx *sqlx.Tx) error { insert(tx); return refused }); !errors.Is(err, refused) {
		t.Errorf("got %v, want %v", err, refused)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = database.InTx(t.Context(), func(tx *sqlx.Tx) error { insert(tx); panic("stop") })
	}()
	if got := countEvents(t, database); got != 0 {
		t.Errorf("%d rows after an error and a panic, want 0", got)
	}
	if err := database.InTx(t.Context(), func(tx *sqlx.Tx) error { insert(tx); return nil }); err != nil {
		t.Fatal(err)
	}
	if got := countEvents(t, database); got != 1 {
		t.Errorf("%d rows after a success, want 1", got)
	}
}

func TestInTxRefusesAFailedStatementThatWasIgnored(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	err := database.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, _ = tx.ExecContext(t.Context(), `SELECT 1/0`)
		return nil
	})
	if err == nil {
		t.Error("a transaction that failed was reported as stored")
	}
}

func TestInReadTxCannotWriteAndSeesOneMoment(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	err := database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		var before, after int
		const query = `SELECT count(*) FROM security_event`
		if err := tx.GetContext(t.Context(), &before, query); err != nil {
			return err
		}
		if err := execute(t, database, insertEvent); err != nil {
			return err
		}
		if err := tx.GetContext(t.Context(), &after, query); err != nil {
			return err
		}
		if before != after {
			t.Errorf("saw %d rows, then %d", before, after)
		}
		_, err := tx.ExecContext(t.Context(), insertEvent)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
}

// Fault 70: one connection lost is one request lost.
func TestLostBackendHeals(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	err := execute(t, database, `SELECT pg_terminate_backend(pg_backend_pid())`)
	wantKind(t, err, domain.KindUnavailable)
	if got := countEvents(t, database); got != 0 {
		t.Errorf("%d rows, want 0", got)
	}
}

// A connection that was last used long ago has its old deadline: saying goodbye to the server is not work of that time.
func TestCloseAfterTheLastDeadline(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if err := database.InReadTx(ctx, func(*sqlx.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2600 * time.Millisecond) // until that, and the two seconds that are granted for a polite end, are over
	if err := database.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// Faults 71 and 74, with shorter times.
func TestSlowStatementEndsWithItsContext(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := database.InTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `SELECT pg_sleep(60)`)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
	err = database.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), `SET LOCAL statement_timeout = '50ms'; SELECT pg_sleep(60)`)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
}

// Fault 73: ordinary work waits three seconds for a connection, signing in does not wait at all.
func TestBusyPool(t *testing.T) {
	t.Parallel()
	const conns = 3
	database, err := db.Open(t.Context(), dbtest.PreparedURL(t, "", nil), db.Options{MaxConns: conns})
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	user := company(t, database, "ann@provider.example", domain.Administrator)
	var started, done sync.WaitGroup
	release := make(chan struct{})
	for range conns {
		started.Add(1)
		done.Go(func() {
			err := database.InTx(t.Context(), func(*sqlx.Tx) error {
				started.Done()
				<-release
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	started.Wait()
	start := time.Now()
	wantKind(t, execute(t, database, insertEvent), domain.KindUnavailable)
	if took := time.Since(start); took < 2*time.Second || took > 5*time.Second {
		t.Errorf("waited %v for a connection, want about 3s", took)
	}
	if _, err := database.Authenticate(t.Context(), domain.SignIn{Email: user.Email, Password: goodPassword}); err != nil {
		t.Errorf("signing in: %v", err)
	}
	token := signIn(t, database, user.ID)
	if _, _, err := database.SessionViewer(t.Context(), token); err != nil {
		t.Errorf("session: %v", err)
	}
	close(release)
	done.Wait()
}

func TestOpenWantsSSLModeStated(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "postgres://localhost/x", "not a url sslmode=disable", "postgres://u:secret@%zz/x?sslmode=disable"} {
		_, err := db.Open(t.Context(), url, db.Options{})
		if err == nil {
			t.Errorf("%q was accepted", url)
		}
	}
}

func TestExposed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url  string
		want bool
	}{
		{"postgres://u@/x?host=/run/postgresql&sslmode=disable", false},
		{"postgres://u@localhost/x?sslmode=disable", false},
		{"postgres://u@[::1]/x?sslmode=disable", false},
		{"postgres://u@db.example/x?sslmode=disable", true},
		{"postgres://u@db.example/x?sslmode=require", true},
		{"postgres://u@db.example/x?sslmode=verify-full", false},
		{"postgres://u@db.example/x?sslmode=verify-ca", true},
		{"postgres://u@db.example/x?sslmode=verify-ca&sslrootcert=/etc/tiersync/ca.pem", false},
		{"host=localhost,db.example sslmode=disable", true},
	}
	for _, test := range tests {
		wantExposed(t, test.url, test.want)
	}
}

func wantExposed(t *testing.T, url string, want bool) {
	t.Helper()
	got, err := db.Exposed(url)
	if err != nil || got != want {
		t.Errorf("Exposed(%q) = %v, %v; want %v", url, got, err, want)
	}
}

// Fault 107: an address that is said apart is what is dialled, whatever the host is called.
func TestFault107AddressesSaidApart(t *testing.T) {
	tests := []struct {
		url, environment string // of PGHOSTADDR
		want             bool
	}{
		{"host=localhost hostaddr=192.0.2.1 sslmode=disable", "", true},
		{"host=localhost hostaddr=192.0.2.1 sslmode=require", "", true},
		{"host=db.example hostaddr=192.0.2.1 sslmode=verify-full", "", false},
		{"host=db.example hostaddr=127.0.0.1 sslmode=disable", "", false},
		{"hostaddr=192.0.2.1 sslmode=disable", "", true},
		{"host=/run/postgresql hostaddr=2001:db8::1 sslmode=disable", "", true},
		{"host=localhost,localhost hostaddr=127.0.0.1,192.0.2.1 sslmode=disable", "", true},
		{"host=localhost,localhost hostaddr=127.0.0.1,::1 sslmode=disable", "", false},
		{"hostaddr=127.0.0.1,192.0.2.1 sslmode=disable", "", true},
		{"postgres://u@localhost/x?sslmode=disable&hostaddr=192.0.2.1", "", true},
		{"postgres://u@localhost/x?sslmode=disable", "192.0.2.1", true},
		{"postgres://u@localhost/x?sslmode=disable", "127.0.0.1", false},
		{"postgres://u@localhost/x?sslmode=disable&hostaddr=127.0.0.1", "192.0.2.1", false},
	}
	for _, test := range tests {
		t.Run(test.url+" "+test.environment, func(t *testing.T) {
			t.Setenv("PGHOSTADDR", test.environment) // which is put back
			if test.environment == "" {
				os.Unsetenv("PGHOSTADDR")
			}
			wantExposed(t, test.url, test.want)
		})
	}
}
