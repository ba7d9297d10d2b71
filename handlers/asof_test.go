package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"tiersync/views/pages"
)

// backdate moves everything that was logged so far into the past.
func (w *world) backdate(days int) {
	w.t.Helper()
	w.exec(`ALTER TABLE entry DISABLE TRIGGER ALL; UPDATE entry SET at = at - make_interval(days => ` + fmt.Sprint(days) + `); ALTER TABLE entry ENABLE TRIGGER ALL`)
}

// Plans are shown as they were: no price of today is taken for one of then, and nothing can be done to them.
func TestPlansAsOfADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.backdate(10)
	w.tell("P changes Mail month: recurring fee 77\nP changes Mail: name Renamed Mail\neverything is delivered")
	then, long := time.Now().UTC().AddDate(0, 0, -5).Format(time.DateOnly), "2020-01-31"
	for _, who := range []string{"P", "R1"} {
		w.get(who, "/products/plans?on="+then).want(http.StatusOK).shows("As of", "Hosted Mail").hides("77.00", "61.60", "Renamed", "Do to many plans", "Lowest margin")
		w.get(who, "/products/plans/2/as-of").want(http.StatusOK).shows("Choose a day")
		w.get(who, "/products/plans/2/as-of?on="+then).want(http.StatusOK).shows("Hosted Mail", "1 month · Recurring fee", "changed since")
		w.get(who, "/products/plans/2/as-of?on="+long).want(http.StatusOK).shows("The plan was not there")
		w.get(who, "/products/plans?on="+long).want(http.StatusOK).shows("You had none when 31 Jan 2020 began")
		w.get(who, "/products/plans?on=tomorrow").want(http.StatusUnprocessableEntity).shows("Enter a date like 2026-01-31")
		next := time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
		for _, page := range []string{"/products/plans?on=", "/products/plans/2/as-of?on=", "/products/compare?from=" + then + "&to="} {
			w.get(who, page+next).want(http.StatusUnprocessableEntity).shows("This day is still to come")
		}
		w.get(who, "/products/plans/5/as-of?on="+then).want(http.StatusNotFound)
		w.tabsAsOf(who, then)
		w.get(who, "/products/plans/2/periods?on="+long).want(http.StatusOK).shows("The plan was not there")
		w.get(who, "/products/plans/2/periods?on="+next).want(http.StatusUnprocessableEntity).shows("This day is still to come")
	}
	// Who sees no costs does not see what was delivered then.
	w.tell("user Blind at R1: operator, Edit prices")
	w.get("Blind", "/products/plans?on="+then).want(http.StatusOK).shows("hidden")
	w.get("Blind", "/products/plans/2/as-of?on="+then+"&q=1+month+·+Recurring").want(http.StatusOK).shows("hidden", "61.60").hides("8.00")
	w.get("Blind", "/products/plans/2?on="+then).want(http.StatusOK).shows("As it was when")
	for _, tab := range []string{"periods", "rates", "upgrades"} {
		w.get("Blind", "/products/plans/2/"+tab+"?on="+then).want(http.StatusOK).shows("Not shown as of a day").hides("8.00")
	}
	w.get("P", "/resellers/"+idOf(w.viewers["R1"].Account.ID)+"/plans/2?on="+then).want(http.StatusOK).shows("plans of resellers are not shown as of a day")
}

// tabsAsOf follows the tabs of a plan from the first one: each keeps the day, and shows the plan as it was or says that it cannot.
func (w *world) tabsAsOf(who, then string) {
	w.t.Helper()
	w.get(who, "/products/plans/2?on="+then).want(http.StatusOK).shows("Hosted Mail", "As it was when", "Nothing of it can be changed here").hides("Renamed", "Edit", "Synchronize Reseller(s)")
	w.get(who, "/products/plans/2/periods?on="+then).want(http.StatusOK).hides("77.00", "61.60", "Save", "Add Subscription Period")
	tabs := w.get(who, "/products/plans/2/rates?on="+then).want(http.StatusOK).Find("nav[aria-label='Service plan'] a")
	if tabs.Length() < 6 {
		w.t.Errorf("%s sees %d tabs", who, tabs.Length())
	}
	for _, tab := range tabs.EachIter() {
		link := tab.AttrOr("href", "")
		if !strings.HasSuffix(link, "?on="+then) {
			w.t.Errorf("the tab %s leads to %s", tab.Text(), link)
		}
		page := w.get(who, link).want(http.StatusOK)
		for _, onward := range page.Find("main th a[href^='/products/plans'], nav[aria-label=Breadcrumb] a").EachIter() {
			if href := onward.AttrOr("href", ""); strings.Contains(page.text("main"), "As it was when") && !strings.Contains(href, "on="+then) && !strings.Contains(href, "/why?") {
				w.t.Errorf("%s leads on to %s, which is of now", link, href)
			}
		}
		if text := page.text("main"); !strings.Contains(text, "As it was when") && !strings.Contains(text, "this tab cannot be shown as of") {
			w.t.Errorf("%s does not say of what day it is", link)
		}
	}
}

