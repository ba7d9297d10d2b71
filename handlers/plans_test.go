package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views"
)

// names are the names in the first table of a list, in order.
func (a *answer) names() []string {
	return a.Find("tbody th[scope=row] > a").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
}

func TestPlansListSearchesAndSorts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tests := []struct {
		query string
		want  []string
	}{
		{"", []string{"Reseller program", "Hosted Mail", "Office Suite", "Not Delegated"}},
		{"?sort=name", []string{"Hosted Mail", "Not Delegated", "Office Suite", "Reseller program"}},
		{"?sort=name&dir=desc", []string{"Reseller program", "Office Suite", "Not Delegated", "Hosted Mail"}},
		{"?q=mail", []string{"Hosted Mail"}},
		{"?q=2", []string{"Hosted Mail"}},
		{"?q=standard", []string{"Reseller program"}}, // the template's name
		{"?q=nothing", nil},
		{"?type=Reseller", []string{"Reseller program"}},
		{"?type=Generic&sort=name&q=o", []string{"Hosted Mail", "Not Delegated", "Office Suite"}},
		{"?type=Generic&q=reseller", nil},
		{"?type=Domain+Registration", nil},
		{"?type=unknown&q=mail", []string{"Hosted Mail"}},
	}
	for _, tt := range tests {
		page := w.get("P", "/products/plans"+tt.query).want(http.StatusOK)
		if diff := cmp.Diff(tt.want, page.names()); len(tt.want)+len(page.names()) > 0 && diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.query, diff)
		}
	}
	w.get("P", "/products/plans?q=nothing").shows("No plan matches this search.")
	w.get("P", "/products/plans").shows("based on Standard")
	if w.get("P", "/products/plans").Find("th:contains('Service Template')").Length() != 0 {
		t.Error("most plans have no template, and a column for it")
	}
	if page := w.get("P", "/products/plans?type=Reseller").hides("based on"); page.Find("th[scope=col]:contains('Service Template')").Length() != 1 {
		t.Error("each plan has a template, and no column for it")
	}
	if link := w.get("P", "/products/plans").Find("a[href='/products/plans/2']"); link.Length() != 2 {
		t.Errorf("%d links to the plan, want one in ID and one in Name", link.Length())
	}
}

// The filter works without scripts, and stays with the search, the sort and the pages.
func TestPlansListFiltersByType(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.get("P", "/products/plans").want(http.StatusOK).Find("main form[role=search]")
	var types []string
	form.Find("select[name=type] option").Each(func(_ int, option *goquery.Selection) { types = append(types, option.Text()) })
	if diff := cmp.Diff([]string{"All types", "Generic", "Reseller", "Domain Registration"}, types); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
	page := w.get("P", "/products/plans?type=Generic&sort=name&q=a").want(http.StatusOK)
	form = page.Find("main form[role=search]")
	if got := form.Find("select[name=type] option[selected]").AttrOr("value", ""); got != "Generic" || form.Find("[name=type]").Length() != 1 {
		t.Errorf("the search keeps the type %q, %d times", got, form.Find("[name=type]").Length())
	}
	page.Find("th a.sort, a.search-clear").Each(func(_ int, link *goquery.Selection) {
		if address, err := url.Parse(link.AttrOr("href", "")); err != nil || address.Query().Get("type") != "Generic" {
			t.Errorf("%s leads to %v, %v: without the type", strings.TrimSpace(link.Text()), address, err)
		}
	})
	w.get("P", "/products/plans?type=Domain+Registration").shows("No plan of this kind matches the search.")
	w.tell(fmt.Sprintf(`
		P adds plan Domain{0..%d}: type Domain Registration, plan category Cloud
		P adds period Domain{0..%[1]d} year: unit years`, views.PageSize))
	next := w.get("P", "/products/plans?type=Domain+Registration").Find("a[rel=next]").AttrOr("href", "")
	if names := w.get("P", next).want(http.StatusOK).names(); len(names) != 1 || !strings.HasPrefix(names[0], "Domain") {
		t.Errorf("page 2 (%s) shows %q, want one more domain", next, names)
	}
}

func TestFault090PlanSearchIsLiteral(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, q := range []string{"%", "_", `\`, "'", `"; drop`, "%ff"} {
		w.get("P", "/products/plans?q="+url.QueryEscape(q)).want(http.StatusOK).shows("No plan matches")
	}
	w.get("P", "/products/plans?q="+strings.Repeat("x", 10_000)).want(http.StatusUnprocessableEntity)
}

func TestFault022InvalidUTF8(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/products/plans?q=%ff%fe").want(http.StatusOK).shows("No plan matches")
	form := w.get("P", "/products/plans/2/edit").form("/products/plans/2/edit")
	form.Set("name", "\xff\xfe")
	w.post("P", "/products/plans/2/edit", form).want(http.StatusUnprocessableEntity)
}

