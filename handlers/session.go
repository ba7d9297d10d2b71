package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// sessionStore keeps sessions. SessionViewer answers who asks with one, and domain.KindNotFound for one that is unknown or over;
// SessionEndedBy the kind of change that ended it, "" for none. KeepForm keeps a form with a session of the user's that is over; KeptForm
// answers what is kept with it. Both answer domain.KindNotFound for a session that is unknown, as one that was signed out.
type sessionStore interface {
	CreateSession(ctx context.Context, user domain.UserID, from domain.Place) (token string, err error)
	SessionViewer(ctx context.Context, token string) (v domain.Viewer, data []byte, err error)
	SessionEndedBy(ctx context.Context, token string) (domain.ChangeKind, error)
	ChangeSessionData(ctx context.Context, token string, change func(data []byte) ([]byte, error)) error
	EndSession(ctx context.Context, token string) error
	KeepForm(ctx context.Context, token string, user domain.UserID, form []byte) error
	KeptForm(ctx context.Context, token string, user domain.UserID) (form []byte, err error)
	Viewer(ctx context.Context, user domain.UserID) (domain.Viewer, error)
	SecurityEvent(ctx context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error
}

const (
	// cookieName has the prefix that makes browsers refuse it without Secure, from another host, or for another path.
	cookieName = "__Host-tiersync"
	// signatureLimit is how long the signature of a cookie counts. The store's clock ends sessions far earlier; what was sent
	// with one that is over is kept over a weekend.
	signatureLimit = 4 * 24 * time.Hour
	userKey        = "user" // in Session.Values, a domain.UserID; every other value of a string is a string
)

// Sessions is a sessions.Store over the database: the cookie holds a signed token, everything else is on the server, so that
// a session can be ended there.
type Sessions struct {
	store   sessionStore
	codec   *securecookie.SecureCookie
	devices *securecookie.SecureCookie
	seal    seal   // of what pages and sessions hold
	secrets []seal // of two-step sign-in, the first for what is new
}

// NewSessions returns the store; key signs the cookies, and seals what sign-in pages hold. The secrets of two-step sign-in are opened with
// old keys, too.
func NewSessions(store sessionStore, key []byte, old ...[]byte) *Sessions {
	codec := securecookie.New(key, nil)
	codec.MaxAge(int(signatureLimit.Seconds()))
	codec.SetSerializer(securecookie.NopEncoder{})
	s := &Sessions{store: store, codec: codec, devices: deviceCodec(key), seal: sealWith(key, "held forms")}
	for _, k := range append([][]byte{key}, old...) {
		s.secrets = append(s.secrets, sealWith(k, "two-step sign-in"))
	}
	return s
}

// Get returns the request's session, read once a request.
func (s *Sessions) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session of the request. A cookie that cannot be decoded, or whose session is over, is treated as none; an
// error means that the database could not say.
func (s *Sessions) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options = &sessions.Options{Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	session.IsNew = true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	var token []byte
	if err := s.codec.Decode(name, cookie.Value, &token); err != nil {
		session.Values[forgedKey{}] = errors.Is(err, securecookie.ErrMacInvalid)
		return session, nil
	}
	v, data, err := s.store.SessionViewer(r.Context(), string(token))
	switch {
	case domain.KindOf(err) == domain.KindNotFound && err != nil:
		session.Values[endedKey{}] = string(token)
		return session, nil
	case err != nil:
		return session, err
	}
	values := storedValues(data)
	for key, value := range values {
		session.Values[key] = value
	}
	session.ID, session.IsNew = string(token), false
	session.Values[readKey{}] = values
	session.Values[userKey], session.Values[whoKey{}] = v.User.ID, v
	return session, nil
}

// Save stores what this request changed of the session's values; it creates the session, with a new token and cookie, when it has none, and
// ends it when its MaxAge is negative.
func (s *Sessions) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
		if session.ID == "" {
			return nil
		}
		return s.store.EndSession(r.Context(), session.ID)
	}
	if session.ID == "" {
		if err := s.create(r, w, session); err != nil {
			return err
		}
	}
	return s.store.ChangeSessionData(r.Context(), session.ID, func(data []byte) ([]byte, error) {
		return sessionData(changedValues(session, storedValues(data)))
	})
}

// forgedKey is the key in Session.Values of whether the browser's cookie has a signature that is not ours.
type forgedKey struct{}

// whoKey is the key in Session.Values of who asks, a domain.Viewer, as they were when the session was read.
type whoKey struct{}

// endedKey is the key in Session.Values of the token of a session that is over.
type endedKey struct{}

// endedToken is the token of the session that the browser had before, "" where there was none.
func endedToken(session *sessions.Session) string {
	token, _ := session.Values[endedKey{}].(string)
	return token
}

