package handlers_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

const guardsPath = "/guards"

// guards sets guards as the provider does: "own_values warn 0".
func (w *world) guards(settings ...string) {
	w.t.Helper()
	form := url.Values{}
	for _, one := range settings {
		part := strings.Fields(one)
		form.Set("guard_"+part[0], part[1])
		form.Set("guard_"+part[0]+"_limit", part[2])
	}
	w.post("P", guardsPath, form).want(http.StatusSeeOther)
}

// TestAGuardWarns: the dialog and the preview ask for a tick where it strikes, and only there; what is confirmed is what was shown.
func TestAGuardWarns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	w.get("P", dialogPath+"?opt=update_fees").want(http.StatusOK).hides("Synchronize all the same")
	w.guards("own_values warn 0")
	before := w.runs()
	w.get("P", dialogPath+"?opt=update_fees&policy=keep").want(http.StatusOK).hides("Synchronize all the same")
	if counts := w.get("P", dialogPath+"/counts?opt=update_fees&policy=overwrite").want(http.StatusOK); !strings.Contains(counts.Text(), "1 own value is overwritten, and at most 0 may be.") {
		t.Error("the counts for other choices do not say what guards find")
	}
	page := w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusUnprocessableEntity).
		shows("Confirm this synchronization", "1 own value is overwritten, and at most 0 may be", "Synchronize all the same", "Guards")
	if page.Find(".error-summary a[href='#anyway']").Length() != 1 || page.Find("#anyway").AttrOr("aria-invalid", "") != "true" {
		t.Error("the summary does not lead to the tick")
	}
	link := strings.TrimSuffix(page.Find("#guards li a").AttrOr("href", ""), "#resellers")
	if rows := w.get("P", link).want(http.StatusOK).Find("table tbody tr"); rows.Length() != 1 || rows.Find("th bdi").Text() != "R11" {
		t.Errorf("%s lists %s", link, rows.Text())
	}
	form := page.form(dialogPath)
	if form.Has("anyway") {
		t.Error("the tick is there before anybody set it")
	}
	form.Set("action", "synchronize")
	form.Set("anyway", page.Find("#anyway").AttrOr("value", ""))
	w.setOwnFee("R2", "13") // more than was confirmed
	form = w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("2 own values are overwritten").form(dialogPath)
	if w.runs() != before {
		t.Fatal("a run was made that nobody confirmed")
	}
	form.Set("action", "synchronize")
	form.Set("anyway", "own_values:2")
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	page = w.get("P", run).want(http.StatusOK).shows("Synchronized all the same", "2 own values are overwritten, and at most 0 may be.")
	list := w.get("P", strings.TrimSuffix(page.Find(".notice li a:contains('Show them')").AttrOr("href", ""), "#resellers")).want(http.StatusOK)
	if rows := list.Find("table tbody th bdi").Text(); rows != "R11R2" && rows != "R2R11" {
		t.Errorf("the run's page leads to %q", rows)
	}
}

// TestBelowCostWithWhoDoesNotTakePart: what a guard counts together has a list of who takes part and one of who does not.
func TestBelowCostWithWhoDoesNotTakePart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "30")
	w.tell("P changes Mail month: recurring fee 20, msrp of recurring fee 15")
	w.guards("below_cost warn 0")
	page := w.get("P", dialogPath+"?opt=update_fees&reach=direct").want(http.StatusOK).shows("2 resellers sell below cost from now on, and at most 0 may be.")
	for link, want := range map[string]string{"Show who takes part": "R2", "Show who does not": "R11"} {
		address := strings.TrimSuffix(page.Find("#guards li a:contains('"+link+"')").AttrOr("href", ""), "#resellers")
		if rows := w.get("P", address).want(http.StatusOK).Find("table:last-of-type tbody th bdi").Text(); rows != want {
			t.Errorf("%s: %q, want %q", link, rows, want)
		}
	}
}

