package handlers_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"tiersync/domain"
)

// subscriptionPath is the page of an account's subscription.
func (w *world) subscriptionPath(name string) string {
	w.t.Helper()
	list, err := w.db.SubscriptionsOf(w.t.Context(), w.viewers["P"], w.viewers[name].Account.ID)
	w.check(err)
	return fmt.Sprintf("/products/plans/1/subscriptions/%d", list[0].ID)
}

// secondProgram makes another reseller plan, 61, which is delegated to nobody, and returns the page of R2's subscription to it.
func (w *world) secondProgram() string {
	w.t.Helper()
	const id = domain.PlanID(61)
	plan := w.state("P").Own.MadeCatalog().Plan(resellerPlan).Clone()
	plan.ID, plan.Name = id, "Second program"
	w.change("P", domain.Change{Kind: domain.PlanCreated, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(id)}, Typed: plan.Values()})
	start := time.Now().UTC()
	sub, err := w.db.CreateSubscription(w.t.Context(), w.viewers["P"], domain.Subscription{Name: "Second of R2", Account: w.viewers["R2"].Account.ID,
		Plan: id, Period: month, Status: domain.Active, Start: start, Expires: start.AddDate(1, 0, 0)})
	w.check(err)
	return fmt.Sprintf("/products/plans/%d/subscriptions/%d", id, sub)
}

func TestDeleteAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page = "/products/plans/4"
	w.get("P", page).want(http.StatusOK)
	if got := w.get("P", page).Find("a:contains('Delete')").AttrOr("href", ""); got != page+"/delete" {
		t.Errorf("Delete leads to %q", got)
	}
	ask := w.get("P", page+"/delete").want(http.StatusOK).shows("Delete Not Delegated?", "It cannot be brought back")
	if ask.Find("a:contains('Cancel')").AttrOr("href", "") != page {
		t.Error("Cancel does not lead back to the plan")
	}
	before := w.entries()
	deleted := w.post("P", page+"/delete", ask.form(page+"/delete")).want(http.StatusSeeOther)
	if deleted.location != "/products/plans" || w.entries() != before+1 {
		t.Errorf("went to %s, %d entries in the log; want the list and one", deleted.location, w.entries()-before)
	}
	w.get("P", page).want(http.StatusNotFound)
	w.get("P", page+"/delete").want(http.StatusNotFound)
	w.post("P", page+"/delete", nil).want(http.StatusNotFound)
}

func TestAPlanInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page = "/products/plans/2/delete"
	before := w.entries()
	asked := w.get("P", page).want(http.StatusOK).shows("It cannot be deleted", "service template Standard", "the copy of R1")
	if asked.Find("main form").Length() != 0 {
		t.Error("there is a button all the same")
	}
	w.post("P", page, nil).want(http.StatusUnprocessableEntity).shows("service template Standard", "the copy of R1")
	if w.get("R1", "/products/plans/2").Find("a:contains('Delete')").Length() != 0 {
		t.Error("a reseller may delete what was delivered")
	}
	w.post("R1", page, nil).want(http.StatusForbidden)
	w.post("P-operator", page, nil).want(http.StatusForbidden)
	for _, other := range []string{"/products/plans/5/delete", "/products/plans/99/delete", "/products/plans/x/delete"} {
		w.get("P", other).want(http.StatusNotFound)
		w.post("P", other, nil).want(http.StatusNotFound)
	}
	if w.entries() != before {
		t.Error("something was deleted")
	}
}

func TestDeleteATemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	used := fmt.Sprintf("/products/templates/%d/delete", w.template())
	w.get("P", used).want(http.StatusOK).shows("It cannot be deleted", "service plan Reseller program")
	w.post("P", used, nil).want(http.StatusUnprocessableEntity).shows("service plan Reseller program")
	w.post("P-viewer", used, nil).want(http.StatusForbidden)
	w.get("R1", used).want(http.StatusNotFound)
	w.post("P2", used, nil).want(http.StatusNotFound)

	page := w.post("P", "/products/templates/new", map[string][]string{"template_name": {"Partner"}}).want(http.StatusSeeOther).location
	page = page[:len(page)-len("/delegated-plans")]
	w.post("P", page+"/delegated-plans", map[string][]string{"shown": {"4"}, "delegated_plan": {"4"}}).want(http.StatusSeeOther)
	if got := w.get("P", page).Find("a:contains('Delete')").AttrOr("href", ""); got != page+"/delete" {
		t.Errorf("Delete leads to %q", got)
	}
	ask := w.get("P", page+"/delete").want(http.StatusOK).shows("Delete Partner?")
	deleted := w.post("P", page+"/delete", ask.form(page+"/delete")).want(http.StatusSeeOther)
	w.get("P", deleted.location).want(http.StatusOK).shows("Partner is deleted.")
	w.get("P", deleted.location).want(http.StatusOK).hides("Partner")
	w.get("P", page).want(http.StatusNotFound)
}

func TestDeleteASubscription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, below := w.subscriptionPath("R2"), w.subscriptionPath("R11")
	if w.get("P", page).want(http.StatusOK).Find("a:contains('Delete')").Length() != 0 {
		t.Error("a live subscription can be deleted")
	}
	w.post("P", page+"/delete", nil).want(http.StatusUnprocessableEntity).shows("while it is active")
	w.exec(`UPDATE subscription SET status = 'Canceled'`)
	w.get("P", below).want(http.StatusOK).hides("Delete") // R1 sold it
	w.post("P", below+"/delete", nil).want(http.StatusNotFound)
	w.post("P2", page+"/delete", nil).want(http.StatusNotFound)
	w.post("R2", page+"/delete", nil).want(http.StatusNotFound)
	ask := w.get("P", page+"/delete").want(http.StatusOK).shows("Delete Subscription of R2?", "What was delivered to the reseller stays")
	w.get("P", page).shows("Delete")
	list := w.post("P", page+"/delete", ask.form(page+"/delete")).want(http.StatusSeeOther).location
	w.get("P", list).want(http.StatusOK).shows("Subscription of R2 is deleted.")
	w.get("P", list).want(http.StatusOK).hides("Subscription of R2").shows("Subscription of R1")
	w.get("P", page).want(http.StatusNotFound)
}

func TestFault013SubscriptionDeletedBetweenDialogAndPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.subscriptionPath("R2")
	form := w.get("P", page+"/synchronize").want(http.StatusOK).form(page + "/synchronize")
	form.Set("opt", string(domain.UpdateFees))
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE account_id = $1`, w.viewers["R2"].Account.ID)
	w.post("P", page+"/delete", nil).want(http.StatusSeeOther)
	before := w.runs()
	w.post("P", page+"/synchronize", form).want(http.StatusConflict).
		shows("Subscription of R2 was deleted by P. Nothing was changed.", "When: ", " UTC", "See what changed")
	if w.runs() != before {
		t.Error("something was synchronized")
	}
}
