package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views"
)

const (
	heldPage   = "/products/prices/confirm"
	secondPlan = domain.PlanID(6)
)

// holding is the world in which R2 is an operating unit with protected prices, and got plans without prices.
func holding(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.tell(`
		ids given: plan Second 6
		P adds plan Second: plan category Cloud
		P adds period Second month: recurring fee 7, setup fee 3, msrp of recurring fee 9`)
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, w.viewers["R2"].Account.ID)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan, secondPlan)
	w.synchronize(domain.CreatePlans)
	return w
}

// held are the fields of the page that have a price, by their names, and how many are empty.
func (a *answer) held() (prices map[string]string, empty int) {
	prices = map[string]string{}
	for name, value := range a.prices() {
		if value == "" {
			empty++
		} else {
			prices[name] = value
		}
	}
	return prices, empty
}

// All held plans are priced and confirmed on one page, in a handful of clicks, as one change that can be taken back.
func TestHeldPlansOnOnePage(t *testing.T) {
	t.Parallel()
	w := holding(t)
	fee := func(plan domain.PlanID, fee domain.Fee) string {
		return views.PriceName(domain.FeeKey(plan, month, fee))
	}
	link := w.get("R2", "/products/plans").shows("2 plans wait").Find("main a:contains('Set prices and confirm')").AttrOr("href", "")
	page := w.get("R2", link).want(http.StatusOK).shows("2 plans wait. Prices are in USD", "Confirm Not Delegated", "Confirm Second", "Cost", "Offered")
	many, _ := w.many("R2", "do=publish&all=yes")
	many.shows("2 plans wait for your confirmation", "Set prices and confirm")
	before := w.entries()
	_, empty := page.held()
	if want := 2*7 + 2*4 + 7; empty != want {
		t.Errorf("the page has %d empty fields, want %d", empty, want)
	}
	form := page.form(heldPage)
	form.Set(fee(newPlan, domain.RecurringFee), "15")
	form.Set("go", views.FillCost)
	form.Set("percent", "20")
	page = w.post("R2", heldPage, form).want(http.StatusOK).shows("28 prices are filled in. Nothing is saved yet.")
	prices, empty := page.held()
	if empty != 0 || prices[fee(newPlan, domain.RecurringFee)] != "15" || prices[fee(secondPlan, domain.RecurringFee)] != "8.40" {
		t.Errorf("cost and 20 %% fill %v, and leave %d", prices, empty)
	}
	form = page.form(heldPage)
	form.Set("go", views.FillEmpty)
	page = w.post("R2", heldPage, form).want(http.StatusOK).shows("The fields are empty")
	if prices, _ := page.held(); len(prices) != 0 {
		t.Errorf("the emptied form has %v", prices)
	}
	form = page.form(heldPage)
	form.Set("go", views.FillOffered)
	page = w.post("R2", heldPage, form).want(http.StatusOK)
	if prices, _ := page.held(); prices[fee(secondPlan, domain.RecurringFee)] != "9.00" || prices[fee(newPlan, domain.RecurringFee)] != "10.00" {
		t.Errorf("what is offered fills %v", prices)
	}
	if w.entries() != before {
		t.Error("a button that fills the form saved something")
	}
	w.post("R2", heldPage, page.form(heldPage)).want(http.StatusSeeOther)
	done := w.get("R2", heldPage).want(http.StatusOK).shows("2 plans are confirmed.", "Nothing to confirm", "No plan waits")
	if w.entries() != before+1 {
		t.Errorf("%d changes, want 1", w.entries()-before)
	}
	w.get("R2", "/products/plans?status=Published").shows("Not Delegated", "Second")
	change := done.Find("a[href^='/changes/']").First().AttrOr("href", "")
	w.get("R2", change).want(http.StatusOK).shows("Confirmed delegated plans", "Not Delegated", "Second")
	notice := w.get("R2", change+"/undo").want(http.StatusOK).shows("2 plans leave sale", "Nobody can buy what waits for prices or for your confirmation.")
	for _, plan := range []string{"Not Delegated", "Second"} {
		if notice.Find("[role=note] a:contains('"+plan+"'), .notice a:contains('"+plan+"')").Length() == 0 {
			t.Errorf("the undo does not say that %s leaves sale", plan)
		}
	}
	undone := w.post("R2", change+"/undo", nil).want(http.StatusSeeOther).location
	w.get("R2", heldPage).shows("2 plans wait")
	w.get("R2", undone+"/undo").want(http.StatusOK).hides("leave sale")
}

