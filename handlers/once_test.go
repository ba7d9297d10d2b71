package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
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
	flow := world.create("P", "/order-flows/new", url.Values{"order_flow": {"Slow"}})
	tests := []struct {
		who, page, action string
		fill              url.Values
		another           string // the field that makes it another one; "" for what there is but one of
		changes           int    // that making one takes
	}{
		{"P", "/products/sales-categories/new", "", url.Values{"category_name": {"Once"}}, "category_name", 1},
		{"P", "/products/plan-categories/new", "", url.Values{"plan_category_name": {"Once"}}, "plan_category_name", 1},
		{"P", "/products/resource-categories/new", "", url.Values{"resource_category_name": {"Once"}}, "resource_category_name", 1},
		{"P", "/products/resources/new", "", url.Values{"resource_name": {"Once"}}, "resource_name", 1},
		{"P", "/notifications/schedules/new", "", url.Values{"schedule_name": {"Once"}}, "schedule_name", 1},
		{"P", "/notifications/templates/new", "", url.Values{"notification_name": {"Once"}, "notification_subject": {"Soon"}}, "notification_name", 1},
		{"P", "/order-flows/new", "", url.Values{"order_flow": {"Once"}}, "order_flow", 1},
		{"P", flow, flow + "/transitions", url.Values{"from": {"New"}, "to": {"Paid"}, "do": {"add"}}, "to", 1},
		{"R1", "/terms/new", "", url.Values{"document_name": {"Once"}, "document_version": {"1"}, "document_effective": {"2026-02-28"}, "document_text": {"Be kind."}}, "document_name", 1},
		{"P", "/exchange-rates/new", "", url.Values{"currency": {"CHF"}, "exchange_rate": {"2"}}, "", 1},
		{"P", "/users/new", "", url.Values{"user_name": {"Once"}, "user_email": {"once@p.example"}, "password": {"a long password"}, "user_role": {"operator"}}, "", 1},
		{"P", "/resellers/new", "", url.Values{"account_name": {"Once"}, "account_currency": {"USD"}, "user_name": {"Ann"}, "user_email": {"ann@once.example"}, "password": {"a long password"}}, "", 2},
		{"P", "/products/plans/new", "", url.Values{"name": {"Once"}, "recurring_fee": {"1"}}, "name", 1},
		{"P", template + "/new", "", url.Values{"template_name": {"Once"}}, "template_name", 1},
		{"P", "/products/plans/4/periods/new", "", url.Values{"period_length": {"1"}}, "period_length", 1},
		{"P", "/products/plans/2/rates/new", "", url.Values{"resource_rate": {"33"}, "recurring_price-0-0": {"3"}}, "", 1},
		{"P", mailRate, "/products/plans/2/rates/31/rows", url.Values{"price_row": {"900"}}, "price_row", 1},
		{"P", "/products/plans/2/upgrades", "", url.Values{"upgrade_path": {"4"}, "upgrade_fee": {"1"}}, "", 1},
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
			var sent sync.WaitGroup
			statuses := make([]int, 4)
			for i := range statuses {
				sent.Go(func() { statuses[i] = w.serve(tt.who, http.MethodPost, action, form.Encode()).Code })
			}
			sent.Wait()
			if n := w.made() - before; n != tt.changes {
				t.Fatalf("sent four times at once, %d changes were made, the answers are %v", n, statuses)
			}
			again := w.post(tt.who, action, form).want(http.StatusSeeOther)
			w.get(tt.who, again.location).want(http.StatusOK)
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
}
