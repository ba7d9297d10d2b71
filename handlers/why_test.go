package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

const whyFee = "/why?key=recurring_fee@2-22-0-0"

// rows are the rows of the table with a caption, each as its cells' texts.
func (a *answer) rowsOf(caption string) (rows []string) {
	a.Find("table").FilterFunction(func(_ int, t *goquery.Selection) bool { return strings.TrimSpace(t.Find("caption").Text()) == caption }).
		Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		var cells []string
		row.Find("th, td").Each(func(_ int, cell *goquery.Selection) {
			cells = append(cells, strings.Join(strings.Fields(cell.Text()), " "))
		})
		rows = append(rows, strings.Join(cells, " | "))
	})
	return rows
}

// steps fails the test unless the page has these steps, each said by words that its row has in this order.
func (a *answer) steps(want ...string) *answer {
	a.t.Helper()
	rows := a.rowsOf("Steps to this price")
	if len(rows) != len(want) {
		a.t.Fatalf("%s: %d steps, want %d:\n%s", a.what, len(rows), len(want), strings.Join(rows, "\n"))
	}
	for i, words := range want {
		rest := rows[i]
		for _, word := range strings.Split(words, " … ") {
			_, after, there := strings.Cut(rest, word)
			if !there {
				a.t.Errorf("%s: step %d is %q, want %q", a.what, i, rows[i], words)
			}
			rest = after
		}
	}
	return a
}

// TestWhyThisPrice asks the provider, resellers of three levels and whoever sees no costs why a fee is what it is: everybody is told the steps from the
// first of whom they may know, and they lead on to what brought them.
func TestWhyThisPrice(t *testing.T) {
	t.Parallel()
	w := told(t, worldStory+"user Blind at R1: operator, Edit prices\n")
	w.tell("P changes Mail month: recurring fee 12.34, msrp of recurring fee 20")
	prices := domain.RunRequest{Plan: resellerPlan, Options: domain.OptionSet{domain.UpdateFees: true, domain.UpdatePrices: true}, Policy: domain.Keep}
	run, err := w.db.Synchronize(t.Context(), w.viewers["P"], prices)
	w.check(err)
	w.tell("R1 changes Mail month: recurring fee 18.5")

	own := "/products/plans/2" + whyFee
	w.get("P", own).want(http.StatusOK).steps("You | Set in the plan that you made … USD 12.34").shows("MSRP", "USD 20.00")
	page := w.get("R1", own).want(http.StatusOK).steps("Your provider | Their price … USD 12.34", "Your provider | MSRP … in place of 12.34 … USD 20.00",
		"You | Converted at 1 USD = 0.8 EUR … EUR 16.00", "You | Delivered … EUR 16.00 … Synchronization … Your provider",
		"You | Own value … in place of 16.00 … EUR 18.50").shows("Back to delivered", "EUR 16.00", "Cost today", "EUR 9.87", "Offered today")
	for _, words := range []string{"Synchronization", "Changed"} {
		link := page.Find("table a").FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.HasPrefix(a.Text(), words) }).First()
		w.get("R1", link.AttrOr("href", "none")).want(http.StatusOK)
	}
	w.get("Blind", own).want(http.StatusOK).steps("You | Delivered … hidden", "You | Own value … EUR 18.50").hides("16.00", "20.00", "12.34", "9.87", "Cost")
	w.get("R11", own).want(http.StatusOK).steps("Your provider | Their price … EUR 16.00", "You | Converted … USD 20.00", "You | Delivered … USD 20.00").hides("12.34", "R1")
	w.get("R11", "/products/plans/2").hides("Why?")

	r111 := "/resellers/" + idOf(w.planted.Accounts["R111"]) + "/plans/2"
	w.get("P", r111+whyFee).want(http.StatusOK).steps("You | Set in the plan … 12.34", "You | MSRP … 20.00", "R1 | Converted … EUR 16.00", "R1 | Delivered … Synchronization | P",
		"R11 | Converted … USD 20.00", "R11 | Delivered", "R111 | Delivered … USD 20.00 … Synchronization").shows("Margin")
	if causes := strings.Join(w.get("P", r111+whyFee).rowsOf("History of this price"), "\n"); !strings.Contains(causes, "Price of R11") {
		t.Errorf("the history names no vendor:\n%s", causes)
	}
	link := w.get("P", r111+whyFee).Find("a[href*='/synchronizations/" + idOf(run) + "/resellers/']")
	if link.Length() < 3 {
		t.Errorf("%d links lead to the run", link.Length())
	}
	w.get("R2", r111+whyFee).want(http.StatusNotFound)
	w.get("R1", "/products/plans/2/why?key=recurring_fee@3-22-0-0").want(http.StatusNotFound)
	w.get("R1", "/products/plans/2/why?key=name").want(http.StatusNotFound)
	w.get("R1", "/products/plans/2/why").want(http.StatusOK)
}

