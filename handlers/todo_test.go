package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// toDoStory: Rhein has own prices, one of which is to be overwritten, and gets another plan later.
const toDoStory = `
ids given: plan Program 1, plan Mail 2, plan Suite 3, plan Loose 4, period month 22, period year 23
provider P: USD
reseller Rhein under P: USD
user {P,Rhein}: administrator
user Blind at Rhein: operator, Edit prices
template privileges: all
template delegates Mail
P adds tax Cloud: standard
P adds plan {Program,Mail,Suite,Loose}: plan category Cloud
P adds period {Program,Mail,Suite} month: recurring fee 10, msrp of recurring fee 14
P adds period Loose month: recurring fee not set
P adds period Mail year: unit years, recurring fee 100, msrp of recurring fee 140
P changes Program: type Reseller
P adds category Office: shown
everything is delivered
`

// card is the part of the page with what there is to do of a kind, by its heading.
func (a *answer) card(heading string) *goquery.Selection {
	return a.Find("main section.card:has(h2:contains('" + heading + "'))")
}

// send presses the button that is called so, and whose form goes to an address.
func (w *world) press(as, page, action, button string) *answer {
	w.t.Helper()
	a := w.get(as, page).want(http.StatusOK)
	form := a.Find("form[action='" + action + "']:has(button:contains('" + button + "'))").First()
	if form.Length() == 0 {
		w.t.Fatalf("%s has no button %q: %s", a.what, button, a.text("main"))
	}
	values := map[string][]string{}
	form.Find("input[name]").Each(func(_ int, s *goquery.Selection) {
		values[s.AttrOr("name", "")] = append(values[s.AttrOr("name", "")], s.AttrOr("value", ""))
	})
	return w.post(as, action, values)
}

// TestOldRulesAreSetAgain: a price rule that a run overwrote is offered, to who may see how prices are made, until there is one for the same.
func TestOldRulesAreSetAgain(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory)
	w.tell("Rhein rules fees: +20 %, to 0.99\nP changes Mail month: recurring fee 11, msrp of recurring fee 14.5\neverything is delivered")
	page := w.get("Rhein", inboxPath).want(http.StatusOK).shows("1 price rule was overwritten", "Fees of all plans: delivered + 20 %, to .99", "1 own price or rule overwritten")
	w.get("Blind", inboxPath).want(http.StatusOK).hides("price rule was overwritten", "+ 20 %")
	address := page.card("price rule was overwritten").Find("a:contains('Set this rule again')").AttrOr("href", "")
	w.get("Rhein", address).want(http.StatusOK).shows("Save the Rule")
	w.get("Rhein", inboxPath).shows("price rule was overwritten")
	w.tell("Rhein rules fees: +20 %, to 0.99")
	w.get("Rhein", inboxPath).hides("price rule was overwritten", "Set this rule again")
}

// TestOldPricesAreUsedAgain: what a run overwrote is offered until it is the reseller's own again.
func TestOldPricesAreUsedAgain(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory)
	w.get("Rhein", inboxPath).want(http.StatusOK).hides("was overwritten", "were overwritten")
	w.tell("Rhein changes Mail month: recurring fee 15\nRhein changes Mail year: recurring fee 150\nP changes Mail month: recurring fee 11, msrp of recurring fee 14.5\n" +
		"P changes Mail year: recurring fee 101, msrp of recurring fee 145\neverything is delivered")
	page := w.get("Rhein", inboxPath).shows("2 own prices were overwritten", "USD 15.00", "USD 14.50", "USD 150.00")
	for words, title := range map[string]string{"Why?": "Why this price?", "Chain": "Chain"} {
		link := page.card("were overwritten").Find("td a:contains('"+words+"')").AttrOr("href", "none")
		w.get("Rhein", link).want(http.StatusOK).shows(title)
	}
	for _, blind := range []string{inboxPath, "/last-synchronization"} { // both say of the company's own prices, and of those of today, the same
		w.get("Blind", blind).want(http.StatusOK).shows("USD 15.00", "USD 14.50", "USD 150.00")
	}
	w.press("Rhein", inboxPath, "/inbox/prices", "Use my old price again").want(http.StatusSeeOther)
	if got := w.fee("Rhein", mailPlan, month, domain.RecurringFee); got != "15" {
		t.Errorf("the price is %s, want the old one", got)
	}
	w.get("Rhein", inboxPath).shows("1 own price was overwritten").hides("2 own prices were")
	w.tell("Rhein resets Mail month: recurring fee")
	w.press("Rhein", inboxPath, "/inbox/prices", "Use all 2 old prices again").want(http.StatusSeeOther)
	if got := w.fee("Rhein", mailPlan, year, domain.RecurringFee); got != "150" {
		t.Errorf("the price of a year is %s, want the old one", got)
	}
	w.get("Rhein", inboxPath).hides("overwritten were", "was overwritten", "were overwritten")
	w.post("Rhein", "/inbox/prices", map[string][]string{"all": {"yes"}}).want(http.StatusConflict)
}

