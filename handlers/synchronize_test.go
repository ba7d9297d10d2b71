package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

const dialogPath = "/products/plans/1/synchronize"

// open opens the dialog as somebody and returns its form with these boxes ticked.
func (w *world) open(as string, boxes ...domain.OptionKey) url.Values {
	w.t.Helper()
	form := w.get(as, dialogPath).want(http.StatusOK).form(dialogPath)
	for _, box := range boxes {
		form.Add("opt", string(box))
	}
	form.Set("action", "synchronize")
	return form
}

// setFee changes the provider's monthly fee of the mail plan.
func (w *world) setFee(amount string) {
	w.t.Helper()
	w.set("P", domain.FeesChanged, domain.FeeKey(mailPlan, month, domain.RecurringFee), money(amount).String())
}

// set makes a change of one value.
func (w *world) set(as string, kind domain.ChangeKind, key domain.Key, text string) {
	w.t.Helper()
	w.change(as, domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Typed: []domain.KeyedValue{{Key: key, Value: text}}})
}

// change makes a change that is valid, as somebody.
func (w *world) change(as string, c domain.Change) domain.Done {
	w.t.Helper()
	done, err := w.db.Planting().Do(w.t.Context(), w.viewers[as], c)
	w.check(err)
	return done
}

// setOwnFee makes the monthly fee of the mail plan a reseller's own.
func (w *world) setOwnFee(name, amount string) {
	w.t.Helper()
	w.set(name, domain.OwnValuesSet, domain.FeeKey(mailPlan, month, domain.RecurringFee), money(amount).String())
}

// runs counts everybody's runs.
func (w *world) runs() int {
	w.t.Helper()
	n := 0
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &n, `SELECT count(*) FROM run`)
	}))
	return n
}

// events counts the security events of a kind.
func (w *world) events(kind string) int {
	w.t.Helper()
	n := 0
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &n, `SELECT count(*) FROM security_event WHERE kind = $1`, kind)
	}))
	return n
}

func TestDialogShowsTheBoxes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R1", "9")
	w.setFee("20")
	page := w.get("P", dialogPath).want(http.StatusOK)
	var labels []string
	page.Find("input[name=opt]").Each(func(_ int, box *goquery.Selection) {
		if _, ticked := box.Attr("checked"); ticked {
			t.Errorf("%s is ticked when the dialog opens", box.AttrOr("value", ""))
		}
		labels = append(labels, page.text("label[for='"+box.AttrOr("id", "")+"']"))
	})
	var want []string
	for _, option := range domain.Options() {
		want = append(want, option.Label)
	}
	if !slices.Equal(labels, want) {
		t.Errorf("the boxes are %q, want %q", labels, want)
	}
	for _, group := range []domain.Group{domain.GroupPlans, domain.GroupResources, domain.GroupOther, domain.GroupMore} {
		if page.Find("fieldset > legend").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == string(group) }).Length() != 1 {
			t.Errorf("there is no group %q", group)
		}
	}
	if got, want := page.text("#opt-update_fees-count"), "would change 4 at 4 resellers by Update Plan Fees would overwrite 1 own value by Update Plan Fees"; got != want {
		t.Errorf("Update Plan Fees would do %q, want %q", got, want)
	}
	if got := page.text("#opt-update_limits-count"); got != "Nothing to do" {
		t.Errorf("Update Resource Limits would do %q", got)
	}
	page.shows("4 resellers: 2 at level 1, 1 at level 2, 1 at level 3", "All levels", "Direct resellers only 2 resellers",
		"it alone would do now, for all levels, with Overwrite.", "Count again",
		"Resellers' own values").hides("at stake")
}

func TestSynchronizeOneReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	path := fmt.Sprintf("/products/plans/1/subscriptions/%d/synchronize", w.subscription("R2"))
	page := w.get("P", path).want(http.StatusOK).shows("R2", "This reseller only 1 reseller: R2", "With sub-resellers 1 reseller at level 1",
		"it alone would do now, for this reseller only, with Overwrite.")
	wider := fmt.Sprintf("/products/plans/1/subscriptions/%d/synchronize", w.subscription("R1"))
	w.get("P", wider).shows("With sub-resellers 3 resellers: 1 at level 1, 1 at level 2, 1 at level 3")
	form := page.form(path)
	form.Set("opt", string(domain.UpdateFees))
	form.Set("policy", string(domain.Keep))
	run := w.get("P", w.post("P", path, form).want(http.StatusSeeOther).location).want(http.StatusOK)
	run.shows("Reseller program", "R2", "This reseller only", "Update Plan Fees")
	if note := w.get("P", "/synchronizations").Find("tbody th .cell-note").First(); note.Find("bdi").Text() != "R2" || spaced(note) != "R2 , This reseller only, Keep" {
		t.Errorf("the list says %q, or the name does not stand apart", spaced(note))
	}
	if got, other := w.fee("R2", mailPlan, month, domain.RecurringFee), w.fee("R1", mailPlan, month, domain.RecurringFee); got != "20" || other != "8" {
		t.Errorf("R2 sells at %s, R1 at %s; want 20 and 8", got, other)
	}
}

// subscription is the subscription of an account to the reseller plan.
func (w *world) subscription(name string) domain.SubscriptionID {
	w.t.Helper()
	var id domain.SubscriptionID
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &id, `SELECT id FROM subscription WHERE account_id = $1`, w.viewers[name].Account.ID)
	}))
	return id
}

func TestFault001To003And007OptionsOfTheForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tests := []struct {
		name    string
		query   string
		options []string
		message string
		event   int
	}{
		{"no box", "", nil, "Select at least one option", 0},
		{"an unknown box", "", []string{"drop_all"}, "Choose from the list", 1},
		{"a known and an unknown box", "", []string{string(domain.UpdateFees), "drop_all"}, "Choose from the list", 1},
		{"a box in the query alone", "?opt=update_fees", nil, "Select at least one option", 0},
	}
	for _, test := range tests {
		before, events := w.runs(), w.events("unknown option")
		form := w.open("P")
		form["opt"], form["reach"], form["policy"] = test.options, []string{"direct"}, []string{"keep"}
		page := w.post("P", dialogPath+test.query, form).want(http.StatusUnprocessableEntity)
		if link := page.Find(".error-summary a[href='#opt']"); link.Text() != test.message {
			t.Errorf("%s: the summary says %q, want %q", test.name, page.text(".error-summary"), test.message)
		}
		if first := page.Find("input#opt"); first.AttrOr("value", "") != string(domain.CreatePlans) || page.problem("opt") != test.message {
			t.Errorf("%s: the message beside the first box is %q", test.name, page.problem("opt"))
		}
		kept := page.form(dialogPath)
		if kept.Get("reach") != "direct" || kept.Get("policy") != "keep" {
			t.Errorf("%s: kept %v", test.name, kept)
		}
		if len(test.options) > 1 && !slices.Equal(kept["opt"], test.options[:1]) {
			t.Errorf("%s: kept the boxes %q", test.name, kept["opt"])
		}
		if w.runs() != before || w.events("unknown option") != events+test.event {
			t.Errorf("%s: %d runs more, %d events more", test.name, w.runs()-before, w.events("unknown option")-events)
		}
	}
}

func TestFault002UnknownReachAndPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, field := range []string{"reach", "policy"} {
		form := w.open("P", domain.UpdateFees)
		form.Set(field, "everything")
		page := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity)
		if got := page.problem(field); got != "Choose from the list" {
			t.Errorf("%s: the message is %q", field, got)
		}
		if got := page.form(dialogPath)["opt"]; !slices.Equal(got, []string{string(domain.UpdateFees)}) {
			t.Errorf("%s: kept the boxes %q", field, got)
		}
	}
}

func TestFault004And005And008BoxesCountOnceAndExtrasNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.open("P")
	for range 1000 {
		form.Add("opt", string(domain.UpdatePrices))
	}
	for _, option := range domain.Options() {
		form.Add("opt", string(option.Key))
	}
	form.Set("account_id", fmt.Sprint(w.viewers["P2"].Account.ID))
	form.Set("state", "done")
	form.Set("version", "0")
	run := w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location).want(http.StatusOK)
	if got, summary := run.Find(".run-boxes li").Length(), run.Find(".run-boxes summary").Text(); got != len(domain.Options()) || summary != "All 15 boxes" {
		t.Errorf("the run has %d boxes, %q", got, summary)
	}
	run.shows("Nothing to do: every reseller was already up to date.")
}

