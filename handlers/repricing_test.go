package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// putBelowLink finds on the page after a change what it says of resellers below cost, and where it leads.
func (a *answer) putBelowLink() (says, link string) {
	to := a.Find(".notice a[href$='/below-cost']")
	return strings.TrimSpace(to.Text()), to.AttrOr("href", "")
}

// TestAPricePutsResellersBelowCost: a price of a vendor's is what their resellers pay at once. The page before it is saved says how many would sell
// below cost, the page after it how many do, and leads to which prices these are.
func TestAPricePutsResellersBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.fill("P", monthForm, map[string]string{"recurring_fee": "20"})
	asks := w.post("P", monthForm, form).want(http.StatusUnprocessableEntity).shows("2 prices of 2 resellers would be below cost from then on")
	sure := asks.form(monthForm)
	sure.Set("sure-all", "yes")
	says, link := w.get("P", w.post("P", monthForm, sure).want(http.StatusSeeOther).location).putBelowLink()
	if says != "2 prices of 2 resellers are below cost from now on" {
		t.Errorf("the page after it says %q", says)
	}
	page := w.get("P", link).want(http.StatusOK).shows("2 prices of 2 resellers were put below cost by it", "Hosted Mail", "1 month · Recurring fee", "USD 10.00", "USD 20.00", "EUR 16.00")
	if n := page.Find("main tbody tr.group-row").Length(); n != 2 || !strings.Contains(page.text("main"), "R1 buys from P") {
		t.Errorf("%d resellers are listed: %s", n, page.text("main table"))
	}
	w.get("P", strings.TrimSuffix(link, "/below-cost")).want(http.StatusOK).shows("See whether resellers sell below cost by it")
	w.get("P", strings.TrimSuffix(link, "/below-cost")+"/undo").want(http.StatusOK).hides("would be below cost")
	for _, other := range []string{"R1", "P2"} {
		w.get(other, link).want(http.StatusNotFound)
	}
}

// TestWhatPutsNobodyBelowCost: what makes no cost rise above a price says nothing, and who buys from somebody else is none of it.
func TestWhatPutsNobodyBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	after := w.get("P", w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "9.5"})).want(http.StatusSeeOther).location)
	if says, _ := after.putBelowLink(); says != "" {
		t.Errorf("of a price that falls the page says %q", says)
	}
	fallen := w.get("P", after.Find("[role=status] a:contains('See the change')").AttrOr("href", "")).want(http.StatusOK)
	none := w.get("P", fallen.Find("main a[href$='/below-cost']").AttrOr("href", "")).want(http.StatusOK)
	if got := spaced(none.Find("main p.lead")); got != "No price of a reseller was put below its cost by this change." || none.Find("main h2").Length() > 0 {
		t.Errorf("the page of whom it puts below cost says %q", spaced(none.Find("main")))
	}
	after = w.get("R1", w.means("R1", monthForm, w.fill("R1", monthForm, map[string]string{"recurring_fee": "30"})).want(http.StatusSeeOther).location)
	if says, _ := after.putBelowLink(); says != "1 price of 1 reseller is below cost from now on" {
		t.Errorf("of a reseller's price the page says %q", says)
	}
	after = w.get("R2", w.means("R2", monthForm, w.fill("R2", monthForm, map[string]string{"recurring_fee": "30"})).want(http.StatusSeeOther).location)
	if says, _ := after.putBelowLink(); says != "" {
		t.Errorf("of a price of who has no resellers the page says %q", says)
	}
}

