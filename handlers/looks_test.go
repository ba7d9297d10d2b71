package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views"
)

// look is what a page says of one thing to look at first: "1 price at 1 reseller", "" where it is not there.
func (a *answer) look(words string) string {
	a.t.Helper()
	for _, row := range a.Find("section.looks li").EachIter() {
		if row.Find("span").First().Text() == words {
			return strings.Join(strings.Fields(strings.Split(row.Find("a").Text(), ":")[0]), " ")
		}
	}
	return ""
}

// TestLookHereFirst: in a preview and in the run that it was of, with the number, the resellers and what it is at each.
func TestLookHereFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	form := w.open("P", domain.UpdateFees)
	form.Set("action", "preview")
	form.Set("policy", string(domain.Keep))
	w.lookedAt(w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK))
	form.Set("action", "synchronize")
	w.lookedAt(w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK))

	form = w.open("P", domain.UpdatePrivileges)
	form.Set("action", "preview")
	w.get("P", w.post("P", dialogPath, form).location+"&look=made_up").want(http.StatusOK).hides("Only:")
}

// lookedAt checks what a preview, or its run, says to look at first.
func (w *world) lookedAt(page *answer) {
	w.t.Helper()
	if got := page.look("Below cost from now on"); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: below cost is %q", page.what, got)
	}
	if got := page.look("Changed by more than 30 %"); got != "2 prices at 2 resellers" {
		w.t.Errorf("%s: changed by more is %q", page.what, got)
	}
	link := strings.TrimSuffix(page.Find("section.looks li a").First().AttrOr("href", ""), "#resellers")
	list := w.get("P", link).want(http.StatusOK).shows("Only: Below cost from now on", "Show all")
	rows := list.Find("tbody tr")
	if rows.Length() != 1 || rows.Find("th bdi").Text() != "R11" {
		w.t.Errorf("%s lists %d resellers: %s", link, rows.Length(), rows.Find("th").Text())
	}
	w.get("P", rows.Find("th a").AttrOr("href", "")).want(http.StatusOK).shows("Only: Below cost from now on", "12.00")
	w.get("P", link+"&by=plan").want(http.StatusOK).shows("Only: Below cost from now on", "1 value at 1 reseller", "1 month · Recurring fee", "R11", "12.00", "20.00").
		hides("R2", "Setup fee", "Show outcomes")
	w.byPlanLists(link, "Hosted Mail; 1 month · Recurring fee; 12; 12; 10; 20; USD; 1; R11")
	file := strings.Replace(link, "?", ".csv?", 1)
	if lines := w.get("P", file).want(http.StatusOK).Text(); strings.Contains(lines, ",R2,") || !strings.Contains(lines, ",R11,") {
		w.t.Errorf("the file of %s holds %s", file, lines)
	}
	w.lists(link, "R11; 1 month · Recurring fee; 12; 12; 10; 20; USD")
}

// TestByPlanListsWhatIsBelowCost: by plan, what goes by cost is listed as by reseller: the prices that are counted, whatever the run does to them, and
// searched and narrowed.
func TestByPlanListsWhatIsBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "5")
	w.setFee("20")
	form := w.open("P", domain.UpdatePrivileges)
	form.Set("action", "preview")
	w.belowByPlan(w.post("P", dialogPath, form).want(http.StatusSeeOther).location)
	form.Set("action", "synchronize")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.setFee("10")
	w.belowByPlan(run + "?")
	w.get("P", run+"?by=plan&look=still_below_cost&value="+url.QueryEscape(domain.FeeKey(mailPlan, month, domain.RecurringFee).Text())).shows("1 value at 3 resellers")
	w.get("P", run+"?by=plan&look=still_below_cost&plan=3").shows("Nothing here").hides("R11")
}

