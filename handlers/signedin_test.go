package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
)

// CookieFor signs a user in past the sign-in page, whose hashing takes long, and returns the browser's cookie: for the tests
// of package handlers_test.
func CookieFor(ctx context.Context, store sessionStore, key []byte, user domain.UserID) (*http.Cookie, error) {
	request, answer := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), httptest.NewRecorder()
	session, err := NewSessions(store, key).New(request, cookieName)
	if err != nil {
		return nil, err
	}
	session.Values[userKey] = user
	if err := session.Save(request, answer); err != nil {
		return nil, err
	}
	return answer.Result().Cookies()[0], nil
}

// SignInAs makes somebody the one who asks, for a handler that is called past the program.
func SignInAs(c echo.Context, v domain.Viewer) { c.Set(viewerKey, v) }

// SealHalf is the state that the second page of a sign-in has, of a program with this key.
func SealHalf(key []byte, half domain.HalfSigned) string { return NewSessions(nil, key).sealHalf(half) }
