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