// belowByPlan checks the prices that are below cost already in a run, or its preview, in which two are.
func (w *world) belowByPlan(path string) {
	w.t.Helper()
	link := path + "&look=still_below_cost"
	w.get("P", link+"&by=plan").want(http.StatusOK).shows("1 value at 3 resellers", "EUR 8.00", "EUR 16.00", "USD 10.00", "USD 5.00", "100.0 %").hides("Setup fee")
	const r2 = "Hosted Mail; 1 month · Recurring fee; 10; 10; 20; 20; USD; 1; R2"
	w.byPlanLists(link, "Hosted Mail; 1 month · Recurring fee; 8; 8; 16; 16; EUR; 1; R1", r2, "Hosted Mail; 1 month · Recurring fee; 5; 5; 10; 10; USD; 1; R11")
	w.byPlanLists(link+"&q=R2", r2)
	w.byPlanLists(link+"&q=10.00", r2)
	w.byPlanLists(link+"&level=1&currency=USD", r2)
	w.byPlanLists(link + "&q=Office")
}

// byPlanLists checks the file of prices that go by cost, by plan, as the provider.
func (w *world) byPlanLists(link string, want ...string) {
	w.t.Helper()
	var lines []string
	for _, line := range w.sameInBoth("P", link+"&by=plan").lines {
		lines = append(lines, tell(line, "Service Plan or Part", "Value", "Before", "After", "Cost Before", "Cost After", "Currency", "Resellers", "First Resellers"))
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		w.t.Errorf("the file of %s (-want +got):\n%s", link, diff)
	}
}

// TestLookHereFirstInTheDialog: as things are, and with what is ticked, each with the way to its list.
func TestLookHereFirstInTheDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", dialogPath).want(http.StatusOK).shows("Look here first", "As things are.").hides("Below cost")
	w.setOwnFee("R11", "12")
	w.setFee("20")
	for _, path := range []string{dialogPath, dialogPath + "/counts"} {
		page := w.get("P", path+"?opt=update_fees&policy=keep").want(http.StatusOK)
		if !strings.Contains(page.Text(), "With the box that is ticked.") {
			t.Errorf("%s does not say of what run", path)
		}
		if got := page.look("Below cost from now on"); got != "1 price at 1 reseller" {
			t.Errorf("%s: below cost is %q", path, got)
		}
		list := w.get("P", strings.TrimSuffix(page.Find("section.looks li a").First().AttrOr("href", ""), "#resellers"))
		if rows := list.want(http.StatusOK).Find("tbody tr"); rows.Length() != 1 || rows.Find("th bdi").Text() != "R11" {
			t.Errorf("%s leads to %s", path, rows.Text())
		}
		if got := w.get("P", path+"?opt=update_fees&opt=update_prices").look("Below cost from now on"); got != "" {
			t.Errorf("%s: with Overwrite below cost is %q", path, got)
		}
	}
}