// TestHeldPlansDoNotSayHowTheyCame: a plan waits, too, whose delivered price its reseller took away themselves.
func TestHeldPlansDoNotSayHowTheyCame(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory)
	w.tell("Rhein changes Mail month: recurring fee not set")
	w.get("Rhein", heldPage).want(http.StatusOK).shows("1 plan waits", "not on sale until every price is set and you confirm").hides("came without")
}

// What is left empty waits; a plan whose box is not ticked is priced and waits; one whose price jumps and is not meant waits, too.
func TestHeldPlansThatStillWait(t *testing.T) {
	t.Parallel()
	w := holding(t)
	form := w.get("R2", heldPage).form(heldPage)
	form.Set("go", views.FillOffered)
	form = w.post("R2", heldPage, form).want(http.StatusOK).form(heldPage)
	form.Set("confirm", idOf(secondPlan))
	low := domain.FeeKey(newPlan, month, domain.RecurringFee)
	form.Set(views.PriceName(low), "0.00")
	asks := w.post("R2", heldPage, form).want(http.StatusUnprocessableEntity).shows("Check these prices", "below its cost of USD 10.00")
	w.post("R2", heldPage, asks.form(heldPage)).want(http.StatusSeeOther)
	page := w.get("R2", heldPage).shows("1 plan is confirmed.", "1 plan waits", "Confirm Not Delegated").hides("Confirm Second")
	if _, empty := page.held(); empty != 1 {
		t.Errorf("%d prices are missing, want the one that was not meant", empty)
	}
	form = page.form(heldPage)
	form.Set(views.PriceName(low), "12.345")
	again := w.post("R2", heldPage, form).want(http.StatusUnprocessableEntity)
	if got := again.problem(views.PriceName(low)); !strings.Contains(got, "2 decimals") {
		t.Errorf("the message is %q", got)
	}
	if n := again.Find("input[name=confirm]:checked").Length(); n != 1 {
		t.Errorf("%d plans are still ticked", n)
	}
	form.Set(views.PriceName(low), "12")
	form.Del("confirm")
	w.post("R2", heldPage, form).want(http.StatusSeeOther)
	w.get("R2", heldPage).shows("Prices are saved. No plan is confirmed", "All prices are set.")
	w.post("R2", heldPage, w.get("R2", heldPage).form(heldPage)).want(http.StatusSeeOther)
	w.get("R2", heldPage).shows("1 plan is confirmed.", "Nothing to confirm")
}

