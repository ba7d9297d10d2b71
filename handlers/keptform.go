package handlers

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// A form that arrives after its sender's session ended is not done, and what they typed is not lost: it is kept with the ended
// session, goes into their next one when they sign in again in the same browser, and fills its own page, once. It is shown and
// never sent: only pages are filled, by GET, and only whoever presents the ended session's own token can have something kept there.
// Where there is no such session any more, because somebody signed out or the browser forgot it, the sign-in page itself holds the
// form, sealed. A form comes back to nobody but the user whose page it was on, whoever signs in there: every form names them. One that
// is refused because a right was taken meanwhile is kept with the session, until its sender may open the page.

// keys in a session's data under which a kept form waits for its page.
const (
	keptPage   = "kept-page"   // the page that shows the form
	keptAction = "kept-action" // the path it was sent to
	keptValues = "kept-values" // what was sent, urlencoded
	keptWhy    = "kept-why"    // why it was not done
)

var keptKeys = []string{keptPage, keptAction, keptValues, keptWhy}

// keptFormKey is where the middleware puts the kept form of the page that is asked for.
const keptFormKey = "kept form"

// keptForm is a form that was sent and not done.
type keptForm struct {
	session *sessions.Session // holds it until it is shown
	flash   *views.Flash      // on the page
	names   namer             // knows what was chosen; nil for nobody
	action  string
	values  url.Values
}

// ToSignIn sends somebody who is signed out to the sign-in page, to come back afterwards: to the page they asked for, or, when
// they sent a form, to the page the form was on. The form is kept for them.
func (s *Sessions) ToSignIn(c echo.Context) error {
	r := c.Request()
	next, params := r.URL.RequestURI(), url.Values{}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		var keeps, kept bool
		if next, keeps = keptOn(c); keeps {
			var err error
			if kept, err = s.keepForm(c, next); err != nil {
				return err
			}
			if held := s.holdForm(c, next); !kept && held != "" {
				return showLogin(c, http.StatusUnauthorized, views.Login{Next: next, Action: r.URL.Path, Held: held, Notice: timeIsOver + formIsKept})
			}
		}
		if kept {
			params.Set("expired", "kept")
		} else if next != "" {
			params.Set("expired", "1")
		}
	}
	if next != "" && isOwnPath(next) { // a long one is none
		params.Set("next", next)
	}
	if len(params) == 0 || next == "/" {
		return lead(c, "/login")
	}
	return lead(c, "/login?"+params.Encode())
}

// formPage is the page to come back to. A form whose address is a page too has its own, which holds it whatever page it was sent
// from, as a dialog is; only the page that it says it stood on can say more, in the query. Any other goes back to the page that it says,
// which need not hold it; "" where it says none.
func formPage(c echo.Context) (page string, own bool) {
	r := c.Request()
	page = r.PostForm.Get(views.StandsOn)
	path, _, _ := strings.Cut(page, "?")
	isPage := slices.ContainsFunc(c.Echo().Routes(), func(route *echo.Route) bool {
		return route.Method == http.MethodGet && route.Path == c.Path()
	})
	switch {
	case isOwnPath(page) && isPage == (path == r.URL.Path):
		return page, isPage
	case isPage:
		return r.URL.RequestURI(), true
	}
	return "", false
}

// standsOn is the address of the page that a request shows, which its forms say they stand on; "" where nobody can tell.
func standsOn(c echo.Context) string {
	r := c.Request()
	if r.Method == http.MethodPost { // shown again
		page, _ := formPage(c)
		return page
	}
	if page := r.URL.RequestURI(); isOwnPath(page) { // a long one is none
		return page
	}
	return r.URL.Path
}

// keptOn is formPage, and whether the form is kept for that page: its own always, that which it was sent from where it is more than a button.
func keptOn(c echo.Context) (page string, keeps bool) {
	page, own := formPage(c)
	return page, own || page != "" && anythingTyped(c.Request().PostForm)
}

func anythingTyped(values url.Values) bool {
	for name, texts := range values {
		if isTyped(name) && !slices.Contains(ofPages, name) && strings.Join(texts, "") != "" {
			return true
		}
	}
	return false
}

// sender is whose page the posted form was on; 0 where it does not say.
func sender(c echo.Context) domain.UserID {
	return plainID[domain.UserID](c.Request().PostForm.Get(views.Sender))
}