// Who is asked about old prices that jump pressed a button, and typed nothing.
func TestOldPricesThatJumpWereNotTyped(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory)
	w.tell("Rhein changes Mail month: recurring fee 40\nRhein changes Mail year: recurring fee 400\nP changes Mail month: recurring fee 11, msrp of recurring fee 14.5\n" +
		"P changes Mail year: recurring fee 101, msrp of recurring fee 145\neverything is delivered")
	asks := w.press("Rhein", inboxPath, "/inbox/prices", "Use all 2 old prices again").want(http.StatusUnprocessableEntity).
		shows("Prices that change by much", "Save All as Shown").hides("yped")
	if back := asks.Find("main a:contains('Back')").AttrOr("href", ""); back != inboxPath {
		t.Errorf("it leads back to %q", back)
	}
}

// TestWhatToDoIsGoneWhenDone: each thing has its button, and is not there any more afterwards.
func TestWhatToDoIsGoneWhenDone(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory)
	w.tell("P changes Suite: published no\nP adds path Mail Suite: upgrade fee 10\ntemplate delegates Mail Suite Loose\nRhein changes Mail month: recurring fee 15\n" +
		"P changes Mail month: recurring fee 16")
	page := w.get("Rhein", inboxPath).shows("Own prices that are below cost now")
	if page.Find("a:contains('Review kept prices now below cost')").AttrOr("href", "") != "/products/prices?only=own_below_cost" {
		t.Error("no button leads to the own prices below cost")
	}
	w.get("Rhein", pricesPage+"?only=own_below_cost").shows("1–1 of 1", "Own values below cost", "Own value Lock")
	w.get("Blind", pricesPage+"?only=own_below_cost").hides("Own values below cost")
	w.get("Blind", inboxPath).hides("below cost", "10.00")
	w.tell("P changes Mail month: recurring fee 12\neverything is delivered")
	page = w.get("Rhein", inboxPath).shows("1 upgrade path was not copied", "1 new plan is not published", "1 plan waits for your prices").hides("below cost now")
	if page.card("waits for your prices").Find("a:contains('Set price and confirm')").AttrOr("href", "") != "/products/prices/confirm?plan=4" {
		t.Error("no button leads to the held plan")
	}
	const lastRun = "/last-synchronization"
	w.get("Rhein", lastRun).shows("Upgrade paths to plans delegated earlier are not copied", "Skipped").hides("Added since")
	w.press("Rhein", inboxPath, "/inbox/paths", "Add this path").want(http.StatusSeeOther)
	w.get("Rhein", lastRun).shows("Added since").hides("Skipped")
	w.press("Rhein", inboxPath, "/inbox/publish", "Publish").want(http.StatusSeeOther)
	page = w.get("Rhein", inboxPath).hides("was not copied", "is not published").shows("2 published plans are in no displayed category")
	if page.card("no displayed category").Find("a:contains('Move to a sales category')").Length() != 1 {
		t.Error("no button leads to the sales categories")
	}
}

