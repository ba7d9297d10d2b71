package handlers

import (
	"net/http"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/views"
)

// flashParts are the parts of a message by the keys under which a session keeps them.
func flashParts(f *views.Flash) map[string]*string {
	return map[string]*string{"flash": &f.Text, "flash-tone": (*string)(&f.Tone), "flash-link": &f.Link, "flash-label": &f.Label,
		"flash-then": &f.Then, "flash-next": &f.Next, "flash-do": &f.Do, "flash-copy": &f.Copy}
}

// answer ends a POST: with a message on the page at path, which can be reloaded. Only who is signed in is told. A message that cannot be
// kept is lost: what it tells of is done, and an error page would say that it is not.
func answer(c echo.Context, f views.Flash, path string) error {
	if session, ok := c.Get(sessionKey).(*sessions.Session); ok {
		if waiting, _ := session.Values["flash-copy"].(string); waiting != "" && f.Copy == "" {
			return c.Redirect(http.StatusSeeOther, path) // a form sent twice: what its first answer has to say is said nowhere else
		}
		if f.Copy != "" {
			f.Copy = sealer(session).sealText(f.Copy, flashKey)
		}
		for key, text := range flashParts(&f) {
			session.Values[key] = *text
		}
		_ = session.Save(c.Request(), c.Response())
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// done is answer for something that went well.
func done(c echo.Context, text, path string) error {
	return answer(c, views.Flash{Tone: views.Good, Text: text}, path)
}

// takeFlash finds the message of the last POST, if any, for the page that is about to be shown.
func takeFlash(c echo.Context, session *sessions.Session) {
	if !hasFlash(c, session) {
		return
	}
	flash := &views.Flash{}
	for key, text := range flashParts(flash) {
		*text, _ = session.Values[key].(string)
	}
	flash.Copy = sealer(session).openText(flash.Copy, flashKey)
	c.Set(flashKey, flash)
}

// forgetFlash lets the session forget the message, once a page shows it: an answer that only leads on to another page does not.
func forgetFlash(c echo.Context) error {
	session, ok := c.Get(sessionKey).(*sessions.Session)
	if !ok || !hasFlash(c, session) || unchangeable(c) {
		return nil
	}
	for key := range flashParts(&views.Flash{}) {
		delete(session.Values, key)
	}
	return session.Save(c.Request(), c.Response())
}

func hasFlash(c echo.Context, session *sessions.Session) bool {
	_, found := session.Values["flash"].(string)
	return found && c.Request().Method == http.MethodGet
}
