package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
)

// account reads an account as it is now.
func (w *world) account(name string) domain.Account {
	w.t.Helper()
	a, err := w.db.Account(w.t.Context(), w.planted.Accounts[name], w.planted.Accounts[name])
	w.check(err)
	return a
}

// A reseller is moved to another vendor with those below them: shown before, one change, which can be taken back; what was delivered stays.
func TestMoveAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r11, r2 := idOf(w.planted.Accounts["R11"]), idOf(w.planted.Accounts["R2"])
	page := "/resellers/" + r11 + "/move"
	w.get("P", "/resellers/"+r11).shows("Move", "buys from R1")
	choice := w.get("P", page).want(http.StatusOK).shows("They buy from R1", "Choose P", "Choose R2").hides("Choose R1", "Choose R11", "Choose R111")
	to := choice.Find("main a:contains('Choose R2')").AttrOr("href", "")
	if to != page+"?to="+r2 {
		t.Fatalf("R2 leads to %s", to)
	}
	before := w.entries()
	preview := w.get("P", to).want(http.StatusOK).shows("R1", "R2", "Subscriptions that go along", "Reseller program", "Standard", "Hosted Mail", "from the new vendor", "10.00")
	w.post("P", to, preview.form(to)).want(http.StatusSeeOther)
	done := w.get("P", "/resellers/"+r11).shows("R11 buys from R2 now. What was delivered to them stays until you synchronize.", "buys from R2", "Vendor: R1 → R2")
	if a, b := w.account("R11"), w.account("R111"); a.Parent != w.planted.Accounts["R2"] || a.Level != 2 || b.Level != 3 {
		t.Errorf("R11 is at level %d below %d, R111 at level %d", a.Level, a.Parent, b.Level)
	}
	if w.entries() != before {
		t.Error("a move changed somebody's catalog")
	}
	w.get("R1", "/resellers/"+r11).want(http.StatusNotFound)
	w.get("R2", "/resellers/"+r11).want(http.StatusOK).shows("buys from R2", "Synchronize This Reseller")
	w.get("R2", "/resellers/"+r11+"/history").shows("before: another vendor → after: R2").hides("name not known", "R1 ")
	w.get("R11", plansPage).want(http.StatusOK).shows("Hosted Mail")
	w.get("P", "/resellers/"+r11+"/history").shows("Moved reseller to another vendor")
	change := done.Find("a[href^='/changes/']").First().AttrOr("href", "")
	w.get("P", change).shows("Moved reseller to another vendor", "R1", "R2")
	w.synchronize(domain.UpdateFees)
	w.post("P", change+"/undo", nil).want(http.StatusSeeOther)
	if a := w.account("R11"); a.Parent != w.planted.Accounts["R1"] {
		t.Errorf("after the undo R11 stands below %d", a.Parent)
	}
	w.get("R1", "/resellers/"+r11).want(http.StatusOK).shows("Synchronize This Reseller")
}

// To another level, those below move along: directly below the provider, and back.
func TestMoveAResellerUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move"
	to := page + "?to=" + idOf(w.planted.Accounts["P"])
	w.post("P", to, w.get("P", to).want(http.StatusOK).shows("What they buy").form(to)).want(http.StatusSeeOther)
	if a, b := w.account("R11"), w.account("R111"); a.Level != 1 || b.Level != 2 {
		t.Errorf("R11 is at level %d, R111 at level %d", a.Level, b.Level)
	}
	w.synchronize()
	w.get("P", "/resellers").shows("R11")
}

// What would make a circle, is closed, does not sell the plan or belongs to another provider is refused, and nothing is changed.
func TestMovesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := func(name string) string { return "/resellers/" + idOf(w.planted.Accounts[name]) + "/move" }
	to := func(reseller, vendor string) string { return at(reseller) + "?to=" + idOf(w.planted.Accounts[vendor]) }
	before := w.account("R1")
	w.get("P", to("R1", "R111")).want(http.StatusUnprocessableEntity).shows("R1 would stand below themselves").hides("Move Reseller")
	w.post("P", to("R1", "R111"), nil).want(http.StatusUnprocessableEntity).shows("would stand below themselves")
	w.post("P", to("R1", "R1"), nil).want(http.StatusUnprocessableEntity)
	w.post("P", to("R1", "P"), nil).want(http.StatusSeeOther)
	w.get("P", "/resellers/"+idOf(w.planted.Accounts["R1"])).shows("Nothing was changed")
	w.post("P", to("R1", "P2"), nil).want(http.StatusNotFound)
	w.post("P2", to("R1", "P2"), nil).want(http.StatusNotFound)
	w.post("R1", to("R11", "P"), nil).want(http.StatusNotFound)
	w.post("P", at("R1"), nil).want(http.StatusNotFound)
	w.post("P-operator", to("R11", "R2"), nil).want(http.StatusForbidden)
	w.get("P-viewer", at("R11")).want(http.StatusForbidden)
	w.tell(`template withdraws Program`)
	w.synchronize(domain.EnablePlans)
	w.get("P", to("R11", "R2")).want(http.StatusUnprocessableEntity).shows("R2 does not sell Reseller program", "not sold by the new vendor")
	w.exec(`UPDATE account SET status = 'closed' WHERE id = $1`, w.planted.Accounts["R2"])
	w.get("P", to("R11", "R2")).want(http.StatusUnprocessableEntity).shows("The account of R2 is closed")
	w.get("P", at("R11")).shows("Choose P").hides("Choose R2")
	if after := w.account("R1"); after != before {
		t.Errorf("R1 is %v, was %v", after, before)
	}
}

