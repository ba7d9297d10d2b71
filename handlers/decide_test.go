package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// decideStory tells of own values at R1, of whom one is locked, and at R2, of whom one is below what they pay after the run.
const decideStory = `
ids given: plan Program 1, plan Mail 2, plan Web 3, period month 22
provider P: USD
reseller R1 under P: USD
reseller R2 under P: USD
user {P,R1,R2}: administrator
user Blind at R1: operator, Edit prices, Synchronize sub-resellers
user Plain at P: operator, Edit prices
template privileges: all
template delegates Program Mail Web
P adds plan {Program,Mail,Web}: plan category Cloud
P adds period {Program,Mail,Web} month: recurring fee 10, setup fee 1
P changes Program: type Reseller
everything is delivered
reseller R11 under R1: USD
R1 changes Mail month: recurring fee 16, setup fee 4
R1 locks Mail month: setup fee, because promised until June
R2 changes Mail month: recurring fee 11
R2 changes Web month: recurring fee 18
P changes {Mail,Web} month: recurring fee 12
`

const decidePath = dialogPath + "/preview/decide"

// deciding opens the dialog with Decide and leads to the page where it is decided.
func (w *world) deciding(boxes ...domain.OptionKey) string {
	w.t.Helper()
	preview := w.get("P", w.preview("decide", boxes...)).want(http.StatusOK).shows("Nothing is taken until you decide so")
	link := preview.Find("main a:contains('Decide which own values are taken')").AttrOr("href", "")
	if !strings.HasPrefix(link, decidePath) {
		w.t.Fatalf("the preview leads to %q", link)
	}
	return link
}

// decide presses a button of the page, with what is ticked by what the check boxes are called, in the place of what was.
func (w *world) decide(address, button string, names ...string) *answer {
	w.t.Helper()
	page := w.get("P", address).want(http.StatusOK)
	form := page.form(decidePath)
	form.Del("take")
	for _, name := range names {
		box := page.Find("label:contains('" + name + "') input[name='take']")
		if box.Length() != 1 {
			w.t.Fatalf("%d check boxes are called %q: %s", box.Length(), name, page.text("main"))
		}
		form.Add("take", box.AttrOr("value", ""))
	}
	form.Set("action", page.Find("button:contains('"+button+"')").First().AttrOr("value", "no such button"))
	return w.get("P", w.post("P", decidePath, form).want(http.StatusSeeOther).location).want(http.StatusOK)
}

// sends makes the run of the preview to which the page of decisions belongs, and returns its address.
func (w *world) sendsDecided(address string) string {
	w.t.Helper()
	preview := w.get("P", strings.Replace(address, "/decide", "", 1)).want(http.StatusOK)
	return w.post("P", dialogPath, with(preview.form(dialogPath), "action", "synchronize")).want(http.StatusSeeOther).location
}

func (w *world) feesAre(name, recurring, setup string) {
	w.t.Helper()
	for fee, want := range map[domain.Fee]string{domain.RecurringFee: recurring, domain.SetupFee: setup} {
		if got := w.fee(name, mailPlan, month, fee); got != want {
			w.t.Errorf("%s sells at %s, want %s", name, got, want)
		}
	}
}

