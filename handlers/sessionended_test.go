package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiersync/domain"
)

// TestTheSignInPageSaysWhyASessionEnded: who is signed out by a change of themselves, or by somebody else's, is told so, and who was away
// for too long is told nothing of the kind.
func TestTheSignInPageSaysWhyASessionEnded(t *testing.T) {
	t.Parallel()
	const role, password, deactivated = "Your role or your rights were changed, which ended your session",
		"Your password was changed, which ended your session", "You were deactivated, which ended your session"
	for name, tt := range map[string]struct {
		change func(w *world, b *browser) *answer
		want   string
	}{
		"makes themselves read-only": {func(w *world, b *browser) *answer {
			return b.ask(http.MethodPost, w.user("Self"), b.signed("Self", url.Values{"user_role": {"read-only"}, "boxes": {"user_right"}}), "")
		}, role},
		"takes a right from themselves": {func(w *world, b *browser) *answer {
			return b.ask(http.MethodPost, w.user("Self"), b.signed("Self", url.Values{"user_role": {"operator"}, "user_right": {"Manage users"}, "boxes": {"user_right"}}), "")
		}, role},
		"sets their own password elsewhere": {func(w *world, b *browser) *answer {
			about := domain.Ref{Of: domain.ObjectUser, ID: int64(w.viewers["Self"].User.ID), Name: "Self"}
			_, token, err := w.db.DoWithLink(t.Context(), w.viewers["P"], domain.Change{Kind: domain.LinkMade, Part: true, About: about})
			w.check(err)
			return w.browser().ask(http.MethodPost, "/set-password", url.Values{"link": {token}, "password": {"a quite different one"}}, "")
		}, password},
		"deactivates themselves": {func(w *world, b *browser) *answer {
			return b.ask(http.MethodPost, w.user("Self")+"/active", b.signed("Self", url.Values{"user_active": {"no"}}), "")
		}, deactivated},
		"is deactivated": {func(w *world, b *browser) *answer {
			return w.post("P", w.user("Self")+"/active", url.Values{"user_active": {"no"}})
		}, deactivated},
		"is made read-only": {func(w *world, b *browser) *answer {
			return w.post("P", w.user("Self"), url.Values{"user_role": {"read-only"}})
		}, role},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.tell("user Self at P: operator, Manage users, Edit prices, View reports")
			b := w.browser()
			b.signIn("Self", "/login")
			tt.change(w, b).want(http.StatusSeeOther)
			login := b.ask(http.MethodGet, "/products/plans/2/periods/22/edit", nil, "").want(http.StatusSeeOther).location
			b.ask(http.MethodGet, login, nil, "").want(http.StatusOK).shows(tt.want + ".")
			b.ask(http.MethodGet, "/login", nil, "").want(http.StatusOK).shows(tt.want + ".")
			form := b.signed("Self", url.Values{"recurring_fee": {"17.5"}})
			login = b.ask(http.MethodPost, "/products/plans/2/periods/22/edit", form, "").want(http.StatusSeeOther).location
			b.ask(http.MethodGet, login, nil, "").want(http.StatusOK).shows(tt.want + ", so nothing was saved. Sign in, and your form is shown again")
		})
	}
	w := newWorld(t)
	b := w.browser()
	b.signIn("P-viewer", "/login")
	b.night()
	w.post("P", w.user("P-viewer"), url.Values{"user_role": {"operator"}}).want(http.StatusSeeOther)
	b.ask(http.MethodGet, "/login", nil, "").want(http.StatusOK).hides("which ended your session")
}