// TestWhyOfARuleAddsUp: at the step of a price rule stands what it comes to before it is rounded, as at a conversion, and nothing where it is not rounded.
func TestWhyOfARuleAddsUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: recurring fee 12.34\neverything is delivered")
	w.tell("R2 rules fees: +20 %, to 0.99")
	own := "/products/plans/2" + whyFee
	w.get("R2", own).want(http.StatusOK).steps("Your provider | Their price … 12.34", "You | Delivered … 12.34",
		"You | Price rule by rule: delivered + 20 %, to .99 (all plans): 14.808, rounded to 14.99 … USD 14.99")
	w.tell("R2 rules fees: +10.5")
	w.get("R2", own).want(http.StatusOK).steps("Your provider", "You | Delivered", "You | Price rule by rule: delivered + 10.50 (all plans) … USD 22.84").hides("rounded")
}

// TestTheHistoryOfAPrice draws a price and its cost, and lists what moved them: runs, edits and exchange rates.
func TestTheHistoryOfAPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("R1 changes Mail month: recurring fee 9")
	w.tell("P changes Mail month: recurring fee 20")
	w.tell("exchange rate: 1 USD = 0.5 EUR")
	page := w.get("R1", "/products/plans/2"+whyFee).want(http.StatusOK)
	rows := page.rowsOf("History of this price")
	for i, want := range []string{"Exchange rate | Your provider | 9.00 | before: 16.00 → after: 10.00", "Price of your provider | Your provider | 9.00 | before: 8.00 → after: 16.00",
		"Changed", "8.00"} {
		if i >= len(rows) || !strings.Contains(rows[i], want) {
			t.Fatalf("row %d, want %q:\n%s", i, want, strings.Join(rows, "\n"))
		}
	}
	if label := page.Find("svg[role=img]").AttrOr("aria-label", ""); !strings.Contains(label, "price and its cost") {
		t.Errorf("the chart is called %q", label)
	}
	if style := page.Find("main [style]").Length(); style > 0 {
		t.Errorf("%d elements have a style of their own", style)
	}
	w.get("P", "/products/plans/2"+whyFee).want(http.StatusOK).shows("before: 10.00", "after: 20.00")
}

// TestPricesLeadToWhy: wherever prices are listed, each leads to why it is so.
func TestPricesLeadToWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: recurring fee 20")
	request := domain.RunRequest{Plan: resellerPlan, Options: domain.OptionSet{domain.UpdateFees: true}, Policy: domain.Keep}
	preview := "/products/plans/1/synchronize/preview/resellers/" + idOf(w.planted.Accounts["R1"]) + "?" + pricesTicked
	w.leads("P", preview)
	run, err := w.db.Synchronize(t.Context(), w.viewers["P"], request)
	w.check(err)
	w.leads("P", "/synchronizations/"+idOf(run)+"/resellers/"+idOf(w.planted.Accounts["R1"]))
	w.leads("P", "/synchronizations/"+idOf(run)+"/undo/resellers/"+idOf(w.planted.Accounts["R1"]))
	w.leads("R1", "/last-synchronization")
	for _, as := range []string{"P", "R1", "R111"} {
		for _, path := range []string{"/products/prices", "/products/plans/2/periods", "/products/plans/2/rates"} {
			w.leads(as, path)
		}
	}
	for _, path := range []string{"/periods", "/rates"} {
		w.leads("P", "/resellers/"+idOf(w.planted.Accounts["R11"])+"/plans/2"+path)
	}
}