func TestFault091UnknownSort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := w.get("P", "/products/plans").names()
	if diff := cmp.Diff(want, w.get("P", "/products/plans?sort=name%3Bdrop&dir=up").want(http.StatusOK).names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFault009UnknownPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, id := range []string{"abc", "-1", "0", "1.0", "+2", "99999999999999999999", "9223372036854775808", "77"} {
		for _, tab := range []string{"", "/periods", "/rates", "/upgrades", "/subscriptions", "/edit"} {
			w.get("P", "/products/plans/"+id+tab).want(http.StatusNotFound)
		}
	}
	w.get("P", "/products/plans/%32").want(http.StatusOK).shows("Hosted Mail")
	w.get("P", "/products/plans/2/periods/77/edit").want(http.StatusNotFound)
	w.get("P", "/products/plans/2/rates/77/edit").want(http.StatusNotFound)
	w.get("P", "/products/plans/1/subscriptions/77").want(http.StatusNotFound)
}

func TestFault027PlansOfOthersAreUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unknown := w.get("R1", "/products/plans/77").want(http.StatusNotFound).text("main p.lead")
	for _, id := range []domain.PlanID{newPlan, otherPlan} {
		page := w.get("R1", fmt.Sprintf("/products/plans/%d", id)).want(http.StatusNotFound)
		if page.text("main p.lead") != unknown {
			t.Errorf("plan %d answers otherwise than an unknown one: %s", id, page.text("main"))
		}
	}
	w.get("P2", "/products/plans/2").want(http.StatusNotFound)
}

func TestFault028ParentReadsChildReadsNotParent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := func(of string) string { return fmt.Sprintf("/resellers/%d/plans/2", w.viewers[of].Account.ID) }
	for _, tab := range []string{"", "/periods", "/rates", "/upgrades"} {
		page := w.get("R1", path("R11")+tab).want(http.StatusOK).shows("Hosted Mail", "as R11 has it")
		if page.Find("main form").Length()+page.Find("main a[href$='/edit']").Length() > 0 {
			t.Errorf("the plan of R11 can be changed by R1 on %q", tab)
		}
		w.get("R11", path("R1")+tab).want(http.StatusNotFound)
		w.get("R2", path("R11")+tab).want(http.StatusNotFound)
		w.get("P2", path("R11")+tab).want(http.StatusNotFound)
	}
	w.get("P", path("R111")).want(http.StatusOK).shows("as R111 has it")
}

// A run belongs to whoever started it: nobody else is led to its page, nor told its number.
func TestFault028SubscriptionLinksOnlyToOwnRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := fmt.Sprintf("/products/plans/1/subscriptions/%d", w.subscription("R11"))
	link := "main a[href^='/synchronizations/']"
	w.get("P", w.get("P", path).want(http.StatusOK).Find(link).AttrOr("href", "")).want(http.StatusOK)
	page := w.get("R1", path).want(http.StatusOK).shows("Last synchronization", "by another vendor")
	if got := page.Find(link).Length(); got != 0 {
		t.Errorf("R1 sees %d links to a run of P", got)
	}
}

// TestTheOwnSubscription leads to how the reseller stands: its page is the vendor's, and names them.
func TestTheOwnSubscription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := idOf(w.subscription("R11"))
	for _, path := range []string{"/subscriptions/" + own, "/products/plans/1/subscriptions/" + own} {
		if to := w.get("R11", path).want(http.StatusSeeOther).location; to != "/last-synchronization" {
			t.Errorf("%s leads to %s", path, to)
		}
		w.get("R111", path).want(http.StatusNotFound)
	}
	w.get("R11", "/last-synchronization").want(http.StatusOK).hides("R1 ")
}

func TestFault030OtherProvidersTemplatesAndSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	template := w.template()
	for _, tab := range []string{"", "/delegated-plans", "/order-flow", "/privileges", "/terms"} {
		path := fmt.Sprintf("/products/templates/%d%s", template, tab)
		for _, as := range []string{"P2", "R1", "R11"} {
			w.get(as, path).want(http.StatusNotFound)
			if tab != "" {
				w.post(as, path, url.Values{"version": {"1"}}).want(http.StatusNotFound)
			}
		}
	}
	w.get("P2", "/products/plans/1/subscriptions").want(http.StatusNotFound)
}

func TestFault052PlanNamesAreShownAsText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const name = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	form := w.get("P", "/products/plans/2/edit").form("/products/plans/2/edit")
	form.Set("name", name)
	form.Set("short_description", name)
	w.post("P", "/products/plans/2/edit", form).want(http.StatusSeeOther)
	for _, path := range []string{"/products/plans", "/products/plans/2", "/products/plans/2/periods", "/products/plans/2/edit",
		"/products/plans?q=" + url.QueryEscape(name)} {
		page := w.get("P", path).want(http.StatusOK)
		if page.Find("main script, main img").Length() > 0 || page.Find("title script").Length() > 0 {
			t.Errorf("%s turns a name into markup", path)
		}
	}
	if got := w.get("P", "/products/plans").names(); got[1] != name {
		t.Errorf("name %q, want %q", got[1], name)
	}
}

