package handlers_test

import (
	"net/http"
	"slices"
	"testing"

	"tiersync/domain"
)

func TestFault014PreviewIsWhatHappens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	form := w.open("P", domain.UpdateFees)
	form.Set("action", "preview")
	form.Set("policy", "keep")
	before := w.entries()
	preview := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	page := w.get("P", preview).want(http.StatusOK).shows("Preview", "Nothing is written yet", "Would change", "Keep")
	w.get("P", w.resultPath(preview, "R1")).want(http.StatusOK).shows("before: EUR 8.00 → after: EUR 16.00")
	if w.entries() != before {
		t.Error("the preview wrote something")
	}
	bound := page.form(dialogPath)

	back := w.post("P", dialogPath, with(bound, "action", "edit")).want(http.StatusOK).form(dialogPath)
	if !slices.Equal(back["opt"], []string{"update_fees"}) || back.Get("policy") != "keep" {
		t.Errorf("back at the dialog: %v", back)
	}
	w.setFee("30")
	w.setOwnFee("R2", "21")
	conflict := w.post("P", dialogPath, with(bound, "action", "synchronize")).want(http.StatusConflict)
	conflict.shows("Review again", "Changed since the dialog was opened", "Changed plan fees: Hosted Mail, by P, at", "Set own values: Hosted Mail, by R2, at")
	if w.fee("R1", mailPlan, month, domain.RecurringFee) != "8" {
		t.Error("a preview that no longer holds was carried out")
	}
	again := w.get("P", conflict.Find("main a.button-primary").AttrOr("href", "")).want(http.StatusOK).form(dialogPath)
	run := w.get("P", w.post("P", dialogPath, with(again, "action", "synchronize")).want(http.StatusSeeOther).location)
	run.want(http.StatusOK).shows("Changed since the dialog was opened", "Changed plan fees: Hosted Mail, by P")
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "24" {
		t.Errorf("R1 sells at %s, want 24", got)
	}
}

func with(form map[string][]string, name, value string) map[string][]string {
	next := map[string][]string{name: {value}}
	for key, values := range form {
		if key != name {
			next[key] = values
		}
	}
	return next
}

// TestPreviewOfAnInactiveTemplate says why there is none, and leads back to the dialog with what was chosen, not to a list of plans.
func TestPreviewOfAnInactiveTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.open("P", domain.UpdateFees)
	form.Set("action", "preview")
	preview := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.exec(`UPDATE template SET active = false`)
	back := w.get("P", preview).want(http.StatusUnprocessableEntity).shows("is not active").Find("main a:contains('Go to the dialog with these choices')")
	page := w.get("P", back.AttrOr("href", "")).want(http.StatusOK).shows("The service template is not active")
	if got := page.look("Service template not active"); got != "1 template" {
		t.Errorf("to look at first: %q", got)
	}
	if links := page.Find("main a[href*=preview]"); links.Length() > 0 {
		t.Errorf("%d links lead to previews, of which there are none", links.Length())
	}
	link := page.Find("section.looks li:contains('Service template not active') a").AttrOr("href", "")
	if page.Find(".notice a").AttrOr("href", "none") != link {
		t.Errorf("the notice does not lead to %s", link)
	}
	w.get("P", link).want(http.StatusOK).shows("Inactive")
	w.get("R1", dialogPath).want(http.StatusOK).shows("The service template is not active").hides(page.Find(".notice a").Text())
	if !slices.Equal(page.form(dialogPath)["opt"], []string{"update_fees"}) {
		t.Error("the choices are lost")
	}
}
