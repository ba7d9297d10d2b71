package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"tiersync/domain"
)

const (
	newPeriodForm = "/products/plans/2/periods/new"
	newRateForm   = "/products/plans/2/rates/new"
)

// choices are the labels of a list's options.
func (a *answer) choices(name string) []string {
	var labels []string
	for _, option := range a.Find("select[name='" + name + "'] option").EachIter() {
		labels = append(labels, option.Text())
	}
	return labels
}

func TestNewPeriodStartsAtZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P", newPeriodForm).want(http.StatusOK)
	form := page.form(newPeriodForm)
	for _, field := range []string{"setup_fee", "recurring_fee", "non_refundable_fee"} {
		if got := form.Get(field); got != "0.00" {
			t.Errorf("%s starts at %q", field, got)
		}
	}
	if got := page.choices("copy"); len(got) < 3 || got[0] != "0.00" || got[2] != "Copy of 1 month" {
		t.Errorf("a new period can start from %q", got)
	}
	form.Set("period_length", "6")
	w.post("P", newPeriodForm, form).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/periods").shows("6 months")
	if got := w.get("P", "/products/plans/new").form("/products/plans/new").Get("recurring_fee"); got != "0.00" {
		t.Errorf("a new plan's fee starts at %q", got)
	}
}

func TestNewPeriodAsACopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "12.5", "msrp_recurring_fee": "20", "number_of_periods": "3", "refund_period": "14"})).want(http.StatusSeeOther)
	page := w.get("P", newPeriodForm+"?copy=22").want(http.StatusOK)
	if got := page.text("select[name='copy'] option[selected]"); got != "Copy of 1 month" {
		t.Errorf("it says %q is chosen", got)
	}
	form := page.form(newPeriodForm)
	for field, want := range map[string]string{"recurring_fee": "12.50", "msrp_recurring_fee": "20.00", "number_of_periods": "3", "refund_period": "14", "period_length": "1", "period_unit": "months"} {
		if got := form.Get(field); got != want {
			t.Errorf("%s starts as %q, want %q", field, got, want)
		}
	}
	form.Set("period_length", "6")
	w.post("P", newPeriodForm, form).want(http.StatusSeeOther)
	made := w.state("P").Effective().Plan(mailPlan).Periods
	if last := made[len(made)-1]; last.ID == month || last.Label() != "6 months" || last.Fees[domain.RecurringFee].String() != "12.5" {
		t.Errorf("the copy is %+v", last)
	}
	for _, unknown := range []string{"4711", "x", "-1", "%FF"} {
		if got := w.get("P", newPeriodForm+"?copy="+unknown).want(http.StatusOK).form(newPeriodForm).Get("recurring_fee"); got != "0.00" {
			t.Errorf("copy=%s starts at %q", unknown, got)
		}
	}
}

func TestNewRateStartsAtZeroOrAsACopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.get("P", newRateForm).want(http.StatusOK).form(newRateForm).Get("recurring_price-0-0"); got != "0.00" {
		t.Errorf("a new price starts at %q", got)
	}
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	w.means("P", mailboxForm, w.fill("P", mailboxForm, map[string]string{"included": "5", "minimum": "1", "maximum": "50",
		"recurring_price-0-0": "0.125", "recurring_price-22-100": "0.1"})).want(http.StatusSeeOther)
	page := w.get("P", newRateForm+"?copy=31").want(http.StatusOK).shows("Copy of Mailbox")
	form := page.form(newRateForm)
	for field, want := range map[string]string{"included": "5", "minimum": "1", "maximum": "50", "recurring_price-0-0": "0.125", "recurring_price-22-100": "0.10"} {
		if got := form.Get(field); got != want {
			t.Errorf("%s starts as %q, want %q", field, got, want)
		}
	}
	form.Set("resource_rate", "33")
	form.Set("recurring_price-22-100", "x")
	refused := w.post("P", newRateForm, form).want(http.StatusUnprocessableEntity)
	if got := refused.text(".error-summary a"); got != "1 month, from 100, Recurring price: Enter a price like 12.50" {
		t.Errorf("the summary says %q", got)
	}
	form = refused.form(newRateForm)
	form.Set("recurring_price-22-100", "0,2")
	w.post("P", newRateForm, form).want(http.StatusSeeOther)
	rate := w.state("P").Effective().Plan(mailPlan).Rate(spare)
	if row := rate.Row(month, 100); row == nil || row.Prices[domain.RecurringPrice].String() != "0.2" || rate.Included != 5 {
		t.Errorf("the copy is %+v", rate)
	}
	if have := w.state("P").Effective().Plan(mailPlan).Rate(mailbox).Row(month, 100); have.Prices[domain.RecurringPrice].String() != "0.1" {
		t.Errorf("the copied resource has %v now", have.Prices)
	}
}
