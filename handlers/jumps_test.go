package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiersync/domain"
	"tiersync/views"
)

// means posts a form, and says that all prices are meant that jump.
func (w *world) means(as, path string, form url.Values) *answer {
	w.t.Helper()
	asks := w.post(as, path, form)
	if asks.status != http.StatusUnprocessableEntity || asks.Find("main [name='"+views.JumpField+"'], main [name='"+views.SureNew+"']").Length() == 0 {
		return asks
	}
	sure := asks.form(path)
	sure.Set(views.SureAll, "yes")
	return w.post(as, path, sure)
}

// A price that jumps is asked about, whichever form it is typed in; what is ticked is saved, with the rest.
func TestFault121PricesThatJump(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	form := w.fill("P", monthForm, map[string]string{"recurring_fee": "1000", "setup_fee": "1.2", "renewal_fee": "0", "transfer_fee": "2"})
	page := w.post("P", monthForm, form).want(http.StatusUnprocessableEntity).
		shows("Check these prices", "1 month · Recurring fee", "USD 10.00", "USD 1,000.00", "a hundred times as much", "free from now on", "+100.0 %")
	if rows := page.rowsOf("Prices that change by much"); len(rows) != 3 {
		t.Errorf("%q are asked about, want the three that jump", rows)
	}
	if w.entries() != before {
		t.Error("something was saved before it was meant")
	}
	if n := page.Find("main table input:checked").Length(); n != 0 {
		t.Errorf("%d jumps are ticked beforehand", n)
	}
	sure := page.form(monthForm)
	sure.Set(views.SureField, domain.FeeKey(mailPlan, month, domain.TransferFee).Text())
	w.post("P", monthForm, sure).want(http.StatusSeeOther)
	for fee, want := range map[domain.Fee]string{domain.RecurringFee: "10", domain.RenewalFee: "1", domain.SetupFee: "1.2", domain.TransferFee: "2"} {
		if got := w.fee("P", mailPlan, month, fee); got != want {
			t.Errorf("%s is %s, want %s", fee.Field(), got, want)
		}
	}
	w.means("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "100", "renewal_fee": "0.1"})).want(http.StatusSeeOther)
	if w.fee("P", mailPlan, month, domain.RecurringFee) != "100" || w.fee("P", mailPlan, month, domain.RenewalFee) != "0.1" {
		t.Error("what was meant was not saved")
	}
}

// An exchange rate that jumps is asked about, too.
func TestFault121ExchangeRatesThatJump(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/exchange-rates/EUR"
	form := w.fill("P", path, map[string]string{"exchange_rate": "8"})
	page := w.post("P", path, form).want(http.StatusUnprocessableEntity).shows("Exchange rate · EUR", "ten times as much")
	rest := page.form(path)
	w.post("P", path, rest).want(http.StatusSeeOther)
	w.get("P", path).shows("Nothing was changed")
	w.means("P", path, form).want(http.StatusSeeOther)
	if got := w.get("P", path).Find("[name=exchange_rate]").AttrOr("value", "?"); got != "8" {
		t.Errorf("the rate is %s", got)
	}
}

// A price below its cost is asked about where costs are seen, and an MSRP below its price.
func TestFault121PricesBelowWhatTheyShouldBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("R1", monthForm, w.fill("R1", monthForm, map[string]string{"recurring_fee": "7.5"})).want(http.StatusUnprocessableEntity).shows("below its cost of EUR 8.00")
	w.operator("R1", "Sue", domain.EditPrices)
	w.post("Sue", monthForm, w.fill("Sue", monthForm, map[string]string{"recurring_fee": "7.5"})).want(http.StatusSeeOther)
	w.post("R1", monthForm, w.fill("R1", monthForm, map[string]string{"recurring_fee": "7.6"})).want(http.StatusSeeOther) // no worse than it was
	page := w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"msrp_recurring_fee": "9"})).want(http.StatusUnprocessableEntity).
		shows("New prices to look at", "an MSRP below the price of USD 10.00")
	w.post("P", monthForm, page.form(monthForm)).want(http.StatusSeeOther)
	w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "11"})).want(http.StatusSeeOther)
	w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"msrp_recurring_fee": "12"})).want(http.StatusUnprocessableEntity).shows("+33.3 %")
}

// Two people at a price that jumps: who decides a collision is still asked.
func TestJumpsAndCollisions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.fill("P", monthForm, map[string]string{"recurring_fee": "100"})
	w.set("P", domain.FeesChanged, domain.FeeKey(mailPlan, month, domain.RecurringFee), "11")
	choice := w.post("P", monthForm, form).want(http.StatusConflict).form(monthForm)
	choice.Set("decide", views.Mine)
	page := w.post("P", monthForm, choice).want(http.StatusUnprocessableEntity).shows("Check these prices", "+809.1 %")
	sure := page.form(monthForm)
	sure.Set(views.SureAll, "yes")
	sure.Set("decide", views.Mine)
	w.post("P", monthForm, sure).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "100" {
		t.Errorf("the price is %s", got)
	}
}

// A provider says from which jump on they and their resellers are asked.
func TestJumpLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	limit := func(text string) url.Values { return url.Values{"price_jump_limit": {text}} }
	w.post("P", "/products/prices/limit", limit("5")).want(http.StatusSeeOther)
	w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "10.6"})).want(http.StatusUnprocessableEntity)
	w.post("R1", monthForm, w.fill("R1", monthForm, map[string]string{"recurring_fee": "8.5"})).want(http.StatusUnprocessableEntity).shows("+6.3 %")
	w.post("P", "/products/prices/limit", limit("0")).want(http.StatusSeeOther)
	w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "17"})).want(http.StatusSeeOther)
	w.post("P", "/products/prices/limit", limit("much")).want(http.StatusUnprocessableEntity).shows("Enter a whole number from 0 to 1000")
	for _, who := range []string{"R1", "P-viewer", "P-operator"} {
		if code := w.post(who, "/products/prices/limit", limit("1")).status; code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("%s setting the limit is answered %d", who, code)
		}
	}
}

// A provider says which margins are low, beside the limit of jumps and in one change with it.
func TestLowMarginLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/prices/limit"
	limits := func(jump, margin string) url.Values {
		return url.Values{"price_jump_limit": {jump}, "low_margin": {margin}}
	}
	shown := func() [2]string {
		page := w.get("P", "/products/prices").want(http.StatusOK)
		jump, _ := page.Find("#price_jump_limit").Attr("value")
		margin, _ := page.Find("#low_margin").Attr("value")
		return [2]string{jump, margin}
	}
	if got := shown(); got != [2]string{"30", "10"} {
		t.Errorf("at first the limits are %v", got)
	}
	w.post("P", path, limits("40", "25")).want(http.StatusSeeOther)
	if got := shown(); got != [2]string{"40", "25"} {
		t.Errorf("the limits are %v", got)
	}
	w.get("P", "/changes").want(http.StatusOK).shows("Changed which prices are to be looked at twice")
	for _, wrong := range []string{"101", "-1", "2.5", ""} {
		w.post("P", path, limits("40", wrong)).want(http.StatusUnprocessableEntity).shows("Enter a whole number from 0 to 100")
	}
	if got := shown(); got != [2]string{"40", "25"} {
		t.Errorf("after what was refused the limits are %v", got)
	}
}
