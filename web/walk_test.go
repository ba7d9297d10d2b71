package main

import (
	"net/url"
	"testing"
)

// The two walks of the manual, by the manual's own words, and what comes of each check box, the manual's thirteen and the two of
// later versions, for a reseller at level 1 and for one at level 3, who has it through the two above them.

const (
	provider = "admin@provider.example"
	level1   = "admin@pinecrest-it-services.example"
	level3   = "admin@maple-street-computers.example"
	outside  = "admin@rheinblick-systemhaus.example"
)

// effect is what a reseller's page shows before and after a run. Where before is given, after may be on the page before the
// run, too: as the reseller's cost, which is their vendor's price.
type effect struct {
	open   func(*tab) // opens the reseller's page, on which they stay
	before string     // shown before the run and not after it; "" where nothing goes
	after  string     // shown after the run; "" where nothing comes
}

// untouched checks that the page still is as before the run.
func (e effect) untouched(p *tab) {
	p.t.Helper()
	e.open(p)
	if e.before != "" {
		p.see(e.before)
	} else {
		p.seeNot(e.after)
	}
}

// felt checks that the run has reached the page.
func (e effect) felt(p *tab) {
	p.t.Helper()
	e.open(p)
	if e.after != "" {
		p.see(e.after)
	}
	if e.before != "" {
		p.seeNot(e.before)
	}
}

// page opens a page of the navigation.
func page(path string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.visit(path) }
}

// search looks a plan up in the list of service plans.
func search(words string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.findPlan(words) }
}

// planTab opens a tab of one of the reseller's plans.
func planTab(plan, name string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.findPlan(plan); p.follow(plan); p.follow(name) }
}

// schedule opens one of the reseller's notification schedules.
func schedule(name string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.visit("/notifications/schedules"); p.follow(name) }
}

// findPlan opens what Products > Service Plans finds by these words.
func (p *tab) findPlan(words string) {
	p.t.Helper()
	p.visit("/products/plans?" + url.Values{"q": {words}}.Encode())
}

// walkToDialog walks to the dialog of the plan Gold Reseller from whatever page: Products > Service Plans > the plan > Synchronize Reseller(s).
func (p *tab) walkToDialog() {
	p.t.Helper()
	p.follow("Service Plans")
	p.fill("Search", "Gold Reseller")
	p.follow("Search")
	p.follow("Gold Reseller")
	p.click("Synchronize Reseller(s)")
	p.see("Synchronize Plan Resources")
}

// openDialog opens the dialog of the plan Gold Reseller on the plan's page.
func (p *tab) openDialog() {
	p.t.Helper()
	p.findPlan("Gold Reseller")
	p.follow("Gold Reseller")
	p.click("Synchronize Reseller(s)")
	p.see("Synchronize Plan Resources")
}

// openOneDialog walks to the dialog of one subscription: ... > the plan > Subscriptions > the subscription > the button.
func (p *tab) openOneDialog(reseller string) {
	p.t.Helper()
	p.findPlan("Gold Reseller")
	p.follow("Gold Reseller")
	p.follow("Subscriptions")
	p.see("Subscription Name")
	p.visitSubscriptionOf(reseller)
	p.click("Synchronize Reseller(s)")
	p.see("Synchronize Plan Resources")
}

// synchronize sends the dialog and waits for the run's page.
func (p *tab) synchronize() {
	p.t.Helper()
	p.follow("Synchronize")
	p.await("/^.synchronizations.[0-9]+$/.test(location.pathname)", "the run's page")
}

// visitSubscriptionOf follows the link in the row of this reseller.
func (p *tab) visitSubscriptionOf(reseller string) {
	p.t.Helper()
	row := `[...document.querySelectorAll('table tbody tr')].find(r => r.innerText.includes('` + reseller + `')).querySelector('a')`
	p.await(row+" !== undefined", "the row of "+reseller)
	eval[bool](p, row+".click() === undefined")
	p.see("Synchronize Reseller(s)")
}

