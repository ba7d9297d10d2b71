package server

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/views"
)

func TestNavigationShowsWhatHasARoute(t *testing.T) {
	t.Parallel()
	store := newAccounts()
	table := routes(nil, handlers.NewSessions(store, make([]byte, 32)), Config{})
	for id, v := range store.viewers {
		shown := paths(navigation(table, v))
		for _, path := range paths(views.Navigation(v)) {
			open := slices.ContainsFunc(table, func(r route) bool {
				return r.method == http.MethodGet && r.path == path && r.who(&v) == nil
			})
			if open != slices.Contains(shown, path) {
				t.Errorf("user %d: %s has a route for them: %t; it is in the navigation: %t", id, path, open, !open)
			}
		}
	}
}

// paths lists where the links of the navigation lead.
func paths(sections []views.NavSection) (all []string) {
	for _, section := range sections {
		for _, link := range section.Links {
			all = append(all, link.Path)
		}
	}
	return all
}

func TestEveryRowSaysWhoMay(t *testing.T) {
	t.Parallel()
	public := map[string]bool{"/login": true, "/login/code": true, "/set-password": true, "/logout": true, "/static/*": true, "/shop/:shop": true, "/healthz": true, "/readyz": true}
	seen := map[string]bool{}
	for _, r := range routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), Config{}) {
		if key := r.method + " " + r.path; seen[key] {
			t.Errorf("%s has two rows", key)
		} else {
			seen[key] = true
		}
		if open := r.who(nil) == nil; open != public[r.path] {
			t.Errorf("%s %s: open to the public is %t", r.method, r.path, open)
		}
		if r.method != http.MethodGet && r.method != http.MethodPost {
			t.Errorf("%s %s: only GET and POST are used", r.method, r.path)
		}
	}
}

func TestHeadAnswersLikeGet(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	for _, path := range []string{"/test/7", "/healthz", "/nothing", "/test/fails"} {
		get, head := b.send(http.MethodGet, path, ""), b.send(http.MethodHead, path, "")
		if get.StatusCode != head.StatusCode || head.Text != "" {
			t.Errorf("%s: GET %d, HEAD %d with %d bytes", path, get.StatusCode, head.StatusCode, len(head.Text))
		}
	}
}

func TestWhoChecksInOrder(t *testing.T) {
	t.Parallel()
	reader := domain.Viewer{User: domain.User{Role: domain.ReadOnly}, Account: domain.Account{Kind: domain.Reseller}}
	rule := all(providerOnly, may(domain.EditPrices))
	if err := rule(&reader); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a read-only reseller at a provider's page: %v, want not found first", err)
	}
	if err := rule(nil); !errors.Is(err, errSignedOut) {
		t.Errorf("a visitor: %v, want to be sent to sign in", err)
	}
}

func TestSignedInFrame(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	page := b.send(http.MethodGet, "/nothing", "").Page
	account := page.Find("[aria-label=Account]")
	if text := account.Text(); !strings.Contains(text, "Northwind Distribution") || !strings.Contains(text, "administrator") {
		t.Errorf("account menu: %q", text)
	}
	if out := account.Find("form[method=post][action='/logout'] button"); strings.TrimSpace(out.Text()) != "Sign out" {
		t.Errorf("sign out: %q", out.Text())
	}
	if skip := page.Find("body > a").First(); skip.AttrOr("href", "") != "#main" || page.Find("main#main").Length() != 1 {
		t.Error("no skip link to main")
	}
}

func TestUnavailableDatabaseIs503(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	b.accounts.mu.Lock()
	b.accounts.down = &domain.Error{Kind: domain.KindUnavailable}
	b.accounts.mu.Unlock()
	a := b.send(http.MethodGet, "/test/7", "")
	b.wantStatus(a, http.StatusServiceUnavailable)
	if a.Header.Get("Retry-After") == "" || a.Page.Find("main h1").Text() == "" {
		t.Error("no Retry-After or no page")
	}
	b.wantStatus(b.send(http.MethodGet, "/healthz", ""), http.StatusOK)
}
