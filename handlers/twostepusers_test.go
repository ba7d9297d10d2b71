package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/web/server"
)

// Fault 132: who has none can do nothing else, on any road, and what they sent is kept.
func TestFault132TwoStepSignInAskedOfAll(t *testing.T) {
	t.Parallel()
	const path = monthFees
	w := newWorld(t)
	for _, who := range []string{"P-operator", "P-viewer"} {
		w.post(who, "/users/two-step", url.Values{"ask_two_step": {"yes"}}).want(http.StatusForbidden)
	}
	b := w.browser()
	b.signIn("P-operator", "/login")
	w.exec(`UPDATE app_user SET rights = '{Edit prices}' WHERE id = $1`, w.viewers["P-operator"].User.ID)
	form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
	form.Set(monthFee, "17.50")
	if got := w.post("P", "/users/two-step", url.Values{"ask_two_step": {"yes"}}).want(http.StatusSeeOther).location; got != "/users" {
		t.Errorf("it leads to %s", got)
	}
	w.get("P2", "/products/plans").want(http.StatusOK) // another company
	w.get("R1", "/products/plans").want(http.StatusOK)
	var open []string
	for _, page := range server.Pages() {
		address := strings.NewReplacer(":", "").Replace(page.Path)
		if page.Opens(domain.Viewer{Account: domain.Account{AskTwoStep: true}}) {
			open = append(open, page.Path)
			continue
		}
		if got := b.ask(http.MethodGet, address, nil, "").want(http.StatusSeeOther).location; !strings.HasPrefix(got, twoStepPath) {
			t.Errorf("%s leads to %s", address, got)
		}
	}
	if want := []string{"/login", "/login/code", "/set-password", "/static/*", "/shop/:shop", "/healthz", "/readyz", twoStepPath}; !slices.Equal(open, want) {
		t.Errorf("open are %q, want %q", open, want)
	}
	led := b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
	setUp := b.ask(http.MethodGet, led, nil, "").want(http.StatusOK).shows("Your company asks for two-step sign-in of all its users")
	if n := setUp.Find("nav[aria-label=Main] a").Length(); n != 0 {
		t.Errorf("%d links lead where it is closed", n)
	}
	secret, page := b.turnOn(led)
	if len(codesOn(page)) != domain.RecoveryCodes {
		t.Error("no codes are shown")
	}
	next := page.Find("main a:contains('Go On')").AttrOr("href", "")
	again := b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).shows("Two-step sign-in had to be turned on first, so nothing was saved.")
	if got := again.form(path).Get(monthFee); got != "17.50" {
		t.Errorf("the form shows %q", got)
	}
	w.unused()
	next = b.prove("/account/two-step/off", "walk-the-manual", w.code(secret, 0)).want(http.StatusSeeOther).location
	if got := b.ask(http.MethodGet, next, nil, "").want(http.StatusSeeOther).location; !strings.HasPrefix(got, twoStepPath) {
		t.Errorf("who turned it off is led to %s", got)
	}
	b.ask(http.MethodPost, "/logout", nil, "").want(http.StatusSeeOther)
	w.get("P", "/products/plans").want(http.StatusSeeOther) // who asks is asked, too
	w.exec(`UPDATE app_user SET two_step_secret = 'x' WHERE id = $1`, w.viewers["P"].User.ID)
	w.get("P", "/users").want(http.StatusOK)
	w.message("P", "/users/two-step", url.Values{"ask_two_step": {"no"}}).shows("Two-step sign-in is not asked of all any more.")
	for kind, want := range map[string]int{"from now on asked": 1, "no longer asked": 1} {
		if n := w.get("P", "/security-events?"+url.Values{"kind": {"two-step sign-in " + kind + " of all"}}.Encode()).Find("tbody tr").Length(); n != want {
			t.Errorf("%d events say that it is %s of all, want %d", n, kind, want)
		}
	}
	w.browser().signIn("P-operator", "/login")
}

func TestAnAdministratorTurnsItOffForSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := w.withMail()
	b := w.browser()
	b.signIn("P-viewer", "/login")
	b.turnOn(twoStepPath)
	w.get("P", "/users").shows("Two-step sign-in")
	w.post("P-operator", w.user("P-viewer")+"/two-step", nil).want(http.StatusForbidden)
	w.message("P", w.user("P-viewer")+"/two-step", nil).shows("Two-step sign-in of P-viewer is turned off.")
	if len(box.got) != 1 || !strings.HasPrefix(box.got[0], "p-viewer@world.example\nTwo-step sign-in was turned off for you\n") || !strings.Contains(box.got[0], "P of P turned off") {
		t.Errorf("the message is %q", box.got)
	}
	b.ask(http.MethodGet, "/account", nil, "").want(http.StatusSeeOther)
	b.ask(http.MethodGet, "/login", nil, "").shows("Two-step sign-in was turned off for you, which ended your session.")
	b.signIn("P-viewer", "/login")
	w.post("P", w.user("P-viewer")+"/two-step", nil).want(http.StatusSeeOther) // there is nothing to turn off
	if len(box.got) != 1 {
		t.Errorf("a second message: %q", box.got)
	}
	w.get("P", "/security-events").shows("Two-step sign-in turned off for a user")
	own := w.browser()
	own.signIn("P", "/login")
	own.turnOn(twoStepPath)
	form := own.signed("P", url.Values{})
	own.ask(http.MethodPost, w.user("P")+"/two-step", form, "").want(http.StatusForbidden)
	if own.ask(http.MethodGet, w.user("P"), nil, "").want(http.StatusOK).Find("form[action$='/two-step']").Length() > 0 {
		t.Error("somebody gets around their own second step")
	}
}
