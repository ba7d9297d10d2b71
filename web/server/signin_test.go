package server

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"tiersync/domain"
)

// TestFault101TheAddressBehindProxies says where a sign-in comes from: X-Forwarded-For counts from a trusted proxy alone, and there
// the nearest address that is none of them.
func TestFault101TheAddressBehindProxies(t *testing.T) {
	t.Parallel()
	loopback := netip.MustParsePrefix("127.0.0.0/8")
	inner := netip.MustParsePrefix("10.1.2.3/8") // as people write it
	tests := []struct {
		proxies   []netip.Prefix
		forwarded string
		want      string
	}{
		{nil, "203.0.113.7", "127.0.0.1"}, {nil, "", "127.0.0.1"}, {[]netip.Prefix{inner}, "203.0.113.7", "127.0.0.1"},
		{[]netip.Prefix{loopback}, "203.0.113.7", "203.0.113.7"}, {[]netip.Prefix{loopback}, "", "127.0.0.1"},
		{[]netip.Prefix{loopback}, "1.1.1.1, 203.0.113.7", "203.0.113.7"}, {[]netip.Prefix{loopback}, "203.0.113.7, 10.0.0.9", "10.0.0.9"},
		{[]netip.Prefix{loopback, inner}, "1.1.1.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"}, {[]netip.Prefix{loopback}, "nonsense", "127.0.0.1"},
		{[]netip.Prefix{loopback, netip.MustParsePrefix("2001:db8::/32")}, "2001:db9::1, 2001:db8::1", "2001:db9::1"},
	}
	for _, test := range tests {
		b := newBaseBehind(t, test.proxies...)
		b.send(http.MethodPost, "/login", "email=user1%40example.com&password=x", "X-Forwarded-For", test.forwarded)
		if got := b.accounts.last.From; got != test.want {
			t.Errorf("behind %v, %q comes from %q, want %q", test.proxies, test.forwarded, got, test.want)
		}
	}
}

// TestFault101TheRefusalOfASignIn shows the form again, says how long, and takes the right password after the wait.
func TestFault101TheRefusalOfASignIn(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.accounts.down = domain.TooOften(39500 * time.Millisecond)
	const form = "email=user1%40example.com&password=correct&next=%2Ftest%2F7"
	a := b.send(http.MethodPost, "/login", form)
	b.wantStatus(a, http.StatusTooManyRequests)
	if got := a.Header.Get("Retry-After"); got != "40" || !strings.Contains(a.Page.Find("main").Text(), "Try again in 40 seconds") {
		t.Errorf("Retry-After %q, page: %s", got, a.Page.Find("main").Text())
	}
	if got := a.Page.Find("input[name=email]").AttrOr("value", "") + a.Page.Find("input[name=next]").AttrOr("value", ""); got != "user1@example.com/test/7" {
		t.Errorf("the form holds %q", got)
	}
	b.accounts.down = &domain.Error{Kind: domain.KindUnavailable, Message: "Too many."}
	if a = b.send(http.MethodPost, "/login", form); a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "5" {
		t.Errorf("a full line: %d, Retry-After %q", a.StatusCode, a.Header.Get("Retry-After"))
	}
	b.accounts.down = nil
	b.wantLocation(b.send(http.MethodPost, "/login", form), "/test/7")
}

// TestFault101Devices says that a browser is known where somebody has signed in with it, to them alone, and also after they signed out.
func TestFault101Devices(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	device := func(email string) string {
		b.send(http.MethodPost, "/login", url.Values{"email": {email}, "password": {"x"}}.Encode())
		return b.accounts.last.Device
	}
	if got := device("user1@example.com"); got != "" {
		t.Errorf("a browser that nobody signed in with is %q", got)
	}
	b.signIn(1)
	b.send(http.MethodPost, "/logout", "")
	first := device("user1@example.com")
	if first == "" || device("USER1@example.com") != first {
		t.Error("the browser is not known, or another one by capitals")
	}
	if got := device("user2@example.com"); got != "" {
		t.Errorf("to another the browser is %q", got)
	}
	b.signIn(1)
	if got := device("user1@example.com"); got != first {
		t.Errorf("after one more sign-in %q, before it %q", got, first)
	}
	other := newBase(t)
	if other.signIn(1); device("user1@example.com") == other.accounts.last.Device {
		t.Error("two browsers have one name")
	}
	b.client.Jar = nil
	a := b.send(http.MethodPost, "/login", "email=user1%40example.com&password=x", "Cookie", "__Host-tiersync-device=forged")
	if b.accounts.last.Device != "" || a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a forged cookie: %d, device %q", a.StatusCode, b.accounts.last.Device)
	}
}

// TestSecurityEventsOfRequests records where a cookie that is not ours came from, and what was sent or opened without the right to do it.
func TestSecurityEventsOfRequests(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	good := b.signIn(1).Cookies()[0].Value
	b.client.Jar = nil
	b.send(http.MethodGet, "/test/7", "", "Cookie", "__Host-tiersync="+good[:len(good)-4]+"AAAA")
	b.send(http.MethodGet, "/test/7", "", "Cookie", "__Host-tiersync=x") // nothing of ours, and no attempt at it
	b.send(http.MethodGet, "/test/7", "", "Cookie", "__Host-tiersync="+good)
	if got := strings.Join(b.accounts.events, "; "); got != "0 session cookie forged: /test/7" {
		t.Errorf("security events: %s", got)
	}
	b = newBase(t)
	b.signIn(5)
	b.wantStatus(b.send(http.MethodPost, "/test/prices", "name=a"), http.StatusForbidden)
	b.wantStatus(b.send(http.MethodGet, "/security-events", ""), http.StatusForbidden)
	if got := strings.Join(b.accounts.events, "; "); got != "5 form refused: /test/prices; 5 page refused: /security-events" {
		t.Errorf("security events: %s", got)
	}
}
