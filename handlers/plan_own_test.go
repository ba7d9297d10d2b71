package handlers_test

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

func TestResellerSetsAndResetsOwnFees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", monthFees).want(http.StatusOK).shows("Delivered", "Cost").hides("MSRP")
	w.get("R1", monthForm).want(http.StatusOK).shows("Prices of 1 month").hides("Number of periods", "Recurring fee")
	w.means("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: "15"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/periods").shows("8.00", "Own value")
	if n := w.state("R1").Own.Count(); n != 1 {
		t.Errorf("%d own values, want only the fee that was changed", n)
	}
	// What was typed is kept as own even where the delivered value comes to equal it.
	w.setFee("18.75")
	w.synchronize(domain.UpdateFees)
	w.get("R1", "/products/plans/2/periods").hides("Own value")
	w.post("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: "16"})).want(http.StatusSeeOther)
	form := w.fill("R1", monthFees, map[string]string{"reset-" + monthFee: "yes"})
	w.post("R1", monthFees, form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/periods").hides("Own value")
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values after the reset", n)
	}
	if got := w.fee("R11", mailPlan, month, domain.RecurringFee); got != "18.75" {
		t.Errorf("R11 pays %s; a parent's price reaches them only by a synchronization", got)
	}
}

// lastDeed is the newest line of an account's audit.
func (w *world) lastDeed(name string) string {
	w.t.Helper()
	audit, err := w.db.Audit(w.t.Context(), w.viewers[name], pages.AuditQuery{Limit: 1})
	w.check(err)
	return audit.Rows[0].Action
}

func TestPriceTypedBesideUseDelivered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.means("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: "15"})).want(http.StatusSeeOther)
	w.means("R1", mailboxPrices, w.fill("R1", mailboxPrices, map[string]string{mailboxPrice: "0.75"})).want(http.StatusSeeOther)
	w.post("R1", mailboxForm, w.fill("R1", mailboxForm, map[string]string{"included": "20"})).want(http.StatusSeeOther)
	before := w.entries()
	tests := []struct{ path, field, typed, reset, problem string }{
		{monthFees, monthFee, "16", "reset-" + monthFee, "Enter a price or use the delivered one, not both"},
		{monthFees, monthFee, "whatever", "reset-" + monthFee, "Enter a price or use the delivered one, not both"},
		{mailboxPrices, mailboxPrice, "0.8", "reset-" + mailboxPrice, "Enter a price or use the delivered one, not both"},
		{mailboxForm, "included", "30", "reset-included", "Enter an amount or use the delivered one, not both"},
	}
	for _, tt := range tests {
		page := w.post("R1", tt.path, w.fill("R1", tt.path, map[string]string{tt.field: tt.typed, tt.reset: "yes"})).want(http.StatusUnprocessableEntity)
		if got := page.problem(tt.field); got != tt.problem {
			t.Errorf("%s %s: message %q, want %q", tt.path, tt.typed, got, tt.problem)
		}
		if kept := page.Find("[name='"+tt.field+"']").AttrOr("value", ""); kept != tt.typed {
			t.Errorf("%s: the field shows %q instead of %q", tt.path, kept, tt.typed)
		}
	}
	if w.entries() != before {
		t.Error("something was stored")
	}
	w.means("R1", monthFees, w.fill("R1", monthFees, map[string]string{monthFee: "15.0", "reset-" + monthFee: "yes"})).want(http.StatusSeeOther)
}

