package handlers_test

import (
	"net/http"
	"slices"
	"testing"

	"tiersync/domain"
)

func TestBillingIsAChoice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/4/edit" // not delegated
	page := w.get("P", path).want(http.StatusOK)
	if got := page.choices("billing_model"); !slices.Equal(got, domain.BillingModels()) {
		t.Errorf("models: %q", got)
	}
	form := page.form(path)
	if form.Get("billing_model") != "In advance" || form.Get("billing_period") != "Monthly" {
		t.Errorf("chosen: %q, %q", form.Get("billing_model"), form.Get("billing_period"))
	}
	form.Set("billing_model", "Whenever")
	if got := w.post("P", path, form).want(http.StatusUnprocessableEntity).text(".error-summary a"); got != "Billing model: Choose from the list" {
		t.Errorf("the summary says %q", got)
	}
	form.Set("billing_model", "In arrears")
	form.Set("billing_period", "Yearly")
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", "/products/plans/4").shows("In arrears", "Yearly")
}
