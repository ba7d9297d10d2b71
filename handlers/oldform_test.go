package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestAFormFromBeforeAnUpdateIsRefused sends forms as pages had them before an update gave their inputs other names: nothing is taken for
// unticked, and the page says what to do and shows what was typed.
func TestAFormFromBeforeAnUpdateIsRefused(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	category := world.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"1"}, "display_category": {domain.Yes}})
	world.create("P", "/users/new", url.Values{"user_name": {"Oda"}, "user_email": {"oda@p.example"},
		"user_role": {"operator"}, "user_right": {string(domain.EditPrices)}})
	operator := world.get("P", "/users").Find("main a:contains('Oda')").AttrOr("href", "")
	template := "/products/templates/" + idOf(world.templateRow().ID)
	tests := []struct {
		page, field, old string // an input and the name that it had
	}{
		{template + "/delegated-plans", "boxes", ""}, // the form did not say which boxes it has
		{template + "/privileges", "template_privilege", "privilege"},
		{template, "template_active", "active"},
		{category + "/edit", "display_category", "display"},
		{"/products/sales-categories/plans/2", "sales_categories", "category"},
		{operator, "user_right", "right"},
		{"/resellers/" + idOf(world.viewers["R1"].Account.ID) + "/settings", "operating_unit", "operating"},
		{mailPeriod, "active", "period_active"},
		{"/products/plans/2/edit", "auto_renew", "renew"},
	}
	for _, tt := range tests {
		t.Run(tt.page+" "+tt.field, func(t *testing.T) {
			w := world.in(t)
			form := w.get("P", tt.page).want(http.StatusOK).form(tt.page)
			body := strings.ReplaceAll(form.Encode(), "boxes="+tt.field, "boxes="+tt.old)
			body = strings.ReplaceAll("&"+body, "&"+tt.field+"=", "&"+tt.old+"=")
			before := w.made()
			sent, err := url.ParseQuery(body[1:])
			w.check(err)
			if tt.field == "boxes" {
				sent.Set("boxes", "none")
			}
			page := w.post("P", tt.page, sent).want(http.StatusConflict).shows("Open the form again", "Nothing was saved")
			if page.Find("main a[href='"+tt.page+"']").Length() == 0 {
				t.Error("no way to the form")
			}
			if w.made() != before {
				t.Error("something was stored")
			}
		})
	}
}