// Two people who move a reseller to different vendors are asked.
func TestTwoPeopleMoveAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := "/resellers/" + idOf(w.planted.Accounts["R111"]) + "/move"
	first, second := page+"?to="+idOf(w.planted.Accounts["R2"]), page+"?to="+idOf(w.planted.Accounts["R1"])
	late := w.get("P", second).form(second)
	w.post("P", first, w.get("P", first).form(first)).want(http.StatusSeeOther)
	w.post("P", second, late).want(http.StatusConflict).shows("Vendor", "R11", "R2")
	if a := w.account("R111"); a.Parent != w.planted.Accounts["R2"] {
		t.Error("a collision was decided without asking")
	}
}

// A vendor's undo of a run leaves out who was moved away since.
func TestUndoAfterAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`P changes Mail month: recurring fee 12`)
	w.synchronize(domain.UpdateFees)
	if got := w.fee("R11", mailPlan, month, domain.RecurringFee); got == "" {
		t.Fatal("nothing was delivered")
	}
	form := w.get("R1", recurrings).form(recurrings)
	form.Set(feeName(mailPlan), "11")
	w.means("R1", recurrings, form).want(http.StatusSeeOther)
	dialog, err := w.db.OpenDialog(t.Context(), w.viewers["R1"], domain.DialogRequest{Plan: resellerPlan})
	w.check(err)
	run, err := w.db.SendDialog(t.Context(), w.viewers["R1"], domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.AllOptions()})
	w.check(err)
	has := w.fee("R11", mailPlan, month, domain.RecurringFee)
	to := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move?to=" + idOf(w.planted.Accounts["R2"])
	w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther)
	undo := "/synchronizations/" + idOf(run) + "/undo"
	page := w.get("R1", undo).want(http.StatusOK)
	w.post("R1", undo, page.form(undo))
	if got := w.fee("R11", mailPlan, month, domain.RecurringFee); got != has {
		t.Errorf("the undo of a vendor who is theirs no more set %s, was %s", got, has)
	}
}

// Who buys from a vendor already is told so, and has no button to be moved there.
func TestNobodyMovesToTheirVendor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	to := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move?to=" + idOf(w.planted.Accounts["R1"])
	w.get("P", to).want(http.StatusOK).shows("R11 buys from R1 already.", "Choose Another Vendor").hides("Move Reseller")
}

// Whom a reseller can buy from is everybody who would not be refused, however many they are: who lacks a reseller plan of theirs is not among them.
func TestWhomAResellerCanBuyFrom(t *testing.T) {
	t.Parallel()
	w := told(t, `
provider P: USD
user P: administrator
template delegates Program Mail
P adds tax Cloud: standard
P adds plan Program: plan category Cloud
P adds period Program month: recurring fee 1
P changes Program: type Reseller
P adds plan Mail: plan category Cloud
P adds period Mail month: recurring fee 10
reseller A under P: USD
reseller A{10..69} under A: USD
reseller Z under P: USD
reseller Z1 under Z: USD
everything is delivered`)
	page := "/resellers/" + idOf(w.planted.Accounts["Z1"]) + "/move"
	w.get("P", page).want(http.StatusOK).shows("Choose P", "Choose A", "Choose A10", "1–50 of 62").hides("Choose Z", "Choose Z1", "Choose A69")
	w.get("P", page+"?page=2").shows("Choose A69", "51–62 of 62").hides("Choose P")
	w.get("P", page+"?q=a69").shows("Choose A69").hides("Choose A10", "Choose P")
	w.get("P", page+"?q=nobody").shows("No reseller matches this search whom they could buy from.")
	below := "/resellers/" + idOf(w.planted.Accounts["A"]) + "/move"
	w.get("P", below).shows("Choose Z", "Choose Z1").hides("Choose A10", "Choose A69", "Choose P")
	w.tell("template withdraws Program\neverything is delivered")
	w.get("P", page).shows("Choose P").hides("Choose A", "Choose A10")
}

