package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// authenticator checks a password. It answers domain.KindInvalid, alike and after the same time, for an unknown user and a
// wrong password, and domain.KindTooOften while the next try has to wait. Who signs in in two steps gets [domain.SecondStep] from it, and
// SignInByCode ends their sign-in: with domain.KindInvalid for a wrong code, and domain.KindNotFound where the first step does not count
// any more.
type authenticator interface {
	Authenticate(ctx context.Context, s domain.SignIn) (domain.User, error)
	SignInByCode(ctx context.Context, s domain.SignIn, half domain.HalfSigned, opens domain.Opener) (domain.User, error)
}

// maxPassword is how many bytes a password may have: hashing costs time in proportion.
const maxPassword = 256

// What the sign-in page says, behind why a session ended, to whoever sent a form.
const (
	timeIsOver = "Your session has ended"
	formIsKept = ", so nothing was saved. Sign in, and your form is shown again as you filled it in."
	sendAgain  = ", so nothing was saved. Sign in, then send the form again."
)

const wrongPassword = "The email address or the password is not right"

// Login is the sign-in page and signing out.
type Login struct {
	store    authenticator
	sessions *Sessions
	demo     bool
	forgot   bool
}

// NewLogin returns the sign-in screens; demo adds a line that says where the passwords are, forgot the way to a link for a new one.
func NewLogin(store authenticator, sessions *Sessions, demo, forgot bool) *Login {
	return &Login{store: store, sessions: sessions, demo: demo, forgot: forgot}
}

// Form is GET /login. Whoever is signed in already goes on.
func (h *Login) Form(c echo.Context) error {
	next := c.QueryParam("next")
	if !isOwnPath(next) {
		next = ""
	}
	if _, signedIn := SignedIn(c); signedIn {
		return lead(c, target(next))
	}
	why, err := h.sessions.endedBy(c)
	if err != nil {
		return err
	}
	notice := ""
	switch {
	case c.QueryParam("expired") == "kept":
		notice = cmp.Or(why, timeIsOver) + formIsKept
	case c.QueryParam("expired") != "":
		notice = cmp.Or(why, timeIsOver) + sendAgain
	case c.QueryParam("password") == "set":
		notice = "Your password is set. Sign in with it."
	case why != "":
		notice = why + "."
	case next != "":
		notice = "Sign in to open that page."
	}
	return h.show(c, views.Login{Next: next, Notice: notice})
}

// SignIn is POST /login.
func (h *Login) SignIn(c echo.Context) error {
	form, login := formOf(c), sentLogin(c)
	login.Email = form.text("email")
	password := form.raw("password")
	if login.Email == "" {
		form.fail("email", "Enter your email address")
	}
	switch {
	case password == "":
		form.fail("password", "Enter your password")
	case len(password) > maxPassword:
		form.fail("password", "A password has at most 256 bytes")
	}
	if form.err() != nil {
		return h.show(c, login)
	}
	device := h.sessions.device(c, login.Email)
	user, err := h.store.Authenticate(c.Request().Context(),
		domain.SignIn{Email: login.Email, Password: password, From: c.RealIP(), Device: device})
	var half *domain.HalfSigned
	switch kind := domain.KindOf(err); {
	case err == nil:
		return h.finish(c, user.ID, login, device)
	case errors.As(err, &half):
		return h.askCode(c, http.StatusOK, views.SecondStep{Login: login, State: h.sessions.sealHalf(*half)})
	case kind == domain.KindInvalid, kind == domain.KindNotFound, kind == domain.KindForbidden:
		form.fail("email", wrongPassword)
		return h.show(c, login)
	case kind == domain.KindTooOften:
		login.Notice = tooOften(c, err)
		return h.showAs(c, http.StatusTooManyRequests, login)
	default:
		return err
	}
}

// sentLogin is what the sign-in page and that of the second step carry, as it was sent.
func sentLogin(c echo.Context) views.Login {
	form := formOf(c)
	login := views.Login{Next: form.raw("next"), Action: form.raw("action"), Held: form.raw("held")}
	if !isOwnPath(login.Next) {
		login.Next = ""
	}
	return login
}

// tooOften says how long to wait, in the head of the answer, too.
func tooOften(c echo.Context, err error) string {
	c.Response().Header().Set(echo.HeaderRetryAfter, retryAfter(err))
	return problemOf(http.StatusTooManyRequests, err).Text
}

// finish begins the session of who has proven who they are, in a browser that their device is from now on.
func (h *Login) finish(c echo.Context, user domain.UserID, login views.Login, device string) error {
	if err := h.sessions.start(c, user, h.sessions.heldForm(login, user)); err != nil {
		return err
	}
	if err := h.sessions.rememberDevice(c, login.Email, device); err != nil {
		return err
	}
	return lead(c, target(login.Next))
}

// SignOut is POST /logout, also for those who are signed out already.
func (h *Login) SignOut(c echo.Context) error {
	if err := h.sessions.end(c); err != nil {
		return err
	}
	return lead(c, "/login")
}

func (h *Login) show(c echo.Context, login views.Login) error {
	return h.showAs(c, formStatus(c), login)
}

func (h *Login) showAs(c echo.Context, status int, login views.Login) error {
	login.Demo, login.Forgot = h.demo, h.forgot
	return showLogin(c, status, login)
}

func showLogin(c echo.Context, status int, login views.Login) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.LoginPage(page(c, "Sign in", ""), login))
}

// target is where to go after signing in.
func target(next string) string {
	if next == "" {
		return "/"
	}
	return next
}
