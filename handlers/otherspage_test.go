package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAFormOfAnothersPageDoesNothing: what was on somebody's page and is sent from an old tab, while another is signed in, is not carried
// out as theirs, whatever they may. They see nothing of it, and its sender gets it back.
func TestAFormOfAnothersPageDoesNothing(t *testing.T) {
	t.Parallel()
	const path, text = "/products/plans/2/edit", "Nobody knows this yet"
	w := newWorld(t)
	w.tell("user Colleague at P: administrator")
	for name, tt := range map[string]struct {
		who   string
		whose string // what they are told
		mine  bool   // they are led to the page as their own
	}{
		"a colleague":          {"Colleague", "This page was P's, who was signed in here before. Nothing was changed.", true},
		"who may not":          {"P-viewer", "This page was P's, who was signed in here before. Nothing was changed.", true},
		"of another account":   {"R1", "This page was somebody else's, who was signed in here before. Nothing was changed.", false},
		"of another provider":  {"P2", "This page was somebody else's, who was signed in here before. Nothing was changed.", false},
		"the sender once more": {"P", "", false},
	} {
		b := w.browser()
		b.signIn("P", "/login")
		form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
		form.Set("long_description", text)
		publish := b.ask(http.MethodGet, "/products/plans/2", nil, "").form("/products/plans/2/unpublish")
		b.ask(http.MethodPost, "/logout", url.Values{"sender": form["sender"]}, "")
		b.signIn(tt.who, "/login")
		before := w.made()
		if tt.who == "P" {
			b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther)
			w.post("P", path, w.fill("P", path, map[string]string{"long_description": ""})).want(http.StatusSeeOther)
			continue
		}
		page := b.ask(http.MethodPost, path, form, path).want(http.StatusConflict).shows(tt.whose, "Sign in", "Go to Service Plans")
		if html, _ := page.Html(); strings.Contains(html, "Nobody") {
			t.Errorf("%s: the page tells what was typed", name)
		}
		if got := page.Find("main a[href='"+path+"']").Length() == 1; got != tt.mine {
			t.Errorf("%s: led to the page as their own: %v", name, got)
		}
		b.ask(http.MethodPost, "/products/plans/2/unpublish", publish, "/products/plans/2").want(http.StatusConflict).shows(tt.whose).hides("Was it your page?")
		if w.made() != before {
			t.Errorf("%s: something was done", name)
		}
		for _, page := range []string{"/", path} {
			if left := b.ask(http.MethodGet, page, nil, "").text("html"); strings.Contains(left, text) {
				t.Errorf("%s: %s tells what was typed", name, page)
			}
		}
		again := page.form("/login")
		again.Set("email", "p@world.example")
		again.Set("password", "walk-the-manual")
		next := b.ask(http.MethodPost, "/login", again, "").want(http.StatusSeeOther).location
		back := b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).shows("The form holds what you sent")
		if got := back.form(path).Get("long_description"); got != text {
			t.Errorf("%s: the form comes back with %q", name, got)
		}
	}
}

// Whoever is signed in, the page of somebody else signs them out, and signs in.
func TestOneSignsOutOnAnyPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	out := b.ask(http.MethodGet, "/privileges", nil, "").form("/logout")
	b.ask(http.MethodPost, "/logout", nil, "")
	b.signIn("R1", "/login")
	b.ask(http.MethodPost, "/logout", out, "").want(http.StatusSeeOther)
	if to := b.ask(http.MethodGet, "/terms", nil, "").want(http.StatusSeeOther).location; !strings.HasPrefix(to, "/login") {
		t.Errorf("sent to %s", to)
	}
}
