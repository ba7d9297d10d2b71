package handlers

import (
	"cmp"
	"context"
	"encoding/base32"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"tiersync/domain"
	"tiersync/views"
)

const twoStepPath = "/account/two-step"

// twoStepStore keeps what everybody signs in with in the second step. FirstStep and ProveCode answer domain.KindInvalid for a code that is
// not right.
type twoStepStore interface {
	FirstStep(ctx context.Context, secret, code string) (step int64, err error)
	ProveCode(ctx context.Context, s domain.SignIn, user domain.UserID, opens domain.Opener) error
	DoWithCodes(ctx context.Context, v domain.Viewer, c domain.Change) (done domain.Done, codes []string, err error)
	Do(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
}

// TwoStep are the screens under /account/two-step: everybody's own two-step sign-in. Each change of it asks for the present password, so
// that a browser that was left open is not enough.
type TwoStep struct {
	store    twoStepStore
	account  *Account
	sessions *Sessions
}

// NewTwoStep returns the screens over a store, beside those of the account.
func NewTwoStep(store twoStepStore, account *Account) *TwoStep {
	return &TwoStep{store, account, account.sessions}
}

// ToTwoStep leads who is asked for two-step sign-in and has none to the page that turns it on. The form that they sent is kept.
func (s *Sessions) ToTwoStep(c echo.Context) error {
	next := c.Request().URL.RequestURI()
	if c.Request().Method == http.MethodPost {
		next, _ = formPage(c)
		if err := keepRefused(c, "Two-step sign-in had to be turned on first, so nothing was saved."); err != nil {
			return err
		}
	}
	return lead(c, withNext(twoStepPath, next))
}

// withNext is the address of a page from which one goes on to another.
func withNext(path, next string) string {
	if next == "" || next == "/" {
		return path
	}
	return path + "?" + url.Values{"next": {next}}.Encode()
}

// nextPage is the page to go on to, from the address or the form; "" for none.
func nextPage(c echo.Context) string {
	next := c.QueryParam("next")
	if formOf(c).sent() {
		next = formOf(c).raw("next")
	}
	if !isOwnPath(next) {
		return ""
	}
	return next
}

// Form is GET /account/two-step, with a new secret.
func (h *TwoStep) Form(c echo.Context) error {
	if viewer(c).User.TwoStep {
		return lead(c, accountPath)
	}
	return h.form(c, "")
}

// form shows a secret, as text and as a picture that an app reads; "" makes one.
func (h *TwoStep) form(c echo.Context, secret string) error {
	v := viewer(c)
	key, err := keyOf(v.User.Email, secret)
	if err != nil {
		return err
	}
	args := views.TwoStepForm{Asked: v.LacksTwoStep(), Secret: key.Secret(), Address: key.URL(), Next: nextPage(c),
		Sealed: h.sessions.secrets[0].sealText(key.Secret(), secretOf(v.User.ID))}
	return show(c, views.TwoStepPage(page(c, "Two-step sign-in", accountPath), args))
}

// keyOf is the key that an app is given for a secret; "" makes one.
func keyOf(email, secret string) (*otp.Key, error) {
	options := totp.GenerateOpts{Issuer: "Tiersync", AccountName: email, SecretSize: 20, Period: uint(domain.CodePeriod.Seconds())}
	if secret != "" {
		bytes, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
		if err != nil {
			return nil, err
		}
		options.Secret = bytes
	}
	return totp.Generate(options)
}

// TurnOn is POST /account/two-step. Every other session of theirs ends with it.
func (h *TwoStep) TurnOn(c echo.Context) error {
	f, v := formOf(c), viewer(c)
	sealed := f.raw("key")
	secret, anew := h.sessions.secretsOf(v.User.ID)(sealed)
	if secret == "" {
		f.fail("", "This page cannot be used any more. Scan the picture anew")
		return h.form(c, "")
	}
	step, err := h.store.FirstStep(c.Request().Context(), secret, f.text("code"))
	if err == nil {
		err = h.account.prove(c)
	}
	var codes []string
	if err == nil {
		what := domain.TurnTwoStep(v.User, true)
		what.TwoStep = &domain.TwoStepKeys{Sealed: cmp.Or(anew, sealed), Step: step}
		_, codes, err = h.store.DoWithCodes(c.Request().Context(), v, what)
	}
	switch {
	case refused(c, err):
		return h.form(c, secret)
	case err != nil:
		return err
	}
	return h.account.goOn(c, shownOnce("Two-step sign-in is on. You are signed out everywhere else.", codes), withNext(accountPath, nextPage(c)))
}

// shownOnce is a message with new recovery codes.
func shownOnce(said string, codes []string) views.Flash {
	return views.Flash{Tone: views.Good, Text: said, Codes: codes}
}

// CodesForm is GET /account/two-step/codes.
func (h *TwoStep) CodesForm(c echo.Context) error { return h.proofForm(c, views.NewCodesPage) }

// NewCodes is POST /account/two-step/codes.
func (h *TwoStep) NewCodes(c echo.Context) error {
	err := h.prove(c)
	var codes []string
	if err == nil {
		what := domain.Change{Kind: domain.RecoveryCodesMade, About: h.account.self(c), Part: true}
		_, codes, err = h.store.DoWithCodes(c.Request().Context(), viewer(c), what)
	}
	switch {
	case refused(c, err):
		return h.proofForm(c, views.NewCodesPage)
	case err != nil:
		return err
	}
	return answer(c, shownOnce("Your recovery codes are made. Those before count no more.", codes), accountPath)
}

// OffForm is GET /account/two-step/off.
func (h *TwoStep) OffForm(c echo.Context) error { return h.proofForm(c, views.TurnOffPage) }

// TurnOff is POST /account/two-step/off. Every other session of theirs ends with it.
func (h *TwoStep) TurnOff(c echo.Context) error {
	err := h.prove(c)
	if err == nil {
		_, err = h.store.Do(c.Request().Context(), viewer(c), domain.TurnTwoStep(viewer(c).User, false))
	}
	switch {
	case refused(c, err):
		return h.proofForm(c, views.TurnOffPage)
	case err != nil:
		return err
	}
	return h.account.goOn(c, views.Flash{Text: "Two-step sign-in is off. You are signed out everywhere else."}, accountPath)
}

// proofForm is a page that asks for password and code; only who has two-step sign-in has it.
func (h *TwoStep) proofForm(c echo.Context, of func(views.Page) templ.Component) error {
	if !viewer(c).User.TwoStep {
		return lead(c, accountPath)
	}
	return show(c, of(page(c, "Two-step sign-in", accountPath)))
}

// prove asks for the viewer's present password and for a code, each beside its field.
func (h *TwoStep) prove(c echo.Context) error {
	f, v := formOf(c), viewer(c)
	code := f.text("code")
	switch {
	case !v.User.TwoStep:
		return domain.Invalid("Two-step sign-in is off.") // since another tab turned it off
	case code == "":
		return domain.Invalid("The form has errors.", domain.FieldError{Field: "code", Message: "Enter a code"})
	}
	if err := h.account.prove(c); err != nil {
		return err
	}
	s := domain.SignIn{Email: v.User.Email, Code: code, From: c.RealIP(), Device: h.sessions.device(c, v.User.Email)}
	return h.store.ProveCode(c.Request().Context(), s, v.User.ID, h.sessions.secretsOf(v.User.ID))
}
