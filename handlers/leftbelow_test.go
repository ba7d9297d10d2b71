package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// doNotTakePart is what there is to look at first of those who are left out, or out of reach.
const doNotTakePart = "Below cost from now on, because they do not take part"

// TestWhoIsLeftOutIsBelowCost: whose vendor takes part without them sells below cost from then on, which preview and run list and the guard counts.
func TestWhoIsLeftOutIsBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.guards("below_cost refuse 0")
	preview := w.preview("overwrite", domain.UpdateFees)
	if page := w.get("P", preview).want(http.StatusOK).hides("A guard refuses"); page.look(doNotTakePart) != "" {
		t.Errorf("nobody is left out, and there is %q", page.look(doNotTakePart))
	}
	page := w.leave(preview, "Leave out R111").shows("1 reseller sells below cost from now on, and at most 0 may be.")
	w.leftBelow(page)
	link := strings.TrimSuffix(page.Find("#guards li a").AttrOr("href", ""), "#resellers")
	w.get("P", link).want(http.StatusOK).shows("Only: " + doNotTakePart)
	form := with(page.form(dialogPath), "action", "synchronize")
	refused := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("This synchronization is refused")
	if link := refused.Find("main a[href*='look=']").AttrOr("href", ""); !strings.Contains(link, "look="+string(domain.LookLeftBelow)) {
		t.Errorf("the refusal leads to %q", link)
	}

	w.guards("below_cost off 0")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.leftBelow(w.get("P", run).want(http.StatusOK))
}

// leftBelow checks that a page lists one price of R111, who was left out.
func (w *world) leftBelow(page *answer) {
	w.t.Helper()
	if got := page.look(doNotTakePart); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: of those who do not take part %q", page.what, got)
	}
	if got := page.look("Below cost from now on"); got != "" {
		w.t.Errorf("%s: of those who take part %q", page.what, got)
	}
	for _, a := range page.Find("section.looks li a").EachIter() {
		link := strings.TrimSuffix(a.AttrOr("href", ""), "#resellers")
		if strings.Contains(link, "look="+string(domain.LookLeftBelow)) {
			rows := w.get("P", link).want(http.StatusOK).shows("Only: " + doNotTakePart).Find("tbody tr")
			if rows.Length() != 1 || rows.Find("th bdi").Text() != "R111" {
				w.t.Errorf("%s lists %s", link, rows.Text())
			}
			w.get("P", rows.Find("th a").AttrOr("href", "")).want(http.StatusOK).shows("Skipped: left out.", "Recurring fee", "Chain of Hosted Mail")
		}
	}
}

// TestWhoIsOutOfReachIsBelowCost: those below whom a reach leaves out sell below cost from then on, which dialog, preview and run list and the guard
// counts.
func TestWhoIsOutOfReachIsBelowCost(t *testing.T) {
	t.Parallel()
	for _, reach := range []domain.Reach{domain.DirectOnly, domain.ThisReseller} {
		w := newWorld(t)
		dialog, wide := dialogPath, string(domain.AllLevels)
		if reach == domain.ThisReseller {
			dialog, wide = fmt.Sprintf("/products/plans/1/subscriptions/%d/synchronize", w.subscription("R1")), string(domain.WithSubResellers)
		}
		w.setFee("20")
		w.guards("below_cost refuse 0")
		choices := "&policy=overwrite&opt=update_fees"
		open := w.get("P", dialog+"?reach="+string(reach)+choices).want(http.StatusOK).shows("1 reseller sells below cost from now on, and at most 0 may be.")
		if got := open.look(doNotTakePart); got != "1 price at 1 reseller" {
			t.Errorf("%s: the dialog counts %q", reach, got)
		}
		key := "?key=" + open.form(dialog).Get("key")
		if page := w.get("P", dialog+"/preview"+key+"&reach="+wide+choices).want(http.StatusOK).hides("A guard refuses"); page.look(doNotTakePart) != "" {
			t.Errorf("%s: everybody is reached, and there is %q", wide, page.look(doNotTakePart))
		}
		page := w.get("P", dialog+"/preview"+key+"&reach="+string(reach)+choices).want(http.StatusOK).shows("1 reseller sells below cost from now on, and at most 0 may be.")
		w.outOfReach(page)
		form := with(page.form(dialog), "action", "synchronize")
		refused := w.post("P", dialog, form).want(http.StatusUnprocessableEntity).shows("This synchronization is refused")
		if link := refused.Find("main a[href*='look=']").AttrOr("href", ""); !strings.Contains(link, "look="+string(domain.LookLeftBelow)) {
			t.Errorf("%s: the refusal leads to %q", reach, link)
		}

		w.guards("below_cost off 0")
		run := w.post("P", dialog, form).want(http.StatusSeeOther).location
		w.outOfReach(w.get("P", run).want(http.StatusOK))
	}
}

