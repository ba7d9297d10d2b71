package handlers_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Whatever else is wrong with a form, what it is about is looked for first: nobody is asked to correct the form of nothing.
func TestFault009FormsOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	param := regexp.MustCompile(`:\w+`)
	wrong := url.Values{"order_type": {"x"}, "from": {"x"}, "to": {"x"}, "currency": {"x"}}
	for _, info := range domain.Fields() {
		wrong.Set(views.InputName(domain.Key{Field: info.Field}), "x")
		if info.Kind == domain.LineValue {
			wrong.Set(string(info.Field), "\xff")
		}
	}
	for _, route := range w.program.(*echo.Echo).Routes() {
		if route.Method != http.MethodPost || !strings.Contains(route.Path, ":") || strings.Contains(route.Path, ":currency") {
			continue
		}
		path := param.ReplaceAllString(strings.ReplaceAll(route.Path, ":change", "hold"), "9007199254740993")
		for _, as := range []string{"P", "R1"} {
			for _, form := range []url.Values{nil, wrong} {
				if got := w.post(as, path, form).status; got != http.StatusNotFound {
					t.Errorf("%s sends the form %s of nothing: status %d", as, path, got)
				}
			}
		}
	}
}

// The sign-in page holds a form sealed, which whoever has the browser can change, as they can the form before: what was not sealed for
// its page is not shown, and nothing keeps anybody from the page.
func TestFault041ForgedFormsOfTheSignInPage(t *testing.T) {
	t.Parallel()
	const path, filled = "/users/new", "The form holds what you sent"
	w := newWorld(t)
	var many []string
	for i := range 9_000 {
		many = append(many, fmt.Sprintf("%x", i))
	}
	for name, tt := range map[string]struct {
		held   string // in place of the form; "" for as it is sealed
		sent   url.Values
		action string
		fills  bool
	}{
		"a form":            {"", url.Values{"user_name": {"Bea"}, "password": {"secret-and-long"}}, path, true},
		"bytes":             {"", url.Values{"user_name": {"\xff\x00"}}, path, true},
		"a forged decision": {"", url.Values{"user_name": {"Bea"}, "shown": {"99999"}, "choice-1": {"role"}}, path, true},
		"another site":      {"", url.Values{"user_name": {"Bea"}}, "//other.example" + path, false},
		"another page":      {"", url.Values{"user_name": {"Bea"}}, "/users", false},
		"not sealed":        {"user_name=Bea&password=secret-and-long", nil, path, false},
		"no form":           {"%zz", nil, path, false},
		"thousands":         {"user_name=Bea&" + strings.Join(many, "&"), nil, path, false},
	} {
		b := w.browser()
		form := b.ask(http.MethodGet, "/login?next="+url.QueryEscape(path), nil, "").form("/login")
		if tt.held == "" {
			form = b.ask(http.MethodPost, path, b.signed("P", tt.sent), "").want(http.StatusUnauthorized).form("/login")
		} else {
			form.Set("held", base64.RawURLEncoding.EncodeToString([]byte(tt.held)))
		}
		form.Set("email", "p@world.example")
		form.Set("password", "walk-the-manual")
		form.Set("action", tt.action)
		next := b.ask(http.MethodPost, "/login", form, "").want(http.StatusSeeOther).location
		start := time.Now()
		page := b.ask(http.MethodGet, next, nil, "").want(http.StatusOK).hides("secret-and-long")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: the page took %s", name, took)
		}
		if got := strings.Contains(page.text("body"), filled); got != tt.fills {
			t.Errorf("%s: the page is filled: %t", name, got)
		}
		if page.form(path).Get("password") != "" || page.form(path).Get("choice-1") != "" {
			t.Errorf("%s: the form holds %v", name, page.form(path))
		}
		b.ask(http.MethodGet, path, nil, "").want(http.StatusOK).hides(filled)
	}
}
