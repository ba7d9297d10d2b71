package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiersync/web/webtest"
)

func TestFault018OnlyFormsArePosted(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	for _, media := range []string{"application/json", "text/xml", "text/plain", "", "multipart/form-data; boundary=x"} {
		a := b.send(http.MethodPost, "/test", "name=a", "Content-Type", media)
		b.wantStatus(a, http.StatusUnsupportedMediaType)
	}
	if *b.changed != 0 {
		t.Errorf("%d requests got through", *b.changed)
	}
	b.wantStatus(b.send(http.MethodPost, "/test", "name=a", "Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), http.StatusSeeOther)
}

func TestFault019FilesAreRefused(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	body := "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nhello\r\n--x--\r\n"
	b.wantStatus(b.send(http.MethodPost, "/test", body, "Content-Type", "multipart/form-data; boundary=x"), http.StatusUnsupportedMediaType)
}

func TestFault020BodiesHaveALimit(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	a := b.send(http.MethodPost, "/test", "a="+strings.Repeat("x", 64<<10))
	b.wantStatus(a, http.StatusRequestEntityTooLarge)
	if !a.Close {
		t.Error("the connection stays open")
	}
	b.wantStatus(b.send(http.MethodPost, "/test", "a="+strings.Repeat("x", 64<<10-2)), http.StatusSeeOther)
	if *b.changed != 1 {
		t.Errorf("%d requests got through, want 1", *b.changed)
	}
}

func TestFault021ManyFieldsAreRefusedQuickly(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	start := time.Now()
	b.wantStatus(b.send(http.MethodPost, "/test", strings.Repeat("a=1&", 10_000)), http.StatusUnprocessableEntity)
	if took := time.Since(start); took > 500*time.Millisecond { // ten times what is promised: the machine may be busy
		t.Errorf("it took %s", took)
	}
	b.wantStatus(b.send(http.MethodPost, "/test", "a[b][c][d]=1&a[b]=2"), http.StatusSeeOther)
}

func TestFault023MethodsThatAreNotThere(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	for _, method := range []string{"PUT", "DELETE", "TRACE", "PATCH"} {
		for _, path := range []string{"/login", "/test", "/healthz", "/static/x/app.css", "/"} {
			a := b.send(method, path, "")
			b.wantStatus(a, http.StatusMethodNotAllowed)
			if a.Header.Get("Allow") == "" {
				t.Errorf("%s %s: no Allow", method, path)
			}
		}
	}
	if a := b.send(http.MethodPost, "/healthz", ""); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST of a page without a form: %d", a.StatusCode)
	}
}

func TestFault024OddPathsAreNotFound(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	for _, path := range []string{"//test", "/test//", "/%2Ftest", "/test%2f", "/products%2Fplans", "/nothing", "//other.example/"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			b.wantStatus(b.send(method, path, ""), http.StatusNotFound)
		}
	}
	for _, path := range []string{"/test/", "/./test/"} {
		b.wantStatus(b.send(http.MethodPost, path, ""), http.StatusNotFound)
	}
	if *b.changed != 0 {
		t.Errorf("%d requests got through", *b.changed)
	}
}

// TestFault124ASlashTooMany says that whoever is signed in stays so on the page of an address that only looks like ours.
func TestFault124ASlashTooMany(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	unknown := b.send(http.MethodGet, "/nothing", "")
	for from, to := range map[string]string{"/products/plans/1087/": "/products/plans/1087", "/test/7/?tab=fees&q=a+b": "/test/7?tab=fees&q=a+b"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if a := b.send(method, from, ""); a.StatusCode != http.StatusMovedPermanently || a.Header.Get("Location") != to {
				t.Errorf("%s %s: %d, to %q", method, from, a.StatusCode, a.Header.Get("Location"))
			}
		}
	}
	b.wantStatus(b.send(http.MethodPost, "/products/plans/1087/", "name=a"), http.StatusNotFound)
	for _, path := range []string{"/products/plans//1087/", "/test//7", "/products%2Fplans"} {
		a := b.send(http.MethodGet, path, "")
		b.wantStatus(a, http.StatusNotFound)
		if got := a.Page.Find("h1").Text(); got != unknown.Page.Find("h1").Text() {
			t.Errorf("%s: the page says %q", path, got)
		}
		if a.Page.Find("nav[aria-label='Main'] a[href='/products/plans']").Length() != 1 || a.Page.Find("main a[href='/']").Length() != 1 ||
			a.Page.Find("main nav[aria-label='Where to go'] a[href='/products/plans']").Length() != 1 {
			t.Errorf("%s: no link leads on: %s", path, a.Page.Find("body").Text())
		}
	}
	out := newBase(t).send(http.MethodGet, "/products/plans//1087", "")
	if out.StatusCode != http.StatusNotFound || out.Page.Find("main a[href='/login']").Length() != 1 || out.Page.Find("main nav").Length() != 0 {
		t.Errorf("signed out: %d, %s", out.StatusCode, out.Page.Find("main").Text())
	}
}

