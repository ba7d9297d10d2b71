package handlers

import (
	"context"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const accountPath = "/account"

// ownStore keeps what everybody may see and change of themselves. ProvePassword answers as Authenticate does, and starts no session.
type ownStore interface {
	changer
	ProvePassword(ctx context.Context, s domain.SignIn) error
	DoWithPassword(ctx context.Context, v domain.Viewer, c domain.Change, password string) (domain.Done, error)
	Sessions(ctx context.Context, v domain.Viewer, token string) ([]domain.Session, error)
	EndOwnSession(ctx context.Context, v domain.Viewer, id domain.SessionID) error
	RecoveryCodesLeft(ctx context.Context, v domain.Viewer) (int, error)
}

// Account are the screens under /account: everybody's own name, password and sessions.
type Account struct {
	store    ownStore
	sessions *Sessions
}

// NewAccount returns the screens over a store.
func NewAccount(store ownStore, sessions *Sessions) *Account { return &Account{store, sessions} }

// Show is GET /account.
func (h *Account) Show(c echo.Context) error { return h.show(c, viewer(c).User.Name) }

// show is the page with a name as it is typed.
func (h *Account) show(c echo.Context, name string) error {
	v := viewer(c)
	seen, err := seenOf(c, h.store, h.self(c))
	if err != nil {
		return err
	}
	list, err := h.store.Sessions(c.Request().Context(), v, sessionToken(c))
	if err != nil {
		return err
	}
	args := views.OwnAccount{User: v.User, Company: v.Account.Name, Name: name, Seen: seen, Sessions: list, Next: nextPage(c)}
	if v.User.TwoStep {
		if args.CodesLeft, err = h.store.RecoveryCodesLeft(c.Request().Context(), v); err != nil {
			return err
		}
	}
	return show(c, views.OwnAccountPage(page(c, "Your account", accountPath), args))
}

// self names the viewer as the thing that a change is about.
func (h *Account) self(c echo.Context) domain.Ref {
	u := viewer(c).User
	return domain.Ref{Of: domain.ObjectUser, ID: int64(u.ID), Name: u.Email}
}

// Name is POST /account.
func (h *Account) Name(c echo.Context) error {
	name := formOf(c).text("user_name")
	what := domain.Change{Kind: domain.OwnNameChanged, About: h.self(c), Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldUserName}, Value: name}}}
	return save(c, h.store, what, "Your name is saved.", accountPath, func() error { return h.show(c, name) })
}

// Password is POST /account/password. Every other session of theirs ends with it.
func (h *Account) Password(c echo.Context) error {
	err := h.prove(c)
	if err == nil {
		what := domain.Change{Kind: domain.PasswordChanged, About: h.self(c), Part: true}
		_, err = h.store.DoWithPassword(c.Request().Context(), viewer(c), what, formOf(c).raw("password"))
	}
	switch {
	case refused(c, err):
		return h.show(c, viewer(c).User.Name)
	case err != nil:
		return err
	}
	return h.goOn(c, views.Flash{Text: "Your password is changed. You are signed out everywhere else."}, accountPath)
}

// goOn goes on with a new session after a change that ended all, at a page that says what was done.
func (h *Account) goOn(c echo.Context, said views.Flash, path string) error {
	if err := h.sessions.start(c, viewer(c).User.ID, nil); err != nil {
		return err
	}
	said.Tone = views.Good
	return answer(c, said, path)
}

// prove asks for the viewer's present password, beside its field, as a sign-in would.
func (h *Account) prove(c echo.Context) error {
	f, email := formOf(c), viewer(c).User.Email
	password := f.raw("present_password")
	if password == "" {
		return domain.Invalid("The form has errors.", domain.FieldError{Field: "present_password", Message: "Enter your present password"})
	}
	err := h.store.ProvePassword(c.Request().Context(), domain.SignIn{Email: email, Password: password, From: c.RealIP(), Device: h.sessions.device(c, email)})
	if err != nil && domain.KindOf(err) == domain.KindInvalid {
		return domain.Invalid("The form has errors.", domain.FieldError{Field: "present_password", Message: "This is not your present password"})
	}
	return err
}

// EndSession is POST /account/sessions/:id/end.
func (h *Account) EndSession(c echo.Context) error {
	id, err := pathID[domain.SessionID](c, "id")
	if err != nil {
		return err
	}
	if err := h.store.EndOwnSession(c.Request().Context(), viewer(c), id); err != nil {
		return err
	}
	return done(c, "The session is ended.", accountPath)
}

// EndAll is POST /account/sessions/end: signs out everywhere, here too.
func (h *Account) EndAll(c echo.Context) error {
	err := h.store.EndOwnSession(c.Request().Context(), viewer(c), 0)
	if err != nil && domain.KindOf(err) != domain.KindNotFound {
		return err
	}
	return lead(c, "/login")
}

// sessionToken is the token of the viewer's session.
func sessionToken(c echo.Context) string {
	session, ok := c.Get(sessionKey).(*sessions.Session)
	if !ok {
		return ""
	}
	return session.ID
}
