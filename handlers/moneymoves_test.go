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
	want := []string{"EUR", "1", "1", "was 26.40 → now 34.40", "34.40", "was −8.00 → now 0.00"}
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

// TestMoneyThatStays: a run that changes no price moves no margin, and says so.
func TestMoneyThatStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.previewOf("P", string(domain.Keep), domain.UpdatePrivileges)
	if text := page.money().Text(); !strings.Contains(text, "No margin moves") || strings.Contains(text, "was ") {
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
