package handlers_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pquerna/otp/hotp"

	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/web/server"
)

const twoStepPath = "/account/two-step"

// code is what an app with a secret shows so many steps from now.
func (w *world) code(secret string, steps int64) string {
	w.t.Helper()
	code, err := hotp.GenerateCode(secret, uint64(time.Now().Unix()/30+steps))
	w.check(err)
	return code
}

// unused lets codes be used again, and nobody wait.
func (w *world) unused() {
	w.t.Helper()
	w.exec(`UPDATE app_user SET two_step_used = 0; DELETE FROM failed_sign_in`)
}

// turnOn turns two-step sign-in on in a browser where somebody is signed in, and returns what their app has, and the page that comes then.
func (b *browser) turnOn(path string) (secret string, page *answer) {
	b.t.Helper()
	setUp := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK)
	secret = strings.ReplaceAll(setUp.text("main code"), " ", "")
	form := setUp.form(twoStepPath)
	form.Set("code", b.code(secret, 0))
	form.Set("present_password", "walk-the-manual")
	next := b.ask(http.MethodPost, twoStepPath, form, "").want(http.StatusSeeOther).location
	return secret, b.ask(http.MethodGet, next, nil, "").want(http.StatusOK)
}

// passwordOf gives the password of somebody of the world, and returns the page that asks for a code.
func (b *browser) passwordOf(name, login string) *answer {
	b.t.Helper()
	form := b.ask(http.MethodGet, login, nil, "").want(http.StatusOK).form("/login")
	form.Set("email", strings.ToLower(name)+"@world.example")
	form.Set("password", "walk-the-manual")
	return b.ask(http.MethodPost, "/login", form, "").want(http.StatusOK).shows("Enter your code")
}

// enter types a code into the page that asks for it.
func (b *browser) enter(page *answer, code string) *answer {
	b.t.Helper()
	form := page.form("/login/code")
	form.Set("code", code)
	return b.ask(http.MethodPost, "/login/code", form, "")
}

func codesOn(page *answer) []string {
	return regexp.MustCompile(`[0-9]{5}(-[0-9]{5}){3}`).FindAllString(page.text("main ul.codes"), -1)
}

func TestSigningInInTwoSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, there := w.browser(), w.browser()
	b.signIn("P", "/login")
	there.signIn("P", "/login")
	secret, page := b.turnOn(twoStepPath)
	codes := codesOn(page.shows("Two-step sign-in is on.", "They are not shown again.", "You have 10 recovery codes left."))
	if len(codes) != domain.RecoveryCodes {
		t.Fatalf("the codes are %q", codes)
	}
	if saved, err := url.PathUnescape(page.Find("a[download]").AttrOr("href", "")); err != nil || saved != "data:text/plain;charset=utf-8,"+strings.Join(codes, "\n")+"\n" {
		t.Errorf("the file would hold %q, %v", saved, err)
	}
	if again := b.ask(http.MethodGet, "/account", nil, ""); len(codesOn(again)) > 0 {
		t.Error("the codes are shown twice")
	}
	there.ask(http.MethodGet, "/account", nil, "").want(http.StatusSeeOther)
	there.ask(http.MethodGet, "/login", nil, "").shows("You turned on two-step sign-in, which ended your session.")
	if w.signsIn("p@world.example", "walk-the-manual") {
		t.Error("the password alone signs in")
	}

	// Without a session before the second step, and to the page that was asked for.
	w.unused()
	const path = "/products/plans/2/periods/22/edit"
	b = w.browser()
	step := b.passwordOf("P", b.ask(http.MethodGet, path, nil, "").want(http.StatusSeeOther).location)
	if field := step.Find("#code"); b.cookie != "" || field.AttrOr("autocomplete", "") != "one-time-code" || field.AttrOr("inputmode", "") != "numeric" {
		t.Errorf("before the code there is the cookie %q", b.cookie)
	}
	if focused := step.Find("[autofocus]"); focused.Length() != 1 || !focused.Is("#code") {
		t.Error("the code cannot be typed at once")
	}
	for _, wrong := range []string{"", "000000", "12345-12345-12345-12345", "\xff"} {
		step = b.enter(step, wrong).want(http.StatusUnprocessableEntity)
		if step.problem("code") == "" || b.cookie != "" {
			t.Errorf("%q: %q, cookie %q", wrong, step.problem("code"), b.cookie)
		}
		if focused := step.Find("[autofocus]"); focused.Length() != 1 || !focused.Is(".error-summary") {
			t.Errorf("%q: the focus is not at what is wrong", wrong)
		}
	}
	code := w.code(secret, 0)
	if next := b.enter(step, code).want(http.StatusSeeOther).location; next != path || b.cookie == "" {
		t.Errorf("the code leads to %q", next)
	}
	b.ask(http.MethodGet, path, nil, "").want(http.StatusOK)
	b.ask(http.MethodPost, "/logout", nil, "").want(http.StatusSeeOther)
	step = b.passwordOf("P", "/login")
	b.enter(step, code).want(http.StatusUnprocessableEntity)
	if next := b.enter(step, codes[3]).want(http.StatusSeeOther).location; next != "/" {
		t.Errorf("a recovery code leads to %q", next)
	}
	b.ask(http.MethodGet, "/account", nil, "").shows("You have 9 recovery codes left.")
	w.get("P2", "/products/plans").want(http.StatusOK)
	b.ask(http.MethodGet, "/security-events", nil, "").shows("Two-step sign-in turned on", "Wrong code for two-step sign-in", "Recovery code used", "Signed in")
	b.ask(http.MethodGet, "/audit", nil, "").shows("Turned on two-step sign-in").hides(secret, codes[0])
}

