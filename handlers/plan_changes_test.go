package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

const (
	monthForm   = "/products/plans/2/periods/22/edit"
	mailboxForm = "/products/plans/2/rates/31/edit"
)

func TestFault088Names(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/2/edit"
	for name, problem := range map[string]string{"": "Enter a name", "   ": "Enter a name", "\u200b": "Remove the invisible character U+200B",
		strings.Repeat("ü", 251): "Use at most 250 characters", "x": "", strings.Repeat("ü", 250): ""} {
		page := w.post("P", path, w.fill("P", path, map[string]string{"name": name}))
		if problem != "" {
			page.want(http.StatusUnprocessableEntity)
			if got := page.problem("name"); got != problem {
				t.Errorf("%q: message %q, want %q", name, got, problem)
			}
			continue
		}
		page.want(http.StatusSeeOther)
		w.get("P", "/products/plans/2").shows(name)
	}
}

func TestFault092PeriodLengths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/2/periods/new"
	zero := map[string]string{}
	for i := range domain.FeeCount {
		zero[string(i.Field())] = "0"
	}
	for _, length := range []string{"0", "13", "1000000000", "-1", "x", ""} {
		form := w.fill("P", path, zero)
		form.Set("period_length", length)
		page := w.post("P", path, form).want(http.StatusUnprocessableEntity)
		if got := page.problem("period_length"); got != "Enter a number from 1 to 12 for months" {
			t.Errorf("%q: message %q", length, got)
		}
	}
	form := w.fill("P", path, zero)
	form.Set("period_unit", "fortnights")
	if got := w.post("P", path, form).want(http.StatusUnprocessableEntity).problem("period_unit"); got == "" {
		t.Error("no message for an unknown unit")
	}
	form = w.fill("P", path, zero)
	form.Set("period_length", "12")
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/periods").shows("12 months")
}

func TestFault029And034OthersPlansAndDisabledPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	// Fault 29: there is no address under which a parent could change a child's plan.
	child := fmt.Sprintf("/resellers/%d/plans/2/periods/22/edit", w.viewers["R11"].Account.ID)
	w.post("R1", child, url.Values{"recurring_fee": {"1"}}).want(http.StatusNotFound)
	if w.entries() != before {
		t.Error("fault 29: something was stored")
	}
	// Fault 34: only the provider enables a plan that they disabled.
	w.delegate(resellerPlan, officePlan)
	w.synchronize(domain.EnablePlans)
	page := w.get("R1", "/products/plans/2").shows("Disabled by Provider")
	if page.Find("form[action$='publish']").Length() > 0 {
		t.Error("fault 34: there is a button to publish it")
	}
	before = w.entries()
	w.post("R1", "/products/plans/2/publish", nil).want(http.StatusUnprocessableEntity).shows("Only your provider can enable it again")
	if w.entries() != before {
		t.Error("fault 34: something was stored")
	}
}

func TestFault031ReadOnlyStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	for _, path := range []string{"/products/plans/2", "/products/plans/2/periods", "/products/plans/2/rates", "/products/plans/2/upgrades"} {
		page := w.get("P-viewer", path).want(http.StatusOK)
		if n := page.Find("main form[method=post], main a[href$='/edit'], main a[href$='/new']").Length(); n > 0 {
			t.Errorf("%s offers %d changes", path, n)
		}
	}
	form := w.get("P", monthForm).form(monthForm)
	form.Set("recurring_fee", "11")
	w.post("P-viewer", monthForm, form).want(http.StatusForbidden)
	w.post("P-viewer", "/products/plans/2/unpublish", nil).want(http.StatusForbidden)
	w.post("P-operator", "/products/plans/2/edit", url.Values{"name": {"Forged"}}).want(http.StatusForbidden)
	if w.entries() != before {
		t.Error("something was stored")
	}
}

