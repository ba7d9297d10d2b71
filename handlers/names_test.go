package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// oneLineForms are the forms with fields of one line, filled in so that nothing else is wrong with them.
func oneLineForms(w *world) []struct {
	path   string
	form   url.Values
	fields []string
} {
	template := fmt.Sprintf("/products/templates/%d", w.template())
	steps := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}}) + "/transitions"
	return []struct {
		path   string
		form   url.Values
		fields []string
	}{
		{"/products/plans/2/edit", w.fill("P", "/products/plans/2/edit", nil), []string{"name"}},
		{"/products/plans/new", w.fill("P", "/products/plans/new", map[string]string{"recurring_fee": "1"}), []string{"name"}},
		{"/products/plans/2/upgrades", url.Values{"upgrade_path": {"3"}, "upgrade_fee": {"1"}}, []string{"upgrade_description"}},
		{"/products/templates/new", url.Values{}, []string{"template_name"}},
		{template, w.fill("P", template, nil), []string{"template_name"}},
		{template + "/terms", w.fill("P", template+"/terms", map[string]string{"document_name-0": "Terms", "document_version-0": "1.0",
			"document_effective-0": "2026-01-31", "document_text-0": "Pay."}), []string{"document_name-0", "document_version-0", "document_effective-0"}},
		{"/products/sales-categories/new", url.Values{"category_position": {"0"}}, []string{"category_name"}},
		{"/products/plan-categories/new", url.Values{"plan_category_name": {"Software"}}, []string{"plan_category_name", "tax_category"}},
		{"/products/resource-categories/new", url.Values{"resource_category_position": {"0"}}, []string{"resource_category_name"}},
		{"/products/resources/new", url.Values{"resource_name": {"Cores"}}, []string{"resource_name", "resource_unit"}},
		{"/notifications/schedules/new", url.Values{}, []string{"schedule_name"}},
		{"/notifications/templates/new", url.Values{"notification_name": {"Expiry"}, "notification_subject": {"Soon"}}, []string{"notification_name", "notification_subject"}},
		{"/order-flows/new", url.Values{}, []string{"order_flow"}},
		{steps, url.Values{"do": {"add"}, "order_type": {"Sales"}, "from": {"New"}, "to": {"Paid"}}, []string{"from", "to", "order_type"}},
		{"/account", url.Values{}, []string{"user_name"}},
		{"/users/new", url.Values{"user_name": {"Bea"}, "user_email": {"bea@world.example"}, "user_role": {"operator"}},
			[]string{"user_name", "user_email"}},
		{"/resellers/new", url.Values{"account_name": {"Newcomer"}, "account_currency": {"EUR"}, "user_name": {"Ann"}, "user_email": {"ann@new.example"}}, []string{"account_name", "account_currency", "user_name", "user_email"}},
	}
}

// Faults 53 and 88: a name is one line. No crafted form stores a line break, another control character, or one
// that turns the direction of writing.
func TestFault053And088TextsOfOneLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	forms := oneLineForms(w)
	before := w.entries()
	for _, f := range forms {
		for _, field := range f.fields {
			for _, bad := range []string{"a\r\nb", "a\nb", "a\tb", "a\x7fb", "a\u0085b", "a\u2028b", "invoice\u202Etxt.exe", "a\u2066b",
				"a\r\n{\"level\":\"INFO\",\"msg\":\"fake\"}"} {
				form := maps.Clone(f.form)
				form.Set(field, bad)
				page := w.post("P", f.path, form)
				if page.status != http.StatusUnprocessableEntity || page.problem(field) == "" {
					t.Errorf("%s with %s %q: status %d, message %q", f.path, field, bad, page.status, page.problem(field))
				}
			}
		}
	}
	if w.entries() != before {
		t.Error("something was stored")
	}
}

// Fault 52, for what the other tests of it leave out: resellers, prices, searches, titles.
func TestFault052ResellersPricesAndSearches(t *testing.T) {
	t.Parallel()
	const script = `</title><script>alert(1)</script>"'&` // inside a title, a tag alone would be text
	w := newWorld(t)
	w.exec(`UPDATE account SET name = $1 WHERE id = $2`, script, w.viewers["R2"].Account.ID)
	const form = monthFees
	pages := []*answer{
		w.get("P", "/resellers").want(http.StatusOK).shows(script),
		w.get("P", w.reseller("R2", "")).want(http.StatusOK).shows(script),
		w.get("P", "/products/plans/1/subscriptions").want(http.StatusOK).shows(script),
		w.get("P", "/products/plans?q="+url.QueryEscape(script)).want(http.StatusOK),
		w.post("P", form, w.fill("P", form, map[string]string{monthFee: script})).want(http.StatusUnprocessableEntity),
	}
	for _, page := range pages {
		if page.Find("script:not([src])").Length() > 0 {
			t.Errorf("%s runs a script", page.what)
		}
	}
	if got := pages[1].text("title"); !strings.HasPrefix(got, script) {
		t.Errorf("title %q", got)
	}
	if got := pages[3].Find("#q").AttrOr("value", ""); got != script {
		t.Errorf("the search holds %q", got)
	}
	if got := pages[4].Find("[name='"+monthFee+"']").AttrOr("value", ""); got != script {
		t.Errorf("the price holds %q", got)
	}
}
