package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"tiersync/db/worlds"
	"tiersync/domain"
)

// newcomer is the page of a reseller of P's without subscriptions, and their id.
func (w *world) newcomer() (page string, id domain.AccountID) {
	w.t.Helper()
	page = w.create("P", "/resellers/new", url.Values{"account_name": {"Newcomer"}, "account_currency": {"EUR"}, "user_name": {"Ann"},
		"user_email": {"ann@new.example"}})
	accounts, err := worlds.Accounts(w.t.Context(), w.db)
	w.check(err)
	return page, accounts["Newcomer"]
}

func (w *world) subscriptionsOf(id domain.AccountID) []domain.SubscriptionRow {
	w.t.Helper()
	list, err := w.db.SubscriptionsOf(w.t.Context(), w.viewers["P"], id)
	w.check(err)
	return list
}

func TestFault114SubscriptionThatCannotBeActivated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds grouping People: holds Mailbox Storage")
	page, id := w.newcomer()
	path := page + "/subscriptions/new"
	form := w.get("P", path+"?period=1-22").want(http.StatusOK).form(path)
	if form.Get("activate") != domain.Yes {
		t.Errorf("the form says %v", form)
	}
	w.exec(`UPDATE template SET active = false`)
	before := w.entries()
	refused := w.post("P", path, form).want(http.StatusUnprocessableEntity).shows("is not active")
	if got := refused.form(path); got.Get("subscription_name") != form.Get("subscription_name") || got.Get("activate") != domain.Yes {
		t.Errorf("the form is shown with %v", got)
	}
	if list := w.subscriptionsOf(id); len(list) != 0 || w.entries() != before {
		t.Errorf("it stands there as %+v", list)
	}
	form.Del("activate")
	form.Set("subscription_name", "Ordered")
	ordered := w.post("P", path, form)
	ordered.want(http.StatusSeeOther)
	if list := w.subscriptionsOf(id); len(list) != 1 || list[0].Status != domain.Ordered {
		t.Errorf("an order needs no active template: %+v", list)
	}
	w.exec(`DELETE FROM subscription WHERE account_id = $1`, id)
	w.exec(`UPDATE template SET active = true`)
	form.Set("activate", domain.Yes)
	message := w.message("P", path, form).shows("The subscription is active. Delivered: 3 service plans, 1 plan category, 1 resource category and 11 privileges. See what was delivered")
	link := message.Find("[role=status] a").First().AttrOr("href", "")
	w.get("P", link).want(http.StatusOK).shows("Newcomer", "Hosted Mail")
	if list := w.subscriptionsOf(id); len(list) != 1 || list[0].Status != domain.Active {
		t.Errorf("it is %+v", list)
	}
	w.get("P", page+"/plans").shows("Hosted Mail")
}

// TestFirstDeliveryThatHoldsPlans: the message says what became of them, not that they came and no more.
func TestFirstDeliveryThatHoldsPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deliver := func(page string) *answer {
		path := page + "/subscriptions/new"
		form := w.get("P", path+"?period=1-22").want(http.StatusOK).form(path)
		return w.message("P", path, form)
	}
	reseller := url.Values{"account_name": {"Newcomer"}, "account_currency": {"CHF"}, "user_name": {"Ann"}, "user_email": {"bob@new.example"}, "without_rate": {"CHF"}}
	deliver(w.create("P", "/resellers/new", reseller)).shows("Delivered: 3 service plans",
		"3 plans are held until there is an exchange rate: not on sale. The next synchronization brings the prices then.")
	shy, id := w.newcomer()
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, id)
	deliver(shy).shows("Delivered: 3 service plans", "3 plans are held: not on sale until prices are set and confirmed.")
}

func TestNewSubscriptionFollowsFromPlanAndPeriod(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, id := w.newcomer()
	path := page + "/subscriptions/new"
	first := w.get("P", path).want(http.StatusOK)
	if got := first.under("period", "Reseller program"); !slices.Equal(got, []string{"Reseller program, 14 days trial", "Reseller program, 1 month"}) {
		t.Errorf("periods to choose from: %q", got)
	}
	if first.Find("form[method=post][action='"+path+"']").Length() != 0 || first.text("select option[selected]") != "Reseller program, 1 month" {
		t.Errorf("the first step: %s", first.text("main"))
	}
	second := w.get("P", path+"?period=1-22").want(http.StatusOK).shows("Reseller program", "1 month", "Choose another")
	form := second.form(path)
	end := domain.Period{Length: 1, Unit: "months"}.End(time.Now().UTC()).Format(time.DateOnly)
	if form.Get("subscription_name") != "Reseller program for Newcomer" || form.Get("subscription_expires") != end || form.Get("plan") != "1" || form.Get("period") != "22" {
		t.Errorf("proposed: %v", form)
	}
	for _, unknown := range []string{"1-23", "2-22", "1-999", "x", "1"} { // inactive, no reseller plan, no period
		page := w.get("P", path+"?period="+unknown).want(http.StatusUnprocessableEntity)
		if page.Find("form[method=post][action='"+path+"']").Length() != 0 {
			t.Errorf("%s can be subscribed to", unknown)
		}
		if got := page.text("select option[selected]"); got != "Choose…" {
			t.Errorf("%s: chosen is %q", unknown, got)
		}
	}
	for field, texts := range map[string][3]string{"subscription_expires": {"31.1.2099", "2020-01-01", ""}, "subscription_name": {"", " ", ""}} {
		for _, text := range texts {
			wrong := url.Values{"plan": {"1"}, "period": {"22"}, "subscription_name": {"Right"}, "subscription_expires": {"2099-01-31"}}
			wrong.Set(field, text)
			refused := w.post("P", path, wrong).want(http.StatusUnprocessableEntity)
			if refused.problem(field) == "" {
				t.Errorf("%s %q: no message beside it: %s", field, text, refused.text("main"))
			}
		}
	}
	for _, period := range []string{"", "23", "999"} {
		wrong := url.Values{"plan": {"1"}, "period": {period}, "subscription_name": {"Right"}, "subscription_expires": {"2099-01-31"}}
		refused := w.post("P", path, wrong).want(http.StatusUnprocessableEntity)
		if got := refused.problem("period"); got != "Choose a plan that they are not subscribed to, and one of its active periods" {
			t.Errorf("period %q: %q", period, got)
		}
	}
	if list := w.subscriptionsOf(id); len(list) != 0 {
		t.Errorf("there are %+v", list)
	}
	form.Set("subscription_expires", "2099-01-31")
	w.post("P", path, form).want(http.StatusSeeOther)
	list := w.subscriptionsOf(id)
	if len(list) != 1 || list[0].Period != month || list[0].Expires.Format(time.DateOnly) != "2099-01-31" || list[0].Name != form.Get("subscription_name") {
		t.Errorf("it is %+v", list)
	}
	w.get("P", path).want(http.StatusOK).shows("No reseller plan to choose")
	form.Del("once")
	w.post("P", path, form).want(http.StatusUnprocessableEntity)
}
