package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// values are the rows of a page of a change: "Tariff1: 1 month · Recurring fee".
func (a *answer) values() []string {
	var rows []string
	a.Find("tbody.outcomes").Each(func(_ int, group *goquery.Selection) {
		title := spaced(group.Find(".group-row th"))
		group.Find("tr:not(.group-row) th").Each(func(_ int, cell *goquery.Selection) { rows = append(rows, title+": "+spaced(cell)) })
	})
	return rows
}

// TestALongChangeReadsAsAShortOne: what is stored in parts is shown page by page, in the file and in the history of a plan as one.
func TestALongChangeReadsAsAShortOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds plan Tariff{1..90}: plan category Software\nP adds period Tariff{1..90} month: recurring fee 10, setup fee 3, renewal fee 2, transfer fee 1")
	audit, err := w.db.Audit(t.Context(), w.viewers["P"], pages.AuditQuery{Limit: 1})
	w.check(err)
	row := audit.Rows[0]
	if row.Kind != domain.CatalogChanged || row.More == 0 {
		t.Fatalf("the last change is %s, with %d values more", row.Kind, row.More)
	}
	total := len(views.DescribeEdits(row.Edits, audit.Names, "USD")) + row.More
	path := "/changes/" + fmt.Sprint(row.ID)
	var shown []string
	for n := 1; (n-1)*views.PageSize < total; n++ {
		values := w.get("P", fmt.Sprintf("%s?page=%d", path, n)).want(http.StatusOK).values()
		if want := min(views.PageSize, total-len(shown)); len(values) != want {
			t.Errorf("page %d has %d values, want %d", n, len(values), want)
		}
		shown = append(shown, values...)
	}
	if diff := cmp.Diff(shown[(total-1)/views.PageSize*views.PageSize:], w.get("P", path+"?page=9999").want(http.StatusOK).values()); diff != "" {
		t.Errorf("behind the last page (-want +got):\n%s", diff)
	}
	var lines []string
	for _, line := range w.file("P", "/audit.csv?kind=catalog_changed").where("Change ID: " + fmt.Sprint(row.ID)) {
		lines = append(lines, line["Part"]+": "+line["Value"])
	}
	if diff := cmp.Diff(shown, lines); diff != "" {
		t.Errorf("pages and file of one change (-pages +file):\n%s", diff)
	}
	w.get("P", "/audit").want(http.StatusOK).shows(fmt.Sprintf("and %s more", views.FormatInteger(total-3)))
	tariff := strings.Join(w.planOf(row, "Tariff77"), "\n")
	if of := strings.Count(strings.Join(shown, "\n"), "Tariff77: "); of == 0 || strings.Count(tariff, "\n")+1 != of {
		t.Errorf("the history of a plan tells %q, the page %d values of it", tariff, of)
	}
	undo := w.post("P", path+"/undo", nil).want(http.StatusSeeOther).location
	w.get("P", "/products/plans?q=Tariff").want(http.StatusOK).hides("Tariff77")
	w.get("P", undo+"?page=2").want(http.StatusOK).shows("Tariff")
}

// planOf is what the history of a plan that a change made tells of it.
func (w *world) planOf(change pages.LogRow, name string) []string {
	w.t.Helper()
	catalog, _, err := w.db.Catalog(w.t.Context(), w.viewers["P"], w.viewers["P"].Account.ID)
	w.check(err)
	for _, p := range catalog.Plans {
		if p.Name != name {
			continue
		}
		history, err := w.db.PlanHistory(w.t.Context(), w.viewers["P"], p.ID, pages.HistoryQuery{})
		w.check(err)
		var texts []string
		for _, row := range history.Rows {
			if row.ID == change.ID {
				for _, text := range views.DescribeEdits(row.Edits, history.Names, "USD") {
					texts = append(texts, text.String())
				}
			}
		}
		return texts
	}
	return nil
}
