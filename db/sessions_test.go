package db_test

import (
	"encoding/base64"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

const goodPassword = "correct horse battery"

// company makes a provider with one user of the given role.
func company(t *testing.T, database *db.DB, email string, role domain.Role) domain.User {
	t.Helper()
	account, err := database.CreateAccount(t.Context(), domain.Account{Name: "Northwind Distribution", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	u := domain.User{Account: account, Email: email, Name: "Ann Berg", Role: role}
	if u.ID, err = database.Planting().AddUser(t.Context(), u, goodPassword); err != nil {
		t.Fatal(err)
	}
	return u
}

// execute runs SQL that no method of the program would.
func execute(t *testing.T, database *db.DB, query string, args ...any) error {
	t.Helper()
	return database.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	})
}

func wantKind(t *testing.T, err error, want domain.Kind) {
	t.Helper()
	if err == nil || domain.KindOf(err) != want {
		t.Fatalf("got error %v of kind %d, want kind %d", err, domain.KindOf(err), want)
	}
}

func signIn(t *testing.T, database *db.DB, user domain.UserID) string {
	t.Helper()
	token, err := database.CreateSession(t.Context(), user, domain.Place{})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestSessionCarriesItsData(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	token := signIn(t, database, user.ID)
	add := func(text string) func([]byte) ([]byte, error) {
		return func(data []byte) ([]byte, error) { return append(data, text...), nil }
	}
	var requests sync.WaitGroup
	for range 5 {
		requests.Go(func() {
			if err := database.ChangeSessionData(t.Context(), token, add("flash ")); err != nil {
				t.Error(err)
			}
		})
	}
	requests.Wait()
	const want = "flash flash flash flash flash "
	got, data, err := database.SessionViewer(t.Context(), token)
	if err != nil || got.User.ID != user.ID || string(data) != want {
		t.Fatalf("SessionViewer = %d, %q, %v; want %d, %q", got.User.ID, data, err, user.ID, want)
	}
	if err := database.EndSession(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	_, _, err = database.SessionViewer(t.Context(), token)
	wantKind(t, err, domain.KindNotFound)
	wantKind(t, database.ChangeSessionData(t.Context(), token, add("")), domain.KindNotFound)
}

func TestUnknownTokenIsNoSession(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	for _, token := range []string{"", "x", "\x00\xff", string(make([]byte, 8192))} {
		_, _, err := database.SessionViewer(t.Context(), token)
		wantKind(t, err, domain.KindNotFound)
	}
	user := company(t, database, "ann@provider.example", domain.Operator)
	token, another := signIn(t, database, user.ID), signIn(t, database, user.ID)
	for _, token := range []string{token, another} {
		if random, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(random) != 32 {
			t.Errorf("a token of %d bytes, %v; want 256 bits", len(random), err)
		}
	}
	if token == another {
		t.Error("two sessions have one token")
	}
}

// Fault 45: idle 30 minutes and absolute 12 hours, by the database's clock.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	sessionsAfter(t, []sessionChange{
		{"29 minutes idle", `UPDATE session SET last_seen_at = now() - interval '29 minutes'`, true},
		{"31 minutes idle", `UPDATE session SET last_seen_at = now() - interval '31 minutes'`, false},
		{"11 hours old", `UPDATE session SET created_at = now() - interval '11 hours'`, true},
		{"13 hours old", `UPDATE session SET created_at = now() - interval '13 hours'`, false},
		{"user made inactive", `UPDATE app_user SET active = false`, false},
		{"account on hold", `UPDATE account SET status = 'on hold'`, true},
		{"account closed", `UPDATE account SET status = 'closed'`, false},
	})
}

// Fault 110: a session that says it comes from the future would live for longer than any other.
func TestFault110SessionsFromTheFuture(t *testing.T) {
	t.Parallel()
	sessionsAfter(t, []sessionChange{
		{"made tomorrow", `UPDATE session SET created_at = now() + interval '1 day'`, false},
		{"used tomorrow", `UPDATE session SET last_seen_at = now() + interval '1 day'`, false},
		{"made and used in a hundred years", `UPDATE session SET created_at = now() + interval '100 years', last_seen_at = now() + interval '100 years'`, false},
		{"a standby's clock", `UPDATE session SET created_at = now() + interval '30 seconds', last_seen_at = now() + interval '30 seconds'`, true},
	})
}

