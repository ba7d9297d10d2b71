package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// resultPath is the page of what a run did to an account.
func (w *world) resultPath(run, name string) string {
	path, query, _ := strings.Cut(run, "?")
	path += fmt.Sprintf("/resellers/%d", w.viewers[name].Account.ID)
	if query != "" {
		path += "?" + query
	}
	return path
}

// feeRun raises the fee of the mail plan and passes it on; it returns the run's page.
func (w *world) feeRun(amount string) string {
	w.t.Helper()
	w.setFee(amount)
	return w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusSeeOther).location
}

// rows are the texts of the rows of the page's table, by their header.
func (a *answer) rows() map[string]string {
	rows := map[string]string{}
	a.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		rows[spaced(row.Find("th[scope=row]"))] = spaced(row)
	})
	return rows
}

// spaced is the text of a selection with a space between one element and the next, without the links to why prices are what they are.
func spaced(s *goquery.Selection) string {
	var words []string
	s.Contents().Each(func(_ int, node *goquery.Selection) {
		if node.HasClass("why") {
			return
		}
		if goquery.NodeName(node) == "#text" {
			words = append(words, strings.Fields(node.Text())...)
		} else if text := spaced(node); text != "" {
			words = append(words, text)
		}
	})
	return strings.Join(words, " ")
}

func TestRunSaysWhatChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "11")
	run := w.feeRun("20")
	page := w.get("P", run).want(http.StatusOK).shows("Update Plan Fees", "Overwrite", "All levels", "Standard, version 2", "USD 1 = EUR 0.8")
	if got := page.rows()["R1"]; !strings.HasPrefix(got, "R1 1 P Changed 1 ") {
		t.Errorf("the row of R1 is %q", got)
	}
	page.shows("What was delivered beneath an own value is shown, and not counted.")
	if got := spaced(page.Find("nav[aria-label='Show resellers'] a:contains('Own values')")); got != "Own values 1" {
		t.Errorf("the tab is %q", got)
	}
	if got := page.Find("th a:contains('Changes')").AttrOr("href", ""); got != run+"?dir=desc&sort=changes" {
		t.Errorf("Changes sorts by %q, want the most first", got)
	}
	if got := w.get("P", run+"?only=own").rows(); len(got) != 1 || !strings.Contains(got["R2"], "R2") {
		t.Errorf("with own values: %v", got)
	}
	if got := w.get("P", run+"?q=r11&sort=name&dir=desc").rows(); len(got) != 2 {
		t.Errorf("the search found %v", got)
	}
	w.get("P", run+"?only=unchanged").shows("No resellers here")
	result := w.get("P", w.resultPath(run, "R1")).want(http.StatusOK).shows("Hosted Mail", "Amounts are converted at 1 USD = 0.8 EUR.")
	if got, want := result.rows()["1 month · Recurring fee"], "1 month · Recurring fee before: EUR 8.00 → after: EUR 16.00 Updated Update Plan Fees Take back Hosted Mail, 1 month · Recurring fee"; got != want {
		t.Errorf("the outcome is %q, want %q", got, want)
	}
	own := w.get("P", w.resultPath(run, "R2")+"?show=changes&box=update_fees").want(http.StatusOK)
	if got := spaced(own.Find("tbody")); !strings.Contains(got, "before: USD 11.00 → after: USD 20.00 Own value overwritten") {
		t.Errorf("the outcomes of R2 are %q", got)
	}
	w.get("P", w.resultPath(run, "R2")+"?box=update_limits").shows("Nothing matches this filter.")
}