// The page lists what resellers set in the way of the boxes, with what is delivered before and after; what is ticked is taken. The run does just
// that, says so by name, and is undone as any.
func TestDecideByValue(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	address := w.deciding(domain.UpdateFees)
	page := w.get("P", address).want(http.StatusOK).shows("Decide about own values", "4 own values in the way of the ticked boxes: 0 taken, 4 kept, 1 below cost",
		"Locked", "promised until June", "10.00", "12.00", "16.00", "below cost")
	if ticked := page.Find("input[name=take][checked]").Length(); ticked != 0 {
		t.Errorf("%d values are taken before anybody decided so", ticked)
	}
	w.decide(address, "Save This Page", "R1: Mail, 1 month · recurring fee", "R1: Mail, 1 month · setup fee").shows("2 taken, 2 kept")
	w.decide(address, "Save This Page", "R1: Mail, 1 month · setup fee", "R2: Mail").shows("2 taken, 2 kept")
	w.get("P", strings.Replace(address, "/decide", "", 1)).shows("Own values to decide about: 2 taken, 2 kept").hides("nothing was taken")

	preview := strings.Replace(address, "/decide", "", 1)
	edit := w.post("P", dialogPath, with(w.get("P", preview).form(dialogPath), "action", "edit")).want(http.StatusOK).shows("Preview still has 3 decisions about own values")
	again := w.post("P", dialogPath, with(edit.form(dialogPath), "action", "preview")).want(http.StatusSeeOther).location
	run := w.sendsDecided(again)
	w.feesAre("R1", "16", "1")
	w.feesAre("R2", "12", "1")
	w.get("P", run).want(http.StatusOK).shows("Decide", "Take R1: Mail, 1 month · Setup fee", "Keep R1: Mail, 1 month · Recurring fee", "Take R2: Mail")
	w.get("P", w.resultPath(run, "R2")).shows("Own value overwrittenAs decided", "Own value keptNot decided, so it stays")
	reasons := map[string]bool{}
	for _, line := range w.file("P", run+".csv").where("Reseller: R1") {
		reasons[line["Reason"]] = true
	}
	if !reasons["As decided, though it was locked"] || !reasons["Decided to keep it"] {
		t.Errorf("the file says %v", reasons)
	}
	w.get("P", "/synchronizations").shows("Decide")
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	w.feesAre("R1", "16", "4")
	w.feesAre("R2", "11", "1")
}

// All, all below cost, a plan and a reseller are taken and kept by one button each; what is locked only by itself.
func TestDecideAboutMany(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	address := w.deciding(domain.UpdateFees)
	w.decide(address, "Take All Below Cost").shows("1 taken, 3 kept")
	w.decide(address, "Take All").shows("3 taken, 1 kept")
	w.get("P", address+"&only=kept").shows("promised until June", "R1").lists(nil, []string{"R2"})
	w.decide(address, "Keep All").shows("0 taken, 4 kept")

	at := w.get("P", address).Find("th[scope=row] a:contains('R2')").First().AttrOr("href", "")
	w.get("P", at).want(http.StatusOK).shows("Only values at R2.", "Show all").lists([]string{"R2"}, []string{"R1"})
	w.decide(at, "Take All of This Reseller").shows("2 taken, 2 kept")
	of := w.get("P", address).Find("td a:contains('Mail')").First().AttrOr("href", "")
	w.decide(of, "Keep All of This Plan").shows("1 taken, 3 kept", "Only values of Mail.").lists(nil, []string{"Web"})
	w.decide(of, "Take All of This Plan").shows("3 taken, 1 kept")
	w.decide(of, "Save This Page", "R1: Mail, 1 month · setup fee").shows("2 taken, 2 kept")

	w.get("P", address+"&q=web").lists([]string{"Web"}, []string{"Mail"})
	w.get("P", address+"&q=zzz").shows("No own values here")
	w.get("P", address+"&only=moved").lists([]string{"R2"}, []string{"Setup fee"})
	w.get("P", strings.Replace(address, "/decide", "", 1)).shows("2 own values taken, 2 kept")
	run := w.sendsDecided(address)
	w.feesAre("R1", "16", "1")
	w.feesAre("R2", "11", "1")
	w.get("P", run).shows("2 own values taken, 2 kept", "Take R1", "Own values kept2")
	w.get("P", run+"?by=plan").shows("Take R1", "Own values kept2")
}

