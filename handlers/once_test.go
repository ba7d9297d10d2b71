package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

// made counts what everybody made or changed.
func (w *world) made() int {
	w.t.Helper()
	n := 0
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &n, `SELECT count(*) FROM change`)
	}))
	return n
}

// TestANewFormMakesOneThing sends each form that makes something four times at once, and once more: one thing is made, and everybody is
// led to it. The same page filled in otherwise makes another one.
func TestANewFormMakesOneThing(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	world.tell("template order flow Standard: Sales New > Done")
	template := "/products/templates"
	terms := template + "/" + idOf(world.templateRow().ID) + "/terms"
	newcomer, _ := world.newcomer()
	subscriptions := newcomer + "/subscriptions/new"
	flow := world.create("P", "/order-flows/new", url.Values{"order_flow": {"Slow"}})
	type test struct {
		who, page, action string
		fill              url.Values
		another           string // the field that makes it another one; "" for what there is but one of
		changes           int    // that making one takes
		kind              domain.ChangeKind
		again             string // what is said of the second time
	}
	tests := []test{
		{"P", "/products/sales-categories/new", "", url.Values{"category_name": {"Once"}}, "category_name", 1, domain.SalesCategoryCreated, "The category was made by the first sending; nothing was done twice."},
		{"P", "/products/plan-categories/new", "", url.Values{"plan_category_name": {"Once"}}, "plan_category_name", 1, domain.PlanCategoryCreated, "The plan category was made by the first sending; nothing was done twice."},
		{"P", "/products/resource-categories/new", "", url.Values{"resource_category_name": {"Once"}}, "resource_category_name", 1, domain.ResourceCategoryCreated, "The resource category was made by the first sending; nothing was done twice."},
		{"P", "/products/resources/new", "", url.Values{"resource_name": {"Once"}}, "resource_name", 1, domain.ResourceSaved, "The resource was made by the first sending; nothing was done twice."},
		{"P", "/notifications/schedules/new", "", url.Values{"schedule_name": {"Once"}}, "schedule_name", 1, domain.ScheduleCreated, "The schedule was made by the first sending; nothing was done twice."},
		{"P", "/notifications/templates/new", "", url.Values{"notification_name": {"Once"}, "notification_subject": {"Soon"}}, "notification_name", 1, domain.NotificationSaved, "The notification template was made by the first sending; nothing was done twice."},
		{"P", "/order-flows/new", "", url.Values{"order_flow": {"Once"}}, "order_flow", 1, domain.FlowSaved, "The order flow was made by the first sending; nothing was done twice."},
		{"P", flow, flow + "/transitions", url.Values{"from": {"New"}, "to": {"Paid"}, "do": {"add"}}, "to", 1, domain.FlowSaved, "The order flow was changed by the first sending; nothing was done twice."},
		{"R1", "/terms/new", "", url.Values{"document_name": {"Once"}, "document_version": {"1"}, "document_effective": {"2026-02-28"}, "document_text": {"Be kind."}}, "document_name", 1, domain.DocumentCreated, "The document was made by the first sending; nothing was done twice."},
		{"P", "/exchange-rates/new", "", url.Values{"currency": {"CHF"}, "exchange_rate": {"2"}}, "", 1, domain.ExchangeRateSaved, "The exchange rate was made by the first sending; nothing was done twice."},
		{"P", "/users/new", "", url.Values{"user_name": {"Once"}, "user_email": {"once@p.example"}, "user_role": {"operator"}}, "", 1, domain.UserAdded, "The user was made by the first sending; nothing was done twice."},
		{"P", "/resellers/new", "", url.Values{"account_name": {"Once"}, "account_currency": {"USD"}, "user_name": {"Ann"}, "user_email": {"ann@once.example"}}, "", 2, domain.ResellerCreated, "The reseller was made by the first sending; nothing was done twice."},
		{"P", "/products/plans/new", "", url.Values{"name": {"Once"}, "recurring_fee": {"1"}}, "name", 1, domain.PlanCreated, "The service plan was made by the first sending; nothing was done twice."},
		{"P", template + "/new", "", url.Values{"template_name": {"Once"}}, "template_name", 1, domain.TemplateCreated, "The service template was made by the first sending; nothing was done twice."},
		{"P", terms, "", url.Values{"terms_acceptance": {"first purchase"}, "document_name-0": {"Once"}, "document_version-0": {"1"}, "document_effective-0": {"2026-02-28"}, "document_text-0": {"Be kind."}},
			"document_name-0", 1, domain.TemplateTermsChanged, "The service template was changed by the first sending; nothing was done twice."},
		{"P", subscriptions + "?period=1-22", subscriptions, url.Values{"subscription_name": {"Once"}, "activate": nil}, "", 1, domain.SubscriptionCreated, "The subscription was made by the first sending; nothing was done twice."},
		{"P", "/products/plans/4/periods/new", "", url.Values{"period_length": {"1"}}, "period_length", 1, domain.PeriodAdded, "The service plan was changed by the first sending; nothing was done twice."},
		{"P", "/products/plans/2/rates/new", "", url.Values{"resource_rate": {"33"}, "recurring_price-0-0": {"3"}}, "", 1, domain.ResourceAdded, "The service plan was changed by the first sending; nothing was done twice."},
		{"P", mailRate, "/products/plans/2/rates/31/rows", url.Values{"price_row": {"900"}}, "price_row", 1, domain.PriceRowAdded, "The service plan was changed by the first sending; nothing was done twice."},
		{"P", "/products/plans/2/upgrades", "", url.Values{"upgrade_path": {"4"}, "upgrade_fee": {"1"}}, "", 1, domain.PathAdded, "The service plan was changed by the first sending; nothing was done twice."},
	}
	for _, tt := range tests {
		t.Run(tt.page, func(t *testing.T) {
			w := world.in(t)
			action := tt.action
			if action == "" {
				action = tt.page
			}
			form := typed(w.get(tt.who, tt.page).want(http.StatusOK).form(action), tt.fill)
			before := w.made()
			if (domain.Change{Kind: tt.kind}).Makes() {
				bare := maps.Clone(form)
				bare.Del("once")
				if w.post(tt.who, action, bare).want(http.StatusConflict).shows("before the program was updated"); w.made() != before {
					t.Fatal("a page without a key made something")
				}
			}
			var sent sync.WaitGroup
			statuses := make([]int, 4)
			for i := range statuses {
				sent.Go(func() { statuses[i] = w.serve(tt.who, http.MethodPost, action, form.Encode()).Code })
			}
			sent.Wait()
			if n := w.made() - before; n != tt.changes {
				t.Fatalf("sent four times at once, %d changes were made, the answers are %v", n, statuses)
			}
			if handsLink := tt.kind == domain.UserAdded || tt.kind == domain.ResellerCreated; handsLink {
				w.get(tt.who, tt.page).want(http.StatusOK).shows("this link: it can be used once")
			}
			again := w.post(tt.who, action, form).want(http.StatusSeeOther)
			if page := w.get(tt.who, again.location); page.location != "" {
				w.get(tt.who, page.location).want(http.StatusOK).shows(tt.again)
			} else {
				page.want(http.StatusOK).shows(tt.again)
			}
			if n := w.made() - before; n != tt.changes {
				t.Errorf("sent again, %d changes were made", n)
			}
			if tt.another == "" {
				return
			}
			other := maps.Clone(form)
			other[tt.another] = []string{strings.ReplaceAll(strings.ReplaceAll(form.Get(tt.another), "Once", "Twice"), "00", "99")}
			if other.Get(tt.another) == form.Get(tt.another) {
				other.Set(tt.another, form.Get(tt.another)+"1")
			}
			w.post(tt.who, action, other).want(http.StatusSeeOther)
			if n := w.made() - before; n != 2*tt.changes {
				t.Errorf("filled in otherwise, %d changes were made", n)
			}
		})
	}
	for _, kind := range domain.ChangeKinds() {
		made := slices.ContainsFunc(tests, func(tt test) bool { return tt.kind == kind.Kind })
		if (domain.Change{Kind: kind.Kind}).Makes() && !made {
			t.Errorf("no form here makes what a change of the kind %s makes", kind.Kind)
		}
	}
}

// TestAFormThatOnlyEditsIsNoSecondTime: the page of a template's terms can make a document. Sent again without a new one, after what it did
// was changed again, it is an edit like any other.
func TestAFormThatOnlyEditsIsNoSecondTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	terms := "/products/templates/" + idOf(w.templateRow().ID) + "/terms"
	w.post("P", terms, typed(w.get("P", terms).form(terms), url.Values{"document_name-0": {"Privacy"}, "document_version-0": {"1"},
		"document_effective-0": {"2026-02-28"}, "document_text-0": {"Be kind."}})).want(http.StatusSeeOther)
	form := typed(w.get("P", terms).form(terms), url.Values{"document_version-0": {"2"}})
	w.post("P", terms, form).want(http.StatusSeeOther)
	w.post("P", terms, typed(w.get("P", terms).form(terms), url.Values{"document_version-0": {"3"}})).want(http.StatusSeeOther)
	if w.post("P", terms, form).want(http.StatusConflict); w.templateRow().Terms.Documents[0].Version != "3" {
		t.Errorf("documents %+v", w.templateRow().Terms.Documents)
	}
}
