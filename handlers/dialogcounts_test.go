package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views"
)

// TestCountsFollowTheChoices: reach and policy, as a fragment, by the button, and by the link to the preview of the box.
func TestCountsFollowTheChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.setOwnFee("R2", "21")
	tests := []struct{ query, want string }{
		{"", "would change 4 at 4 resellers by Update Plan Fees would overwrite 1 own value by Update Plan Fees"},
		{"?policy=keep", "would change 3 at 4 resellers by Update Plan Fees"},
		{"?reach=direct", "would change 2 at 2 resellers by Update Plan Fees would overwrite 1 own value by Update Plan Fees"},
		{"?reach=direct&policy=keep", "would change 1 at 2 resellers by Update Plan Fees"},
	}
	for _, tt := range tests {
		for _, path := range []string{dialogPath, dialogPath + "/counts"} {
			page := w.get("P", path+tt.query).want(http.StatusOK)
			if got := page.text("#opt-update_fees-count"); got != tt.want {
				t.Errorf("%s%s says %q, want %q", path, tt.query, got, tt.want)
			}
			preview := w.get("P", page.Find("#opt-update_fees-count a").First().AttrOr("href", "")).want(http.StatusOK)
			var changes, resellers int
			if _, err := fmt.Sscanf(tt.want, "would change %d at %d", &changes, &resellers); err != nil {
				t.Fatal(err)
			}
			preview.shows(fmt.Sprintf("Changes%d", changes), fmt.Sprintf("Resellers changed%d", resellers))
		}
	}
	if w.get("P", dialogPath+"/counts").Find("main, nav, form").Length() > 0 {
		t.Error("the fragment is a page")
	}
	form := w.open("P")
	form.Set("action", "count")
	form.Set("policy", string(domain.Keep))
	form.Set("reach", string(domain.DirectOnly))
	again := w.post("P", dialogPath, form).want(http.StatusOK).shows("for direct resellers only, with Keep.")
	if back := again.form(dialogPath); back.Get("policy") != "keep" || back.Get("reach") != "direct" || len(back["opt"]) > 0 {
		t.Errorf("counted again, the dialog holds %v", back)
	}
	form.Set("opt", string(domain.UpdateFees))
	if back := w.post("P", dialogPath, form).want(http.StatusOK).form(dialogPath); back.Get("opt") != string(domain.UpdateFees) {
		t.Errorf("counted again, the dialog holds %v", back)
	}
	form.Set("opt", "made_up")
	w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity)
	w.get("P", dialogPath+"/counts?reach=this").want(http.StatusUnprocessableEntity)
	w.get("R1", dialogPath+"/counts").want(http.StatusOK)
}

// TestWarningsFollowTheTicks: what is at stake, held or left out is that of the ticked boxes, and whom a run passes by those of the chosen reach.
func TestWarningsFollowTheTicks(t *testing.T) {
	t.Parallel()
	w := told(t, `
ids given: plan Program 1, plan Mail 2, period month 22
provider P: USD
reseller R1 under P: USD
user P: administrator
template delegates Program Mail
P adds plan {Program,Mail}: plan category Cloud
P adds period {Program,Mail} month: recurring fee 10
P adds resource Mail Mailbox: included 5, recurring price 1
P changes Program: type Reseller
everything is delivered
reseller {R11,R12} under R1: USD
everything is delivered
R1 changes Mail month: recurring fee 15
R1 changes Mail Mailbox: recurring price 2
P changes Mail month: recurring fee 12
P changes Mail Mailbox: recurring price 1.5
template delegates Program Mail Web
P adds schedule Often: -14 days News
P adds plan Web: plan category Cloud, notification schedule Often
P adds period Web month: recurring fee 3`)
	w.exec(`UPDATE subscription SET status = 'Ordered' WHERE account_id = (SELECT id FROM account WHERE name = 'R12')`)
	tests := []struct {
		query, want string
		hides       []string
	}{
		{"", "Look", []string{"at stake", "would be held", "Notifications left out of", "Their templates"}},
		{"?opt=update_fees", "1 own value is at stake", []string{"resource prices", "Their templates"}},
		{"?opt=update_fees&opt=update_prices", "2 own values are at stake", []string{"Their templates"}},
		{"?opt=update_fees&policy=keep", "Look", []string{"at stake"}},
		{"?opt=update_schedules", "Look", []string{"at stake", "would be held", "Their templates"}},
		{"?opt=create_plans", "Their templates are not Visible to Resellers", []string{"at stake"}},
	}
	for _, tt := range tests {
		for _, path := range []string{dialogPath, dialogPath + "/counts"} {
			w.get("P", path+tt.query).want(http.StatusOK).hides(tt.hides...)
			if got := w.get("P", path+tt.query).text("#sync-warnings"); !strings.Contains(got, tt.want) {
				t.Errorf("%s%s warns %q, want %q", path, tt.query, got, tt.want)
			}
		}
	}
	for _, path := range []string{dialogPath, dialogPath + "/counts"} {
		if got := w.get("P", path).text("#sync-skipped"); !strings.HasPrefix(got, "1 subscription is skipped") {
			t.Errorf("%s says of all levels %q", path, got)
		}
		if got := w.get("P", path+"?reach=direct").text("#sync-skipped"); got != "" {
			t.Errorf("%s says of direct resellers %q", path, got)
		}
	}
}

// The plans that a box would hold are counted beside it, and the count leads to where they are.
func TestPlansThatABoxHoldsAreListed(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.tell("P adds plan Web: plan category Software\nP adds period Web month: recurring fee 5\ntemplate delegates Mail Web")
	link := w.get("P", views.SynchronizeURL(w.planted.Plan, 0)).want(http.StatusOK).Find(".choice-count a:contains('holds 2 plans')").AttrOr("href", "")
	page := w.get("P", link).want(http.StatusOK).shows("Only: Held, not on sale")
	if got := page.look("Held, not on sale"); got != "2 plans at 2 resellers" {
		t.Errorf("%s says %q", link, got)
	}
}
