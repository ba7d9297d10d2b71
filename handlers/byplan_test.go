package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// planRows are the texts of the rows of a run's page by plan.
func (a *answer) planRows() (rows []string) {
	a.Find("tbody.outcomes tr").Each(func(_ int, row *goquery.Selection) { rows = append(rows, spaced(row)) })
	return rows
}

// byPlan leads from the page of a run, of a preview or of an undo to the same by plan.
func (w *world) byPlan(as, path string) string {
	w.t.Helper()
	link, there := w.get(as, path).want(http.StatusOK).Find("nav[aria-label='List'] a:contains('By plan')").Attr("href")
	if !there {
		w.t.Fatalf("%s does not lead to what it says by plan", path)
	}
	return link
}

func TestRunByPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "11")
	run := w.feeRun("20")
	link := w.byPlan("P", run)
	page := w.get("P", link).want(http.StatusOK)
	const also = "1 month · Recurring fee, differs for others "
	want := []string{
		"Hosted Mail 1 value at 4 resellers Undo for this plan : Hosted Mail",
		"1 month · Recurring fee before: USD 10.00 → after: USD 20.00 Updated Update Plan Fees 2 R11 · R111",
		also + "before: EUR 8.00 → after: EUR 16.00 at 1 USD = 0.8 EUR Updated Update Plan Fees 1 R1",
		also + "before: USD 11.00 → after: USD 20.00 Own value overwritten Update Plan Fees 1 R2",
		"1 month · Recurring fee, beneath an own value before: USD 10.00 → after: USD 20.00 Delivered beneath Update Plan Fees 1 R2",
	}
	if diff := cmp.Diff(want, page.planRows()); diff != "" {
		t.Errorf("by plan (-want +got):\n%s", diff)
	}
	if got := page.Find("td[data-label='At resellers'] a:contains('R2')").First().AttrOr("href", ""); got != w.resultPath(run, "R2") {
		t.Errorf("R2 leads to %q", got)
	}
	if got := page.Find("nav[aria-label='List'] a[aria-current='page']").Text(); strings.TrimSpace(got) != "By plan" {
		t.Errorf("the page is called %q", got)
	}
	w.get("P", page.Find("nav[aria-label='List'] a:contains('By reseller')").AttrOr("href", "")).want(http.StatusOK).shows("Own overwritten")
	w.get("P2", link).want(http.StatusNotFound)
	w.get("R1", link).want(http.StatusNotFound)
}

// TestRunIsSearched asks for a part of a run, by plan and by reseller: the same is found in both.
func TestRunIsSearched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "11")
	run := w.feeRun("20")
	tests := []struct {
		name, query string
		cases       int // by plan
		resellers   []string
	}{
		{"plan", "q=hosted", 4, []string{"R1", "R11", "R111", "R2"}},
		{"id of a plan", "q=2", 4, []string{"R1", "R11", "R111", "R2"}},
		{"value", "q=recurring+FEE", 4, []string{"R1", "R11", "R111", "R2"}},
		{"amount", "q=16.00", 1, []string{"R1"}},
		{"reseller", "q=r11", 1, []string{"R11", "R111"}},
		{"id of a reseller", "q=" + strconv.FormatInt(int64(w.viewers["R111"].Account.ID), 10), 1, []string{"R111"}},
		{"box", "box=update_fees", 4, []string{"R1", "R11", "R111", "R2"}},
		{"another box", "box=update_limits", 0, nil},
		{"outcome", "outcome=own+value+overwritten", 1, []string{"R2"}},
		{"level", "level=2", 1, []string{"R11"}},
		{"currency", "currency=EUR", 1, []string{"R1"}},
		{"several", "level=1&currency=USD&outcome=delivered+beneath&q=mail", 1, []string{"R2"}},
		{"one value", "value=" + url.QueryEscape(domain.FeeKey(mailPlan, month, domain.RecurringFee).Text()), 4, []string{"R1", "R11", "R111", "R2"}},
		{"another plan", "plan=3", 0, nil},
		{"outside plans", "plan=none", 0, nil},
		{"own values only", "only=own", 2, []string{"R2"}},
		{"nothing", "q=no+such+thing", 0, nil},
		{"no filter", "box=all&outcome=none&level=x&currency=%24&plan=y&value=z&show=s", 4, []string{"R1", "R11", "R111", "R2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := w.in(t)
			plans := w.get("P", run+"?by=plan&"+test.query).want(http.StatusOK)
			if got := max(0, len(plans.planRows())-1); got != test.cases {
				t.Errorf("by plan: %q", plans.planRows())
			}
			if test.cases == 0 {
				plans.shows("Nothing here", "Nothing matches this filter and search.")
			}
			var got []string
			w.get("P", run+"?"+test.query).want(http.StatusOK).Find("tbody tr th").Each(func(_ int, th *goquery.Selection) { got = append(got, spaced(th)) })
			slices.Sort(got)
			if diff := cmp.Diff(test.resellers, got); diff != "" {
				t.Errorf("by reseller (-want +got):\n%s", diff)
			}
		})
	}
}

// TestByPlanTellsWhatByResellerTells compares the files of a run, a preview and an undo: each outcome stands in the file by plan, with as many
// resellers as have it in the other.
func TestByPlanTellsWhatByResellerTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setOwnFee("R2", "11")
	w.setOwnFee("R111", "12")
	w.tell("P changes Mail month: recurring fee 20\nP changes Mail Mailbox: included 2000")
	form := w.open("P", domain.UpdateFees, domain.CreatePlans)
	form.Set("action", "preview")
	form.Set("policy", "keep")
	preview := w.post("P", dialogPath, form).want(http.StatusSeeOther).location
	w.byPlanIsByReseller("P", preview)
	page := w.get("P", w.byPlan("P", preview)).want(http.StatusOK).shows("Own value kept")
	run := w.post("P", dialogPath, with(page.form(dialogPath), "action", "synchronize")).want(http.StatusSeeOther).location
	w.byPlanIsByReseller("P", run)
	w.setOwnFee("R2", "13")
	w.byPlanIsByReseller("P", run+"/undo")
	w.get("P", w.byPlan("P", run+"/undo")).want(http.StatusOK).shows("after: EUR 8.00", "Export CSV of what would go back")
	w.byPlanIsByReseller("P", w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location)
}

