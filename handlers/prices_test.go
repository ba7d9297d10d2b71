package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views"
)

const (
	pricesPage = "/products/prices"
	recurrings = pricesPage + "?kind=recurring_fee&q=1+month"
)

// feeName is the field of the price list for the recurring fee of a month.
func feeName(plan domain.PlanID) string {
	return views.PriceName(domain.FeeKey(plan, month, domain.RecurringFee))
}

// prices are the prices of a page of the list, by the names of their fields.
func (a *answer) prices() map[string]string {
	prices := map[string]string{}
	a.Find("main tbody input[type=text]").Each(func(_ int, input *goquery.Selection) {
		prices[input.AttrOr("name", "?")] = input.AttrOr("value", "?")
	})
	return prices
}

// What is wrong is said in the order of the page.
func TestWrongPricesAreInTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page = pricesPage + "?q=mail"
	form := w.get("P", page).form(page)
	setup, renewal := domain.SetupFee.Field(), domain.RenewalFee.Field()
	for _, field := range []domain.Field{renewal, renewal.MSRP(), setup, domain.RecurringFee.Field()} {
		form.Set(views.PriceName(domain.Key{Field: field, Plan: mailPlan, Period: month}), "much")
	}
	said := w.post("P", page, form).want(http.StatusUnprocessableEntity).Find(".error-summary li").Map(func(_ int, s *goquery.Selection) string {
		field, _, _ := strings.Cut(strings.TrimPrefix(s.Text(), "Hosted Mail, 1 month, "), ":")
		return field
	})
	if diff := cmp.Diff([]string{"Setup fee, Price", "Recurring fee, Price", "Renewal fee, Price", "Renewal fee, MSRP"}, said); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Prices of several plans are saved as one change, which is told, shown and taken back as any.
func TestPricesOfSeveralPlansAreOneChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P", recurrings).want(http.StatusOK)
	if got := page.prices(); len(got) != 8 || got[feeName(mailPlan)] != "10.00" { // and an MSRP of each
		t.Fatalf("the page has the prices %v", got)
	}
	form := page.form(recurrings)
	form.Set(feeName(mailPlan), "11,5")
	form.Set(feeName(officePlan), "12")
	suggested := views.PriceName(domain.Key{Field: domain.RecurringFee.MSRP(), Plan: officePlan, Period: month})
	form.Set(suggested, "15")
	change := w.post("P", recurrings, form).want(http.StatusSeeOther)
	if to := change.location; to != recurrings {
		t.Errorf("saved prices lead to %s", to)
	}
	told := w.get("P", recurrings).want(http.StatusOK).shows("Prices are saved.", "Hosted Mail · 1 month · Recurring fee: USD 10.00 → USD 11.50", "Not passed on yet to 4 resellers, at all levels: synchronize")
	if w.fee("P", mailPlan, month, domain.RecurringFee) != "11.5" || w.fee("P", officePlan, month, domain.RecurringFee) != "12" {
		t.Error("the prices were not stored")
	}
	words := told.Find("main .notice a[href^='/changes/'], .flash a[href^='/changes/'], a[href^='/changes/']").First().AttrOr("href", "")
	w.get("P", words).want(http.StatusOK).shows("Office Suite", "Recurring fee", "MSRP of recurring fee", "12.00", "15.00")
	w.get("P", recurrings+"&only=not_passed_on").want(http.StatusOK).shows("Hosted Mail", "Office Suite").hides("Not Delegated")
	w.post("P", words+"/undo", nil).want(http.StatusSeeOther)
	if w.fee("P", mailPlan, month, domain.RecurringFee) != "10" || w.get("P", recurrings).prices()[suggested] != "" {
		t.Error("the undo did not bring the prices back")
	}
}

// Who empties a price reads that the plan is not on sale any more; that is not said of one which was not.
func TestAPriceThatIsNotSetTakesThePlanOffSale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	says := "Not on sale until every price is set: Hosted Mail."
	form := w.get("P", recurrings).form(recurrings)
	form.Set(feeName(mailPlan), "not set")
	w.post("P", recurrings, form).want(http.StatusSeeOther)
	w.get("P", recurrings).want(http.StatusOK).shows("USD 10.00 → not set", says)
	form = w.get("P", recurrings).form(recurrings)
	form.Set(feeName(officePlan), "12")
	w.post("P", recurrings, form).want(http.StatusSeeOther)
	w.get("P", recurrings).want(http.StatusOK).shows("Prices are saved.").hides(says)
}