func TestOutcomesLeftUntickedAreShownOnDemand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("30")
	w.synchronize(domain.AttachUsage)
	run := w.get("P", "/synchronizations").Find("tbody tr a").First().AttrOr("href", "")
	result := w.get("P", w.resultPath(run, "R1")).want(http.StatusOK).hides("The box is not ticked")
	everything := result.Find("nav[aria-label='Show outcomes'] a:contains('Show everything')")
	if got := spaced(everything); got != "Show everything 1" {
		t.Errorf("the link is %q", got)
	}
	all := w.get("P", everything.AttrOr("href", "")).want(http.StatusOK).shows("The box is not ticked", "1–1 of 1")
	if current := spaced(all.Find("nav[aria-label='Show outcomes'] a[aria-current='page']")); current != "Show everything 1" {
		t.Errorf("the current filter is %q", current)
	}
	w.synchronize(domain.UpdateLimits, domain.UpdateFees)
	w.get("R1", "/last-synchronization").want(http.StatusOK).shows("Changed, kept or skipped 1", "Changes only 1", "Show everything 1")
}

func TestRunsList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", "/synchronizations").want(http.StatusOK).shows("No synchronizations yet")
	run := w.feeRun("20")
	page := w.get("P", "/synchronizations").want(http.StatusOK).shows("Reseller program", "Update Plan Fees", "4 of 4", "All 15 boxes")
	if first := page.Find("tbody tr").First().Find("a").First().AttrOr("href", ""); first != run {
		t.Errorf("the first run is %s, want %s", first, run)
	}
	w.get("P", "/synchronizations?q=nothing+like+it").shows("No synchronizations found")
	if got := w.get("P", "/synchronizations?q="+strings.TrimPrefix(run, "/synchronizations/")).Find("tbody tr").Length(); got != 1 {
		t.Errorf("the search by ID found %d runs", got)
	}
}

