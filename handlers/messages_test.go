package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"tiersync/domain"
)

// message is what the next page says after a POST, which must have worked.
func (w *world) message(as, to string, form url.Values) *answer {
	w.t.Helper()
	next := w.means(as, to, form).want(http.StatusSeeOther).location
	return w.get(as, next).want(http.StatusOK)
}

// internalNumber is the number of a thing, which tells people nothing.
var internalNumber = regexp.MustCompile(`(Period|Document|Category|Schedule|Resource|Plan|plan|no\.) [0-9]{2,}`)

// TestMessagesNameThings goes through the changes whose things are new, or are no part of the catalog that a page has read: the
// message says their names.
func TestMessagesNameThings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	notice := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Subscription ends soon"}, "notification_subject": {"Soon"}, "notification_body": {"It ends."}})
	terms := "/products/templates/" + fmt.Sprint(w.template()) + "/terms"
	document := url.Values{"terms_acceptance": {"first purchase"}, "id-0": {""}, "document_name-0": {"Privacy"}, "document_version-0": {"1.0"},
		"document_effective-0": {"2026-01-31"}, "document_text-0": {"We keep little."}}
	schedule := url.Values{"schedule_name": {"Renewal: EU"}, "lines": {"1"}, "days-0": {"7"}, "when-0": {"before"}, "template-0": {path.Base(notice)},
		"condition-0": {"Always"}, "applies-0": {"all"}}
	newPeriod := w.fill("P", "/products/plans/2/periods/new", map[string]string{"period_length": "3", "period_unit": "months", "setup_fee": "1.5", "recurring_fee": "7"})
	newPlan := w.fill("P", "/products/plans/new", map[string]string{"name": "Fresh", "period_length": "6", "period_unit": "months", "recurring_fee": "5"})
	tests := []struct {
		to   string
		form url.Values
		want string
	}{
		{"/notifications/schedules/new", schedule, "7 days before expiration, Subscription ends soon, Always, all: added"},
		{"/products/plans/2/periods/new", newPeriod, "3 months · Subscription period: added (Setup fee USD 1.50, Recurring fee USD 7.00)."},
		{"/products/plans/new", newPlan, "6 months · Subscription period: added (Recurring fee USD 5.00, Renewal fee USD 5.00)."},
		{"/products/resources/new", url.Values{"resource_name": {"Slots"}, "resource_unit": {"slot"}}, "Slots is saved."},
		{"/products/sales-categories/new", url.Values{"category_name": {"Garden"}, "category_position": {"0"}}, "Garden is saved."},
		{"/exchange-rates/new", url.Values{"currency": {"GBP"}, "exchange_rate": {"0.8"}}, "Exchange rate: 0.8."},
		{terms, document, "Privacy: added"},
	}
	for _, tt := range tests {
		page := w.message("P", tt.to, tt.form).shows(tt.want)
		if said := page.text("[role=status]"); said == "" || internalNumber.MatchString(said) {
			t.Errorf("%s: the message is %q", tt.to, said)
		}
	}
	form := w.fill("P", terms, map[string]string{"document_text-0": "We keep nothing."})
	w.message("P", terms, form).shows("Privacy · Document text: We keep little. → We keep nothing.")
	// Another one, from an older page, collides: the document has its name there, too.
	form.Set("document_text-0", "We keep all.")
	if page := w.post("P", terms, form).want(http.StatusConflict).shows("Privacy · Document text"); internalNumber.MatchString(page.text("main")) {
		t.Errorf("the page of the collision says %s", page.text("main"))
	}
}