// With a search or a filter the buttons for all are for what it finds, on all its pages, and say how much that is.
func TestDecideAboutWhatIsFound(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	address := w.deciding(domain.UpdateFees)
	w.get("P", address).shows("Take All", "Keep All").hides("Found")
	w.decide(address+"&only=below", "Take the One Found").shows("1 taken, 3 kept")
	w.get("P", address+"&only=taken").lists([]string{"R2"}, []string{"R1"})
	w.get("P", address+"&only=locked").shows("promised until June", "Keep the One Found").hides("Take All", "Take the One")
	w.decide(address+"&only=locked", "Save This Page", "R1: Mail, 1 month · setup fee").shows("2 taken, 2 kept")
	w.decide(address+"&q=web", "Take the One Found").shows("3 taken, 1 kept")
	w.decide(address+"&only=locked", "Keep the One Found").shows("2 taken, 2 kept")
	w.decide(address+"&q=mail&only=taken", "Keep the One Found").shows("1 taken, 3 kept")
	w.decide(address+"&of="+idOf(mailPlan)+"&at="+idOf(w.viewers["R1"].Account.ID), "Take the One Found").shows("2 taken, 2 kept")
	preview := strings.Replace(address, "/decide", "", 1)
	w.get("P", preview).shows("Own values to decide about: 2 taken, 2 kept", "Own values overwritten2 2 taken by decision", "Own values kept2 2 of them to decide about")
	w.get("P", preview+"&by=plan").shows("Own values to decide about: 2 taken, 2 kept")
	w.decide(address, "Take All").shows("3 taken, 1 kept")
	w.get("P", preview).shows("Own values to decide about: 3 taken, 1 kept")
}

// Where nothing is in the way, the page says so and leads back; the dialog itself takes nothing.
func TestDecideAboutNothing(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	address := w.deciding(domain.UpdatePrices)
	page := w.get("P", address).shows("Nothing to decide", "No value that a reseller set themselves is in the way of the ticked boxes.")
	if back := page.Find("main a:contains('Back to the Preview')").AttrOr("href", ""); !strings.HasPrefix(back, dialogPath+"/preview?") {
		t.Errorf("it leads to %q", back)
	}
	dialog := w.get("P", dialogPath).shows("As Keep, but for what you take in the preview").form(dialogPath)
	dialog.Set("opt", string(domain.UpdateFees))
	dialog.Set("policy", "decide")
	dialog.Set("action", "synchronize")
	w.get("P", w.post("P", dialogPath, dialog).want(http.StatusSeeOther).location).shows("Decide: nothing was taken")
	w.feesAre("R1", "16", "4")
}

// Decisions are kept with a dialog: nobody else's, and none that is gone, takes any. Who may not synchronize decides nothing, and who does not see
// costs reads no margin.
func TestDecideRefused(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	address := w.deciding(domain.UpdateFees)
	form := w.get("P", address).form(decidePath)
	form.Set("action", domain.Decision{Take: true}.Text())
	w.get("Plain", address).want(http.StatusForbidden)
	w.post("Plain", decidePath, form).want(http.StatusForbidden)
	w.get("R1", address).want(http.StatusOK).shows("Nothing to decide") // of the resellers below them
	w.post("R1", decidePath, form).want(http.StatusUnprocessableEntity)
	w.post("P", decidePath, with(form, "key", "gone")).want(http.StatusUnprocessableEntity).shows("This is a new one with your choices")
	w.post("P", decidePath, with(form, "opt", "")).want(http.StatusUnprocessableEntity)
	w.get("P", address).shows("0 taken, 4 kept")
	if got := w.post("P", decidePath, with(form, "back", "https://elsewhere.example/")).want(http.StatusSeeOther).location; !strings.HasPrefix(got, decidePath+"?") {
		t.Errorf("it leads to %s", got)
	}
	w.post("P", decidePath, with(form, "action", "take everything")).want(http.StatusSeeOther)
	w.get("P", address).shows("3 taken, 1 kept")
}

