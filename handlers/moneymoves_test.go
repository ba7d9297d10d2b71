package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// money is the section of a preview that says what the run moves in money.
func (a *answer) money() *goquery.Selection {
	return a.Find("section[aria-labelledby=money-title]")
}

// moneyRow are the cells of the first row of the sums.
func (a *answer) moneyRow() []string {
	row := a.money().Find("tbody").First().Find("tr").First()
	return row.Find("th, td").Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

func (w *world) previewOf(who, policy string, option domain.OptionKey) *answer {
	form := w.open(who, option)
	form.Set("action", "preview")
	form.Set("policy", policy)
	return w.get(who, w.post(who, dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK)
}

// TestMoneyOfAPreview: sums by currency and level, bars beside their table, and whose margin moves, with the way to what happens to them.
func TestMoneyOfAPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	page := w.previewOf("P", string(domain.Keep), domain.UpdateFees)
	money := page.money()
	if money.Find("svg[role=img]").AttrOr("aria-label", "") == "" || money.Find("svg rect").Length() == 0 {
		t.Error("the bars have no name, or there are none")
	}
	for _, column := range []string{"Currency", "Level", "Resellers", "Recurring price", "Cost", "Margin"} {
		if !strings.Contains(money.Find("thead").First().Text(), column) {
			t.Errorf("no column %q", column)
		}
	}
	want := []string{"EUR", "1", "1", "before: 26.40 → after: 34.40", "34.40", "before: −8.00 → after: 0.00"}
	if diff := cmp.Diff(want, page.moneyRow()); diff != "" {
		t.Errorf("the first row (-want +got):\n%s", diff)
	}
	link := money.Find("[aria-label='Resellers whose margin moves most'] tbody th a").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.TrimSpace(s.Text()) == "R11"
	})
	w.get("P", link.AttrOr("href", "")).want(http.StatusOK).shows("R11")
	part := strings.TrimSuffix(page.Find("section.looks li a").First().AttrOr("href", ""), "#resellers")
	if filtered := w.get("P", part).want(http.StatusOK); filtered.money().Length() > 0 {
		t.Error("a part of the list says what the whole comes to")
	}
}

// moneyRows are all rows of the sums.
func (a *answer) moneyRows() []string {
	return a.money().Find("table").First().Find("tbody tr").Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

// TestMoneyOfARun: the page of a run says what the preview said, whatever is changed later; its undo moves it back and says so, before and after.
func TestMoneyOfARun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	preview := w.previewOf("P", string(domain.Keep), domain.UpdateFees)
	form := w.open("P", domain.UpdateFees)
	form.Set("policy", string(domain.Keep))
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	page := w.get("P", run).want(http.StatusOK)
	if page.money().Length() > 0 {
		t.Error("the first page of a run adds up what it moves")
	}
	tab := page.Find("nav[aria-label=List] a").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.TrimSpace(s.Text()) == "Money" }).AttrOr("href", "")
	w.setFee("30")
	const rate = "/exchange-rates/EUR"
	w.means("P", rate, w.fill("P", rate, map[string]string{"exchange_rate": "0.7"})).want(http.StatusSeeOther)
	moved := w.get("P", tab).want(http.StatusOK).shows("at the rates that held then", "Resellers whose margin moves most")
	if diff := cmp.Diff(preview.moneyRows(), moved.moneyRows()); diff != "" || len(moved.moneyRows()) == 0 {
		t.Errorf("the sums of the run, after later changes (-preview +run):\n%s", diff)
	}
	if diff := cmp.Diff(moved.moneyRows(), w.get("P", tab).moneyRows()); diff != "" {
		t.Errorf("the sums of the run, again (-first +again):\n%s", diff)
	}
	undo := w.get("P", run+"/undo?by=money").want(http.StatusOK).shows("at today's rate")
	undone := w.get("P", w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location+"?by=money").want(http.StatusOK)
	if diff := cmp.Diff(undo.moneyRows(), undone.moneyRows()); diff != "" || len(undo.moneyRows()) == 0 {
		t.Errorf("the sums of the undo (-preview +undo):\n%s", diff)
	}
}

// TestMoneyOfWhoWasMovedSince: who has another vendor since is not added up, and the page says so.
func TestMoneyOfWhoWasMovedSince(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	run := w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusSeeOther).location + "?by=money"
	w.get("P", run).want(http.StatusOK).hides("another vendor since")
	move := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move"
	to := move + "?to=" + idOf(w.planted.Accounts["R2"])
	w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther)
	w.get("P", run).want(http.StatusOK).shows("1 reseller has another vendor since and is not added up")
}

// TestMoneyThatStays: a run that changes no price moves no margin, and says so.
func TestMoneyThatStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.previewOf("P", string(domain.Keep), domain.UpdatePrivileges)
	if text := page.money().Text(); !strings.Contains(text, "No margin moves") || strings.Contains(text, "before: ") {
		t.Errorf("the section says %q", text)
	}
}

// TestMoneyWithoutCosts: who sees no costs reads prices, and neither costs nor margins.
func TestMoneyWithoutCosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("R1", "Sue", domain.SynchronizeSubReseller, domain.EditPrices, domain.ManageSubResellers)
	page := w.previewOf("Sue", string(domain.Keep), domain.UpdatePrivileges)
	columns := page.money().Find("thead").First().Text()
	if !strings.Contains(columns, "Recurring price") || strings.Contains(columns, "Cost") || strings.Contains(columns, "Margin") {
		t.Errorf("the columns are %q", columns)
	}
	if page.money().Find("table").Length() != 1 || page.money().Find("rect.chart-costs").Length() > 0 {
		t.Error("costs or margins are drawn")
	}
}
