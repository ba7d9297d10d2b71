package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/web/webtest"
)

// visitor is a browser without script that asks a running program.
type visitor struct {
	t      *testing.T
	url    string
	client *http.Client
}

func newVisitor(t *testing.T, address string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, address, &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// at is the same browser at another process of the program.
func (v *visitor) at(address string) *visitor { return &visitor{v.t, address, v.client} }

func (v *visitor) get(path string) webtest.Answer { return v.send(http.MethodGet, path, nil) }

func (v *visitor) post(path string, form url.Values) webtest.Answer {
	return v.send(http.MethodPost, path, form)
}

func (v *visitor) send(method, path string, form url.Values) webtest.Answer {
	v.t.Helper()
	a, err := webtest.Fetch(v.t.Context(), v.client, method, v.url+path, form.Encode())
	if err != nil {
		v.t.Fatal(err)
	}
	return a
}

// want gets a page, or sends a form, and checks the status.
func (v *visitor) want(status int, a webtest.Answer) webtest.Answer {
	v.t.Helper()
	if a.StatusCode != status {
		v.t.Fatalf("%s %s: status %d, want %d\n%s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.Page.Find("main").Text())
	}
	return a
}

// signIn signs in as a user of a world.
func (v *visitor) signIn(user string) *visitor {
	v.t.Helper()
	v.want(http.StatusSeeOther, v.post("/login", url.Values{"email": {worlds.Email(user)}, "password": {worlds.Password}}))
	return v
}

// dialog opens a dialog and ticks all boxes.
func (v *visitor) dialog(path string) url.Values {
	v.t.Helper()
	form := v.want(http.StatusOK, v.get(path)).Page.Find("form.sync-form")
	values := url.Values{"action": {"synchronize"}, "policy": {string(domain.Overwrite)}, "reach": {string(domain.AllLevels)}}
	values.Set("key", form.Find("input[name=key]").AttrOr("value", ""))
	values["opt"] = form.Find("input[name=opt]").Map(func(_ int, box *goquery.Selection) string { return box.AttrOr("value", "") })
	return values
}