// endedBy says why the session is over that the browser had before, "" where its time was over or there was none.
func (s *Sessions) endedBy(c echo.Context) (string, error) {
	session, err := s.Get(c.Request(), cookieName)
	if err != nil || endedToken(session) == "" {
		return "", err
	}
	by, err := s.store.SessionEndedBy(c.Request().Context(), endedToken(session))
	switch by {
	case "":
		return "", err
	case domain.PasswordChanged:
		return "Your password was changed, which ended your session", nil
	case domain.UserDeactivated:
		return "You were deactivated, which ended your session", nil
	case domain.TwoStepOn:
		return "You turned on two-step sign-in, which ended your session", nil
	case domain.TwoStepOff, domain.TwoStepReset:
		return "Two-step sign-in was turned off for you, which ended your session", nil
	case domain.ResellerChanged:
		return "The account of your company was closed, which ended your session", nil
	default:
		return "Your role or your rights were changed, which ended your session", nil
	}
}

// placeKey is the key in Session.Values of where a session begins that is about to be created.
type placeKey struct{}

func (s *Sessions) create(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	user, ok := session.Values[userKey].(domain.UserID)
	if !ok {
		return errors.New("a session without a user cannot be saved")
	}
	from, _ := session.Values[placeKey{}].(domain.Place)
	token, err := s.store.CreateSession(r.Context(), user, from)
	if err != nil {
		return err
	}
	signed, err := s.codec.Encode(session.Name(), []byte(token))
	if err != nil {
		return err
	}
	session.ID = token
	http.SetCookie(w, sessions.NewCookie(session.Name(), signed, session.Options))
	return nil
}

// start signs the user in: the session before, if any, is ended, and a new one with a new token begins. What the user sent
// after the one before was over goes into the new one: what was kept with it, or else was held by the sign-in page.
func (s *Sessions) start(c echo.Context, user domain.UserID, held map[string]string) error {
	session, err := s.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	values := map[any]any{userKey: user, placeKey{}: domain.Place{Address: c.RealIP(), Browser: browserName(c.Request().UserAgent())}}
	for _, key := range keptKeys {
		if held != nil {
			values[key] = held[key]
		} else if session.Values[userKey] == user { // signed in already, as in another tab
			values[key] = session.Values[key]
		}
	}
	before := session.ID
	if ended := endedToken(session); ended != "" {
		before = ended
		kept, err := s.keptFor(c, ended, user)
		if err != nil {
			return err
		}
		for key, value := range kept {
			values[key] = value
		}
	}
	if before != "" {
		if err := s.store.EndSession(c.Request().Context(), before); err != nil {
			return err
		}
	}
	session.ID, session.Values = "", values
	return session.Save(c.Request(), c.Response())
}

// end signs out.
func (s *Sessions) end(c echo.Context) error {
	session, err := s.Get(c.Request(), cookieName)
	if err != nil {
		return err
	}
	if session.ID == "" {
		session.ID = endedToken(session) // with what was kept for it
	}
	session.Options.MaxAge = -1
	return session.Save(c.Request(), c.Response())
}

// Identify is the middleware that finds out who asks, on every route but assets: their rights are read from the database each
// time, so that one taken away is gone at once. It also finds the flash message of the last POST, and finds the form that was kept
// for the page. navigation lists what the viewer may open.
func (s *Sessions) Identify(navigation func(domain.Viewer) []views.NavSection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			session, err := s.Get(c.Request(), cookieName)
			if err != nil {
				return err
			}
			v, signedIn := session.Values[whoKey{}].(domain.Viewer)
			if forged, _ := session.Values[forgedKey{}].(bool); forged && !unchangeable(c) {
				from := domain.Viewer{From: c.RealIP()}
				if err := s.store.SecurityEvent(c.Request().Context(), from, domain.CookieEvent, c.Request().URL.Path); err != nil {
					return err
				}
			}
			if !signedIn {
				return next(c)
			}
			c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
			v.From = c.RealIP()
			c.Set(viewerKey, v)
			c.Set(sessionKey, session)
			c.Set(navigationKey, navigation(v))
			takeFlash(c, session)
			if err := s.findKept(c, session); err != nil {
				return err
			}
			return next(c)
		}
	}
}

const sessionKey = "session"

// SignedIn returns who is signed in and whether anybody is.
func SignedIn(c echo.Context) (domain.Viewer, bool) {
	v, ok := c.Get(viewerKey).(domain.Viewer)
	return v, ok
}

// isOwnPath reports whether a text is a path of this program, safe to redirect to: no other host, no control characters.
func isOwnPath(path string) bool {
	if !strings.HasPrefix(path, "/") || len(path) > 2000 || strings.ContainsFunc(path, unicode.IsControl) {
		return false
	}
	if strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return false
	}
	u, err := url.Parse(path)
	return err == nil && u.Host == "" && u.Scheme == "" && u.Path != "/login" && u.Path != "/logout"
}
