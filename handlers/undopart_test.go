package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// TestUndoForOneReseller walks from a run's page to the undo of what it did to one reseller, and back.
func TestUndoForOneReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	link := w.get("P", w.resultPath(run, "R1")).want(http.StatusOK).Find("main a:contains('Undo for this reseller')").AttrOr("href", "")
	if want := fmt.Sprintf("%s/undo?part=reseller+%d", run, w.viewers["R1"].Account.ID); link != want {
		t.Fatalf("the link leads to %q, want %q", link, want)
	}
	before := w.entries()
	ask := w.get("P", link).want(http.StatusOK).shows("for R1?", "This reseller only", "1 other reseller below bought at a price that goes back", "Nothing is written yet")
	if rows := ask.rows(); len(rows) != 1 || !strings.HasPrefix(rows["R1"], "R1 1 P Would change") {
		t.Errorf("the resellers are %v", rows)
	}
	w.get("P", ask.Find("main tbody th a:contains('R1')").AttrOr("href", "")).want(http.StatusOK).shows("before: EUR 16.00 → after: EUR 8.00")
	if w.entries() != before {
		t.Error("the preview wrote something")
	}
	form := ask.Find("main form:has(button:contains('Undo for this reseller'))")
	undo := w.post("P", form.AttrOr("action", ""), nil).want(http.StatusSeeOther).location
	id := strings.TrimPrefix(undo, "/synchronizations/")
	w.get("P", undo).want(http.StatusOK).shows("for R1 alone", "Changed 1")
	w.get("P", run).want(http.StatusOK).shows("Partly undone", "1 part of this was taken back by itself: undo "+id)
	w.get("P", "/synchronizations").want(http.StatusOK).shows("Partly undone", "R1, This reseller only")
	w.get("P", w.resultPath(run, "R1")).shows("taken back for this reseller by undo " + id).hides("Undo for this reseller")
	w.get("P", w.subscriptionPath("R1")).shows("(undone)")
	if back := w.get("P", link).want(http.StatusConflict).Find("main a[href='" + run + "']").Text(); !strings.HasPrefix(back, "Go to synchronization ") {
		t.Errorf("the page leads back by %q", back)
	}
	partly := "1 part of synchronization " + strings.TrimPrefix(run, "/synchronizations/") + " was taken back by itself before: undo " + id
	rest := w.get("P", run+"/undo").want(http.StatusOK).shows(partly)
	if boxes := w.get("P", rest.Find("main tbody th a:contains('R2')").AttrOr("href", "")).Find("#box option").Length(); boxes != 2 {
		t.Errorf("the undo of one box offers %d boxes, and all", boxes-1)
	}
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	w.get("P", run).want(http.StatusOK).hides("Partly undone")
	w.get("P", link).want(http.StatusOK)
}

// TestTheRunsOfAResellerAreTakenBackForThem looks at the reseller's Synchronizations.
func TestTheRunsOfAResellerAreTakenBackForThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	tab := fmt.Sprintf("/resellers/%d/synchronizations", w.viewers["R1"].Account.ID)
	link := w.get("P", tab).want(http.StatusOK).Find("main a:contains('Undo for this reseller')").First().AttrOr("href", "")
	if !strings.HasPrefix(link, run+"/undo?part=reseller+") {
		t.Fatalf("the link leads to %q", link)
	}
	undo := w.post("P", link, nil).want(http.StatusSeeOther).location
	w.get("P", tab).want(http.StatusOK).shows("undo " + strings.TrimPrefix(undo, "/synchronizations/"))
}

