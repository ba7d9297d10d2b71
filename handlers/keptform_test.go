package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// browser is somebody who signs in by the sign-in page and stays until the session is over.
type browser struct {
	*world
	cookie string
}

func (w *world) browser() *browser { return &browser{world: w} }

// ask makes a request with the browser's cookie and takes the one that is set. from is the page that a form which was on none says it is
// on; no browser has to say it besides.
func (b *browser) ask(method, path string, form url.Values, from string) *answer {
	b.t.Helper()
	if from != "" {
		form = typed(form, url.Values{views.StandsOn: {from}})
	}
	request := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		request.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
	}
	if b.cookie != "" {
		request.Header.Set("Cookie", b.cookie)
	}
	recorder := httptest.NewRecorder()
	b.program.ServeHTTP(recorder, request)
	for _, cookie := range recorder.Result().Cookies() {
		if cookie.Name != "__Host-tiersync" {
			continue
		}
		b.cookie = cookie.Name + "=" + cookie.Value
	}
	document, err := goquery.NewDocumentFromReader(recorder.Body)
	b.check(err)
	return &answer{document, b.t, method + " " + path, recorder.Code, recorder.Header().Get("Location")}
}

// signIn signs in as somebody of the world, on the page that the address leads to, and returns the page that comes then.
func (b *browser) signIn(name, login string) *answer {
	b.t.Helper()
	form := b.ask(http.MethodGet, login, nil, "").want(http.StatusOK).form("/login")
	form.Set("email", strings.ToLower(name)+"@world.example")
	form.Set("password", "walk-the-manual")
	next := b.ask(http.MethodPost, "/login", form, "").want(http.StatusSeeOther).location
	return b.ask(http.MethodGet, next, nil, "")
}

// signed is a form of a page that was somebody's.
func (b *browser) signed(name string, form url.Values) url.Values {
	return typed(form, url.Values{"sender": {strconv.FormatInt(int64(b.viewers[name].User.ID), 10)}})
}

// night lets every session end.
func (b *browser) night() {
	b.t.Helper()
	b.exec(`UPDATE session SET last_seen_at = now() - interval '14 hours', created_at = now() - interval '23 hours'`)
}

// Fault 41: a page is left open over night and then sent. Nothing is done; after signing in, the form is there
// again with what was typed.
func TestFault041FormsComeBackAfterSigningIn(t *testing.T) {
	t.Parallel()
	const steps = "/products/plans/2"
	monthlyFee := views.PriceName(domain.FeeKey(mailPlan, month, domain.RecurringFee))
	tests := []struct {
		name, who, path string
		from            string // the page that the form was on; "" for its own
		typed           url.Values
	}{
		{"dialog", "P", "/products/plans/1/synchronize", "/products/plans/1",
			url.Values{"opt": {"create_plans", "update_fees"}, "reach": {"direct"}, "policy": {"keep"}}},
		{"period", "P", steps + "/periods/22/edit", "", url.Values{"number_of_periods": {"7x"}, "active": nil}},
		{"fees", "P", steps + "/periods", "", url.Values{monthlyFee: {"17.5x"}}},
		{"limits", "P", steps + "/rates/31/edit", "", url.Values{"included": {"77"}, "maximum": {"unlimited"}, "visible": nil}},
		{"new period", "P", steps + "/periods/new", "", url.Values{"period_length": {"3"}, "period_unit": {"years"}, "trial": {"yes"}}},
		{"own fees", "R1", steps + "/periods", "", url.Values{monthlyFee: {"19.99"}}},
		{"own limits", "R1", steps + "/rates/31/edit", "", url.Values{"included": {"12"}}},
		{"texts", "P", steps + "/edit", "", url.Values{"name": {"Mail & <More>"}, "long_description": {"One\nTwo"}}},
		{"found plans", "P", "/products/templates/%d/delegated-plans?q=office", "", url.Values{"delegated_plan": nil}},
		{"upgrade path", "P", steps + "/upgrades", "", url.Values{"upgrade_path": {"3"}, "upgrade_fee": {"4.20"}}},
		{"schedule", "P", "/notifications/schedules/new", "", url.Values{"schedule_name": {"Before"}, "days-1": {"14"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.browser()
			path := strings.ReplaceAll(tt.path, "%d", strconv.FormatInt(int64(w.template()), 10))
			b.signIn(tt.who, "/login")
			form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
			key := form.Get("key")
			for name, texts := range tt.typed {
				form.Del(name)
				if texts != nil {
					form[name] = texts
				}
			}
			b.night()
			before := b.entries()
			login := b.ask(http.MethodPost, path, form, tt.from).want(http.StatusSeeOther).location
			if !strings.HasPrefix(login, "/login?expired=kept&next=") {
				t.Fatalf("sent to %s", login)
			}
			b.ask(http.MethodGet, login, nil, "").shows("your form is shown again as you filled it in")
			page := b.signIn(tt.who, login).want(http.StatusOK).shows("Your session had ended, so nothing was saved")
			got := page.form(path)
			if key != "" && got.Get("key") == key {
				t.Error("the dialog has the key of yesterday")
			}
			got.Del("key")
			form.Del("key")
			got.Del(views.StandsOn)
			form.Del(views.StandsOn)
			if page.Find("form[data-unsaved]").Length() != 1 {
				t.Error("leaving the page would not ask")
			}
			if got.Encode() != form.Encode() {
				t.Errorf("%s shows\n%s\nwant\n%s", path, got.Encode(), form.Encode())
			}
			if b.entries() != before {
				t.Error("something was written")
			}
			again := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).hides("Your session had ended")
			if again.form(path).Encode() == form.Encode() {
				t.Error("the form is shown twice")
			}
		})
	}
}

