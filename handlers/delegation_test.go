package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// A plan says in which templates it is delegated, with the switches, and what of that no run has passed on yet.
func TestDelegationOnThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page, path = plansPage + "/4", plansPage + "/4/delegation"
	gold := w.save("P", domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: "Gold"}, domain.TemplateRow{Name: "Gold", Active: true})
	standard := w.planted.Template
	w.get("P", page).want(http.StatusOK).shows("Delegated in", "No service template delegates this plan.", "Gold", "no resellers")
	form := w.get("P", page).form(path)
	form["delegated_in"] = []string{idOf(standard), idOf(gold)}
	w.post("P", path, form).want(http.StatusSeeOther)
	told := w.get("P", page).shows("Saved. Resellers get or lose the plan", "Gold, Standard", "2 resellers do not have it yet").hides("go on selling")
	if to := told.Find("#delegation a:contains('Synchronize')").AttrOr("href", ""); to != "/products/plans/1/synchronize" {
		t.Errorf("what is not passed on leads to %s", to)
	}
	w.get("P", "/products/templates/"+idOf(gold)+"/history").shows("Changed delegated plans")
	w.synchronize()
	w.get("P", page).shows("passed on to 2 resellers", "resellers go on selling it").hides("do not have it yet")
	form = w.get("P", page).form(path)
	form["delegated_in"] = []string{idOf(gold)}
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", page).shows("Not passed on yet to 4 resellers, at all levels: synchronize", "2 resellers still have it").hides("do not have it")
	w.synchronize(domain.EnablePlans)
	w.get("P", page).hides("still have it")
}

// What is said after the switches were set is about the templates that became otherwise, all of them and no others.
func TestSwitchesTellOfTheirTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page, path, passOn = plansPage + "/4", plansPage + "/4/delegation", "Not passed on yet to 4 resellers, at all levels: synchronize"
	gold := w.save("P", domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: "Gold"}, domain.TemplateRow{Name: "Gold", Active: true})
	set := func(templates ...string) *answer {
		form := w.get("P", page).form(path)
		form["delegated_in"] = templates
		w.post("P", path, form).want(http.StatusSeeOther)
		return w.get("P", page)
	}
	standard := idOf(w.planted.Template)
	set(idOf(gold)).shows("1 plan more is delegated").hides(passOn)
	set(idOf(gold), standard).shows("1 plan more is delegated", passOn)
	set(standard).shows("1 plan is delegated no more").hides(passOn)
	set(idOf(gold)).shows(passOn)
}

// Two people at the switches of different templates keep what each did; a template that was made meanwhile stays as it is.
func TestTwoPeopleDelegateAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const page, path = plansPage + "/2", plansPage + "/2/delegation"
	gold := w.save("P", domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: "Gold"}, domain.TemplateRow{Name: "Gold", Active: true})
	first, second := w.get("P", page).form(path), w.get("P", page).form(path)
	first["delegated_in"] = []string{idOf(w.planted.Template), idOf(gold)}
	w.post("P", path, first).want(http.StatusSeeOther)
	silver := w.save("P", domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: "Silver"},
		domain.TemplateRow{Name: "Silver", Active: true, Delegated: []domain.PlanID{mailPlan}})
	second.Del("delegated_in") // only Standard was ticked
	w.post("P", path, second).want(http.StatusSeeOther)
	w.get("P", page).shows("Gold, Silver").hides("Gold, Silver, Standard")
	if silver == 0 {
		t.Error("no template was made")
	}
}

// Unpublish and Delete say that resellers go on selling, and lead to where the plan is withdrawn.
func TestUnpublishAndDeleteOfferToWithdraw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const withdraw = manyPage + "?do=withdraw&plan=2"
	page := w.get("P", plansPage+"/2").shows("resellers go on selling it")
	if to := page.Find("main .hint a:contains('Withdraw')").AttrOr("href", ""); to != withdraw {
		t.Errorf("withdraw leads to %s", to)
	}
	deletion := w.get("P", plansPage+"/2/delete").want(http.StatusOK).shows("It cannot be deleted", "Resellers go on selling what was delivered to them.")
	if to := deletion.Find("main a:contains('Withdraw')").AttrOr("href", ""); to != withdraw {
		t.Errorf("the deletion leads to %s", to)
	}
	w.post("P", plansPage+"/2/unpublish", nil).want(http.StatusSeeOther)
	w.get("P", plansPage+"/2").shows("is no longer published. Resellers to whom it was delivered go on selling it.")
	choice, _ := w.many("P", strings.TrimPrefix(withdraw, manyPage+"?"))
	if n := choice.Find("main input[name=to]:checked").Length(); n != 1 {
		t.Errorf("%d templates are ticked, want the one that delegates it", n)
	}
	page, path := w.many("P", strings.TrimPrefix(withdraw, manyPage+"?")+"&to="+idOf(w.planted.Template))
	w.post("P", path, page.shows("Withdrawn from Standard").form(path)).want(http.StatusSeeOther)
	w.get("P", plansPage+"/2").shows("still have it")
	w.get("P", plansPage+"/4").hides("resellers go on selling it")
}