func TestFault025SignedOutVisitorsSignInFirst(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.wantLocation(b.send(http.MethodGet, "/test/7?tab=fees&q=a+b", ""), "/login?next="+url.QueryEscape("/test/7?tab=fees&q=a+b"))
	b.wantLocation(b.send(http.MethodHead, "/test/7", ""), "/login?next=%2Ftest%2F7")
	b.wantLocation(b.send(http.MethodPost, "/test", "name=a"), "/login")
	for _, elsewhere := range []string{"https://evil.example/test/7", "//evil.example/test/7", `/\evil.example`, "/logout", "test/7", "/test/\n7"} {
		b.wantLocation(b.send(http.MethodPost, "/test", url.Values{"name": {"a"}, "stands_on": {elsewhere}}.Encode()), "/login")
	}
	b.wantLocation(b.send(http.MethodPost, "/test", "name=a&stands_on=%2Ftest%2F7"), "/login?expired=1&next=%2Ftest%2F7")
	if *b.changed != 0 {
		t.Errorf("%d requests got through", *b.changed)
	}
	next := b.send(http.MethodGet, "/login?next=%2Ftest%2F7", "").Page.Find("input[name=next]").AttrOr("value", "")
	form := url.Values{"email": {"user1@example.com"}, "password": {"correct"}, "next": {next}}
	b.wantLocation(b.send(http.MethodPost, "/login", form.Encode()), "/test/7")
}

func TestFault025NextIsAnOwnPath(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"} {
		b := newBase(t)
		form := url.Values{"email": {"user1@example.com"}, "password": {"correct"}, "next": {next}}
		b.wantLocation(b.send(http.MethodPost, "/login", form.Encode()), "/")
	}
}

func TestFault026PagesThatAnAccountDoesNotHave(t *testing.T) {
	t.Parallel()
	tests := []struct {
		user   int
		path   string
		status int
	}{
		{1, "/test/provider", 200}, {2, "/test/provider", 404}, {1, "/test/reseller", 404}, {2, "/test/reseller", 200},
		{1, "/test/subresellers", 200}, {2, "/test/subresellers", 200}, {3, "/test/subresellers", 404}, {4, "/test/subresellers", 200},
	}
	for _, tt := range tests {
		b := newBase(t)
		b.signIn(tt.user)
		a := b.send(http.MethodGet, tt.path, "")
		b.wantStatus(a, tt.status)
		unknown := b.send(http.MethodGet, "/nothing", "")
		if tt.status == 404 && a.Page.Find("h1").Text() != unknown.Page.Find("h1").Text() {
			t.Errorf("%s differs from a page that does not exist", tt.path)
		}
	}
}

func TestFault031And032RightsAreCheckedForEveryPost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		user   int
		path   string
		status int
		says   string
	}{
		{1, "/test/prices", 303, ""}, {5, "/test/prices", 403, "Edit prices"},
		{4, "/test/prices", 403, "Edit prices"}, {2, "/test/prices", 403, "Edit prices"},
	}
	for _, tt := range tests {
		b := newBase(t)
		b.signIn(tt.user)
		a := b.send(http.MethodPost, tt.path, "name=a")
		b.wantStatus(a, tt.status)
		if !strings.Contains(a.Page.Find("main").Text(), tt.says) {
			t.Errorf("user %d at %s: the page does not say %q", tt.user, tt.path, tt.says)
		}
		if want := 0; tt.status == 403 && *b.changed != want {
			t.Errorf("user %d at %s got through", tt.user, tt.path)
		}
	}
}