func TestKeptFormsAreTheirSendersOwn(t *testing.T) {
	t.Parallel()
	const path = "/products/plans/2/periods/22/edit"
	b := newWorld(t).browser()
	send := func() string {
		form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
		form.Set("recurring_fee", "17.50")
		b.night()
		return b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
	}
	b.signIn("P", "/login")
	page := b.signIn("R1", send()).want(http.StatusOK)
	if got := page.form(path).Get("recurring_fee"); got == "17.50" {
		t.Error("somebody else sees what was typed")
	}
	b.signIn("P", send())
	page = b.ask(http.MethodGet, path, nil, "")
	if got := page.form(path).Get("recurring_fee"); got == "17.50" {
		t.Error("the form comes back for the user before")
	}
}

func TestKeptFormIsCheckedAgainstOtherChanges(t *testing.T) {
	t.Parallel()
	const path = monthFees
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	form := b.ask(http.MethodGet, path, nil, "").form(path)
	form.Set(monthFee, "17.50")
	b.night()
	login := b.ask(http.MethodPost, path, form, path).location
	w.post("P-operator", "/products/plans/2/publish", nil)
	w.means("P", path, w.fill("P", path, map[string]string{monthFee: "18"})).want(http.StatusSeeOther)
	kept := b.signIn("P", login).form(path)
	if kept.Get(monthFee) != "17.50" {
		t.Errorf("the form shows %s", kept.Get(monthFee))
	}
	b.ask(http.MethodPost, path, kept, path).want(http.StatusConflict)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "18" {
		t.Errorf("the fee is %s, want 18", got)
	}
}

// Nothing is promised on a page that does not show the form, and what an error page cannot show is not lost.
func TestKeptFormWaitsForItsPage(t *testing.T) {
	t.Parallel()
	const path, saved, filled = "/products/plans/2/upgrades", "nothing was saved.", "The form holds what you sent"
	w := newWorld(t)
	b := w.browser()
	b.signIn("P", "/login")
	send := func() string {
		form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
		form.Set("upgrade_fee", "4.20")
		b.night()
		return b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
	}
	login := send()
	w.exec(`ALTER TABLE pointer RENAME TO away`)
	page := b.signIn("P", login).hides(filled)
	if page.status == http.StatusOK {
		t.Fatal("the page is shown although its table is away")
	}
	page.shows(saved)
	w.exec(`ALTER TABLE away RENAME TO pointer`)
	page = b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).shows(saved, filled)
	if got := page.form(path).Get("upgrade_fee"); got != "4.20" {
		t.Errorf("the form shows %q", got)
	}
	login = send()
	w.exec(`UPDATE app_user SET role = 'read-only' WHERE id = $1`, w.viewers["P"].User.ID)
	b.signIn("P", login).want(http.StatusOK).shows(saved, "What you had typed", "4.20").hides(filled)
	b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).shows(saved, "What you had typed", "4.20").hides(filled)
	w.exec(`UPDATE app_user SET role = 'administrator' WHERE id = $1`, w.viewers["P"].User.ID)
	b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).shows(saved, filled).hides("What you had typed")
	b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).hides(saved)
}