// TestSinceWhenIsItBelowCost: what is below cost without a run says since when, and whether the vendor's price or an exchange rate moved.
func TestSinceWhenIsItBelowCost(t *testing.T) {
	t.Parallel()
	w := told(t, toDoStory+"exchange rate: 1 USD = 0.5 EUR\nreseller Elbe under P: EUR\nuser Elbe: administrator\neverything is delivered\n")
	w.tell("P changes Mail month: recurring fee 16")
	rows := func(as, heading string) string {
		return strings.Join(strings.Fields(w.get(as, inboxPath).want(http.StatusOK).card(heading).Find("li").Text()), " ")
	}
	const vendor, rate = "your provider's price changed", "an exchange rate moved"
	for _, as := range []string{"Rhein", "Elbe"} {
		if got := rows(as, "Prices that are below cost now"); !strings.Contains(got, "Mail 1 price Why?") || !strings.Contains(got, "since "+vendor+" on ") {
			t.Errorf("%s reads %q", as, got)
		}
	}
	w.tell("P changes Mail month: recurring fee 13")
	w.tell("exchange rate: 1 USD = 0.8 EUR")
	w.get("Rhein", inboxPath).hides("below cost now", vendor)
	page := w.get("Elbe", inboxPath).shows(rate, "2 prices").hides(vendor)
	if why := page.card("below cost now").Find("a:contains('Why?')").AttrOr("href", ""); why != "/products/prices?only=below_cost&plan=2" {
		t.Errorf("of 2 prices, Why? leads to %q", why)
	}
	w.get("Elbe", "/products/prices?only=below_cost&plan=2").want(http.StatusOK).shows("1–2 of 2", "Why?")
	if page.card("below cost now").Find("li time[datetime]").Length() != 1 {
		t.Error("it does not say since when")
	}
	w.tell("Rhein changes Mail month: recurring fee 8\nRhein changes Mail year: recurring fee 150")
	w.tell("P changes Mail year: recurring fee 160")
	got := rows("Rhein", "Own prices that are below cost now")
	if !strings.Contains(got, "1 price since") || strings.Index(got, vendor) > strings.Index(got, "your own price was changed") {
		t.Errorf("the latest is not first: %q", got)
	}
	link := w.get("Rhein", inboxPath).card("Own prices that are below cost now").Find("a:contains('your own price')").AttrOr("href", "")
	w.get("Rhein", link).want(http.StatusOK).shows("8.00")
	w.get("Blind", inboxPath).hides("below cost", vendor, "since")
}

// lostStory: a schedule loses a notification on its way to Rhein, because its template is not visible.
const lostStory = toDoStory + `
notification expiry: visible
notification soon: not visible
P adds schedule Remind: -7 soon, 3 expiry
P changes Mail: notification schedule Remind
P changes Suite: notification schedule Remind
template delegates Mail Suite
everything is delivered
`

// TestLostNotificationsAreSentAgain: what was left out of a delivered schedule is sent again by one of the reseller's own, made of it, and is there no
// more to be done then.
func TestLostNotificationsAreSentAgain(t *testing.T) {
	t.Parallel()
	w := told(t, lostStory)
	page := w.get("Rhein", inboxPath).shows("Notifications that are no longer sent", "1 notification was left out")
	path := page.card("no longer sent").Find("a:contains('Send them again')").AttrOr("href", "")
	w.get("Blind", inboxPath).shows("1 notification was left out", "See the schedule").hides("Send them again")
	w.get("Blind", path).want(http.StatusForbidden)
	form := w.get("Rhein", path).want(http.StatusOK).shows("Remind", "2 plans").form(path)
	if got := []string{form.Get("schedule_name"), form.Get("days-0"), form.Get("when-0"), form.Get("template-0"), form.Get("days-1")}; !slices.Equal(got, []string{"Remind (own)", "7", "before", "0", "3"}) {
		t.Fatalf("the form is filled in with %q", got)
	}
	w.post("Rhein", path, form).want(http.StatusUnprocessableEntity)
	form.Set("template-0", form.Get("template-1"))
	w.post("Rhein", path, form).want(http.StatusSeeOther)
	w.get("Rhein", inboxPath).hides("no longer sent", "left out")
	w.post("Rhein", path, form).want(http.StatusSeeOther)
	catalog, _, err := w.db.Catalog(t.Context(), w.viewers["Rhein"], w.viewers["Rhein"].Account.ID)
	w.check(err)
	if n := len(catalog.Schedules.List); n != 2 {
		t.Errorf("there are %d schedules, want the delivered one and one of their own", n)
	}
	for _, id := range []domain.PlanID{mailPlan, 3} {
		s := catalog.Schedules.Schedule(catalog.Plan(id).Schedule)
		if s == nil || s.Name != "Remind (own)" || len(s.Details) != 2 {
			t.Errorf("plan %d has the schedule %+v", id, s)
		}
	}
	w.get("P", path).want(http.StatusNotFound)
	w.tell("P adds plan Late: plan category Software, notification schedule Remind\nP adds period Late month: recurring fee 10\ntemplate delegates Late\neverything is delivered") // all three have the delivered one
	form = w.get("Rhein", path).want(http.StatusOK).shows("3 plans").form(path)
	if got := form.Get("schedule_name"); got != "Remind (own 2)" {
		t.Errorf("the second one is called %q", got)
	}
	form.Set("template-0", form.Get("template-1"))
	w.post("Rhein", path, form).want(http.StatusSeeOther)
	w.get("Rhein", inboxPath).hides("no longer sent", "left out")
}