// TestWalkEachOption ticks one box after the other, each alone, in one catalog: each reaches resellers at all levels, and none brings what is
// another box's, which is not there before that one was ticked.
func TestWalkEachOption(t *testing.T) {
	t.Parallel()
	tests := []struct {
		box    string
		effect effect
	}{
		{"Create new Plans and Plan periods", effect{search("Copilot"), "", "Microsoft 365 Copilot"}},
		{"Apply Plans enabling/disabling", effect{search("Canva"), "Software Subscriptions Published", "Software Subscriptions Disabled by Provider"}},
		{"Update Plan Fees", effect{planTab("Domain name .co.uk", "Subscription Periods"), "6.70", "7.10"}},
		{"Update Sales Categories, Plan Categories, and Grouping of Resources by Resource Categories",
			effect{page("/products/sales-categories"), "", "Design Apps"}},
		{"Update Notification Schedules", effect{schedule("Subscription expiration"), "", "45 days before"}},
		{"Attach Usage Statistics", effect{planTab("Microsoft Azure Plan", "General"), "Attach Usage Statistics no", "Attach Usage Statistics yes"}},
		{"Create new Resources", effect{planTab("Virtual Server S", "Resource Rates"), "", "IPv6"}},
		{"Remove obsolete Resources", effect{planTab("Cloud PBX Basic", "Resource Rates"), "Fax", ""}},
		{"Update Resource Prices", effect{planTab("Microsoft 365 E3", "Resource Rates"), "43.20", "45.60"}},
		{"Update Resource Limits", effect{planTab("Virtual Server M", "Resource Rates"), "", "8,000"}},
		{"Update Order Flow", effect{page("/order-flow"), "", "Fraud check"}},
		{"Update Reseller's Roles/Privileges", effect{page("/privileges"), "Read reports and the audit Not granted", "Read reports and the audit Granted"}},
		{"Synchronize Terms and Conditions", effect{page("/terms"), "3.1", "4.0"}},
		{"Update Names and Descriptions", effect{search("DocuSign"), "DocuSign Business Pro", "DocuSign eSignature Business Pro"}},
		{"Update existing Plan periods", effect{planTab("Adobe Creative Cloud All Apps for teams", "Subscription Periods"), "", "Inactive"}},
	}
	site := newSite(t)
	as := func(user string) *tab {
		p := site.open(t)
		p.signIn(user)
		return p
	}
	clerk, resellers := as(provider), []*tab{as(level1), as(level3)}
	clerk.openDialog()
	plan := clerk.path()
	for _, tt := range tests {
		for _, reseller := range resellers {
			tt.effect.untouched(reseller)
		}
		clerk.visit(plan)
		clerk.click("Synchronize Reseller(s)")
		clerk.check(tt.box)
		clerk.synchronize()
		clerk.see(tt.box)
		for _, reseller := range resellers {
			tt.effect.felt(reseller)
		}
	}
}

func TestWalkOneSubscription(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	open := planTab("Domain name .co.uk", "Subscription Periods")
	p.signIn(provider)
	p.openOneDialog("Pinecrest IT Services")
	p.see("This reseller only")
	p.check("Update Plan Fees")
	p.synchronize()
	p.see("Pinecrest IT Services")
	p.signIn(level1)
	effect{open, "", "7.10"}.felt(p) // the old fee stands there, too: it waits to be passed on from them
	p.signIn(level3)
	effect{open, "6.70", ""}.untouched(p)
}

func TestWalkOneSubscriptionWithSubResellers(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	fee := effect{planTab("Domain name .co.uk", "Subscription Periods"), "6.70", "7.10"}
	p.signIn(provider)
	p.openOneDialog("Pinecrest IT Services")
	p.check("With sub-resellers")
	p.check("Update Plan Fees")
	p.synchronize()
	p.signIn(level3)
	fee.felt(p)
}

func TestWalkPreviewSynchronizeUndo(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	own := effect{planTab("Domain name .com", "Subscription Periods"), "14.99", "10.95"}
	p.signIn(provider)
	p.visit("/")
	p.walkToDialog()
	p.check("Update Plan Fees")
	p.follow("Preview")
	p.see("This is what Synchronize would do now")
	p.signIn(level1)
	own.untouched(p)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.follow("Preview")
	p.see("This is what Synchronize would do now")
	p.synchronize()
	run := p.path()
	p.signIn(level1)
	own.felt(p)
	p.signIn(provider)
	p.visit(run)
	p.follow("Undo")
	p.follow("Undo")
	p.signIn(level1)
	own.untouched(p)
}

func TestWalkKeepOwnValues(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.check("Keep")
	p.synchronize()
	p.see("kept")
	p.signIn(level1)
	planTab("Domain name .com", "Subscription Periods")(p)
	p.see("14.99")
}

func TestWalkNothingTicked(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.click("Synchronize")
	p.see("Select at least one option")
	p.accessible()
}

func TestWalkTwiceFindsNothingToDo(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	for range 2 {
		p.openDialog()
		p.check("Update Plan Fees")
		p.synchronize()
	}
	p.see("Nothing to do")
}