// A form that stands on the page of something else comes back there; where that has no form for it any more, what was typed is shown once.
func TestFormsOnAnotherPageComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := strings.TrimSuffix(w.create("P", "/order-flows/new", url.Values{"order_flow": {"Fast"}}), "/edit")
	for _, tt := range []struct {
		page, path string
		typed      url.Values
	}{
		{"/products/prices", "/products/prices/limit", url.Values{"price_jump_limit": {"44"}}},
		{"/products/prices?plan=2&sort=plan", "/products/prices/limit", url.Values{"price_jump_limit": {"45"}}},
		{"/products/prices?of=" + strings.Repeat("x", 2000), "/products/prices/limit", url.Values{"price_jump_limit": {"46"}}},
		{"/products/plans/2/rates/31/edit", "/products/plans/2/rates/31/rows", url.Values{"price_row": {"77"}}},
		{flow, flow + "/transitions", url.Values{"from": {"Provisioning"}, "manual": {"yes"}}},
	} {
		for _, leave := range []func(*browser){(*browser).night, func(b *browser) { b.cookie = "" }} {
			b := w.browser()
			b.signIn("P", "/login")
			form := b.ask(http.MethodGet, tt.page, nil, "").want(http.StatusOK).form(tt.path)
			for name, texts := range tt.typed {
				form[name] = texts
			}
			leave(b)
			login := b.ask(http.MethodPost, tt.path, form, "")
			if login.status == http.StatusSeeOther {
				login = b.ask(http.MethodGet, login.location, nil, "")
			}
			in := login.shows("your form is shown again as you filled it in").form("/login")
			in.Set("email", "p@world.example")
			in.Set("password", "walk-the-manual")
			page := b.ask(http.MethodGet, b.ask(http.MethodPost, "/login", in, "").want(http.StatusSeeOther).location, nil, "")
			got := page.want(http.StatusOK).shows("The form holds what you sent").form(tt.path)
			for name := range tt.typed {
				if got.Get(name) != tt.typed.Get(name) {
					t.Errorf("%s shows %v, want %v", tt.page, got, tt.typed)
				}
			}
		}
	}
	b := w.browser()
	b.signIn("P", "/login")
	b.night()
	login := b.ask(http.MethodPost, "/products/plans/2/rates/31/rows", b.signed("P", url.Values{"price_row": {"77"}}), "/products/plans/2").location
	b.signIn("P", login).want(http.StatusOK).shows("nothing was saved", "What you had typed", "77")
	b.ask(http.MethodGet, "/products/plans/2", nil, "").want(http.StatusOK).hides("nothing was saved", "What you had typed")
}

func TestWhatIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, tt := range map[string]struct {
		path string
		form url.Values
		want string
	}{
		"a button":             {"/products/plans/2/publish", nil, "/login?expired=1&next=%2Fproducts%2Fplans%2F2"},
		"more than a session":  {"/products/plans/2/edit", url.Values{"long_description": {strings.Repeat("x", 65_450)}}, "/login?expired=1&next=%2Fproducts%2Fplans%2F2%2Fedit"},
		"a choice of a button": {"/products/sales-categories/7/display", url.Values{"show": {"yes"}}, "/login?expired=1&next=%2Fproducts%2Fplans%2F2"},
	} {
		b := w.browser()
		b.signIn("P", "/login")
		b.night()
		tt.form = b.signed("P", tt.form)
		if got := b.ask(http.MethodPost, tt.path, tt.form, "/products/plans/2").want(http.StatusSeeOther).location; got != tt.want {
			t.Errorf("%s: sent to %s, want %s", name, got, tt.want)
		}
		b.ask(http.MethodGet, tt.want, nil, "").shows("Your session has ended, so nothing was saved. Sign in, then send the form again.")
		b.signIn("P", tt.want).want(http.StatusOK).hides("The form holds what you sent")
	}
	b := w.browser()
	b.signIn("P", "/login")
	b.night()
	login := b.ask(http.MethodPost, "/users/new", b.signed("P", url.Values{"user_name": {"Bea"}, "password": {"walk-the-manual-2"}}), "/users/new").location
	page := b.signIn("P", login).want(http.StatusOK)
	if form := page.form("/users/new"); form.Get("user_name") != "Bea" || form.Get("password") != "" {
		t.Errorf("the form of a new user shows %v", form)
	}
	stored := 0
	w.check(w.db.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &stored, `SELECT count(*) FROM session WHERE position('walk-the-manual-2' IN convert_from(data, 'UTF8')) > 0`)
	}))
	if stored > 0 {
		t.Error("a password is stored with a session")
	}
}

