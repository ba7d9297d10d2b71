package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

const ownValuesPage = "/products/own-values"

// A reseller locks an own value for a reason: every price list says so, a run with Overwrite leaves it, and its page says why.
func TestLockOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fee := domain.FeeKey(mailPlan, month, domain.RecurringFee)
	w.get("R1", pricesPage).want(http.StatusOK).shows("Own Values")
	w.get("R1", ownValuesPage).want(http.StatusOK).shows("No own values")
	w.get("P", ownValuesPage).want(http.StatusNotFound)
	w.set("R1", domain.OwnValuesSet, fee, "15")

	page := w.get("R1", ownValuesPage).want(http.StatusOK).shows("Hosted Mail", "Recurring fee", "15.00", "Lock what is ticked")
	if row := page.rowsOf("Own values"); len(row) != 1 || !strings.Contains(row[0], "EUR 8.00") || !strings.Contains(row[0], "+7.00") {
		t.Errorf("of what was delivered and the difference it says %q", row)
	}
	w.tell("user Blind at R1: operator, Edit prices")
	w.get("Blind", ownValuesPage).want(http.StatusOK).shows("15.00").hides("8.00", "7.00")
	form := page.form(ownValuesPage)
	form["value"], form["action"] = []string{fee.Text()}, []string{"lock"}
	w.post("R1", ownValuesPage, form).want(http.StatusUnprocessableEntity).shows("Enter a reason", "There is a problem")
	form["reason"] = []string{strings.Repeat("x", 201)}
	w.post("R1", ownValuesPage, form).want(http.StatusUnprocessableEntity)
	form["reason"] = []string{"promised until June"}
	refused := w.post("R1", ownValuesPage, withoutField(form, "value")).want(http.StatusUnprocessableEntity).shows("Tick at least one value")
	if said := refused.Find(".error-summary li").Length(); said != 1 {
		t.Errorf("that nothing is ticked is said %d times", said)
	}
	w.post("R1", ownValuesPage, form).want(http.StatusSeeOther)
	w.get("R1", ownValuesPage).want(http.StatusOK).shows("1 value is locked: no synchronization overwrites it.", "promised until June")
	w.get("R1", ownValuesPage+"?lock=unlocked").want(http.StatusOK).shows("None matches this search.")
	w.get("R1", recurrings).want(http.StatusOK).shows("Own value", "Locked")
	theirs := w.get("P", w.reseller("R1", "/plans/"+idOf(mailPlan)+"/periods")).want(http.StatusOK).shows("Own value", "Locked")
	if theirs.Find("a[href^='"+ownValuesPage+"']").Length() > 0 {
		t.Error("a vendor is led to own values, which resellers have")
	}
	w.get("R1", "/changes").want(http.StatusOK).shows("locked own values")

	w.set("P", domain.FeesChanged, fee, "12")
	w.synchronize(domain.UpdateFees)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "15" {
		t.Errorf("a locked value became %s", got)
	}
	form = w.get("R1", ownValuesPage).want(http.StatusOK).form(ownValuesPage)
	form["value"], form["action"] = []string{fee.Text()}, []string{"unlock"}
	w.post("R1", ownValuesPage, form).want(http.StatusSeeOther)
	w.synchronize(domain.UpdateFees)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "9.6" {
		t.Errorf("an unlocked value is %s", got)
	}
}

func withoutField(form url.Values, name string) url.Values {
	left := url.Values{}
	for key, values := range form {
		if key != name {
			left[key] = values
		}
	}
	return left
}

// Who may not set a price is led to its lock, and not to one that they cannot make.
func TestOnlyWhoMaySetAPriceIsOfferedToLockIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("everything is delivered\nR1 changes Mail month: recurring fee 77")
	w.operator("R1", "Una", domain.EditDescriptions)
	path := "/products/plans/" + idOf(mailPlan) + "/periods"
	w.get("R1", path).shows("Lock…")
	w.get("Una", path).shows("77.00").hides("Lock…")
	w.tell("R1 locks Mail month: recurring fee, because promised until June")
	w.get("Una", path).shows("Locked")
}
