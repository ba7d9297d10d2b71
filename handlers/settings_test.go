package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// reseller is the address of a reseller's page.
func (w *world) reseller(name, rest string) string {
	w.t.Helper()
	return "/resellers/" + strconv.FormatInt(int64(w.viewers[name].Account.ID), 10) + rest
}

// create posts a form that makes something and returns the address of its page.
func (w *world) create(as, path string, form url.Values) string {
	w.t.Helper()
	return w.post(as, path, form).want(http.StatusSeeOther).location
}

func TestSalesCategoriesOfAProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/products/sales-categories").want(200).shows("No sales categories", "Plans in no sales category", "Hosted Mail")
	cloud := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}, "display_category": {"yes"}})
	w.get("P", cloud).want(200).shows("Cloud", "Displayed", "Nothing stands in this category")
	id := strings.TrimPrefix(cloud, "/products/sales-categories/")
	w.get("P", "/products/sales-categories/plans/2").want(200).shows("Sales categories of Hosted Mail", "Sales categories of this plan", "Save")
	w.post("P", "/products/sales-categories/plans/2", url.Values{"sales_categories": {id}}).want(303)
	w.get("P", cloud).shows("Hosted Mail")

	below := w.post("P", "/products/sales-categories/new", url.Values{"category_name": {"Mail"}, "category_position": {"0"}, "parent_category": {id}}).want(422)
	if got := below.problem("parent_category"); !strings.Contains(got, "either plans or sub-categories") {
		t.Errorf("message beside the parent: %q", got)
	}
	if got := below.Find("#category_name").AttrOr("value", ""); got != "Mail" {
		t.Errorf("the name is not kept: %q", got)
	}
	w.post("P", cloud+"/delete", nil).want(422).shows("Plans stand in this category")
	w.post("P", "/products/sales-categories/plans/2", nil).want(303)
	w.post("P", cloud+"/delete", nil).want(303)
	w.get("P", cloud).want(404)
}

func TestSalesCategoriesOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.create("R1", "/products/sales-categories/new", url.Values{"category_name": {"My picks"}, "category_position": {"0"}, "display_category": {"yes"}})
	id := strings.TrimPrefix(own, "/products/sales-categories/")
	w.post("R1", "/products/sales-categories/plans/2", url.Values{"sales_categories": {id}}).want(303)
	w.get("R1", own).shows("Hosted Mail", "Moved by you", "Your own")
	if got := w.state("R1").Effective().Plan(mailPlan).SalesCategories; len(got) != 1 {
		t.Errorf("the plan stands in %v", got)
	}
	w.get("R11", own).want(404)
	w.get("P", own).want(404)
	w.post("R1", own+"/display", url.Values{"show": {"no"}}).want(303)
	w.get("R1", "/products/sales-categories").shows("Hidden")
	w.post("R1", "/products/sales-categories/plans/2/reset", nil).want(303)
	w.get("R1", own).shows("Nothing stands in this category")
}

func TestDisplayOfADeliveredCategoryIsAnOwnValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}, "display_category": {"yes"}})
	id := strings.TrimPrefix(category, "/products/sales-categories/")
	w.post("P", "/products/sales-categories/plans/2", url.Values{"sales_categories": {id}}).want(303)
	w.synchronize()
	w.get("R1", category).want(200).shows("From your provider").hides("Delete", "Edit")
	w.get("R1", category+"/edit").want(404)
	w.post("R1", category+"/edit", url.Values{"category_name": {"Mine"}, "category_position": {"0"}}).want(403)
	w.post("R1", category+"/delete", nil).want(403)
	w.post("R1", category+"/display", url.Values{"show": {"no"}}).want(303)
	w.get("R1", category).shows("Hidden", "Own value", "Reset to Delivered")
	w.post("R1", category+"/display", url.Values{"show": {"reset"}}).want(303)
	w.get("R1", category).shows("Displayed").hides("Own value")
}

func TestFault088NamesOfCategories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.entries()
	for _, name := range []string{"", "   ", "\u200b", strings.Repeat("é", 251)} {
		a := w.post("P", "/products/sales-categories/new", url.Values{"category_name": {name}, "category_position": {"0"}}).want(422)
		if a.problem("category_name") == "" {
			t.Errorf("no message beside the name %.10q", name)
		}
	}
	if w.entries() != before {
		t.Error("something was stored")
	}
	long := strings.Repeat("é", 250)
	w.get("P", w.create("P", "/products/sales-categories/new", url.Values{"category_name": {long}, "category_position": {"0"}})).shows(long)
}

