package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// do makes a change as somebody, below the web, and returns its page.
func (w *world) do(name string, c domain.Change) string {
	w.t.Helper()
	done, err := w.db.Planting().Do(w.t.Context(), w.viewers[name], c)
	w.check(err)
	return fmt.Sprintf("/changes/%d", done.ID)
}

// mailFee sets fees of the mail plan for a month.
func mailFee(kind domain.ChangeKind, fees map[domain.Fee]string) domain.Change {
	c := domain.Change{Kind: kind, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true}
	for fee, text := range fees {
		c.Typed = append(c.Typed, domain.KeyedValue{Key: domain.FeeKey(mailPlan, month, fee), Value: text})
	}
	return c
}

func recurring(text string) map[domain.Fee]string {
	return map[domain.Fee]string{domain.RecurringFee: text}
}

func TestFault126UndoOverLaterChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	change := w.do("P", mailFee(domain.FeesChanged, map[domain.Fee]string{domain.RecurringFee: "12", domain.SetupFee: "3"}))
	page := w.get("P", change).want(http.StatusOK).shows("Changed plan fees", "Hosted Mail", "1 month · Recurring fee", "before: USD 10.00", "after: USD 12.00")
	if got := page.Find("main dd a").First().AttrOr("href", ""); got != "/products/plans/2" {
		t.Errorf("the change links to %q, want the plan", got)
	}
	w.do("P", mailFee(domain.FeesChanged, map[domain.Fee]string{domain.SetupFee: "4"}))
	before := w.entries()
	ask := w.get("P", change+"/undo").want(http.StatusOK).shows("Nothing is written yet", "1 value goes back", "1 value was changed since",
		"What stays, because it was changed since", "USD 4.00")
	if w.entries() != before {
		t.Error("the question wrote something")
	}
	undo := w.post("P", change+"/undo", ask.form(change+"/undo")).want(http.StatusSeeOther).location
	w.get("P", undo).want(http.StatusOK).shows("Took back: changed plan fees", "The change is taken back.", "Takes back", "after: USD 10.00")
	w.get("P", change).shows("This was taken back by").hides("It cannot")
	w.get("P", change+"/undo").want(http.StatusConflict)
	w.post("P", change+"/undo", nil).want(http.StatusConflict)
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "12" {
		t.Errorf("after the undo of the undo P sells at %s", got)
	}
}

func TestFault126UndoThatBringsNothingBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	w.do("P", mailFee(domain.FeesChanged, recurring("13")))
	before := w.entries()
	w.get("P", change+"/undo").want(http.StatusOK).shows("Nothing would come back", "was changed again since", "USD 13.00").hides("can itself be undone")
	if to := w.post("P", change+"/undo", nil).want(http.StatusSeeOther).location; to != change || w.entries() != before {
		t.Errorf("it leads to %s, and %d entries were written", to, w.entries()-before)
	}
	w.get("P", change).want(http.StatusOK).shows("Nothing was taken back")
}

func TestFault127UndoOfWhatIsInUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectResource, ID: domain.NewID, Name: "Seats"}
	made := w.do("P", domain.Change{Kind: domain.ResourceSaved, About: about, Typed: domain.Resource{Name: "Seats"}.Values()})
	var id domain.ChangeID
	_, err := fmt.Sscanf(made, "/changes/%d", &id)
	w.check(err)
	record, err := w.db.Change(t.Context(), w.viewers["P"], id, 0)
	w.check(err)
	key := domain.Key{Plan: mailPlan, Resource: domain.ResourceID(record.About.ID)}
	at := func(f domain.Field) domain.Key { k := key; k.Field = f; return k }
	w.do("P", domain.Change{Kind: domain.ResourceAdded, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true,
		Typed: []domain.KeyedValue{{Key: at(domain.FieldRate), Value: domain.Yes}, {Key: at(domain.FieldPriceRow), Value: domain.Yes}, {Key: at(domain.FieldMaximum), Value: "5"}}})
	w.get("P", made+"/undo").want(http.StatusOK).shows("It cannot be taken back now", "while it is used by the catalog of P").hides("can itself be undone")
	w.post("P", made+"/undo", nil).want(http.StatusUnprocessableEntity).shows("It cannot be taken back now")
	user := w.do("P-viewer", domain.Change{Kind: domain.PasswordChanged, About: domain.Ref{Of: domain.ObjectUser, ID: int64(w.viewers["P-viewer"].User.ID), Name: "v"},
		Part: true, Secret: "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"})
	w.get("P", user).want(http.StatusOK).shows("Changed password", "A password is never shown", "nobody knows what it was").hides("argon2id")
	w.get("P", user+"/undo").want(http.StatusUnprocessableEntity)
}

func TestFault125ChangesOfOthersHaveNoPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	version := strings.TrimPrefix(change, "/changes/")
	for _, name := range []string{"P2", "R1"} {
		w.get(name, change).want(http.StatusNotFound)
		w.get(name, change+"/undo").want(http.StatusNotFound)
		w.post(name, change+"/undo", nil).want(http.StatusNotFound)
	}
	w.get("P2", "/products/plans/2/history").want(http.StatusNotFound)
	w.get("R1", "/products/plans/2/history?from="+version+"&to="+version).want(http.StatusNotFound)
	w.get("R1", "/products/plans/2/history/"+version+"/restore").want(http.StatusNotFound)
	w.post("R1", "/products/plans/2/history/"+version+"/restore", nil).want(http.StatusNotFound)
	for _, id := range []string{"0", "abc", "-1", "99999999999999999999", "999999"} {
		w.get("P", "/changes/"+id).want(http.StatusNotFound)
	}
	w.get("P-viewer", change).want(http.StatusOK).hides("Undo")
	w.get("P-viewer", change+"/undo").want(http.StatusForbidden)
	w.post("P-viewer", change+"/undo", nil).want(http.StatusForbidden)
	w.get("P-operator", change).want(http.StatusOK) // who may not edit prices
	w.post("P-operator", change+"/undo", nil).want(http.StatusForbidden)
	user := w.do("P", domain.Change{Kind: domain.UserDeactivated, About: domain.Ref{Of: domain.ObjectUser, ID: int64(w.viewers["P-viewer"].User.ID), Name: "v"},
		Part: true, Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldUserActive}, Value: domain.No}}})
	w.get("P-operator", user).want(http.StatusForbidden)
}

func TestPlanHistoryAndRestore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	w.do("P", mailFee(domain.FeesChanged, recurring("13")))
	base := "/products/plans/2/history"
	page := w.get("P", base).want(http.StatusOK).shows("Changed plan fees", "before: USD 12.00", "after: USD 13.00", "Changed catalog")
	if got := page.Find("nav[aria-label='Service plan'] a[aria-current=page]").Text(); strings.TrimSpace(got) != "History" {
		t.Errorf("the current tab is %q", got)
	}
	chosen := w.get("P", page.Find("tbody tr a:contains('Compare')").First().AttrOr("href", "")).want(http.StatusOK).shows("Compare with which version?", "Chosen")
	compared := w.get("P", chosen.Find("a:contains('Compare with this')").First().AttrOr("href", "")).want(http.StatusOK)
	from := strings.TrimPrefix(compared.Find("a:contains('Compare the first')").AttrOr("href", ""), base+"?with=")
	if got := spaced(compared.Find("tbody tr")); got != "1 month · Recurring fee USD 12.00 USD 13.00" {
		t.Errorf("side by side: %q", got)
	}
	restore := base + "/" + from + "/restore"
	ask := w.get("P", restore).want(http.StatusOK).shows("Nothing is written yet", "after: USD 12.00")
	after := w.post("P", restore, ask.form(restore)).want(http.StatusSeeOther).location
	restored := w.get("P", after).want(http.StatusOK).shows("The version is restored.", "See the change", "Restored service plan")
	if got := w.lastDeed("P"); got != "restored service plan" {
		t.Errorf("the audit says %q", got)
	}
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "12" {
		t.Errorf("restored, P sells at %s", got)
	}
	w.get("P", restore).want(http.StatusOK).shows("Nothing would be changed", "The plan is now as it was then.")
	undo := restored.Find("[role=status] a").AttrOr("href", "") + "/undo"
	w.post("P", undo, w.get("P", undo).want(http.StatusOK).form(undo)).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "13" {
		t.Errorf("with the restoring taken back, P sells at %s", got)
	}
	if page := w.get("P-viewer", base).want(http.StatusOK); page.Find("main a[href$='/restore']").Length() != 0 {
		t.Error("somebody who may not restore is offered it")
	}
	w.get("P-viewer", restore).want(http.StatusForbidden)
	w.get("R1", base).want(http.StatusOK).shows("Synchronized", "Your provider")
}

func TestRestoreOfOwnValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := strings.TrimPrefix(w.do("R1", mailFee(domain.OwnValuesSet, recurring("15"))), "/changes/")
	w.do("R1", mailFee(domain.OwnValuesSet, recurring("16")))
	restore := "/products/plans/2/history/" + own + "/restore"
	ask := w.get("R1", restore).want(http.StatusOK).shows("Your own values become what they were then", "after: EUR 15.00", "Own value")
	w.do("R1", mailFee(domain.OwnValuesSet, recurring("17")))
	w.post("R1", restore, ask.form(restore)).want(http.StatusConflict).shows("EUR 17.00")
	w.post("R1", restore, w.get("R1", restore).form(restore)).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "15" {
		t.Errorf("restored, R1 sells at %s", got)
	}
	if got := w.lastDeed("R1"); got != "restored service plan" {
		t.Errorf("the audit says %q", got)
	}
}

func TestHistoriesOfThings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	r11 := w.viewers["R11"].Account.ID
	w.do("P", domain.Change{Kind: domain.ResellerChanged, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(r11), Name: "R11"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldDisableCategories}, Value: domain.Yes}}})
	w.do("P", domain.Change{Kind: domain.ExchangeRateSaved, About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"},
		Typed: domain.ExchangeRate{Currency: "EUR", Rate: "0.9"}.Values()})
	w.do("P", domain.Change{Kind: domain.ScheduleChanged, About: domain.Ref{Of: domain.ObjectSchedule, ID: 51, Name: "Reminders"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldScheduleName, Schedule: 51}, Value: "Letters"}}})
	message := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Expiry"}, "notification_subject": {"Soon"}})
	form := w.get("P", message+"/edit").form(message + "/edit")
	form.Set("notification_subject", "Later")
	w.post("P", message+"/edit", form).want(http.StatusSeeOther)
	template := w.template()
	w.do("P", domain.Change{Kind: domain.DelegationChanged, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(template), Name: "Standard"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: newPlan}, Value: domain.Yes}}})
	tests := []struct {
		name, path string
		shows      []string
	}{
		{"P", fmt.Sprintf("/resellers/%d/history", r11), []string{"Changed reseller settings", "Disable sales categories synchronization", "after: Yes"}},
		{"R1", fmt.Sprintf("/resellers/%d/history", r11), []string{"Your provider", "after: Yes"}},
		{"P", "/exchange-rates/EUR/history", []string{"Saved exchange rate", "before: 0.8", "after: 0.9"}},
		{"P-viewer", "/exchange-rates/EUR/history", []string{"after: 0.9"}},
		{"P", "/notifications/schedules/51/history", []string{"before: Reminders", "after: Letters"}},
		{"P", message + "/history", []string{"Saved notification template", "Subject", "before: Soon", "after: Later"}},
		{"P", fmt.Sprintf("/products/templates/%d/history", template), []string{"Changed delegated plans", "Not Delegated", "Added"}},
	}
	for _, tt := range tests {
		w.get(tt.name, tt.path).want(http.StatusOK).shows(tt.shows...)
	}
	if links := w.get("R1", tests[0].path).Find("main a[href^='/changes/']").Length(); links != 0 {
		t.Errorf("a reseller gets %d links to changes of the provider's", links)
	}
	for _, path := range []string{"/exchange-rates/CHF/history", "/notifications/schedules/77/history", "/notifications/templates/77/history", "/products/templates/77/history",
		fmt.Sprintf("/resellers/%d/history", w.viewers["P2"].Account.ID)} {
		w.get("P", path).want(http.StatusNotFound)
	}
	w.get("P2", tests[0].path).want(http.StatusNotFound)
	w.get("R1", "/exchange-rates/EUR/history").want(http.StatusNotFound)
	w.get("R1", message+"/history").want(http.StatusNotFound)
}

func TestAuditTellsValuesAndExportsThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.forget()
	change := w.do("P", mailFee(domain.FeesChanged, map[domain.Fee]string{domain.RecurringFee: "12", domain.SetupFee: "2", domain.RenewalFee: "2",
		domain.TransferFee: "2", domain.DepositFee: "2"}))
	page := w.get("P", "/audit").want(http.StatusOK).shows("Changed plan fees", "and 2 more", "Synchronized")
	if page.Find("tbody tr:contains('Changed catalog')").Length() == 0 {
		t.Error("what was done before there were changes is not in the audit")
	}
	if page.Find("main a[href='"+change+"']:contains('and 2 more')").Length() != 1 || page.Find("main td a[href='/products/plans/2']").Length() == 0 {
		t.Error("the audit has no link to the change and its plan")
	}
	filtered := w.get("P", "/audit?kind=fees_changed&who="+fmt.Sprint(w.viewers["P"].User.ID)+"&q=hosted&from=2020-01-01").want(http.StatusOK)
	if got := filtered.Find("tbody tr").Length(); got != 1 {
		t.Errorf("%d lines with every filter", got)
	}
	if got := filtered.Find("a:contains('Export CSV')").AttrOr("href", ""); !strings.HasPrefix(got, "/audit.csv?") || !strings.Contains(got, "kind=fees_changed") {
		t.Errorf("the export of what is filtered is %q", got)
	}
	w.get("P", "/audit?to=2020-01-01").want(http.StatusOK).shows("Nothing found")
	w.get("P", "/audit?kind=nothing&who=x&after=1.x").want(http.StatusOK).shows("Changed plan fees")
	told := w.file("P", "/audit.csv?kind=fees_changed")
	want := "P; Changed plan fees; fees_changed; plan; 2; Hosted Mail; 2; Hosted Mail; 22; setup_fee; 1 month · Setup fee; 1; 2; USD; ; " +
		strings.TrimPrefix(change, "/changes/") + "; "
	if got := tell(told.lines[0], "Who", "Action", "Kind", "Object Type", "Object ID", "Object", "Plan ID", "Part", "Period ID", "Field", "Value", "Before", "After", "Currency",
		"Own Value", "Change ID", "Synchronization ID"); got != want || len(told.lines) != 5 {
		t.Errorf("of %d values the first is %q, want %q", len(told.lines), got, want)
	}
	if w.get("R2", "/audit").want(http.StatusOK).Find("tbody:contains('Changed plan fees')").Length() > 0 {
		t.Error("a reseller sees the provider's change")
	}
}

// TestTheAuditSaysWhatRunsDid says of a run and of its undo in a line, and in the files, how much they changed for whom, and with what.
func TestTheAuditSaysWhatRunsDid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	number := func(path string) string { return strings.TrimPrefix(path, "/synchronizations/") }
	did := map[string]string{run: "4 changes at 4 of 4 resellers. Update Plan Fees. All levels, Overwrite",
		undo: "4 changes at 4 of 4 resellers. Undo of " + number(run)}
	for _, list := range []string{"/audit", "/changes"} {
		page, file := w.get("P", list).want(http.StatusOK), w.sameInBoth("P", list)
		for path, want := range did {
			if got := page.Find("main tbody tr:has(a[href='" + path + "']) td").Last().Text(); strings.TrimSpace(got) != want {
				t.Errorf("%s says %q of %s, want %q", list, got, path, want)
			}
			if page.Find("main tbody tr:has(a[href='"+path+"']) td a[href='/products/plans/1']").Length() != 1 {
				t.Errorf("%s does not lead from %s to its plan", list, path)
			}
			if got := file.one(t, "Synchronization ID: "+number(path))["What It Did"]; got != want {
				t.Errorf("the file of %s says %q of %s, want %q", list, got, path, want)
			}
		}
	}
}

