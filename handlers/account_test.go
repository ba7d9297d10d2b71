package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestEverybodyChangesTheirOwnName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, who := range []string{"P", "P-operator", "P-viewer", "R1"} {
		page := w.get(who, "/account").want(http.StatusOK).shows("Your account", "Where you are signed in", "This browser")
		form := page.form("/account")
		form.Set("user_name", "Ann of "+who)
		w.message(who, "/account", form).shows("Your name is saved.")
		if got := w.get(who, "/products/plans").text("[aria-label=Account]"); !strings.Contains(got, "Ann of "+who) {
			t.Errorf("the head says %q", got)
		}
		w.get(who, "/changes").want(http.StatusOK).shows("Changed own name")
		form = w.get(who, "/account").form("/account")
		form.Set("user_name", " ")
		if w.post(who, "/account", form).want(http.StatusUnprocessableEntity).problem("user_name") == "" {
			t.Error("a name of blanks is taken")
		}
	}
	w.get("P", "/audit").shows("Changed own name", "before: P-viewer → after: Ann of P-viewer")
	change := w.get("P-viewer", "/changes").Find("main tbody a[href^='/changes/']").AttrOr("href", "")
	w.get("P-viewer", change).want(http.StatusOK).shows("Ann of P-viewer")
}

func TestSomebodyChangesTheirPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.browser(), w.browser()
	here.signIn("P-viewer", "/login")
	there.signIn("P-viewer", "/login")
	send := func(present, password string) *answer {
		form := here.ask(http.MethodGet, "/account", nil, "").want(http.StatusOK).form("/account/password")
		form.Set("present_password", present)
		form.Set("password", password)
		return here.ask(http.MethodPost, "/account/password", form, "")
	}
	const another = "a quite different one"
	for _, tt := range []struct{ present, password, field string }{
		{"", another, "present_password"}, {"wrong", another, "present_password"}, {strings.Repeat("x", 300), another, "present_password"},
		{"walk-the-manual", "", "password"}, {"walk-the-manual", "short", "password"},
	} {
		if send(tt.present, tt.password).want(http.StatusUnprocessableEntity).problem(tt.field) == "" {
			t.Errorf("%q and %q: no message beside %s", tt.present, tt.password, tt.field)
		}
	}
	next := send("walk-the-manual", another).want(http.StatusSeeOther).location
	here.ask(http.MethodGet, next, nil, "").want(http.StatusOK).shows("Your password is changed.").hides(another)
	there.ask(http.MethodGet, "/account", nil, "").want(http.StatusSeeOther)
	if w.signsIn("p-viewer@world.example", "walk-the-manual") || !w.signsIn("p-viewer@world.example", another) {
		t.Error("the new password does not count, or the one before does")
	}
	w.get("P", "/audit").shows("Changed password").hides(another)
	var wait *answer
	for range 6 {
		wait = send("guess", another)
	}
	wait.want(http.StatusTooManyRequests)
	send(another, "walk-the-manual").want(http.StatusTooManyRequests)
}

func TestSomebodyEndsTheirSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.browser(), w.browser()
	here.signIn("P", "/login")
	there.signIn("P", "/login")
	page := here.ask(http.MethodGet, "/account", nil, "").want(http.StatusOK).shows("192.0.2.1")
	forms := page.Find("form[action^='/account/sessions/'][action$='/end']").Not("[action='/account/sessions/end']")
	if forms.Length() != 1 {
		t.Fatalf("%d sessions can be ended", forms.Length())
	}
	end := forms.AttrOr("action", "")
	w.post("P-viewer", end, nil).want(http.StatusNotFound)
	there.ask(http.MethodGet, "/account", nil, "").want(http.StatusOK)
	here.ask(http.MethodPost, end, here.signed("P", url.Values{}), "").want(http.StatusSeeOther)
	there.ask(http.MethodGet, "/account", nil, "").want(http.StatusSeeOther)
	here.ask(http.MethodPost, end, here.signed("P", url.Values{}), "").want(http.StatusNotFound)
	there.signIn("P", "/login")
	if next := here.ask(http.MethodPost, "/account/sessions/end", here.signed("P", url.Values{}), "").want(http.StatusSeeOther).location; next != "/login" {
		t.Errorf("it leads to %s", next)
	}
	for _, b := range []*browser{here, there} {
		b.ask(http.MethodGet, "/account", nil, "").want(http.StatusSeeOther)
	}
}
