package handlers_test

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"tiersync/domain"
)

const upgradesPage = "/products/plans/2/upgrades"

// path is what an account has as the path from the mail plan to the office plan.
func (w *world) path(as string) domain.Upgrade {
	w.t.Helper()
	for _, u := range w.state(as).Effective().Plan(mailPlan).Upgrades {
		if u.To == officePlan {
			return u
		}
	}
	return domain.Upgrade{}
}

// TestAPathCannotReplaceAnother says that adding never changes what is there, for a plan of one's own and for a delivered one, and
// that editing does.
func TestAPathCannotReplaceAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, as := range []string{"P", "R1"} {
		if as == "R1" {
			w.synchronize() // the path of P's is not delivered between plans they have; R1 adds one of their own
		}
		first := url.Values{"upgrade_path": {"3"}, "upgrade_downgrade": {"upgrade"}, "upgrade_fee": {"5"}, "upgrade_description": {"First"}}
		w.post(as, upgradesPage, first).want(http.StatusSeeOther)
		before := w.entries()
		second := url.Values{"upgrade_path": {"3"}, "upgrade_downgrade": {"downgrade"}, "upgrade_fee": {"7,50"}, "upgrade_description": {"Second"}}
		refused := w.post(as, upgradesPage, second).want(http.StatusUnprocessableEntity)
		if got := refused.problem("upgrade_path"); got != "There is a path to Office Suite already: edit that one" {
			t.Errorf("%s: beside the plan: %q", as, got)
		}
		if got := refused.form(upgradesPage); got.Get("upgrade_description") != "Second" || got.Get("upgrade_fee") != "7,50" || got.Get("upgrade_downgrade") != "downgrade" {
			t.Errorf("%s: what was typed is lost: %v", as, got)
		}
		if u := w.path(as); u.Description != "First" || w.entries() != before {
			t.Errorf("%s has %+v now", as, u)
		}
		page := w.get(as, upgradesPage+"?edit=3").want(http.StatusOK).shows("Edit the path to Office Suite")
		if page.Find("a[href='"+upgradesPage+"?edit=3']").Length() != 1 {
			t.Errorf("%s: no link leads to the edit", as)
		}
		form := page.form(upgradesPage)
		form.Set("upgrade_fee", "x")
		if got := w.post(as, upgradesPage, form).want(http.StatusUnprocessableEntity).text(".error-summary a"); got != "Fee: Enter a price like 12.50" {
			t.Errorf("%s: the summary says %q", as, got)
		}
		form.Set("upgrade_fee", "7,50")
		form.Set("upgrade_downgrade", "downgrade")
		w.means(as, upgradesPage, form).want(http.StatusSeeOther)
		if u := w.path(as); u.Fee.String() != "7.5" || !u.Downgrade || u.Description != "First" {
			t.Errorf("%s has %+v after the edit", as, u)
		}
		form.Set("upgrade_fee", "8")
		w.post(as, upgradesPage, form).want(http.StatusConflict)
		form.Del("seen")
		w.post(as, upgradesPage+"/remove", url.Values{"upgrade_path": {"3"}}).want(http.StatusSeeOther)
		w.post(as, upgradesPage, form).want(http.StatusNotFound)
	}
	w.get("P", upgradesPage+"?edit=4711").want(http.StatusOK).shows("Add an upgrade path")
}

// TestAnOwnPathCountsOnce says of a path that a reseller adds that it is one, wherever own values are counted.
func TestAnOwnPathCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.synchronize()
	add := url.Values{"upgrade_path": {"3"}, "upgrade_downgrade": {"downgrade"}, "upgrade_fee": {"5"}, "upgrade_description": {"Grow"}}
	added := w.post("R1", upgradesPage, add).want(http.StatusSeeOther)
	w.get("R1", added.location).shows("The path is added. Upgrade path to Office Suite: added (Upgrade fee EUR 5.00).").hides("more value")
	w.get("R1", "/products/plans").want(http.StatusOK).shows("1 own value").hides("2 own values")
	w.get("R1", w.post("R1", upgradesPage+"/remove", url.Values{"upgrade_path": {"3"}}).want(http.StatusSeeOther).location).
		shows("The path is removed. Upgrade path to Office Suite: removed (Upgrade fee EUR 5.00).").hides("more value")
}

