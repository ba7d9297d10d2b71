package handlers_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A form is not lost either where no session is left to keep it with: the sign-in page holds it.
func TestFormsWithoutASessionComeBack(t *testing.T) {
	t.Parallel()
	const path = monthFees
	w := newWorld(t)
	const newest = ` WHERE created_at = (SELECT max(created_at) FROM session)`
	for name, leave := range map[string]func(b *browser){
		"signed out elsewhere":  func(b *browser) { b.ask(http.MethodPost, "/logout", nil, "") },
		"the browser forgot it": func(b *browser) { b.cookie = "" },
		"the rights changed":    func(*browser) { w.exec(`UPDATE session SET created_at = now() - interval '1 day'` + newest) },
		"nobody knows it":       func(*browser) { w.exec(`DELETE FROM session` + newest) },
	} {
		b := w.browser()
		b.signIn("P", "/login")
		form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
		form.Set(monthFee, "12.50")
		leave(b)
		login := b.ask(http.MethodPost, path, form, path)
		if login.status == http.StatusSeeOther {
			login = b.ask(http.MethodGet, login.location, nil, "")
		}
		wrong := login.shows("your form is shown again as you filled it in").form("/login")
		wrong.Set("email", "p@world.example")
		wrong.Set("password", "wrong")
		again := b.ask(http.MethodPost, "/login", wrong, "").want(http.StatusUnprocessableEntity).form("/login")
		again.Set("email", "p@world.example")
		again.Set("password", "walk-the-manual")
		next := b.ask(http.MethodPost, "/login", again, "").want(http.StatusSeeOther).location
		page := b.ask(http.MethodGet, next, nil, "").shows("The form holds what you sent: check it, then send it again.")
		if got := page.form(path).Get(monthFee); got != "12.50" {
			t.Errorf("%s: the form shows %q", name, got)
		}
		b.ask(http.MethodPost, path, page.form(path), path).want(http.StatusSeeOther)
		w.post("P", path, w.fill("P", path, map[string]string{monthFee: "10"})).want(http.StatusSeeOther)
	}
}

// Whoever signs in on a page that holds another's form gets a fresh page, wherever the form was kept, and the page itself does not
// tell what it holds. Its sender still gets it, after all of them.
func TestHeldFormsAreTheirSendersOwn(t *testing.T) {
	t.Parallel()
	const path, text, promise = "/products/plans/2/edit", "Nobody knows this yet", "your form is shown again as you filled it in"
	w := newWorld(t)
	w.post("P", w.user("P-viewer"), url.Values{"user_role": {"administrator"}}).want(http.StatusSeeOther)
	const newest = ` WHERE created_at = (SELECT max(created_at) FROM session)`
	for name, leave := range map[string]func(b *browser){
		"signed out elsewhere":  func(b *browser) { b.ask(http.MethodPost, "/logout", nil, "") },
		"the browser forgot it": func(b *browser) { b.cookie = "" },
		"nobody knows it":       func(*browser) { w.exec(`DELETE FROM session` + newest) },
		"another's is over": func(b *browser) {
			b.ask(http.MethodPost, "/logout", nil, "")
			b.signIn("R1", "/login")
			w.exec(`UPDATE session SET created_at = now() - interval '1 day'` + newest)
		},
	} {
		b := w.browser()
		b.signIn("P", "/login")
		form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
		form.Set("long_description", text)
		leave(b)
		login := b.ask(http.MethodPost, path, form, path).want(http.StatusUnauthorized).shows(promise).form("/login")
		source, err := base64.RawURLEncoding.DecodeString(login.Get("held"))
		w.check(err)
		if all := string(source) + login.Encode(); strings.Contains(all, "Nobody") {
			t.Errorf("%s: the sign-in page tells what it holds: %s", name, all)
		}
		for _, who := range []string{"R1", "P-viewer", "P"} {
			login.Set("email", strings.ToLower(who)+"@world.example")
			login.Set("password", "walk-the-manual")
			next := b.ask(http.MethodPost, "/login", login, "").want(http.StatusSeeOther).location
			page := b.ask(http.MethodGet, next, nil, "").want(http.StatusOK)
			got := strings.Contains(page.text("main"), "The form holds what you sent") || strings.Contains(page.text("html"), text)
			if got != (who == "P") {
				t.Errorf("%s: %s gets the form: %v", name, who, got)
			}
		}
		if left := b.ask(http.MethodGet, path, nil, "").text("html"); strings.Contains(left, text) {
			t.Errorf("%s: the form is shown twice", name)
		}
	}
	b := w.browser() // a form that does not say whose it is
	b.signIn("P", "/login")
	form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
	form.Del("sender")
	b.night()
	b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther)
	b.cookie = ""
	if login := b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location; strings.Contains(login, "kept") {
		t.Errorf("sent to %s", login)
	}
}
