package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

const (
	mailPeriod = "/products/plans/2/periods/22/edit"
	mailRate   = "/products/plans/2/rates/31/edit"
)

// TestNothingIsDecidedBeforehand shows two values that two people changed: nothing is chosen, an answer without a choice comes back
// with what is missing, and one button decides all of them.
func TestNothingIsDecidedBeforehand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.fill("P", mailPeriod, map[string]string{"recurring_fee": "11", "setup_fee": "3"})
	second := w.fill("P", mailPeriod, map[string]string{"recurring_fee": "12", "setup_fee": "2"})
	w.means("P", mailPeriod, first).want(http.StatusSeeOther)
	page := w.post("P", mailPeriod, second).want(http.StatusConflict)
	if n := page.Find("main input[type='radio'][checked]").Length(); n != 0 {
		t.Errorf("%d choices are made beforehand", n)
	}
	before := w.entries()
	half := page.form(mailPeriod)
	half.Set("choice-0", "mine")
	again := w.post("P", mailPeriod, half).want(http.StatusUnprocessableEntity).shows("There is a problem", "Choose one of the two")
	if again.form(mailPeriod).Get("choice-0") != "mine" || again.Find("input[name='choice-1'][checked]").Length() > 0 {
		t.Error("the choice that was made is lost, or another one is made")
	}
	if w.entries() != before {
		t.Error("something was stored without a choice")
	}
	w.post("P", mailPeriod, typed(page.form(mailPeriod), url.Values{"decide": {"theirs"}})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/periods").shows("Nothing was changed")
	w.message("P", mailPeriod, typed(page.form(mailPeriod), url.Values{"decide": {"mine"}})).shows("USD 11.00 → USD 12.00", "USD 3.00 → USD 2.00")
	third := w.fill("P", mailPeriod, map[string]string{"recurring_fee": "14", "setup_fee": "4"})
	w.means("P", mailPeriod, third).want(http.StatusSeeOther)
	w.post("P", mailPeriod, typed(page.form(mailPeriod), url.Values{"decide": {"mine"}})).want(http.StatusConflict).
		shows("It was changed once more while you were choosing")
}

// TestACollisionStandsInItsPlace has the way here and the way back of the form, and tells of the change.
func TestACollisionStandsInItsPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.fill("P", mailPeriod, map[string]string{"recurring_fee": "11"}), w.fill("P", mailPeriod, map[string]string{"recurring_fee": "12"})
	w.post("P", mailPeriod, first).want(http.StatusSeeOther)
	page := w.post("P", mailPeriod, second).want(http.StatusConflict).shows("Save What I Typed", "Keep It as It Is Now")
	for _, want := range []string{"nav[aria-label=Breadcrumb] a[href='/products/plans']", "nav[aria-label=Breadcrumb] a[href='/products/plans/2']",
		"nav[aria-label=Main] a[href='/products/plans'][aria-current]", "main a[href='" + mailPeriod + "']", "main a[href^='/changes/']"} {
		if page.Find(want).Length() == 0 {
			t.Errorf("no %s", want)
		}
	}
}

// TestACollisionHasTheTabsOfItsPage stands in the place of a tab of a template and of a reseller.
func TestACollisionHasTheTabsOfItsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	template, reseller := "/products/templates/"+idOf(w.templateRow().ID), "/resellers/"+idOf(w.viewers["R1"].Account.ID)
	tests := []struct {
		page, tab string
		first     url.Values
		second    url.Values
	}{
		{template, "General", url.Values{"template_name": {"Gold"}}, url.Values{"template_name": {"Silver"}}},
		{template + "/terms", "Terms", url.Values{"terms_acceptance": {"every purchase"}}, url.Values{"terms_acceptance": {"every purchase and after each change"}}},
		{reseller + "/settings", "Settings", url.Values{"account_status": {"on hold"}}, url.Values{"account_status": {"closed"}}},
	}
	for _, tt := range tests {
		opened := w.get("P", tt.page).form(tt.page)
		w.post("P", tt.page, typed(opened, tt.first)).want(http.StatusSeeOther)
		page := w.post("P", tt.page, typed(opened, tt.second)).want(http.StatusConflict)
		if got := page.text(".tabs a[aria-current=page]"); got != tt.tab {
			t.Errorf("%s: the tab is %q", tt.page, got)
		}
		if thing := strings.TrimSuffix(tt.page, "/settings"); page.Find("nav[aria-label=Breadcrumb] a[href='"+strings.TrimSuffix(thing, "/terms")+"']").Length() == 0 {
			t.Errorf("%s: no way back to the thing", tt.page)
		}
	}
}