// TestClicksLinkToTheirChange goes through what is done by a button alone.
func TestClicksLinkToTheirChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	created := w.post("P", "/products/plans/new", w.fill("P", "/products/plans/new", map[string]string{"name": "Short-lived", "recurring_fee": "5"})).location
	template := w.create("P", "/products/templates/new", url.Values{"template_name": {"Unused"}})
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Garden"}, "category_position": {"0"}})
	for _, tt := range []struct{ to, says, change string }{
		{"/products/plans/2/unpublish", "Hosted Mail is no longer published.", "Unpublished service plan"},
		{"/products/plans/2/publish", "Hosted Mail is published.", "Published service plan"},
		{created + "/delete", "Short-lived is deleted.", "Deleted service plan"},
		{path.Dir(template) + "/delete", "Unused is deleted.", "Deleted service template"},
		{category + "/delete", "Garden is deleted.", "Deleted sales category"},
	} {
		link := w.message("P", tt.to, nil).shows(tt.says).Find("[role=status] a").First()
		w.get("P", link.AttrOr("href", "")).want(http.StatusOK).shows(tt.change)
	}
	if page := w.message("P", "/products/plans/2/publish", nil); !strings.Contains(page.text("[role=status]"), "Nothing was changed") {
		t.Errorf("a second click says %q", page.text("[role=status]"))
	}
}

// TestRenamedTemplate is about what no box passes on.
func TestRenamedTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := "/products/templates/" + fmt.Sprint(w.template())
	older := w.fill("P", page, map[string]string{"template_name": "Third"})
	w.message("P", page, w.fill("P", page, map[string]string{"template_name": "Second"})).shows("Standard → Second").hides("when you synchronize them")
	if got := w.post("P", page, older).want(http.StatusConflict).text("main"); !strings.Contains(got, "Second") || strings.HasPrefix(got, "Third") {
		t.Errorf("the page of the collision begins with %q", got)
	}
	privileges := w.fill("P", page+"/privileges", nil)
	privileges.Del("template_privilege")
	w.message("P", page+"/privileges", privileges).shows("when you synchronize them")
}

// TestExportNamesOwnCategories is about a category that a run leaves a reseller's plan in, because they made it and moved the plan there.
func TestExportNamesOwnCategories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	place := func(as, category string) {
		w.post(as, "/products/sales-categories/plans/2", url.Values{"sales_categories": {path.Base(category)}}).want(http.StatusSeeOther)
	}
	theirs := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Theirs"}, "category_position": {"0"}, "display_category": {"yes"}})
	place("P", theirs)
	w.synchronize(domain.UpdateCategories)
	mine := w.create("R1", "/products/sales-categories/new", url.Values{"category_name": {"Mine"}, "category_position": {"0"}, "display_category": {"yes"}})
	place("R1", mine)
	others := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Others"}, "category_position": {"0"}, "display_category": {"yes"}})
	place("P", others)
	run, _, _ := strings.Cut(w.post("P", dialogPath, w.open("P", domain.UpdateCategories)).want(http.StatusSeeOther).location, "?")
	csv := w.serve("P", http.MethodGet, run+".csv", "").Body.String()
	if !strings.Contains(csv, "Mine") || internalNumber.MatchString(csv) {
		t.Errorf("the export of %s: %s", run, csv)
	}
}

// TestCreationsShowTheirValues is about the pages of changes that made something beside plans.
func TestCreationsShowTheirValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		as, to string
		form   url.Values
		want   []string
	}{
		{"P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_position": {"3"}, "display_category": {"yes"}, "category_description": {"Servers"}},
			[]string{"Category name", "Cloud", "Category description", "Servers"}},
		{"P", "/products/plan-categories/new", url.Values{"plan_category_name": {"Software"}, "tax_category": {"standard"}}, []string{"Software", "standard"}},
		{"R1", "/terms/new", url.Values{"document_name": {"Ours"}, "document_version": {"1.0"}, "document_effective": {"2026-01-31"}, "document_text": {"Pay."}},
			[]string{"Document name", "Ours", "1.0", "Pay."}},
	} {
		link := w.message(tt.as, tt.to, tt.form).Find("[role=status] a:contains('See the change')").AttrOr("href", "")
		w.get(tt.as, link).want(http.StatusOK).shows(tt.want...)
	}
}