// TestAGuardRefuses: no tick helps, at whatever door.
func TestAGuardRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.guards("price_moves refuse 50")
	before := w.runs()
	form := w.open("P", domain.UpdateFees)
	form.Set("anyway", "price_moves:1000")
	w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).
		shows("A guard refuses this synchronization", "change by more than 50 %", "Refused:").hides("Synchronize all the same")

	form.Set("action", "preview")
	preview := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	page := w.get("P", preview).want(http.StatusOK).shows("A guard refuses this synchronization", "prices change by more than 50 %.").hides("By a guard")
	if button := page.Find("button[value=synchronize]"); button.Length() != 0 {
		t.Error("a preview that is refused has the button Synchronize")
	}
	form = page.form(dialogPath)
	form.Set("action", "synchronize")
	refused := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("This synchronization is refused", "Back to the Preview")
	w.get("P", strings.TrimSuffix(refused.Find("#guards li a").AttrOr("href", ""), "#resellers")).want(http.StatusOK).shows("Only: By a guard: changed by more than 50 %")

	_, err := w.db.Synchronize(t.Context(), w.viewers["P"], domain.RunRequest{Plan: resellerPlan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees})})
	var found *domain.Guarded
	if domain.KindOf(err) != domain.KindInvalid || !errors.As(err, &found) || len(found.Strikes) != 1 {
		t.Errorf("the run by itself: %v", err)
	}
	if w.runs() != before {
		t.Error("a run was made that a guard refuses")
	}
	w.guards("price_moves off 50")
	w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusSeeOther)
}

// TestGuardsOfAPreview: a tick in the preview is of what it shows, and who forgot it is asked on a page that leads back.
func TestGuardsOfAPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	w.guards("below_cost warn 0", "price_moves warn 5")
	form := w.open("P", domain.UpdateFees)
	form.Set("action", "preview")
	form.Set("policy", string(domain.Keep))
	page := w.get("P", w.post("P", dialogPath, form).location).want(http.StatusOK).
		shows("1 reseller sells below cost from now on, and at most 0 may be.", "3 prices change by more than 5 %.", "Synchronize all the same")
	if page.Find("#anyway").AttrOr("form", "") != page.Find("button[value=synchronize]").Closest("form").AttrOr("id", "none") {
		t.Error("the tick is of no form")
	}
	form = page.form(dialogPath)
	form.Del("anyway")
	form.Set("action", "synchronize")
	asks := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("Confirm this synchronization", "Back to the Preview")
	form = asks.form(dialogPath)
	form.Set("action", "synchronize")
	form.Set("anyway", asks.Find("#anyway").AttrOr("value", ""))
	w.post("P", dialogPath, form).want(http.StatusSeeOther)
}

// TestATickGoesAlong: what is confirmed in the dialog is so in its preview, where something is left out, and back in the dialog, but never more than that.
func TestATickGoesAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R11", "12")
	w.setFee("20")
	w.guards("own_values warn 0")
	page := w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusUnprocessableEntity)
	form := with(page.form(dialogPath), "anyway", page.Find("#anyway").AttrOr("value", ""))
	ticked := func(a *answer) *answer {
		t.Helper()
		if a.Find("#anyway[checked]").Length() != 1 {
			t.Fatalf("%s has no tick", a.what)
		}
		return a
	}
	ticked(w.get("P", w.post("P", dialogPath, with(form, "action", "fill")).want(http.StatusSeeOther).location))
	preview := w.post("P", dialogPath, with(form, "action", "preview")).want(http.StatusSeeOther).location
	ticked(w.get("P", preview))
	page = ticked(w.leave(preview, "Leave out R2"))
	form = with(page.form(dialogPath), "anyway", page.Find("#anyway").AttrOr("value", ""))
	page = ticked(w.post("P", dialogPath, with(form, "action", "edit")).want(http.StatusOK))
	w.setOwnFee("R2", "13")
	w.setOwnFee("R1", "9")
	preview = w.post("P", dialogPath, with(page.form(dialogPath), "action", "preview")).want(http.StatusSeeOther).location
	if page := w.get("P", preview); page.Find("#anyway[checked]").Length() != 0 {
		t.Error("more is ticked than was confirmed")
	}
}

