package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestWalkDecide decides about resellers' own values with the keyboard alone, page by page and all at once, and runs what was decided.
func TestWalkDecide(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.check("Update Resource Prices")
	p.check("Decide")
	p.follow("Preview")
	p.see("Nothing is taken until you decide so")
	p.tabTo("Decide which own values are taken")
	p.press(kb.Enter)
	p.see("own values in the way of the ticked boxes: 0 taken")
	p.accessible()
	p.dark(true)
	p.accessible()
	p.dark(false)
	p.tabTo("Search by reseller, plan, ID or value")
	p.press("rheinblick", kb.Enter)
	p.await("location.search.includes('rheinblick')", "the search")
	p.seeNot("Pinecrest IT Services")
	for range 100 { // to the first check box
		if eval[bool](p, "document.activeElement.name === 'take'") {
			break
		}
		p.press(kb.Tab)
	}
	p.press(" ")
	p.tabTo("Save This Page")
	p.press(kb.Enter)
	p.see("1 taken")
	p.resize(320, 700)
	p.accessible()
	if wide := eval[int](p, "document.documentElement.scrollWidth"); wide > 320 {
		t.Errorf("at 320 px the page is %d wide", wide)
	}
	p.resize(1280, 900)
	p.see("Found") // the buttons for all are for what was searched
	p.tabTo("Clear search")
	p.press(kb.Enter)
	p.see("Pinecrest IT Services")
	p.tabTo("Take All")
	p.press(kb.Enter)
	p.see(" 0 kept")
	p.tabTo("To the Preview")
	p.press(kb.Enter)
	p.see(" 0 kept")
}