func (w *world) byPlanIsByReseller(as, path string) {
	w.t.Helper()
	path, query, _ := strings.Cut(path, "?")
	query = "show=everything&" + query
	told := func(line map[string]string) string {
		return tell(line, "Plan ID", "Service Plan or Part", "Period ID", "Resource ID", "From", "Field", "Value", "Outcome", "Before", "After",
			"Offered", "Currency", "Reason", "Box")
	}
	want, got := map[string]int{}, map[string]int{}
	for _, line := range w.sameInBoth(as, path+"?"+query).lines {
		if line["Outcome"] != "" {
			want[told(line)]++
		}
	}
	for _, line := range w.sameInBoth(as, path+"?by=plan&"+query).lines {
		n, err := strconv.Atoi(line["Resellers"])
		w.check(err)
		got[told(line)] += n
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
		w.t.Errorf("%s: %d outcomes (-by reseller +by plan):\n%s", path, len(got), diff)
	}
}

// TestByPlanLeadsToTheOthers follows the link behind the names of the first resellers to the list of all, and from what is outside plans to it
// alone.
func TestByPlanLeadsToTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail Mailbox: included 2000\ntemplate privileges: View reports, Manage sub-resellers")
	w.synchronize(domain.UpdateLimits, domain.UpdatePrivileges)
	run := w.get("P", "/synchronizations").Find("tbody tr a").First().AttrOr("href", "")
	page := w.get("P", run+"?by=plan").want(http.StatusOK).shows("Mailbox · Included", "2,000", "R1 · R2 · R11 · 1 more")
	others := w.get("P", page.Find("td a:contains('1 more')").First().AttrOr("href", "")).want(http.StatusOK).shows("Only: one value, Included", "Box")
	if got := len(others.rows()); got != 4 {
		t.Errorf("the list has %d resellers, want 4: %v", got, others.rows())
	}
	w.get("P", others.Find("a:contains('Show all')").AttrOr("href", "")).want(http.StatusOK).hides("Only: one value")
	rows := page.planRows()
	if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, "Outside plans ") }) ||
		!slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, "Privileges · ") }) {
		t.Errorf("outside plans: %q", rows)
	}
	alone := w.get("P", run+"?by=plan&plan=none").want(http.StatusOK).shows("Only: what is outside plans").planRows()
	if len(alone) < 2 || !strings.HasPrefix(alone[0], "Outside plans ") || slices.ContainsFunc(alone, func(row string) bool { return strings.HasPrefix(row, "Hosted Mail") }) {
		t.Errorf("outside plans alone: %q", alone)
	}
}

// TestPreviewByPlanIsOfNow asks for the same preview again after something else changed on which it depends: it is not as remembered.
func TestPreviewByPlanIsOfNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	preview := w.byPlan("P", w.preview("keep", domain.UpdateFees))
	row := func() string { return strings.Join(w.get("P", preview).want(http.StatusOK).planRows(), "\n") }
	if got := row(); !strings.Contains(got, "after: USD 20.00") || got != row() {
		t.Errorf("at first: %s", got)
	}
	w.setFee("30")
	if got := row(); !strings.Contains(got, "after: USD 30.00") || strings.Contains(got, "USD 20.00") {
		t.Errorf("after the offer changed: %s", got)
	}
	w.setOwnFee("R2", "11")
	if got := row(); !strings.Contains(got, "stays USD 11.00") {
		t.Errorf("after a reseller set a value of their own: %s", got)
	}
	w.exec(`UPDATE exchange_rate SET rate = rate * 2 WHERE currency = 'EUR'`)
	if got := row(); !strings.Contains(got, "after: EUR 48.00") {
		t.Errorf("after the rate changed: %s", got)
	}
	template := w.templateRow()
	template.Active = false
	w.save("P", domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(template.ID), Name: template.Name}, template)
	w.get("P", preview).want(http.StatusUnprocessableEntity)
}

// TestByPlanIsAPageOfSensibleLength: a page of many plans has each of them with a row or two, says of which it shows no more, and leads there.
func TestByPlanIsAPageOfSensibleLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds plan Plan{1..60}: plan category Cloud\nP adds period Plan{1..60} month: recurring fee 10, setup fee 1, renewal fee 2")
	plans := []domain.PlanID{resellerPlan, mailPlan}
	for _, p := range w.state("P").Effective().Plans {
		if strings.HasPrefix(p.Name, "Plan") {
			plans = append(plans, p.ID)
		}
	}
	w.delegate(plans...)
	page := w.get("P", "/products/plans/1/synchronize/preview?by=plan&key=many&policy=overwrite&opt="+string(domain.CreatePlans)).want(http.StatusOK)
	if groups, rows := page.Find("tr.group-row").Length(), page.Find("tbody.by-plan tr:not(.group-row)").Length(); groups != 50 || rows > 150 {
		t.Errorf("the page has %d plans and %d rows", groups, rows)
	}
	rest := page.Find("tr.group-row a").First()
	w.get("P", rest.AttrOr("href", "none")).want(http.StatusOK).shows("Setup fee", "Recurring fee", "Renewal fee")
}
