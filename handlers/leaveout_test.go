package handlers_test

import (
	"net/http"
	"net/url"
	"path"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// preview opens the dialog with these boxes ticked and returns the address of its preview.
func (w *world) preview(policy string, boxes ...domain.OptionKey) string {
	w.t.Helper()
	form := w.open("P", boxes...)
	form.Set("action", "preview")
	form.Set("policy", policy)
	return w.post("P", dialogPath, form).want(http.StatusSeeOther).location
}

// leave ticks what is to be left out on a page of a preview, by what the check boxes are called, and sends it; it returns the page that follows.
func (w *world) leave(path string, names ...string) *answer {
	w.t.Helper()
	page := w.get("P", path).want(http.StatusOK)
	form := page.form(dialogPath + "/preview/leave-out")
	page.Find("input[form='leave-out']").Each(func(_ int, s *goquery.Selection) {
		if _, ticked := s.Attr("checked"); s.AttrOr("type", "") == "hidden" || ticked {
			form.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
		}
	})
	for _, name := range names {
		box := page.Find("label:contains('" + name + "') input[name='leave']")
		if box.Length() != 1 {
			w.t.Fatalf("%s: %d check boxes are called %q: %s", path, box.Length(), name, page.text("main"))
		}
		form.Add("leave", box.AttrOr("value", ""))
	}
	form.Set("action", "leave")
	return w.get("P", w.post("P", dialogPath+"/preview/leave-out", form).want(http.StatusSeeOther).location).want(http.StatusOK)
}

// A preview lets its maker leave resellers, values, plans and boxes at a plan out. The run does exactly what it shows, says so, and is undone as any.
func TestLeaveOutOfARun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	preview := w.preview("overwrite", domain.UpdateFees)
	w.get("P", preview).shows("Leave out plans, or boxes at a plan", "Synchronize 4 changes at 4 resellers").hides("Left out:")

	w.leave(w.resultPath(preview, "R1"), "Leave out Hosted Mail, 1 month · Recurring fee").shows("Left out", "stays EUR 8.00")
	back := w.post("P", dialogPath, with(w.get("P", preview).form(dialogPath), "action", "edit")).want(http.StatusOK).shows("Preview leaves out: 1 value")
	preview = w.post("P", dialogPath, with(back.form(dialogPath), "action", "preview")).want(http.StatusSeeOther).location
	w.get("P", preview).shows("Left out: 1 value", "Synchronize 1 change at 1 reseller") // who buys from R1 is offered what R1 keeps
	page := w.leave(preview, "Leave out R111").shows("Left out: 1 reseller, 1 value", "SkippedLeft out")
	run := w.post("P", dialogPath, with(page.form(dialogPath), "action", "synchronize")).want(http.StatusSeeOther).location
	w.get("P", run).want(http.StatusOK).shows("Left out1 reseller, 1 value", "SkippedLeft out", "R1: Hosted Mail, 1 month · Recurring fee").hides("more: all in the file")
	w.get("P", w.resultPath(run, "R1")).shows("Left out", "stays EUR 8.00")
	for name, want := range map[string]string{"R1": "8", "R11": "10", "R2": "20"} {
		if got := w.fee(name, mailPlan, month, domain.RecurringFee); got != want {
			t.Errorf("%s sells at %s, want %s", name, got, want)
		}
	}
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	w.get("P", "/synchronizations/compare?a="+path.Base(run)+"&b="+path.Base(undo)).want(http.StatusOK).shows("Left out", "1 reseller, 1 value", "Exchange rates")
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "10" {
		t.Errorf("after the undo R2 sells at %s", got)
	}
	for _, line := range w.file("P", run+".csv").where("Reseller: R111") {
		if line["Reason"] != "left out" {
			t.Errorf("the file says %v", line)
		}
	}
}

// Plans and boxes have a page of their own; what is unticked there is no longer left out, and all is by one button.
func TestLeaveOutPlansAndBoxes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	preview := w.preview("overwrite", domain.UpdateFees, domain.UpdatePrices)
	plans := dialogPath + "/preview/leave-out?" + query(preview)
	w.leave(plans, "Update Plan Fees of Hosted Mail").shows("Left out: 1 box at a plan")
	w.get("P", preview).shows("Nothing to do", "Left out: 1 box at a plan").hides("Synchronize 4 changes")
	page := w.get("P", plans)
	form := page.form(dialogPath + "/preview/leave-out")
	form.Add("shown", domain.LeaveBox(mailPlan, domain.UpdateFees).Text())
	w.post("P", dialogPath+"/preview/leave-out", form).want(http.StatusSeeOther)
	w.get("P", preview).shows("Synchronize 4 changes at 4 resellers").hides("Left out:")

	w.get("P", preview+"&by=plan").shows("1 value at 4 resellers")
	w.leave(plans, "Leave out Hosted Mail").shows("Left out: 1 plan")
	w.get("P", preview+"&by=plan").shows("Hosted MailLeft out at 2 resellers").hides("1 value at")
	form.Set("action", "nothing")
	w.post("P", dialogPath+"/preview/leave-out", form).want(http.StatusSeeOther)
	w.get("P", preview).hides("Left out:")
	w.get("P", plans+"&q=zzz").shows("No plans here", "None matches this search.")
	w.get("P2", plans).want(http.StatusNotFound)
}

// What is left out is kept with a dialog: nobody else's, and none that is gone, takes any. An address of another page does not lead there.
func TestLeaveOutRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	preview := w.preview("overwrite", domain.UpdateFees)
	form := w.get("P", preview).form(dialogPath + "/preview/leave-out")
	form.Set("leave", domain.LeavePlan(mailPlan).Text())
	form.Set("back", "https://elsewhere.example/")
	if got := w.post("P", dialogPath+"/preview/leave-out", form).want(http.StatusSeeOther).location; got != preview {
		t.Errorf("it leads to %s", got)
	}
	w.post("P", dialogPath+"/preview/leave-out", with(form, "key", "gone")).want(http.StatusUnprocessableEntity).shows("This is a new one with your choices")
	w.post("P", dialogPath+"/preview/leave-out", with(form, "opt", "")).want(http.StatusUnprocessableEntity)
	w.post("P2", dialogPath+"/preview/leave-out", form).want(http.StatusNotFound)
	direct := w.open("P", domain.UpdateFees)
	direct.Set("key", form.Get("key")) // sent from the dialog, which shows nothing of it
	w.get("P", w.post("P", dialogPath, direct).want(http.StatusSeeOther).location).hides("Left out").shows("4 of 4")
}

func query(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.RawQuery
}

// Where a page of a preview has nothing that can be left out, it does not ask for ticks.
func TestNothingToLeaveOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.setStatus(domain.Terminated)
	address := w.preview("keep", domain.UpdateFees)
	const button = "Leave Out What Is Ticked"
	w.get("P", address).want(http.StatusOK).shows(button)
	skipped := w.get("P", address+"&look=skipped").want(http.StatusOK).shows("The subscription is terminated").hides(button, "Leave out Reseller")
	w.get("P", skipped.Find("tbody th a").AttrOr("href", "")).want(http.StatusOK).hides(button)
	w.leave(address, "Leave out R111")
	w.get("P", address+"&look=skipped").want(http.StatusOK).shows("Leave Nothing Out")
}
