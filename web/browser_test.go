package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/demo"
	"tiersync/web/server"
)

// The browser tests drive Chromium as a person would: by visible text and by label. Every test has the demo's data in a
// database of its own, the whole program in front of it, and a tab with its own cookies.

const demoPassword = "walk-the-manual"

// browser is the one Chromium of this test process.
var browser struct {
	once   sync.Once
	ctx    context.Context
	cancel func()
	err    error
}

// stopBrowser ends Chromium, if a test started it.
func stopBrowser() {
	if browser.cancel != nil {
		browser.cancel()
	}
}

func startBrowser() {
	path, err := chromium()
	if err != nil {
		browser.err = err
		return
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.Headless, chromedp.NoFirstRun,
		chromedp.DisableGPU, chromedp.NoDefaultBrowserCheck, chromedp.WindowSize(1280, 900)}
	// Colours that change little by little are painted for nobody, and a hidden tab is not to be slower than others.
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"force-prefers-reduced-motion", "disable-background-timer-throttling", "disable-renderer-backgrounding"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	// Two processors have enough to do; threads that collect and compile beside a page's script take a sixth more of them.
	options = append(options, chromedp.Flag("js-flags", "--single-threaded"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	browser.ctx, browser.cancel = ctx, func() { cancel(); cancelAllocator() }
	browser.err = chromedp.Do(ctx)
}

// chromium finds a Chromium, best the one without a desktop browser's windows, which takes half the processor's time or less for the same pages.
func chromium() (string, error) {
	for _, name := range []string{"chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the browser tests need Chromium: install the package chromium-headless-shell or chromium")
}

// site is the program with the demo's data, reachable over HTTP.
type site struct {
	url string
	db  *db.DB
}

// newSite serves a fresh copy of the demo.
func newSite(t *testing.T) site {
	t.Helper()
	database := dbtest.OpenPrepared(t, "demo", fillDemo)
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	handler, err := server.New(database, server.Config{SessionKey: key, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(handler)
	t.Cleanup(listening.Close)
	return site{listening.URL, database}
}

func fillDemo(ctx context.Context, d *db.DB) error {
	_, err := demo.Load(ctx, d, demoPassword)
	return err
}

// tab is one browser tab with its own cookies.
type tab struct {
	t       *testing.T
	ctx     context.Context
	site    site
	clicks  int // of a person, as click and check make them
	mu      sync.Mutex
	console []string
}

// open gives the test a tab of its own, in a minimized window: its pages are laid out, clicked and typed into as ever, and never painted, which
// takes two fifths of the browser's time.
func (s site) open(t *testing.T) *tab {
	t.Helper()
	p := s.openShown(t)
	window, err := chromedp.Call(p.ctx, cdpbrowser.GetWindowForTarget, cdpbrowser.GetWindowForTargetParams{})
	if err == nil {
		minimized := &cdpbrowser.Bounds{WindowState: cdpbrowser.WindowStateMinimized}
		_, err = chromedp.Call(p.ctx, cdpbrowser.SetWindowBounds, cdpbrowser.SetWindowBoundsParams{WindowID: window.WindowID, Bounds: minimized})
	}
	if err != nil {
		t.Fatal(err)
	}
	p.await("document.hidden", "the window to be minimized")
	return p
}

// openShown gives the test a tab of its own that is seen, for what only such a one has: the focus that follows the keys, and questions that the
// browser asks. A violation of the Content-Security-Policy or a script error fails the test.
func (s site) openShown(t *testing.T) *tab {
	t.Helper()
	browser.once.Do(startBrowser)
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext())
	ctx, cancelTimeout := context.WithTimeout(ctx, 8*time.Minute)
	p := &tab{t: t, ctx: ctx, site: s}
	p.do(chromedp.EmulateViewport(1280, 900))
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if text := m.String(); m.IsException() || strings.Contains(text, "Content Security Policy") {
				p.mu.Lock()
				p.console = append(p.console, text)
				p.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		cancelTimeout()
		cancel()
		<-done
		for _, text := range p.console {
			t.Errorf("the console says: %s", text)
		}
	})
	return p
}

// do runs browser actions or fails the test.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("%v\non %s", err, p.where())
	}
}

// eval runs a script in the page and returns its value.
func eval[T any](p *tab, script string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%v\nin %s", err, script)
	}
	return value
}

// visit opens a path of the site.
func (p *tab) visit(path string) {
	p.t.Helper()
	another := p.anotherPage()
	to, err := chromedp.Call(p.ctx, cdppage.Navigate, cdppage.NavigateParams{URL: p.site.url + path})
	if err != nil || to.ErrorText != "" {
		p.t.Fatalf("%s: %v %s", path, err, to.ErrorText)
	}
	p.await(another, "the page at "+path)
}

// signIn signs a user of the demo in, past the page where a person does it, which has a walk of its own. The page that the tab shows stays.
func (p *tab) signIn(email string) {
	p.t.Helper()
	visitor := newVisitor(p.t, p.site.url)
	answer := visitor.want(http.StatusSeeOther, visitor.post("/login", url.Values{"email": {email}, "password": {demoPassword}}))
	for _, c := range answer.Cookies() {
		set := network.SetCookieParams{Name: c.Name, Value: c.Value, URL: p.site.url, Secure: &c.Secure, HTTPOnly: &c.HttpOnly, SameSite: network.CookieSameSiteLax}
		if _, err := chromedp.Call(p.ctx, network.SetCookie, set); err != nil {
			p.t.Fatal(err)
		}
	}
}