func TestFault010And030DialogOfNobodysPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.open("P", domain.UpdateFees)
	before := w.runs()
	w.get("P", "/products/plans/2/synchronize").want(http.StatusNotFound)
	w.get("P2", dialogPath).want(http.StatusNotFound)
	w.post("P2", dialogPath, form).want(http.StatusNotFound)
	w.get("P2", fmt.Sprintf("/products/plans/1/subscriptions/%d/synchronize", w.subscription("R2"))).want(http.StatusNotFound)
	if w.runs() != before {
		t.Error("a foreign plan was synchronized")
	}
}

func TestFault011And012NobodyToSynchronize(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := fmt.Sprintf("/products/plans/1/subscriptions/%d/synchronize", w.subscription("R2"))
	form := w.get("P", path).want(http.StatusOK).form(path)
	form.Set("opt", string(domain.UpdateFees))
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE id = $1`, w.subscription("R2"))
	before := w.runs()
	w.get("P", path).want(http.StatusUnprocessableEntity).shows("the subscription is terminated")
	w.post("P", path, form).want(http.StatusUnprocessableEntity).shows("the subscription is terminated")
	all := w.open("P", domain.UpdateFees)
	w.get("P", w.post("P", dialogPath, all).want(http.StatusSeeOther).location+"?only=skipped").shows("R2", "The subscription is terminated")
	if w.runs() != before+1 {
		t.Error("an ended subscription was synchronized")
	}
	empty := w.open("P", domain.UpdateFees)
	w.exec(`DELETE FROM subscription`)
	w.get("P", dialogPath).want(http.StatusUnprocessableEntity).shows("No resellers use this plan")
	w.post("P", dialogPath, empty).want(http.StatusUnprocessableEntity).shows("No resellers use this plan")
}

func TestFault015And016And040DialogKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	missing, old, foreign := w.open("P", domain.UpdateFees), w.open("P", domain.UpdateFees), w.open("P-operator", domain.UpdateLimits)
	missing.Del("key")
	w.exec(`UPDATE dialog SET opened_at = now() - interval '13 hours' WHERE key = $1`, old.Get("key"))
	damaged := w.open("P", domain.UpdateFees)
	damaged.Set("key", "\xff\x00")
	before := w.runs()
	for name, form := range map[string]url.Values{"missing": missing, "old": old, "foreign": foreign, "damaged": damaged} {
		page := w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity).shows("This is a new one with your choices")
		again := page.form(dialogPath)
		if again.Get("key") == form.Get("key") || !slices.Equal(again["opt"], form["opt"]) {
			t.Errorf("%s: the form again is %v", name, again)
		}
		again.Set("action", "synchronize")
		w.post("P", dialogPath, again).want(http.StatusSeeOther)
	}
	if got := w.runs() - before; got != 4 {
		t.Errorf("%d runs, want one for each form that was shown again", got)
	}
	if w.events("foreign dialog") != 1 {
		t.Error("the foreign dialog is no security event")
	}
}

func TestFault017And059SameDialogIsTheSameRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	form := w.open("P", domain.UpdateFees)
	before := w.runs()
	answers := make([]*answer, 12)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() { answers[i] = w.post("P", dialogPath, form) })
	}
	group.Wait()
	for _, a := range answers {
		if a.status != http.StatusSeeOther || a.location != answers[0].location {
			t.Errorf("answered %d %s, want 303 %s", a.status, a.location, answers[0].location)
		}
	}
	if w.runs() != before+1 {
		t.Errorf("%d runs, want 1", w.runs()-before)
	}
	form["opt"] = []string{string(domain.UpdateFees), string(domain.Options()[0].Key)}
	other := w.get("P", w.post("P", dialogPath, form).want(http.StatusSeeOther).location)
	if link := other.Find("main a[href='" + answers[0].location + "']"); !strings.HasPrefix(link.Text(), "synchronization ") {
		t.Errorf("the run of other choices does not say from which run's dialog it came: %s", other.text("main"))
	}
	if w.get("P", answers[0].location).Find("main dt:contains('Dialog')").Length() != 0 {
		t.Error("the first run came from its own dialog")
	}
}

func TestFault060ReloadOfTheRunIsNoSecondRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	run := w.post("P", dialogPath, w.open("P", domain.UpdateFees)).want(http.StatusSeeOther).location
	first, runs, entries := w.get("P", run).want(http.StatusOK).text("main"), w.runs(), w.entries()
	w.setFee("30") // a second run would have something to do
	if again := w.get("P", run).want(http.StatusOK).text("main"); again != first {
		t.Errorf("the page after a reload is %q, want %q", again, first)
	}
	if w.runs() != runs || w.entries() != entries+1 {
		t.Errorf("a reload made %d runs and %d entries", w.runs()-runs, w.entries()-entries-1)
	}
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "20" {
		t.Errorf("R2 sells at %s after a reload, want 20", got)
	}
}

func TestFault061BackAndTheSameOptionsAgainIsTheSameRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	form := w.open("P", domain.UpdateFees) // what the browser has when it goes back: the dialog with its old key
	run := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.get("P", run).want(http.StatusOK)
	runs := w.runs()
	w.setFee("30")
	if again := w.post("P", dialogPath, form).want(http.StatusSeeOther).location; again != run {
		t.Errorf("the same options again lead to %s, want %s", again, run)
	}
	if w.runs() != runs {
		t.Errorf("%d runs more", w.runs()-runs)
	}
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "20" {
		t.Errorf("R2 sells at %s, want 20 as the run left it", got)
	}
}

func TestFault032And033RightsOfTheBoxes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P-operator", dialogPath).want(http.StatusOK).shows("needs the right “Edit prices”")
	form := w.open("P-operator", domain.UpdateFees, domain.UpdateLimits)
	before := w.runs()
	w.post("P-operator", dialogPath, form).want(http.StatusForbidden).shows("Edit prices", "Update Plan Fees")
	preview := with(form, "action", "preview")
	preview["reach"], preview["policy"] = []string{string(domain.DirectOnly)}, []string{string(domain.Keep)}
	again := w.post("P-operator", dialogPath, preview).want(http.StatusForbidden)
	if got := again.problem("opt-update_fees"); !strings.HasPrefix(got, "You need the right \"Edit prices\" for Update Plan Fees.") {
		t.Errorf("the box says %q", got)
	}
	kept := again.form(dialogPath)
	if len(kept["opt"]) != 2 || kept.Get("reach") != string(domain.DirectOnly) || kept.Get("policy") != string(domain.Keep) {
		t.Errorf("the choices are %v", kept)
	}
	if w.runs() != before {
		t.Error("a run without the right")
	}
	form.Del("opt")
	form.Set("opt", string(domain.UpdateLimits))
	w.post("P-operator", dialogPath, form).want(http.StatusSeeOther)
	late := w.open("P-operator", domain.UpdateLimits)
	w.exec(`UPDATE app_user SET role = 'read-only' WHERE id = $1`, w.viewers["P-operator"].User.ID)
	w.post("P-operator", dialogPath, late).want(http.StatusForbidden)
}

func TestFault013PlanVanishesBetweenDialogAndPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.secondProgram()
	const plan, dialog = "/products/plans/61", "/products/plans/61/synchronize"
	form, before := w.get("P", dialog).want(http.StatusOK).form(dialog), w.runs()
	form.Set("opt", string(domain.UpdateFees))
	form.Set("action", "synchronize")
	w.exec(`DELETE FROM subscription WHERE plan_id = 61`)
	w.post("P", plan+"/delete", nil).want(http.StatusSeeOther)
	page := w.post("P", dialog, form).want(http.StatusConflict)
	page.shows("Changed meanwhile", "Second program was deleted by P. Nothing was changed.", "When: ", " UTC")
	if got := page.Find("main a:contains('See what changed')").AttrOr("href", ""); got != "/audit?q=Second+program" {
		t.Errorf("the page leads to %q, want the deletion in the audit", got)
	}
	if w.runs() != before {
		t.Error("a plan that is gone was synchronized")
	}
}