func TestResellerAssignsSchedules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// The provider's schedule reaches R1 with the plan to which it is assigned.
	const general = "/products/plans/2/edit"
	w.post("P", general, w.fill("P", general, map[string]string{"notification_schedule": "51"})).want(http.StatusSeeOther)
	w.synchronize(domain.UpdateFees)
	const mine = domain.ScheduleID(777)
	_, err := w.db.Planting().Do(t.Context(), w.viewers["R1"], domain.Change{Kind: domain.ScheduleCreated, About: domain.Ref{Of: domain.ObjectSchedule, ID: int64(mine)},
		Typed: domain.Schedule{ID: mine, Name: "Mine"}.Values()})
	w.check(err)
	for _, path := range []string{general, monthForm} {
		page := w.get("R1", path).want(http.StatusOK)
		if got := page.text("#notification_schedule option"); got != "NoneRemindersMine" {
			t.Errorf("%s offers %q", path, got)
		}
		w.post("R1", path, w.fill("R1", path, map[string]string{"notification_schedule": "4711"})).want(http.StatusUnprocessableEntity)
		w.post("R1", path, w.fill("R1", path, map[string]string{"notification_schedule": "777"})).want(http.StatusSeeOther)
	}
	w.get("R1", "/products/plans/2").shows("Mine Own value Delivered: Reminders")
	w.get("R1", "/products/plans/2/periods").shows("Mine Own schedule delivered none")
	w.get("R1", general).shows("Delivered: Reminders", "Use the delivered schedule")
	w.post("R1", "/notifications/schedules/777/delete", nil)
	if s := w.state("R1").Effective().Plan(mailPlan); s.Schedule != mine || s.Period(month).Schedule != mine || s.Period(year).Schedule != 0 {
		t.Errorf("assigned are %d, %d and %d", s.Schedule, s.Period(month).Schedule, s.Period(year).Schedule)
	}
	if got := w.lastDeed("R1"); got != "set own values" {
		t.Errorf("the audit says %q", got)
	}

	both := w.fill("R1", general, map[string]string{"notification_schedule": "51", "reset-notification_schedule": "yes"})
	if got := w.post("R1", general, both).want(http.StatusUnprocessableEntity).problem("notification_schedule"); got != "Choose a schedule or use the delivered one, not both" {
		t.Errorf("message %q", got)
	}
	w.post("R1", general, w.fill("R1", general, map[string]string{"notification_schedule": ""})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("none Own value Delivered: Reminders")
	for _, path := range []string{general, monthForm} {
		w.post("R1", path, w.fill("R1", path, map[string]string{"reset-notification_schedule": "yes"})).want(http.StatusSeeOther)
	}
	w.get("R1", "/products/plans/2").shows("Reminders").hides("Own value")
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values after the resets", n)
	}
}

// The two sections of the form take a right each, whatever the form sends.
func TestRightsOfTheOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const general = "/products/plans/2/edit"
	grant := func(rights ...domain.Privilege) {
		row := w.templateRow()
		row.Privileges = rights
		w.save("P", domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}, row)
		w.synchronize(domain.UpdatePrivileges)
	}
	grant(domain.EditPrices)
	if page := w.get("R1", general).want(http.StatusOK); page.Find("[name=short_description]").Length() != 0 || page.Find("[name=notification_schedule]").Length() != 1 {
		t.Error("with Edit prices alone the form is not the schedule alone")
	}
	w.post("R1", general, url.Values{"short_description": {"Mine"}}).want(http.StatusForbidden).shows("Edit descriptions")
	grant(domain.EditDescriptions)
	if page := w.get("R1", general).want(http.StatusOK); page.Find("[name=short_description]").Length() != 1 || page.Find("[name=notification_schedule]").Length() != 0 {
		t.Error("with Edit descriptions alone the form is not the texts alone")
	}
	w.post("R1", general, url.Values{"notification_schedule": {""}}).want(http.StatusForbidden).shows("Edit prices")
	grant(domain.ManageCategories)
	w.get("R1", general).want(http.StatusForbidden)
}

