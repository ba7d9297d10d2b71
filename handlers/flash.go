package handlers

import (
	"encoding/json"
	"net/http"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/views"
)

// A session keeps what the next page tells: one message, and beside it what is told nowhere else, a link that was made for
// somebody or recovery codes, which no later message takes the place of.
const (
	flashKey  = "flash"
	handedKey = "handed"
)

// answer ends a POST: with a message on the page at path, which can be reloaded. Only who is signed in is told. A message that cannot be
// kept is lost: what it tells of is done, and an error page would say that it is not.
func answer(c echo.Context, f views.Flash, path string) error {
	if session, ok := c.Get(sessionKey).(*sessions.Session); ok {
		if text, err := json.Marshal(f); err == nil {
			if f.Secret() {
				session.Values[handedKey] = sealer(session).sealText(string(text), handedKey)
			} else {
				session.Values[flashKey] = string(text)
			}
			_ = session.Save(c.Request(), c.Response())
		}
	}
	return lead(c, path)
}

// done is answer for something that went well.
func done(c echo.Context, text, path string) error {
	return answer(c, views.Flash{Tone: views.Good, Text: text}, path)
}

// takeFlash finds what the last POST has to tell, if anything, for the page that is about to be shown.
func takeFlash(c echo.Context, session *sessions.Session) {
	for _, key := range waiting(c, session) {
		text, _ := session.Values[key].(string)
		if key == handedKey {
			text = sealer(session).openText(text, handedKey)
		}
		flash := &views.Flash{}
		if json.Unmarshal([]byte(text), flash) == nil {
			c.Set(key, flash)
		}
	}
}

// forgetFlash lets the session forget what is told, once a page shows it: an answer that only leads on to another page does not.
func forgetFlash(c echo.Context) error {
	session, ok := c.Get(sessionKey).(*sessions.Session)
	if !ok || unchangeable(c) {
		return nil
	}
	told := waiting(c, session)
	if len(told) == 0 {
		return nil
	}
	for _, key := range told {
		delete(session.Values, key)
	}
	return session.Save(c.Request(), c.Response())
}

// waiting are the keys of what the session has to tell the page that is asked for.
func waiting(c echo.Context, session *sessions.Session) (keys []string) {
	for _, key := range []string{flashKey, handedKey} {
		if _, found := session.Values[key].(string); found && c.Request().Method == http.MethodGet {
			keys = append(keys, key)
		}
	}
	return keys
}