func TestFault052TextIsShownAsText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const script = `<script>alert(1)</script>"'&`
	page := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {script}, "category_position": {"0"}})
	for _, path := range []string{page, "/products/sales-categories", "/products/sales-categories?q=" + url.QueryEscape(script)} {
		a := w.get("P", path).want(200).shows(script)
		if a.Find("main script").Length() > 0 {
			t.Errorf("%s runs a script", path)
		}
	}
}

func TestFault090SettingsSearchIsLiteral(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/resellers", "/users", "/audit", "/products/sales-categories", "/products/resources",
		"/notifications/schedules", "/order-flows"} {
		for _, q := range []string{"%", "_", `\`, "'", `"; drop`} {
			w.get("P", path+"?q="+url.QueryEscape(q)).want(200).hides("R111", "Mailbox", "Reminders")
		}
		w.get("P", path+"?q="+strings.Repeat("x", 201)).want(422)
		w.get("P", path+"?q=%ff%fe%00").want(200)
		w.get("P", path+"?page=9999").want(200)
	}
}

func TestFault036SearchFindsOwnRowsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P2", "/resellers?q=R1").want(200).shows("No reseller below you matches")
	w.get("R1", "/resellers?q=R").want(200).shows("R11", "R111").hides("R2")
}

func TestFault028AParentSeesBelowAndNeverAbove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", w.reseller("R11", "")).want(200).shows("R11", "Subscription of R11", "R111")
	w.get("R1", w.reseller("R111", "/plans")).want(200).shows("Hosted Mail")
	w.get("R1", w.reseller("R111", "")).want(200).hides("New Subscription")
	for _, rest := range []string{"", "/plans", "/settings"} {
		w.get("R11", w.reseller("R1", rest)).want(404)
		w.get("R11", w.reseller("R2", rest)).want(404)
		w.get("R1", w.reseller("R1", rest)).want(404)
		w.get("P2", w.reseller("R1", rest)).want(404)
	}
	w.get("R1", w.reseller("R111", "/subscriptions/new")).want(404)
}

func TestResellersWhomRunsDoNotReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE subscription SET status = 'Ordered' WHERE account_id = $1`, w.viewers["R2"].Account.ID)
	w.exec(`UPDATE subscription SET plan_id = 99 WHERE account_id = $1`, w.viewers["R11"].Account.ID)
	w.exec(`UPDATE account SET status = 'closed' WHERE id = $1`, w.viewers["R111"].Account.ID)
	tree := w.get("P", "/resellers").want(200).rows()
	for name, want := range map[string]string{"R1": "In sync", "R2": "Skipped: the subscription is ordered", "R11": "by R1",
		"R111": "Skipped: the account is closed"} {
		if !strings.Contains(tree[name], want) {
			t.Errorf("the row of %s is %q, want %q in it", name, tree[name], want)
		}
	}
	w.get("P", w.reseller("R11", "")).shows("by R1")
	w.get("P", w.reseller("R111", "")).shows("Skipped: the account is closed")
	w.get("P", "/products/plans/1/subscriptions").shows("Skipped: the subscription is ordered")
}

func TestSettingsOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.reseller("R1", "/settings")
	form := w.get("P", path).want(200).form(path)
	form.Set("disable_prices", "yes")
	a := w.post("P", path, form).want(422).shows("operating unit")
	if _, kept := a.Find("#disable_prices").Attr("checked"); !kept {
		t.Error("the choice is not kept")
	}
	form.Set("operating_unit", "yes")
	w.post("P", path, form).want(303)
	w.get("P", "/resellers").want(200).shows("Prices protected")
	w.post("P-viewer", path, form).want(403)
	w.post("R11", path, form).want(404)
}

func TestStatusOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.reseller("R2", "/settings")
	form := w.get("P", path).want(200).form(path)
	w.get("R2", "/products/plans").want(200)
	if got := form.Get("account_status"); got != "active" {
		t.Errorf("status chosen: %q", got)
	}
	for _, status := range []string{"", "Closed", "drop"} {
		form.Set("account_status", status)
		if got := w.post("P", path, form).want(422).problem("account_status"); got != "Choose from the list" {
			t.Errorf("status %q: message %q", status, got)
		}
	}
	form.Set("account_status", "closed")
	w.post("R1", path, form).want(404)
	w.post("P-operator", path, form).want(403)
	w.post("P", path, form).want(303)
	w.get("P", path).want(200).shows("Closed")
	if got := w.get("R2", "/products/plans").want(303).location; got != "/login?next=%2Fproducts%2Fplans" {
		t.Errorf("R2 is sent to %s, want to sign in", got)
	}
	if _, err := w.db.Authenticate(t.Context(), domain.SignIn{Email: "r2@world.example", Password: "walk-the-manual"}); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("signing in for a closed account: %v, want it refused", err)
	}
	skipped := func() map[string]string {
		w.synchronize()
		runs, _, err := w.db.Runs(t.Context(), w.viewers["P"], pages.ListQuery{})
		w.check(err)
		return w.get("P", "/synchronizations/"+idOf(runs[0].ID)+"?only=skipped").want(200).rows()
	}
	if row := skipped()["R2"]; !strings.Contains(row, "The account is closed") {
		t.Errorf("R2 in the next run: %q, want it skipped with the reason", row)
	}
	w.get("P", "/audit").want(200).shows("Changed reseller settings")

	form.Set("account_status", "on hold")
	w.post("P", path, form).want(409).shows("When you opened the form: active", "As it is now: closed", "As you typed it: on hold")
	form = w.get("P", path).form(path)
	form.Set("account_status", "on hold")
	w.post("P", path, form).want(303)
	w.get("P", "/resellers").want(200).shows("On hold")
	delete(w.signedIn.cookies, "R2") // that session is over; they sign in again
	w.get("R2", "/products/plans").want(200)
	if row, is := skipped()["R2"]; is {
		t.Errorf("R2 on hold is skipped: %q", row)
	}
}

func TestSignUpOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"account_name": {"Newcomer"}, "account_currency": {"eur"}, "user_name": {"Ann"}, "user_email": {"ann@new.example"}}
	page := w.create("P", "/resellers/new", form)
	w.get("P", page).want(200).shows("Newcomer", "EUR", "has no subscription")
	again := w.post("P", "/resellers/new", form).want(422)
	if got := again.problem("user_email"); !strings.Contains(got, "cannot be used") {
		t.Errorf("message beside the email address: %q", got)
	}
	w.post("P", page+"/subscriptions/new", url.Values{"plan": {"2"}, "period": {"22"}, "subscription_name": {"No"}, "subscription_expires": {"2099-01-31"}}).want(422)
	w.post("P", page+"/subscriptions/new", url.Values{"plan": {"1"}, "period": {"22"}, "subscription_name": {"Gold"}, "subscription_expires": {"2099-01-31"},
		"activate": {"yes"}}).want(303)
	w.get("P", page).want(200).shows("Gold", "Active", "In sync")
	w.get("P", page+"/plans").want(200).shows("Hosted Mail")
}

func TestFault082ExchangeRates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/exchange-rates").want(200).shows("EUR", "0.8")
	for _, rate := range []string{"1e400", "1e10000", "Infinity", "NaN", "0x10", "1_000", "+5", "-1", "٣", "１２", "--1", "1.2.3",
		"", " ", "0", "0.00", "1,500"} {
		a := w.post("P", "/exchange-rates/EUR", url.Values{"exchange_rate": {rate}}).want(422)
		if a.problem("exchange_rate") == "" {
			t.Errorf("no message beside the rate %q", rate)
		}
	}
	w.means("P", "/exchange-rates/EUR", url.Values{"exchange_rate": {"0.93"}}).want(303)
	w.get("P", "/exchange-rates").shows("0.93")
	w.means("P", "/exchange-rates/EUR", url.Values{"exchange_rate": {"0,94"}}).want(303)
	w.get("P", "/exchange-rates").shows("0.94")
	w.post("P", "/exchange-rates/new", url.Values{"currency": {"jpy"}, "exchange_rate": {"151.5"}}).want(303)
	w.post("P", "/exchange-rates/new", url.Values{"currency": {"USD"}, "exchange_rate": {"1"}}).want(422)
	w.post("P", "/exchange-rates/new", url.Values{"currency": {"yen"}, "exchange_rate": {"x"}}).want(422)
	w.get("P", "/exchange-rates/QQQ").want(404)
}
