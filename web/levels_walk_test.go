package main

import (
	"fmt"
	"testing"
)

const level2 = "admin@cedar-falls-computing.example"

// TestWalkFromWhatWaits is the way of a run through the tree: the provider's start page leads to the dialog with a box ticked and a level chosen, the
// run's page to money and to the undo of one reseller, and each reseller's start page, at all three levels, tells them what it did.
func TestWalkFromWhatWaits(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/")
	p.see("What is not passed on to your resellers yet")
	p.follow("9 behind in “Apply Plans enabling/disabling”")
	p.await(`document.querySelector("input[value=enable_plans]").checked && document.querySelector("input[value=all]").checked`, "the box and the level of the cell")
	p.check("Update Resource Prices")
	p.check("Update Reseller's Roles/Privileges")
	p.check("Overwrite") // the cell counts with Keep
	p.synchronize()
	run := p.path()
	p.see("Privileges lost")
	p.follow("Money")
	p.see("Margin")
	p.accessible()

	for _, reseller := range []struct{ email, first string }{
		{level1, "3 own prices or rules overwritten"}, {level2, "1 own price or rule overwritten"}, {level3, "1 privilege lost"},
	} {
		p.signIn(reseller.email)
		p.visit("/")
		p.readsInbox(reseller.first)
	}

	p.signIn(provider)
	p.visit(run)
	p.follow("Maple Street Computers")
	p.follow("Undo for this reseller")
	p.see("Nothing is written yet")
	p.accessible()
	p.follow("Undo")
	p.await("/^.synchronizations.[0-9]+$/.test(location.pathname) && location.pathname !== "+fmt.Sprintf("%q", run), "the undo's page")
	p.see("Maple Street Computers")
	p.follow("Undo")
	p.see("Nothing is written yet")

	p.signIn(level3)
	p.visit("/")
	p.see("Undid a synchronization")
	p.see("Unread 4")
}

// readsInbox opens the newest run in the inbox of whoever is signed in, and asks why a price of theirs is what it is.
func (p *tab) readsInbox(first string) {
	p.t.Helper()
	p.see("What reached you")
	p.see(first)
	p.see("Unread 4")
	p.accessible()
	p.follow("Synchronized")
	p.see("Roles/Privileges")
	p.follow("Inbox")
	p.see("Unread 3")
	p.findPlan("Microsoft 365 Business Basic")
	p.follow("Microsoft 365 Business Basic")
	p.follow("Resource Rates")
	p.follow("Why?")
	p.see("Why this price")
	p.accessible()
}

// TestWalkUseMyOldPriceAgain does what an inbox says is to be done: an own price that a run overwrote is set again with one click.
func TestWalkUseMyOldPriceAgain(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Resource Prices")
	p.synchronize()

	p.signIn(level2)
	p.visit("/")
	p.see("1 own price was overwritten")
	p.follow("Use my old price again")
	p.see("8.40")
	p.visit("/inbox")
	p.seeNot("own price was overwritten")

	p.signIn(level1)
	p.visit("/")
	p.see("3 own prices were overwritten")
	p.follow("Use all 3 old prices again")
	p.visit("/inbox")
	p.seeNot("own prices were overwritten")
	p.accessible()
}
