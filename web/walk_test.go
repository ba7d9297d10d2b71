package main

import "testing"

// The two walks of the manual, by the manual's own words, and what comes of each of the thirteen check boxes for a reseller
// at level 1 and for one at level 3, who has it through the two above him.

const (
	provider = "admin@provider.example"
	level1   = "admin@pinecrest-it-services.example"
	level3   = "admin@maple-street-computers.example"
	outside  = "admin@rheinblick-systemhaus.example"
)

// effect is what a reseller's page shows before and after a run.
type effect struct {
	open   func(*tab) // opens the reseller's page
	before string     // shown before the run and not after it; "" where nothing goes
	after  string     // shown after the run and not before it; "" where nothing comes
}

// check compares the page with what a run should have made of it.
func (e effect) check(p *tab, ran bool) {
	p.t.Helper()
	e.open(p)
	shown, hidden := e.before, e.after
	if ran {
		shown, hidden = e.after, e.before
	}
	if shown != "" {
		p.see(shown)
	}
	if hidden != "" {
		p.seeNot(hidden)
	}
}

// page opens a page by its link in the navigation.
func page(link string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.visit("/products/plans"); p.click(link) }
}

// search looks a plan up in the list of service plans.
func search(words string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.findPlan(words) }
}

// planTab opens a tab of one of the reseller's plans.
func planTab(plan, name string) func(*tab) {
	return func(p *tab) { p.t.Helper(); p.findPlan(plan); p.click(plan); p.see("General"); p.click(name) }
}

// findPlan opens Products > Service Plans and searches for a plan.
func (p *tab) findPlan(words string) {
	p.t.Helper()
	p.visit("/products/plans")
	p.fill("Search", words)
	p.click("Search")
	p.await("location.search.includes('q=')", "the search")
	p.see("Service Plans")
}

// openDialog walks to the dialog of the plan Gold Reseller: Products > Service Plans > the plan > Synchronize Reseller(s).
func (p *tab) openDialog() {
	p.t.Helper()
	p.click("Service Plans")
	p.findPlan("Gold Reseller")
	p.click("Gold Reseller")
	p.click("Synchronize Reseller(s)")
	p.see("Synchronize Plan Resources")
}

// openOneDialog walks to the dialog of one subscription: ... > the plan > Subscriptions > the subscription > the button.
func (p *tab) openOneDialog(reseller string) {
	p.t.Helper()
	p.findPlan("Gold Reseller")
	p.click("Gold Reseller")
	p.see("General")
	p.click("Subscriptions")
	p.see("Subscription Name")
	p.visitSubscriptionOf(reseller)
	p.click("Synchronize Reseller(s)")
	p.see("Synchronize Plan Resources")
}

// visitSubscriptionOf follows the link in the row of this reseller.
func (p *tab) visitSubscriptionOf(reseller string) {
	p.t.Helper()
	row := `[...document.querySelectorAll('table tbody tr')].find(r => r.innerText.includes('` + reseller + `')).querySelector('a')`
	p.await(row+" !== undefined", "the row of "+reseller)
	eval[bool](p, row+".click() === undefined")
	p.see("Synchronize Reseller(s)")
}

func TestWalkEachOption(t *testing.T) {
	t.Parallel()
	tests := []struct {
		box    string
		effect effect
	}{
		{"Create new Plans and Plan periods", effect{search("Copilot"), "", "Microsoft 365 Copilot"}},
		{"Apply Plans enabling/disabling", effect{search("Canva"), "Published", "Disabled by Provider"}},
		{"Update Plan Fees", effect{planTab("Domain name .uk", "Subscription Periods"), "", "7.10"}},
		{"Update Sales Categories, Plan Categories, and Grouping of Resources by Resource Categories",
			effect{page("Sales Categories"), "", "Design Apps"}},
		{"Update Notification Schedules", effect{page("Notification Schedules"), "", "45 days before"}},
		{"Attach Usage Statistics", effect{planTab("Azure", "General"), "Not attached", ""}},
		{"Create new Resources", effect{planTab("Virtual Server S", "Resource Rates"), "", "IPv6"}},
		{"Remove obsolete Resources", effect{planTab("Cloud PBX Basic", "Resource Rates"), "Fax", ""}},
		{"Update Resource Prices", effect{planTab("Microsoft 365 E3", "Resource Rates"), "", "45.60"}},
		{"Update Resource Limits", effect{planTab("Virtual Server M", "Resource Rates"), "", "8,000"}},
		{"Update Order Flow", effect{page("Order Flow"), "", "Fraud check"}},
		{"Update Reseller's Roles/Privileges", effect{page("Privileges"), "", "View reports"}},
		{"Synchronize Terms and Conditions", effect{page("Terms and Conditions"), "3.1", "4.0"}},
	}
	for _, tt := range tests {
		t.Run(tt.box, func(t *testing.T) {
			t.Parallel()
			site := newSite(t)
			p := site.open(t)
			for _, reseller := range []string{level1, level3} {
				p.signIn(reseller)
				tt.effect.check(p, false)
			}
			p.signIn(provider)
			p.openDialog()
			p.check(tt.box)
			p.click("Synchronize")
			p.await("location.pathname.startsWith('/synchronizations/')", "the run's page")
			p.see(tt.box)
			for _, reseller := range []string{level1, level3} {
				p.signIn(reseller)
				tt.effect.check(p, true)
			}
		})
	}
}

func TestWalkOneSubscription(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	fee := effect{planTab("Domain name .uk", "Subscription Periods"), "", "7.10"}
	p.signIn(provider)
	p.openOneDialog("Pinecrest IT Services")
	p.see("This reseller only")
	p.check("Update Plan Fees")
	p.click("Synchronize")
	p.await("location.pathname.startsWith('/synchronizations/')", "the run's page")
	p.see("Pinecrest IT Services")
	p.signIn(level1)
	fee.check(p, true)
	p.signIn(level3)
	fee.check(p, false)
}

func TestWalkOneSubscriptionWithSubResellers(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	fee := effect{planTab("Domain name .uk", "Subscription Periods"), "", "7.10"}
	p.signIn(provider)
	p.openOneDialog("Pinecrest IT Services")
	p.check("With sub-resellers")
	p.check("Update Plan Fees")
	p.click("Synchronize")
	p.await("location.pathname.startsWith('/synchronizations/')", "the run's page")
	p.signIn(level3)
	fee.check(p, true)
}

func TestWalkPreviewSynchronizeUndo(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	own := effect{planTab("Domain name .com", "Subscription Periods"), "14.99", "10.95"}
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.click("Preview")
	p.see("Nothing has been written")
	p.signIn(level1)
	own.check(p, false)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.click("Preview")
	p.see("Nothing has been written")
	p.click("Synchronize")
	p.await("/^\\/synchronizations\\/[0-9]+$/.test(location.pathname)", "the run's page")
	run := p.path()
	p.signIn(level1)
	own.check(p, true)
	p.signIn(provider)
	p.visit(run)
	p.click("Undo")
	p.await("location.pathname.endsWith('/undo')", "the question before the undo")
	p.click("Undo")
	p.await("!location.pathname.endsWith('/undo')", "the undo's page")
	p.signIn(level1)
	own.check(p, false)
}

func TestWalkKeepOwnValues(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.signIn(provider)
	p.openDialog()
	p.check("Update Plan Fees")
	p.check("Keep")
	p.click("Synchronize")
	p.await("location.pathname.startsWith('/synchronizations/')", "the run's page")
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
		p.click("Synchronize")
		p.await("location.pathname.startsWith('/synchronizations/')", "the run's page")
	}
	p.see("Nothing to do")
}