// A page that is sent as it was stores nothing, and an MSRP that is emptied goes.
func TestPricesThatStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	form := w.get("P", recurrings).form(recurrings)
	w.post("P", recurrings, form).want(http.StatusSeeOther)
	w.get("P", recurrings).shows("Nothing was changed")
	if w.entries() != before {
		t.Error("a form without a change was stored")
	}
	suggested := views.PriceName(domain.Key{Field: domain.RecurringFee.MSRP(), Plan: mailPlan, Period: month})
	form.Set(suggested, "14")
	w.post("P", recurrings, form).want(http.StatusSeeOther)
	if got := w.get("P", recurrings).prices()[suggested]; got != "14.00" {
		t.Errorf("the MSRP is %q", got)
	}
	form = w.get("P", recurrings).form(recurrings)
	form.Set(suggested, "")
	w.post("P", recurrings, form).want(http.StatusSeeOther)
	if got := w.get("P", recurrings).prices()[suggested]; got != "" {
		t.Errorf("the MSRP that was emptied is %q", got)
	}
}

// What is wrong with a price stands beside it, with its plan in the summary; nothing is stored, and nothing typed is lost.
func TestPricesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	form := w.get("P", recurrings).form(recurrings)
	form.Set(feeName(mailPlan), "1,234")
	form.Set(feeName(officePlan), "12")
	page := w.post("P", recurrings, form).want(http.StatusUnprocessableEntity)
	if got := page.problem(feeName(mailPlan)); got != "Type 1234, without a thousands separator" {
		t.Errorf("the message is %q", got)
	}
	if got := page.prices(); got[feeName(mailPlan)] != "1,234" || got[feeName(officePlan)] != "12" {
		t.Errorf("the page holds %v", got)
	}
	page.shows("Hosted Mail, 1 month, Recurring fee, Price: Type 1234")
	if w.entries() != before {
		t.Error("something was stored")
	}
}

// A reseller's prices are own values over the delivered ones, and go back to these.
func TestPricesOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.get("R1", recurrings).want(http.StatusOK).shows("Cost", "Delivered", "Margin").form(recurrings)
	form.Set(feeName(mailPlan), "7.5")
	w.means("R1", recurrings, form).want(http.StatusSeeOther)
	page := w.get("R1", recurrings+"&only=own").want(http.StatusOK).shows("Own value", "below cost", "−0.50", "−6.7 %")
	if got := page.prices(); len(got) != 1 {
		t.Errorf("own values are %v", got)
	}
	w.get("R1", recurrings+"&only=below_cost").shows("Hosted Mail").hides("Office Suite")
	w.get("R1", recurrings+"&margin=-7").shows("No price matches")
	w.get("R1", recurrings+"&margin=-6,5").shows("Hosted Mail").hides("Office Suite")
	form = page.form(pricesPage + "?kind=recurring_fee&only=own&q=1+month")
	form.Set(views.ResetPriceName(domain.FeeKey(mailPlan, month, domain.RecurringFee)), "yes")
	w.post("R1", recurrings, form).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "8" {
		t.Errorf("the price that was given back is %s", got)
	}
}

// Two people at one page keep both what they changed; who typed the same price decides.
func TestTwoPeopleAtPrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.get("P", recurrings).form(recurrings), w.get("P", recurrings).form(recurrings)
	first.Set(feeName(mailPlan), "11")
	w.post("P", recurrings, first).want(http.StatusSeeOther)
	second.Set(feeName(officePlan), "12")
	w.post("P", recurrings, second).want(http.StatusSeeOther)
	w.get("P", recurrings).shows("Meanwhile somebody else changed: Hosted Mail · 1 month · Recurring fee: USD 10.00 → USD 11.00")
	third := second
	third.Set(feeName(mailPlan), "13")
	page := w.post("P", recurrings, third).want(http.StatusConflict).shows("Hosted Mail", "10.00", "11.00", "13.00")
	if w.fee("P", mailPlan, month, domain.RecurringFee) != "11" {
		t.Error("a collision was decided without asking")
	}
	choice := page.form(recurrings)
	choice.Set("decide", views.Mine)
	w.post("P", recurrings, choice).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "13" {
		t.Errorf("after the decision the price is %s", got)
	}
}

// Who may not edit prices reads them; who sees no costs sees none.
func TestPricesForWhom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("R1", "Sue", domain.EditPrices)
	if n := w.get("P-viewer", pricesPage).want(http.StatusOK).Find("main form[method=post] input").Length(); n != 0 {
		t.Errorf("a read-only user sees %d fields", n)
	}
	w.post("P-operator", pricesPage, url.Values{feeName(mailPlan): {"1"}}).want(http.StatusForbidden)
	w.get("Sue", pricesPage).want(http.StatusOK).hides("Cost", "Delivered", "Margin")
	body := w.get("Sue", pricesPage+"?only=below_cost&margin=99").want(http.StatusOK)
	if body.Find("main tbody tr").Length() == 0 {
		t.Error("who sees no costs can ask for prices below them")
	}
	foreign := w.get("R1", recurrings).form(recurrings)
	foreign.Set(feeName(otherPlan), "1")
	w.post("R1", recurrings, foreign).want(http.StatusUnprocessableEntity)
	w.post("R1", recurrings, url.Values{"msrp_recurring_fee@2-22-0-0": {"5"}}).want(http.StatusForbidden)
	if w.fee("P2", otherPlan, month, domain.RecurringFee) != "10" {
		t.Error("another provider's price was changed")
	}
}