// The preview of a move says at which prices the reseller would sell below cost from then on, marks their plans and lists them.
func TestAMoveThatGoesBelowCost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("R11 changes Mail month: recurring fee 11\nR2 changes Mail month: recurring fee 30")
	page := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move"
	r2 := page + "?to=" + idOf(w.planted.Accounts["R2"])
	preview := w.get("P", r2).want(http.StatusOK).shows("1 price would be below cost from then on, in 1 plan", "1 price below cost then")
	if row := preview.Find("tr:contains('Hosted Mail')").Text(); !strings.Contains(row, "1 price below cost then") {
		t.Errorf("the plan is not marked: %s", row)
	}
	list := preview.Find("main a:contains('Below cost then')").AttrOr("href", "")
	w.get("P", list).want(http.StatusOK).shows("Hosted Mail", "Recurring fee", "11.00", "10.00", "30.00", "−19.00", "Move Reseller").hides("Setup fee")
	w.get("P", page+"?to="+idOf(w.planted.Accounts["P"])).want(http.StatusOK).shows("No price of theirs would go below cost by it.").hides("Below cost then")
}

// Where there is no exchange rate between the new vendor and the reseller, the preview says so, and does not say that nothing goes below cost.
func TestAMoveWithoutAnExchangeRate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	to := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move?to=" + idOf(w.planted.Accounts["R2"])
	w.exec(`UPDATE account SET currency = 'CHF' WHERE id = $1`, w.planted.Accounts["R2"])
	page := w.get("P", to).shows("There is no exchange rate of CHF").hides("No price of theirs would go below cost by it.")
	if then := page.Find("td[data-label='Cost then']").First().Text(); strings.TrimSpace(then) != "no exchange rate" {
		t.Errorf("a cost that is not known then is %q", then)
	}
}

// TestWhyAfterAMove: a price that the vendor of before the move passed on says so, to whoever may know of them, and nobody else is named for it.
func TestWhyAfterAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(`R1 changes Mail month: recurring fee 11`)
	dialog, err := w.db.OpenDialog(t.Context(), w.viewers["R1"], domain.DialogRequest{Plan: resellerPlan})
	w.check(err)
	_, err = w.db.SendDialog(t.Context(), w.viewers["R1"], domain.RunRequest{Key: dialog.Key, Plan: resellerPlan, Options: domain.AllOptions()})
	w.check(err)
	to := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move?to=" + idOf(w.planted.Accounts["R2"])
	w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther)
	why := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/plans/2" + whyFee
	w.get("P", why).want(http.StatusOK).steps("R11 | Delivered … USD 13.75 … Synchronization | R1").hides("Your provider")
	w.get("R2", why).want(http.StatusOK).steps("R11 | Delivered … USD 13.75 … Synchronization | Their vendor then").hides("R1 ")
	w.get("R11", "/products/plans/2"+whyFee).want(http.StatusOK).steps("You | Delivered … USD 13.75 … Synchronization | Your provider then").hides("R1 ")
}

// TestWhyOfADeliveryBeforeAMove: what was delivered before came from no price of the new vendor's, though they had the same then.
func TestWhyOfADeliveryBeforeAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	why := "/products/plans/2" + whyFee
	w.get("R11", why).want(http.StatusOK).shows("Their price")
	to := "/resellers/" + idOf(w.planted.Accounts["R11"]) + "/move?to=" + idOf(w.planted.Accounts["R2"])
	w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther)
	w.get("R11", why).want(http.StatusOK).shows("Delivered").hides("Their price")
	w.tell("P changes Mail month: recurring fee 12")
	w.synchronize(domain.UpdateFees)
	w.get("R11", why).want(http.StatusOK).shows("Their price")
}