func TestProviderEditsFees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	period := w.fill("P", monthForm, map[string]string{"number_of_periods": "3"})
	if period.Has("period_length") {
		t.Error("the length of a delegated plan's period can be changed")
	}
	w.post("P", monthForm, period).want(http.StatusSeeOther)
	form := w.fill("P", monthFees, map[string]string{monthFee: "12.5", "setup_fee@2-22-0-0": "not set", "msrp_" + monthFee: "20"})
	w.post("P", monthFees, form).want(http.StatusSeeOther)
	page := w.get("P", monthFees).shows("3 times")
	for name, want := range map[string]string{monthFee: "12.50", "setup_fee@2-22-0-0": "not set", "msrp_" + monthFee: "20.00"} {
		if got := page.form(monthFees).Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	w.get("P", "/products/plans/2").shows("Delegated confirmation needed")
	// The same form again asks for what is there already; another value in it collides with what it did itself.
	w.post("P", monthFees, form).want(http.StatusSeeOther)
	w.get("P", monthFees).shows("Nothing was changed")
	form.Set(monthFee, "13")
	w.post("P", monthFees, form).want(http.StatusConflict).shows("Recurring fee", "USD 10.00", "USD 12.50", "USD 13.00")
	forged := w.fill("P", monthForm, map[string]string{"period_length": "2", "period_unit": "months"})
	forged.Add("boxes", "trial")
	if got := w.post("P", monthForm, forged).want(http.StatusUnprocessableEntity).shows("The plan is delegated"); got == nil {
		t.Error("a delegated period changed its length")
	}
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "10" {
		t.Errorf("R2's fee is %s before any synchronization", got)
	}
}

func TestPeriodsInUseCannotBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.post("P", "/products/plans/2/periods/22/delete", nil).want(http.StatusUnprocessableEntity)
	page.shows("This period cannot be deleted while it is used by", "the copy of R1")
	w.post("R1", "/products/plans/2/periods/22/delete", nil).want(http.StatusForbidden)
	w.get("P", "/products/plans/2/periods/22/delete").want(http.StatusOK).shows("It cannot be deleted", "the copy of R1")
	w.get("R1", "/products/plans/2/periods/22/delete").want(http.StatusForbidden)
	const question = "/products/plans/4/periods/23/delete"
	if link := w.get("P", "/products/plans/4/periods/23/edit").Find("a[href='" + question + "']"); link.Length() != 1 {
		t.Errorf("%d links to the question", link.Length())
	}
	asked := w.get("P", question).want(http.StatusOK).shows("Delete 1 year?", "Cancel")
	w.get("P", "/products/plans/4/periods").shows("1 year")
	w.post("P", question, asked.form(question)).want(http.StatusSeeOther)
	w.get("P", "/products/plans/4/periods").shows("1 year is deleted.")
	w.get("P", "/products/plans/4/periods").hides("1 year")
	form := w.fill("P", "/products/plans/4/periods/22/edit", map[string]string{"trial": "yes"})
	if got := w.post("P", "/products/plans/4/periods/22/edit", form).want(http.StatusUnprocessableEntity); !strings.Contains(got.text("main"), "A trial cannot be followed by a trial") {
		t.Errorf("the refusal says %s", got.text("main"))
	}
}