// Who does not see costs decides without margins, and not by them.
func TestDecideWithoutCosts(t *testing.T) {
	t.Parallel()
	w := told(t, costsStory)
	w.tell(costsMovedStory)
	w.tell("everything is delivered\nR11 changes Mail month: recurring fee 150000\nR1 changes Mail month: recurring fee 210000")
	boxes := "?policy=decide&reach=all&key=none&opt=" + string(domain.UpdateFees)
	w.get("Seer", dialogPath+boxes).want(http.StatusOK).shows("Preview has 1 own value to decide about.")
	w.get("Seer", dialogPath+strings.Replace(boxes, "decide", "keep", 1)).want(http.StatusOK).hides("to decide about")
	w.get("Seer", decidePath+boxes).want(http.StatusOK).shows("1 own value in the way", "below cost", "Take All Below Cost")
	w.get("Blind", decidePath+boxes).want(http.StatusOK).shows("1 own value in the way").hides("below cost", "Take All Below Cost", "Below cost")
	form := url.Values{"policy": {"decide"}, "reach": {"all"}, "key": {"none"}, "opt": {string(domain.UpdateFees)}, "action": {"below"}}
	w.post("Blind", decidePath, form).want(http.StatusForbidden)
}

// More values than one page has are decided about page by page: what is ticked on one stays, and what is on no page is not decided about.
func TestDecidePages(t *testing.T) {
	t.Parallel()
	w := told(t, `
ids given: plan Program 1, period month 22
provider P: USD
reseller R1 under P: USD
user P: administrator
template delegates Program Plan{1..60}
P adds plan Program: plan category Cloud
P adds period Program month
P adds plan Plan{1..60}: plan category Cloud
P adds period Plan{1..60} month: recurring fee 10
P changes Program: type Reseller
everything is delivered
R1 changes Plan{1..60} month: recurring fee 15
P changes Plan{1..60} month: recurring fee 12
`)
	address := w.deciding(domain.UpdateFees)
	if rows := w.get("P", address).Find("main tbody tr").Length(); rows != 50 {
		t.Errorf("a page has %d rows", rows)
	}
	w.decide(address, "Save This Page", "R1: Plan7,").shows("1 taken, 59 kept")
	second := w.get("P", address+"&page=2")
	if rows := second.Find("main tbody tr").Length(); rows != 10 {
		t.Errorf("the second page has %d rows", rows)
	}
	w.decide(address+"&page=2", "Save This Page", "R1: Plan55,").shows("2 taken, 58 kept")
	w.get("P", address+"&only=taken").lists([]string{"Plan7", "Plan55"}, []string{"Plan8"})
}

