package db_test

import (
	"testing"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

// TestSecurityEventsGoAfterTheirTime keeps what is younger, and lets nobody else delete any.
func TestSecurityEventsGoAfterTheirTime(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	const insert = `
		INSERT INTO security_event (at, kind, detail) OVERRIDING SYSTEM VALUE
		SELECT now() - make_interval(days => d), 'signed in', 'days: ' || d FROM unnest(ARRAY[500, 401, 399, 1]) d`
	if err := execute(t, database, insert); err != nil {
		t.Fatal(err)
	}
	if _, err := database.Authenticate(t.Context(), domain.SignIn{Email: ann.Email, Password: goodPassword}); err != nil {
		t.Fatal(err)
	}
	if got := ask[string](t, database, `SELECT string_agg(detail, ', ' ORDER BY at) FROM security_event WHERE detail LIKE 'days: %'`); got != "days: 399, days: 1" {
		t.Errorf("there are %s", got)
	}
	if err := execute(t, database, `DELETE FROM security_event`); err == nil {
		t.Error("the others can be deleted")
	}
}

// TestSecurityEventsWithoutEnd records once what anybody can do as often as they like.
func TestSecurityEventsWithoutEnd(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	ann := company(t, database, "ann@provider.example", domain.Administrator)
	bob := company(t, database, "bob@other.example", domain.Administrator)
	for _, from := range []string{"203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8"} {
		if err := database.SecurityEvent(t.Context(), domain.Viewer{From: from}, domain.CookieEvent, "/"); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		for _, id := range []domain.UserID{ann.ID, bob.ID} {
			v := domain.Viewer{User: domain.User{ID: id}, From: "203.0.113.7"}
			if err := database.SecurityEvent(t.Context(), v, domain.PageRefusedEvent, "/"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 20 {
		_, _ = database.Authenticate(t.Context(), domain.SignIn{Email: ann.Email, Password: "wrong", From: "203.0.113.7"}) // refused
	}
	count := func(kind domain.SecurityKind) int {
		return ask[int](t, database, `SELECT count(*) FROM security_event WHERE kind = $1`, kind)
	}
	if n := count(domain.CookieEvent); n != 2 {
		t.Errorf("%d forged cookies from two addresses in a minute", n)
	}
	if n := count(domain.PageRefusedEvent); n != 2 {
		t.Errorf("%d refused pages of two users at one address in a minute", n)
	}
	if failed, slowed := count(domain.SignInFailedEvent), count(domain.SignInSlowedEvent); failed < 5 || failed > 7 || slowed != 1 {
		t.Errorf("%d sign-ins that failed and %d that had to wait", failed, slowed)
	}
	if n := ask[int](t, database, `SELECT count(*) FROM security_event WHERE kind = $1 AND user_id = $2`, domain.SignInSlowedEvent, ann.ID); n != 1 {
		t.Error("the wait is not told to the company whose user it concerns")
	}
}
