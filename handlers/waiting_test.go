package handlers_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
	"tiersync/views"
)

// TestWhatWaits walks a provider's start page: nothing waits, a price is changed, and the cell leads to the dialog with its box ticked.
func TestWhatWaits(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	if to := w.get("P", "/").want(303).location; to != views.WaitingURL {
		t.Errorf("the provider's first page is %s", to)
	}
	page := w.get("P", views.WaitingURL).want(200).shows("Never synchronized", "2 plans are held at 2 resellers", "No exchange rate for JPY", "Last synchronizations")
	if page.Find("table:contains('Plans changed and not passed on')").Length() > 0 {
		t.Error("a plan waits that nobody changed")
	}
	w.tell("P changes Mail month: recurring fee 12")
	page = w.get("P", views.WaitingURL).want(200).shows("USD 10.00 → USD 12.00", "1 month", "2 direct resellers of Program")
	matrix := page.Find("table:contains('Resellers who are behind')")
	if heads := matrix.Find("thead").Text(); !strings.Contains(heads, "fees") || strings.Contains(heads, "order flow") {
		t.Errorf("the matrix has the columns %s", heads)
	}
	link := matrix.Find("tbody tr").First().Find("a[href*='opt=update_fees']")
	if !strings.HasPrefix(strings.TrimSpace(link.Text()), "2") {
		t.Errorf("at level 1 %q are behind in fees, want 2", link.Text())
	}
	dialog := w.get("P", link.AttrOr("href", "")).want(200)
	if ticked := dialog.Find("input[name=opt][checked]"); ticked.Length() != 1 || ticked.AttrOr("value", "") != "update_fees" {
		t.Errorf("ticked are %d boxes", ticked.Length())
	}
	if reach := dialog.Find("input[name=reach][checked]").AttrOr("value", ""); reach != "direct" {
		t.Errorf("the reach is %q", reach)
	}
	if keep := dialog.Find("input[name=policy][checked]").AttrOr("value", ""); keep != "keep" {
		t.Errorf("the policy is %q, and who is behind is counted with Keep", keep)
	}
	of := matrix.Find("tbody tr").First().Find("td[data-label='Behind, of all']")
	if text := strings.Join(strings.Fields(of.Text()), " "); text != "2 of 5" {
		t.Errorf("behind are %q", text)
	}
	if listed := len(w.get("P", of.Find("a").AttrOr("href", "")).want(200).rows()); listed != 2 {
		t.Errorf("the link to the two who are behind lists %d", listed)
	}
	w.get("In", views.WaitingURL).want(200).shows("Nothing waits")
	w.tell("everything is delivered")
	w.get("P", views.WaitingURL).want(200).hides("Resellers who are behind", "Plans changed and not passed on")
}

// TestWhatWaitsAtAVendorWhoIsAReseller shows what waits below them, and nothing of anybody else.
func TestWhatWaitsAtAVendorWhoIsAReseller(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(statesStory, "template delegates Mail", "template delegates Mail Program", 1))
	w.get("Rhein", views.WaitingURL).want(200).shows("Nothing waits")
	w.tell("Rhein changes Mail month: recurring fee 15")
	w.get("Rhein", views.WaitingURL).want(200).shows("Resellers who are behind", "USD 10.00 → USD 15.00").hides("JPY")
	w.get("Low", views.WaitingURL).want(200).shows("Nothing waits").hides("15.00")
}

// TestWaitsSinceWhatWaits: a plan and a box wait since what is not passed on became so, not since the plan was changed last, and not since something
// changed that the reseller plan does not pass on.
func TestWaitsSinceWhatWaits(t *testing.T) {
	t.Parallel()
	w := told(t, `
provider P: USD
user P: administrator
P adds plan Program: type Reseller, plan category Software
P adds period Program month
P adds plan Mail: plan category Software
P adds period Mail month: recurring fee 10
P adds plan Unsold: plan category Software
P adds period Unsold month: recurring fee 10
template delegates Mail
reseller In under P: USD
everything is delivered
P changes Unsold month: recurring fee 12
P changes Mail month: recurring fee 12
`)
	changed := func(fee string) string {
		t.Helper()
		at := ""
		w.get("P", "/changes").want(200).Find("tbody tr").EachWithBreak(func(_ int, row *goquery.Selection) bool {
			if strings.Contains(row.Text(), fee) {
				at = row.Find("time").First().AttrOr("datetime", "")
			}
			return at == ""
		})
		return at
	}
	page := w.get("P", views.WaitingURL).want(200)
	row := page.Find("table:contains('Plans changed and not passed on') tbody tr")
	if since := row.Find("td[data-label='Waits since'] time").AttrOr("datetime", ""); row.Length() != 1 || since == "" || since != changed("Mail") {
		t.Errorf("Mail waits since %q, and was changed at %q", since, changed("Mail"))
	}
}

