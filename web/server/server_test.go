package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/web/webtest"
)

// The tests of the server's base need no database: accounts remembers users and sessions as package db promises to. That
// PostgreSQL keeps that promise is tested there, and both together in the browser tests.
type accounts struct {
	mu       sync.Mutex
	viewers  map[domain.UserID]domain.Viewer
	sessions map[string]domain.UserID
	data     map[string][]byte
	events   []string
	logins   int
	last     domain.SignIn
	down     error // what every question answers, when set
}

func newAccounts() *accounts {
	provider := domain.Account{ID: 1, Provider: 1, Kind: domain.Provider, Name: "Northwind Distribution"}
	reseller := domain.Account{ID: 2, Parent: 1, Provider: 1, Kind: domain.Reseller, Level: 1, Name: "Alpine Hosting"}
	viewer := func(id domain.UserID, a domain.Account, role domain.Role, granted ...domain.Privilege) domain.Viewer {
		return domain.Viewer{User: domain.User{ID: id, Account: a.ID, Name: "Ada Norris", Role: role}, Account: a, Granted: granted}
	}
	return &accounts{
		viewers: map[domain.UserID]domain.Viewer{
			1: viewer(1, provider, domain.Administrator), 2: viewer(2, reseller, domain.Administrator, domain.ManageSubResellers),
			3: viewer(3, reseller, domain.Administrator), 4: viewer(4, provider, domain.ReadOnly), 5: viewer(5, provider, domain.Operator),
		},
		sessions: map[string]domain.UserID{}, data: map[string][]byte{},
	}
}

// Authenticate knows user<n>@example.com with the password "correct".
func (a *accounts) Authenticate(_ context.Context, s domain.SignIn) (domain.User, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.logins++
	a.last = s
	for id, v := range a.viewers {
		if s.Email == fmt.Sprintf("user%d@example.com", id) && s.Password == "correct" {
			return v.User, a.down
		}
	}
	return domain.User{}, errors.Join(a.down, domain.Invalid("No."))
}

// SignInByCode lets nobody in: nobody of these signs in in two steps.
func (a *accounts) SignInByCode(context.Context, domain.SignIn, domain.HalfSigned, domain.Opener) (domain.User, error) {
	return domain.User{}, errors.Join(a.down, domain.SecondStepOver())
}

func (a *accounts) CreateSession(_ context.Context, user domain.UserID, _ domain.Place) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	token := fmt.Sprintf("token-%d", len(a.sessions)+len(a.data)+1)
	a.sessions[token] = user
	return token, a.down
}

func (a *accounts) SessionViewer(_ context.Context, token string) (domain.Viewer, []byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.down != nil {
		return domain.Viewer{}, nil, a.down
	}
	user, found := a.sessions[token]
	if !found {
		return domain.Viewer{}, nil, domain.NotFound("Your session")
	}
	return a.viewers[user], a.data[token], nil
}

func (a *accounts) ChangeSessionData(_ context.Context, token string, change func(data []byte) ([]byte, error)) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	data, err := change(a.data[token])
	a.data[token] = data
	return errors.Join(a.down, err)
}

// No session of these tests is over by its time: nothing is kept.
func (a *accounts) KeepForm(context.Context, string, domain.UserID, []byte) error {
	return errors.Join(a.down, domain.NotFound("Your session"))
}

func (a *accounts) KeptForm(context.Context, string, domain.UserID) ([]byte, error) {
	return nil, errors.Join(a.down, domain.NotFound("Your session"))
}

func (a *accounts) SessionEndedBy(context.Context, string) (domain.ChangeKind, error) {
	return "", a.down
}

func (a *accounts) EndSession(_ context.Context, token string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, token)
	return a.down
}

func (a *accounts) Viewer(_ context.Context, user domain.UserID) (domain.Viewer, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.viewers[user], a.down
}

func (a *accounts) HasPrimary() bool { return true }

func (a *accounts) SecurityEvent(_ context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, fmt.Sprintf("%d %s: %s", v.User.ID, kind, detail))
	return a.down
}