// sessionChange is something that happens to a session, which goes on or is over then.
type sessionChange struct {
	name, sql string
	alive     bool
}

func sessionsAfter(t *testing.T, tests []sessionChange) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			database := dbtest.Open(t)
			token := signIn(t, database, company(t, database, "ann@provider.example", domain.Administrator).ID)
			if err := execute(t, database, test.sql); err != nil {
				t.Fatal(err)
			}
			_, _, err := database.SessionViewer(t.Context(), token)
			if !test.alive {
				wantKind(t, err, domain.KindNotFound)
			} else if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestClickKeepsSessionAlive(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	token := signIn(t, database, company(t, database, "ann@provider.example", domain.Administrator).ID)
	for range 3 {
		if err := execute(t, database, `UPDATE session SET last_seen_at = last_seen_at - interval '20 minutes'`); err != nil {
			t.Fatal(err)
		}
		if _, _, err := database.SessionViewer(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
}

// Fault 46.
func TestSixthSessionEndsTheOldest(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	var tokens []string
	for range 6 {
		tokens = append(tokens, signIn(t, database, user.ID))
	}
	for i, token := range tokens {
		_, _, err := database.SessionViewer(t.Context(), token)
		if i == 0 {
			wantKind(t, err, domain.KindNotFound)
		} else if err != nil {
			t.Errorf("session %d: %v", i+1, err)
		}
	}
}

func TestParallelSignInsLeaveFiveSessions(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if _, err := database.CreateSession(t.Context(), user.ID, domain.Place{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var count int
	err := database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &count, `SELECT count(*) FROM session`)
	})
	if err != nil || count != 5 {
		t.Fatalf("%d sessions, %v; want 5", count, err)
	}
}

// Fault 42.
func TestSessionsEndWithPasswordAndRole(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Operator)
	changes := map[string]func() error{
		"password": func() error { return database.SetPassword(t.Context(), user.ID, "another long sentence") },
		"role":     func() error { return setRole(t, database, user, domain.ReadOnly) },
	}
	for name, change := range changes {
		token := signIn(t, database, user.ID)
		if err := change(); err != nil {
			t.Fatal(name, err)
		}
		_, _, err := database.SessionViewer(t.Context(), token)
		wantKind(t, err, domain.KindNotFound)
	}
}

// Fault 41: what is sent from a page that was left open over night is kept for whoever opened it.
func TestFault041FormsOfSessionsThatAreOver(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change string
		kept   bool
	}{
		{"31 minutes idle", `UPDATE session SET last_seen_at = now() - interval '31 minutes'`, true},
		{"13 hours old", `UPDATE session SET created_at = now() - interval '13 hours'`, true},
		{"over a weekend", `UPDATE session SET last_seen_at = now() - interval '3 days', created_at = now() - interval '3 days'`, true},
		{"over a week", `UPDATE session SET last_seen_at = now() - interval '7 days'`, false},
		{"still going on", `UPDATE session SET last_seen_at = now()`, false},
		{"signed out", `DELETE FROM session`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			database := dbtest.Open(t)
			user := company(t, database, "ann@provider.example", domain.Administrator)
			token := signIn(t, database, user.ID)
			if err := execute(t, database, test.change); err != nil {
				t.Fatal(err)
			}
			err := database.KeepForm(t.Context(), token, user.ID, []byte("fee=12.50"))
			if !test.kept {
				wantKind(t, err, domain.KindNotFound)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantKind(t, database.KeepForm(t.Context(), token, user.ID+1, []byte("fee=1")), domain.KindNotFound)
			signIn(t, database, user.ID) // elsewhere: the form stays
			form, err := database.KeptForm(t.Context(), token, user.ID)
			if err != nil || string(form) != "fee=12.50" {
				t.Errorf("kept %q, %v", form, err)
			}
			_, err = database.KeptForm(t.Context(), token, user.ID+1)
			wantKind(t, err, domain.KindNotFound)
			if err := execute(t, database, `UPDATE session SET created_at = now(), last_seen_at = now()`); err != nil {
				t.Fatal(err)
			}
			_, err = database.KeptForm(t.Context(), token, user.ID)
			wantKind(t, err, domain.KindNotFound) // the session goes on
			if err := execute(t, database, test.change); err != nil {
				t.Fatal(err)
			}
			if database.KeepForm(t.Context(), token, user.ID, make([]byte, 64<<10+1)) == nil {
				t.Error("more than 64 KiB is kept")
			}
		})
	}
}
