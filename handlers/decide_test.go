package handlers_test

import (
	"net/http"
	"testing"

	"tiersync/domain"
)

// With Decide a page lists the own values that the boxes would overwrite, with what is theirs and what is delivered; what is ticked is taken, and
// the run does that.
func TestDecideAboutOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	recurring, setup := domain.FeeKey(mailPlan, month, domain.RecurringFee), domain.FeeKey(mailPlan, month, domain.SetupFee)
	w.set("R1", domain.OwnValuesSet, recurring, "15")
	w.set("R1", domain.OwnValuesSet, setup, "4")
	w.change("R1", domain.LockChange([]domain.Key{setup}, "promised until June"))
	w.set("P", domain.FeesChanged, recurring, "12")
	form := w.open("P", domain.UpdateFees)
	form.Set("policy", string(domain.Decide))
	preview := dialogPath + "/preview"
	w.get("P", preview+"?"+form.Encode()).want(http.StatusOK).shows("Decide which own values are taken")
	address := preview + "/decide?" + form.Encode()
	page := w.get("P", address).want(http.StatusOK).shows("Decide about own values", "Hosted Mail", "15.00", "Locked", "promised until June", "0 taken")
	sent := page.form(preview + "/decide")
	sent["take"], sent["action"] = []string{domain.LeaveValue(w.account("R1").ID, recurring).Text()}, []string{"ticked"}
	w.post("P", preview+"/decide", sent).want(http.StatusSeeOther)
	w.get("P", address).want(http.StatusOK).shows("1 taken")
}