// TestUndoForWhoWasNotReached: what the run did not change is not found, whatever the address says.
func TestUndoForWhoWasNotReached(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	for _, reseller := range []string{"1099511627776", "0", "x", fmt.Sprint(w.viewers["P"].Account.ID)} {
		w.get("P", run+"/undo?part=reseller+"+reseller).want(http.StatusNotFound)
		w.post("P", run+"/undo?part=reseller+"+reseller, nil).want(http.StatusNotFound)
	}
	for _, part := range []string{"plan+1099511627776", "box+1+update_fees", "plan+1&part=plan+2", "x", "value+1+setup_fee"} {
		w.get("P", run+"/undo?part="+part).want(http.StatusNotFound)
	}
}

// TestUndoOfWhatIsTicked walks from what a run did to a reseller to the undo of one value of it, and to that of the plan at everybody.
func TestUndoOfWhatIsTicked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	result := w.resultPath(run, "R1")
	page := w.get("P", result).want(http.StatusOK).shows("Take back")
	tick := page.Find("main input[name=part]:not([value*='service_plan'])").First().AttrOr("value", "")
	of := page.Find("main form#undo-part input[name=part_of]").AttrOr("value", "")
	if nothing := w.get("P", run+"/undo?part_of="+url.QueryEscape(of)).want(http.StatusSeeOther).location; nothing != result {
		t.Errorf("with nothing ticked it leads to %q", nothing)
	}
	w.get("P", result).shows("Tick what to take back.")
	plan := page.Find("main input[name=part][value*='service_plan']").First().AttrOr("value", "")
	both := w.get("P", run+"/undo?"+url.Values{"part_of": {of}, "part": {plan, tick}}.Encode()).want(http.StatusOK).shows("Undo 1 plan and 1 value of synchronization ", " for R1?")
	if both.Find("main button:contains('Undo 1 plan and 1 value')").Length() != 1 {
		t.Error("the button does not say what it takes back")
	}
	ticked := run + "/undo?" + url.Values{"part_of": {of}, "part": {tick}}.Encode()
	ask := w.get("P", ticked).want(http.StatusOK).shows("Undo 1 value of synchronization ", " for R1?", "1 change at 1 reseller", "Nothing is written yet")
	undo := w.post("P", ask.Find("main form:has(button:contains('Undo 1 value'))").AttrOr("action", ""), nil).want(http.StatusSeeOther).location
	w.get("P", undo).want(http.StatusOK).shows("1 value for R1 alone").hides("of 1 value")
	w.get("P", ticked).want(http.StatusConflict)
	w.get("P", w.resultPath(undo, "R1")).want(http.StatusOK).shows("before: EUR 16.00 → after: EUR 8.00")
	w.get("P", run).shows("Partly undone")

	everywhere := w.get("P", result).Find("main a:contains('Undo for this plan, at everybody')").AttrOr("href", "")
	ask = w.get("P", everywhere).want(http.StatusOK).shows("of Hosted Mail?", "Nobody else below bought at a price that goes back")
	w.get("P", ask.Find("main tbody th a:contains('R2')").AttrOr("href", "")).want(http.StatusOK).shows("before: USD 20.00 → after: USD 10.00")
	undo = w.post("P", everywhere, nil).want(http.StatusSeeOther).location
	w.get("P", undo).want(http.StatusOK).shows("of Hosted Mail alone")
	w.get("P", w.resultPath(undo, "R2")).want(http.StatusOK).shows("before: USD 20.00 → after: USD 10.00")
	whole := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	w.get("P", whole).want(http.StatusOK).shows("2 parts of synchronization " + strings.TrimPrefix(run, "/synchronizations/") + " were taken back by themselves before: undo ")
}

// An own value that was overwritten stands beside what moved beneath it: ticked both, they are one value.
func TestUndoOfAnOwnValueAndWhatIsBeneathIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "13")
	run := w.feeRun("20")
	result := w.resultPath(run, "R2")
	page := w.get("P", result).want(http.StatusOK).shows("beneath the own value that was overwritten")
	asked := url.Values{"part_of": {page.Find("main form#undo-part input[name=part_of]").AttrOr("value", "")}}
	page.Find("main tbody tr:contains('Recurring fee') input[name=part]").Each(func(_ int, tick *goquery.Selection) {
		asked.Add("part", tick.AttrOr("value", ""))
	})
	if len(asked["part"]) != 2 {
		t.Fatalf("there are %d ticks", len(asked["part"]))
	}
	w.get("P", run+"/undo?"+asked.Encode()).want(http.StatusOK).shows("Undo 1 value of synchronization ", " for R2?", "1 change at 1 reseller")
}