// TestAnUndoOfAPricePutsResellersBelowCost: what falls comes back, when somebody sells at less already. What a change did is told by what held then.
func TestAnUndoOfAPricePutsResellersBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	after := w.means("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "5"})).want(http.StatusSeeOther).location
	change := w.get("P", after).Find(".notice a[href^='/changes/']").AttrOr("href", "")
	w.means("R2", monthForm, w.fill("R2", monthForm, map[string]string{"recurring_fee": "6"})).want(http.StatusSeeOther)
	undo := change + "/undo"
	ask := w.get("P", undo).want(http.StatusOK).shows("1 price of 1 reseller would be below cost from then on")
	says, link := w.get("P", w.post("P", undo, ask.form(undo)).want(http.StatusSeeOther).location).putBelowLink()
	if says != "1 price of 1 reseller is below cost from now on" {
		t.Errorf("the page after it says %q", says)
	}
	w.means("R2", monthForm, w.fill("R2", monthForm, map[string]string{"recurring_fee": "12"})).want(http.StatusSeeOther)
	w.get("P", link).want(http.StatusOK).shows("1 price of 1 reseller was put below cost by it", "R2 buys from P", "USD 6.00", "USD 5.00", "USD 10.00")
}

// TestAnExchangeRatePutsResellersBelowCost: so does an exchange rate, of whoever is paid in another currency.
func TestAnExchangeRatePutsResellersBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/exchange-rates/EUR"
	done := w.get("P", w.means("P", path, w.fill("P", path, map[string]string{"exchange_rate": "1.5"})).want(http.StatusSeeOther).location)
	says, link := done.putBelowLink()
	if !strings.HasSuffix(says, "of 1 reseller are below cost from now on") {
		t.Errorf("the page after it says %q", says)
	}
	w.get("P", link).want(http.StatusOK).shows("of 1 reseller were put below cost by it", "R1 buys from P", "EUR 8.00", "EUR 15.00").hides("R11")
}

// TestASmallExchangeRateAsksForWhomItPutsBelowCost: however little it moves, whoever would sell below cost by it is listed before it is saved.
func TestASmallExchangeRateAsksForWhomItPutsBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/exchange-rates/EUR"
	asks := w.post("P", path, w.fill("P", path, map[string]string{"exchange_rate": "0.801"})).want(http.StatusUnprocessableEntity).
		shows("of 1 reseller would be below cost from then on", "prices of resellers would be below cost", "R1 buys from P", "EUR 8.01")
	left := asks.form(path)
	w.get("P", w.post("P", path, left).want(http.StatusSeeOther).location).hides("below cost from now on")
	if rate := w.get("P", path).form(path).Get("exchange_rate"); rate != "0.8" {
		t.Errorf("left as it was, the rate is %s", rate)
	}
	sure := asks.form(path)
	sure.Set("sure-all", "yes")
	w.get("P", w.post("P", path, sure).want(http.StatusSeeOther).location).shows("of 1 reseller are below cost from now on")
	w.post("P", path, w.fill("P", path, map[string]string{"exchange_rate": "0.8"})).want(http.StatusSeeOther)
}

// TestPagesBeforePricesSayWhomTheyPutBelowCost: so do a calculation, a price list and a price rule before they are saved.
func TestPagesBeforePricesSayWhomTheyPutBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const would = "would be below cost from then on"
	w.get("P", "/products/prices/calculate?q=Hosted+Mail&sets=price&base=price&percent=5&rounding=unit").want(http.StatusOK).shows("of 2 resellers "+would, "The first 20 of 48.", "R1 buys from P", "Hosted Mail · 1 month · Recurring fee", "Cost after")
	w.get("P", "/products/prices/calculate?q=Hosted+Mail&sets=price&base=price&percent=-5&rounding=unit").want(http.StatusOK).hides(would)
	list := fmt.Sprintf("Plan ID,Period ID,Price,Amount,Currency\n%d,%d,%s,10.5,USD\n", mailPlan, month, domain.RecurringFee.Field())
	w.get("P", w.sends("P", "up.csv", list)).want(http.StatusOK).
		shows("2 prices of 2 resellers "+would, "Which prices these are", "R1 buys from P", "R2 buys from P", "1 month · Recurring fee", "USD 10.50").hides("The first ")
}