func TestFault038And039ForgedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://evil.example"}, {"Origin", "null"}} {
		b := newBase(t)
		b.signIn(1)
		a := b.send(http.MethodPost, "/test", "name=a", header[0], header[1])
		b.wantStatus(a, http.StatusForbidden)
		if !strings.Contains(a.Page.Find("main").Text(), "Another site") || *b.changed != 0 {
			t.Errorf("%v: %d got through, page: %s", header, *b.changed, a.Page.Find("main").Text())
		}
		if len(b.accounts.events) != 1 || b.accounts.events[0] != "1 cross-origin request: POST /test" {
			t.Errorf("%v: security events %v", header, b.accounts.events)
		}
		b.wantStatus(b.send(http.MethodPost, "/test", "name=a", "Sec-Fetch-Site", "same-origin"), http.StatusSeeOther)
	}
}

func TestFault042OldCookiesAreWorthNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	first := b.signIn(1).Cookies()[0]
	b.wantLocation(b.send(http.MethodPost, "/logout", ""), "/login")
	stolen := func(method string) webtest.Answer {
		b.client.Jar = nil
		return b.send(method, "/test/7", "", "Cookie", first.Name+"="+first.Value)
	}
	b.wantLocation(stolen(http.MethodGet), "/login?next=%2Ftest%2F7")
}

func TestSignInEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	first := b.signIn(1).Cookies()[0]
	cookies := b.signIn(2).Cookies()
	second := cookies[0]
	if first.Value == second.Value || len(b.accounts.sessions) != 1 {
		t.Errorf("%d sessions are alive after the second sign-in, want 1 with a new id", len(b.accounts.sessions))
	}
	for _, one := range cookies {
		if !one.Secure || !one.HttpOnly || one.SameSite != http.SameSiteLaxMode || one.Path != "/" ||
			one.Domain != "" || !strings.HasPrefix(one.Name, "__Host-") {
			t.Errorf("cookie %s", one)
		}
	}
}

func TestFault043DamagedCookiesAreNone(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	good := b.signIn(1).Cookies()[0].Value
	b.client.Jar = nil
	for _, value := range []string{"", "x", good[:len(good)-1], good + "A", "B" + good[1:], strings.Repeat("A", 8<<10), "%00%ff"} {
		b.wantLocation(b.send(http.MethodGet, "/test/7", "", "Cookie", "__Host-tiersync="+value), "/login?next=%2Ftest%2F7")
		b.wantStatus(b.send(http.MethodGet, "/login", "", "Cookie", "__Host-tiersync="+value), http.StatusOK)
	}
}

func TestFault044PagesAreNotCached(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.signIn(1)
	for _, path := range []string{"/test/7", "/nothing", "/login"} {
		if got := b.send(http.MethodGet, path, "").Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
}

func TestFault047UnknownUserAndWrongPasswordLookAlike(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	unknown := b.send(http.MethodPost, "/login", "email=nobody%40example.com&password=x")
	wrong := b.send(http.MethodPost, "/login", "email=user1%40example.com&password=x")
	b.wantStatus(unknown, http.StatusUnprocessableEntity)
	b.wantStatus(wrong, http.StatusUnprocessableEntity)
	if u, w := unknown.Page.Find("[role=alert]").Text(), wrong.Page.Find("[role=alert]").Text(); u != w || !strings.Contains(u, "not right") {
		t.Errorf("unknown user: %q, wrong password: %q", u, w)
	}
	if got := wrong.Page.Find("input[name=email]").AttrOr("value", ""); got != "user1@example.com" {
		t.Errorf("the address is not kept: %q", got)
	}
	if got := wrong.Page.Find("input[name=password]").AttrOr("value", ""); got != "" {
		t.Errorf("the password is shown again: %q", got)
	}
}

func TestFault048LongPasswordsAreRefusedBeforeHashing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	send := func(password string) webtest.Answer {
		return b.send(http.MethodPost, "/login", url.Values{"email": {"user1@example.com"}, "password": {password}}.Encode())
	}
	a := send(strings.Repeat("x", 257))
	b.wantStatus(a, http.StatusUnprocessableEntity)
	if b.accounts.logins != 0 || !strings.Contains(a.Page.Find("#password-error").Text(), "256 bytes") {
		t.Errorf("%d were hashed; message %q", b.accounts.logins, a.Page.Find("#password-error").Text())
	}
	b.wantStatus(send(strings.Repeat("x", 1<<20)), http.StatusRequestEntityTooLarge)
	for _, password := range []string{strings.Repeat("x", 256), "a\x00b", " 😀 ", "\xff\xfe"} {
		b.wantStatus(send(password), http.StatusUnprocessableEntity) // asked, and simply wrong
	}
	if b.accounts.logins != 4 {
		t.Errorf("%d passwords were checked, want 4", b.accounts.logins)
	}
}

