package handlers_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/web/server"
)

// The world of the handlers' tests: provider P (USD) with resellers R1 (EUR) > R11 > R111 and R2, all subscribed to one
// reseller plan and synchronized once; provider P2 has a plan of their own. See worldStory.
//
// The tests ask the whole program (web/server), and say as whom: everybody signs in when they first ask.
const (
	resellerPlan = domain.PlanID(1)
	mailPlan     = domain.PlanID(2)
	officePlan   = domain.PlanID(3)
	newPlan      = domain.PlanID(4) // not delegated
	otherPlan    = domain.PlanID(5) // of P2
	trialPeriod  = domain.PeriodID(21)
	month        = domain.PeriodID(22)
	year         = domain.PeriodID(23)
	mailbox      = domain.ResourceID(31)
	storage      = domain.ResourceID(32)
	spare        = domain.ResourceID(33) // in no plan
	planCategory = domain.CategoryID(41)
)

type world struct {
	t        testing.TB
	db       *db.DB
	planted  *worlds.World
	program  http.Handler
	viewers  map[string]domain.Viewer
	signedIn *signedIn
}

// signedIn are the cookies of those who have asked for something, by name.
type signedIn struct {
	mu      sync.Mutex
	cookies map[string]*http.Cookie
}

// newWorld returns a copy of the world for this test alone.
func newWorld(t testing.TB) *world {
	t.Helper()
	return told(t, worldStory)
}

// told returns a copy of the world that a story tells of, for this test alone.
func told(t testing.TB, story string) *world {
	t.Helper()
	planted := dbtest.World(t, story)
	w := &world{t: t, db: planted.DB, planted: planted, viewers: planted.Viewers, signedIn: &signedIn{cookies: map[string]*http.Cookie{}}}
	var err error
	w.program, err = server.New(w.db, server.Config{SessionKey: sessionKey(), Logger: slog.New(slog.DiscardHandler)})
	w.check(err)
	return w
}

func sessionKey() []byte { return bytes.Repeat([]byte("k"), 32) }

// in returns the world for a part of a test, which fails by itself.
func (w *world) in(t testing.TB) *world {
	part := *w
	part.t = t
	return &part
}

// tell goes on with the story of the world.
func (w *world) tell(text string) {
	w.t.Helper()
	w.check(w.planted.Tell(w.t.Context(), text))
}

// as is the cookie of somebody who is signed in.
func (w *world) as(name string) *http.Cookie {
	w.t.Helper()
	w.signedIn.mu.Lock()
	defer w.signedIn.mu.Unlock()
	if w.signedIn.cookies[name] == nil {
		cookie, err := handlers.CookieFor(w.t.Context(), w.db, sessionKey(), w.viewers[name].User.ID)
		w.check(err)
		w.signedIn.cookies[name] = cookie
	}
	return w.signedIn.cookies[name]
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// answer is what a screen answered.
type answer struct {
	*goquery.Document
	t        testing.TB
	what     string
	status   int
	location string
}

// get asks for a page as somebody.
func (w *world) get(as, path string) *answer {
	w.t.Helper()
	return w.send(as, http.MethodGet, path, nil)
}

// post sends a form as somebody.
func (w *world) post(as, path string, form url.Values) *answer {
	w.t.Helper()
	return w.send(as, http.MethodPost, path, form)
}

func (w *world) send(as, method, path string, form url.Values) *answer {
	w.t.Helper()
	if method == http.MethodPost && !form.Has("sender") && !form.Has("once") && !form.Has("boxes") { // it is of no page, and has all the boxes that one would have
		form = typed(form, url.Values{"boxes": boxes()})
	}
	if form.Has("sender") { // whoever's page it was, as: that another's does nothing is a test of its own
		form = typed(form, url.Values{"sender": {idOf(w.viewers[as].User.ID)}})
	}
	recorder := w.serve(as, method, path, form.Encode())
	body, err := io.ReadAll(recorder.Body)
	w.check(err)
	document, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	w.check(err)
	if text := string(body); strings.Contains(text, "pq:") || strings.Contains(text, "goroutine ") {
		w.t.Errorf("%s %s shows internals: %s", method, path, text)
	}
	a := &answer{document, w.t, as + " " + method + " " + path, recorder.Code, recorder.Header().Get("Location")}
	a.checkSummary()
	return a
}

// boxes are the names of all check boxes.
func boxes() []string {
	return []string{"activate", "active", "auto_renew", "confirm", "delegated_in", "delegated_plan", "disable_categories", "disable_prices", "display_category", "main", "manual",
		"notification_visible", "operating_unit", "recipe_boxes", "resource_additive", "resource_grouping", "resource_measurable", "sales_categories", "shop_open",
		"template_active", "template_privilege", "trial", "usage_statistics", "user_right", "visible"}
}

// checkSummary fails the test where a message of the summary of errors does not lead to a field that is on the page and is
// marked as wrong, or does not say what that field is called. Only the boxes of the dialog have no name together.
func (a *answer) checkSummary() {
	a.t.Helper()
	if a.Find(".error-summary").Length() > 0 && !strings.HasPrefix(a.text("title"), "Error: ") {
		a.t.Errorf("%s: the tab says %q", a.what, a.text("title"))
	}
	a.Find(".error-summary a[href^='#']").Each(func(_ int, link *goquery.Selection) {
		id := strings.TrimPrefix(link.AttrOr("href", ""), "#")
		field := a.Find("[id='" + id + "']")
		label, _, named := strings.Cut(link.Text(), ": ")
		switch {
		case field.Length() != 1:
			a.t.Errorf("%s: %q leads to %d fields", a.what, link.Text(), field.Length())
		case id != "opt" && (!named || label == ""):
			a.t.Errorf("%s: %q names no field", a.what, link.Text())
		case !strings.HasSuffix(link.Text(), a.problem(id)) || a.problem(id) == "":
			a.t.Errorf("%s: %q stands beside its field as %q", a.what, link.Text(), a.problem(id))
		}
	})
}

// serve answers a request whose body is a form, as it comes.
func (w *world) serve(as, method, path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	request := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(body))
	request.AddCookie(w.as(as))
	if method == http.MethodPost {
		request.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	}
	recorder := httptest.NewRecorder()
	w.program.ServeHTTP(recorder, request)
	return recorder
}

