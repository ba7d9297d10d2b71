package handlers_test

import (
	"net/http"
	"testing"

	"tiersync/domain"
)

// A page of which the address asks for what is not among the choices says so: it may be an old one, and who follows it believes that they see
// what they asked for. No file is made of it.
func TestNoSuchChoice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set("R2", domain.OwnValuesSet, domain.FeeKey(mailPlan, month, domain.RecurringFee), "15")
	w.synchronize()
	at := w.get("P", "/synchronizations").Find("tbody a[href^='/synchronizations/']").AttrOr("href", "")
	const choose = "not among the choices"
	for as, addresses := range map[string][]string{
		"P": {"/products/plans?status=Unknown", "/products/plans?category=77", "/products/prices?only=below_cost", "/products/prices?plan=77", "/resellers?state=unknown",
			"/resellers?level=99", "/audit?kind=nothing", "/audit?who=nobody", "/security-events?kind=nothing", at + "?look=nothing", at + "?only=nothing", at + "?box=nothing",
			at + "?show=nothing", at + "?by=plan&outcome=nothing", at + "?by=plan&level=nothing", at + "?currency=none"},
		"R2": {"/products/own-values?plan=77", "/products/own-values?lock=nothing"},
	} {
		for _, address := range addresses {
			w.get(as, address).want(http.StatusOK).shows(choose)
		}
	}
	for _, list := range []string{"/resellers", "/products/plans/1/subscriptions"} {
		w.get("P", list+"?vendor=Northwind").want(http.StatusOK).shows("Enter the ID of a vendor")
		w.get("P", list+"?vendor=10").want(http.StatusOK).hides("Enter the ID of a vendor")
	}
	for _, file := range []string{"/resellers.csv?vendor=Northwind", "/products/plans.csv?status=Unknown", "/products/prices.csv?only=below_cost", "/resellers.csv?state=unknown", "/audit.csv?kind=nothing"} {
		w.get("P", file).want(http.StatusUnprocessableEntity)
	}
	field := w.get("P", "/products/plans?status=Unknown").shows("There is a problem").Find("form[role=search] select[name=status]")
	if field.AttrOr("aria-invalid", "") != "true" || field.AttrOr("aria-describedby", "") != "status-error" {
		t.Error("the message does not stand at its field")
	}
}

// The prices of one plan say that they are, and lead to those of all.
func TestPricesOfOnePlanSaySo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P", "/products/prices?plan=2&only=not_zero").want(http.StatusOK).shows("Only: Hosted Mail")
	if got := page.Find(".look-filter a:contains('Show all')").AttrOr("href", ""); got != "/products/prices?only=not_zero" {
		t.Errorf("Show all leads to %q", got)
	}
	w.get("P", "/products/prices").hides("Show all")
}