// base is the server with the base's own routes and a few of every kind, as a browser without redirects sees it.
type base struct {
	t        *testing.T
	accounts *accounts
	url      string
	client   *http.Client
	log      *bytes.Buffer
	changed  *int // how often a POST got through to a handler
}

func newBase(t *testing.T) base {
	t.Helper()
	return newBaseBehind(t)
}

// newBaseBehind is newBase behind proxies.
func newBaseBehind(t *testing.T, proxies ...netip.Prefix) base {
	t.Helper()
	store, changed, log := newAccounts(), new(int), new(bytes.Buffer)
	key := bytes.Repeat([]byte("k"), 32)
	sessions := handlers.NewSessions(store, key)
	page := func(c echo.Context) error { return c.HTML(http.StatusOK, "<p>"+c.Param("id")) }
	change := func(c echo.Context) error { *changed++; return c.Redirect(http.StatusSeeOther, "/products/plans") }
	fails := func(c echo.Context) error {
		return fmt.Errorf("select the plan: %w", errors.New("pq: relation \"plan\" does not exist"))
	}
	login := handlers.NewLogin(store, sessions, false, false)
	table := append(routes(nil, sessions, Config{}),
		route{"GET", "/test/:id", signedIn, page}, route{"POST", "/test", signedIn, change},
		route{"GET", "/test/provider", providerOnly, page}, route{"GET", "/test/reseller", resellerOnly, page},
		route{"GET", "/test/subresellers", holds(domain.ManageSubResellers), page},
		route{"POST", "/test/prices", all(signedIn, may(domain.EditPrices)), change},
		route{"GET", "/test/fails", public, fails},
		route{"GET", "/test/panics", public, func(echo.Context) error { panic("plan 7") }},
		route{"GET", "/test/status/:code", public, func(c echo.Context) error { return statusError(c.Param("code")) }},
	)
	for i := range table {
		if table[i].path == "/login" {
			table[i].handler = map[string]echo.HandlerFunc{"GET": login.Form, "POST": login.SignIn}[table[i].method]
		}
	}
	handler, err := assemble(table, sessions, store, handlers.ErrorPage(nil),
		Config{SessionKey: key, Logger: slog.New(slog.NewJSONHandler(log, nil)), Secure: true, Proxies: proxies})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return base{t, store, server.URL, client, log, changed}
}

// statusError is an error whose page has the status named by text.
func statusError(text string) error {
	kinds := map[string]domain.Kind{"404": domain.KindNotFound, "403": domain.KindForbidden, "422": domain.KindInvalid,
		"409": domain.KindConflict, "503": domain.KindUnavailable, "500": domain.KindInternal}
	if kind, found := kinds[text]; found {
		return &domain.Error{Kind: kind, Message: "In the words of the product.", Err: errors.New("pq: secret driver words"), About: domain.Ref{Of: domain.ObjectRun, ID: 7}}
	}
	codes := map[string]int{"400": 400, "405": 405, "413": 413, "415": 415, "429": 429}
	return echo.NewHTTPError(codes[text], "internal words")
}

// send makes a request; headers are pairs.
func (b base) send(method, path, body string, headers ...string) webtest.Answer {
	b.t.Helper()
	a, err := webtest.Fetch(b.t.Context(), b.client, method, b.url+path, body, headers...)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// signIn signs in as user n and checks that it worked.
func (b base) signIn(n int) webtest.Answer {
	b.t.Helper()
	a := b.send(http.MethodPost, "/login", url.Values{"email": {fmt.Sprintf("user%d@example.com", n)}, "password": {"correct"}}.Encode())
	b.wantStatus(a, http.StatusSeeOther)
	return a
}

func (b base) wantStatus(a webtest.Answer, want int) {
	b.t.Helper()
	if a.StatusCode != want {
		b.t.Errorf("%s %s: status %d, want %d", a.Request.Method, a.Request.URL, a.StatusCode, want)
	}
}

func (b base) wantLocation(a webtest.Answer, want string) {
	b.t.Helper()
	if got := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || got != want {
		b.t.Errorf("%s %s: status %d to %q, want 303 to %q", a.Request.Method, a.Request.URL, a.StatusCode, got, want)
	}
}