// TestAWholeIsOneDecision lets one person change a price of a row that another removes, either first.
func TestAWholeIsOneDecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows := "/products/plans/2/rates/31/rows"
	w.post("P", rows, url.Values{"period": {""}, "price_row": {"500"}}).want(http.StatusSeeOther)
	priced := w.fill("P", mailboxPrices, map[string]string{"recurring_price@2-0-31-500": "7.77", "setup_price@2-0-31-500": "3"})
	removed := w.fill("P", mailRate, map[string]string{"remove-0-500": domain.Yes})
	w.means("P", mailboxPrices, priced).want(http.StatusSeeOther)
	page := w.post("P", mailRate, removed).want(http.StatusConflict).
		shows("from 500 · Price row", "As it is now: there", "As you typed it: removed", "Recurring price", "USD 7.77", "Setup price")
	if n := page.Find("main fieldset").Length(); n != 1 {
		t.Errorf("%d decisions", n)
	}
	w.message("P", mailRate, page.decided(mailRate)).shows("from 500 · Price row: removed")

	w.post("P", rows, url.Values{"period": {""}, "price_row": {"500"}}).want(http.StatusSeeOther)
	priced = w.fill("P", mailboxPrices, map[string]string{"recurring_price@2-0-31-500": "7.77", mailboxPrice: "0.51"})
	removed = w.fill("P", mailRate, map[string]string{"remove-0-500": domain.Yes})
	w.post("P", mailRate, removed).want(http.StatusSeeOther)
	page = w.post("P", mailboxPrices, priced).want(http.StatusConflict).shows("from 500 · Price row", "Removed by P, ", "USD 7.77", "Save the Rest")
	if page.Find("main input[type='radio']").Length() > 0 {
		t.Error("something that is gone can be chosen")
	}
	w.message("P", mailboxPrices, typed(page.form(mailboxPrices), url.Values{"decide": {"theirs"}})).shows("Recurring price: ")
}

// TestTheRestOfAPlanIsTold says what another one changed in the parts of a plan that a form does not have.
func TestTheRestOfAPlanIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fee := w.fill("P", mailPeriod, map[string]string{"recurring_fee": "11"})
	price := w.fill("P", mailRate, map[string]string{"recurring_price-0-0": "6.5"})
	same := w.fill("P", mailPeriod, nil)
	w.post("P", mailPeriod, fee).want(http.StatusSeeOther)
	w.message("P", mailRate, price).shows("Meanwhile somebody else changed: 1 month · Recurring fee", "USD 11.00. By P.")
	w.message("P", mailPeriod, same).shows("Nothing was changed. Meanwhile somebody else changed: ", "1 month · Recurring fee", "By P.")
}

// TestWhoAddedTheSame names who added to a plan meanwhile what somebody else adds, with the link to the change and to what is there.
func TestWhoAddedTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tests := []struct {
		page, to, field string
		form            map[string]string
		what, edit      string
	}{
		{"/products/plans/2/rates/new", "/products/plans/2/rates/new", "resource_rate", map[string]string{"resource_rate": "33", "recurring_price-0-0": "3"},
			"was added to this plan by P, ", "/products/plans/2/rates/33/edit"},
		{mailRate, "/products/plans/2/rates/31/rows", "price_row", map[string]string{"price_row": "900"}, "was added to this plan by P, ", mailRate},
		{"/products/plans/2/upgrades", "/products/plans/2/upgrades", "upgrade_path", map[string]string{"upgrade_path": "4", "upgrade_fee": "1"}, "was added to this plan by P, ",
			"/products/plans/2/upgrades?edit=4"},
	}
	for _, tt := range tests {
		first, form := w.get("P", tt.page).form(tt.to), w.get("P", tt.page).form(tt.to)
		for name, text := range tt.form {
			first.Set(name, text)
			form.Set(name, text)
		}
		w.post("P", tt.to, first).want(http.StatusSeeOther)
		page := w.post("P", tt.to, form).want(http.StatusUnprocessableEntity).shows(tt.what, "Nothing was saved")
		if page.problem(tt.field) == "" || page.Find(".notice a[href^='/changes/']").Length() == 0 || page.Find("a[href='"+tt.edit+"']").Length() == 0 {
			t.Errorf("%s: message %q, or a link is missing: %s", tt.to, page.problem(tt.field), page.text(".notice"))
		}
		again := page.form(tt.to)
		for name, text := range tt.form {
			if again.Get(name) != text {
				t.Errorf("%s: %s is %q, typed %q", tt.to, name, again.Get(name), text)
			}
		}
	}
}