func TestProviderEditsRates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for fields, problem := range map[[3]string][2]string{
		{"5", "10", "100"}: {"included", "Enter unlimited, 0, or at least the minimum of 10"},
		{"0", "10", "5"}:   {"maximum", "Enter unlimited, or at least the minimum of 10"},
		{"0", "x", "5"}:    {"minimum", "Enter a whole number, or unlimited"},
	} {
		form := w.fill("P", mailboxForm, map[string]string{"included": fields[0], "minimum": fields[1], "maximum": fields[2]})
		if got := w.post("P", mailboxForm, form).want(http.StatusUnprocessableEntity).problem(problem[0]); got != problem[1] {
			t.Errorf("%v: message %q, want %q", fields, got, problem[1])
		}
	}
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusSeeOther)
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {"22"}, "price_row": {"100"}}).want(http.StatusUnprocessableEntity)
	w.post("P", mailboxForm, w.fill("P", mailboxForm, map[string]string{"included": "unlimited"})).want(http.StatusSeeOther)
	const tier = "recurring_price@2-22-31-100"
	w.post("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{tier: "0.4", "msrp_" + tier: "0.9"})).want(http.StatusSeeOther)
	if got := w.get("P", mailboxPrices).shows("1 month, from 100", "unlimited unit included").form(mailboxPrices).Get("msrp_" + tier); got != "0.90" {
		t.Errorf("the MSRP is %q", got)
	}
	w.post("P", mailboxForm, w.fill("P", mailboxForm, map[string]string{"remove-22-100": "yes"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/rates").shows("Mailbox · 1 month · from 100 · Price row: removed").hides("1 month, from 100")

	form := w.fill("P", "/products/plans/2/rates/new", map[string]string{"resource_rate": "33"})
	for i := range domain.RatePriceCount {
		form.Set(string(i.Field())+"-0-0", "1")
	}
	w.post("P", "/products/plans/2/rates/new", form).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/rates").shows("Spare part")
	const question = "/products/plans/2/rates/33/delete"
	asked := w.get("P", question).want(http.StatusOK).shows("Remove Spare part?", "Cancel")
	w.post("P", question, asked.form(question)).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/rates").shows("Spare part is removed from the plan.")
	w.get("P", "/products/plans/2/rates").hides("Spare part")
	w.post("R1", "/products/plans/2/rates/31/delete", nil).want(http.StatusForbidden)
}

func TestNewPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/new"
	form := w.fill("P", path, map[string]string{"name": "Fresh", "period_length": "13", "recurring_fee": "4.999"})
	page := w.post("P", path, form).want(http.StatusUnprocessableEntity)
	for _, field := range []string{"period_length", "recurring_fee"} {
		if page.problem(field) == "" {
			t.Errorf("no message beside %s: %s", field, page.text("main"))
		}
	}
	form.Set("period_length", "1")
	form.Set("recurring_fee", "4.99")
	form.Set("plan_type", "Reseller")
	if got := w.post("P", path, form).want(http.StatusUnprocessableEntity).problem("service_template"); got == "" {
		t.Error("a Reseller plan without a template was not refused")
	}
	form.Set("plan_type", "Generic")
	created := w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", created.location).shows("Fresh", "Unpublished", "Cloud")
	if got := w.get("P", created.location+"/periods").Find("input[name^='recurring_fee@']").AttrOr("value", ""); got != "4.99" {
		t.Errorf("the fee is %q", got)
	}
	w.post("P", created.location+"/publish", nil).want(http.StatusSeeOther)
	w.get("P", created.location).shows("Published")
	form = url.Values{"upgrade_path": {"2"}, "upgrade_downgrade": {"downgrade"}, "upgrade_fee": {"1"}, "upgrade_description": {"Smaller"}}
	w.post("P", created.location+"/upgrades", form).want(http.StatusSeeOther)
	w.get("P", created.location+"/upgrades").shows("Hosted Mail", "Downgrade", "Smaller")
	w.post("P", created.location+"/upgrades/remove", url.Values{"upgrade_path": {"2"}}).want(http.StatusSeeOther)
	w.get("P", created.location+"/upgrades").shows("No upgrade paths")
}

// TestALowerBoundThatIsNone is told beside its field, and not that such a row is there: what it was read as is.
func TestALowerBoundThatIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {""}, "price_row": {"-1"}}).want(http.StatusUnprocessableEntity)
	if page.problem("price_row") == "" {
		t.Error("nothing stands beside the field")
	}
	page.hides("in this plan already")
}

// TestWhatWasSeenIsANumber: what a forged form says instead is not repeated.
func TestWhatWasSeenIsANumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, wrong := range map[string]map[string]string{monthForm: {"recurring_fee": "x"}, "/exchange-rates/EUR": {"exchange_rate": "x"},
		"/products/resources/31/edit": {"resource_name": " "}} {
		form := w.fill("P", path, wrong)
		form.Set("seen", "\xff\x00<b>")
		again := w.post("P", path, form).want(http.StatusUnprocessableEntity)
		again.Find("input[name='seen']").Each(func(_ int, input *goquery.Selection) {
			if got := input.AttrOr("value", ""); strings.Trim(got, "0123456789") != "" {
				t.Errorf("%s: the form says %q", path, got)
			}
		})
	}
}
