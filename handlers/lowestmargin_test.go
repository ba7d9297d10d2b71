package handlers_test

import (
	"net/http"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// A list says where the least remains of a plan's prices, not only of the one that it shows.
func TestLowestMarginOfPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
P adds period Mail quarter: length 3, recurring fee 30
P adds plan Free: plan category Cloud
P adds period Free month: recurring fee 10
template delegates Program Mail Office Free
everything is delivered
R1 changes Mail month: recurring fee 11, setup fee 2, renewal fee 2, transfer fee 2, cancellation fee 2, deposit 2, non-refundable amount 2
R1 changes Mail quarter: recurring fee 20
R1 changes Free month: recurring fee 0
`)
	cells := func(path string) map[string]string {
		found := map[string]string{}
		w.get("R1", path).want(http.StatusOK).Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
			found[(&answer{Document: goquery.NewDocumentFromNode(row.Get(0)), t: t}).text("th a")] =
				(&answer{Document: goquery.NewDocumentFromNode(row.Get(0)), t: t}).text("td[data-label='Lowest margin']")
		})
		return found
	}
	got := cells("/products/plans")
	if diff := cmp.Diff(map[string]string{"Reseller program": "0.0 % 14 days trial · Setup fee", "Hosted Mail": "−20.0 % 3 months · Recurring fee",
		"Office Suite": "0.0 % 14 days trial · Setup fee", "Free": "given away 1 month · Recurring fee"}, got); diff != "" {
		t.Errorf("the lowest margins (-want +got):\n%s", diff)
	}
	if names := w.get("R1", "/products/plans?sort=margin").names(); names[0] != "Free" || names[1] != "Hosted Mail" {
		t.Errorf("by margin: %q", names)
	}
	if names := w.get("R1", "/products/plans?sort=price&dir=desc").names(); names[0] != "Hosted Mail" {
		t.Errorf("by price: %q", names)
	}
	if names := w.get("R1", "/products/plans?sort=cost").names(); len(names) != 4 {
		t.Errorf("by cost: %q", names)
	}
	w.tell("user Blind at R1: operator, Edit prices")
	w.get("Blind", "/products/plans?sort=margin").want(http.StatusOK).hides("Lowest margin", "Cost", "given away")
	if got := w.get("R1", "/products/plans?q=Mail").text("thead"); got == "" || w.get("R1", "/products/plans?type=Generic").Find("th a[href*='sort=template']").Length() != 0 {
		t.Errorf("a column that is empty is shown: %s", got)
	}
}
