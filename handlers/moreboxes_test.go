package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestARenamedPlanIsRenamedAtResellers is the way of a new name down the levels, by the box for it and by no other.
func TestARenamedPlanIsRenamedAtResellers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const rename = "/products/plans/2/edit"
	page := w.post("P", rename, w.fill("P", rename, map[string]string{"name": "Post"})).want(http.StatusSeeOther)
	w.get("P", page.location).shows("Not passed on yet to 4 resellers, at all levels: synchronize")
	dialog := w.get("P", dialogPath)
	if got := dialog.text("#opt-update_names-count"); got != "would change 4 at 4 resellers by Update Names and Descriptions" {
		t.Errorf("the box would do %q", got)
	}
	dialog.shows("Upgrade paths come along between new plans only")
	for _, key := range []domain.OptionKey{domain.UpdateFees, domain.UpdateNames} {
		form := w.open("P")
		form.Set("opt", string(key))
		w.post("P", dialogPath, form).want(http.StatusSeeOther)
		if list, renamed := w.get("R1", "/products/plans"), key == domain.UpdateNames; strings.Contains(list.text("main"), "Post") != renamed {
			t.Errorf("after %s the reseller has the new name: %t", key, !renamed)
		}
	}
	w.get("R111", "/products/plans").shows("Post")
}

func TestATemplateSaysWhatItLacks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plans := w.create("P", "/products/templates/new", map[string][]string{"template_name": {"Bronze"}})
	template := strings.TrimSuffix(plans, "/delegated-plans")
	page := w.get("P", template).want(http.StatusOK).shows("No order flow", "No privileges", "No terms and conditions")
	for _, tab := range []string{"/order-flow", "/privileges", "/terms"} {
		if page.Find("main .notice a[href='"+template+tab+"']").Length() != 1 {
			t.Errorf("nothing leads to %s", tab)
		}
	}
	form := w.fill("P", template+"/privileges", nil)
	form.Set("template_privilege", string(domain.EditPrices))
	w.post("P", template+"/privileges", form).want(http.StatusSeeOther)
	w.get("P", template).shows("No order flow", "No terms and conditions").hides("No privileges")
}

// TestALongListHasLongPages asks for 200 rows at once and goes from page to page by their numbers.
func TestALongListHasLongPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		P adds plan Domain{0..249}: type Domain Registration, plan category Cloud
		P adds period Domain{0..249} year: unit years`)
	list := w.get("P", "/products/plans")
	if got := list.Find("nav.pager a[aria-current=page]").Text(); got != "1" || list.Find("tbody tr").Length() != 50 {
		t.Errorf("page %q has %d rows", got, list.Find("tbody tr").Length())
	}
	w.get("P", list.Find("nav.pager a[aria-label='Page 2']").AttrOr("href", "")).want(http.StatusOK).shows("51–100 of ")
	long := list.Find("nav.pager a[aria-label='200 rows on a page']").AttrOr("href", "")
	page := w.get("P", long).want(http.StatusOK)
	if page.Find("tbody tr").Length() != 200 || page.Find("nav.pager a[rel=next]").AttrOr("href", "") != "/products/plans?page=2&rows=200" {
		t.Errorf("%s has %d rows", long, page.Find("tbody tr").Length())
	}
	w.get("P", "/products/plans?page=2&rows=200").shows("201–")
}