// A form that waits for its page stays when its sender signs in once more, in another tab.
func TestKeptFormOutlivesASecondSignIn(t *testing.T) {
	t.Parallel()
	const path = monthFees
	b := newWorld(t).browser()
	b.signIn("P", "/login")
	form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
	form.Set(monthFee, "17.50")
	b.night()
	login := b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
	again := b.ask(http.MethodGet, login, nil, "").form("/login")
	b.signIn("P", "/login")
	again.Set("email", "p@world.example")
	again.Set("password", "walk-the-manual")
	next := b.ask(http.MethodPost, "/login", again, "").want(http.StatusSeeOther).location
	if got := b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).form(path).Get(monthFee); got != "17.50" {
		t.Errorf("the form shows %q", got)
	}
}

// Nothing was typed into a form that only asks, so nothing of it stands on its page.
func TestAQuestionHoldsNothingTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const edit = "/products/plans/2/periods/22/edit"
	w.means("P", edit, w.fill("P", edit, map[string]string{"recurring_fee": "17.50"})).want(http.StatusSeeOther)
	var id domain.ChangeID
	w.check(w.db.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(t.Context(), &id, `SELECT max(id) FROM change`)
	}))
	path := "/changes/" + strconv.FormatInt(int64(id), 10) + "/undo"
	b := w.browser()
	b.signIn("P", "/login")
	form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
	b.night()
	login := b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
	b.signIn("P", login).want(http.StatusOK).hides("What you had typed", "It is kept")
	b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).hides("nothing was saved")
}

// TestFault111WhatWasTypedOutlivesALostRight: a form that is refused because the account lost a right meanwhile shows what was typed,
// and comes back as it was typed once the right is there again. Passwords are in neither.
func TestFault111WhatWasTypedOutlivesALostRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	grant := func(rights ...domain.Privilege) {
		row := w.templateRow()
		row.Privileges = rights
		w.save("P", domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}, row)
		w.synchronize(domain.UpdatePrivileges)
	}
	const path = "/products/plans/2/edit"
	form := w.fill("R1", path, map[string]string{"short_description": "A long text that took an hour"})
	form.Set("password", "secret")
	form.Set("boxes", "none")
	form.Del("seen") // then what is there now is what nobody typed
	grant(domain.EditPrices)
	refused := w.post("R1", path, form).want(http.StatusForbidden).shows("What you had typed", "A long text that took an hour")
	refused.hides("secret")
	for range 2 { // reloaded, where the page is open for its other fields
		page := w.get("R1", path).want(http.StatusOK).shows("the rest is kept", "What you had typed", "A long text that took an hour").hides("secret")
		if got := spaced(page.Find(".page-header + details.typed dl")); got != "Short description A long text that took an hour" {
			t.Errorf("below the heading stands %q", got)
		}
	}
	grant(domain.EditPrices, domain.EditDescriptions)
	page := w.get("R1", path).want(http.StatusOK).shows("A right was missing when you sent this, so nothing was saved.")
	if got := page.form(path).Get("short_description"); got != "A long text that took an hour" {
		t.Errorf("the form comes back with %q", got)
	}
}

