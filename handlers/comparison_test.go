package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// Two versions of a plan that stand on different pages of its history can be compared: what was chosen stays chosen.
func TestVersionsOfDifferentPagesAreCompared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.do("P", mailFee(domain.FeesChanged, recurring(fmt.Sprint(20+i))))
	}
	base := "/products/plans/2/history"
	page := w.get("P", base).want(http.StatusOK).hides("Compare with which version?")
	link := page.Find("tbody tr").First().Find("a:contains('Compare')").AttrOr("href", "")
	newest := strings.TrimPrefix(link, base+"?with=")
	chosen := w.get("P", link).want(http.StatusOK).shows("Compare with which version?", "Chosen: after change "+newest)
	if links := chosen.Find("tbody a:contains('Compare with this')").Length(); links != 24 {
		t.Errorf("%d versions of the page can be compared with the one that was chosen, want 24", links)
	}
	older := w.get("P", chosen.Find("a[rel=next]").AttrOr("href", "")).want(http.StatusOK).shows("Chosen: after change "+newest, "after: USD 20.00")
	if back := older.Find("nav a:contains('Newest')").AttrOr("href", ""); back != base+"?with="+newest {
		t.Errorf("on the way back to the newest the choice is lost: %s", back)
	}
	if cancel := older.Find("a:contains('Cancel')").AttrOr("href", ""); !strings.HasPrefix(cancel, base+"?before=") || strings.Contains(cancel, "with") {
		t.Errorf("the choice is given up by %q", cancel)
	}
	oldest := older.Find("tbody tr:contains('after: USD 20.00') a:contains('Compare with this')").AttrOr("href", "")
	compared := w.get("P", oldest).want(http.StatusOK)
	if got := spaced(compared.Find("tbody tr")); got != "1 month · Recurring fee USD 20.00 USD 49.00" {
		t.Errorf("side by side: %q", got)
	}
	if again := compared.Find("a:contains('Compare the second')").AttrOr("href", ""); again != base+"?with="+newest {
		t.Errorf("the second is compared with another by %q", again)
	}
}

func TestVersionsThatCannotBeChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := strings.TrimPrefix(w.do("P", mailFee(domain.FeesChanged, recurring("12"))), "/changes/")
	base := "/products/plans/2/history"
	w.get("P", base+"?with="+change).want(http.StatusOK).shows("Chosen")
	w.get("R1", base+"?with="+change).want(http.StatusNotFound)
	w.get("P", base+"?with=999999").want(http.StatusNotFound)
	for _, none := range []string{"abc", "-1", "0", ""} {
		w.get("P", base+"?with="+none).want(http.StatusOK).hides("Chosen")
	}
	made := w.do("P", domain.Change{Kind: domain.PlanCreated, About: domain.Ref{Of: domain.ObjectPlan, ID: 4711}, Typed: w.copyOfMail(4711)})
	if links := w.get("P", "/products/plans/4711/history").want(http.StatusOK).Find("tbody a:contains('Compare')").Length(); links != 0 {
		t.Errorf("the one version of %s can be compared with another", made)
	}
}

// copyOfMail is all of a new plan that is as the mail plan.
func (w *world) copyOfMail(id domain.PlanID) []domain.KeyedValue {
	plan := *w.state("P").Effective().Plan(mailPlan)
	plan.ID, plan.Name, plan.Upgrades = id, "Copy", nil
	return plan.Values()
}