// One plan alone, what cannot be read, and who may.
func TestHeldPlansForWhom(t *testing.T) {
	t.Parallel()
	w := holding(t)
	one := heldPage + "?plan=4"
	w.get("R2", "/products/plans/4").shows("all on one page")
	w.get("R2", one).want(http.StatusOK).shows("Confirm Not Delegated", "All 2 that wait").hides("Confirm Second")
	w.get("R2", heldPage+"?plan=2").shows("This plan does not wait for you.")
	w.get("R2", heldPage+"?from=999999").shows("Nothing to confirm")
	empty := w.get("R2", one).form(one)
	again := w.post("R2", one, empty).want(http.StatusUnprocessableEntity).shows("22 prices are still not set. The plan waits until every price is set and you confirm: nothing was saved.", "Confirm Not Delegated").hides("Nothing was changed")
	again.form(one) // it is sent to the same plan again
	w.post("R2", heldPage, w.get("R2", heldPage).form(heldPage)).want(http.StatusUnprocessableEntity).shows("29 prices are still not set. 2 plans wait until")
	form := w.get("R2", one).form(one)
	form.Set("go", views.FillCost)
	form.Set("percent", "-101")
	if got := w.post("R2", one, form).want(http.StatusUnprocessableEntity).problem("percent"); got != "A price cannot be below zero" {
		t.Errorf("the message is %q", got)
	}
	form.Set("percent", "much")
	if got := w.post("R2", one, form).want(http.StatusUnprocessableEntity).hides("filled in", "stay empty").problem("percent"); got != domain.PercentGuess {
		t.Errorf("the message is %q", got)
	}
	if first := w.get("R2", one).Find("form.sheet button").First(); first.AttrOr("name", "") != "go" || first.AttrOr("value", "") != views.FillEnter {
		t.Error("Enter in the percentage sends another button than the one that asks whether there is one")
	}
	form.Set("go", views.FillEnter)
	form.Set("percent", "20")
	w.post("R2", one, form).want(http.StatusOK).shows("Nothing is saved yet.")
	form.Set("percent", "")
	w.post("R2", one, form).want(http.StatusUnprocessableEntity).shows("are still not set")
	w.operator("R2", "Sue", domain.EditPrices)
	form = w.get("Sue", heldPage).want(http.StatusOK).hides("Cost", "Offered").form(heldPage)
	form.Set("go", views.FillOffered) // which their page does not have
	w.post("Sue", heldPage, form).shows("0 prices are filled in", "29 prices stay empty").hides("10.00")
	form.Set("go", views.FillFree)
	page := w.post("Sue", heldPage, form).shows("29 prices are filled in").hides("stay empty")
	form = page.form(heldPage)
	form.Set("go", views.FillFree)
	w.post("Sue", heldPage, form).shows("No price is empty: nothing is filled in.")
	w.operator("R2", "Pam", domain.PublishPlans)
	w.get("Pam", heldPage).want(http.StatusForbidden)
	w.get("Pam", "/products/plans").shows("2 plans wait").hides("Set prices")
	w.get("P", heldPage).want(http.StatusNotFound)
	w.get("R1", heldPage).want(http.StatusOK).shows("No plan waits for your prices")
}

// Whose vendor has no price themselves is not offered to take one, and reads why.
func TestHeldPlansOfAnUnpricedVendor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, w.viewers["R1"].Account.ID)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan)
	w.synchronize(domain.CreatePlans)
	w.get("R1", heldPage).shows("Take the Offered", "Take Cost + Percent").hides("nothing to take")
	page := w.get("R11", heldPage).want(http.StatusOK).shows("Set the Rest to 0.00", "your provider has no price", "there is nothing to take").
		hides("Take the Offered", "Take Cost + Percent")
	for _, column := range []string{"Cost", "Offered"} {
		if cell := page.Find("td[data-label='" + column + "']").First().Text(); strings.TrimSpace(cell) != "not set" {
			t.Errorf("%s of a price that the vendor has not set is %q", column, cell)
		}
	}
}

// More prices than a page has are on several; a plan that lacks more than one page is not lost.
func TestHeldPlansOnSeveralPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		P adds plan Many{1..30}: plan category Cloud
		P adds period Many{1..30} month: recurring fee 7
		P adds resource Many30 Mailbox
		P adds prices Many30 Mailbox from {1..60}0: recurring price 1
		template delegates Program Mail Office ` + "Many{1..30}")
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, w.viewers["R2"].Account.ID)
	w.synchronize(domain.CreatePlans)
	seen, path, pages := map[string]bool{}, heldPage, 0
	for ; path != ""; pages++ {
		page := w.get("R2", path).want(http.StatusOK).shows("30 plans wait, ", " of them on this page. Prices are in USD")
		for name := range page.prices() {
			seen[name] = true
		}
		path = page.Find(".pager a[rel=next]").AttrOr("href", "")
	}
	if want := 29*7 + 200; len(seen) != want || pages != 3 {
		t.Errorf("%d fields on %d pages, want %d", len(seen), pages, want)
	}
}
