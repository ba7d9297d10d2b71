package handlers_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// decided is the form of a page that shows collisions, with what was typed chosen for each.
func (a *answer) decided(path string) url.Values {
	a.t.Helper()
	form := a.form(path)
	radios := a.Find("main input[type='radio'][value='mine']")
	if radios.Length() == 0 { // one decision is made by its button
		form.Set("decide", "mine")
	}
	radios.Each(func(_ int, radio *goquery.Selection) { form.Set(radio.AttrOr("name", ""), "mine") })
	return form
}

func TestTwoPeopleAtAnExchangeRate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/exchange-rates/EUR"
	first, second := w.fill("P", path, map[string]string{"exchange_rate": "0.90"}), w.fill("P", path, map[string]string{"exchange_rate": "0.95"})
	w.means("P", path, first).want(http.StatusSeeOther)
	w.get("P", "/exchange-rates").shows("Exchange rate: 0.8 → 0.9.")
	page := w.post("P", path, second).want(http.StatusConflict).shows("When you opened the form: 0.8", "As it is now: 0.9", "by P", "As you typed it: 0.95")
	w.means("P", path, page.decided(path)).want(http.StatusSeeOther)
	w.get("P", "/exchange-rates").shows("Exchange rate: 0.9 → 0.95.")
	w.post("P", path, w.fill("P", path, map[string]string{"exchange_rate": "0.950"})).want(http.StatusSeeOther)
	w.get("P", "/exchange-rates").shows("Nothing was changed")
	again := w.post("P", "/exchange-rates/new", url.Values{"currency": {"EUR"}, "exchange_rate": {"2"}}).want(http.StatusUnprocessableEntity)
	if got := again.problem("currency"); got != "There is a rate of EUR already: edit that one" {
		t.Errorf("a second rate of EUR: %q", got)
	}
}

func TestTwoPeopleAtANotificationTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Expiry"}, "notification_subject": {"Soon"}, "notification_body": {"Dear you"}})
	path := page + "/edit"
	first, second := w.fill("P", path, map[string]string{"notification_subject": "Tomorrow"}), w.fill("P", path, map[string]string{"notification_body": "Dear all"})
	second.Set("notification_visible", domain.Yes)
	w.post("P", path, first).want(http.StatusSeeOther)
	w.post("P", path, second).want(http.StatusSeeOther)
	w.get("P", page).shows("Body: Dear you → Dear all", "Visible to Resellers: No → Yes", "Meanwhile somebody else changed: Subject: Soon → Tomorrow",
		"Tomorrow", "Dear all")
	bad := w.fill("P", path, map[string]string{"notification_subject": " "})
	again := w.post("P", path, bad).want(http.StatusUnprocessableEntity)
	if again.problem("notification_subject") != "Enter a subject" || again.form(path).Get("seen") != bad.Get("seen") {
		t.Errorf("without a subject: %q, and the form forgets what it was made from", again.problem("notification_subject"))
	}
}

// The second save does not undo a protection that the first set.
func TestTwoPeopleAtTheSettingsOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.reseller("R1", "/settings")
	first, second := w.get("P", path).form(path), w.get("P", path).form(path)
	first.Set("disable_categories", domain.Yes)
	second.Set("account_status", "on hold")
	w.post("P", path, first).want(http.StatusSeeOther)
	w.post("P", path, second).want(http.StatusSeeOther)
	w.get("P", path).shows("Status: active → on hold", "Meanwhile somebody else changed: Disable sales categories synchronization: No → Yes. By P.")
	account, err := w.db.Account(t.Context(), w.viewers["P"].Account.ID, w.viewers["R1"].Account.ID)
	if err != nil || account.Status != domain.AccountOnHold || !account.Switches.DisableCategories {
		t.Errorf("R1 is %+v, %v", account, err)
	}
}

// Two people at the limits from which prices are looked at twice: different ones are both kept, and of the same one somebody chooses.
func TestTwoPeopleAtTheLimitsOfPrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const list, path = "/products/prices", "/products/prices/limit"
	first, second, third := w.get("P", list).form(path), w.get("P", list).form(path), w.get("P", list).form(path)
	first.Set("price_jump_limit", "40")
	second.Set("low_margin", "25")
	third.Set("price_jump_limit", "50")
	w.post("P", path, first).want(http.StatusSeeOther)
	w.message("P", path, second).shows("Meanwhile somebody else changed: Ask about prices that change by more than %: 30 → 40. By P.")
	page := w.post("P", path, third).want(http.StatusConflict).shows("When you opened the form: 30", "As it is now: 40", "As you typed it: 50")
	w.post("P", path, page.decided(path)).want(http.StatusSeeOther)
	now := w.get("P", list).form(path)
	if jump, margin := now.Get("price_jump_limit"), now.Get("low_margin"); jump != "50" || margin != "25" {
		t.Errorf("the limits are %s and %s, want 50 and 25", jump, margin)
	}
	for _, next := range []string{"55", "60"} { // whoever opens the form now saw all of that
		now.Set("price_jump_limit", next)
		w.post("P", path, now).want(http.StatusSeeOther)
		now = w.get("P", list).form(path)
	}
	prices := w.get("P", list).form(list)
	for _, wrong := range []struct{ path, name string }{{path, "low_margin"}, {list, "recurring_fee@2-21-0-0"}} {
		again := w.get("P", list).form(wrong.path)
		again.Set(wrong.name, "much")
		refused := w.post("P", wrong.path, again).want(http.StatusUnprocessableEntity)
		for form, saw := range map[string]url.Values{path: now, list: prices} { // of two forms on one page each keeps what it was made from
			if got := refused.form(form); got.Get("seen") != saw.Get("seen") || got.Get("seen-limits") != saw.Get("seen-limits") {
				t.Errorf("%s refused: the form of %s has %v, want what %v saw", wrong.path, form, got, saw)
			}
		}
	}
}

