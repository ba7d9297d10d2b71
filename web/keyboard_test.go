package main

import (
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestFault097_KeyboardAlone walks from the sign-in to a finished run with the Tab, Space, Enter and Escape keys.
func TestFault097_KeyboardAlone(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.visit("/login")
	p.tabTo("Email address")
	p.press(provider)
	p.tabTo("Password")
	p.press(demoPassword, kb.Enter)
	p.see("Service Plans")
	p.await("location.pathname === '/waiting'", "what waits")
	p.tabTo("Service Plans")
	p.press(kb.Enter)
	p.await("location.pathname === '/products/plans'", "the list of service plans")
	p.tabTo("Search by ID, name, category or template")
	p.press("Gold Reseller", kb.Enter)
	p.await("location.search.includes('Gold')", "the search")
	p.tabTo("Gold Reseller")
	p.press(kb.Enter)
	p.await("/^.products.plans.[0-9]+$/.test(location.pathname)", "the plan")
	p.tabTo("Synchronize Reseller(s)")
	p.press(kb.Enter)
	p.await("document.querySelector('dialog[open]') !== null", "the dialog")
	p.press(kb.Escape)
	p.await("document.querySelector('dialog[open]') === null", "the dialog to close")
	p.await(focused+" === 'Synchronize Reseller(s)'", "the focus to return to the button")
	p.press(kb.Enter)
	p.await("document.querySelector('dialog[open] form') !== null", "the dialog again")
	p.tabTo("Update Plan Fees")
	p.press(" ")
	p.tabTo("Synchronize")
	p.press(kb.Enter)
	p.await("/^.synchronizations.[0-9]+$/.test(location.pathname)", "the run's page")
	p.see("Update Plan Fees")
}

// TestEnterInTheDialogOnlyLooks: who presses Enter on a check box has not pressed the feared button.
func TestEnterInTheDialogOnlyLooks(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.signIn(provider)
	p.openDialog()
	p.tabTo("Update Plan Fees")
	p.press(" ")
	p.press(kb.Enter)
	p.await("location.pathname.endsWith('/synchronize/preview')", "the preview")
	p.see("Update Plan Fees")
}

// TestEscapeClosesTheMenu: on a narrow screen the menu is a disclosure, and Escape anywhere in it leads back to its button.
func TestEscapeClosesTheMenu(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.signIn(provider)
	p.do(chromedp.EmulateViewport(360, 740))
	p.visit("/products/plans")
	p.tabTo("Menu")
	p.press(kb.Enter)
	p.tabTo("Synchronizations")
	p.press(kb.Escape)
	p.await("!document.querySelector('.menu').open", "the menu to close")
	p.await(focused+" === 'Menu'", "the focus to return to the button")
}

// TestFault096_WithoutJavaScript does the main walk with scripts switched off: the dialog is a page of its own.
func TestFault096_WithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	if err != nil {
		t.Fatal(err)
	}
	p.signIn(provider)
	p.openDialog()
	p.await("location.pathname.endsWith('/synchronize')", "the dialog's own page")
	p.check("Update Plan Fees")
	p.synchronize()
	p.see("Update Plan Fees")
	p.signIn(level3)
	effect{planTab("Domain name .co.uk", "Subscription Periods"), "6.70", "7.10"}.felt(p)
}

// focused is a script for the name of the element that has the focus.
const focused = `(e => (e.getAttribute('aria-label') || (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText) || '')
	.replace(/\s+/g, ' ').trim())(document.activeElement)`

// press sends keys to whatever has the focus.
func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.do(chromedp.KeyEvent(k))
	}
}

// tabTo presses Tab until the focus is on the element with this name, and checks that the focus can be seen there.
func (p *tab) tabTo(name string) {
	p.t.Helper()
	p.await("document.readyState === 'complete'", "the page")
	for range 200 {
		if eval[string](p, focused) == name {
			const visible = "document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle !== 'none'"
			if !eval[bool](p, visible) {
				p.t.Fatalf("the focus on %s cannot be seen\non %s", strconv.Quote(name), p.where())
			}
			return
		}
		p.press(kb.Tab)
	}
	p.t.Fatalf("Tab never reaches %s\non %s", strconv.Quote(name), p.where())
}