// A kept form waits for its sender however often their rights change before they may send it again, and however often the page that
// refuses it is loaded.
func TestKeptFormOutlivesChangesOfItsSender(t *testing.T) {
	t.Parallel()
	const path, text = "/products/plans/2/edit", "A long text that took an hour"
	type step struct{ to, field, value string }
	role := func(value string) step { return step{"", "user_role", value} }
	active := func(value string) step { return step{"/active", "user_active", value} }
	for name, tt := range map[string]struct {
		take, give step
		between    bool // they sign in without the right, too
	}{
		"another role":             {role("read-only"), role("administrator"), false},
		"another role, seen":       {role("read-only"), role("administrator"), true},
		"not active for some time": {active("no"), active("yes"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.browser()
			change := func(s step) {
				w.post("P", w.user("P-viewer")+s.to, url.Values{s.field: {s.value}}).want(http.StatusSeeOther)
			}
			change(role("administrator"))
			b.signIn("P-viewer", "/login")
			form := b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).form(path)
			form.Set("short_description", text)
			change(tt.take)
			login := b.ask(http.MethodPost, path, form, path).want(http.StatusSeeOther).location
			if tt.between {
				b.signIn("P-viewer", login).want(http.StatusForbidden).shows("What you had typed", text)
				b.ask(http.MethodGet, path, nil, "").want(http.StatusForbidden).shows("What you had typed", text)
			}
			change(tt.give)
			page := b.signIn("P-viewer", login).want(http.StatusOK).shows("The form holds what you sent")
			if got := page.form(path).Get("short_description"); got != text {
				t.Errorf("the form shows %q", got)
			}
		})
	}
}

// What was typed into the form of a plan that is gone meanwhile is on the page that says so.
func TestWhatWasTypedOutlivesItsPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/4/edit"
	form := w.fill("P", path, map[string]string{"short_description": "A long text that took an hour"})
	_, err := w.db.Delete(t.Context(), w.viewers["P"], domain.DeletionRequest{Plan: newPlan})
	w.check(err)
	page := w.post("P", path, form)
	if page.status < 400 {
		t.Errorf("status %d", page.status)
	}
	page.shows("A long text that took an hour")
}

// TestWhatWasTypedIsShownAsTheFormDid: the page of a form that is refused has the labels of its fields, and names in place of numbers.
func TestWhatWasTypedIsShownAsTheFormDid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	w.create("P", "/products/plans/2/upgrades", url.Values{"upgrade_path": {"3"}, "upgrade_fee": {"1"}})
	general, rate, month, path := w.fill("P", "/products/plans/2/edit", map[string]string{"short_description": "Brief", "notification_schedule": "51"}),
		w.fill("P", mailboxForm, map[string]string{"included": "12", "recurring_price-22-100": "0,75"}),
		w.fill("P", monthForm, map[string]string{"recurring_fee": "15"}), url.Values{"upgrade_path": {"3"}, "upgrade_downgrade": {"upgrade"}, "upgrade_fee": {"2"}, "change": {"yes"}, "boxes": {"none"}}
	for _, tt := range []struct {
		to   string
		form url.Values
		want []string
	}{
		{"/products/plans/2/edit", general, []string{"Short description Brief", "Notification schedule Reminders"}},
		{mailboxForm, rate, []string{"Mailbox · Included 12", "Mailbox · 1 month · from 100 · Recurring price 0,75"}},
		{monthForm, month, []string{"1 month · Recurring fee 15"}},
		{"/products/plans/2/upgrades", path, []string{"To plan Office Suite", "Upgrade fee 2"}},
	} {
		page := w.post("P-viewer", tt.to, tt.form).want(http.StatusForbidden)
		if page.Find("details.typed[open]").Length() != 1 {
			t.Errorf("%s: what was typed is closed", tt.to)
		}
		typed := spaced(page.Find("details.typed dl"))
		for _, want := range tt.want {
			if !strings.Contains(typed, want) {
				t.Errorf("%s does not show %q: %s", tt.to, want, typed)
			}
		}
		for _, untouched := range []string{"Plan category", "Visible", "Setup", "Minimum", "Maximum", "not set"} {
			if strings.Contains(typed, untouched) {
				t.Errorf("%s shows %s, which nobody touched: %s", tt.to, untouched, typed)
			}
		}
		if strings.Contains(typed, "51") || strings.Contains(typed, "_price") || strings.Contains(typed, "Change yes") || strings.Contains(typed, "not known") {
			t.Errorf("%s shows %s", tt.to, typed)
		}
	}
}
