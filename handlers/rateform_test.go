package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiersync/domain"
)

// A form that is shown back because of a mistake is still made from what it was made from: what somebody else changed meanwhile, and
// the next save does not touch, stays.
func TestAFormShownBackKeepsWhatItWasMadeFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.fill("P", monthForm, map[string]string{"recurring_fee": "ten"})
	w.means("P", monthForm, w.fill("P", monthForm, map[string]string{"transfer_fee": "4.44"})).want(http.StatusSeeOther)
	again := w.post("P", monthForm, form).want(http.StatusUnprocessableEntity).form(monthForm)
	again.Set("recurring_fee", "12")
	w.get("P", w.post("P", monthForm, again).want(http.StatusSeeOther).location).shows("USD 4.44. By P.")
	if got := w.fee("P", mailPlan, month, domain.TransferFee); got != "4.44" {
		t.Errorf("the transfer fee is %s", got)
	}
}

// Somebody removes a price row, or adds one, while another one types into the form of the rate.
func TestPriceRowsComeAndGoMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const form, rows = "/products/plans/2/rates/31/edit", "/products/plans/2/rates/31/rows"
	w.post("P", rows, url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	const tier = "recurring_price@2-22-31-100"
	typed := w.fill("P", mailboxPrices, map[string]string{tier: "5.55"})
	other := w.fill("P", form, map[string]string{"maximum": "7000"})
	w.post("P", rows, url.Values{"period": {"0"}, "price_row": {"50"}}).want(http.StatusSeeOther)
	w.post("P", form, other).want(http.StatusSeeOther)
	w.post("P", form, w.fill("P", form, map[string]string{"remove-22-100": domain.Yes})).want(http.StatusSeeOther)
	w.post("P", mailboxPrices, typed).want(http.StatusConflict).shows("from 100", "5.55", "Removed by P")
	if rate := w.state("P").Effective().Plan(mailPlan).Rate(31); len(rate.Prices) != 2 || rate.Maximum != 7000 {
		t.Errorf("%+v", rate)
	}
}
