package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Between the two steps of a sign-in there is no session: who gave the right password, and when, is sealed into the form of the second
// page. A known device does not skip it.

const halfSigned = "half signed in" // what it is sealed for

func (s *Sessions) sealHalf(half domain.HalfSigned) string {
	text, err := json.Marshal(half)
	if err != nil {
		panic(err) // it is texts and numbers
	}
	return s.seal.sealText(string(text), halfSigned)
}

// openHalf is what sealHalf sealed; false for anything else.
func (s *Sessions) openHalf(sealed string) (half domain.HalfSigned, ok bool) {
	err := json.Unmarshal([]byte(s.seal.openText(sealed, halfSigned)), &half)
	return half, err == nil
}

// secretOf is what the secret of somebody's two-step sign-in is sealed for: at another user it cannot be opened.
func secretOf(user domain.UserID) string { return fmt.Sprintf("secret of user %d", user) }

// secretsOf opens sealed secrets of a user.
func (s *Sessions) secretsOf(user domain.UserID) domain.Opener {
	return func(sealed string) (secret, anew string) {
		for i, key := range s.secrets {
			if secret = key.openText(sealed, secretOf(user)); secret != "" && i > 0 {
				anew = s.secrets[0].sealText(secret, secretOf(user))
			}
			if secret != "" {
				break
			}
		}
		return secret, anew
	}
}

// Code is POST /login/code.
func (h *Login) Code(c echo.Context) error {
	form, step := formOf(c), views.SecondStep{Login: sentLogin(c)}
	half, ok := h.sessions.openHalf(form.raw("state"))
	if !ok {
		return h.startOver(c, step.Login, domain.SecondStepOver())
	}
	step.State, step.Email = form.raw("state"), half.Email
	code := form.text("code")
	if code == "" {
		form.fail("code", "Enter the code")
	}
	if form.err() != nil {
		return h.askCode(c, http.StatusUnprocessableEntity, step)
	}
	device := h.sessions.device(c, half.Email)
	user, err := h.store.SignInByCode(c.Request().Context(), domain.SignIn{Code: code, From: c.RealIP(), Device: device}, half, h.sessions.secretsOf(half.User))
	switch kind := domain.KindOf(err); {
	case err == nil:
		return h.finish(c, user.ID, step.Login, device)
	case refused(c, err):
		return h.askCode(c, http.StatusUnprocessableEntity, step)
	case kind == domain.KindNotFound:
		return h.startOver(c, step.Login, err)
	case kind == domain.KindTooOften:
		step.Notice = tooOften(c, err)
		return h.askCode(c, http.StatusTooManyRequests, step)
	default:
		return err
	}
}

// CodeAgain is GET /login/code, the address of a page that was answered with another code asked for: who asks for it begins again.
func (*Login) CodeAgain(c echo.Context) error { return lead(c, "/login") }

// startOver shows the sign-in page again, with what it held.
func (h *Login) startOver(c echo.Context, login views.Login, why error) error {
	login.Notice = problemOf(http.StatusUnauthorized, why).Text
	return h.showAs(c, http.StatusUnauthorized, login)
}

func (h *Login) askCode(c echo.Context, status int, step views.SecondStep) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.SecondStepPage(page(c, "Enter your code", ""), step))
}