func TestResellerSetsOwnPricesAndIncludedAmount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.means("R1", mailboxPrices, w.fill("R1", mailboxPrices, map[string]string{mailboxPrice: "0.75"})).want(http.StatusSeeOther)
	w.post("R1", mailboxForm, w.fill("R1", mailboxForm, map[string]string{"included": "20"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/rates").shows("20 unit included", "Own value delivered 10", "0.40")
	if got := w.lastDeed("R1"); got != "set own values" {
		t.Errorf("the audit says %q", got)
	}
	w.post("R1", mailboxForm, w.fill("R1", mailboxForm, map[string]string{"included": "21"})).want(http.StatusSeeOther)
	if got := w.lastDeed("R1"); got != "set own values" {
		t.Errorf("the audit says %q", got)
	}
	w.post("R1", mailboxForm, w.fill("R1", mailboxForm, map[string]string{"included": "20"})).want(http.StatusSeeOther)
	const storageForm = "/products/plans/2/rates/32/edit"
	page := w.post("R1", storageForm, w.fill("R1", storageForm, map[string]string{"included": "3"})).want(http.StatusUnprocessableEntity)
	if got := page.problem("included"); got != "Enter unlimited, 0, or at least the minimum of 5" {
		t.Errorf("message %q", got)
	}
	// What only the vendor decides is not read from a forged form.
	form := w.fill("R1", mailboxForm, map[string]string{"minimum": "0", "maximum": "1", "reset-included": "yes"})
	w.post("R1", mailboxForm, form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/rates").shows("100").hides("delivered 10")
}

func TestResellerDescribesAndPublishes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/2/edit"
	w.post("R1", path, w.fill("R1", path, map[string]string{"short_description": "Mine", "name": "Forged"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Hosted Mail", "Mine Own value Delivered: In short")
	w.post("R1", path, w.fill("R1", path, map[string]string{"reset-short_description": "yes"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Mine → In short")
	w.get("R1", "/products/plans/2").shows("In short").hides("Mine")
	w.post("R1", "/products/plans/2/unpublish", nil).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Unpublished", "Own value")
	w.post("R1", "/products/plans/2/publish", nil).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").shows("Published: No → Yes", "See the change")
	w.get("R1", "/products/plans/2").shows("Published").hides("Unpublished")
}

func TestDisabledPlanIsNotCalledPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delegate(resellerPlan, officePlan)
	w.synchronize(domain.EnablePlans)
	w.get("R1", "/products/plans/2").shows("Publishedyes, but not on sale: Disabled by Provider")
	w.get("R1", "/products/plans/3").shows("Publishedyes").hides("not on sale")
}

func TestOwnPlanHasNoCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		R1 adds plan Mine: plan category Cloud
		R1 adds period Mine month: recurring fee 10`)
	row := w.get("R1", "/products/plans").Find("tr:contains('Made by you')")
	if got := strings.TrimSpace(row.Find("td[data-label^=Cost]").Text()); row.Length() != 1 || got != "—" {
		t.Errorf("the cost of an own plan is %q", got)
	}
}

// TestMSRPIsExplainedWhereItIsTyped: in Prices, on the tabs of a plan, and in the forms of a period and a resource; nowhere to who types none.
func TestMSRPIsExplainedWhereItIsTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const says = "The MSRP is what resellers are offered; they pay the price."
	plan := "/products/plans/" + idOf(mailPlan)
	for _, path := range []string{"/products/prices", plan + "/periods", plan + "/rates", plan + "/periods/new", plan + "/rates/new"} {
		w.get("P", path).want(http.StatusOK).shows(says)
	}
	for _, path := range []string{"/products/prices", plan + "/periods", plan + "/rates"} {
		w.get("R1", path).want(http.StatusOK).hides(says)
	}
}

func TestConfirmHeldPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// An operating unit with protected prices gets a new plan without prices.
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, w.viewers["R2"].Account.ID)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan)
	const ticked = "/products/plans/1/synchronize?opt=create_plans"
	w.get("P", "/products/plans/1/synchronize").shows("holds 1 plan").hides("would be held")
	w.get("P", ticked).shows("Some plans would be held")
	w.synchronize(domain.CreatePlans)
	w.get("P", ticked).hides("would be held")
	w.get("R2", "/last-synchronization").shows("1 plan waits for your confirmation", "Not on sale").hides("Held")
	w.get("P", "/resellers").shows("On sale or not").hides("Held or not")
	page := w.get("R2", "/products/plans/4").shows("Delegated confirmation needed", "A price is not set",
		"1 month: Setup fee, Recurring fee", "Storage: Setup price, Recurring price", "Publishedyes, but not on sale: Delegated confirmation needed")
	page.hides("1 year:") // it is not active
	for of, form := range map[string]string{"1 month": "/products/plans/4/periods#period-22", "Storage": "/products/plans/4/rates#rate-32"} {
		if got := page.Find(".notice li a:contains('"+of+"')").AttrOr("href", ""); got != form {
			t.Errorf("%s leads to %q", of, got)
		}
	}
	list := w.get("R2", "/products/plans").shows("1 plan waits for your confirmation")
	waiting := list.Find("a:contains('Show what waits')").AttrOr("href", "")
	if got := w.get("R2", waiting).want(http.StatusOK).names(); len(got) != 1 || got[0] != "Not Delegated" {
		t.Errorf("%s lists %q", waiting, got)
	}
	if got := w.get("R2", "/products/plans?status=Unknown").names(); len(got) != 4 {
		t.Errorf("a status that there is not lists %q", got)
	}
	w.get("R2", "/products/plans?status=Unpublished").shows("No plan of this kind matches the search.")
	w.get("R1", "/products/plans").hides("for your confirmation")
	w.post("R2", "/products/plans/4/confirm", nil).want(http.StatusUnprocessableEntity).shows("Set every price")
	for _, path := range []string{"/products/plans/4/periods", "/products/plans/4/rates"} {
		form := w.get("R2", path).form(path)
		for name := range form {
			if key, reset, known := views.InputKey(name); known && !reset && key.Field.IsPrice() {
				form.Set(name, "2")
			}
		}
		w.means("R2", path, form).want(http.StatusSeeOther)
	}
	w.get("R2", "/products/plans/4").shows("All prices are set", "Confirm")
	w.post("R2", "/products/plans/4/confirm", nil).want(http.StatusSeeOther)
	w.get("R2", "/products/plans/4").shows("Published").hides("Delegated confirmation needed")
	own := w.state("R2").Own.Layer(newPlan)
	if confirmations := len(own.Values) - own.Count(); confirmations == 0 {
		t.Error("nothing was confirmed")
	}
	w.get("R2", "/products/plans").shows(strconv.Itoa(own.Count()) + " own values").hides("for your confirmation")
}

// TestAmountAsThePageShowsIt copies a delivered amount as it stands there.
func TestAmountAsThePageShowsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("R1", mailboxForm, w.fill("R1", mailboxForm, map[string]string{"included": "5,000"})).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2/rates").shows("Included: 10 → 5,000", "5,000 unit included", "Own value delivered 10")
}

// TestWhatIsChosenAsDeliveredIsNoOwnValue is about lists, where the delivered value is one of what there is to choose.
func TestWhatIsChosenAsDeliveredIsNoOwnValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const general, place = "/products/plans/2/edit", "/products/sales-categories/plans/2"
	category := func(as, name string) string {
		return path.Base(w.create(as, "/products/sales-categories/new", url.Values{"category_name": {name}, "category_position": {"0"}, "display_category": {"yes"}}))
	}
	w.post("P", general, w.fill("P", general, map[string]string{"notification_schedule": "51"})).want(http.StatusSeeOther)
	cloud := category("P", "Cloud")
	w.post("P", place, url.Values{"sales_categories": {cloud}}).want(http.StatusSeeOther)
	w.synchronize(domain.UpdateFees, domain.UpdateCategories)
	mine := category("R1", "Mine")
	w.post("R1", general, w.fill("R1", general, map[string]string{"notification_schedule": ""})).want(http.StatusSeeOther)
	w.post("R1", place, url.Values{"sales_categories": {mine}}).want(http.StatusSeeOther)
	w.get("R1", place).shows("Moved by you", "stays there when your provider synchronizes")
	if n := w.state("R1").Own.Count(); n != 2 {
		t.Fatalf("%d own values", n)
	}
	w.post("R1", general, w.fill("R1", general, map[string]string{"notification_schedule": "51"})).want(http.StatusSeeOther)
	w.post("R1", place, url.Values{"sales_categories": {cloud}}).want(http.StatusSeeOther)
	w.get("R1", "/products/plans/2").hides("Own value")
	w.get("R1", place).hides("Moved by you")
	if n := w.state("R1").Own.Count(); n != 0 {
		t.Errorf("%d own values of what is as delivered", n)
	}
}
