package main

import "testing"

// TestWalkByPlan looks at a run by plan before it is made and after it, finds one plan in it, and goes on to the resellers of a value.
func TestWalkByPlan(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.check("Update Resource Prices")
	p.follow("Preview")
	p.see("Nothing is written yet")
	p.follow("By plan")
	p.see("Microsoft 365 Business Basic")
	p.see("differs for others")
	p.fill("Search by plan, ID, reseller or value", "business standard")
	p.follow("Search")
	p.see("Microsoft 365 Business Standard")
	p.seeNot("Microsoft 365 Business Basic")
	p.follow("By reseller")
	p.see("Own overwritten")
	p.follow("Clear search")
	p.synchronize()
	p.follow("By plan")
	p.see("Microsoft 365 Business Basic")
	p.follow("Changes only")
	p.accessible()
	p.see("Export")
}

// TestWalkDownAChain looks at a price of a run on its way down the tree, as a drawing and as its table, and finds one reseller in it.
func TestWalkDownAChain(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Resource Prices")
	p.follow("Preview")
	p.follow("By plan")
	p.follow("Chain")
	p.see("Chain of a price")
	p.see("Level 3")
	p.accessible()
	p.follow("By reseller")
	p.fill("Search by reseller or ID", "pinecrest")
	p.follow("Search")
	p.see("1–3 of 3")
	p.accessible()
}
