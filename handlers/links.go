package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Nobody types another's password: whom somebody adds, or who lost theirs, gets a one-time link and sets it themselves. It is sent by
// email where there is a mail server; else whoever made it is shown it, once, and hands it over.

// Mailer sends email, one text to one address. Send returns when the mail server has it, or cannot be reached.
type Mailer interface {
	// Send waits for the answer, no longer than ctx.
	Send(ctx context.Context, to, subject, text string) error
	// Post is Send for who does not wait.
	Post(to, subject, text string)
}

// linkStore knows who may set a password with a link: LinkUser and SetPasswordByLink answer domain.KindNotFound for one that cannot be used.
type linkStore interface {
	LinkUser(ctx context.Context, token string) (domain.Viewer, error)
	SetPasswordByLink(ctx context.Context, token, password, from string) error
	// ForgottenPassword makes a link for whoever has an email address; its token is "" for nobody. It answers domain.KindTooOften after some.
	ForgottenPassword(ctx context.Context, s domain.SignIn) (v domain.Viewer, token string, err error)
}

const (
	setPasswordPath = "/set-password"
	forgotPath      = "/forgot-password"
	linkField       = "link" // of the address, and of the form there, with the token
)

// mailLimit is how long somebody waits for a mail server.
const mailLimit = 10 * time.Second

// Links are the one-time links: how they are handed over, and the page that they lead to.
type Links struct {
	store  linkStore
	mail   Mailer
	base   string
	secure bool
}

// NewLinks returns the screens over a store. mail is nil where there is no mail server. base is the address of the program as users know
// it, "https://prices.example"; where it is "", links that are shown have the address that their page was asked for under, secure or not.
func NewLinks(store linkStore, mail Mailer, base string, secure bool) *Links {
	return &Links{store, mail, strings.TrimSuffix(base, "/"), secure}
}

// handedLink is a link that was made for somebody.
type handedLink struct {
	token string // "": it was handed over before
	kind  domain.LinkKind
	user  domain.User
	said  string // what was done
	back  string // the page to go on with
}

// hand ends the POST that made a link: it is sent by email, or the next page shows it, and no page after that.
func (l *Links) hand(c echo.Context, made handedLink) error {
	if made.token == "" {
		return done(c, "They were added by the first sending; nothing was done twice. Their link was handed over then: make another one if it is lost.", made.back)
	}
	link, life := l.url(c, made.token), views.LifeText(made.kind.Life())
	flash := views.Flash{Tone: views.Good, Text: fmt.Sprintf("%s Give %s this link: it can be used once, within %s, and is not shown again.",
		made.said, domain.Isolate(made.user.Name), life), Copy: link}
	if l.mail != nil {
		ctx, cancel := context.WithTimeout(c.Request().Context(), mailLimit)
		defer cancel()
		subject, text := linkMessage(made.kind, viewer(c), made.user, link)
		if l.mail.Send(ctx, made.user.Email, subject, text) == nil {
			return done(c, fmt.Sprintf("%s A link was sent to %s. It can be used once, within %s.", made.said, made.user.Email, life), made.back)
		}
		flash.Tone, flash.Text = views.Warn, "The email could not be sent. "+flash.Text
	}
	return answer(c, flash, made.back)
}

// tell sends somebody an email about what was done for them, where there is a mail server.
func (l *Links) tell(to domain.User, subject, text string) {
	if l.mail != nil {
		l.mail.Post(to.Email, subject, fmt.Sprintf("Hello %s,\n\n%s\n", domain.Isolate(to.Name), text))
	}
}

// url is the address of a link.
func (l *Links) url(c echo.Context, token string) string {
	base := l.base
	switch {
	case base != "":
	case l.secure:
		base = "https://" + c.Request().Host
	default:
		base = "http://" + c.Request().Host
	}
	return base + setPasswordPath + "?" + url.Values{linkField: {token}}.Encode()
}

// linkMessage is the email with a link.
func linkMessage(kind domain.LinkKind, by domain.Viewer, to domain.User, address string) (subject, text string) {
	subject, why := "Your new password for Tiersync", "somebody asked for a new password for you."
	switch {
	case kind == domain.Invitation:
		subject, why = "Your invitation to Tiersync", domain.Isolate(by.User.Name)+" of "+domain.Isolate(by.Account.Name)+" invites you to Tiersync."
	case by.User.ID != 0:
		why = domain.Isolate(by.User.Name) + " of " + domain.Isolate(by.Account.Name) + " lets you set a new password."
	}
	return subject, fmt.Sprintf("Hello %s,\n\n%s Choose your password here:\n\n%s\n\nThe link can be used once, within %s. "+
		"Whoever has it can sign in as you: pass it on to nobody.\n", to.Name, why, address, views.LifeText(kind.Life()))
}

// Form is GET /set-password.
func (l *Links) Form(c echo.Context) error { return l.form(c, c.QueryParam(linkField)) }

func (l *Links) form(c echo.Context, token string) error {
	v, err := l.store.LinkUser(c.Request().Context(), token)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "no-store")
	header.Set(echo.HeaderReferrerPolicy, "strict-origin") // its address has the link, which a proxy would log with each style sheet
	return show(c, views.SetPasswordPage(page(c, "Set your password", ""), views.SetPassword{Email: v.User.Email, Link: token}))
}

// Set is POST /set-password. It signs nobody in: whoever has the link may lack the second step.
func (l *Links) Set(c echo.Context) error {
	f := formOf(c)
	token := f.raw(linkField)
	err := l.store.SetPasswordByLink(c.Request().Context(), token, f.raw("password"), c.RealIP())
	switch {
	case refused(c, err):
		return l.form(c, token)
	case err != nil:
		return err
	}
	if _, signedIn := SignedIn(c); signedIn {
		return done(c, "The password is set.", "/")
	}
	return lead(c, "/login?password=set")
}

// Forgot is GET /forgot-password, for whoever cannot sign in. It is there with a mail server only.
func (l *Links) Forgot(c echo.Context) error {
	return l.forgot(c, formStatus(c), views.Forgot{Sent: c.QueryParam("sent") != ""})
}

func (l *Links) forgot(c echo.Context, status int, f views.Forgot) error {
	return render(c, status, views.ForgotPage(page(c, "Forgot your password?", ""), f))
}

// SendLink is POST /forgot-password. Its answer is the same whether somebody has the address or nobody does.
func (l *Links) SendLink(c echo.Context) error {
	f := formOf(c)
	email := f.text("email")
	if message := domain.EmailProblem(email); message != "" {
		f.fail("email", message)
	}
	if f.err() != nil {
		return l.forgot(c, http.StatusUnprocessableEntity, views.Forgot{Email: email})
	}
	v, token, err := l.store.ForgottenPassword(c.Request().Context(), domain.SignIn{Email: email, From: c.RealIP()})
	switch {
	case err != nil && domain.KindOf(err) == domain.KindTooOften:
		c.Response().Header().Set(echo.HeaderRetryAfter, retryAfter(err))
		return l.forgot(c, http.StatusTooManyRequests, views.Forgot{Email: email, TooOften: true})
	case err != nil:
		return err
	}
	if token != "" {
		subject, text := linkMessage(domain.Reset, domain.Viewer{}, v.User, l.url(c, token))
		l.mail.Post(v.User.Email, subject, text)
	}
	return lead(c, forgotPath+"?sent=1")
}