// TestADeliveredPathIsEdited makes it the reseller's own, but not where nothing was changed.
func TestADeliveredPathIsEdited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page = "/products/plans/4/upgrades"
	fresh := w.fill("P", "/products/plans/new", map[string]string{"name": "Fresh"})
	id := strings.TrimPrefix(w.post("P", "/products/plans/new", fresh).want(http.StatusSeeOther).location, "/products/plans/")
	w.post("P", page, url.Values{"upgrade_path": {"5"}, "upgrade_downgrade": {"upgrade"}, "upgrade_fee": {"1"}}).want(http.StatusUnprocessableEntity) // another provider's
	w.post("P", page, url.Values{"upgrade_path": {id}, "upgrade_downgrade": {"upgrade"}, "upgrade_fee": {"10"}, "upgrade_description": {"Larger"}}).want(http.StatusSeeOther)
	n, err := strconv.ParseInt(id, 10, 64)
	w.check(err)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan, domain.PlanID(n))
	w.synchronize()

	form := w.get("R1", page+"?edit="+id).want(http.StatusOK).shows("Edit the path to Fresh").form(page)
	w.post("R1", page, form).want(http.StatusSeeOther)
	w.get("R1", page).shows("Larger", "8.00").hides("Own value")
	form.Set("upgrade_fee", "9")
	w.post("R1", page, form).want(http.StatusSeeOther)
	w.get("R1", page).shows("Larger", "9.00", "Own value")
}

// TestAnOwnPathIsReset says that over a delivered path the button gives back what was delivered, which stands beside what is the
// reseller's own.
func TestAnOwnPathIsReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page = "/products/plans/4/upgrades"
	extra := path.Base(w.create("P", "/products/plans/new", w.fill("P", "/products/plans/new", map[string]string{"name": "Extra", "recurring_fee": "1"})))
	w.create("P", page, url.Values{"upgrade_path": {extra}, "upgrade_downgrade": {"upgrade"}, "upgrade_fee": {"5"}, "upgrade_description": {"Larger"}})
	id, err := strconv.ParseInt(extra, 10, 64)
	w.check(err)
	w.delegate(resellerPlan, mailPlan, officePlan, newPlan, domain.PlanID(id))
	w.synchronize()
	w.get("R1", page).shows("Extra", "4.00").hides("delivered", "Remove", "Reset")
	own := url.Values{"change": {"yes"}, "upgrade_path": {extra}, "upgrade_downgrade": {"downgrade"}, "upgrade_fee": {"7"}, "upgrade_description": {"Larger"}}
	w.message("R1", page, own).shows("7.00delivered 4.00", "Downgrade delivered Upgrade", "Own value", "Reset").hides("Remove", "delivered Larger")
	w.message("R1", page+"/remove", url.Values{"upgrade_path": {extra}}).shows("The delivered path counts again.", "EUR 7.00 → EUR 4.00").hides("Own value")
	if got := w.lastDeed("R1"); got != "changed upgrade path" {
		t.Errorf("the audit says %q", got)
	}
}

// TestOnlyPlansWithoutAPathAreOffered, and without any the form gives way to a sentence.
func TestOnlyPlansWithoutAPathAreOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", upgradesPage, url.Values{"upgrade_path": {"3"}, "upgrade_fee": {"5"}}).want(http.StatusSeeOther)
	for range 20 {
		page := w.get("P", upgradesPage)
		if page.Find("option[value='3']").Length() > 0 {
			t.Error("the plan that has a path is offered")
		}
		next, more := page.Find("select[name='upgrade_path'] option").First().Attr("value")
		if !more {
			page.shows("Every other plan has a path already").hides("Add Path")
			return
		}
		w.post("P", upgradesPage, url.Values{"upgrade_path": {next}, "upgrade_fee": {"5"}}).want(http.StatusSeeOther)
	}
	t.Error("plans are offered for ever")
}