// Two people put a plan into categories: what each of them ticked counts, and what was delivered as little as what is one's own.
func TestTwoPeopleAtThePlacementOfAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/sales-categories/plans/2"
	category := func(as, name string) string {
		return filepath.Base(w.create(as, "/products/sales-categories/new", url.Values{"category_name": {name}, "category_position": {"1"}, "display_category": {domain.Yes}}))
	}
	office, sites := category("P", "Office"), category("P", "Sites")
	meet := func(as string, one, other []string, stands, shown string, want ...string) {
		t.Helper()
		first, second := w.get(as, path).form(path), w.get(as, path).form(path)
		first["sales_categories"], second["sales_categories"] = one, other
		w.post(as, path, first).want(http.StatusSeeOther)
		w.message(as, path, second).shows(stands, "Meanwhile somebody else changed: "+shown)
		var ids []string
		for _, id := range w.state(as).Effective().Plan(mailPlan).SalesCategories {
			ids = append(ids, idOf(id))
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: the plan stands in %v, want %v", as, ids, want)
		}
	}
	meet("P", []string{office}, []string{sites}, "Hosted Mail is moved. Sales categories: Office → Office, Sites.", "Sales categories: none → Office", office, sites)
	w.synchronize()
	own := category("R1", "Own")
	meet("R1", []string{office}, []string{office, sites, own}, "Hosted Mail is moved. Sales categories: Office → Office, Own.", "Sales categories: Office, Sites → Office", office, own)
}

func TestTwoPeopleAtAUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.user("P-operator")
	first, second := w.get("P", path).form(path), w.get("P", path).form(path)
	first.Add("user_right", string(domain.EditPrices))
	second.Set("user_role", "read-only")
	w.post("P", path, first).want(http.StatusSeeOther)
	w.get("P", path).shows("The role of P-operator is changed. Edit prices: added.")
	page := w.post("P", path, second).want(http.StatusConflict).shows("Role", "As you typed it: read-only", "Edit prices",
		"When you opened the form: not ticked", "As it is now: ticked", "Added by P, ")
	w.post("P", path, page.decided(path)).want(http.StatusSeeOther)
	w.get("P", path).shows("Role: operator → read-only")
	w.post("P", path+"/active", url.Values{"user_active": {domain.Yes}}).want(http.StatusSeeOther)
	w.get("P", path).shows("Nothing was changed")
}

// Two people at the terms of a template: one removes a document, the other changes its text.
func TestADocumentOfATemplateIsRemovedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/products/templates/" + idOf(w.template()) + "/terms"
	w.post("P", path, w.fill("P", path, map[string]string{"document_name-0": "Terms", "document_version-0": "1", "document_effective-0": "2026-01-31", "document_text-0": "Be kind."})).want(http.StatusSeeOther)
	first, second, third := w.fill("P", path, map[string]string{"remove-0": domain.Yes}), w.fill("P", path, map[string]string{"document_text-0": "Be quick."}),
		w.fill("P", path, map[string]string{"terms_acceptance": "every purchase"})
	w.message("P", path, first).shows("when you synchronize them. Terms: removed. See the change")
	page := w.post("P", path, second).want(http.StatusConflict).shows("Terms", "Document text", "Be kind.", "Be quick.", "Removed by P, ", "Save the Rest")
	w.post("P", path, typed(page.form(path), url.Values{"decide": {"theirs"}})).want(http.StatusSeeOther)
	w.post("P", path, third).want(http.StatusSeeOther)
	if terms := w.templateRow().Terms; len(terms.Documents) != 0 || terms.Acceptance != "every purchase" {
		t.Errorf("the terms are %+v", terms)
	}
}

func TestSynchronizeDisplayIsSwitched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/sales-categories/synchronize-display"
	w.post("P-viewer", path, url.Values{"on": {domain.Yes}}).want(http.StatusForbidden)
	for _, want := range []string{"Synchronize Display Category: No → Yes", "Nothing was changed"} {
		list := w.post("P", path, url.Values{"on": {domain.Yes}}).want(http.StatusSeeOther).location
		w.get("P", list).shows(want)
	}
}