// TestUpgradeFeesLeadToWhy: the fee of an upgrade path leads to its steps, be it made, delivered, changed, or of a path of one's own in a delivered
// plan, and to its chain.
func TestUpgradeFeesLeadToWhy(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(worldStory, "everything is delivered", "P adds path Mail Office: upgrade fee 10\neverything is delivered", 1)+
		"user Blind at R1: operator, Edit prices\nR2 adds path Office Mail: upgrade fee 3\n")
	w.get("P", w.whyOf("P", upgradesPage)).want(http.StatusOK).shows("Why this price?", "Upgrade path to Office Suite").steps("You | Set in the plan that you made … USD 10.00")
	w.get("R1", w.whyOf("R1", upgradesPage)).want(http.StatusOK).steps("Your provider | Their price … USD 10.00", "You | Converted at 1 USD = 0.8 EUR … EUR 8.00",
		"You | Delivered … EUR 8.00 … Synchronization").shows("Cost today", "EUR 8.00").hides("would deliver this")
	for as, fee := range map[string]string{"R1": "9.5", "P": "11"} {
		form := w.get(as, upgradesPage+"?edit=3").want(http.StatusOK).form(upgradesPage)
		form.Set("upgrade_fee", fee)
		w.post(as, upgradesPage, form).want(http.StatusSeeOther)
	}
	why := w.whyOf("R1", upgradesPage)
	w.get("R1", why).want(http.StatusOK).shows("Back to delivered", "EUR 8.80", "No synchronization delivers this").
		steps("Your provider | Their price … USD 10.00", "You | Converted", "You | Delivered … EUR 8.00", "You | Own value … in place of 8.00 … EUR 9.50")
	w.get("Blind", why).want(http.StatusOK).steps("You | Delivered … hidden", "You | Own value … EUR 9.50").hides("8.00", "10.00", "8.80", "Cost")
	r1 := "/resellers/" + idOf(w.planted.Accounts["R1"]) + "/plans/2/upgrades"
	page := w.get("P", w.whyOf("P", r1)).want(http.StatusOK).steps("You | Set", "R1 | Converted", "R1 | Delivered", "R1 | Own value … EUR 9.50")
	w.get("P", page.Find("a[href*='/chain?']").AttrOr("href", "none")).want(http.StatusOK).shows("Upgrade path to Office Suite", "9.50", "R111")
	w.get("R2", w.whyOf("R2", "/products/plans/3/upgrades")).want(http.StatusOK).steps("You | Own value … USD 3.00")
	w.get("P", "/products/plans/2/why?key=upgrade_fee@2-4").want(http.StatusNotFound)
}

// whyOf is where the one link on a page leads that says why a price is so.
func (w *world) whyOf(as, path string) string {
	w.t.Helper()
	links := w.get(as, path).want(http.StatusOK).Find("a[href*='/why?key=']")
	if links.Length() != 1 {
		w.t.Errorf("%d links of %s lead %s to why", links.Length(), path, as)
	}
	return links.First().AttrOr("href", "none")
}

// TestPricesThatAreAskedAboutLeadToWhy: on the pages on which somebody is asked about prices, and on those that say what was done to them, each price
// that there is leads to why it is so.
func TestPricesThatAreAskedAboutLeadToWhy(t *testing.T) {
	t.Parallel()
	w := sold(t)
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	w.whyOf("P", change)
	w.whyOf("P", change+"/undo")
	w.do("P", mailFee(domain.FeesChanged, recurring("13")))
	w.whyOf("P", change+"/undo") // it stays
	w.leads("P", w.sends("P", "list.csv", ownHead+"2,22,,,Mail,recurring_fee,1300,USD,effective\n")+"?state=jumps")
	asked := w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "1300"})).want(http.StatusUnprocessableEntity)
	if links := asked.Find("a[href*='/why?key=']"); links.Length() != 1 {
		t.Errorf("%d of the prices that are asked about lead to why", links.Length())
	}
	w.tell("R11 changes Mail month: recurring fee 11\nR2 changes Mail month: recurring fee 30")
	w.leads("P", "/resellers/"+idOf(w.planted.Accounts["R11"])+"/move?to="+idOf(w.planted.Accounts["R2"])+"&show=below")
	run := w.feeRun("20")
	w.leads("P", w.byPlan("P", run))
	w.leads("P", run+"/chain?by=reseller&price=recurring_fee@2-22-0-0")

	held := holding(t)
	held.leads("R2", heldPage)
	ruled := told(t, decideStory+"R2 rules fees: +20 %\n")
	if links := ruled.get("P", ruled.deciding(domain.UpdateFees)).Find("details a.why"); links.Length() != 4 {
		t.Errorf("%d of 4 prices that a rule makes lead to why", links.Length())
	}
}

