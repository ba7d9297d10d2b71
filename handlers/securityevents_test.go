package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestSecurityEvents shows administrators what happened at their doors: the provider's those of everybody below, a reseller's their own.
func TestSecurityEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/security-events"
	for _, who := range []string{"P-viewer", "P-operator"} {
		w.get(who, path).want(http.StatusForbidden)
		if w.get(who, "/products/plans").Find("nav a[href='/security-events']").Length() != 0 {
			t.Errorf("%s is led there", who)
		}
	}
	b := w.browser()
	try := func(email, password string, want int) {
		t.Helper()
		form := b.ask(http.MethodGet, "/login", nil, "").form("/login")
		form.Set("email", email)
		form.Set("password", password)
		b.ask(http.MethodPost, "/login", form, "").want(want)
	}
	try("r1@world.example", "wrong", http.StatusUnprocessableEntity)
	try("nobody@world.example", "wrong", http.StatusUnprocessableEntity)
	try("r2@world.example", "walk-the-manual", http.StatusSeeOther)
	w.post("P", w.user("P-viewer")+"/link", nil).want(http.StatusSeeOther)
	w.post("P-operator", "/exchange-rates/new", url.Values{}).want(http.StatusForbidden)
	for range 2 {
		w.get("P-operator", "/audit.csv").want(http.StatusOK)
		w.get("P-operator", "/exchange-rates/new").want(http.StatusForbidden)
		w.get("P-viewer", "/users/new").want(http.StatusForbidden) // after the one at the top, in the same minute
	}
	w.get("P-viewer", "/users/99999").want(http.StatusForbidden)

	all := w.get("P", path).want(http.StatusOK).shows("Sign-in failed", "r1@world.example", "192.0.2.1", "Signed in", "Link for a new password made",
		"p-viewer@world.example", "Form sent without the right", "/exchange-rates/new", "User added")
	if n := all.Find("tbody tr:contains('Form sent without the right')").Length(); n != 1 {
		t.Errorf("%d refused forms, want 1", n)
	}
	for _, who := range []string{"P-viewer", "P-operator"} {
		if n := all.Find("tbody tr:contains('Page opened without the right'):contains('" + who + "'):contains('/security-events')").Length(); n != 1 {
			t.Errorf("%d pages are told that %s was refused, want the first of the minute", n, who)
		}
	}
	if all.Find("tbody tr:contains('R1'):contains('Sign-in failed')").Length() != 1 {
		t.Error("the provider does not see whose sign-in failed")
	}
	if w.get("P", "/products/plans").Find("nav a[href='/security-events']").Length() != 1 {
		t.Error("no link leads there")
	}
	w.get("R1", path).want(http.StatusOK).shows("Sign-in failed", "r1@world.example").hides("nobody@world.example", "r2@world.example", "p-viewer@world.example", "R2")
	w.get("P2", path).want(http.StatusOK).hides("r1@world.example", "nobody@world.example", "p-viewer@world.example")
	if strings.Contains(all.Find("tbody").Text(), "nobody@world.example") {
		t.Error("one of two providers sees what belongs to neither")
	}

	for query, want := range map[string][2]string{
		"?kind=link+for+a+password+made":       {"Link for a new password made", "Sign-in failed"},
		"?q=r1%40world":                        {"Sign-in failed", "Link for a new password made"},
		"?q=192.0.2.1&kind=sign-in+refused":    {"r1@world.example", "Link for a new password made"},
		"?who=" + w.user("P")[len("/users/"):]: {"Link for a new password made", "r1@world.example"},
		"?from=2020-01-01&to=2099-01-01":       {"Sign-in failed", "Nothing found"},
		"?from=2099-01-01":                     {"Nothing found", "Sign-in failed"},
		"?to=2020-01-01":                       {"Nothing found", "Sign-in failed"},
		"?kind=nonsense&who=y&before=-1":       {"Sign-in failed", "Nothing found"},
		"?q=%25":                               {"Nothing found", "Sign-in failed"},
	} {
		page := w.get("P", path+query).want(http.StatusOK)
		page.Find("main form").Remove() // whose lists name every kind
		body := page.Find("main").Text()
		if !strings.Contains(body, want[0]) || strings.Contains(body, want[1]) {
			t.Errorf("%s shows %q", query, body)
		}
	}
}

// TestSecurityEventsArePaged goes through them without one that is missing or comes twice.
func TestSecurityEventsArePaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO security_event (account_id, kind, detail) SELECT account_id, 'session cookie forged', 'number ' || n || '.'
		FROM generate_series(1, 120) n, app_user WHERE id = ` + w.user("R2")[len("/users/"):])
	seen, address := map[string]bool{}, "/security-events?kind=session+cookie+forged"
	for range 3 {
		page := w.get("R2", address).want(http.StatusOK)
		page.Find("tbody td:last-child").Each(func(_ int, s *goquery.Selection) { seen[s.Text()] = true })
		address = page.Find("a[rel=next]").AttrOr("href", "")
	}
	if len(seen) != 120 || address != "" {
		t.Errorf("%d of 120 events on three pages, then %q", len(seen), address)
	}
}
