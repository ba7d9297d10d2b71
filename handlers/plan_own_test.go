package handlers_test

import (
	"net/http"
	"testing"

	"tiersync/domain"
)

func TestResellerSetsAndResetsOwnFees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", monthForm).want(http.StatusOK).shows("Delivered", "Cost").hides("MSRP", "Number of periods")
	w.post("R1", monthForm, w.fill("R1", monthForm, map[string]string{"price-1": "15"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/periods").shows("15.00Own value delivered 8.00")
	if n := w.state("R1").Own.Count(); n != 1 {
		t.Errorf("%d own values, want only the fee that was changed", n)
	}
	// What was typed is kept as own even where the delivered value comes to equal it.
	w.setFee("18.75")
	w.synchronize(domain.UpdateFees)
	w.get("R1", "/products/plans/2/periods").shows("15.00").hides("Own value")
	w.post("R1", monthForm, w.fill("R1", monthForm, map[string]string{"price-1": "16"})).want(http.StatusSeeOther)
	form := w.fill("R1", monthForm, map[string]string{"reset-1": "yes", "price-1": "whatever"})
	w.post("R1", monthForm, form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/periods").shows("15.00").hides("Own value")
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values after the reset", n)
	}
	if got := w.fee("R11", mailPlan, month, domain.RecurringFee); got != "18.75" {
		t.Errorf("R11 pays %s; a parent's price reaches him only by a synchronization", got)
	}
}

func TestResellerSetsOwnPricesAndIncludedAmount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.fill("R1", mailboxForm, map[string]string{"included": "20", "price-0-0-1": "0.75"})
	w.post("R1", mailboxForm, form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/rates").shows("20 Own value delivered 10", "0.75Own value delivered 0.40")
	const storageForm = "/products/plans/2/rates/32/edit"
	page := w.post("R1", storageForm, w.fill("R1", storageForm, map[string]string{"included": "3"})).want(http.StatusUnprocessableEntity)
	if got := page.problem("included"); got != "Enter unlimited, 0, or at least the minimum" {
		t.Errorf("message %q", got)
	}
	// What only the vendor decides is not read from a forged form.
	form = w.fill("R1", mailboxForm, map[string]string{"minimum": "0", "maximum": "1", "reset-included": "yes"})
	w.post("R1", mailboxForm, form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/rates").shows("100").hides("delivered 10")
}

func TestResellerDescribesAndPublishes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/2/edit"
	w.post("R1", path, w.fill("R1", path, map[string]string{"short": "Mine", "name": "Forged"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Hosted Mail", "Mine Own value Delivered:In short")
	w.post("R1", path, w.fill("R1", path, map[string]string{"reset-short": "yes"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("In short").hides("Mine")
	w.post("R1", "/products/plans/2/unpublish", nil).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Unpublished", "Own value")
	w.post("R1", "/products/plans/2/publish", nil).want(http.StatusSeeOther)
	w.get("R1", "/products/plans").hides("Unpublished")
}

func TestConfirmHeldPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// An operating unit with protected prices gets a new plan without prices.
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, w.viewers["R2"].Account.ID)
	row := w.templateRow()
	w.check(w.db.SetDelegated(t.Context(), w.viewers["P"], row.ID, []domain.PlanID{resellerPlan, mailPlan, officePlan, newPlan}, row.Version))
	w.get("P", "/products/plans/1/synchronize").shows("holds 1 plan", "Some plans would be held")
	w.synchronize(domain.CreatePlans)
	w.get("P", "/products/plans/1/synchronize").hides("would be held")
	w.get("R2", "/products/plans/4").shows("Delegated confirmation needed", "A price is not set")
	w.post("R2", "/products/plans/4/confirm", nil).want(http.StatusUnprocessableEntity).shows("Set every price")
	for _, path := range []string{"/products/plans/4/periods/21/edit", "/products/plans/4/periods/22/edit",
		"/products/plans/4/rates/31/edit", "/products/plans/4/rates/32/edit"} {
		form := w.get("R2", path).form(path)
		for name := range form {
			if len(name) > 6 && name[:6] == "price-" {
				form.Set(name, "2")
			}
		}
		w.post("R2", path, form).want(http.StatusSeeOther)
	}
	w.get("R2", "/products/plans/4").shows("All prices are set", "Confirm")
	w.post("R2", "/products/plans/4/confirm", nil).want(http.StatusSeeOther)
	w.get("R2", "/products/plans/4").shows("Published").hides("Delegated confirmation needed")
}