// TestBelowCostAfterAMove: what the new vendor asked before the move was nobody's cost: the move took the price below its cost, and the history begins
// with it.
func TestBelowCostAfterAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("R11 changes Mail month: recurring fee 11\nR2 changes Mail month: recurring fee 30")
	r11 := idOf(w.planted.Accounts["R11"])
	to := "/resellers/" + r11 + "/move?to=" + idOf(w.planted.Accounts["R2"])
	w.post("P", to, w.get("P", to).form(to)).want(http.StatusSeeOther)
	inbox := w.get("R11", "/inbox").shows("since you were moved to another vendor on", "You buy from another vendor now").hides("your provider's price changed")
	moved := inbox.Find("a:contains('you were moved')").AttrOr("href", "")
	w.get("R11", moved).want(http.StatusOK).shows("Moved reseller to another vendor", "You buy from another vendor now", "Your costs are their prices").hides("Nothing that you have")
	own := w.get("R11", "/products/plans/2"+whyFee).want(http.StatusOK)
	if link := own.Find("a:contains('Moved reseller to another vendor')").AttrOr("href", ""); link != moved {
		t.Errorf("the move in the history leads to %q, in the inbox to %q", link, moved)
	}
	above := "/resellers/" + r11 + "/plans/2" + whyFee
	for name, page := range map[string]*answer{"R11": own, "P": w.get("P", above), "R2": w.get("R2", above)} {
		rows := page.Find("tr:contains('30.00')")
		if rows.Length() != 1 || !strings.Contains(rows.Text(), "Moved reseller to another vendor") {
			t.Errorf("to %s the cost of 30.00 stands in %d rows of the history: %q", name, rows.Length(), rows.Text())
		}
	}
}

// moves lets somebody move a reseller to another vendor.
func (w *world) moves(as, reseller, vendor string) (change string) {
	w.t.Helper()
	page := "/resellers/" + idOf(w.planted.Accounts[reseller])
	to := page + "/move?to=" + idOf(w.planted.Accounts[vendor])
	w.post(as, to, w.get(as, to).form(to)).want(http.StatusSeeOther)
	return w.get(as, page).Find("a[href^='/changes/']").First().AttrOr("href", "")
}

// TestTheAuditNamesWhoWasMovedAway: what a vendor did for a reseller who was moved away since tells their name as the log last told it, and not how they
// are called now.
func TestTheAuditNamesWhoWasMovedAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.viewers["R11"].Account.ID
	w.exec(`DELETE FROM subscription WHERE account_id = $1`, id)
	path := "/resellers/" + idOf(id) + "/subscriptions/new"
	form := w.get("R1", path+"?period=1-22").want(http.StatusOK).form(path)
	form.Del("activate")
	w.post("R1", path, form).want(http.StatusSeeOther)
	w.moves("P", "R11", "R2")
	w.exec(`UPDATE account SET name = 'Renamed' WHERE id = $1`, id)
	audit := w.get("R1", "/audit").want(http.StatusOK).shows("Created subscription", "ResellerR11").hides("name not known", "Renamed")
	change := audit.Find("tbody tr:contains('Created subscription') a[href^='/changes/']").First().AttrOr("href", "none")
	w.get("R1", change).want(http.StatusOK).shows("ResellerR11", "not there or not below you any more").hides("name not known", "Renamed")
	if file := w.serve("R1", http.MethodGet, "/audit.csv", "").Body.String(); strings.Contains(file, "name not known") || strings.Contains(file, "Renamed") {
		t.Errorf("the file says %s", file)
	}
}

// TestVendorsAreToldOfAMove: whose reseller was moved away by somebody above reads so once, not to whom where that is nobody they know, and so does who was
// given one, also when the move is taken back; who moved them themselves is told nothing.
func TestVendorsAreToldOfAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	count := func(name string) int { return len(w.get(name, inboxPath).inboxRows()) }
	before := map[string]int{}
	for _, name := range []string{"R1", "R2", "R11", "R111"} {
		before[name] = count(name)
	}
	change := w.moves("P", "R11", "R2")
	for name, says := range map[string]string{"R1": "R11 was moved away from you: they buy from another vendor now.", "R2": "R11 was moved to you: they buy from you now.",
		"R11": "You buy from another vendor now."} {
		page := w.get(name, inboxPath)
		rows := page.inboxRows()
		if len(rows) != before[name]+1 || !strings.Contains(rows[0], says) || !strings.Contains(rows[0], "Unread") || name == "R1" && strings.Contains(rows[0], "R2") {
			t.Fatalf("the inbox of %s has the rows %q, want %q", name, rows, says)
		}
		told := w.get(name, page.Find("table:has(caption:contains('What reached you')) tbody th a").First().AttrOr("href", "none")).want(http.StatusOK).
			shows("Moved reseller to another vendor", "Your provider", strings.TrimSuffix(says, "."))
		if name == "R1" {
			told.hides("R2").shows("not among your resellers any more")
		}
		if page := w.get(name, inboxPath); strings.Contains(page.inboxRows()[0], "Unread") {
			t.Errorf("%s has opened it and reads %q", name, page.inboxRows()[0])
		}
	}
	if count("R111") != before["R111"] {
		t.Error("who is below a reseller who was moved is told of it, and buys from the same vendor")
	}
	w.post("P", change+"/undo", nil).want(http.StatusSeeOther)
	w.get("R1", inboxPath).shows("R11 was moved to you")
	w.get("R2", inboxPath).shows("R11 was moved away from you").hides("R1 ")
	w.moves("R1", "R111", "R1")
	w.get("R11", inboxPath).shows("R111 was moved away from you: they buy from another vendor now.")
	w.get("R1", inboxPath).hides("R111 was moved")
	w.moves("P", "R111", "R11")
	w.get("R1", inboxPath).shows("R111 was moved away from you: they buy from R11 now.")
}