// want fails the test unless the answer has this status.
func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.status, status, a.text("main"))
	}
	return a
}

// text is the text of what the selector finds, with single spaces.
func (a *answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// shows fails the test unless the main part of the page contains all texts.
func (a *answer) shows(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.text("main"), text) {
			a.t.Errorf("%s does not show %q: %s", a.what, text, a.text("main"))
		}
	}
	return a
}

// hides fails the test if the main part of the page contains one of the texts.
func (a *answer) hides(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.text("main"), text) {
			a.t.Errorf("%s shows %q: %s", a.what, text, a.text("main"))
		}
	}
	return a
}

// form is the values of the page's form with this action, as a browser would send it.
func (a *answer) form(action string) url.Values {
	a.t.Helper()
	form := a.Find("form[method='post'][action='" + action + "']")
	if form.Length() != 1 {
		a.t.Fatalf("%s has %d forms for %s: %s", a.what, form.Length(), action, a.text("main"))
	}
	values := url.Values{}
	form.Find("input[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		kind, _ := s.Attr("type")
		_, checked := s.Attr("checked")
		if (kind == "checkbox" || kind == "radio") && !checked {
			return
		}
		value, _ := s.Attr("value")
		if goquery.NodeName(s) == "textarea" {
			value = s.Text()
		}
		values.Add(s.AttrOr("name", ""), value)
	})
	form.Find("select[name]").Each(func(_ int, s *goquery.Selection) {
		values.Add(s.AttrOr("name", ""), s.Find("option[selected]").AttrOr("value", s.Find("option").First().AttrOr("value", "")))
	})
	return values
}

// problem is the message beside a field.
func (a *answer) problem(field string) string {
	return strings.TrimPrefix(a.text("[id='"+field+"-error']"), "Error: ")
}

// fee is the effective fee of a period of an account's plan, "" when it is not set.
func (w *world) fee(name string, plan domain.PlanID, period domain.PeriodID, fee domain.Fee) string {
	w.t.Helper()
	v := w.viewers[name]
	catalog, _, err := w.db.Catalog(w.t.Context(), v, v.Account.ID)
	w.check(err)
	return catalog.Plan(plan).Period(period).Fees[fee].String()
}

// state is everything that an account has.
func (w *world) state(name string) domain.State {
	w.t.Helper()
	v := w.viewers[name]
	_, state, err := w.db.Catalog(w.t.Context(), v, v.Account.ID)
	w.check(err)
	return state
}

// entries counts the log entries of everybody: nothing changed when it stays the same.
func (w *world) entries() int {
	w.t.Helper()
	n := 0
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &n, `SELECT count(*) FROM entry`)
	}))
	return n
}

// exec runs a statement past the program.
func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	w.check(w.db.InTx(w.t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(w.t.Context(), statement, args...)
		return err
	}))
}

// forget makes the world one from before there was a log of changes.
func (w *world) forget() {
	w.t.Helper()
	w.exec(`ALTER TABLE change DISABLE TRIGGER change_append_only; ALTER TABLE change_part DISABLE TRIGGER change_part_append_only;
		DELETE FROM change_part; DELETE FROM change;
		ALTER TABLE change ENABLE TRIGGER change_append_only; ALTER TABLE change_part ENABLE TRIGGER change_part_append_only`)
}

// synchronize runs the boxes (none: all of them) as the provider, for everybody.
func (w *world) synchronize(boxes ...domain.OptionKey) {
	w.t.Helper()
	dialog, err := w.db.OpenDialog(w.t.Context(), w.viewers["P"], domain.DialogRequest{Plan: resellerPlan})
	w.check(err)
	options := domain.AllOptions()
	if len(boxes) > 0 {
		options = domain.OptionSet{}
	}
	for _, box := range boxes {
		options[box] = true
	}
	_, err = w.db.SendDialog(w.t.Context(), w.viewers["P"], domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: options})
	w.check(err)
}

// money is a price in tests.
func money(text string) domain.Price { return domain.Amount(decimal.RequireFromString(text)) }