func TestResellerSeesCostPriceAndMargin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("R1", "/products/plans").want(http.StatusOK).shows("Cost (EUR)", "8.00", "0.0 %", "without a synchronization")
	page.hides("Own value")
	form := w.get("R1", "/products/plans/2/periods/22/edit").form("/products/plans/2/periods/22/edit")
	form.Set("recurring_fee", "16")
	w.means("R1", "/products/plans/2/periods/22/edit", form).want(http.StatusSeeOther)
	w.get("R1", "/products/plans").shows("16.00", "1 own value", "Own value")
	// The cost follows the provider without a run; the price does not.
	w.setFee("12")
	w.get("R1", "/products/plans").shows("9.60", "16.00")
	w.get("P", "/products/plans").hides("Cost", "Margin")
}

func TestPlanPagesOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", "/products/plans/2").want(http.StatusOK).shows("Hosted Mail", "Published", "In short", "Cloud", "In advance")
	w.get("R1", "/products/plans/2/periods").want(http.StatusOK).shows("14 days trial", "1 month", "1 year", "Inactive", "Cost", "8.00")
	w.get("R1", "/products/plans/2/rates").want(http.StatusOK).shows("Mailbox", "Storage", "unlimited", "0.40")
	w.get("R1", "/products/plans/2/upgrades").want(http.StatusOK).shows("No upgrade paths")
	w.get("P", "/products/plans/2").hides("not propagated")
	w.setFee("12")
	const banner = "The plan was changed but the changes were not propagated to sub-resellers"
	behind := w.get("P", "/products/plans/2").shows(banner)
	if got := behind.text(".notice a[href='/products/plans/1']"); got != "Reseller program" {
		t.Errorf("the banner links to %q, not to the plan with the button", got)
	}
	w.get("P", "/products/plans/1").shows(banner, "Click Synchronize Reseller(s)")
	w.get("P-viewer", "/products/plans/1").shows(banner, "Somebody with the right “Synchronize sub-resellers”").hides("Click Synchronize")
	w.get("P", "/products/plans/3").hides(banner)
	w.get("R1", "/products/plans/2").hides(banner)
}

func TestSynchronizeButton(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const button = "Synchronize Reseller(s)"
	page := w.get("P", "/products/plans/1").want(http.StatusOK).shows(button)
	if link := page.Find("a[href='/products/plans/1/synchronize'][data-dialog]"); link.Length() != 1 {
		t.Errorf("%d links open the dialog, want 1", link.Length())
	}
	w.get("P-operator", "/products/plans/1").shows(button)
	w.get("P-viewer", "/products/plans/1").hides(button) // fault 31
	w.get("P", "/products/plans/2").hides(button)
	w.exec(`DELETE FROM subscription`)
	w.get("P", "/products/plans/1").hides(button).shows("No resellers use this plan")
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("P", "/products/plans/1/subscriptions?sort=reseller").want(http.StatusOK).shows("In sync")
	want := []string{"Subscription of R1", "Subscription of R2", "Subscription of R11", "Subscription of R111"}
	if diff := cmp.Diff(want, page.names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Subscription of R2"}, w.get("P", "/products/plans/1/subscriptions?q=r2").names()); diff != "" {
		t.Errorf("search (-want +got):\n%s", diff)
	}
	w.setFee("12")
	list := w.get("P", "/products/plans/1/subscriptions").shows("Behind: fees")
	path := list.Find("tbody th a").First().AttrOr("href", "")
	w.get("P", path).want(http.StatusOK).shows("Subscription of R1", "1 month", "Active", "Behind", "Update Plan Fees", "Synchronize Reseller(s)")
	w.get("R2", path).want(http.StatusNotFound)
	w.get("P", "/products/plans/2/subscriptions").want(http.StatusNotFound)
}

// TestResellersSeeWhichPlansTheyChanged: the list says when they changed a plan themselves, and in which of their templates they delegate it.
func TestResellersSeeWhichPlansTheyChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", plansPage).want(http.StatusOK).hides("changed by you")
	w.means("R1", monthForm, w.fill("R1", monthForm, map[string]string{"recurring_fee": "12"})).want(http.StatusSeeOther)
	rows := w.get("R1", plansPage).want(http.StatusOK).Find("tbody tr")
	for _, row := range rows.EachIter() {
		if text := row.Text(); strings.Contains(text, "changed by you") != strings.Contains(text, "Hosted Mail") {
			t.Errorf("the list has %s", text)
		}
	}
}
