package main

import (
	"context"
	"sync"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// questions answers the browser's questions in a tab, and counts them.
type questions struct {
	mu    sync.Mutex
	asked int
	leave bool // the answer to the next ones
}

func (p *tab) answerQuestions() *questions {
	p.t.Helper()
	q := &questions{}
	ctx, cancel := context.WithCancel(p.ctx)
	opening, done := chromedp.Events(ctx, cdppage.JavascriptDialogOpening), make(chan struct{})
	go func() {
		defer close(done)
		for _, err := range opening {
			if err != nil {
				return
			}
			q.mu.Lock()
			q.asked++
			leave := q.leave
			q.mu.Unlock()
			if _, err := chromedp.Call(ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: leave}); err != nil {
				return
			}
		}
	}()
	p.t.Cleanup(func() { cancel(); <-done })
	return q
}

// next says how the next questions are answered, and forgets those before.
func (q *questions) next(leave bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked, q.leave = 0, leave
}

func (q *questions) count() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.asked
}

// TestLeavingAChangedFormAsks changes forms of three kinds and goes elsewhere.
func TestLeavingAChangedFormAsks(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	asked := p.answerQuestions()
	want := func(n int, when string) {
		t.Helper()
		if got := asked.count(); got != n {
			t.Errorf("%s: asked %d times, want %d\non %s", when, got, n, p.where())
		}
	}
	p.signIn(provider)
	want(0, "after signing in")

	p.visit("/products/plans/new")
	p.follow("Cancel")
	want(0, "with a form as it came")
	p.follow("New Service Plan")
	p.fill("Name", "Half done")
	p.click("Cancel")
	p.await("document.readyState === 'complete'", "the page")
	want(1, "with a name typed")
	if p.path() != "/products/plans/new" || !eval[bool](p, "document.querySelector('#name').value === 'Half done'") {
		t.Errorf("what was typed is lost: %s", p.where())
	}
	asked.next(true)
	p.fill("Recurring fee", "x")
	p.follow("Create")
	p.see("There is a problem")
	want(0, "when it is sent")
	p.follow("Cancel")
	want(1, "with a form that was refused")
	p.visit("/products/prices?only=nothing")
	p.see("not among the choices")
	p.follow("Service Plans")
	want(1, "with a search that was refused")

	asked.next(false)
	p.openDialog()
	p.check("Update Plan Fees")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("document.querySelector('dialog[open]') !== null", "the dialog to stay")
	want(1, "in a dialog with a tick")
	asked.next(true)
	p.click("Cancel")
	p.await("document.querySelector('dialog[open]') === null", "the dialog to close")
	want(1, "when it is closed all the same")
	p.follow("Service Plans")
	want(1, "after the dialog is gone")
	p.fill("Search", "Gold Reseller")
	p.follow("Search")
	want(1, "with a search")

	p.openDialog()
	p.check("Update Plan Fees")
	p.follow("Preview")
	p.follow("Leave out plans, or boxes at a plan")
	p.await("document.querySelector('input[name=leave]') !== null", "boxes to leave out")
	asked.next(true)
	eval[bool](p, "document.querySelector('input[name=leave]').click() === undefined")
	p.follow("Service Plans")
	want(1, "with a tick that belongs to a form elsewhere on the page")
}

// TestAFormThatIsSentAtOnceIsNotForgotten: who stayed and then sends the form is not asked again, however late the page learns that they stayed.
func TestAFormThatIsSentAtOnceIsNotForgotten(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/products/plans/new")
	p.fill("Name", "Half done")
	eval[bool](p, `(() => {
		const leave = () => !dispatchEvent(new Event('beforeunload', {cancelable: true}))
		window.first = leave()
		document.querySelector('main form').dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))
		setTimeout(() => { window.second = leave() }, 20)
		return true
	})()`)
	p.await("window.second !== undefined", "the second question")
	if !eval[bool](p, "window.first") || eval[bool](p, "window.second") {
		t.Errorf("asked before it is sent: %v; when it is sent: %v", eval[bool](p, "window.first"), eval[bool](p, "window.second"))
	}
}

// TestSendingARefusedFormAgainAsksNothing sends one of two forms of a page again, which came back refused, and leaves the page.
func TestSendingARefusedFormAgainAsksNothing(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	asked := p.answerQuestions()
	p.signIn(provider)
	p.visit("/account")
	for _, present := range []string{"not mine", "nor this one"} {
		asked.next(true)
		p.fill("Present password", present)
		p.fill("New password", "a long enough sentence")
		p.follow("Change Password")
		p.see("There is a problem")
		if n := asked.count(); n != 0 {
			t.Errorf("with %q: asked %d times when the form is sent", present, n)
		}
	}
	p.follow("Service Plans")
	if n := asked.count(); n != 1 {
		t.Errorf("asked %d times when the page is left, want once", n)
	}
}