// keepForm keeps the posted form with its sender's session that ended, and reports whether it did: not without such a session, not
// a button alone, and not more than a session holds. Passwords are left out.
func (s *Sessions) keepForm(c echo.Context, page string) (bool, error) {
	session, err := s.Get(c.Request(), cookieName)
	if err != nil {
		return false, err
	}
	values := typedValues(c)
	token := endedToken(session)
	if token == "" || page == "" || len(values) == 0 {
		return false, nil
	}
	data, err := sessionData(map[string]string{keptPage: page, keptAction: c.Request().URL.Path, keptValues: values.Encode()})
	if err != nil || len(data) > maxBody {
		return false, err
	}
	err = s.store.KeepForm(c.Request().Context(), token, sender(c), data)
	if err != nil && domain.KindOf(err) == domain.KindNotFound {
		return false, nil
	}
	return err == nil, err
}

// heldLimit is how many characters of a form the sign-in page holds, so that it can be sent with a sign-in.
const heldLimit = maxBody - 4096

// heldFor is what a held form is sealed with besides the key.
func heldFor(user domain.UserID, page, action string) string {
	return fmt.Sprintf("%d %q %q", user, page, action)
}

// holdForm returns the posted form, sealed for its sender, for the sign-in page that leads back to a page; "" where nobody can tell whose
// it is, nothing was typed, or more than a page holds.
func (s *Sessions) holdForm(c echo.Context, page string) string {
	user, values := sender(c), typedValues(c)
	if user == 0 || len(values) == 0 {
		return ""
	}
	held := s.seal.sealText(values.Encode(), heldFor(user, page, c.Request().URL.Path))
	if len(held) > heldLimit {
		return ""
	}
	return held
}

// heldForm is a form that the sign-in page held, ready for the session that begins; nil where it held none of this user's.
func (s *Sessions) heldForm(l views.Login, user domain.UserID) map[string]string {
	held := s.seal.openText(l.Held, heldFor(user, l.Next, l.Action))
	if held == "" {
		return nil
	}
	return map[string]string{keptPage: l.Next, keptAction: l.Action, keptValues: held}
}

// ofPages are the fields that say on whose page a form was, and on which.
var ofPages = []string{views.Sender, views.StandsOn}

// typedValues is what was sent, without passwords, codes and on whose page it was.
func typedValues(c echo.Context) url.Values {
	values := url.Values{}
	for name, texts := range c.Request().PostForm {
		if !slices.Contains(ofPages, name) && name != "code" && !strings.Contains(strings.ToLower(name), "password") {
			values[name] = texts
		}
	}
	return values
}

// keepRefused keeps a form that its sender may not send any more until they may open its page; why says there why it was not done.
func keepRefused(c echo.Context, why string) error {
	session, ok := c.Get(sessionKey).(*sessions.Session)
	page, keeps := keptOn(c)
	if !ok || !keeps || sender(c) != viewer(c).User.ID {
		return nil
	}
	kept := map[string]string{keptPage: page, keptAction: c.Request().URL.Path, keptValues: typedValues(c).Encode(),
		keptWhy: why}
	for name, text := range kept {
		session.Values[name] = text
	}
	return session.Save(c.Request(), c.Response())
}

// keptFor returns what is kept for the user with the session that ended, ready for their next one.
func (s *Sessions) keptFor(c echo.Context, token string, user domain.UserID) (map[string]string, error) {
	data, err := s.store.KeptForm(c.Request().Context(), token, user)
	if err != nil && domain.KindOf(err) == domain.KindNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	values := storedValues(data)
	if values[keptPage] == "" {
		return nil, nil
	}
	kept := map[string]string{}
	for _, key := range keptKeys {
		kept[key] = values[key]
	}
	return kept, nil
}

// findKept finds the form that was kept for the page that is asked for, if any, and says of it what is true of any page.
func (s *Sessions) findKept(c echo.Context, session *sessions.Session) error {
	page, found := session.Values[keptPage].(string)
	if !found || c.Request().Method != http.MethodGet || page != c.Request().URL.RequestURI() {
		return nil
	}
	action, _ := session.Values[keptAction].(string)
	body, _ := session.Values[keptValues].(string)
	why, _ := session.Values[keptWhy].(string)
	values, err := url.ParseQuery(body)
	if err != nil {
		return err
	}
	names, _ := s.store.(namer)
	kept := &keptForm{session: session, names: names, action: action, values: values,
		flash: &views.Flash{Tone: views.Warn, Text: cmp.Or(why, "Your session had ended, so nothing was saved.")}}
	c.Set(keptFormKey, kept)
	c.Set(flashKey, kept.flash)
	return nil
}