// A form that the sign-in page holds survives the second step, and one that is kept with the session.
func TestFormsSurviveTheSecondStep(t *testing.T) {
	t.Parallel()
	const path = monthFees
	w := newWorld(t)
	for name, leave := range map[string]func(b *browser){
		"held": func(b *browser) { b.cookie = "" },
		"kept": func(b *browser) { b.night() },
	} {
		b := w.browser()
		w.exec(`UPDATE app_user SET two_step_secret = NULL`)
		b.signIn("P", "/login")
		secret, _ := b.turnOn(twoStepPath)
		w.unused()
		form := b.ask(http.MethodGet, path, nil, "").form(path)
		form.Set(monthFee, "17.50")
		leave(b)
		login := b.ask(http.MethodPost, path, form, path)
		if login.status == http.StatusSeeOther {
			login = b.ask(http.MethodGet, login.location, nil, "")
		}
		typed := login.shows("your form is shown again as you filled it in").form("/login")
		typed.Set("email", "p@world.example")
		typed.Set("password", "walk-the-manual")
		step := b.ask(http.MethodPost, "/login", typed, "").want(http.StatusOK)
		step = b.enter(step, "000000").want(http.StatusUnprocessableEntity)
		next := b.enter(step, w.code(secret, 0)).want(http.StatusSeeOther).location
		page := b.ask(http.MethodGet, next, nil, "").shows("The form holds what you sent: check it, then send it again.")
		if got := page.form(path).Get(monthFee); got != "17.50" {
			t.Errorf("%s: the form shows %q", name, got)
		}
	}
}

// What is kept of a form that came too late holds no code: a recovery code may still count.
func TestNoCodeIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	form := typed(b.ask(http.MethodGet, twoStepPath, nil, "").form(twoStepPath), url.Values{"code": {"12345-12345-12345-12345"}})
	b.night()
	b.ask(http.MethodPost, twoStepPath, form, twoStepPath).want(http.StatusSeeOther)
	var data []byte
	w.check(w.db.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &data, `SELECT string_agg(data, '') FROM session`)
	}))
	if !bytes.Contains(data, []byte("kept-page")) || bytes.Contains(data, []byte("12345-12345")) {
		t.Errorf("kept is %s", data)
	}
}

