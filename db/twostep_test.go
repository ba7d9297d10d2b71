package db_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// secret is that of every app here; it is stored as sealed and opened as itself.
const secret, sealed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "sealed: only the program can read this"

// opens is a program with the present key, opensAnew one with the next, which knows the one before.
func opens(stored string) (string, string) {
	if stored != sealed {
		return "", ""
	}
	return secret, ""
}

func opensNothing(string) (string, string) { return "", "" }

func opensAnew(stored string) (string, string) {
	secret, _ := opens(stored)
	return secret, "sealed anew"
}

// inTwoSteps is somebody whose app and recovery codes are here.
type inTwoSteps struct {
	t     *testing.T
	db    *db.DB
	user  domain.User
	codes []string
}

func newInTwoSteps(t *testing.T, database *db.DB, email string) *inTwoSteps {
	t.Helper()
	p := &inTwoSteps{t: t, db: database, user: company(t, database, email, domain.Administrator)}
	p.codes = p.turnOn()
	return p
}

func (p *inTwoSteps) turnOn() []string {
	p.t.Helper()
	v, err := p.db.Viewer(p.t.Context(), p.user.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	c := domain.TurnTwoStep(v.User, true)
	c.TwoStep = &domain.TwoStepKeys{Sealed: sealed, Step: 1}
	_, codes, err := p.db.DoWithCodes(p.t.Context(), v, c)
	if err != nil {
		p.t.Fatal(err)
	}
	return codes
}

// code is what the app shows so many steps from now.
func (p *inTwoSteps) code(steps int64) string {
	p.t.Helper()
	now := ask[int64](p.t, p.db, `SELECT floor(extract(epoch FROM clock_timestamp()))::bigint`)
	code, err := hotp.GenerateCode(secret, uint64(now/30+steps))
	if err != nil {
		p.t.Fatal(err)
	}
	return code
}

// half gives the right password.
func (p *inTwoSteps) half() domain.HalfSigned {
	p.t.Helper()
	_, err := p.db.Authenticate(p.t.Context(), domain.SignIn{Email: p.user.Email, Password: goodPassword})
	var half *domain.HalfSigned
	if !errors.As(err, &half) {
		p.t.Fatalf("the password alone: %v", err)
	}
	return *half
}

func (p *inTwoSteps) signIn(code string) error {
	p.t.Helper()
	got, err := p.db.SignInByCode(p.t.Context(), domain.SignIn{Code: code}, p.half(), opens)
	if err == nil && got.ID != p.user.ID {
		p.t.Errorf("it signs %+v in", got)
	}
	return err
}

// forget lets nobody wait, and codes be used again.
func (p *inTwoSteps) forget() {
	p.t.Helper()
	if err := execute(p.t, p.db, `DELETE FROM failed_sign_in; UPDATE app_user SET two_step_used = 1 WHERE two_step_used > 1`); err != nil {
		p.t.Fatal(err)
	}
}

func TestFault129ACodeCountsOnce(t *testing.T) {
	t.Parallel()
	p := newInTwoSteps(t, dbtest.Open(t), "ann@provider.example")
	early := p.code(-1)
	now := p.code(0)
	if err := p.signIn(now[:3] + " " + now[3:]); err != nil {
		t.Fatalf("the code of now: %v", err)
	}
	for what, code := range map[string]string{"the same again": now, "one from before it": early, "none": "", "letters": "abcdef", "long": strings.Repeat("1", 5000), "NUL": "\x00"} {
		if err := p.signIn(code); domain.KindOf(err) != domain.KindInvalid {
			t.Errorf("%s: %v", what, err)
		}
		if err := execute(t, p.db, `DELETE FROM failed_sign_in`); err != nil {
			t.Fatal(err)
		}
	}
	p.forget()
	for steps, good := range map[int64]bool{-4: false, -1: true, 1: true, 4: false} {
		p.forget()
		if err := p.signIn(p.code(steps)); (err == nil) != good {
			t.Errorf("a code %d steps away: %v", steps, err)
		}
	}
}

func TestFault129ManyAtOnceUseACodeOnce(t *testing.T) {
	t.Parallel()
	url := newURL(t)
	var processes []*db.DB
	for range 2 {
		one, err := db.Open(t.Context(), url, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { one.Close() })
		processes = append(processes, one)
	}
	p := newInTwoSteps(t, processes[0], "ann@provider.example")
	half := p.half()
	for what, code := range map[string]string{"an app's": p.code(0), "a recovery code": p.codes[0]} {
		results := make(chan error, 8)
		var all sync.WaitGroup
		for n := range cap(results) {
			all.Go(func() {
				_, err := processes[n%2].SignInByCode(t.Context(), domain.SignIn{Code: code}, half, opens)
				results <- err
			})
		}
		all.Wait()
		close(results)
		in := 0
		for err := range results {
			if err == nil {
				in++
			} else if kind := domain.KindOf(err); kind != domain.KindInvalid && kind != domain.KindTooOften {
				t.Errorf("%s: %v", what, err)
			}
		}
		if in != 1 {
			t.Errorf("%s lets %d in", what, in)
		}
		p.forget()
	}
}

func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	p := newInTwoSteps(t, dbtest.Open(t), "ann@provider.example")
	left := func() int {
		v, err := p.db.Viewer(t.Context(), p.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		n, err := p.db.RecoveryCodesLeft(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if len(p.codes) != domain.RecoveryCodes || left() != domain.RecoveryCodes {
		t.Fatalf("%d codes, %d are left", len(p.codes), left())
	}
	for i, code := range p.codes { // 20 digits, 66 bits
		if digits := strings.ReplaceAll(code, "-", ""); len(digits) != 20 || strings.Trim(digits, "0123456789") != "" || slices.Contains(p.codes[:i], code) {
			t.Errorf("a code is %q", code)
		}
	}
	if err := p.signIn(" " + strings.ReplaceAll(p.codes[0], "-", " ")); err != nil {
		t.Errorf("a recovery code as somebody types it: %v", err)
	}
	if err := p.signIn(p.codes[0]); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("the same again: %v", err)
	}
	other := newInTwoSteps(t, p.db, "bob@another.example")
	if err := other.signIn(p.codes[1]); domain.KindOf(err) != domain.KindInvalid || left() != 9 {
		t.Errorf("somebody else's: %v, %d are left", err, left())
	}
	if n := ask[int](t, p.db, `SELECT count(*) FROM security_event WHERE kind = 'recovery code used' AND user_id = `+fmt.Sprint(p.user.ID)); n != 1 {
		t.Errorf("%d events tell of it", n)
	}
	v, err := p.db.Viewer(t.Context(), p.user.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, codes, err := p.db.DoWithCodes(t.Context(), v, domain.Change{Kind: domain.RecoveryCodesMade, Part: true, About: domain.Ref{Of: domain.ObjectUser, ID: int64(v.User.ID)}})
	if err != nil || left() != domain.RecoveryCodes {
		t.Fatalf("new ones: %d are left, %v", left(), err)
	}
	if err := p.signIn(p.codes[1]); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("one from before: %v", err)
	}
	// Whoever started the program with another key reads no secret, and recovery codes count all the same.
	_, err = p.db.SignInByCode(t.Context(), domain.SignIn{Code: p.code(0)}, p.half(), opensNothing)
	if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(err.Error(), "the key of this installation was changed") {
		t.Errorf("with another key: %v", err)
	}
	if _, err = p.db.SignInByCode(t.Context(), domain.SignIn{Code: codes[0]}, p.half(), opensNothing); err != nil {
		t.Errorf("a recovery code with another key: %v", err)
	}
	// Who knows the key from before seals the secret with the new one.
	p.forget()
	if _, err = p.db.SignInByCode(t.Context(), domain.SignIn{Code: p.code(0)}, p.half(), opensAnew); err != nil {
		t.Errorf("with the key from before: %v", err)
	}
	if stored := ask[string](t, p.db, `SELECT two_step_secret FROM app_user WHERE id = `+fmt.Sprint(p.user.ID)); stored != "sealed anew" {
		t.Errorf("the secret is kept as %q", stored)
	}
}

// Fault 130: whoever has the password guesses no longer than at a password, and the right password forgets no wrong code.
func TestFault130GuessingACode(t *testing.T) {
	t.Parallel()
	p := newInTwoSteps(t, dbtest.Open(t), "ann@provider.example")
	half := p.half()
	wantTaken(t, "codes", 5, 30, func(n int) (domain.Kind, time.Duration) {
		_, err := p.db.SignInByCode(t.Context(), domain.SignIn{Code: fmt.Sprintf("%06d", n), From: fmt.Sprintf("203.0.113.%d", n)}, half, opens)
		var e *domain.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		return e.Kind, e.Wait
	})
	if kind, _ := tryTo(t, p.db, domain.SignIn{Email: p.user.Email, Password: goodPassword}); kind != domain.KindTooOften {
		t.Errorf("the password during the wait: kind %d", kind)
	}
	if _, err := p.db.SignInByCode(t.Context(), domain.SignIn{Code: p.code(0)}, half, opens); domain.KindOf(err) != domain.KindTooOften {
		t.Errorf("the right code during the wait: %v", err)
	}
	if n := ask[int](t, p.db, `SELECT count(*) FROM security_event WHERE kind = 'code refused'`); n < 5 {
		t.Errorf("%d events tell of it", n)
	}
	p.forget()
	for range 4 {
		_ = p.signIn("000000") // wrong, but for one in a third of a million
	}
	_ = p.half()
	if n := ask[int](t, p.db, `SELECT max(failures) FROM failed_sign_in`); n != 4 {
		t.Errorf("after the right password %d wrong codes count", n)
	}
}

func TestFault131TheFirstStepEnds(t *testing.T) {
	t.Parallel()
	p := newInTwoSteps(t, dbtest.Open(t), "ann@provider.example")
	over := func(what string, half domain.HalfSigned) {
		t.Helper()
		p.forget()
		if _, err := p.db.SignInByCode(t.Context(), domain.SignIn{Code: p.code(0)}, half, opens); domain.KindOf(err) != domain.KindNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	half := p.half()
	late := half
	late.At = half.At.Add(-domain.SecondStepTime)
	over("five minutes later", late)
	late.At = half.At.Add(time.Hour)
	over("from the future", late)
	other := newInTwoSteps(t, p.db, "bob@another.example")
	if err := p.db.SetPassword(t.Context(), other.user.ID, "not what Ann has"); err != nil { // those who are planted share a hash
		t.Fatal(err)
	}
	foreign := half
	foreign.User = other.user.ID
	over("somebody else's password", foreign)
	if err := p.db.SetPassword(t.Context(), p.user.ID, "a quite different one"); err != nil {
		t.Fatal(err)
	}
	over("another password", half)
	if err := execute(t, p.db, `UPDATE app_user SET active = false`); err != nil {
		t.Fatal(err)
	}
	over("deactivated", half)
	if err := execute(t, p.db, `UPDATE app_user SET active = true`); err != nil {
		t.Fatal(err)
	}
	if err := p.db.ResetTwoStep(t.Context(), strings.ToUpper(p.user.Email)); err != nil {
		t.Fatal(err)
	}
	over("turned off", half)
	if n := ask[int](t, p.db, `SELECT count(*) FROM recovery_code WHERE user_id = `+fmt.Sprint(p.user.ID)); n != 0 {
		t.Errorf("%d recovery codes are left", n)
	}
	if _, err := p.db.Authenticate(t.Context(), domain.SignIn{Email: p.user.Email, Password: "a quite different one"}); err != nil {
		t.Errorf("the password alone, once it is off: %v", err)
	}
	if err := p.db.ResetTwoStep(t.Context(), p.user.Email); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("off again: %v", err)
	}
	p.turnOn()
	over("turned on again", half)
}

// TestTurningItOnEndsOtherSessions, and nobody turns it on twice.
func TestTurningItOnEndsOtherSessions(t *testing.T) {
	t.Parallel()
	database := dbtest.Open(t)
	user := company(t, database, "ann@provider.example", domain.Administrator)
	token, err := database.CreateSession(t.Context(), user.ID, domain.Place{})
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := database.SessionViewer(t.Context(), token)
	if err != nil || v.User.TwoStep {
		t.Fatalf("%+v, %v", v.User, err)
	}
	c := domain.TurnTwoStep(v.User, true)
	c.TwoStep = &domain.TwoStepKeys{Sealed: sealed, Step: 1}
	if _, _, err = database.DoWithCodes(t.Context(), v, c); err != nil {
		t.Fatal(err)
	}
	if by, err := database.SessionEndedBy(t.Context(), token); err != nil || by != domain.TwoStepOn {
		t.Errorf("the session was ended by %q, %v", by, err)
	}
	if now, err := database.Viewer(t.Context(), user.ID); err != nil || !now.User.TwoStep {
		t.Errorf("%+v, %v", now.User, err)
	}
	c.TwoStep = &domain.TwoStepKeys{Sealed: "another", Step: 1}
	if _, _, err = database.DoWithCodes(t.Context(), v, c); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("on twice: %v", err)
	}
	if dump := ask[string](t, database, `SELECT string_agg(u::text, '') FROM app_user u`) + ask[string](t, database, `SELECT coalesce(string_agg(p::text, ''), '') FROM change_part p`); strings.Contains(dump, secret) ||
		strings.Count(dump, sealed) != 1 {
		t.Errorf("the secret is in %s", dump)
	}
	for code, good := range map[string]bool{"": false, "12345": false, "000000": false} {
		if _, err := database.FirstStep(t.Context(), secret, code); (err == nil) != good {
			t.Errorf("first code %q: %v", code, err)
		}
	}
	p := &inTwoSteps{t: t, db: database, user: user}
	if step, err := database.FirstStep(t.Context(), secret, p.code(0)); err != nil || step == 0 {
		t.Errorf("the first code is of step %d, %v", step, err)
	}
}
