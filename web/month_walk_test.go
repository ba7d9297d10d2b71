package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWalkMonth does what a distributor does each month: a vendor's price list is sent, looked at and saved, and passed on to the resellers
// after a preview. It counts the clicks.
func TestWalkMonth(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "registrar-december.csv")
	if err := os.WriteFile(list, []byte("tld,currency,register,renew,transfer\ncom,USD,11.25,11.25,10.40\nnet,USD,1260,12.95,-\nshop,USD,30,30,30\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newSite(t).open(t)
	p.signIn(provider)
	p.visit("/")
	p.clicks = 0
	p.follow("Prices")
	p.follow("Import…")
	p.looks()
	p.do(chromedp.SetUploadFiles("#file", []string{list}))
	p.clicks++
	p.follow("Read the Price List")
	p.see("Domain name .com")
	p.see("a registrar's price list per top-level domain")
	p.see("a hundred times as much")
	p.looks()
	p.follow("Save")
	p.see("registrar-december.csv is imported.")
	p.see("USD 10.95 → USD 11.25")
	p.seeNot("USD 1,260.00")
	p.click("synchronize the 18 resellers of Gold Reseller")
	p.see("Synchronize Plan Resources")
	p.check("Update Plan Fees")
	p.follow("Preview")
	p.see("Nothing is written yet")
	p.see("Resellers changed")
	p.follow("Synchronize")
	p.await("/^.synchronizations.[0-9]+$/.test(location.pathname)", "the run's page")
	if p.clicks > 10 {
		t.Errorf("the month takes %d clicks", p.clicks)
	}
	p.signIn(level1)
	p.findPlan("Domain name .com")
	p.follow("Domain name .com")
	p.follow("Subscription Periods")
	p.see("11.25")
}

// TestWalkMonthOfAReseller lets prices follow from what is delivered, by a rule, and makes an exception of one.
func TestWalkMonthOfAReseller(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.signIn(level1)
	p.visit("/")
	p.clicks = 0
	p.follow("Prices")
	p.follow("Rules")
	p.see("No rules")
	p.fill("Percent", "20")
	eval[bool](p, `(e => { e.value = "0.99"; return true })(document.getElementById("rounding"))`)
	p.follow("Show the New Prices")
	p.see("prices change")
	p.looks()
	p.follow("Save the Rule")
	if asked := eval[bool](p, seen("Check these prices")); asked {
		p.looks()
		p.follow("Save All as Shown")
	}
	p.see("delivered + 20 %, to .99")
	p.looks()
	p.visit("/products/prices?only=not_zero&kind=recurring_price")
	p.see("by rule: delivered + 20 %, to .99 (all plans)")
	const cells = "[...document.querySelectorAll('form.sheet tbody tr')].map(r => r.querySelector('input[type=text]'))"
	eval[bool](p, "(c => { c.focus(); c.select(); return true })("+cells+"[0])")
	p.press("9.49")
	p.follow("Save")
	p.see("Prices are saved.")
	p.see("Own value")
	if p.clicks > 7 {
		t.Errorf("the month takes %d clicks", p.clicks)
	}
	p.visit("/products/prices/rules?for=plan-1003&of=rates&percent=30&rounding=0.95")
	p.follow("Save the Rule")
	if asked := eval[bool](p, seen("Check these prices")); asked {
		p.follow("Save All as Shown")
	}
	p.visit("/products/prices?only=rule")
	p.see("delivered + 30 %, to .95 (this plan)")
	if beside := eval[int](p, "(r => r.scrollWidth - r.clientWidth)(document.querySelector('form.sheet .table-region'))"); beside > 0 {
		t.Errorf("%d pixels of the prices are out of sight", beside)
	}
}