// Who turned it off in another tab is led to their account by what the first one sends.
func TestTwoStepSignInIsOffAlready(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	secret, page := b.turnOn(twoStepPath)
	w.unused()
	proof := url.Values{"present_password": {"walk-the-manual"}, "code": {codesOn(page)[0]}}
	forms := map[string]url.Values{}
	for _, path := range []string{twoStepPath + "/off", twoStepPath + "/codes"} {
		forms[path] = typed(b.ask(http.MethodGet, path, nil, "").form(path), proof)
	}
	off := typed(b.ask(http.MethodGet, twoStepPath+"/off", nil, "").form(twoStepPath+"/off"), proof)
	off.Set("code", w.code(secret, 0))
	b.ask(http.MethodPost, twoStepPath+"/off", off, "").want(http.StatusSeeOther)
	for path, form := range forms {
		if next := b.ask(http.MethodPost, path, form, "").want(http.StatusSeeOther).location; next != "/account" {
			t.Errorf("%s leads to %q", path, next)
		}
	}
}

func TestFault131TheSecondPageCannotBeForged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	secret, _ := b.turnOn(twoStepPath)
	w.unused()
	b = w.browser()
	step := b.passwordOf("P", "/login?next=/users")
	_, err := w.db.Authenticate(t.Context(), domain.SignIn{Email: "p@world.example", Password: "walk-the-manual"})
	var half *domain.HalfSigned
	if !errors.As(err, &half) {
		t.Fatal(err)
	}
	change := func(change func(h *domain.HalfSigned)) string {
		other := *half
		change(&other)
		return handlers.SealHalf(sessionKey(), other)
	}
	form := step.form("/login/code")
	form.Set("code", w.code(secret, 0))
	state := form.Get("state")
	other := "A" // it begins with chance
	if strings.HasPrefix(state, other) {
		other = "B"
	}
	for what, forged := range map[string]string{
		"none": "", "cut": state[:len(state)-1], "changed": other + state[1:], "no text": "!", "of another key": handlers.SealHalf(bytes.Repeat([]byte("x"), 32), *half),
		"five minutes old": change(func(h *domain.HalfSigned) { h.At = h.At.Add(-domain.SecondStepTime) }),
		"somebody else's":  change(func(h *domain.HalfSigned) { h.User = w.viewers["P-viewer"].User.ID }),
		"unstamped":        change(func(h *domain.HalfSigned) { h.Stamp = "" }),
	} {
		form.Set("state", forged)
		again := b.ask(http.MethodPost, "/login/code", form, "").want(http.StatusUnauthorized).shows("Sign in again.")
		if next := again.form("/login").Get("next"); b.cookie != "" || next != "/users" {
			t.Errorf("%s: cookie %q, next %q", what, b.cookie, next)
		}
	}
	w.check(w.db.SetPassword(t.Context(), half.User, "a quite different one"))
	b.enter(step, w.code(secret, 0)).want(http.StatusUnauthorized)
	w.unused()
	if w.signsIn("p@world.example", "a quite different one") {
		t.Error("a new password turns two-step sign-in off")
	}
}

func TestFault130CodesHaveToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	secret, _ := b.turnOn(twoStepPath)
	w.unused()
	b = w.browser()
	step := b.passwordOf("P", "/login")
	for range 5 {
		step = b.enter(step, "000000").want(http.StatusUnprocessableEntity)
	}
	if again := b.ask(http.MethodGet, "/login/code", nil, "").want(http.StatusSeeOther); again.location != "/login" {
		t.Errorf("who loads the page again is led to %q", again.location)
	}
	step = b.enter(step, w.code(secret, 0)).want(http.StatusTooManyRequests).shows("Try again in")
	w.unused()
	b.enter(step, w.code(secret, 0)).want(http.StatusSeeOther)
	for range 5 {
		b.prove("/account/two-step/off", "walk-the-manual", "000000").want(http.StatusUnprocessableEntity)
	}
	b.prove("/account/two-step/off", "walk-the-manual", w.code(secret, 1)).want(http.StatusTooManyRequests)
}

// prove sends a form that asks for password and code.
func (b *browser) prove(path, password, code string) *answer {
	b.t.Helper()
	form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
	form.Set("present_password", password)
	form.Set("code", code)
	return b.ask(http.MethodPost, path, form, "")
}

func TestTurningTwoStepSignInOnAndOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const off, renew = "/account/two-step/off", "/account/two-step/codes"
	b := w.browser()
	b.signIn("P-viewer", "/login")
	for _, path := range []string{off, renew} {
		b.ask(http.MethodGet, path, nil, "").want(http.StatusSeeOther)
	}
	page := b.ask(http.MethodGet, twoStepPath, nil, "").want(http.StatusOK)
	if page.Find("svg[role=img] path").AttrOr("d", "") == "" {
		t.Error("there is no picture for the app")
	}
	form, secret := page.form(twoStepPath), strings.ReplaceAll(page.text("main code"), " ", "")
	if strings.Contains(form.Encode(), secret) {
		t.Error("the form holds the secret as it is")
	}
	for _, tt := range []struct{ code, password, field string }{
		{"", "walk-the-manual", "code"}, {"000000", "walk-the-manual", "code"}, {w.code(secret, 0), "", "present_password"}, {w.code(secret, 0), "wrong", "present_password"},
	} {
		form.Set("code", tt.code)
		form.Set("present_password", tt.password)
		again := b.ask(http.MethodPost, twoStepPath, form, "").want(http.StatusUnprocessableEntity)
		if again.problem(tt.field) == "" || strings.ReplaceAll(again.text("main code"), " ", "") != secret {
			t.Errorf("%q and %q: %s", tt.code, tt.password, again.text("main"))
		}
	}
	foreign := typed(form, url.Values{"code": {w.code(secret, 0)}, "present_password": {"walk-the-manual"}})
	w.post("P-operator", twoStepPath, foreign).want(http.StatusUnprocessableEntity).shows("Scan the picture anew")
	w.unused()
	secret, _ = b.turnOn(twoStepPath)
	b.ask(http.MethodGet, twoStepPath, nil, "").want(http.StatusSeeOther)
	w.unused()
	for _, path := range []string{off, renew} {
		for _, tt := range []struct{ password, code, field string }{
			{"walk-the-manual", "", "code"}, {"walk-the-manual", "000000", "code"}, {"", w.code(secret, 0), "present_password"}, {"wrong", w.code(secret, 0), "present_password"},
		} {
			if b.prove(path, tt.password, tt.code).want(http.StatusUnprocessableEntity).problem(tt.field) == "" {
				t.Errorf("%s with %q and %q: no message", path, tt.password, tt.code)
			}
			w.unused()
		}
	}
	made := b.prove(renew, "walk-the-manual", w.code(secret, 0)).want(http.StatusSeeOther).location
	codes := codesOn(b.ask(http.MethodGet, made, nil, "").shows("Those before count no more.", "You have 10 recovery codes left."))
	w.get("P", w.user("P-viewer")).shows("Two-step sign-in")
	next := b.prove(off, "walk-the-manual", codes[0]).want(http.StatusSeeOther).location
	b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).shows("Two-step sign-in is off. You are signed out everywhere else.", "It is off.")
	w.browser().signIn("P-viewer", "/login")
	w.get("P", "/security-events").shows("Two-step sign-in turned on", "New recovery codes made", "Two-step sign-in turned off", "Wrong code for two-step sign-in")
}

// Fault 133: who starts the program with another session key is told that codes of apps cannot be checked.
func TestFault133WithAnotherKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	secret, page := b.turnOn(twoStepPath)
	w.unused()
	var err error
	another := server.Config{SessionKey: bytes.Repeat([]byte("n"), 32), Logger: slog.New(slog.DiscardHandler)}
	w.program, err = server.New(w.db, another)
	w.check(err)
	b = w.browser()
	step := b.enter(b.passwordOf("P", "/login"), w.code(secret, 0)).want(http.StatusUnprocessableEntity)
	if got := step.problem("code"); !strings.Contains(got, "the key of this installation was changed") {
		t.Errorf("it says %q", got)
	}
	b.enter(step, codesOn(page)[0]).want(http.StatusSeeOther)
	knowing := another
	knowing.OldKeys = [][]byte{sessionKey()}
	for _, config := range []server.Config{knowing, another} { // used once, the secret is sealed with the new key
		w.unused()
		w.program, err = server.New(w.db, config)
		w.check(err)
		b = w.browser()
		b.enter(b.passwordOf("P", "/login"), w.code(secret, 0)).want(http.StatusSeeOther)
	}
}