// Who has nobody below them to sell a plan on is not told that somebody goes on selling it; and where no template of theirs delegates it, nothing is
// said of withdrawing it.
func TestResellersGoOnWhereThereAreSome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for who, goOn := range map[string]bool{"R111": false, "R2": false, "R1": true, "P": true} {
		texts := func(p *answer) *answer {
			p.want(http.StatusOK)
			if goOn {
				return p.shows("go on selling")
			}
			return p.hides("go on selling")
		}
		withdraws := func(p *answer, selector string) {
			if got := p.Find(selector).Length() > 0; got != (who == "P") {
				t.Errorf("%s is led to withdraw: %t", who, got)
			}
		}
		withdraws(texts(w.get(who, plansPage+"/2")), "main .hint a:contains('Withdraw')")
		page, _ := w.many(who, "do=unpublish&plan=2&plan=3")
		withdraws(texts(page), "main a:contains('withdraw from')")
		w.post(who, plansPage+"/2/unpublish", nil).want(http.StatusSeeOther)
		texts(w.get(who, plansPage+"/2"))
	}
	w.get("P", plansPage+"/4").hides("go on selling")
	w.tell(`
		ids given: plan Spare 6
		P adds plan Spare: plan category Cloud
		P adds period Spare month
		P adds path New Spare: upgrade fee 1`)
	w.get("P", plansPage+"/6/delete").want(http.StatusOK).shows("It cannot be deleted").hides("go on selling")
}

// Who has no template has nothing to withdraw from, and is sent to make one only to delegate.
func TestNothingToWithdrawFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, _ := w.many("R1", "do=withdraw&plan=2")
	page.shows("These plans are delegated in none of yours.").hides("Make one first")
	page, _ = w.many("R1", "do=delegate&plan=2")
	page.shows("Make one first")
}

// Who may not manage sub-resellers sees no switch; who has none, nothing of it.
func TestDelegationForWhom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P-viewer", plansPage+"/2").want(http.StatusOK).shows("Delegated in")
	if n := page.Find("#delegation input:not([disabled]):not([type=hidden])").Length(); n != 0 {
		t.Errorf("a read-only user has %d switches", n)
	}
	w.post("P-operator", plansPage+"/2/delegation", nil).want(http.StatusForbidden)
	w.post("P", plansPage+"/999/delegation", nil).want(http.StatusNotFound)
	w.post("P2", plansPage+"/2/delegation", nil).want(http.StatusNotFound)
	w.get("P", "/resellers/"+idOf(w.planted.Accounts["R1"])+"/plans/2").want(http.StatusOK).hides("Delegated in")
	w.get("R1", plansPage+"/2").want(http.StatusOK).shows("Delegated in", "There are no service templates yet.")
	w.exec(`DELETE FROM template_plan WHERE plan_id = 2`)
	w.synchronize(domain.UpdatePrivileges)
	w.get("R11", plansPage+"/2").want(http.StatusOK)
}

// All plans that match a template's search and filters are delegated in one save, or withdrawn, and lead back to its tab.
func TestAllThatMatchAreDelegated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`
		P adds plan Bulk{1..1000}: plan category Cloud
		P adds period Bulk{1..1000} month: recurring fee 7`)
	tab := "/products/templates/" + idOf(w.planted.Template) + "/delegated-plans"
	page := w.get("P", tab+"?q=Bulk&type=Generic").want(http.StatusOK).shows("Delegate All 1,000 That Match…", "Withdraw All 1,000 That Match…")
	to := page.Find("main a:contains('Delegate All')").AttrOr("href", "")
	before := w.entries()
	w.post("P", to, w.get("P", to).want(http.StatusOK).shows("1,000 plans match", "1,000 plans change.", "Delegated in Standard").form(to)).want(http.StatusSeeOther)
	if n := len(w.templateRow().Delegated); n != 1003 || w.entries() != before {
		t.Errorf("%d plans are delegated", n)
	}
	w.get("P", to).shows("No plan changes, 1,000 are so already.").hides("Save")
	w.get("P", tab+"?delegated=none").shows("Delegate the One That Matches…", "Withdraw the One That Matches…", "Not Delegated").hides("Bulk")
	to = w.get("P", tab+"?q=Bulk").Find("main a:contains('Withdraw All')").AttrOr("href", "")
	if saved := w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther); saved.location != tab+"?q=Bulk" {
		t.Errorf("the save leads to %s", saved.location)
	}
	w.get("P", tab+"?q=Bulk").shows("1,000 plans are changed. 1,000 plans are delegated no more.")
	w.get("P-viewer", tab).want(http.StatusOK).hides("That Match")
}
