package handlers_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"tiersync/domain"
)

// TestArticlesOfPlans says in the forms what price lists call a plan and a period, shows it, and finds the plan by it.
func TestArticlesOfPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const edit = "/products/plans/2/edit"
	w.post("P", edit, w.fill("P", edit, map[string]string{"product_id": " CFQ7TTC0LH18 ", "sku_id": "0001", "segment": "Commercial", "market": "DE"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2").shows("Product ID", "CFQ7TTC0LH18", "SKU ID", "0001", "Segment", "Commercial", "Market", "DE")
	period := w.state("P").Effective().Plan(2).Periods[0].ID
	fees := "/products/plans/2/periods/" + idOf(period) + "/edit"
	w.post("P", fees, w.fill("P", fees, map[string]string{"period_sku_id": "0002", "period_billing_plan": "Annual"})).want(http.StatusSeeOther)
	w.get("P", "/products/plans/2/periods").shows("SKU ID 0002, Billing Plan Annual")
	w.get("P", "/products/plans/2/history").shows("SKU ID", "0001")
	name := w.state("P").Effective().Plan(2).Name
	for _, q := range []string{"cfq7ttc0lh18", "0001", "0002"} {
		w.get("P", "/products/plans?q="+q).shows(name)
	}
	w.get("P", "/products/plans?q=cfq7ttc0lh19").hides(name)
	for text, problem := range map[string]string{"a\u200bb": "invisible", strings.Repeat("x", 101): "at most 100"} {
		page := w.post("P", edit, w.fill("P", edit, map[string]string{"sku_id": text})).want(http.StatusUnprocessableEntity)
		if got := page.problem("sku_id"); !strings.Contains(got, problem) {
			t.Errorf("%q: %q, want %q", text, got, problem)
		}
	}
}

// TestArticlesOfTwoPlans refuses ids that another plan or period of the vendor has, beside them, with the way to the other one.
func TestArticlesOfTwoPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := func(plan string, values map[string]string) *answer {
		t.Helper()
		edit := "/products/plans/" + plan + "/edit"
		return w.post("P", edit, w.fill("P", edit, values))
	}
	ids("2", map[string]string{"product_id": "CFQ7", "sku_id": "0001", "segment": "Commercial"}).want(http.StatusSeeOther)
	page := ids("4", map[string]string{"product_id": "cfq7 ", "sku_id": "0001", "segment": "COMMERCIAL"}).want(http.StatusUnprocessableEntity)
	if got := page.problem("sku_id"); got != "Another plan has these ids, for the same segment and market: ID 2" {
		t.Errorf("the message is %q", got)
	}
	if got := page.Find(".error-summary a:not([href^='#'])").AttrOr("href", ""); got != "/products/plans/2" {
		t.Errorf("the link leads to %q", got)
	}
	ids("4", map[string]string{"product_id": "CFQ7", "sku_id": "1", "segment": "Commercial"}).want(http.StatusSeeOther) // 1 is not 0001
	ids("4", map[string]string{"sku_id": "0001", "segment": "Education"}).want(http.StatusSeeOther)
	page = ids("4", map[string]string{"segment": "Commercial"}).want(http.StatusUnprocessableEntity)
	if page.problem("segment") == "" {
		t.Error("nothing stands beside the segment")
	}
	ids("4", map[string]string{"name": "Renamed"}).want(http.StatusSeeOther)
}

// TestArticlesOfTwoPlansAtOnce lets two people give two plans the same ids in the same moment: one of them is refused.
func TestArticlesOfTwoPlansAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for round := range 5 {
		var answers [2]*answer
		var saved sync.WaitGroup
		for i, plan := range []string{"2", "4"} {
			edit := "/products/plans/" + plan + "/edit"
			form := w.fill("P", edit, map[string]string{"product_id": "P", "sku_id": idOf(domain.PlanID(round + 1))})
			saved.Go(func() { answers[i] = w.post("P", edit, form) })
		}
		saved.Wait()
		if answers[0].status+answers[1].status != http.StatusSeeOther+http.StatusUnprocessableEntity {
			t.Fatalf("the answers are %d and %d", answers[0].status, answers[1].status)
		}
	}
}
