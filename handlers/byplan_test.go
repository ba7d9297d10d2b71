package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// planRows are the texts of the rows of a run's page by plan.
func (a *answer) planRows() (rows []string) {
	a.Find("tbody.outcomes tr").Each(func(i int, _ *goquery.Selection) {
		rows = append(rows, spaced(a.Find("tbody.outcomes tr").Eq(i)))
	})
	return rows
}

func TestRunByPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "11")
	run := w.feeRun("20")
	link := w.get("P", run).want(http.StatusOK).Find("nav[aria-label='List'] a:contains('By plan')").AttrOr("href", "")
	if link != run+"?by=plan" {
		t.Fatalf("By plan leads to %q", link)
	}
	page := w.get("P", link).want(http.StatusOK)
	t.Log(strings.Join(page.planRows(), "\n"))
	_ = domain.UpdateFees
}
