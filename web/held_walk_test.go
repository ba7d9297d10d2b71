package main

import (
	"testing"
)

// heldReseller is one of the demo who sells in the provider's currency.
const heldReseller = "admin@bluestem-technology-partners.example"

// TestWalkManyPlans takes prices away, so that plans wait, and confirms these in three clicks on one page; then the provider unpublishes two plans at
// once, and takes that back. Each page is looked at on a small phone and on a screen, in the light and in the dark.
func TestWalkManyPlans(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(heldReseller)
	p.visit("/products/prices?kind=recurring_price")
	eval[bool](p, `[...document.querySelectorAll("form.sheet tbody input[type=text]")].slice(0, 9).forEach(i => i.value = "not set") ?? true`)
	p.follow("Save")
	p.see("Prices are saved.")
	p.visit("/products/plans")
	p.looks()
	p.follow("Set prices and confirm")
	p.see("Confirm plans not on sale")
	p.looks()
	p.follow("Take the Offered")
	p.see("9 prices are filled in. Nothing is saved yet.")
	p.looks()
	p.follow("Save and Confirm")
	p.see("Nothing to confirm")
	p.looks()

	p.signIn(provider)
	p.visit("/products/plans")
	eval[bool](p, `[...document.querySelectorAll("main tbody input[name=plan]")].slice(0, 2).forEach(i => i.click()) ?? true`)
	p.looks()
	eval[bool](p, `(s => { s.value = "unpublish"; return true })(document.querySelector("select[name=do]"))`)
	p.follow("Ticked Plans…")
	p.see("2 plans change.")
	p.looks()
	p.follow("Save 2 Plans")
	p.see("2 plans are changed.")
	p.follow("See the change")
	p.see("Changed service plans")
	p.follow("Undo")
	p.see("Published before: No → after: Yes")
}