// What was sold then and was deleted since is listed, and its pages tell what it was: no link of the list leads nowhere.
func TestAPlanAsOfADayThatIsGoneNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds plan Fleeting: plan category Cloud\nP adds period Fleeting month: recurring fee 33")
	w.backdate(10)
	w.tell("P removes plan Fleeting")
	then := time.Now().UTC().AddDate(0, 0, -5).Format(time.DateOnly)
	link := w.get("P", "/products/plans?on="+then+"&q=fleeting").want(http.StatusOK).Find("tbody th a").AttrOr("href", "none")
	page := w.get("P", link).want(http.StatusOK).shows("Fleeting", "33.00", "no longer there")
	for _, tab := range page.Find("nav[aria-label='Service plan'] a").EachIter() {
		w.get("P", tab.AttrOr("href", "none")).want(http.StatusOK).shows("Fleeting").hides("Edit", "Synchronize Reseller(s)")
	}
	w.get("P", strings.TrimSuffix(link, "?on="+then)).want(http.StatusNotFound)
}

func TestCompareTwoResellers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := func(name string) string { return idOf(w.viewers[name].Account.ID) }
	w.get("P", "/resellers/compare").want(http.StatusOK).shows("Choose two resellers", "Choose a reseller")
	one := w.get("P", "/resellers/compare").Find("main th a:contains('R2')").First().AttrOr("href", "none")
	two := w.get("P", one+"&q=R1").want(http.StatusOK).shows("Compare R2 with", "R11").Find("main th a:contains('R1')").First().AttrOr("href", "none")
	w.get("P", two).want(http.StatusOK).shows("Prices are not compared")
	w.get("P", one+"&q=nobody").want(http.StatusOK).shows("Nothing matches this search")
	own := w.get("P", one+"&q=R1").Find("main .lead-in a").AttrOr("href", "none")
	w.get("P", own).want(http.StatusOK).shows("What each of the two has stands side by side")
	if list := w.get("P", "/resellers/compare?a="+id("P")); list.Find("main .lead-in a").Length() != 0 || list.Find("main tbody a:contains('R2')").Length() != 1 {
		t.Errorf("beside the reader's own account can be chosen: %s", list.text("main"))
	}
	if link := w.get("P", "/resellers/"+id("R2")).Find("a:contains('Compare with…')").AttrOr("href", "none"); link != one {
		t.Errorf("the page of R2 leads to %s, want %s", link, one)
	}
	w.get("P", "/resellers/compare?a="+id("R2")+"&b="+id("R11")).want(http.StatusOK)
	w.tell("R2 changes Mail month: recurring fee 19")
	w.get("P", "/resellers/compare?a="+id("R2")+"&b="+id("P")).want(http.StatusOK).shows("Hosted Mail").sideBySide([]string{"Value", "R2", "P"}, "1 month · Recurring fee | USD 19.00 Why? Hosted Mail, 1 month · Recurring fee at R2 | USD 10.00 Why? Hosted Mail, 1 month · Recurring fee at P")
	w.get("P", "/resellers/compare?a="+id("R1")+"&b="+id("R2")).want(http.StatusOK).shows("Prices are not compared: they are in EUR and USD").hides("19.00")
	w.get("P", "/resellers/compare?a="+id("R2")+"&b="+id("R2")).want(http.StatusOK).shows("Both sell the same")
	for _, foreign := range []string{id("P2"), "77", "x"} {
		w.get("P", "/resellers/compare?a="+id("R1")+"&b="+foreign).want(http.StatusUnprocessableEntity).shows("Enter the ID of one of your resellers")
	}
	w.get("R1", "/resellers/compare?a="+id("R11")+"&b="+id("R2")).want(http.StatusUnprocessableEntity)
	w.get("R1", "/resellers/compare?a="+id("R11")+"&b="+id("R111")).want(http.StatusOK)
}

// sideBySide fails the test unless a page that compares has a column for each of the two, with this in a row, says nothing of before and after,
// strikes nothing out, and leads on only to pages that there are.
func (a *answer) sideBySide(columns []string, row string) *answer {
	a.t.Helper()
	var heads []string
	a.Find("main thead th").Each(func(_ int, th *goquery.Selection) { heads = append(heads, spaced(th)) })
	if !slices.Equal(heads, columns) {
		a.t.Errorf("the columns are %q, want %q", heads, columns)
	}
	if rows := a.rowsOf("What differs"); !slices.Contains(rows, row) {
		a.t.Errorf("there is no row %q:\n%s", row, strings.Join(rows, "\n"))
	}
	if n := a.Find("main del, main ins, main .diff-arrow").Length(); n > 0 {
		a.t.Errorf("%d values are struck out or have become others", n)
	}
	return a
}

