package server

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/db"
	"tiersync/handlers"
)

// writtenCookie holds how far the log of the database was when this browser's session wrote last. Nothing is secret about it, and
// whoever changes theirs sees older pages, or none of a standby's.
const writtenCookie = "__Host-tiersync-written"

// writtenBase is the base in which it is written.
const writtenBase = 36

// primary knows whether anything can be changed at the moment.
type primary interface{ HasPrimary() bool }

// inSession lets pages be read from a standby that has all that the browser's session wrote, and remembers where it writes. Without
// the primary pages say that nothing can be changed.
func inSession(of primary) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			before := int64(0)
			if cookie, err := r.Cookie(writtenCookie); err == nil {
				before, _ = strconv.ParseInt(cookie.Value, writtenBase, 64)
			}
			session := db.NewSession(max(before, 0))
			isPage := r.Method == http.MethodGet || r.Method == http.MethodHead
			c.SetRequest(r.WithContext(db.InSession(r.Context(), session, isPage)))
			if !of.HasPrimary() {
				handlers.Unchangeable(c)
			}
			c.Response().Before(func() {
				if written := session.Written(); written > before {
					c.SetCookie(&http.Cookie{Name: writtenCookie, Value: strconv.FormatInt(written, writtenBase), Path: "/",
						Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
				}
			})
			return next(c)
		}
	}
}