// TestLookAtWhatIsThereWithoutARun: with no box ticked, or with a service template that is not active, what there is is listed among the subscriptions.
func TestLookAtWhatIsThereWithoutARun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "5")
	w.setFee("20")
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE account_id = $1`, w.viewers["R111"].Account.ID)
	w.listedWithoutARun(dialogPath, "", "3 prices at 3 resellers", " R1 R2 R11")
	w.exec(`UPDATE template SET active = false`)
	for _, opt := range []string{"", "&opt=update_fees"} {
		w.listedWithoutARun(dialogPath, opt, "3 prices at 3 resellers", " R1 R2 R11")
		w.listedWithoutARun(dialogPath, opt+"&reach=direct", "2 prices at 2 resellers", " R1 R2")
		w.listedWithoutARun(w.subscriptionPath("R11")+"/synchronize", opt+"&reach=this", "1 price at 1 reseller", " R11")
		w.listedWithoutARun(w.subscriptionPath("R1")+"/synchronize", opt+"&reach=with-sub-resellers", "2 prices at 2 resellers", " R1 R11")
	}
	for path, reach := range map[string]string{dialogPath: "direct", w.subscriptionPath("R1") + "/synchronize": "with-sub-resellers"} {
		page := w.get("P", path+"?reach="+reach).want(http.StatusOK)
		list := w.get("P", page.Find("section.looks a[href*='low_margin']").AttrOr("href", "")).want(http.StatusOK)
		prices, resellers := 0, 0
		for _, row := range list.Find("tbody tr").EachIter() {
			n, _ := strconv.Atoi(row.Find("td[data-label='Low margin']").Text())
			prices, resellers = prices+n, resellers+1
		}
		want := views.FormatCount(prices, "price", "prices") + " at " + views.FormatCount(resellers, "reseller", "resellers")
		if got := page.look("Margin below 10 %"); prices == 0 || got != want {
			t.Errorf("%s, %s: %q have a low margin, and listed are %q", path, reach, got, want)
		}
	}
	list := w.get("P", w.get("P", dialogPath).Find("section.looks a[href*='skipped']").AttrOr("href", "")).want(http.StatusOK)
	if got := list.text("tbody th bdi"); got != "Subscription of R111" {
		w.t.Errorf("who is skipped leads to %q", got)
	}
	w.get("P", "/resellers").shows("No running subscription") // theirs is over, and there
}

// listedWithoutARun checks what a dialog says of what is below cost already, and the lists to which its numbers lead.
func (w *world) listedWithoutARun(dialog, query, number, names string) {
	w.t.Helper()
	for _, path := range []string{dialog, dialog + "/counts"} {
		page := w.get("P", path+"?policy=keep"+query).want(http.StatusOK)
		if !strings.Contains(page.Text(), "As things are.") {
			w.t.Errorf("%s does not say of what run", page.what)
		}
		if got := page.look("Below cost already"); got != number {
			w.t.Errorf("%s: below cost is %q, want %q", page.what, got, number)
		}
		list := w.get("P", page.Find("section.looks a[href*='below_cost']").AttrOr("href", "")).want(http.StatusOK)
		if got := strings.ReplaceAll(list.text("tbody th bdi"), "Subscription of ", " "); got != names {
			w.t.Errorf("%s leads to %q, want %q", page.what, got, names)
		}
	}
}

// TestLookAtWhatIsWithdrawn: of all plans that a run withdraws, those with running subscriptions are listed and saved, at whom they run; of the run
// those that ran when it was made.
func TestLookAtWhatIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delegate(officePlan) // neither the reseller plan, to which R11 is subscribed at R1 and R111 at R11, nor Hosted Mail
	form := w.open("P", domain.EnablePlans)
	form.Set("action", "preview")
	w.withdrawn(w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK))
	form.Set("action", "synchronize")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.withdrawn(w.get("P", run).want(http.StatusOK))
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE account_id = $1`, w.viewers["R11"].Account.ID)
	w.withdrawn(w.get("P", run).want(http.StatusOK))
}

// withdrawn checks what a preview, or its run, says of the plans that it withdraws although somebody is subscribed to them.
func (w *world) withdrawn(page *answer) {
	w.t.Helper()
	if got := page.look("Withdrawn with running subscriptions"); got != "2 plans at 2 resellers" {
		w.t.Errorf("%s: withdrawn is %q", page.what, got)
	}
	link := strings.TrimSuffix(page.Find("section.looks a[href*='look=withdrawn_running']").AttrOr("href", ""), "#resellers")
	list := w.get("P", link).want(http.StatusOK)
	for _, row := range list.Find("tbody tr th a").EachIter() {
		w.get("P", row.AttrOr("href", "")).want(http.StatusOK).shows("Reseller program", "Disabled by Provider").hides("Hosted Mail")
	}
	w.get("P", link+"&by=plan").want(http.StatusOK).shows("Reseller program", "1 value at 2 resellers", "R1", "R11").hides("Hosted Mail", "R111", "R2")
	file := w.sameInBoth("P", link)
	var lines []string
	for _, line := range file.lines {
		lines = append(lines, tell(line, "Reseller", "Service Plan or Part", "Before", "After"))
	}
	want := []string{"R1; Reseller program; Delegated; Disabled by Provider", "R11; Reseller program; Delegated; Disabled by Provider"}
	if diff := cmp.Diff(want, lines); diff != "" {
		w.t.Errorf("the file of %s (-want +got):\n%s", link, diff)
	}
}