// TestWhatIsOnlyShownLeadsNowhere: in a preview, what would be new has no why yet, and what is there has one.
func TestWhatIsOnlyShownLeadsNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan)
	r2 := idOf(w.planted.Accounts["R2"])
	preview := "/products/plans/1/synchronize/preview/resellers/" + r2 + "?" + "key=new&policy=overwrite&opt=" + string(domain.CreatePlans)
	page := w.get("P", preview).want(http.StatusOK).shows("Not Delegated", "Recurring fee")
	if links := page.Find("a[href*='/why?key=']"); links.Length() != 0 {
		t.Errorf("%d prices that are not there yet lead to why", links.Length())
	}
	w.synchronize(domain.CreatePlans)
	w.get("R2", "/last-synchronization").want(http.StatusOK)
	w.leads("R2", "/last-synchronization")
}

// leads follows the first and the last link of a page to why a price is so.
func (w *world) leads(as, path string) {
	w.t.Helper()
	links := w.get(as, path).want(http.StatusOK).Find("a[href*='/why?key=']")
	if links.Length() == 0 {
		w.t.Errorf("%s finds no why at %s", as, path)
		return
	}
	for _, link := range []*goquery.Selection{links.First(), links.Last()} {
		w.get(as, link.AttrOr("href", "")).want(http.StatusOK).shows("Why this price?")
	}
}

// TestCompareTwoDays lists what is sold otherwise than on a day before, to whom may see it.
func TestCompareTwoDays(t *testing.T) {
	t.Parallel()
	w := told(t, worldStory+"user Blind at R1: operator, Edit prices\n")
	w.tell("R1 changes Mail month: recurring fee 18.5")
	w.get("R1", "/products/prices").want(http.StatusOK).Find("a[href='/products/compare']").Each(func(_ int, a *goquery.Selection) {
		w.get("R1", a.AttrOr("href", "")).want(http.StatusOK).shows("Choose a day")
	})
	w.get("R1", "/products/compare?from=2020-01-01").want(http.StatusOK).shows("Hosted Mail", "differences")
	w.get("R1", "/products/compare?from=2020-01-01&to=2020-01-02").want(http.StatusOK).shows("On both days the same was sold")
	w.get("R1", "/products/compare?from=2020-01-01&q=nothing+like+it").want(http.StatusOK).shows("matches this search")
	if got := w.get("R1", "/products/compare?from=yesterday").want(http.StatusUnprocessableEntity).problem("from"); got != "Enter a date like 2026-01-31" {
		t.Errorf("a day that is none: %q", got)
	}
	w.exec(`ALTER TABLE entry DISABLE TRIGGER entry_append_only`)
	w.exec(`UPDATE entry SET at = now() - interval '3 days' WHERE id <> (SELECT entry_id FROM pointer WHERE account_id = $1)`, w.viewers["R1"].Account.ID)
	page := "/products/compare?from=" + time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
	day := func(ago int) string { return time.Now().UTC().AddDate(0, 0, -ago).Format("2 Jan 2006") }
	w.get("R1", page).want(http.StatusOK).shows("1 difference").
		sideBySide([]string{"Value", day(1), "Now"}, "1 month · Recurring fee | EUR 8.00 | EUR 18.50 Why? Hosted Mail, 1 month · Recurring fee")
	w.get("Blind", page).want(http.StatusOK).shows("1 difference").hides("8.00").
		sideBySide([]string{"Value", day(1), "Now"}, "1 month · Recurring fee | hidden | EUR 18.50 Why? Hosted Mail, 1 month · Recurring fee")
	w.get("R1", page+"&to="+time.Now().UTC().AddDate(0, 0, -9).Format(time.DateOnly)).want(http.StatusOK).
		sideBySide([]string{"Value", day(1), day(9)}, "Service plan | there | not there")
}