// signInByPage signs a user of the demo in as a person does.
func (p *tab) signInByPage(email string) {
	p.t.Helper()
	p.visit("/login")
	p.fill("Email", email)
	p.fill("Password", demoPassword)
	p.follow("Sign in")
	p.see("Service Plans")
}

// find is a script that returns the first visible element among those that a selector finds whose text, or whose
// label's text, is exactly the one given; in an open dialog if there is one.
const find = `((selector, text) => {
	const root = document.querySelector('dialog[open]') || document;
	const clean = s => (s || '').replace(/\s+/g, ' ').trim();
	const name = e => e.getAttribute('aria-label') || (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText);
	const shown = e => e.getClientRects().length > 0 || e.matches('option');
	const all = [...root.querySelectorAll(selector)].filter(shown);
	return all.find(e => clean(name(e)) === text) || all.find(e => clean(name(e)).startsWith(text)) || null;
})`

const (
	clickable = "a, button, summary, input[type=submit]"
	fields    = "input, textarea, select"
)

func locate(selector, text string) string {
	return find + "(" + strconv.Quote(selector) + ", " + strconv.Quote(text) + ")"
}

// click clicks the link or button with this text.
func (p *tab) click(text string) {
	p.t.Helper()
	p.awaitStill(locate(clickable, text), "a link or button "+strconv.Quote(text))
	p.do(chromedp.Click(chromedp.JSPath(locate(clickable, text))))
	p.clicks++
}

// follow clicks a link or button that leads to another page, and waits for that page.
func (p *tab) follow(text string) {
	p.t.Helper()
	another := p.anotherPage()
	p.click(text)
	p.await(another, "the page behind "+strconv.Quote(text))
}

// anotherPage is a script that says whether a page other than the one that the browser shows now has come, and is complete.
func (p *tab) anotherPage() string {
	p.t.Helper()
	before := eval[float64](p, "performance.timeOrigin")
	return fmt.Sprintf("performance.timeOrigin !== %s && document.readyState === 'complete'", strconv.FormatFloat(before, 'f', -1, 64))
}

// check clicks the check box or radio button with this label.
func (p *tab) check(label string) {
	p.t.Helper()
	p.awaitStill(locate(fields, label), "a box "+strconv.Quote(label))
	p.do(chromedp.Click(chromedp.JSPath(locate(fields, label))))
	p.await(locate(fields, label)+".checked", "the tick at "+strconv.Quote(label))
	p.clicks++
}

// awaitStill waits until an element is there, in view and has stopped moving, as a person would before clicking it; what is still counted moves
// it when it comes.
func (p *tab) awaitStill(element, what string) {
	p.t.Helper()
	p.await(`((e) => {
		if (!e || document.readyState !== 'complete' || document.querySelector('[aria-busy=true]')) return false;
		e.scrollIntoView({block: 'center', behavior: 'instant'});
		const r = e.getBoundingClientRect(), at = [r.x, r.y, r.width].join();
		const still = e.stillAt === at;
		e.stillAt = at;
		return still;
	})(`+element+")", what)
}

// fill replaces what stands in the field with this label.
func (p *tab) fill(label, text string) {
	p.t.Helper()
	p.await(locate(fields, label)+" !== null", "a field "+strconv.Quote(label))
	eval[bool](p, "(e => { e.focus(); if (e.select) e.select(); return true })("+locate(fields, label)+")")
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	if err != nil {
		p.t.Fatal(err)
	}
}

// see waits until the page shows the text.
func (p *tab) see(text string) {
	p.t.Helper()
	p.await(seen(text), "the text "+strconv.Quote(text))
}

// seeNot fails when the page shows the text.
func (p *tab) seeNot(text string) {
	p.t.Helper()
	if eval[bool](p, seen(text)) {
		p.t.Fatalf("the page shows %q\non %s", text, p.where())
	}
}

// seen is a script that says whether the page shows a text, be it in a field.
func seen(text string) string {
	return "document.readyState === 'complete' && [document.body.innerText, ...[...document.querySelectorAll('input[type=text]')].map(i => i.value)]" +
		".some(shown => shown.replace(/\\s+/g, ' ').includes(" + strconv.Quote(text) + "))"
}

// await waits until a script is true, whatever pages come and go meanwhile. Pages are laid out before it is asked: one that is not painted is not
// complete otherwise.
func (p *tab) await(script, what string) {
	p.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("document.body?.offsetHeight; "+script))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for %s (%v)\non %s", what, err, p.where())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// where says what the browser shows, for failures.
func (p *tab) where() string {
	text, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))
	return text[:min(len(text), 3000)]
}

// path is the path of the page that the browser shows.
func (p *tab) path() string { return eval[string](p, "location.pathname") }

// dark switches the preferred colour scheme.
func (p *tab) dark(on bool) {
	p.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		p.t.Fatal(err)
	}
}