// What is typed on another page than the first is sent to that page, which comes back with it and is shown when it is saved.
func TestPricesOfAnotherPageStayThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	next := w.get("P", pricesPage).Find(".pager a[rel=next]").AttrOr("href", "")
	form, name := w.get("P", next).form(next), ""
	for field, value := range form {
		if value[0] == "0.00" {
			name = field
		}
	}
	form.Set(name, "abc")
	if got := w.post("P", next, form).want(http.StatusUnprocessableEntity).prices()[name]; got != "abc" {
		t.Errorf("%s comes back as %q", name, got)
	}
	form.Set(name, "1.00")
	if got := w.post("P", next, form).location; got != next {
		t.Errorf("saved, it leads to %q, want %q", got, next)
	}
}

// Pages, and filters that cannot be read.
func TestPriceListPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seen, path := map[string]bool{}, pricesPage
	for path != "" {
		page := w.get("P", path).want(http.StatusOK)
		for name := range page.prices() {
			seen[name] = true
		}
		path = page.Find(".pager a[rel=next]").AttrOr("href", "")
	}
	if want := 2 * 4 * (3*7 + 2*4); len(seen) != want {
		t.Errorf("all pages have %d fields, want %d", len(seen), want)
	}
	for address, want := range map[string]string{"?since=31.1.2026": "Enter a date like 2026-01-31", "?q=xyz": "No price matches this search"} {
		if text := w.get("P", pricesPage+address).Text(); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	w.get("R1", pricesPage+"?margin=much").want(http.StatusUnprocessableEntity).shows("Enter a number like 12.5 or -5")
	w.get("P", pricesPage+"?since=2020-01-31&kind=recurring_fee").want(http.StatusOK).shows("Hosted Mail")
	w.get("P", pricesPage+"?since=2100-01-31").want(http.StatusOK).shows("No price matches this search")
}

// The tabs of a plan have its prices in the same table, which saves them as the price list does.
func TestThePricesOfOnePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tab := range []struct {
		path, name, typed, shows, deed string
	}{
		{"/products/plans/2/periods", feeName(mailPlan), "11", "1 month · Recurring fee: USD 10.00 → USD 11.00", "Changed plan fees"},
		{"/products/plans/2/rates", views.PriceName(domain.Key{Field: domain.RecurringPrice.Field(), Plan: mailPlan, Resource: mailbox}), "0.6", "Recurring price: USD 0.50 → USD 0.60", "Changed resource rate"},
	} {
		page := w.get("P", tab.path).want(http.StatusOK).shows("Calculate or export them in Prices")
		if page.Find("input[name=line]").Length() != 0 {
			t.Errorf("%s ticks lines that nothing is done with", tab.path)
		}
		form := page.form(tab.path)
		form.Set(tab.name, "much")
		if got := w.post("P", tab.path, form).want(http.StatusUnprocessableEntity).problem(tab.name); got == "" {
			t.Errorf("%s says nothing beside a wrong price", tab.path)
		}
		form.Set(tab.name, tab.typed)
		w.post("P", tab.path, form).want(http.StatusSeeOther)
		w.get("P", tab.path).shows("The prices of Hosted Mail are saved.", tab.shows)
		if w.get("P-viewer", tab.path).want(http.StatusOK).shows(tab.typed).Find("main form").Length() > 0 {
			t.Errorf("%s has a form for who may not save it", tab.path)
		}
		w.post("P-operator", tab.path, form).want(http.StatusForbidden)
		w.get("P", "/products/plans/2/history").shows(tab.deed)
	}
	w.get("R1", "/products/plans/2/periods").want(http.StatusOK).shows("Delivered", "Margin", "Save")
	w.get("P", "/resellers/"+idOf(w.planted.Accounts["R1"])+"/plans/2/periods").want(http.StatusOK).shows("Delivered").hides("Save")
}

// TestManyFiltersFold: more filters than fit a small screen stand behind a heading that says how many are set; what is wrong with one is seen.
func TestManyFiltersFold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for address, want := range map[string]string{"": "Filters", "?only=own&margin=10": "Filters, 2 set"} {
		page := w.get("R1", pricesPage+address)
		if got := page.text("form[role=search] details > summary"); got != want {
			t.Errorf("%s says %q, want %q", address, got, want)
		}
		if page.Find("form[role=search] details[open]").Length() != 0 || page.Find("form[role=search] details select[name=only]").Length() != 1 {
			t.Errorf("%s: the filters are not folded", address)
		}
	}
	if w.get("R1", pricesPage+"?margin=much").Find("form[role=search] details[open] .field-error, form[role=search] details[open] [aria-invalid=true]").Length() == 0 {
		t.Error("what is wrong with a filter is not seen")
	}
}