// A plan with running subscriptions is kept from being withdrawn; a reseller who sells to others is guarded as their provider is.
func TestGuardsOfWithdrawnPlansAndOfResellers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guards("withdrawn refuse 0", "own_values warn 0")
	w.setOwnFee("R11", "12")
	w.set("R1", domain.OwnValuesSet, domain.FeeKey(mailPlan, month, domain.RecurringFee), "30")
	w.get("R1", dialogPath+"?opt=update_fees").want(http.StatusOK).shows("1 own value is overwritten, and at most 0 may be.", "Your provider set these guards.").hides("Price jumps")
	if code := w.get("R1", guardsPath).status; code != http.StatusNotFound {
		t.Errorf("a reseller's page of guards is answered %d", code)
	}
	w.delegate(officePlan) // and not the reseller plan, to which R11 is subscribed at R1, and R111 at R11
	w.get("P", dialogPath+"?opt=enable_plans").want(http.StatusOK).shows("Refused: A plan with 2 running subscriptions is withdrawn, and at most 0 may be.")
	w.post("P", dialogPath, w.open("P", domain.EnablePlans)).want(http.StatusUnprocessableEntity).shows("A guard refuses this synchronization")
}

// TestGuardSettings: each is off until somebody sets it, is one change with its undo, and has a number in bounds.
func TestGuardSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P", guardsPath).want(http.StatusOK).shows("Prices that change by more than … %", "Refuse", "Warn", "Off")
	form := page.form(guardsPath)
	for _, info := range domain.Guards() {
		if form.Get(string(info.Sets)) != "off" {
			t.Errorf("%s is %q", info.Guard, form.Get(string(info.Sets)))
		}
	}
	form.Set("guard_own_values", "refuse")
	form.Set("guard_own_values_limit", "many")
	w.post("P", guardsPath, form).want(http.StatusUnprocessableEntity).shows("Enter a whole number from 0 to 1000000")
	form.Set("guard_own_values_limit", "12")
	form.Set("guard_price_moves", "perhaps")
	w.post("P", guardsPath, form).want(http.StatusUnprocessableEntity).shows("Choose from the list")
	form.Set("guard_price_moves", "off")
	form.Set("guard_below_cost", "warn")
	form.Set("guard_below_cost_limit", "3")
	w.message("P", guardsPath, form).shows("refuse", "12", "warn", "→ 3").hides("more value")
	if form = w.get("P", guardsPath).form(guardsPath); form.Get("guard_own_values") != "refuse" || form.Get("guard_own_values_limit") != "12" {
		t.Errorf("saved is %v", form)
	}
	entry := w.get("P", "/changes").want(http.StatusOK).shows("Changed what guards synchronizations")
	change := entry.Find("a[href^='/changes/']").First().AttrOr("href", "")
	w.post("P", change+"/undo", w.get("P", change+"/undo").want(http.StatusOK).shows("own values").form(change+"/undo")).want(http.StatusSeeOther)
	if got := w.get("P", guardsPath).form(guardsPath).Get("guard_own_values"); got != "off" {
		t.Errorf("after the undo it is %q", got)
	}
	w.operator("P", "Sid", domain.SynchronizeSubReseller)
	w.get("Sid", guardsPath).want(http.StatusOK).shows("Administrators who may synchronize").hides("Save Guards")
	for _, who := range []string{"R1", "P-viewer", "Sid"} {
		if code := w.post(who, guardsPath, url.Values{"guard_own_values": {"warn"}}).status; code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("%s setting a guard is answered %d", who, code)
		}
	}
}