// TestTheAuditSaysWhatRunsFromAboveDid says of them what they did to the reader's account, on the page and in the file, and nothing of others.
func TestTheAuditSaysWhatRunsFromAboveDid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("R1", mailFee(domain.OwnValuesSet, recurring("30")))
	run := w.feeRun("20")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	w.post("P", undo+"/undo", nil).want(http.StatusSeeOther)
	page, file := w.get("R1", "/audit").want(http.StatusOK), w.sameInBoth("R1", "/audit")
	page.hides("of 4 resellers").hides("at 4").hides("Undo of " + strings.TrimPrefix(run, "/synchronizations/"))
	lines := page.Find("main tbody tr:contains('Your provider')")
	for i, want := range []string{"1 change. Undo of the undo of ", "1 change. Undo of the synchronization of ",
		"1 change. Update Plan Fees. Overwrite. 1 own price or rule overwritten"} {
		if got := strings.TrimSpace(lines.Eq(i).Find("td").Last().Text()); !strings.HasPrefix(got, want) {
			t.Errorf("line %d says %q, want %q", i, got, want)
		} else if in := len(file.where("What It Did: " + got)); in != 1 {
			t.Errorf("the file says %d times what the page says, %q", in, got)
		}
	}
	undos := w.get("R1", "/audit?kind="+string(domain.RunUndone)).want(http.StatusOK)
	if n := undos.Find("main tbody tr").Length(); n != 2 {
		t.Errorf("%d undos from above", n)
	}
}

func TestAuditGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 60 {
		w.do("P", mailFee(domain.FeesChanged, recurring(fmt.Sprint(20+i))))
	}
	page := w.get("P", "/audit?q=fees").want(http.StatusOK).shows("after: USD 79.00")
	older := page.Find("a[rel=next]").AttrOr("href", "")
	if u, err := url.Parse(older); err != nil || u.Query().Get("q") != "fees" {
		t.Fatalf("older is %q: the filter is lost", older)
	}
	next := w.get("P", older).want(http.StatusOK).shows("after: USD 29.00").hides("after: USD 30.00")
	if next.Find("a[rel=next]").Length() != 0 || next.Find("a:contains('Newest')").AttrOr("href", "") != "/audit?q=fees" {
		t.Error("the last page leads on, or not back")
	}
}

func TestMessageAfterAChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	template := w.template()
	told := func(c domain.Change) domain.PassOn {
		t.Helper()
		done, err := w.db.Planting().Do(t.Context(), w.viewers["P"], c)
		w.check(err)
		done, err = w.db.Told(t.Context(), w.viewers["P"], done)
		w.check(err)
		return done.PassOn
	}
	to := told(mailFee(domain.FeesChanged, recurring("12")))
	if len(to.To) != 1 || to.To[0].Plan != resellerPlan || to.All != 4 {
		t.Errorf("the change is to be passed on to %+v", to)
	}
	after := w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "13"})).want(http.StatusSeeOther).location
	page := w.get("P", after).want(http.StatusOK).shows("USD 12.00 → USD 13.00", "See the change", "Not passed on yet to 4 resellers, at all levels: synchronize")
	if page.Find("[role=status] a[href='/products/plans/1/synchronize']").Length() != 1 || page.Find("[role=status] a[href^='/changes/']").Length() != 1 {
		t.Errorf("the message links to %q", page.Find("[role=status] a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") }))
	}
	msrp := w.post("P", monthForm, w.fill("P", monthForm, map[string]string{"msrp_recurring_fee": "20"})).want(http.StatusSeeOther).location
	w.get("P", msrp).shows("MSRP of recurring fee: USD 20.00", "Not passed on yet to 4 resellers, at all levels")
	for name, c := range map[string]domain.Change{
		"a plan that nobody has": {Kind: domain.FeesChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(newPlan), Name: "Not Delegated"}, Part: true,
			Typed: []domain.KeyedValue{{Key: domain.FeeKey(newPlan, month, domain.RecurringFee), Value: "12"}}},
		"a value that no box passes on": {Kind: domain.PlanChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true,
			Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldProduct, Plan: mailPlan}, Value: "MAIL-2"}}},
	} {
		if to := told(c); len(to.To) > 0 {
			t.Errorf("%s: %+v", name, to)
		}
	}
	delegated := told(domain.Change{Kind: domain.DelegationChanged, Part: true,
		About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(template), Name: "Standard"},
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: newPlan}, Value: domain.Yes}}})
	if delegated.All != 4 {
		t.Errorf("a plan more is delegated: %+v", delegated)
	}
	category := told(domain.Change{Kind: domain.SalesCategoryCreated,
		About: domain.Ref{Of: domain.ObjectSalesCategory, ID: 901}, Typed: domain.SalesCategory{ID: 901, Name: "Sky"}.Values()})
	if len(category.To) > 0 {
		t.Errorf("a category in which no plan stands: %+v", category)
	}
	moved := told(domain.Change{Kind: domain.PlanMoved, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.PlacementKey(mailPlan), Value: "901"}}})
	if moved.All != 4 {
		t.Errorf("a plan that moved into it: %+v", moved)
	}
	renamed := told(domain.Change{Kind: domain.SalesCategoryChanged, Part: true, About: domain.Ref{Of: domain.ObjectSalesCategory, ID: 901},
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldCategoryName, Category: 901}, Value: "Cloud"}}})
	if renamed.All != 4 {
		t.Errorf("the category of a plan: %+v", renamed)
	}
	rate := told(domain.Change{Kind: domain.ExchangeRateSaved,
		About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"}, Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldExchangeRate}, Value: "0.9"}}})
	if rate.All != 1 {
		t.Errorf("an exchange rate: %+v", rate)
	}
}

// TestAnUndoIsWhatItsPreviewShowed: where somebody changes one of its values after the preview, nothing is taken back.
func TestAnUndoIsWhatItsPreviewShowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	undo := w.do("P", mailFee(domain.FeesChanged, recurring("12"))) + "/undo"
	form := w.get("P", undo).want(http.StatusOK).form(undo)
	w.do("P", mailFee(domain.FeesChanged, recurring("13")))
	w.post("P", undo, form).want(http.StatusConflict).shows("Something changed since this was shown", "Nothing was taken back")
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "13" {
		t.Errorf("the fee is %s", got)
	}
}

// TestTwoPeopleTakeBackTheSame shows the second one no word of what a form has for itself.
func TestTwoPeopleTakeBackTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	form := w.get("P", change+"/undo").form(change + "/undo")
	w.post("P", change+"/undo", form).want(http.StatusSeeOther)
	w.post("P", change+"/undo", form).want(http.StatusConflict).hides("What you had typed", "Bound", form.Get("bound"))
}

// TestChangeIsSearchedAndSaved asks for a part of a long change, by plan and value, on the page and as a file.
func TestChangeIsSearchedAndSaved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := w.do("P", domain.Change{Kind: domain.CatalogChanged, About: domain.Ref{Of: domain.ObjectCatalog, Name: "Price list"}, Part: true,
		Typed: []domain.KeyedValue{
			{Key: domain.FeeKey(mailPlan, month, domain.RecurringFee), Value: "12"},
			{Key: domain.FeeKey(mailPlan, month, domain.SetupFee), Value: "3"},
			{Key: domain.FeeKey(officePlan, month, domain.RecurringFee), Value: "14"},
		}})
	tests := []struct {
		query string
		want  []string
	}{
		{"", []string{"12", "3", "14"}},
		{"hosted", []string{"12", "3"}},
		{"recurring", []string{"12", "14"}},
		{"14.00", []string{"14"}},
		{"no such thing", nil},
	}
	for _, test := range tests {
		query := "?q=" + url.QueryEscape(test.query)
		page := w.get("P", change+query).want(http.StatusOK)
		if got := page.Find("tbody tr[role=row]:not(.group-row)").Length(); got != len(test.want) {
			t.Errorf("%q: the page has %d values, want %d", test.query, got, len(test.want))
		}
		if test.want == nil {
			page.shows("None matches this search.")
		}
		var got []string
		for _, line := range w.sameInBoth("P", change+query).lines {
			got = append(got, line["After"])
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: the file has %q, want %q", test.query, got, test.want)
		}
	}
	w.get("R1", change+".csv").want(http.StatusNotFound)
	w.get("P", "/changes/x.csv").want(http.StatusNotFound)
}