// Thousands of values are paged, found by their words and by an amount as it stands on screen, and decided about at once: by plan, by reseller,
// all below cost, all.
func TestDecideAboutThousands(t *testing.T) {
	t.Parallel()
	w := told(t, `
ids given: plan Program 1, period month 22
provider P: USD
reseller R{1..3} under P: USD
user P: administrator
template delegates Program Plan{1..100}
P adds plan Program: plan category Cloud
P adds period Program month
P adds plan Plan{1..100}: plan category Cloud
P adds period Plan{1..100} month: setup fee 1, recurring fee 10, renewal fee 10, transfer fee 10, cancellation fee 10, deposit 10, non-refundable amount 10
P changes Program: type Reseller
everything is delivered
R{1..3} changes Plan{1..100} month: setup fee 4, recurring fee 15, renewal fee 15, transfer fee 15, cancellation fee 15, deposit 15, non-refundable amount 11
P changes Plan{1..100} month: setup fee 2, recurring fee 1234.5, renewal fee 12, transfer fee 12, cancellation fee 12, deposit 12, non-refundable amount 12
`)
	address := w.deciding(domain.UpdateFees)
	w.get("P", address).want(http.StatusOK).shows("2,100 own values in the way of the ticked boxes: 0 taken, 2,100 kept", "1–50 of 2,100")
	w.get("P", address+"&page=42").want(http.StatusOK).shows("2,051–2,100 of 2,100")
	w.get("P", address+"&q=1,234.50").want(http.StatusOK).shows("1–50 of 300", "Recurring fee").hides("Setup fee")
	w.get("P", address+"&q=11.00").want(http.StatusOK).shows("1–50 of 300", "Non-refundable amount")
	w.get("P", address+"&q=transfer").want(http.StatusOK).shows("1–50 of 300", "Transfer fee").hides("Setup fee")
	w.get("P", address+"&q=r2").want(http.StatusOK).shows("1–50 of 700").lists([]string{"R2"}, []string{"R1"})
	w.decide(address, "Take All Below Cost").shows("600 taken, 1,500 kept")
	w.get("P", address+"&only=taken").shows("1–50 of 600")
	at := w.get("P", address+"&q=r3").Find("th[scope=row] a:contains('R3')").First().AttrOr("href", "")
	w.decide(at, "Take All of This Reseller").shows("1,100 taken, 1,000 kept")
	of := w.get("P", address+"&q=plan77").Find("td a:contains('Plan77')").First().AttrOr("href", "")
	w.decide(of, "Keep All of This Plan").shows("1,089 taken, 1,011 kept")
	w.decide(address, "Take All").shows("2,100 taken, 0 kept")
	w.sendsDecided(address)
}

// Of a rule the page says how many prices it makes, which the first of them are, and what becomes of them where it is taken and where it stays. A
// price over which an own value stands is none of them.
func TestDecideAboutARule(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory+"R2 rules fees: +20 %\nR1 rules fees of Web: +1 %, to 0.99\n")
	address := w.deciding(domain.UpdateFees)
	page := w.get("P", address).want(http.StatusOK).shows("R2", "All plans", "delivered + 20 %", "Makes 4 prices at R2", "would change: 4 if taken, 0 if kept",
		"Program, 1 month · Recurring feenow USD 12.00; taken USD 10.00, kept USD 12.00", "Makes 2 prices at R1", "would change: 2 if taken, 1 if kept")
	if rows := page.Find("tr:has(details)"); rows.Length() != 2 {
		t.Errorf("%d rows are of rules, want 2", rows.Length())
	}
	w.decide(address, "Save This Page", "R2: All plans").shows("1 taken")
	w.sendsDecided(address)
	w.feesAre("R2", "11", "1")
}

// What is delivered to who has a rule stands on the page whether the value is taken or not, and beside it what their rule makes of that.
func TestDecideBesideARule(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory+"R2 rules fees: +20 %\n")
	address := w.deciding(domain.UpdateFees)
	row := func() string {
		return w.get("P", address).want(http.StatusOK).text("tr:contains('Take yours at R2: Mail')")
	}
	before := row()
	for _, says := range []string{"before: USD 10.00 → after: USD 12.00", "taken, their rule makes it USD 14.40", "margin 16.7 %"} {
		if !strings.Contains(before, says) {
			t.Errorf("the row does not say %q: %s", says, before)
		}
	}
	w.decide(address, "Save This Page", "R2: Mail")
	if after := row(); after != before {
		t.Errorf("taken, the row is another one:\n%s\n%s", before, after)
	}
	w.get("P", address+"&only=moved").shows("R2: Web, 1 month")
}

// Each own price about which it is decided leads to why it is so.
func TestDecideLeadsToWhy(t *testing.T) {
	t.Parallel()
	w := told(t, decideStory)
	page := w.get("P", w.deciding(domain.UpdateFees)).want(http.StatusOK)
	links := page.Find("td a.why")
	if rows := page.Find("input[name='take']").Length(); links.Length() != rows {
		t.Fatalf("%d of %d prices lead to why", links.Length(), rows)
	}
	w.get("P", links.First().AttrOr("href", "")).want(http.StatusOK).shows("Why this price?", "Own value")
}