// Of how many resellers a run changed some are those whom it reached: a subscription that is over makes its reseller no second one.
func TestARunCountsResellersAndSkippedSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
		SELECT account_id, vendor_id, plan_id, period_id, 'Over', 'Terminated', started, expires FROM subscription WHERE id = $1`, w.subscription("R2"))
	run := w.feeRun("20")
	w.get("P", run).want(http.StatusOK).shows("Resellers changed4 of 4", "Subscriptions skipped1", "All 5")
	w.get("P", "/synchronizations").want(http.StatusOK).shows("4 of 4").hides("4 of 5")
	w.get("P", "/audit").want(http.StatusOK).hides("of 5 resellers")
	line := w.file("P", "/synchronizations.csv").one(t, "Synchronization ID: "+strings.TrimPrefix(run, "/synchronizations/"))
	if got := tell(line, "Resellers", "Changed", "Unchanged", "Subscriptions Skipped"); got != "4; 4; 0; 1" {
		t.Errorf("the file says %q", got)
	}
	other := w.feeRun("21")
	w.get("P", "/synchronizations/compare?a="+strings.TrimPrefix(run, "/synchronizations/")+"&b="+strings.TrimPrefix(other, "/synchronizations/")).want(http.StatusOK).
		shows("Resellers changed4 of 4", "Subscriptions skipped")
}

func TestARunLinksToNothingThatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("12")
	page := w.secondProgram()
	form := w.get("P", page+"/synchronize").form(page + "/synchronize")
	form.Set("opt", string(domain.UpdateFees))
	run := w.post("P", page+"/synchronize", form).want(http.StatusSeeOther).location
	links := func(path string) []string {
		found := w.get("P", path).want(http.StatusOK).shows("Second program", "R2").Find("main .run-facts a")
		return found.Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	}
	if diff := cmp.Diff([]string{"/products/plans/61", page}, links(run)); diff != "" {
		t.Errorf("links to what is there (-want +got):\n%s", diff)
	}
	w.post("P", page+"/status/terminate", nil).want(http.StatusSeeOther)
	w.post("P", page+"/delete", nil).want(http.StatusSeeOther)
	if diff := cmp.Diff([]string{"/products/plans/61"}, links(run)); diff != "" {
		t.Errorf("without the subscription (-want +got):\n%s", diff)
	}
	w.post("P", "/products/plans/61/delete", nil).want(http.StatusSeeOther)
	if got := links(run); len(got) > 0 {
		t.Errorf("without the plan it links to %q", got)
	}
	if got := links(run + "/undo"); len(got) != 1 || got[0] != run {
		t.Errorf("its undo links to %q, want the run alone", got)
	}
	w.get("P", "/synchronizations").want(http.StatusOK).Find("main tbody a").Each(func(_ int, a *goquery.Selection) {
		w.get("P", a.AttrOr("href", "")).want(http.StatusOK)
	})
}

func TestUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	w.setOwnFee("R2", "21")
	before := w.entries()
	w.get("P", run).Find("main a").Each(func(_ int, link *goquery.Selection) {
		if link.Text() == "Undo" && link.AttrOr("href", "") != run+"/undo" {
			t.Errorf("Undo leads to %s", link.AttrOr("href", ""))
		}
	})
	page := w.get("P", run+"/undo").want(http.StatusOK).shows("Nothing is written yet", "return to what they were before the run")
	if w.entries() != before {
		t.Error("the question wrote something")
	}
	undo := w.post("P", run+"/undo", page.form(run+"/undo")).want(http.StatusSeeOther).location
	w.get("P", undo).want(http.StatusOK).shows("Undo "+strings.TrimPrefix(undo, "/synchronizations/"), "Takes back")
	if got, own := w.fee("R1", mailPlan, month, domain.RecurringFee), w.fee("R2", mailPlan, month, domain.RecurringFee); got != "8" || own != "21" {
		t.Errorf("R1 sells at %s, R2 at %s; want 8 and 21", got, own)
	}
	w.get("P", run).shows("Undone", "This was taken back by")
	w.get("P", run+"/undo").want(http.StatusConflict)
	w.post("P", run+"/undo", nil).want(http.StatusConflict)
	w.get("P", "/synchronizations").shows("Undone", "Undo of")
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "16" {
		t.Errorf("after the undo of the undo R1 sells at %s, want 16", got)
	}
}

func TestFault026And035RunsOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	for _, name := range []string{"P2", "R1"} {
		for _, path := range []string{run, run + ".csv", run + "/undo", w.resultPath(run, "R1"), w.resultPath(run+"/undo", "R1")} {
			w.get(name, path).want(http.StatusNotFound)
		}
		w.post(name, run+"/undo", nil).want(http.StatusNotFound)
		w.get(name, "/synchronizations").want(http.StatusOK).hides("Reseller program")
	}
	w.get("P", w.resultPath(run, "P2")).want(http.StatusNotFound)
	w.get("P", w.resultPath(run+"/undo", "P2")).want(http.StatusNotFound)
	for _, id := range []string{"abc", "0", "-1", "abc.csv", ".csv", "1.0.csv", "99999999999999999999.csv"} {
		w.get("P", "/synchronizations/"+id).want(http.StatusNotFound)
	}
}

func TestExportIsSafeForSpreadsheets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE account SET name = '=HYPERLINK("http://example.com")' WHERE id = $1`, w.viewers["R2"].Account.ID)
	run := w.feeRun("20")
	told := w.file("P", run+".csv")
	for _, line := range told.lines {
		for _, cell := range line {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	fee := told.one(t, "Reseller: R1; Field: recurring_fee; Plan ID: 2")
	want := "1; P; Changed; Hosted Mail; 22; 1 month · Recurring fee; Updated; 8; 16; ; EUR; ; Update Plan Fees; 1 USD = 0.8 EUR"
	if got := tell(fee, "Level", "Vendor", "Result", "Service Plan or Part", "Period ID", "Value", "Outcome", "Before", "After", "Offered", "Currency", "Reason",
		"Box", "Exchange Rate"); got != want {
		t.Errorf("the line of the fee is %q, want %q", got, want)
	}
}

func TestResellerSynchronizesHisOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R1", "9")
	run := w.post("R1", dialogPath, w.open("R1", domain.UpdateFees)).want(http.StatusSeeOther).location
	page := w.get("R1", run).want(http.StatusOK).shows("R11", "R111")
	if _, there := page.rows()["R2"]; there {
		t.Error("a reseller's run reached their neighbour")
	}
	if got := w.fee("R11", mailPlan, month, domain.RecurringFee); got != "11.25" {
		t.Errorf("R11 sells at %s, want 11.25", got)
	}
	w.get("P", run).want(http.StatusNotFound)
}

