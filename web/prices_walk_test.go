package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestWalkPrices edits prices as in a spreadsheet, by keyboard and by a pasted column, calculates others, is asked about one that jumps, and
// looks at each of the pages on a small phone and on a screen, in the light and in the dark.
func TestWalkPrices(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/products/prices?only=not_zero&kind=recurring_price")
	p.looks()
	const cells = "[...document.querySelectorAll('form.sheet tbody tr')].map(r => r.querySelector('input[type=text]'))"
	values := func() []string { return eval[[]string](p, cells+".slice(0, 4).map(c => c.value)") }
	was := values()
	eval[bool](p, "(c => { c.focus(); c.select(); return true })("+cells+"[0])")
	p.press(kb.ArrowDown)
	p.press("9.99")
	p.press(kb.Escape)
	if got := values(); got[1] != was[1] {
		t.Errorf("after Escape the price is %s, was %s", got[1], was[1])
	}
	p.press("8.21")
	p.press(kb.Enter)
	if at := eval[int](p, cells+".indexOf(document.activeElement)"); at != 2 {
		t.Errorf("Enter led to row %d, want 2", at)
	}
	eval[bool](p, `document.activeElement.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true,
		clipboardData: (() => { const d = new DataTransfer(); d.setData("text/plain", "81.50\r\n16,25\r\n"); return d; })()}))`)
	p.see("2 pasted. 3 prices are changed and not saved.")
	p.looks()
	p.click("Undo")
	p.see("Taken back. 1 price is changed and not saved.")
	if got := values(); got[1] != "8.21" || got[2] != was[2] || got[3] != was[3] {
		t.Errorf("after Undo the prices are %q, were %q", got, was)
	}
	p.follow("Save")
	p.see("Prices are saved.")

	eval[bool](p, "(c => { c.focus(); c.select(); return true })("+cells+"[0])")
	p.press("780")
	p.follow("Save")
	p.see("Check these prices")
	p.see("a hundred times as much")
	p.looks()
	p.follow("Leave It as It Was")
	p.see("Nothing was changed")
	if got := values(); got[0] != was[0] {
		t.Errorf("a price that was not meant is %q, was %q", got[0], was[0])
	}

	p.follow("Calculate…")
	p.see("Calculate prices")
	p.looks()
	p.fill("Percent", "5")
	p.follow("Show the New Prices")
	p.see("+5.")
	p.looks()
	save := eval[string](p, "[...document.querySelectorAll('main button')].map(b => b.innerText).find(t => t.startsWith('Save '))")
	p.follow(save)
	p.see("Prices are saved.")
	if now := eval[string](p, cells+"[0].value"); now == was[0] || !strings.Contains(now, ".") {
		t.Errorf("the calculated price is %q, was %q", now, was[0])
	}
}
