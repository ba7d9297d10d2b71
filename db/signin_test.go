package db_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// tryTo signs in as somebody from somewhere and returns the kind of failure, and how long to wait.
func tryTo(t *testing.T, database *db.DB, s domain.SignIn) (domain.Kind, time.Duration) {
	t.Helper()
	_, err := database.Authenticate(t.Context(), s)
	var e *domain.Error
	errors.As(err, &e)
	if e == nil {
		if err != nil {
			t.Fatal(err)
		}
		return domain.KindInternal, 0 // signed in
	}
	return e.Kind, e.Wait
}

const in = domain.KindInternal

// wantTaken makes tries that fail, of which some are taken before the others have to wait. A slow machine may wait for one or two.
func wantTaken(t *testing.T, what string, taken, tries int, try func(n int) (domain.Kind, time.Duration)) {
	t.Helper()
	counts := map[domain.Kind]int{}
	for n := range tries {
		kind, wait := try(n)
		counts[kind]++
		if n < taken && kind != domain.KindInvalid || kind == domain.KindTooOften && (wait <= 0 || wait > 20*time.Second) {
			t.Fatalf("%s, try %d: kind %d, wait %v", what, n+1, kind, wait)
		}
	}
	if counts[domain.KindInvalid] > taken+2 || counts[domain.KindInvalid]+counts[domain.KindTooOften] != tries {
		t.Errorf("%s: %v of %d tries by kind, want %d that are taken and fail", what, counts, tries, taken)
	}
}

// Fault 101: thirty wrong passwords for one address, from wherever; nobody learns whether somebody has it.
func TestFault101GuessingAPassword(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	bob := company(t, database, "bob@provider.example", domain.Administrator)
	for _, email := range []string{ann.Email, "nobody@provider.example"} {
		wantTaken(t, email, 5, 30, func(n int) (domain.Kind, time.Duration) {
			s := domain.SignIn{Email: email, Password: "wrong", From: fmt.Sprintf("203.0.113.%d", n)}
			if n%2 == 1 {
				s.Email = " " + strings.ToUpper(email) // the same
			}
			return tryTo(t, database, s)
		})
	}
	right := domain.SignIn{Email: " ANN@provider.example ", Password: goodPassword, From: "198.51.100.7"}
	if kind, _ := tryTo(t, database, right); kind != domain.KindTooOften {
		t.Errorf("the right password during the wait: kind %d", kind)
	}
	known := right
	known.Device = "ann's own"
	if kind, _ := tryTo(t, database, known); kind != in {
		t.Errorf("a device that ann has signed in with: kind %d", kind)
	}
	if kind, _ := tryTo(t, database, domain.SignIn{Email: bob.Email, Password: goodPassword, From: "203.0.113.1"}); kind != in {
		t.Errorf("somebody else: kind %d", kind)
	}
	if err := execute(t, database, `UPDATE failed_sign_in SET last_at = last_at - interval '20 seconds'`); err != nil {
		t.Fatal(err)
	}
	if kind, _ := tryTo(t, database, right); kind != in {
		t.Errorf("after the wait: kind %d", kind)
	}
	right.Password = "wrong"
	if kind, _ := tryTo(t, database, right); kind != domain.KindInvalid {
		t.Errorf("a mistake after that: kind %d", kind)
	}
}

// Fault 101: a device waits for its own mistakes.
func TestFault101GuessingWithADevice(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	for n := range 6 {
		want := domain.KindInvalid
		if n == 5 {
			want = domain.KindTooOften
		}
		if kind, _ := tryTo(t, database, domain.SignIn{Email: ann.Email, Password: "wrong", Device: "one"}); kind != want {
			t.Errorf("try %d: kind %d, want %d", n+1, kind, want)
		}
	}
	if kind, _ := tryTo(t, database, domain.SignIn{Email: ann.Email, Password: goodPassword, Device: "another"}); kind != in {
		t.Errorf("another device: kind %d", kind)
	}
}

// Fault 101: wrong passwords for many addresses from one network, of which an IPv6 host has 2^64 addresses.
func TestFault101GuessingFromOneNetwork(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	wantTaken(t, "one network", 30, 200, func(n int) (domain.Kind, time.Duration) {
		return tryTo(t, database, domain.SignIn{Email: fmt.Sprintf("user%d@provider.example", n), Password: "wrong",
			From: fmt.Sprintf("2001:db8:1:2::%x", n+1)})
	})
	right := domain.SignIn{Email: ann.Email, Password: goodPassword, From: "2001:db8:1:2:ffff::1"}
	if kind, _ := tryTo(t, database, right); kind != domain.KindTooOften {
		t.Errorf("the right password from that network: kind %d", kind)
	}
	elsewhere := right
	elsewhere.From = "2001:db8:1:3::1"
	if kind, _ := tryTo(t, database, elsewhere); kind != in {
		t.Errorf("from another network: kind %d", kind)
	}
	right.Device = "ann's own"
	if kind, _ := tryTo(t, database, right); kind != in {
		t.Errorf("with a device that ann has signed in with: kind %d", kind)
	}
	right.Device = ""
	if err := execute(t, database, `UPDATE failed_sign_in SET last_at = last_at - interval '20 seconds'`); err != nil {
		t.Fatal(err)
	}
	if kind, _ := tryTo(t, database, right); kind != in {
		t.Errorf("after the wait: kind %d", kind)
	}
}