// By plan, each plan in which a run did something leads to its undo, for whoever may take the run back, and says which undo did.
func TestUndoOfAPlanByPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const words = "Undo for this plan"
	preview := w.post("P", dialogPath, with(w.open("P", domain.UpdateFees), "action", "preview")).want(http.StatusSeeOther).location
	w.get("P", preview+"&by=plan").want(http.StatusOK).hides(words)
	run := w.feeRun("20")
	w.get("P-viewer", run+"?by=plan").want(http.StatusOK).shows("Hosted Mail").hides(words)
	link := w.get("P", run+"?by=plan").want(http.StatusOK).Find("main a:contains('"+words+"')").AttrOr("href", "")
	if want := fmt.Sprintf("%s/undo?part=plan+%d", run, mailPlan); link != want {
		t.Fatalf("the link leads to %q, want %q", link, want)
	}
	if again := w.get("P", link+"&by=plan").want(http.StatusOK).shows("of Hosted Mail?").Find("main tbody a:contains('" + words + "')"); again.Length() != 0 {
		t.Error("the undo that is not made yet offers its undo")
	}
	undo := w.post("P", link, nil).want(http.StatusSeeOther).location
	taken := "Taken back by undo " + strings.TrimPrefix(undo, "/synchronizations/")
	w.get("P", run+"?by=plan").want(http.StatusOK).shows(taken).hides(words)
	w.get("P", w.resultPath(run, "R1")).want(http.StatusOK).shows(taken).hides(words)
	w.get("P", undo+"?by=plan").want(http.StatusOK).shows(words)
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	w.get("P", run+"?by=plan").want(http.StatusOK).shows(words)
}

// What was taken back by itself is not offered again: it says by which undo. The rest is, and so is all of it once that undo was taken back.
func TestWhatWasTakenBackIsNotOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: setup fee 7")
	run := w.feeRun("20")
	result := w.resultPath(run, "R1")
	ticks := func() (values []string) {
		w.get("P", result).want(http.StatusOK).Find("main input[name=part]:not([value*='service_plan'])").Each(func(_ int, tick *goquery.Selection) {
			values = append(values, tick.AttrOr("value", ""))
		})
		return values
	}
	all := ticks()
	if len(all) != 2 {
		t.Fatalf("there are ticks of %v", all)
	}
	undo := w.post("P", run+"/undo?"+url.Values{"part": all[:1]}.Encode(), nil).want(http.StatusSeeOther).location
	id := strings.TrimPrefix(undo, "/synchronizations/")
	page := w.get("P", result).want(http.StatusOK).shows("Undo for this plan, at everybody", "Undo What Is Ticked")
	if by := page.Find("main tbody tr:contains('Taken back by undo " + id + "') a[href='" + undo + "']"); by.Length() != 1 {
		t.Errorf("%d rows lead to the undo", by.Length())
	}
	if left := ticks(); len(left) != 1 || left[0] != all[1] {
		t.Errorf("offered are %v, want %v", left, all[1:])
	}
	second := w.post("P", run+"/undo?"+url.Values{"part": all[1:]}.Encode(), nil).want(http.StatusSeeOther).location
	w.get("P", result).want(http.StatusOK).shows("Taken back by undo " + id).hides("Undo What Is Ticked")
	w.post("P", second+"/undo", nil).want(http.StatusSeeOther)
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	if left := ticks(); len(left) != 2 {
		t.Errorf("offered are %v, want %v", left, all)
	}
}
