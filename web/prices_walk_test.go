package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestWalkPrices edits prices as in a spreadsheet, by keyboard and by a pasted column, calculates others, is asked about one that jumps, and
// looks at each of the pages on a small phone and on a screen, in the light and in the dark.
func TestWalkPrices(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
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
	const all = "[...document.querySelectorAll('form.sheet tbody input[type=text]')]"
	at := func() int { return eval[int](p, all+".indexOf(document.activeElement)") }
	ticks := func() []bool {
		return eval[[]bool](p, "[...document.querySelectorAll('form.sheet tbody tr')].slice(0, 4).map(r => r.querySelector('input[type=checkbox]').checked)")
	}
	from := at()
	p.press(kb.Tab, kb.Tab)
	if to := at(); to != from+2 {
		t.Errorf("Tab twice led from cell %d to %d, want the second one after it", from, to)
	}
	p.press(kb.ArrowUp)
	for n := 0; n < 4 && at() >= 0; n++ {
		p.press(kb.ArrowLeft)
	}
	p.press(" ", kb.ArrowUp, " ", kb.ArrowRight)
	if got := ticks(); !slices.Equal(got, []bool{false, true, true, false}) || at() < 0 {
		t.Errorf("by arrows and Space the ticks are %v", got)
	}
	p.press(kb.ArrowLeft, " ", kb.ArrowDown, " ", kb.ArrowRight)
	if got := ticks(); slices.Contains(got, true) {
		t.Errorf("the ticks are %v, want none", got)
	}
	eval[bool](p, "("+all+".at(-1).focus(), true)")
	p.press(kb.Tab)
	if name := eval[string](p, focused); name != "Save" {
		t.Errorf("Tab leads from the last price to %q", name)
	}
	eval[bool](p, "(c => { c.focus(); c.select(); return true })("+cells+"[2])")
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