// TestWhoRemovedIt names who removed what somebody edits, and shows what was typed, in the place of the plan.
func TestWhoRemovedIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const rate = "/products/plans/2/rates/32"
	form := w.fill("P", rate+"/edit", map[string]string{"recurring_price-0-0": "8.88"})
	w.post("P", rate+"/delete", nil).want(http.StatusSeeOther)
	page := w.post("P", rate+"/edit", form).want(http.StatusNotFound).
		shows("Removed meanwhile", "The resource rate was removed by P, ", "Nothing was saved", "8.88")
	if n := page.Find(".typed dt").Length(); n != 1 {
		t.Errorf("one value was typed, and the page shows %s", spaced(page.Find(".typed")))
	}
	for _, want := range []string{"a[href='/products/plans/2/rates']", "nav[aria-label=Breadcrumb] a[href='/products/plans/2']", "main a[href^='/changes/']"} {
		if page.Find(want).Length() == 0 {
			t.Errorf("no %s", want)
		}
	}
	const upgrades = "/products/plans/2/upgrades"
	w.post("P", upgrades, url.Values{"upgrade_path": {"4"}, "upgrade_fee": {"1"}}).want(http.StatusSeeOther)
	path, gone := w.get("P", upgrades+"?edit=4").form(upgrades), w.get("P", upgrades).form(upgrades+"/remove")
	w.post("P", upgrades+"/remove", gone).want(http.StatusSeeOther)
	w.post("P", upgrades, path).want(http.StatusNotFound).shows("The upgrade path was removed by P, ")
	w.get("P", rate+"/edit").want(http.StatusNotFound).hides("removed by")
	w.post("P2", rate+"/edit", form).want(http.StatusNotFound).hides("removed by")
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}})
	w.post("P", category+"/delete", nil).want(http.StatusSeeOther)
	w.post("P", category+"/display", url.Values{"display_category": {domain.Yes}}).want(http.StatusNotFound).shows("The category was removed by P, ")
}

// TestWhatIsGoneIsNotSaved lets one person rewrite a document, and change another one, that somebody else removes and changes meanwhile: the
// page and the message say what is not saved, and the document can be added again.
func TestWhatIsGoneIsNotSaved(t *testing.T) {
	t.Parallel()
	for _, anew := range []bool{false, true} {
		w := newWorld(t)
		terms := "/products/templates/" + idOf(w.templateRow().ID) + "/terms"
		for _, n := range []string{"0", "1"} {
			w.post("P", terms, typed(w.get("P", terms).form(terms), url.Values{"document_name-" + n: {"Privacy " + n}, "document_version-" + n: {"1"},
				"document_effective-" + n: {"2026-02-28"}, "document_text-" + n: {"Be kind."}})).want(http.StatusSeeOther)
		}
		opened := w.get("P", terms).form(terms)
		w.post("P", terms, typed(opened, url.Values{"remove-0": {domain.Yes}, "document_version-1": {"9"}})).want(http.StatusSeeOther)
		page := w.post("P", terms, typed(opened, url.Values{"document_text-0": {"Be brave."}, "document_version-1": {"8"}})).want(http.StatusConflict).
			shows("What you typed for Privacy 0 is not", "is what you typed for Privacy 0.", "Be brave.", "Save the Rest as I Typed It").
			hides("nothing you typed is lost", "Save All", "What you had typed")
		form := page.decided(terms)
		if anew {
			form.Set(page.Find("input[name^='anew-']").AttrOr("name", ""), domain.Yes)
		}
		message := w.message("P", terms, form)
		documents := w.templateRow().Terms.Documents
		switch {
		case !anew:
			message.shows("Not saved is what you typed for Privacy 0: somebody else removed it meanwhile.", "9 → 8")
			if len(documents) != 1 || documents[0].Version != "8" {
				t.Errorf("documents %+v", documents)
			}
		case len(documents) != 2 || documents[0].Version != "8" || documents[1].Name != "Privacy 0" || documents[1].Text != "Be brave.":
			t.Errorf("documents %+v", documents)
		default:
			message.hides("Not saved")
		}
	}
}

// TestAPriceRowThatIsGoneIsNotSaved does the same with a row of a rate.
func TestAPriceRowThatIsGoneIsNotSaved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/plans/2/rates/31/rows", url.Values{"period": {""}, "price_row": {"500"}}).want(http.StatusSeeOther)
	removed := w.fill("P", mailRate, map[string]string{"remove-0-500": domain.Yes, "included": "4"})
	priced := w.fill("P", mailboxPrices, map[string]string{"recurring_price@2-0-31-500": "7.77", mailboxPrice: "0.51"})
	w.post("P", mailRate, removed).want(http.StatusSeeOther)
	w.means("P", mailboxPrices, w.fill("P", mailboxPrices, map[string]string{mailboxPrice: "0.52"})).want(http.StatusSeeOther)
	page := w.post("P", mailboxPrices, priced).want(http.StatusConflict).shows("USD 7.77", "from 500 · Price row is not", "Save the Rest as I Typed It").
		hides("nothing you typed is lost", "Save What I Typed")
	w.message("P", mailboxPrices, page.decided(mailboxPrices)).shows("Not saved is what you typed for ", "from 500 · Price row: somebody else removed it meanwhile.", "USD 0.52 → USD 0.51")
}