// TestTheChainOfVendorsIsToldOfAMove: who stands above the vendor before, or above the new one, reads of a move, too, and of no name that they may not know; it
// stands in the audit of all of them and of who was moved. Who comes to stand above a vendor later reads nothing of it.
func TestTheChainOfVendorsIsToldOfAMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("reseller R21 under R2: EUR\nuser R21: administrator\nreseller R3 under P: USD\nuser R3: administrator\neverything is delivered")
	reads := func(name, says string, hides ...string) {
		t.Helper()
		page := w.get(name, inboxPath)
		if rows := page.inboxRows(); len(rows) == 0 || !strings.Contains(rows[0], says) || !strings.Contains(rows[0], "Unread") {
			t.Fatalf("the inbox of %s has the rows %q, want %q", name, rows, says)
		}
		told := page.Find("table:has(caption:contains('What reached you')) tbody th a").First().AttrOr("href", "none")
		w.get(name, told).want(http.StatusOK).shows(says).hides(hides...)
		audit := w.get(name, "/audit").want(http.StatusOK).hides(hides...)
		row := audit.Find("tr:contains('oved reseller to another vendor')").First()
		if row.Find("th a").AttrOr("href", "") != told || !strings.Contains(row.Text(), says) || !strings.Contains(row.Text(), "Your provider") {
			t.Errorf("the audit of %s says %q of it, want %s", name, row.Text(), says)
		}
		w.get(name, "/audit?who=provider&kind=reseller_moved").shows(says)
		w.get(name, "/audit?who=system&kind=reseller_moved").hides(says)
		file := w.get(name, "/audit.csv").want(http.StatusOK).Text()
		for _, name := range hides {
			if strings.Contains(file, name) {
				t.Errorf("the file of the audit of %s names %s", name, name)
			}
		}
		if !strings.Contains(file, says) {
			t.Errorf("the file of the audit of %s does not say %q", name, says)
		}
	}
	change := w.moves("P", "R111", "R21")
	reads("R1", "R111 was moved away from R11: they buy from another vendor now", "R21", "R2")
	reads("R11", "R111 was moved away from you: they buy from another vendor now", "R21", "R2")
	reads("R2", "R111 was moved to R21: they buy from R21 now", "R11 ", "R1 ")
	reads("R21", "R111 was moved to you: they buy from you now", "R11 ", "R1 ", "R2 ")
	reads("R111", "You buy from another vendor now", "R11 ", "R21", "R2 ", "R1 ")
	w.get("R3", "/audit").hides("R111")
	for _, name := range []string{"R1", "R11"} {
		audit := w.get(name, "/audit").shows("R111 (not below you any more)").hides("(deleted)")
		for _, link := range audit.Find("main table a[href^='/resellers/'], main table a[href^='/subscriptions/']").EachIter() {
			if to := link.AttrOr("href", ""); w.get(name, to).status == http.StatusNotFound {
				t.Errorf("the audit of %s leads to %s, which is not there for them", name, to)
			}
		}
	}
	w.post("P", change+"/undo", nil).want(http.StatusSeeOther)
	reads("R1", "R111 was moved to R11: they buy from R11 now", "R21", "R2")
	reads("R2", "R111 was moved away from R21: they buy from another vendor now", "R11 ", "R1 ")
	w.moves("P", "R111", "R1")
	reads("R11", "R111 was moved away from you: they buy from another vendor now")
	reads("R1", "R111 was moved to you: they buy from you now")
	w.moves("P", "R11", "R3")
	w.get("R3", inboxPath).shows("R11 was moved to you").hides("R111", "R1 ")
	w.get("R3", "/audit").hides("R111", "R1 ")
}
