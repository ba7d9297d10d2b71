package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestWhoIsLeftOutIsBelowCost: whose vendor takes part without them sells below cost from then on, which preview and run list and the guard counts.
func TestWhoIsLeftOutIsBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.guards("below_cost refuse 0")
	const words = "Below cost from now on, because they do not take part"
	preview := w.preview("overwrite", domain.UpdateFees)
	if page := w.get("P", preview).want(http.StatusOK).hides("A guard refuses"); page.look(words) != "" {
		t.Errorf("nobody is left out, and there is %q", page.look(words))
	}
	page := w.leave(preview, "Leave out R111").shows("1 reseller sells below cost from now on, and at most 0 may be.")
	w.leftBelow(page, words)
	link := strings.TrimSuffix(page.Find("#guards li a").AttrOr("href", ""), "#resellers")
	w.get("P", link).want(http.StatusOK).shows("Only: " + words)
	form := with(page.form(dialogPath), "action", "synchronize")
	refused := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("This synchronization is refused")
	if link := refused.Find("main a[href*='look=']").AttrOr("href", ""); !strings.Contains(link, "look="+string(domain.LookLeftBelow)) {
		t.Errorf("the refusal leads to %q", link)
	}

	w.guards("below_cost off 0")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.leftBelow(w.get("P", run).want(http.StatusOK), words)
}

// leftBelow checks that a page lists one price of R111, who was left out.
func (w *world) leftBelow(page *answer, words string) {
	w.t.Helper()
	if got := page.look(words); got != "1 price at 1 reseller" {
		w.t.Errorf("%s: of those who do not take part %q", page.what, got)
	}
	if got := page.look("Below cost from now on"); got != "" {
		w.t.Errorf("%s: of those who take part %q", page.what, got)
	}
	for _, a := range page.Find("section.looks li a").EachIter() {
		link := strings.TrimSuffix(a.AttrOr("href", ""), "#resellers")
		if strings.Contains(link, "look="+string(domain.LookLeftBelow)) {
			rows := w.get("P", link).want(http.StatusOK).shows("Only: " + words).Find("tbody tr")
			if rows.Length() != 1 || rows.Find("th bdi").Text() != "R111" {
				w.t.Errorf("%s lists %s", link, rows.Text())
			}
		}
	}
}

// TestWhoIsOutOfReachIsNotLookedAt: where a reach leaves resellers out, the dialog, the preview and the run say so.
func TestWhoIsOutOfReachIsNotLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	const words = "Resellers below those who are reached are not looked at"
	w.get("P", dialogPath).want(http.StatusOK).hides(words)
	w.get("P", dialogPath+"?reach=direct").want(http.StatusOK).shows(words)
	preview := w.preview("overwrite", domain.UpdateFees)
	w.get("P", preview).want(http.StatusOK).hides(words)
	direct := w.get("P", strings.Replace(preview, "reach=all", "reach=direct", 1)).want(http.StatusOK).shows(words)
	run := w.post("P", dialogPath, with(direct.form(dialogPath), "action", "synchronize")).want(http.StatusSeeOther).location
	w.get("P", run).want(http.StatusOK).shows(words)
}