// outOfReach checks that a page lists one price of R11, who is out of reach, and lists them nowhere else.
func (w *world) outOfReach(page *answer) {
	w.t.Helper()
	if got := page.look(doNotTakePart); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: of those who do not take part %q", page.what, got)
	}
	if got := page.Find("tbody th bdi:contains('R11')"); got.Length() != 0 {
		w.t.Errorf("%s lists R11 among those who are reached", page.what)
	}
	link := strings.TrimSuffix(page.Find("section.looks li a[href*='look="+string(domain.LookLeftBelow)+"']").AttrOr("href", ""), "#resellers")
	list := w.get("P", link).want(http.StatusOK).shows("Only: " + doNotTakePart)
	rows := list.Find("tbody tr")
	if rows.Length() != 1 || rows.Find("th bdi").Text() != "R11" || !strings.Contains(rows.Text(), "Out of reach") {
		w.t.Errorf("%s lists %s", link, rows.Text())
	}
	w.lists(link, "R11; 1 month · Recurring fee; 10; 10; 10; 20; USD")
	theirs := w.get("P", rows.Find("th a").AttrOr("href", "")).want(http.StatusOK).shows("Out of reach", "1 month · Recurring fee", "Cost after", "USD 10.00USD 10.00USD 20.00")
	w.get("P", theirs.Find("tbody th a.why").Last().AttrOr("href", "")).want(http.StatusOK).shows("Chain of a price")
}

// TestWhoTakesPartIsBelowCost: the prices of a reseller who takes part are listed with their costs and margin, in the preview and in the run.
func TestWhoTakesPartIsBelowCost(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	preview := w.preview("keep", domain.UpdateFees)
	w.belowAt(preview, "R2")
	run := w.post("P", dialogPath, with(w.get("P", preview).form(dialogPath), "action", "synchronize")).want(http.StatusSeeOther).location
	w.belowAt(run, "R2")
}

// belowAt checks that a page leads to one price of a reseller, which is below its cost.
func (w *world) belowAt(address, name string) {
	w.t.Helper()
	page := w.get("P", address).want(http.StatusOK)
	if got := page.look("Below cost already"); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: below cost already are %q", address, got)
	}
	link := page.Find("section.looks a[href*='look=still_below_cost']").AttrOr("href", "no link")
	rows := w.get("P", strings.TrimSuffix(link, "#resellers")).want(http.StatusOK).Find("tbody tr")
	if rows.Length() != 1 || rows.Find("th bdi").Text() != name {
		w.t.Fatalf("%s lists %s", link, rows.Text())
	}
	prices := w.get("P", rows.Find("th a").AttrOr("href", "")).want(http.StatusOK).shows("Only: Below cost already", "Show all", "Cost after", "Margin", "Why? Mail")
	if row := prices.Find("tbody tr"); row.Length() != 1 || !strings.Contains(row.Text(), "USD 11.00") || !strings.Contains(row.Text(), "USD 12.00") {
		w.t.Errorf("%s lists at %s: %s", link, name, row.Text())
	}
	w.lists(strings.TrimSuffix(link, "#resellers"), name+"; 1 month · Recurring fee; 11; 11; 12; 12; USD")
}

// lists checks that the files of a list of what is looked for have one line, the one price with its costs.
func (w *world) lists(address, want string) {
	w.t.Helper()
	got := w.sameInBoth("P", address)
	if len(got.lines) != 1 {
		w.t.Fatalf("the file of %s has %d lines: %v", address, len(got.lines), got.lines)
	}
	if line := tell(got.lines[0], "Reseller", "Value", "Before", "After", "Cost Before", "Cost After", "Currency"); line != want {
		w.t.Errorf("the file of %s says %q, want %q", address, line, want)
	}
}
