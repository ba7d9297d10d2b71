package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// A plan can be made like another: with all of it, under ids of its own, unpublished.
func TestDuplicatePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/plans/2/rates/31/rows", w.get("P", mailboxForm).form("/products/plans/2/rates/31/rows")).want(http.StatusUnprocessableEntity) // the row is there
	row := w.get("P", mailboxForm).form("/products/plans/2/rates/31/rows")
	row.Set("period", "23")
	row.Set("price_row", "100")
	w.post("P", "/products/plans/2/rates/31/rows", row).want(http.StatusSeeOther)
	listed := map[string]string{"product_id": "CFQ7", "sku_id": "0001", "market": "DE"}
	w.post("P", "/products/plans/2/edit", w.fill("P", "/products/plans/2/edit", listed)).want(http.StatusSeeOther)
	const path = "/products/plans/2/duplicate"
	form := w.get("P", path).want(http.StatusOK).form(path)
	if got := form.Get("name"); got != "Copy of Hosted Mail" {
		t.Errorf("the new name is %q", got)
	}
	form.Set("name", "")
	w.post("P", path, form).want(http.StatusUnprocessableEntity)
	form.Set("name", "Hosted Mail 2")
	to := w.post("P", path, form).want(http.StatusSeeOther).location
	w.get("P", to).want(http.StatusOK).shows("Hosted Mail 2", "Unpublished", "In short")
	plans := w.state("P").Effective().Plans
	was, is := w.state("P").Effective().Plan(mailPlan), plans[len(plans)-1]
	if is.Article != (domain.Article{}) || is.Market != "DE" {
		t.Errorf("price lists call it %v, in %q", is.Article, is.Market)
	}
	if is.ID == mailPlan || len(is.Periods) != 3 || is.Periods[0].ID == was.Periods[0].ID {
		t.Fatalf("the new plan is %+v", is)
	}
	prices := func(p *domain.Plan) (list []string) {
		for key, price := range p.Prices() {
			period := ""
			if have := p.Period(key.Period); have != nil {
				period = have.Label()
			}
			list = append(list, string(key.Field)+" "+period+" "+price.String())
		}
		return list
	}
	if diff := cmp.Diff(prices(was), prices(is)); diff != "" {
		t.Errorf("prices (-was +is):\n%s", diff)
	}
	for _, who := range []string{"P-viewer", "P-operator", "R1"} {
		if status := w.get(who, path).status; status != http.StatusForbidden {
			t.Errorf("%s duplicating is answered %d", who, status)
		}
	}
}

// Two plans of one name are told apart by their ids wherever one of them is chosen.
func TestPlansOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		path := plansPage + "/2/duplicate"
		w.post("P", path, w.get("P", path).form(path)).want(http.StatusSeeOther)
	}
	page := w.get("P", plansPage+"/3/upgrades").want(http.StatusOK).Find("select option:contains('Copy of Hosted Mail')")
	first, second := page.Eq(0).Text(), page.Eq(1).Text()
	if page.Length() != 2 || first == second || !strings.Contains(first, ", ID ") {
		t.Errorf("the plans are called %q and %q", first, second)
	}
	if got := w.get("P", plansPage+"/3/upgrades").Find("select option:contains('Hosted Mail')").First().Text(); strings.Contains(got, "ID") {
		t.Errorf("a plan whose name no other has is called %q", got)
	}
}