// TestWhoBuysByAVendorsOwnPlan: those who buy by a reseller plan that a vendor below made are counted, and listed, apart.
func TestWhoBuysByAVendorsOwnPlan(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.exec(`UPDATE subscription SET plan_id = 9900002 WHERE account_id = (SELECT id FROM account WHERE name = 'Reseller: Low' OR name = 'Low')`)
	page := w.get("P", views.WaitingURL).want(200).shows("By a vendor's own reseller plan")
	link := page.Find(".stat:contains('own reseller plan') a")
	if text := strings.TrimSpace(link.Text()); text != "1 reseller" {
		t.Errorf("by a plan of their vendor buy %q", text)
	}
	rows := w.get("P", link.AttrOr("href", "")).want(200).rows()
	if len(rows) != 1 || !strings.Contains(rows["Low"], "Synchronized by") {
		t.Errorf("listed are %v", rows)
	}
}

// TestWhoseAccountIsClosedIsSkipped: so are those who buy by a reseller plan that a vendor below made: they are in the filter and in the count.
func TestWhoseAccountIsClosedIsSkipped(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.exec(`UPDATE subscription SET plan_id = 9900002 WHERE account_id = (SELECT id FROM account WHERE name = 'Low')`)
	w.exec(`UPDATE account SET status = 'closed' WHERE name = 'Low'`)
	w.get("P", views.WaitingURL).want(200).shows("Skipped").hides("By a vendor's own reseller plan")
	for _, path := range []string{"/resellers", views.StateURL(domain.StateSkipped)} {
		if rows := w.get("P", path).want(200).rows(); !strings.Contains(rows["Low"], "Skipped: the account is closed") {
			t.Errorf("%s lists %v", path, rows)
		}
	}
}

// TestWhoIsSkippedIsCountedAsListed: of a start page each number of resellers in a state is that of the list to which it leads, and of a dialog who
// is skipped, whose subscription may be over. Who reads Skipped in the list of resellers is found as that.
func TestWhoIsSkippedIsCountedAsListed(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.exec(`UPDATE subscription s SET status = v.status FROM account a, (VALUES ('Shy', 'Ordered'), ('Yen', 'Terminated'), ('New', 'Terminated')) v (name, status)
		WHERE a.id = s.account_id AND a.name = v.name`)
	w.exec(`UPDATE account SET status = 'closed' WHERE name IN ('Low', 'New')`)
	page := w.get("P", views.WaitingURL).want(200)
	page.Find(".stat a").Each(func(_ int, link *goquery.Selection) {
		list := w.get("P", link.AttrOr("href", "")).want(200).rows()
		if n := strings.Fields(link.Text())[0]; n != strconv.Itoa(len(list)) {
			t.Errorf("%s leads to %d: %v", spaced(link.Parent().Parent()), len(list), list)
		}
	})
	skipped := w.get("P", views.StateURL(domain.StateSkipped)).want(200).rows()
	for name, row := range w.get("P", "/resellers").want(200).rows() {
		if _, found := skipped[name]; strings.Contains(row, "Skipped") != found {
			t.Errorf("among those who are skipped, %t: %s", found, row)
		}
	}
	dialog := w.get("P", views.SynchronizeURL(w.planted.Plan, 0)).want(200)
	link := dialog.Find("section.looks a[href*='state=skipped']")
	if listed := len(w.get("P", link.AttrOr("href", "")).want(200).rows()); listed != 4 || dialog.look("Subscriptions skipped") != "4 subscriptions" {
		t.Errorf("the dialog counts %q, and lists %d", dialog.look("Subscriptions skipped"), listed)
	}
	dialog.shows("4 subscriptions are skipped")
}

// TestResellersWithAllBelowThem: lists are filtered to a reseller and everybody below them; of who is not below the viewer that is nobody.
func TestResellersWithAllBelowThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list := "/resellers?with_below="
	rows := w.get("P", list+idOf(w.viewers["R1"].Account.ID)).want(200).rows()
	if _, there := rows["R2"]; len(rows) != 3 || there || rows["R111"] == "" {
		t.Errorf("R1 with all below them are %v", rows)
	}
	for _, other := range []string{"R2", "R1", "P"} {
		if rows := w.get("R1", list+idOf(w.viewers[other].Account.ID)).want(200).rows(); len(rows) != 0 {
			t.Errorf("R1 sees %s with all below them: %v", other, rows)
		}
	}
	w.get("P", list+"R1").want(200).shows("Enter the ID of a reseller")
}
