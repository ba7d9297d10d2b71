package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/web/server"
)

// postOffice is a mail server that keeps what it gets, or takes nothing.
type postOffice struct {
	got  []string
	down bool
}

func (m *postOffice) Send(_ context.Context, to, subject, text string) error {
	if m.down {
		return errors.New("no mail server")
	}
	m.got = append(m.got, to+"\n"+subject+"\n"+text)
	return nil
}

func (m *postOffice) Post(to, subject, text string) {
	_ = m.Send(context.Background(), to, subject, text)
}

// withMail lets the program of the world send email.
func (w *world) withMail() *postOffice {
	w.t.Helper()
	box := &postOffice{}
	var err error
	w.program, err = server.New(w.db, server.Config{SessionKey: sessionKey(), Logger: slog.New(slog.DiscardHandler), Mail: box, BaseURL: "https://prices.example/"})
	w.check(err)
	return box
}

// linkIn finds the address of a one-time link in a text, without the host.
func linkIn(t testing.TB, text string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "/set-password?")
	rest, _, _ = strings.Cut(rest, "\n")
	if !found {
		t.Fatalf("no link in %q", text)
	}
	return "/set-password?" + rest
}

// invited adds a user and returns the link that its maker is shown.
func (w *world) invited(as, name string, role domain.Role) (link string) {
	w.t.Helper()
	page := w.message(as, "/users/new", url.Values{"user_name": {name}, "user_email": {strings.ToLower(name) + "@world.example"}, "user_role": {string(role)}})
	page.shows(name+" is added. Give "+name+" this link", "within 72 hours", "Invited")
	return linkIn(w.t, page.Find("#copy").AttrOr("value", ""))
}

func (w *world) signsIn(email, password string) bool {
	_, err := w.db.Authenticate(w.t.Context(), domain.SignIn{Email: email, Password: password, Device: email})
	return err == nil
}

func TestAnInvitationIsShownOnceAndUsedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	link := w.invited("P", "Ann", domain.Operator)
	if w.get("P", "/users").Find("#copy").Length() > 0 {
		t.Error("the link is shown twice")
	}
	if got := w.serve("P", http.MethodGet, link, "").Result().Header.Get("Referrer-Policy"); got != "strict-origin" {
		t.Errorf("what the page of the link loads says where it comes from: %q", got)
	}
	for _, password := range []string{"", "walk-the-manual"} {
		if w.signsIn("ann@world.example", password) {
			t.Errorf("who was invited signs in with %q", password)
		}
	}
	b := w.browser()
	form := b.ask(http.MethodGet, link, nil, "").want(http.StatusOK).shows("Set your password").form("/set-password")
	if form.Get("email") != "ann@world.example" {
		t.Errorf("the form is for %q", form.Get("email"))
	}
	form.Set("password", "short")
	if b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusUnprocessableEntity).problem("password") == "" {
		t.Error("no message beside the password")
	}
	form.Set("password", "walk-the-manual")
	if next := b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusSeeOther).location; next != "/login?password=set" {
		t.Errorf("it leads to %s", next)
	}
	b.ask(http.MethodGet, "/login?password=set", nil, "").want(http.StatusOK).shows("Your password is set")
	if !w.signsIn("ann@world.example", "walk-the-manual") {
		t.Error("the password does not count")
	}
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusNotFound).shows("cannot be used any more")
	b.ask(http.MethodGet, link, nil, "").want(http.StatusNotFound).shows("Ask whoever sent it")
	w.get("P", "/users").want(http.StatusOK).hides("Invited")
	w.get("P", "/audit").shows("Added user", "Changed password", "Ann").hides(link)
}

func TestALinkForANewPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask := func() string {
		page := w.message("P", w.user("P-operator")+"/link", nil).shows("A link for a new password is made.", "within 1 hour")
		return linkIn(t, page.Find("#copy").AttrOr("value", ""))
	}
	first := ask()
	token, err := w.db.CreateSession(t.Context(), w.viewers["P-operator"].User.ID, domain.Place{})
	w.check(err)
	link := ask()
	b := w.browser()
	b.ask(http.MethodGet, first, nil, "").want(http.StatusNotFound) // the newer one takes its place
	if !w.signsIn("p-operator@world.example", "walk-the-manual") {
		t.Error("the password before does not count until there is another")
	}
	w.exec(`UPDATE user_link SET ends_at = now()`)
	b.ask(http.MethodGet, link, nil, "").want(http.StatusNotFound)
	for _, active := range []string{"no", "yes"} { // whoever is let in again, is so without the links from before
		w.post("P", w.user("P-operator")+"/active", url.Values{"user_active": {active}}).want(303)
		w.exec(`UPDATE user_link SET ends_at = now() + interval '1 minute'`)
		b.ask(http.MethodGet, link, nil, "").want(http.StatusNotFound)
	}
	link = ask()
	form := b.ask(http.MethodGet, link, nil, "").want(http.StatusOK).form("/set-password")
	form.Set("password", "a quite different one")
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusSeeOther)
	if w.signsIn("p-operator@world.example", "walk-the-manual") || !w.signsIn("p-operator@world.example", "a quite different one") {
		t.Error("the new password does not count, or the one before does")
	}
	if _, _, err := w.db.SessionViewer(t.Context(), token); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a session goes on: %v", err)
	}
	if w.get("P", "/security-events").Find("tbody tr:contains('Password changed'):contains('192.0.2.1')").Length() != 1 {
		t.Error("the security events do not say where the link was used")
	}
}

// TestNobodyGrowsIntoALink: who made a link for somebody cannot become them after they were given rights that its maker lacks, nor after
// its maker was deactivated.
func TestNobodyGrowsIntoALink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manage := url.Values{"user_role": {"operator"}, "user_right": {string(domain.ManageUsers)}}
	w.post("P", w.user("P-operator"), manage).want(303)
	link := w.invited("P-operator", "Ann", domain.Operator)
	b := w.browser()
	b.ask(http.MethodGet, link, nil, "").want(http.StatusOK)
	ann, err := w.db.UserByEmail(t.Context(), "ann@world.example")
	w.check(err)
	w.post("P", "/users/"+idOf(ann.ID), url.Values{"user_role": {"administrator"}}).want(303)
	form := url.Values{"link": {strings.TrimPrefix(link, "/set-password?link=")}, "password": {"walk-the-manual"}}
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusNotFound)
	w.post("P", "/users/"+idOf(ann.ID), url.Values{"user_role": {"operator"}}).want(303)
	b.ask(http.MethodGet, link, nil, "").want(http.StatusOK)
	w.post("P", w.user("P-operator")+"/active", url.Values{"user_active": {"no"}}).want(303)
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusNotFound)
	w.exec(`UPDATE app_user SET active = false WHERE id = $1`, ann.ID)
	w.post("P", "/users/"+idOf(ann.ID)+"/active", url.Values{"user_active": {"yes"}}).want(303)
	w.message("P", "/users/"+idOf(ann.ID)+"/link", nil).shows("The invitation is made anew.")
}

func TestTheFirstAdministratorOfAResellerIsInvited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.message("P", "/resellers/new", url.Values{"account_name": {"Newcomer"}, "account_currency": {"EUR"}, "user_name": {"Ann"}, "user_email": {"ann@new.example"}})
	form := url.Values{"link": {strings.TrimPrefix(linkIn(t, page.Find("#copy").AttrOr("value", "")), "/set-password?link=")}, "password": {"walk-the-manual"}}
	b := w.browser()
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusSeeOther)
	if !w.signsIn("ann@new.example", "walk-the-manual") {
		t.Error("they cannot sign in")
	}
}

func TestLinksAreSentByEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := w.withMail()
	ann := url.Values{"user_name": {"Ann"}, "user_email": {"ann@world.example"}, "user_role": {"operator"}}
	page := w.message("P", "/users/new", ann).shows("Ann is added. A link was sent to ann@world.example. It can be used once, within 72 hours.")
	if page.Find("#copy").Length() > 0 || len(box.got) != 1 || !strings.HasPrefix(box.got[0], "ann@world.example\nYour invitation") ||
		!strings.Contains(box.got[0], "\nhttps://prices.example/set-password?link=") || !strings.Contains(box.got[0], "P of P invites you") {
		t.Errorf("the message is %q", box.got)
	}
	w.browser().ask(http.MethodGet, linkIn(t, box.got[0]), nil, "").want(http.StatusOK)
	w.post("P", w.user("P-operator")+"/link", nil).want(303)
	if len(box.got) != 2 || !strings.Contains(box.got[1], "lets you set a new password") {
		t.Errorf("the second message is %q", box.got)
	}
	box.down = true
	failed := w.message("P", w.user("P-operator")+"/link", nil).shows("The email could not be sent", "Give P-operator this link")
	w.browser().ask(http.MethodGet, linkIn(t, failed.Find("#copy").AttrOr("value", "")), nil, "").want(http.StatusOK)
}

func TestForgottenPasswords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.browser().ask(http.MethodGet, "/login", nil, "").hides("Forgot your password?")
	w.browser().ask(http.MethodGet, "/forgot-password", nil, "").want(http.StatusNotFound)
	box := w.withMail()
	b := w.browser()
	b.ask(http.MethodGet, "/login", nil, "").shows("Forgot your password?")
	send := func(email string) *answer {
		form := b.ask(http.MethodGet, "/forgot-password", nil, "").want(http.StatusOK).form("/forgot-password")
		form.Set("email", email)
		return b.ask(http.MethodPost, "/forgot-password", form, "")
	}
	if send("nonsense").want(http.StatusUnprocessableEntity).problem("email") == "" {
		t.Error("no message beside the address")
	}
	for _, email := range []string{"P-Operator@world.example", "nobody@world.example"} {
		next := send(email).want(http.StatusSeeOther).location
		b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).shows("If somebody signs in with that email address")
	}
	w.exec(`UPDATE app_user SET active = false WHERE email = 'p-viewer@world.example'`)
	send("p-viewer@world.example").want(http.StatusSeeOther)
	if len(box.got) != 1 || !strings.HasPrefix(box.got[0], "p-operator@world.example\n") {
		t.Fatalf("sent: %q", box.got)
	}
	form := b.ask(http.MethodGet, linkIn(t, box.got[0]), nil, "").want(http.StatusOK).form("/set-password")
	form.Set("password", "a quite different one")
	b.ask(http.MethodPost, "/set-password", form, "").want(http.StatusSeeOther)
	if !w.signsIn("p-operator@world.example", "a quite different one") {
		t.Error("the new password does not count")
	}
	for _, email := range []string{"p@world.example", "nobody2@world.example"} {
		for range 5 {
			send(email).want(http.StatusSeeOther)
		}
		send(email).want(http.StatusTooManyRequests).shows("Too many links were asked for")
	}
	if !w.signsIn("p@world.example", "walk-the-manual") {
		t.Error("who asks for links keeps others from signing in")
	}
}

// Whoever else has a link, and sends it at the same instant, sets no password with it.
func TestALinkIsUsedOnceByManyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := strings.TrimPrefix(w.invited("P", "Ann", domain.Operator), "/set-password?link=")
	set := make(chan error)
	const at = 8
	for n := range at {
		go func() {
			set <- w.db.SetPasswordByLink(t.Context(), token, fmt.Sprintf("walk-the-manual-%d", n), "")
		}()
	}
	used := 0
	for range at {
		switch err := <-set; {
		case err == nil:
			used++
		case domain.KindOf(err) != domain.KindNotFound:
			t.Error(err)
		}
	}
	if used != 1 {
		t.Errorf("the link was used %d times", used)
	}
}