// TestWhatTwoResellersSellIsToldOfEach: of what one of two alone sells, as a plan of their own, the other's column says so; nothing was created or removed,
// and each price leads to why it is so at its own seller.
func TestWhatTwoResellersSellIsToldOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := func(name string) string { return idOf(w.viewers[name].Account.ID) }
	w.tell("R2 adds plan Fleeting: plan category Cloud\nR2 adds period Fleeting month: recurring fee 33\nR2 changes Mail month: recurring fee 19")
	for _, url := range []string{"/resellers/compare?a=" + id("R2") + "&b=" + id("P"), "/resellers/compare?a=" + id("P") + "&b=" + id("R2")} {
		page := w.get("P", url).want(http.StatusOK)
		at := map[bool]string{true: "Service plan | there | not there", false: "Service plan | not there | there"}[strings.Contains(url, "a="+id("R2"))]
		if rows := page.rowsOf("What differs"); !slices.Contains(rows, at) {
			t.Errorf("there is no row %q:\n%s", at, strings.Join(rows, "\n"))
		}
		if text := page.text("main table"); strings.Contains(text, "Created") || strings.Contains(text, "Removed") || strings.Contains(text, "Updated") {
			t.Errorf("something is said to have happened: %s", text)
		}
		links := page.Find("main table a")
		if links.Length() < 2 {
			t.Errorf("%s has %d links to why", url, links.Length())
		}
		links.Each(func(_ int, a *goquery.Selection) { w.get("P", a.AttrOr("href", "none")).want(http.StatusOK) })
	}
}

func TestCompareTwoRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("12")
	w.synchronize()
	w.synchronize()
	runs, _, err := w.db.Runs(t.Context(), w.viewers["P"], pages.ListQuery{})
	w.check(err)
	last, first := idOf(runs[0].ID), idOf(runs[1].ID)
	w.get("P", "/synchronizations/compare?a="+last).want(http.StatusOK).shows("Choose two synchronizations", "Compare Synchronization "+last+" with")
	link := w.get("P", "/synchronizations/"+last).Find("a:contains('Compare with…')").AttrOr("href", "none")
	other := w.get("P", link).want(http.StatusOK).Find("main th a").First().AttrOr("href", "none")
	w.get("P", other).want(http.StatusOK).shows("Resellers changed", "resellers with another result")
	w.get("P", "/synchronizations/compare?a="+first+"&b="+last).want(http.StatusOK).shows("Resellers changed", "4 of 4", "0 of 4", "different", "Resellers' own values", "Overwrite", "4 resellers with another result", "R11", "Changes in "+first)
	w.get("P", "/synchronizations/compare?a="+last+"&b="+last).want(http.StatusOK).shows("For everybody both came to as many changes")
	w.get("P", "/synchronizations/compare?a="+last+"&b=99999").want(http.StatusUnprocessableEntity).shows("Enter the ID of a synchronization of yours")
	w.get("R1", "/synchronizations/compare?a="+last+"&b="+first).want(http.StatusUnprocessableEntity)
}

// TestTwoRunsValueByValue: of two runs every value that came out otherwise is there, with what it was and became in each and at whom; it is searched and
// saved as a file.
func TestTwoRunsValueByValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := strings.TrimPrefix(w.feeRun("20"), "/synchronizations/")
	w.setOwnFee("R1", "11")
	second := strings.TrimPrefix(w.feeRun("30"), "/synchronizations/")
	path := "/synchronizations/compare?a=" + first + "&b=" + second
	link := w.get("P", path).want(http.StatusOK).Find("nav[aria-label=List] a:contains('By value')").AttrOr("href", "none")
	page := w.get("P", link).want(http.StatusOK).shows("Values that came out otherwise", "In "+first, "In "+second)
	rows := strings.Join(page.rowsOf("Values that came out otherwise"), "\n")
	for _, words := range []string{"Hosted Mail", "after: EUR 16.00", "after: EUR 24.00", "before: EUR 11.00"} {
		if !strings.Contains(rows, words) {
			t.Errorf("the comparison does not say %q:\n%s", words, rows)
		}
	}
	page.Find("table a[href*='/resellers/']").Each(func(_ int, a *goquery.Selection) { w.get("P", a.AttrOr("href", "none")).want(http.StatusOK) })
	w.get("P", link+"&q=nothing+like+this").shows("Nothing matches this search")
	w.get("P", link+"&q=R2").hides("R11")
	w.get("P", "/synchronizations/compare?by=value&a="+first+"&b="+first).want(http.StatusOK).shows("Every value came out alike")
	w.get("P", link+"&from=999.1").want(http.StatusOK).shows("First")
	files := "?a=" + first + "&b=" + second
	for _, id := range []string{first, second} {
		if len(w.file("P", "/synchronizations/compare.csv"+files).where("Synchronization ID: "+id)) == 0 || len(w.file("P", "/synchronizations/compare.xlsx"+files).lines) == 0 {
			t.Errorf("the files tell nothing of %s", id)
		}
	}
	w.get("R1", "/synchronizations/compare.csv?a="+first+"&b="+second).want(http.StatusNotFound)
}