func TestFault050SecurityHeadersAreEverywhere(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	answers := []webtest.Answer{
		b.send("GET", "/login", ""), b.send("GET", "/", ""), b.send("GET", "/nothing", ""), b.send("PUT", "/login", ""),
		b.send("POST", "/login", strings.Repeat("x", 65<<10)), b.send("GET", "/test/fails", ""), b.send("GET", "/test/panics", ""),
		b.send("GET", b.send("GET", "/login", "").Page.Find("link[rel=stylesheet]").AttrOr("href", ""), ""),
		b.send("POST", "/login", "a=b", "Sec-Fetch-Site", "cross-site"), b.send("GET", "/login/", ""),
	}
	for _, a := range answers {
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=()",
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "Cross-Origin-Resource-Policy": "same-origin", "X-Request-Id": ""} {
			if got := a.Header.Get(name); got == "" || !strings.Contains(got, want) {
				t.Errorf("%s %s (%d): %s is %q", a.Request.Method, a.Request.URL.Path, a.StatusCode, name, got)
			}
		}
		if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s %s: the policy is %q", a.Request.Method, a.Request.URL.Path, policy)
		}
		if got := a.Header.Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s %s: %q may read it", a.Request.Method, a.Request.URL.Path, got)
		}
	}
}

func TestFault053LogLinesCannotBeForged(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.send("GET", "/nothing%0d%0a{\"level\":\"INFO\",\"msg\":\"fake\"}", "")
	if lines := strings.Count(strings.TrimSpace(b.log.String()), "\n") + 1; lines != 1 {
		t.Errorf("one request wrote %d lines:\n%s", lines, b.log)
	}
}

func TestFault100ErrorPages(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"400", "403", "404", "405", "409", "413", "415", "422", "429", "500", "503"} {
		for _, user := range []int{0, 1} {
			b := newBase(t)
			if user != 0 {
				b.signIn(user)
			}
			a := b.send("GET", "/test/status/"+code, "")
			if got := a.Status[:3]; got != code {
				t.Errorf("status %s, want %s", got, code)
			}
			h1 := a.Page.Find("main h1").Text()
			if h1 == "" || !strings.HasPrefix(a.Page.Find("title").Text(), h1) || a.Page.Find("html").AttrOr("lang", "") != "en" {
				t.Errorf("%s: h1 %q, title %q", code, h1, a.Page.Find("title").Text())
			}
			if id := a.Header.Get("X-Request-Id"); id == "" || a.Page.Find("main code").Text() != id {
				t.Errorf("%s: the page does not show the request id %q", code, id)
			}
			if a.Page.Find("main a[href]").Length() == 0 || (a.Page.Find("nav[aria-label=Main]").Length() == 1) != (user != 0) {
				t.Errorf("%s: no way back, or the wrong navigation for user %d", code, user)
			}
			if strings.Contains(a.Text, "pq:") || strings.Contains(a.Text, "internal words") {
				t.Errorf("%s: the page repeats internal words", code)
			}
			if (code == "503" || code == "429") != (a.Header.Get("Retry-After") != "") {
				t.Errorf("%s: Retry-After %q", code, a.Header.Get("Retry-After"))
			}
		}
	}
}

func TestInternalErrorsAreLoggedOnceAndNotShown(t *testing.T) {
	t.Parallel()
	for path, cause := range map[string]string{"/test/fails": "does not exist", "/test/panics": "plan 7"} {
		b := newBase(t)
		a := b.send("GET", path, "")
		b.wantStatus(a, http.StatusInternalServerError)
		if strings.Contains(a.Text, cause) || strings.Contains(a.Text, "goroutine") {
			t.Errorf("%s shows its cause", path)
		}
		if got := strings.Count(b.log.String(), `"level":"ERROR"`); got != 1 || !strings.Contains(b.log.String(), cause) {
			t.Errorf("%s: %d error lines:\n%s", path, got, b.log)
		}
	}
}