// TestAProviderReadsWhichTemplateARunHad, also where it was deleted and nothing in the log tells of it any more: it can have been nobody else's.
func TestAProviderReadsWhichTemplateARunHad(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusSeeOther).location
	w.exec(`ALTER TABLE run DISABLE TRIGGER ALL`)
	w.exec(`UPDATE run SET template_id = 999999, template_name = 'Long gone'`)
	w.get("P", run).want(http.StatusOK).shows("Service templateLong gone, version").hides("your provider's")
	line := w.file("P", "/synchronizations.csv").one(t, "Synchronization ID: "+strings.TrimPrefix(run, "/synchronizations/"))
	if got := tell(line, "Service Template ID", "Service Template"); got != "999999; Long gone" {
		t.Errorf("the file says of the template %q", got)
	}
}

// TestAResellerReadsNothingOfTheirProvidersTemplate: the run of a reseller is made with the service template of their provider, which is none of theirs: its
// page, its file, a preview, what changed since and a refusal do not name it, neither do runs that were stored with its name; the provider reads it.
func TestAResellerReadsNothingOfTheirProvidersTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const name = "Secret template"
	w.exec(`UPDATE template SET name = $1`, name)
	w.tell("R1 changes Mail month: recurring fee 12")
	form := w.open("R1", domain.UpdateFees)
	w.get("R1", "/resellers/"+idOf(w.planted.Accounts["R111"])+"/move?to="+idOf(w.planted.Accounts["R1"])).want(http.StatusOK).
		shows("Subscriptions that go along").hides(name, "Service Template")
	w.tell("template privileges: View reports, Edit prices, Manage sub-resellers, Synchronize sub-resellers")
	w.exec(`UPDATE template SET name = $1`, name)
	run := w.post("R1", dialogPath, form).want(http.StatusSeeOther).location
	w.get("R1", run).want(http.StatusOK).shows("Service templateyour provider's", "Service template, at").hides(name)
	w.exec(`ALTER TABLE run DISABLE TRIGGER ALL`)
	w.exec(`UPDATE run SET template_name = $1, since_dialog = ARRAY['{"object":"template","id":1,"name":"Secret template","at":"2026-01-31T10:00:00Z"}'] WHERE account_id = $2`,
		name, w.planted.Accounts["R1"])
	w.get("R1", run).want(http.StatusOK).shows("your provider's", "Service template, at").hides(name)
	w.get("R1", "/synchronizations").want(http.StatusOK).hides(name)
	line := w.file("R1", "/synchronizations.csv").one(t, "Synchronization ID: "+strings.TrimPrefix(run, "/synchronizations/"))
	if got := tell(line, "Service Template ID", "Service Template", "Template Version"); got != "; ; " {
		t.Errorf("the file of a reseller says of the template %q", got)
	}
	w.setFee("20")
	if preview := w.previewOf("R1", string(domain.Keep), domain.UpdateFees); strings.Contains(preview.Text(), name) {
		t.Error("the preview of a reseller names the template")
	}
	w.get("P", w.feeRun("30")).shows(name + ", version")
	late := w.open("R1", domain.UpdateFees)
	w.exec(`UPDATE template SET active = false`)
	w.post("R1", dialogPath, late).want(http.StatusUnprocessableEntity).shows("The service template of this plan is not active").hides(name)
	late = w.open("R1", domain.UpdateFees)
	late.Set("action", "preview")
	preview := w.post("R1", dialogPath, late)
	if preview.location != "" {
		preview = w.get("R1", preview.location)
	}
	preview.want(http.StatusUnprocessableEntity).shows("The service template of this plan is not active").hides(name)
}
